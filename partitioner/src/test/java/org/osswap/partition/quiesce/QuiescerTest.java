package org.osswap.partition.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.partition.Trees;
import org.osswap.partition.plan.PlanRequest;
import org.osswap.partition.plan.Planner;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Undo;

/**
 * On a copy of a captured machine. Files don't react there as a kernel does, so the partition's
 * root port counts as removed already wherever its removal isn't what is tested.
 */
final class QuiescerTest {
  private static final String DEVICE = "sys/bus/pci/devices/0000:41:00.0";
  private static final String PORT = "sys/bus/pci/devices/0000:40:00.0";

  @TempDir Path dir;
  private Path tree;
  private SysRoot root;
  private PartitionPlan plan;
  private final List<List<String>> ran = new ArrayList<>();
  private final List<Undo> undos = new ArrayList<>();

  private final ProcessRunner runner =
      new ProcessRunner() {
        @Override
        public Outcome run(List<String> argv, Duration limit) {
          return run(argv, "", limit);
        }

        @Override
        public Outcome run(List<String> argv, String input, Duration limit) {
          ran.add(argv);
          return new Outcome(argv, 0, "", "", false);
        }
      };

  @BeforeEach
  void copyTree() throws IOException {
    tree = Trees.copy(Trees.Q35, dir.resolve("m"));
    root = SysRoot.at(tree);
    plan = Planner.plan(Trees.machine(tree), PlanRequest.defaults("s", "10.77.0.11/24"));
  }

  private void quiesce() {
    new Quiescer(root, runner).quiesce(plan, undos::add, line -> {});
  }

  @Test
  void takesTheCpusOfflineAfterEverythingElseAndUndoBeginsWithThem() throws IOException {
    Files.delete(tree.resolve(DEVICE));
    Files.delete(tree.resolve(PORT));

    quiesce();

    assertThat(root.text("/sys/devices/system/cpu/cpu2/online")).contains("0");
    assertThat(root.text("/sys/devices/system/cpu/cpu3/online")).contains("0");
    assertThat(root.text("/sys/devices/system/cpu/cpu1/online")).contains("1");
    assertThat(ran).contains(List.of("ip", "link", "set", "ens2", "down"));
    assertThat(undos.get(undos.size() - 1).getWhat()).isEqualTo("put cpu3 online");
    assertThat(undos).extracting(Undo::getWhat).contains("find removed PCI functions again");
  }

  @Test
  void whatWasSetOnANetworkDeviceIsSetOnTheOneThatComesBack() throws IOException {
    Path nic = tree.resolve("sys/devices/pci0000:40/0000:40:00.0/0000:41:00.0/virtio2/net/ens2");
    Files.writeString(nic.resolve("mtu"), "9000\n");
    sysctl("ens2/rp_filter", "2");
    sysctl("ens2/arp_ignore", "0");
    sysctl("default/rp_filter", "1");
    sysctl("default/arp_ignore", "0");
    Files.delete(tree.resolve(DEVICE));
    Files.delete(tree.resolve(PORT));

    quiesce();

    assertThat(undos)
        .extracting(Undo::getWhat)
        .contains(
            "set /sys/class/net/ens2/mtu to 9000",
            "set /proc/sys/net/ipv4/conf/ens2/rp_filter to 2")
        .noneMatch(what -> what.contains("arp_ignore"))
        .as("the last one is undone first: by the name, everything else finds the device")
        .containsSubsequence(
            "set /sys/class/net/ens2/mtu to 9000", "call the interface of 0000:41:00.0 ens2");
  }

  private void sysctl(String name, String value) throws IOException {
    Path file = tree.resolve("proc/sys/net/ipv4/conf").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    assertThat(Act.said(new java.nio.file.NoSuchFileException("/sys/x"))).isEqualTo("No such file or directory");
  }

  @Test
  void theInverseIsRecordedBeforeAStepThatFails() throws IOException {
    Files.delete(tree.resolve(DEVICE));
    Files.delete(tree.resolve(PORT));
    Files.delete(tree.resolve("sys/devices/system/cpu/cpu3/online"));

    assertThatThrownBy(this::quiesce).isInstanceOf(Failure.class).hasMessageContaining("cpu3");

    assertThat(undos).extracting(Undo::getWhat).contains("put cpu2 online");
  }

  @Test
  void memoryThatTheKernelStillUsesStopsIt() throws IOException {
    Files.delete(tree.resolve(DEVICE));
    Files.delete(tree.resolve(PORT));
    Files.writeString(tree.resolve("proc/iomem"), "100000000-13fffffff : System RAM\n");

    assertThatThrownBy(this::quiesce)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("still uses 0x100000000");
    assertThat(root.text("/sys/devices/system/cpu/cpu2/online")).contains("1");
  }

  @Test
  void busMasteringIsClearedAndTheRestOfTheCommandRegisterIsKept() throws IOException {
    Path config = tree.resolve(DEVICE).resolve("config");
    byte[] before = Files.readAllBytes(config);

    PciCommand.stopBusMastering(root, "0000:41:00.0");

    byte[] after = Files.readAllBytes(config);
    assertThat(after[4]).isEqualTo((byte) (before[4] & ~4));
    after[4] = before[4];
    assertThat(after).isEqualTo(before);
  }

  @Test
  void undoGoesOnAfterAFailureAndReportsAllAtTheEnd() throws IOException {
    Files.writeString(tree.resolve("sys/devices/system/cpu/cpu2/online"), "0");
    List<Undo> log =
        List.of(
            Undos.write("put cpu2 online", "/sys/devices/system/cpu/cpu2/online", "1"),
            Undos.write("first bad", "/sys/nothing/here", "1"),
            Undos.write("second bad", "/sys/nothing/there", "1"));

    assertThatThrownBy(() -> undoer().undo(log))
        .hasMessageContaining("first bad")
        .hasMessageContaining("second bad");
    assertThat(root.text("/sys/devices/system/cpu/cpu2/online")).contains("1");
  }

  @Test
  void whatWasEjectedIsGrantedByTheController() throws IOException {
    Path device = tree.resolve("sys/bus/acpi/devices/PNP0C80:00");
    Files.createDirectories(device);
    Files.writeString(device.resolve("path"), "\\_SB_.ME01\n");
    List<Undo.Grant> grants = new ArrayList<>();

    Undo undo = AcpiDevice.grant(root, "PNP0C80:00");
    new Undoer(root, runner, grants::add, line -> {}).undo(List.of(undo));

    assertThat(grants)
        .containsExactly(Undo.Grant.newBuilder().setIndex(1).build());
    Files.writeString(device.resolve("path"), "\\_SB_.MHPC.MD00\n");
    assertThatThrownBy(() -> AcpiDevice.grant(root, "PNP0C80:00")).isInstanceOf(Failure.class);
  }

  private Undoer undoer() {
    return new Undoer(root, runner, grant -> {}, line -> {});
  }
}
