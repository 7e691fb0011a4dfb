package org.osswap.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.controller.Progress;
import org.osswap.launch.BootProcessor;
import org.osswap.launch.crash.CrashLog;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.ArmReply;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.Crash;

/**
 * What an armed successor does: it watches the incumbent in the memory that both share, and takes the
 * machine over when that has panicked, hangs, or asks for it. The decision is one durable record; whatever the incumbent
 * does after it, a late heartbeat included, finds it fenced.
 */
final class StandbyTask {
  /** Where it remembers. */
  static final String PATH = "/var/lib/osswap/standby";

  private static final String STEP = "stand by";

  /** Takes over from an incumbent that has crashed: {@link TakeOverTask#crashed}. */
  interface TakeOver {
    void begin(ArmRequest request, Crash crash);
  }

  private final StandbyRecord record;
  private final PhysicalMemory memory;
  private final TakeOver takeOver;
  private final Progress progress;
  private Thread watcher;

  StandbyTask(Path folder, PhysicalMemory memory, TakeOver takeOver, Progress progress) {
    this.record = new StandbyRecord(folder);
    this.memory = memory;
    this.takeOver = takeOver;
    this.progress = progress;
  }

  /**
   * Begins to watch. May be repeated.
   *
   * @throws Failure if this successor has stood down, or takes over already
   */
  synchronized ArmReply arm(ArmRequest request) {
    FaultPoint.KEEP_ARMING.around(() -> record.arm(request));
    record.ended().ifPresent(end -> refuse(end));
    watch(request);
    return ArmReply.newBuilder().setState("armed").setLog(unreadableLog(request)).build();
  }

  private static void refuse(StandbyRecord.End end) {
    throw new Failure(
        STEP,
        "this successor",
        end.crash().isPresent()
            ? "it has decided that the old OS has crashed, and takes the machine over"
            : "it was told to stand down",
        "See 'osswap status' on the successor.");
  }

  /** Tried with the living kernel's memory: what is missing is known before it is needed. */
  private String unreadableLog(ArmRequest request) {
    if (!request.hasNote()) {
      return "it doesn't say where its description is";
    }
    try {
      CrashLog.read(memory, request.getPlan(), request.getNote());
      return "";
    } catch (Failure e) {
      return e.reason();
    }
  }

  /**
   * Watches no more, for good: the incumbent ends in an orderly way. May be repeated, and asked of a
   * successor that was never armed.
   *
   * @throws Failure if a takeover was decided
   */
  synchronized ArmReply standDown() {
    if (record.armed().isPresent()) {
      StandbyRecord.End end = record.decide(Optional.empty());
      if (end.crash().isPresent()) {
        refuse(end);
      }
    }
    if (watcher != null) {
      watcher.interrupt();
      watcher = null;
      progress.detail("this successor stands down: the old OS ends in an orderly way");
    }
    return ArmReply.newBuilder().setState("stood down").build();
  }

  /**
   * Goes on where an agent before this one ended: it watches, or takes over.
   *
   * @param swapId of the swap that started this OS
   */
  synchronized void goOn(String swapId) {
    record
        .armed()
        .filter(request -> request.getSwapId().equals(swapId))
        .ifPresent(
            request -> {
              Optional<StandbyRecord.End> end = record.ended();
              if (end.isEmpty()) {
                watch(request);
              } else {
                end.get().crash().ifPresent(crash -> takeOver.begin(request, crash));
              }
            });
  }

  private void watch(ArmRequest request) {
    if (watcher != null) {
      return;
    }
    watcher = new Thread(() -> run(request), "osswap-standby");
    watcher.setDaemon(true);
    watcher.start();
    progress.detail(
        "armed: this OS takes the machine over if the old OS panics"
            + (request.getHangLimitMillis() == 0
                ? ""
                : ", or its heart is silent for " + request.getHangLimitMillis() + " ms"));
  }

  private void run(ArmRequest request) {
    StandbyWatch watch =
        new StandbyWatch(
            Duration.ofMillis(request.getHangLimitMillis()),
            BootProcessor.unfenceable(request.getPlan()).isEmpty());
    try (GrantPage page = GrantPage.open(memory, request.getPlan())) {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<Crash> crash =
            watch.look(page.parked(), requested(page), page.incumbentBeats(), System.nanoTime());
        if (crash.isPresent()) {
          crashed(request, crash.get());
          return;
        }
        LockSupport.parkNanos(StandbyWatch.INTERVAL.toNanos());
      }
    } catch (RuntimeException e) {
      progress.detail("this successor watches no more: " + e.getMessage());
    }
  }

  private static OptionalLong requested(GrantPage page) {
    return page.takeoverRequested()
        ? OptionalLong.of(page.requestLostMillis())
        : OptionalLong.empty();
  }

  /** One that stood down in the same moment has decided otherwise. */
  private void crashed(ArmRequest request, Crash crash) {
    Crash whole = crash.toBuilder().setNote(request.getNote()).build();
    StandbyRecord.End end =
        FaultPoint.DECIDE_CRASH.around(() -> record.decide(Optional.of(whole)));
    end.crash()
        .ifPresent(
            decided -> {
              progress.detail(sign(decided));
              takeOver.begin(request, decided);
            });
  }

  private static String sign(Crash crash) {
    return switch (crash.getCause()) {
      case PANIC -> "the old OS has panicked, and parked";
      case REQUESTED ->
          "the old OS asks to be taken over: its paths are lost for " + crash.getLostMillis() + " ms";
      default -> "the old OS hangs: its heart is silent for " + crash.getSilenceMillis() + " ms";
    };
  }
}
