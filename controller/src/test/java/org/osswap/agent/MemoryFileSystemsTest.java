package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Obliging;
import org.osswap.base.SysRoot;
import org.osswap.controller.Told;

final class MemoryFileSystemsTest {
  @TempDir Path dir;
  private final Obliging machine =
      new Obliging() {
        @Override
        protected Outcome answer(List<String> argv) {
          return argv.contains("/run") ? new Outcome(argv, 32, "", "no", false) : super.answer(argv);
        }
      };
  private final Told told = new Told();

  @BeforeEach
  void partitionHadOneGigabyte() throws Exception {
    write("/proc/meminfo", "MemTotal:        8000000 kB\nMemFree:         7000000 kB\n");
    write(
        "/proc/self/mounts",
        """
        rootfs / rootfs rw,size=500000k,nr_inodes=125000 0 0
        proc /proc proc rw 0 0
        tmpfs /run tmpfs rw,nosuid,nodev,size=200000k,mode=755 0 0
        tmpfs /run/lock tmpfs rw,size=5120k 0 0
        tmpfs /dev/shm tmpfs rw,nosuid,nodev,size=9000000k 0 0
        tmpfs /tmp tmpfs rw,size=1024k 0 0
        osswap /run/osswap/apps/redis tmpfs rw,relatime,size=900000k,mode=755 0 0
        /dev/vda1 /srv ext4 rw 0 0
        """);
    write("/etc/fstab", "# mine\ntmpfs /tmp tmpfs size=1m 0 0\n");
  }

  private void write(String path, String text) throws Exception {
    Path file = dir.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void grow() {
    new MemoryFileSystems(SysRoot.at(dir), machine, told).grow();
  }

  @Test
  void whatHadAShareOfThePartitionGetsThatOfTheMachine() {
    grow();

    assertThat(machine.lines())
        .containsExactly(
            "mount -o remount,size=4000000k /",
            "mount -o remount,size=1600000k /run",
            "mount -o remount,size=7200000k /run/osswap/apps/redis");
    assertThat(told.lines)
        .containsExactly(
            "/: at most 3906 MiB now",
            "/run keeps its limit, 195 MiB: no",
            "/run/osswap/apps/redis: at most 7031 MiB now");
  }

  @Test
  void aRootWithoutALimitIsLeftAlone() throws Exception {
    write("/proc/self/mounts", "rootfs / rootfs rw 0 0\n");

    grow();

    assertThat(machine.lines()).isEmpty();
  }
}
