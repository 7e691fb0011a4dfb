package org.osswap.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osswap.proto.PathState;

final class DiskJudgeTest {
  private static final long LIMIT = 5000;
  private final DiskJudge judge = new DiskJudge(LIMIT);
  private long now = 1_000_000;

  private static DiskFacts facts(String sda, String sdb, DiskStat stat) {
    return new DiskFacts(
        true, ImmutableList.of(new Leaf("sda", sda), new Leaf("sdb", sdb)), Optional.of(stat));
  }

  private static DiskFacts running(DiskStat stat) {
    return facts("running", "running", stat);
  }

  private static DiskStat idle() {
    return new DiskStat(10, 10, 0, 0);
  }

  private Probe.View<ReadAnswer> answered(String error) {
    return new Probe.View<>(Optional.of(new ReadAnswer(error)), now, Optional.empty());
  }

  private PathState after(long millis, DiskFacts facts, Probe.View<ReadAnswer> probe) {
    now += millis;
    return judge.judge(facts, probe, now).state();
  }

  @Test
  void dataFromADiskOfWhichAllPathsRunIsUp() {
    assertThat(after(0, running(idle()), answered(""))).isEqualTo(PathState.UP);
    assertThat(after(0, facts("running", "offline", idle()), answered("")))
        .isEqualTo(PathState.DEGRADED);
  }

  @Test
  void aDeviceThatTheKernelHasNoMoreIsLostForGood() {
    assertThat(after(0, DiskFacts.GONE, answered(""))).isEqualTo(PathState.PDL);
  }

  @ParameterizedTest
  @CsvSource({
    "EREMOTEIO, PDL", "ENODEV, PDL", "ENXIO, PDL", "ENOENT, PDL", "EIO, PDL", "EBADE, PDL",
    "ENOLINK, APD", "ETIMEDOUT, APD", "ENODATA, DEGRADED", "EINVAL, DEGRADED"
  })
  void anErrorSaysWhetherItMayComeBack(String error, PathState state) {
    assertThat(after(0, running(idle()), answered(error))).isEqualTo(state);
  }

  @Test
  void anErrorOfADiskWhoseTransportIsSilentMayPass() {
    assertThat(after(0, facts("blocked", "transport-offline", idle()), answered("EIO")))
        .isEqualTo(PathState.APD);
    assertThat(after(0, facts("offline", "transport-offline", idle()), answered("EIO")))
        .isEqualTo(PathState.PDL);
  }

  @Test
  void noPathLeftIsALossThoughTheLastReadWasAnswered() {
    assertThat(after(0, facts("offline", "offline", idle()), answered(""))).isEqualTo(PathState.APD);
  }

  @Test
  void aReadWithoutAnAnswerIsALossAfterTheLimit() {
    assertThat(after(0, running(idle()), answered(""))).isEqualTo(PathState.UP);
    Probe.View<ReadAnswer> asked =
        new Probe.View<>(Optional.of(ReadAnswer.DATA), now, Optional.of(now));

    assertThat(after(LIMIT - 1, running(idle()), asked)).isEqualTo(PathState.UP);
    assertThat(after(1, running(new DiskStat(10, 10, 1, 3)), asked)).isEqualTo(PathState.APD);
  }

  @Test
  void aDiskThatAnswersOthersIsSlowAndNotLost() {
    Probe.View<ReadAnswer> asked =
        new Probe.View<>(Optional.of(ReadAnswer.DATA), now, Optional.of(now));
    long reads = 10;
    for (int i = 0; i < 100; i++) {
      assertThat(after(1000, running(new DiskStat(++reads, 10, 8, 0)), asked))
          .isEqualTo(PathState.UP);
    }

    assertThat(after(LIMIT, running(new DiskStat(reads, 10, 8, 0)), asked)).isEqualTo(PathState.APD);
  }

  @Test
  void writesOfWhichNoneEndsAreALossThoughReadsAreAnswered() {
    DiskStat stuck = new DiskStat(10, 10, 0, 2);
    assertThat(after(0, running(stuck), answered(""))).isEqualTo(PathState.UP);
    assertThat(after(3 * LIMIT - 1, running(stuck), answered(""))).isEqualTo(PathState.UP);
    assertThat(after(1, running(stuck), answered(""))).isEqualTo(PathState.APD);
    assertThat(after(1, running(new DiskStat(10, 11, 0, 1)), answered(""))).isEqualTo(PathState.UP);
  }

  @Test
  void anIdleDiskIsNoDiskWhoseWritesAreStuck() {
    assertThat(after(0, running(idle()), answered(""))).isEqualTo(PathState.UP);
    assertThat(after(100 * LIMIT, running(idle()), answered(""))).isEqualTo(PathState.UP);
    assertThat(after(1, running(new DiskStat(10, 10, 0, 1)), answered(""))).isEqualTo(PathState.UP);
  }

  @Test
  void beforeTheFirstAnswerNothingIsKnown() {
    Probe.View<ReadAnswer> asked = new Probe.View<>(Optional.empty(), 0, Optional.of(now));

    assertThat(after(1, running(idle()), asked)).isEqualTo(PathState.PATH_STATE_UNSPECIFIED);
    assertThat(after(LIMIT, running(idle()), asked)).isEqualTo(PathState.APD);
  }

  @Test
  void statAndInflightAreReadAsKernelsOfAnyAgeWriteThem() {
    assertThat(
            DiskStat.parse(
                " 1201 17 94210 801 2210 1500 88000 3021 2 1900 4100 7 0 512 3 11 5",
                "       1        2"))
        .isEqualTo(new DiskStat(1201, 2210 + 7 + 11, 1, 2));
    assertThat(DiskStat.parse("1 0 0 0 2 0 0 0 0 0 0", "0 0")).isEqualTo(new DiskStat(1, 2, 0, 0));
    assertThatThrownBy(() -> DiskStat.parse("1 2", "0 0"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
