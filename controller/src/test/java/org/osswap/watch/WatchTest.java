package org.osswap.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PathKind;
import org.osswap.proto.PathState;
import org.osswap.proto.WatchClaim;
import org.osswap.proto.WatchReport;
import org.osswap.proto.WatchedPath;

final class WatchTest {
  private static final Finding UP = Finding.up("all is well");
  private static final Finding APD = Finding.transientLoss("no answer");
  private static final Finding PDL = Finding.permanentLoss("gone");
  private static final long S = 1000;
  private static final long EPOCH = 1_000_000 * S;

  private long now = 5000 * S;

  private static WatchClaim claim(String app, int limit, LossPolicy policy) {
    return WatchClaim.newBuilder()
        .setApp(app)
        .setLimitSeconds(limit)
        .setPdlSeconds(10)
        .setPolicy(policy)
        .build();
  }

  private static WatchedPath disk(String name, WatchClaim... claims) {
    return WatchedPath.newBuilder()
        .setKind(PathKind.DISK)
        .setName(name)
        .addAllClaims(List.of(claims))
        .build();
  }

  private Watch watch(WatchedPath... paths) {
    return new Watch(List.of(paths), List.of("redis", "db"), now);
  }

  private Optional<Act> after(Watch watch, long seconds) {
    now += seconds * S;
    return watch.due(now);
  }

  @Test
  void aPathThatIsBackBeforeTheLimitIsARecordAndNothingElse() {
    Watch watch = watch(disk("data", claim("", 140, LossPolicy.TAKEOVER)));
    watch.observe("data", UP, now);

    assertThat(watch.observe("data", APD, now).orElseThrow())
        .isEqualTo("disk data: APD, no answer; takeover in 140 s");
    assertThat(after(watch, 139)).isEmpty();
    assertThat(watch.observe("data", UP, now).orElseThrow())
        .isEqualTo("disk data: UP again after 139.0 s, all is well");
    assertThat(after(watch, 1000)).isEmpty();
  }

  @Test
  void atTheLimitThePolicyIsDueUntilItIsBegunOnce() {
    Watch watch = watch(disk("data", claim("", 140, LossPolicy.TAKEOVER)));
    watch.observe("data", APD, now);

    Act act = after(watch, 140).orElseThrow();
    assertThat(act.policy()).isEqualTo(LossPolicy.TAKEOVER);
    assertThat(act.lostMillis()).isEqualTo(140 * S);
    assertThat(act.why()).isEqualTo("takeover: disk data APD for 140 s: no answer");
    assertThat(after(watch, 1)).isPresent();

    watch.begun(act, now);
    assertThat(after(watch, 1)).isEmpty();
    watch.cameToNothing();
    assertThat(after(watch, 1)).isPresent();
  }

  @Test
  void aPermanentLossIsActedUponSoonAndKeepsTheTimeOfTheLossBeforeIt() {
    Watch watch = watch(disk("data", claim("", 140, LossPolicy.TAKEOVER)));
    watch.observe("data", APD, now);
    assertThat(after(watch, 20)).isEmpty();
    watch.observe("data", PDL, now);

    assertThat(after(watch, 9)).isEmpty();
    assertThat(after(watch, 1).orElseThrow().lostMillis()).isEqualTo(30 * S);
  }

  @Test
  void oneThatTurnsOutToBeTransientWaitsForTheLongLimitAgain() {
    Watch watch = watch(disk("data", claim("", 140, LossPolicy.TAKEOVER)));
    watch.observe("data", PDL, now);
    assertThat(after(watch, 5)).isEmpty();
    watch.observe("data", APD, now);

    assertThat(after(watch, 134)).isEmpty();
    assertThat(after(watch, 1)).isPresent();
  }

  @Test
  void someOfThePathsAreARecordOnly() {
    Watch watch = watch(disk("data", claim("", 1, LossPolicy.TAKEOVER)));

    assertThat(watch.observe("data", Finding.degraded("sdb offline"), now).orElseThrow())
        .isEqualTo("disk data: DEGRADED, sdb offline");
    assertThat(after(watch, 1000)).isEmpty();
  }

  @Test
  void aFindingOfNothingChangesNothing() {
    Watch watch = watch(disk("data", claim("", 140, LossPolicy.ALERT)));
    watch.observe("data", APD, now);

    assertThat(watch.observe("data", Finding.unknown("sysfs is odd"), now)).isEmpty();
    assertThat(after(watch, 140)).isPresent();
  }

  @Test
  void anAlertIsToldOnceForEachLoss() {
    Watch watch = watch(disk("data", claim("", 140, LossPolicy.ALERT)));
    watch.observe("data", APD, now);
    watch.begun(after(watch, 140).orElseThrow(), now);
    assertThat(after(watch, 500)).isEmpty();

    watch.observe("data", UP, now);
    watch.observe("data", APD, now);
    assertThat(after(watch, 140)).isPresent();
  }

  @Test
  void aHandoffMovesThoseThatTouchNoLostPathAndLeavesTheOthers() {
    Watch watch =
        watch(
            disk("data", claim("", 140, LossPolicy.HANDOFF), claim("db", 200, LossPolicy.ALERT)),
            disk("other", claim("redis", 10, LossPolicy.ALERT)));
    watch.observe("data", APD, now);

    Act act = after(watch, 140).orElseThrow();

    assertThat(act.policy()).isEqualTo(LossPolicy.HANDOFF);
    assertThat(act.moving()).containsExactly("redis");
    assertThat(act.staying()).containsExactly("db");
    assertThat(act.disks()).containsExactly("data");
  }

  @Test
  void aTakeoverThatSomeLostPathWantsLaterWinsOverAHandoffThatIsDue() {
    Watch watch =
        watch(disk("data", claim("", 60, LossPolicy.HANDOFF), claim("db", 140, LossPolicy.TAKEOVER)));
    watch.observe("data", APD, now);

    assertThat(after(watch, 59)).isEmpty();
    assertThat(after(watch, 1).orElseThrow().policy()).isEqualTo(LossPolicy.TAKEOVER);
  }

  @Test
  void aTakeoverThatOnlyAPathWantsWhichIsUpChangesNothing() {
    Watch watch =
        watch(
            disk("data", claim("", 60, LossPolicy.HANDOFF)),
            disk("other", claim("db", 140, LossPolicy.TAKEOVER)));
    watch.observe("data", APD, now);
    watch.observe("other", UP, now);

    assertThat(after(watch, 60).orElseThrow().policy()).isEqualTo(LossPolicy.HANDOFF);
  }

  @Test
  void aHandoffThatWouldMoveNobodyIsAnAlertOnce() {
    Watch watch =
        watch(
            disk("data", claim("db", 60, LossPolicy.HANDOFF), claim("redis", 60, LossPolicy.HANDOFF)));
    watch.observe("data", APD, now);

    Act act = after(watch, 60).orElseThrow();
    assertThat(act.policy()).isEqualTo(LossPolicy.ALERT);
    assertThat(act.why()).endsWith("no application is free of lost paths");
    watch.begun(act, now);
    assertThat(after(watch, 60)).isEmpty();
  }

  @Test
  void whileHeldOnlyAlertsAreDueAndAReleaseDoesWhatIsOverdue() {
    Watch watch =
        watch(disk("data", claim("", 60, LossPolicy.ALERT), claim("db", 60, LossPolicy.TAKEOVER)));
    watch.observe("data", APD, now);
    watch.hold(true);

    Act alert = after(watch, 60).orElseThrow();
    assertThat(alert.policy()).isEqualTo(LossPolicy.ALERT);
    watch.begun(alert, now);
    assertThat(after(watch, 1000)).isEmpty();

    watch.hold(false);
    assertThat(after(watch, 0).orElseThrow().policy()).isEqualTo(LossPolicy.TAKEOVER);
  }

  @Test
  void aCancelledLossIsForgottenUntilThePathHasComeBack() {
    Watch watch = watch(disk("data", claim("", 60, LossPolicy.TAKEOVER)));
    watch.observe("data", APD, now);

    assertThat(watch.cancel()).containsExactly("disk data");
    assertThat(watch.cancel()).isEmpty();
    watch.observe("data", PDL, now);
    assertThat(after(watch, 1000)).isEmpty();

    watch.observe("data", UP, now);
    watch.observe("data", APD, now);
    assertThat(after(watch, 60)).isPresent();
  }

  @Test
  void aCancelledLossDoesNotMakeATakeoverOfAHandoffButIsLeftBehindByIt() {
    Watch watch =
        watch(
            disk("data", claim("db", 140, LossPolicy.TAKEOVER)),
            disk("other", claim("", 60, LossPolicy.HANDOFF)));
    watch.observe("data", APD, now);
    watch.cancel();
    watch.observe("other", APD, now);

    Act act = after(watch, 60).orElseThrow();
    assertThat(act.policy()).isEqualTo(LossPolicy.HANDOFF);
    assertThat(act.staying()).containsExactly("db");
  }

  @Test
  void whatIsForcedIsDoneBeforeItsTimeThoughHeldOrCancelled() {
    Watch watch = watch(disk("data", claim("", 140, LossPolicy.HANDOFF)));
    assertThat(watch.force(Optional.empty(), now)).isEmpty();
    watch.observe("data", APD, now);
    watch.hold(true);
    watch.cancel();

    assertThat(watch.force(Optional.empty(), now).orElseThrow().policy())
        .isEqualTo(LossPolicy.HANDOFF);
    assertThat(watch.force(Optional.of(LossPolicy.TAKEOVER), now).orElseThrow().policy())
        .isEqualTo(LossPolicy.TAKEOVER);
  }

  @Test
  void aWatcherThatIsStartedAgainGoesOnWithLossCancellationAndWhatWasBegun() {
    WatchedPath data = disk("data", claim("", 140, LossPolicy.TAKEOVER));
    WatchedPath other = disk("other", claim("", 140, LossPolicy.TAKEOVER));
    Watch first = watch(data, other);
    first.observe("other", APD, now);
    first.cancel();
    first.observe("data", APD, now);
    assertThat(after(first, 100)).isEmpty();
    WatchReport said = first.report(now, EPOCH - now).build();

    Watch second = watch(data, other);
    second.restore(said, now, EPOCH - now);
    second.observe("data", APD, now);
    second.observe("other", APD, now);

    assertThat(after(second, 39)).isEmpty();
    Act act = after(second, 1).orElseThrow();
    assertThat(act.lost()).containsExactly("data");
    second.begun(act, now);
    Watch third = watch(data, other);
    third.restore(second.report(now, EPOCH - now).build(), now, EPOCH - now);
    third.observe("data", APD, now);
    assertThat(after(third, 1000)).isEmpty();
  }

  @Test
  void theReportSaysWhatWillBeDoneWhen() {
    Watch watch = watch(disk("data", claim("db", 140, LossPolicy.TAKEOVER)));
    watch.observe("data", APD, now);

    WatchReport report = watch.report(now, EPOCH - now).build();

    assertThat(report.getPaths(0).getState()).isEqualTo(PathState.APD);
    assertThat(report.getPaths(0).getSinceEpochMillis()).isEqualTo(EPOCH);
    assertThat(report.getPaths(0).getDue(0).getEpochMillis()).isEqualTo(EPOCH + 140 * S);
    assertThat(report.getPaths(0).getDue(0).getApp()).isEqualTo("db");
  }
}
