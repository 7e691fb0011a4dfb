package org.osswap.handoff;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.proto.Chunk;
import org.osswap.proto.PushReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what a {@link FileSender} sends. */
public final class FileReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(FileReceiver.class);

  private FileReceiver() {}

  /** Where files may be written. */
  public interface Areas {
    /**
     * The directory for an application's area; need not exist.
     *
     * @throws Failure if there is no such swap, application or area
     */
    Path directory(String swapId, String app, String area);
  }

  /**
   * The requests' side of one Push call.
   *
   * @param room the same for all calls
   */
  public static StreamObserver<Chunk> receive(
      Areas areas, Room room, ReceivePolicy policy, StreamObserver<PushReply> reply) {
    return new Stream(areas, room, policy, reply);
  }

  private static final class Stream implements StreamObserver<Chunk> {
    private final Areas areas;
    private final Room room;
    private final ReceivePolicy policy;
    private final StreamObserver<PushReply> reply;
    private TreeWriter writer;
    private String target = "";
    private String app = "";

    Stream(Areas areas, Room room, ReceivePolicy policy, StreamObserver<PushReply> reply) {
      this.areas = areas;
      this.room = room;
      this.policy = policy;
      this.reply = reply;
    }

    @Override
    public void onNext(Chunk chunk) {
      try {
        if (chunk.hasFile()) {
          begin(chunk);
        }
        if (writer == null) {
          throw refusal("(none)", "the first chunk describes no file");
        }
        writer.accept(chunk);
      } catch (IOException e) {
        close();
        throw unwritable(e);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    private void begin(Chunk chunk) {
      String here = String.join(" ", chunk.getSwapId(), chunk.getApp(), chunk.getArea());
      if (writer == null) {
        app = chunk.getApp();
        FaultPoint.RECEIVE_FILES.before(app);
        Jail jail =
            new Jail(areas.directory(chunk.getSwapId(), chunk.getApp(), chunk.getArea()));
        writer = new TreeWriter(jail, policy, room.enter());
        target = here;
      } else if (!here.equals(target)) {
        throw refusal(here, "belongs to another area than the stream's: " + target);
      }
    }

    @Override
    public void onCompleted() {
      try {
        PushReply stored = writer == null ? PushReply.getDefaultInstance() : writer.finish();
        FaultPoint.RECEIVE_FILES.after(app);
        reply.onNext(stored);
        reply.onCompleted();
      } catch (IOException e) {
        throw unwritable(e);
      } finally {
        close();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      LOG.warn("{}: the sender went away: {}", target, thrown.getMessage());
      close();
    }

    private void close() {
      if (writer != null) {
        writer.close();
      }
    }

    private Failure unwritable(IOException e) {
      return new Failure(
          "store files", target, String.valueOf(e.getMessage()), "See the space left there.", e);
    }
  }

  static Failure refusal(String path, String reason) {
    return new Failure(
        "store files", path, reason, "Both sides must run the same osswap; see the sender's log.");
  }
}
