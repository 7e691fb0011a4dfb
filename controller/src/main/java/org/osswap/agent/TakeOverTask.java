package org.osswap.agent;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.osswap.base.Failure;
import org.osswap.controller.Journal;
import org.osswap.controller.StateDir;
import org.osswap.launch.Takeover;
import org.osswap.launch.TakeoverResult;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.partition.inventory.Inventory;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.TakeOverProgress;
import org.osswap.proto.TakeOverRequest;
import org.osswap.proto.Timing;

/**
 * Takes the machine over, once, when the incumbent has proved that it ended. It goes on whether or
 * not somebody listens: the caller is the OS that ends.
 */
final class TakeOverTask {
  private static final String STEP = "take the machine over";

  /** Makes the takeover; the limits depend on the request. */
  interface Maker {
    Takeover make(Takeover.Limits limits);
  }

  private final StateDir state;
  private final PhysicalMemory memory;
  private final Maker maker;
  private final org.osswap.controller.Progress progress;
  private boolean begun;
  private PartitionPlan plan;

  TakeOverTask(
      StateDir state,
      PhysicalMemory memory,
      Maker maker,
      org.osswap.controller.Progress progress) {
    this.state = state;
    this.memory = memory;
    this.maker = maker;
    this.progress = progress;
  }

  /** Keeps the incumbent's journal, says that all is ready, and waits for the proof. */
  synchronized void begin(TakeOverRequest request, StreamObserver<TakeOverProgress> reply) {
    if (!begun) {
      begun = true;
      plan = request.getPlan();
      keep(request);
      Thread thread = new Thread(() -> run(request), "osswap-takeover");
      thread.start();
    }
    reply.onNext(
        TakeOverProgress.newBuilder()
            .setStep(STEP)
            .setObject(plan.getId())
            .setDetail("waiting for the incumbent's end")
            .build());
    reply.onCompleted();
  }

  /** running, parked, or unknown before anybody asked to take over. */
  synchronized String incumbent() {
    if (plan == null) {
      return "running";
    }
    try (GrantPage page = GrantPage.open(memory, plan)) {
      return page.parked() ? "parked" : "running";
    }
  }

  private void keep(TakeOverRequest request) {
    try {
      Files.write(state.freshSwap().resolve("journal"), request.getJournal().toByteArray());
    } catch (IOException e) {
      throw new Failure(
          "keep the journal", state.journal().toString(), e.toString(), "Free space there.", e);
    }
  }

  private void run(TakeOverRequest request) {
    long start = System.nanoTime();
    progress.phase("takeover");
    try (Journal journal = Journal.open(state.journal())) {
      try {
        TakeoverResult result = take(request);
        record(journal, Phase.TAKEN_OVER, start);
        result
            .left()
            .forEach(
                item ->
                    journal.append(
                        JournalRecord.newBuilder()
                            .setProblem(
                                new Failure(
                                        "take over",
                                        item.kind() + " " + item.object(),
                                        item.detail(),
                                        "It stays unused until the next boot by the firmware.")
                                    .toProblem())));
        state.carryMachine(Inventory.handedOver(request.getPlan()));
        record(journal, Phase.DONE, start);
        progress.detail("this OS has the machine");
      } catch (Failure e) {
        journal.append(JournalRecord.newBuilder().setProblem(e.toProblem()));
        progress.detail("failed: " + e.getMessage());
        synchronized (this) {
          begun = false;
        }
      }
    }
  }

  private TakeoverResult take(TakeOverRequest request) {
    Takeover.Limits usual = Takeover.Limits.usual();
    Takeover.Limits limits =
        new Takeover.Limits(
            java.time.Duration.ofMillis(request.getParkTimeoutMillis()),
            usual.device(),
            usual.perGigabyte());
    return maker
        .make(limits)
        .run(
            request.getPlan(),
            (step, object, detail, done) -> progress.detail(step + " " + object + ": " + detail));
  }

  private static void record(Journal journal, Phase phase, long start) {
    journal.append(JournalRecord.newBuilder().setPhase(phase));
    if (phase == Phase.TAKEN_OVER) {
      journal.append(
          JournalRecord.newBuilder()
              .setTiming(
                  Timing.newBuilder()
                      .setName(phase.name())
                      .setMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))));
    }
  }
}
