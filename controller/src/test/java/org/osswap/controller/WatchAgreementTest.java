package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.AppManifest;
import org.osswap.apps.Manifests;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.WatchSetup;
import org.osswap.watch.DiskTree;

/** On a machine whose root lies on sda; the map "data" has a path that goes to the successor. */
final class WatchAgreementTest {
  private static final String ADDRESSES = "[handoff]\naddresses = [\"10.0.0.10/24\", \"10.0.0.11/24\"]\n";

  @TempDir Path dir;
  private final PartitionPlan.Builder plan = PartitionPlan.newBuilder().setId("swap-1");
  private DiskTree tree;
  private SysRoot root;

  @BeforeEach
  void makeMachine() {
    tree = new DiskTree(dir);
    tree.scsi("sda", "pci0000:00/0000:00:04.0/host0", "running");
    tree.scsi("sdb", "pci0000:00/0000:00:05.0/host1", "running");
    tree.scsi("sdc", "pci0000:40/0000:40:00.0/host2", "running");
    tree.map("dm-0", "data", "253:0", "sdb", "sdc");
    tree.link("/sys/dev/block/8:0", "../../class/block/sda");
    tree.write("/proc/self/mountinfo", "25 1 8:0 / / rw shared:1 - ext4 /dev/sda rw\n");
    link("ens1", "pci0000:00/0000:00:03.0");
    link("ens2", "pci0000:40/0000:40:01.0");
    root = SysRoot.at(dir);
    plan.addPartitionRootsBuilder().setBusStart(0x40);
    plan.addRemainderCpusBuilder().setBootProcessor(true);
    plan.getMachineBuilder().setFirmware("SeaBIOS");
  }

  private void link(String name, String place) {
    tree.write("/sys/devices/" + place + "/net/" + name + "/carrier", "1\n");
    tree.link("/sys/class/net/" + name, "../../devices/" + place + "/net/" + name);
  }

  private Optional<WatchSetup> agree(String watch, AppManifest... manifests) {
    return WatchAgreement.agree(
        root, Path.of("/opt/osswap"), plan.build(), OsswapConfig.parse(ADDRESSES + watch), List.of(manifests));
  }

  private AppManifest manifest(String paths) throws Exception {
    Path folder = Files.createDirectories(dir.resolve("apps"));
    Files.writeString(
        folder.resolve("db.toml"),
        "name = \"db\"\nunit = \"db.service\"\naddress = \"10.0.0.99/24\"\n" + paths);
    return Manifests.load(folder).get(0);
  }

  @Test
  void whereNothingIsNamedNothingIsWatched() throws Exception {
    assertThat(agree("", manifest(""))).isEmpty();
  }

  @Test
  void configurationAndManifestsTogetherSayWhatIsWatchedForWhom() throws Exception {
    WatchSetup setup =
        agree(
                "[watch]\nlinks = [\"ens1\"]\nlimit_s = 60\npolicy = \"handoff\"\n",
                manifest("paths = { disks = [\"/dev/sdb\"], policy = \"takeover\" }\n"))
            .orElseThrow();

    assertThat(setup.getPathsList())
        .extracting(WatchAgreement::describe)
        .containsExactly("disk /dev/sdb: takeover after 60 s (db)", "link ens1: handoff after 60 s");
    assertThat(setup.getAppsList()).containsExactly("db");
    assertThat(setup.getHome()).isEqualTo("/opt/osswap");
    assertThat(setup.getPlan().getId()).isEqualTo("swap-1");
  }

  @Test
  void whatIsNotThereIsRefusedAllOfItAtOnce() {
    assertThatThrownBy(() -> agree("[watch]\ndisks = [\"/dev/sdz\"]\nlinks = [\"ens9\"]\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("/dev/sdz")
        .hasMessageContaining("no such block device")
        .hasMessageContaining("ens9")
        .hasMessageContaining("no such network device");
  }

  @Test
  void whatGoesToTheSuccessorIsNotWatched() {
    assertThatThrownBy(() -> agree("[watch]\ndisks = [\"/dev/mapper/data\"]\n"))
        .hasMessageContaining("one of its paths, is behind the PCI root that goes to the successor");
    assertThatThrownBy(() -> agree("[watch]\nlinks = [\"ens2\"]\n"))
        .hasMessageContaining("it goes to the successor with the partition");
  }

  @Test
  void noHandoffIsPromisedForADiskThatItNeedsItself() {
    assertThatThrownBy(() -> agree("[watch]\ndisks = [\"/dev/sda\"]\npolicy = \"handoff\"\n"))
        .hasMessageContaining("a handoff itself needs this disk");
    assertThat(agree("[watch]\ndisks = [\"/dev/sda\"]\npolicy = \"takeover\"\n")).isPresent();
  }

  @Test
  void noTakeoverIsPromisedWhereTheBootProcessorCannotBeFenced() {
    plan.getMachineBuilder().setFirmware("Some BIOS");

    assertThatThrownBy(() -> agree("[watch]\ndisks = [\"/dev/sdb\"]\npolicy = \"takeover\"\n"))
        .hasMessageContaining("policy \"takeover\"")
        .hasMessageContaining("Some BIOS");
    assertThat(agree("[watch]\ndisks = [\"/dev/sdb\"]\n")).isPresent();
  }
}
