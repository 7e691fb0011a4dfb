package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Poll;
import org.osswap.base.SysRoot;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PathReport;
import org.osswap.proto.PathState;
import org.osswap.proto.WatchReport;
import org.osswap.proto.WatchSetup;
import org.osswap.watch.WatchFiles;

final class WatchControlTest {
  @TempDir Path dir;
  private SysRoot root;
  private WatchFiles files;
  private WatchControl control;

  @BeforeEach
  void aFolder() {
    root = SysRoot.at(dir);
    files = new WatchFiles(root);
    control = new WatchControl(root);
  }

  private void watched(PathState state) throws Exception {
    files.begin(WatchSetup.getDefaultInstance());
    WatchReport report =
        WatchReport.newBuilder()
            .addPaths(PathReport.newBuilder().setName("/dev/sdb").setState(state))
            .build();
    Files.write(root.path(WatchFiles.PATH + "/state"), report.toByteArray());
  }

  /** A watcher: takes what it is told, once. */
  private CompletableFuture<String> heed(String what) {
    return CompletableFuture.supplyAsync(
        () -> {
          assertThat(Poll.until(() -> files.waits(what), Duration.ofSeconds(20))).isTrue();
          return files.take(what).orElseThrow();
        });
  }

  @Test
  void whereNothingIsWatchedThereIsNothingToControl() {
    assertThatThrownBy(control::report).hasMessageContaining("no path is watched on this OS");
    assertThatThrownBy(control::hold).hasMessageContaining("no path is watched on this OS");
  }

  @Test
  void holdHoldsUntilReleaseThoughTheWatcherIsSilent() throws Exception {
    watched(PathState.UP);

    control.hold();
    assertThat(files.waits(WatchFiles.HOLD)).isTrue();
    control.release();

    assertThat(files.waits(WatchFiles.HOLD)).isFalse();
  }

  @Test
  void nothingIsForcedOrCancelledWhileNoPathIsLost() throws Exception {
    watched(PathState.DEGRADED);

    assertThatThrownBy(() -> control.force(Optional.empty())).hasMessageContaining("none of them is lost");
    assertThatThrownBy(control::cancel).hasMessageContaining("none of them is lost");
    assertThat(files.waits(WatchFiles.FORCE)).isFalse();
    assertThat(files.waits(WatchFiles.CANCEL)).isFalse();
  }

  @Test
  void theWatcherIsToldThePolicyThatIsForced() throws Exception {
    watched(PathState.PDL);
    CompletableFuture<String> heard = heed(WatchFiles.FORCE);

    control.force(Optional.of(LossPolicy.TAKEOVER));

    assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("takeover");
  }

  @Test
  void whatNobodyHeedsIsTakenBackAndTold() throws Exception {
    watched(PathState.APD);

    assertThatThrownBy(control::cancel).hasMessageContaining("hasn't heeded that");
    assertThat(files.waits(WatchFiles.CANCEL)).isFalse();
  }

  @Test
  void aWatcherThatSaidNothingForLongIsSilent() {
    WatchReport report = WatchReport.newBuilder().setEpochMillis(100_000).build();

    assertThat(WatchControl.silent(report, 115_000)).isFalse();
    assertThat(WatchControl.silent(report, 115_001)).isTrue();
  }
}
