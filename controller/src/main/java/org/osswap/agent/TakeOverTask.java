package org.osswap.agent;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.controller.Journal;
import org.osswap.controller.StateDir;
import org.osswap.controller.SwapHistory;
import org.osswap.launch.Takeover;
import org.osswap.launch.TakeoverResult;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.partition.inventory.Inventory;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.Crash;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Moment;
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
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  /** Makes the takeover; the limits depend on the request. */
  interface Maker {
    Takeover make(Takeover.Limits limits);
  }

  /** Told when this OS has the machine. */
  interface Done {
    void done(boolean afterCrash);
  }

  /** Brings the applications back after a crash, and says in the journal what became of each. */
  interface Reviver {
    void revive(Journal journal);
  }

  private final StateDir state;
  private final PhysicalMemory memory;
  private final Maker maker;
  private final org.osswap.controller.Progress progress;
  private final Runnable begins;
  private final Done done;
  private final CrashLogKeeper logKeeper;
  private final Reviver reviver;
  private boolean begun;
  private PartitionPlan plan;

  /**
   * Makes it.
   *
   * @param begins called when the incumbent is going to end
   * @param done called when this OS has the machine
   * @param logKeeper keeps the log of an incumbent that has crashed
   * @param reviver is called when one is fenced, before its memory is taken
   */
  TakeOverTask(
      StateDir state,
      PhysicalMemory memory,
      Maker maker,
      org.osswap.controller.Progress progress,
      Runnable begins,
      Done done,
      CrashLogKeeper logKeeper,
      Reviver reviver) {
    this.state = state;
    this.memory = memory;
    this.maker = maker;
    this.progress = progress;
    this.begins = begins;
    this.done = done;
    this.logKeeper = logKeeper;
    this.reviver = reviver;
  }

  /** Keeps the incumbent's journal, says that all is ready, and waits for the proof. */
  synchronized void begin(TakeOverRequest request, StreamObserver<TakeOverProgress> reply) {
    if (!begun) {
      FaultPoint.KEEP_JOURNAL.around(() -> keep(request));
      start(request.getPlan(), Duration.ofMillis(request.getParkTimeoutMillis()));
    }
    reply.onNext(
        TakeOverProgress.newBuilder()
            .setStep(STEP)
            .setObject(plan.getId())
            .setDetail("waiting for the incumbent's end")
            .build());
    reply.onCompleted();
  }

  /**
   * Waits again, if an agent before this one did: the incumbent relies on that, and may be gone by now.
   *
   * @param swapId of the swap that started this OS
   */
  synchronized void goOn(String swapId) {
    SwapHistory history = new SwapHistory(Journal.read(state.journal()));
    history
        .plan()
        .filter(kept -> kept.getId().equals(swapId))
        .filter(kept -> history.retiring() && history.phase() != Phase.DONE && !begun)
        .ifPresent(kept -> start(kept, Takeover.Limits.usual().park()));
  }

  private void start(PartitionPlan kept, Duration parkLimit) {
    begun = true;
    plan = kept;
    begins.run();
    new Thread(() -> run(kept, parkLimit), "osswap-takeover").start();
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

  /**
   * Takes over from an incumbent that has crashed. Does nothing if that is going on, or done, already.
   *
   * @param crash as it was decided
   */
  synchronized void crashed(ArmRequest request, Crash crash) {
    SwapHistory history = new SwapHistory(Journal.read(state.journal()));
    if (begun || (history.crash().isPresent() && history.phase() == Phase.DONE)) {
      return;
    }
    if (history.crash().isEmpty()) {
      FaultPoint.KEEP_JOURNAL.around(
          () -> {
            state.freshSwap();
            Journal.keep(state.journal(), request.getJournal().toByteArray());
            try (Journal journal = Journal.open(state.journal())) {
              journal.append(JournalRecord.newBuilder().setCrash(crash));
              journal.append(JournalRecord.newBuilder().setPhase(Phase.RETIRING));
            }
          });
    }
    start(request.getPlan(), SHORTEST_WAIT);
  }

  /** One that can't be read is refused while the incumbent can still hear of it. */
  private void keep(TakeOverRequest request) {
    state.freshSwap();
    Journal.keep(state.journal(), request.getJournal().toByteArray());
  }

  private void run(PartitionPlan kept, Duration parkLimit) {
    long start = System.nanoTime();
    progress.phase("takeover");
    try (Journal journal = Journal.open(state.journal())) {
      boolean told = false;
      while (!take(kept, parkLimit, journal, told, start)) {
        told = true;
      }
    }
  }

  /**
   * Takes everything over. After a failure of a takeover from a crash nothing is tried again by itself: a CPU
   * of the old OS may run.
   *
   * @param told that the proof has not come within the limit: said only once
   * @return false if it still hasn't come: nothing was touched then, and trying again does no harm, while
   *     giving up would leave the machine to nobody if it comes later
   */
  private boolean take(
      PartitionPlan kept, Duration parkLimit, Journal journal, boolean told, long start) {
    Optional<Crash> crash = new SwapHistory(journal.records()).crash();
    List<Moment> moments = new ArrayList<>();
    org.osswap.launch.Progress steps =
        (step, object, detail, done) -> report(step, object, detail, done, moments);
    try {
      Takeover takeover = maker.make(limits(parkLimit));
      TakeoverResult result =
          crash.isPresent()
              ? takeover.runCrashed(
                  kept, () -> beforeMemory(kept, crash.get(), journal), steps)
              : takeover.run(kept, steps);
      record(journal, Phase.TAKEN_OVER, start);
      keep(journal, moments);
      result
          .left()
          .forEach(
              item ->
                  journal.append(
                      JournalRecord.newBuilder()
                          .setProblem(
                              new Failure(
                                      Takeover.TAKE,
                                      item.kind() + " " + item.object(),
                                      item.detail(),
                                      "It stays unused until the next boot by the firmware.")
                                  .toProblem())));
      FaultPoint.CARRY_MACHINE.around(() -> state.carryMachine(Inventory.handedOver(kept)));
      FaultPoint.FINISH.around(() -> record(journal, Phase.DONE, start));
      progress.detail("this OS has the machine");
      done.done(crash.isPresent());
      return true;
    } catch (Failure e) {
      boolean proved = !e.step().equals(Takeover.AWAIT) && (crash.isPresent() || proved());
      if (proved || !told) {
        progress.detail("failed: " + e.getMessage());
        journal.append(JournalRecord.newBuilder().setProblem(e.toProblem()));
        keep(journal, moments);
      }
      if (proved) {
        ended(); // another TakeOver may try again
      }
      return proved;
    }
  }

  /** The applications come first: clients wait for them, and nobody does for the log, or for more memory. */
  private void beforeMemory(PartitionPlan kept, Crash crash, Journal journal) {
    reviver.revive(journal);
    logKeeper.keep(kept, crash, journal);
  }

  /** Whether the incumbent has ended; also if that can't be seen, since looking again won't help. */
  private boolean proved() {
    try {
      return incumbent().equals("parked");
    } catch (Failure unreadable) {
      return true;
    }
  }

  private synchronized void ended() {
    begun = false;
  }

  private static Takeover.Limits limits(Duration parkLimit) {
    Takeover.Limits usual = Takeover.Limits.usual();
    Duration park = parkLimit.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : parkLimit;
    return new Takeover.Limits(park, usual.device(), usual.perGigabyte());
  }

  private void report(
      String step, String object, String detail, boolean done, List<Moment> moments) {
    progress.detail(step + " " + object + ": " + detail);
    if (done) {
      moments.add(
          Moment.newBuilder()
              .setWhat(step)
              .setObject(object)
              .setEpochMillis(System.currentTimeMillis())
              .build());
    }
  }

  /** Afterwards: no takeover waits for a disk, or fails because of one. */
  private static void keep(Journal journal, List<Moment> moments) {
    moments.forEach(moment -> journal.append(JournalRecord.newBuilder().setMoment(moment)));
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
