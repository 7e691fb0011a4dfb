package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.osswap.proto.ArmedReport;
import org.osswap.proto.ClientReport;
import org.osswap.proto.Crash;
import org.osswap.proto.CrashReport;
import org.osswap.proto.Moment;
import org.osswap.proto.Phase;
import org.osswap.proto.Problem;
import org.osswap.proto.RevivedApp;
import org.osswap.proto.SwapReport;

/** A run that is always the same: a panic on a machine whose successor's clock is two seconds fast. */
final class Runs {
  /** 2026-11-23 01:00:00 UTC. */
  static final long BROKE = 1_795_395_600_000L;

  private static final long FAST = 2000;

  private Runs() {}

  static Ready ready() {
    return new Ready(
        "qemu",
        SwapReport.newBuilder()
            .setSwapId("20261123-005000")
            .setPhase(Phase.ARMED)
            .setFromOs("Debian GNU/Linux 12 (bookworm)")
            .setToOs("Debian GNU/Linux 13 (trixie)")
            .setArmed(
                ArmedReport.newBuilder()
                    .setImage("/srv/osswap/targets/13")
                    .setHangLimitMillis(20_000)
                    .setHeartbeatAgeMillis(100))
            .build(),
        ImmutableSet.of("nginx", "redis"),
        ImmutableMap.of(
            Side.INCUMBENT, new ClockOffset(-3, 4), Side.SUCCESSOR, new ClockOffset(FAST, 6)));
  }

  static Observation panic() {
    SwapReport end =
        SwapReport.newBuilder()
            .setSwapId("20261123-005000")
            .setPhase(Phase.DONE)
            .setCrash(
                CrashReport.newBuilder()
                    .setCause(Crash.Cause.PANIC)
                    .setDecidedEpochMillis(there(1400))
                    .addApps(
                        RevivedApp.newBuilder()
                            .setApp("redis")
                            .setHow(RevivedApp.How.RESTORED)
                            .setCheckpointEpochMillis(there(-6200))
                            .setAgeMillis(7600))
                    .addApps(RevivedApp.newBuilder().setApp("nginx").setHow(RevivedApp.How.STARTED)))
            .addMoments(moment("attested", "", -90_000))
            .addMoments(moment("decided", "", 1400))
            .addMoments(moment("take over cpu", "cpu0", 2600))
            .addMoments(moment("take over cpu", "cpu1", 4100))
            .addMoments(moment("take over pci", "0000:00", 9300))
            .addMoments(moment("take over memory", "0x100000-0x80000000 (2047 MiB)", 15_800))
            .addMoments(moment("taken over", "", 16_000))
            .addMoments(moment("restored", "redis", 21_500))
            .addMoments(moment("started", "nginx", 24_900))
            .addMoments(moment("done", "", 25_100))
            .addProblems(
                Problem.newBuilder()
                    .setStep("take the machine over")
                    .setObject("pci 0000:00:1f.2")
                    .setCause("no driver")
                    .setRemedy("It stays unused until the next boot by the firmware."))
            .build();
    return new Observation(
        BROKE,
        0,
        0,
        BROKE + 34_000,
        true,
        Optional.of(end),
        ImmutableMap.of("redis", client("redis", 900, 21_800, 31_000, 143), "nginx", client("nginx", 700, 25_400, 33_500, 900)),
        ImmutableMap.of("redis", client("redis", 900, 21_800, 31_000, 143), "nginx", client("nginx", 25_400, 25_450, 33_500, 0)),
        ImmutableList.of());
  }

  /** Times in milliseconds after the break. */
  static ClientReport client(String app, long down, long back, long last, long lost) {
    return ClientReport.newBuilder()
        .setApp(app)
        .setConnections(1)
        .setRequests(420)
        .setAnswered(418)
        .setErrors(2)
        .setReconnects(1)
        .setLost(lost)
        .setDuplicated(0)
        .setBlackoutAt((BROKE + down) / 1000.0)
        .setBlackoutMs((double) (back - down))
        .setLastAnswerAt((BROKE + last) / 1000.0)
        .build();
  }

  private static Moment moment(String what, String object, long after) {
    return Moment.newBuilder().setWhat(what).setObject(object).setEpochMillis(there(after)).build();
  }

  private static long there(long after) {
    return BROKE + after + FAST;
  }
}
