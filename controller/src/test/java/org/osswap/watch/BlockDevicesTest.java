package org.osswap.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;

/** A multipath map of two paths with a partition on it, and a plain disk with one. */
final class BlockDevicesTest {
  @TempDir Path dir;
  private DiskTree tree;
  private SysRoot root;
  private BlockDevices devices;

  @BeforeEach
  void makeTree() {
    tree = new DiskTree(dir);
    root = SysRoot.at(dir);
    devices = new BlockDevices(root);
    tree.scsi("sda", "pci0000:00/0000:00:04.0/host0", "running");
    tree.scsi("sdb", "pci0000:40/0000:40:02.0/host1", "offline");
    tree.map("dm-0", "data", "253:0", "sda", "sdb");
    tree.map("dm-1", "data-part1", "253:1", "dm-0");
    tree.scsi("sdc", "pci0000:00/0000:00:05.0/host2", "running");
    tree.partition("sdc", "sdc1", "8:33");
  }

  @Test
  void aMapHasTheKernelsNameThatItsLinkSays() {
    assertThat(devices.kernelName("/dev/mapper/data")).contains("dm-0");
    assertThat(devices.kernelName("/dev/sda")).contains("sda");
    assertThat(devices.kernelName("/dev/mapper/none")).isEmpty();
    assertThat(devices.kernelName("/dev/../etc/passwd")).isEmpty();
  }

  @Test
  void whatAMapIsMadeOfAreItsPaths() {
    assertThat(devices.facts("/dev/mapper/data-part1").leaves())
        .containsExactly(new Leaf("sda", "running"), new Leaf("sdb", "offline"));
    assertThat(devices.below("sdc1")).containsExactly("sdc1", "sdc");
    assertThat(devices.facts("/dev/mapper/none").there()).isFalse();
    assertThat(devices.size("/dev/mapper/data")).isEqualTo(4096 * 512);
  }

  @Test
  void whereItsPathsAreShowsTheirPciRoots() {
    assertThat(devices.places("dm-0").toString()).contains("pci0000:00/").contains("pci0000:40/");
    assertThat(devices.places("sdc1").toString()).doesNotContain("pci0000:40/");
  }

  @Test
  void fileSystemsOnAMapOrOnWhatIsMadeOfItAreFound() {
    tree.write(
        "/proc/self/mountinfo",
        """
        25 1 8:33 / / rw,relatime shared:1 - ext4 /dev/sdc1 rw
        40 25 253:1 / /srv/my\\040data rw shared:9 - ext4 /dev/mapper/data-part1 rw
        41 25 0:31 / /run rw,nosuid shared:2 - tmpfs tmpfs rw
        42 25 0:50 /sub /var/lib rw - btrfs /dev/mapper/data rw
        """);

    assertThat(Mount.pointsOn(root, Set.of("/dev/mapper/data")))
        .containsExactlyInAnyOrder("/srv/my data", "/var/lib");
    assertThat(Mount.devicesOf(root, Set.of("/", "/usr", "/run/osswap")))
        .containsExactly("sdc1", "sdc");
    assertThat(Mount.devicesOf(root, Set.of("/var/lib/osswap"))).contains("dm-0", "sda", "sdb");
  }
}
