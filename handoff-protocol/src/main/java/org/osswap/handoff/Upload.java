package org.osswap.handoff;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osswap.base.Failure;
import org.osswap.proto.Chunk;
import org.osswap.proto.PushReply;

/** One Push call, driven by a thread that waits whenever the connection is full. */
final class Upload implements ClientResponseObserver<Chunk, PushReply> {
  private static final String STEP = "send files";

  private final String object;
  private final Duration stallLimit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Set before the call starts; the rest is guarded by the lock.
  private ClientCallStreamObserver<Chunk> call;
  private PushReply reply;
  private Throwable error;
  private boolean ended;

  Upload(String object, Duration stallLimit) {
    this.object = object;
    this.stallLimit = stallLimit;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Chunk> requests) {
    call = requests;
    requests.setOnReadyHandler(() -> update(() -> {}));
  }

  @Override
  public void onNext(PushReply value) {
    update(() -> reply = value);
  }

  @Override
  public void onError(Throwable thrown) {
    update(
        () -> {
          error = thrown;
          ended = true;
        });
  }

  @Override
  public void onCompleted() {
    update(() -> ended = true);
  }

  /** Sends one chunk as soon as there is room for it. */
  void send(Chunk chunk) {
    await(false);
    call.onNext(chunk);
  }

  /** Closes the stream and waits for the answer. The call's own deadline bounds the wait. */
  PushReply finish() {
    call.onCompleted();
    await(true);
    if (reply == null) {
      throw new Failure(STEP, object, "no answer", "See the other side's log.");
    }
    return reply;
  }

  void cancel(Throwable cause) {
    call.cancel("the sender gave up", cause);
  }

  private void await(boolean untilEnd) {
    lock.lock();
    try {
      long left = stallLimit.toNanos();
      while (!ended && (untilEnd || !call.isReady())) {
        if (untilEnd) {
          changed.await(1, TimeUnit.SECONDS);
        } else {
          left = changed.awaitNanos(left);
          if (left <= 0) {
            throw stalled();
          }
        }
      }
      if (error != null) {
        throw Problems.failure(STEP, object, error);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(STEP, object, "interrupted", "Start the swap again.", e);
    } finally {
      lock.unlock();
    }
  }

  private Failure stalled() {
    return new Failure(
        STEP,
        object,
        "the other side took nothing for " + stallLimit.toSeconds() + " s",
        "See the link and the other side's log.");
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
