package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.Obliging;
import org.osswap.base.SysRoot;
import org.osswap.watch.DiskTree;

/** On a machine whose root lies on sda, and /srv and what is below it on the map data, over sdb. */
final class DisksTest {
  @TempDir Path dir;
  private Obliging machine = new Obliging();
  private final Told told = new Told();

  @BeforeEach
  void makeMachine() {
    DiskTree tree = new DiskTree(dir);
    tree.scsi("sda", "pci0000:00/0000:00:04.0/host0", "running");
    tree.scsi("sdb", "pci0000:00/0000:00:05.0/host1", "running");
    tree.map("dm-0", "data", "253:0", "sdb");
    tree.link("/sys/dev/block/8:0", "../../class/block/sda");
    tree.write(
        "/proc/self/mounts",
        """
        sysfs /sys sysfs rw,nosuid 0 0
        /dev/sda / ext4 rw,relatime 0 0
        /dev/mapper/data /srv ext4 rw 0 0
        /dev/sda /srv/keys ext4 ro 0 0
        """);
    tree.write(
        "/proc/self/mountinfo",
        """
        20 1 0:20 / /sys rw - sysfs sysfs rw
        25 1 8:0 / / rw shared:1 - ext4 /dev/sda rw
        26 25 253:0 / /srv rw - ext4 /dev/mapper/data rw
        27 26 8:0 /keys /srv/keys ro - ext4 /dev/sda rw
        """);
  }

  private Disks disks(String... lost) {
    return new Disks(SysRoot.at(dir), machine, ImmutableSet.copyOf(lost));
  }

  @Test
  void everyFileSystemOnADiskIsSyncedAndMadeReadOnlyTheLastMountedFirst() {
    disks().settle(told);

    assertThat(machine.lines())
        .containsExactly("sync", "mount -o remount,ro /srv", "mount -o remount,ro /");
    assertThat(told.lines).containsExactly("/srv is read-only", "/ is read-only");
  }

  @Test
  void nothingTouchesADiskThatIsLostNotEvenSync() {
    disks("/dev/mapper/data").settle(told);

    assertThat(machine.lines())
        .containsExactly("sync --file-system /", "mount -o remount,ro /");
    assertThat(told.lines).contains("/srv is left as it is: its disk is lost");
  }

  @Test
  void thePathOfALostMapIsOne() {
    disks("/dev/sdb").settle(told);

    assertThat(machine.lines()).noneMatch(line -> line.contains("/srv"));
  }

  @Test
  void aFileSystemThatStaysWritableIsTold() {
    machine = refusing("mount");

    disks().settle(told);

    assertThat(told.lines)
        .containsExactly("/srv stays writable, but is synced", "/ stays writable, but is synced");
  }

  @Test
  void whatCannotBeSyncedIsNotLeft() {
    machine = refusing("sync");

    assertThatThrownBy(() -> disks("/dev/mapper/data").settle(told))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("write the file systems' data to the disks: /");
  }

  private static Obliging refusing(String program) {
    return new Obliging() {
      @Override
      protected Outcome answer(List<String> argv) {
        return new Outcome(argv, argv.get(0).equals(program) ? 32 : 0, "", "busy", false);
      }
    };
  }
}
