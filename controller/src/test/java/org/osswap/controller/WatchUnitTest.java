package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.Obliging;
import org.osswap.base.SysRoot;
import org.osswap.proto.WatchSetup;
import org.osswap.watch.WatchFiles;

final class WatchUnitTest {
  private static final WatchSetup SETUP = WatchSetup.newBuilder().setHome("/opt/osswap").build();

  @TempDir Path dir;
  private SysRoot root;

  @BeforeEach
  void aRoot() {
    root = SysRoot.at(dir);
  }

  private Site site(Obliging machine) {
    return new Site(root, machine, new StateDir(root), Path.of("/opt/osswap"));
  }

  @Test
  void itIsStartedFromACopyInMemoryAndOutlivesItsOwnDeath() {
    Obliging machine = new Obliging();

    WatchUnit.start(site(machine), SETUP);

    assertThat(machine.lines()).hasSize(2);
    assertThat(machine.lines().get(0)).contains("mount -t ramfs").endsWith(dir + "/run/osswap/watch /opt/osswap");
    assertThat(machine.lines().get(1))
        .startsWith("systemd-run")
        .contains("--unit=osswap-watch.service", "Restart=always", "OOMScoreAdjust=-1000")
        .endsWith(dir + "/run/osswap/watch/home/bin/osswap watch-run");
    assertThat(new WatchFiles(root).setup()).hasValue(SETUP);
  }

  @Test
  void whatDoesNotStartIsAFailureThatNamesIt() {
    Obliging machine =
        new Obliging() {
          @Override
          protected Outcome answer(List<String> argv) {
            return new Outcome(argv, argv.get(0).equals("systemd-run") ? 1 : 0, "", "no bus", false);
          }
        };

    assertThatThrownBy(() -> WatchUnit.start(site(machine), SETUP))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("start the watch over paths")
        .hasMessageContaining("no bus");
  }

  @Test
  void itIsStoppedByTheSameCommandThatUndoesItsStart() {
    Obliging machine = new Obliging();

    WatchUnit.stop(root, machine);

    assertThat(machine.lines()).singleElement().asString().contains("umount -l").endsWith("osswap-watch.service");
    assertThat(machine.lines().get(0))
        .isEqualTo(String.join(" ", WatchUnit.undo(root).getCommand().getArgvList()));
  }
}
