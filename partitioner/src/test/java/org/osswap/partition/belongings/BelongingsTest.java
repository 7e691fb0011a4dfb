package org.osswap.partition.belongings;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSetMultimap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.partition.Trees;
import org.osswap.partition.plan.PlanRequest;
import org.osswap.partition.plan.Planner;
import org.osswap.proto.PartitionPlan;

/** On copies of a captured machine with redis on it; a test changes what a rollback could leave. */
final class BelongingsTest {
  private static final int REDIS = 412;
  private static final String NIC =
      "sys/devices/pci0000:40/0000:40:00.0/0000:41:00.0/virtio2/net/ens2/";

  @TempDir Path dir;
  private Path tree;
  private SysRoot root;
  private Belongings before;

  @BeforeEach
  void record() throws IOException {
    tree = Trees.copy(Trees.Q35, dir.resolve("m"));
    root = SysRoot.at(tree);
    put("sys/kernel/kexec_loaded", "0\n");
    put("sys/kernel/kexec_crash_loaded", "0\n");
    put("proc/sys/net/ipv4/icmp_ratelimit", "1000\n");
    put(NIC + "mtu", "1500\n");
    put("captured/nft-tables", "table inet filter\n");
    process("S");
    PartitionPlan plan =
        Planner.plan(Trees.machine(tree), PlanRequest.defaults("s", "10.77.0.11/24"));
    before =
        read(Scope.of(root, plan, List.of(REDIS), List.of("10.77.0.101/32", "10.77.0.109/32")));
  }

  /** As Debian 12 shows redis, without what isn't read. */
  private void process(String state) throws IOException {
    String stat = " (redis-server) " + state + " 1 412 412 0 -1 4194560 121 0 0 0 1 2 0 0 20 0 5 0 %d 57069568 1200\n";
    put("proc/412/stat", "412" + String.format(stat, 300));
    put("proc/412/comm", "redis-server\n");
    put("proc/412/cgroup", "0::/system.slice/redis-server.service\n");
    put("proc/412/status", "CapEff:\t0000000000000000\nSeccomp:\t2\nCpus_allowed_list:\t0-3\n");
    put("proc/412/mountinfo", "24 1 0:23 / / rw - ext4 /dev/vda1 rw\n");
    put("proc/412/task/412/stat", "412" + String.format(stat, 300));
    put("proc/412/task/412/children", "");
    put("sys/fs/cgroup/system.slice/redis-server.service/cgroup.freeze", "0\n");
  }

  @Test
  void whatIsAsItWasIsNoDifference() {
    assertThat(differences()).isEmpty();
    assertThat(before.states()).hasSizeGreaterThan(20);
  }

  @Test
  void theJournalKeepsAllOfIt() {
    assertThat(Belongings.of(before.toProto())).isEqualTo(before);
  }

  @Test
  void aProcessorThatStaysOfflineIsNamedWithItsRemedy() throws IOException {
    put("sys/devices/system/cpu/cpu2/online", "0\n");

    assertThat(differences()).containsExactly("cpu 2: was online, is offline");
    Failure failure = now().get(0).toFailure();
    assertThat(failure.step()).isEqualTo("leave the machine as it was");
    assertThat(failure.remedy())
        .contains("/sys/devices/system/cpu/cpu2/online")
        .contains("osswap rollback");
  }

  @Test
  void aPciFunctionWithoutItsDriverAndOneThatIsGoneAreNamed() throws IOException {
    Files.delete(tree.resolve("sys/devices/pci0000:40/0000:40:00.0/0000:41:00.0/driver"));
    Files.delete(tree.resolve("sys/bus/pci/devices/0000:40:00.0"));

    assertThat(differences())
        .containsExactly(
            "pci 0000:40:00.0: was driven by pcieport, is absent",
            "pci 0000:41:00.0: was driven by virtio-pci, is without a driver");
  }

  @Test
  void ofANetworkDeviceOnlyWhatChangedIsTold() throws IOException {
    put(NIC + "mtu", "1400\n");
    put(NIC + "flags", "0x1003\n");

    assertThat(differences())
        .containsExactly("link ens2: was down; mtu 1500, is up; mtu 1400");
  }

  @Test
  void aServiceAddressThatIsGoneIsNamedAndOneThatNeverWasIsNot() throws IOException {
    Path addresses = tree.resolve("captured/ip-addr.json");
    Files.writeString(addresses, Files.readString(addresses).replace("10.77.0.101", "10.77.0.99"));

    assertThat(differences())
        .containsExactly("address 10.77.0.101: was 10.77.0.101/32 on enp1s0, is absent");
  }

  @Test
  void sysctlsAndKexecImagesAreComparedByTheirFiles() throws IOException {
    put("proc/sys/net/ipv4/icmp_ratelimit", "0\n");
    put("sys/kernel/kexec_loaded", "1\n");

    assertThat(differences())
        .containsExactly(
            "sysctl net/ipv4/icmp_ratelimit: was 1000, is 0", "kexec image kexec_loaded: was 0, is 1");
  }

  @Test
  void anApplicationThatStandsStillIsNamed() throws IOException {
    process("t");

    assertThat(differences())
        .containsExactly("process 412 redis-server: was runs, is stands still: 412");
  }

  @Test
  void anApplicationThatWasStartedAnewIsAnotherProcess() throws IOException {
    put("proc/412/stat", Files.readString(tree.resolve("proc/412/stat")).replace(" 300 ", " 900 "));

    assertThat(differences())
        .containsExactly(
            "process 412 redis-server: was started at tick 300, is started at tick 900");
  }

  @Test
  void anApplicationThatHasEndedAndItsFrozenCgroupAreNamed() throws IOException {
    Files.delete(tree.resolve("proc/412/stat"));
    put("sys/fs/cgroup/system.slice/redis-server.service/cgroup.freeze", "1\n");

    assertThat(differences())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("process 412 redis-server: was started") && line.endsWith("is absent"))
        .contains("cgroup /system.slice/redis-server.service: was 0, is 1");
  }

  @Test
  void fencesMountsAndFilesOfOsswapAreNamedAndThoseOfOthersAreNot() throws IOException {
    put("captured/nft-tables", "table inet other\ntable ip osswap_redis\n");
    put("proc/412/mountinfo", "88 25 0:44 / /run/osswap/migrate/redis rw - tmpfs osswap rw\n");
    put("run/systemd/system/redis-server.service.d/90-osswap.conf", "[Service]\nRestart=no\n");
    put("run/systemd/system/redis-server.service.d/10-mine.conf", "");
    Files.createDirectories(tree.resolve("run/osswap/migrate/redis"));

    assertThat(differences())
        .containsExactly(
            "nft table ip osswap_redis: was absent, is there",
            "mount /run/osswap/migrate/redis as process 412 redis-server sees it: was absent, is"
                + " mounted",
            "file /run/osswap/migrate/redis: was absent, is there",
            "file /run/systemd/system/redis-server.service.d/90-osswap.conf: was absent, is there");
  }

  @Test
  void aMaskThatStaysAndOneThatIsGoneAreNamed() throws IOException {
    mask("suspend.target");
    Belongings then = read(new Scope(ImmutableSetMultimap.of()));
    mask("reboot.target");
    Files.delete(tree.resolve("run/systemd/system/suspend.target"));

    assertThat(then.differencesWithin(Duration.ZERO, root, programs()))
        .extracting(Difference::object)
        .containsExactly("mask suspend.target", "mask reboot.target");
  }

  private void mask(String unit) throws IOException {
    Path link = tree.resolve("run/systemd/system").resolve(unit);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("/dev/null"));
  }

  @Test
  void whatAnEarlierSwapLeftMayGo() throws IOException {
    put("run/systemd/system/x.service.d/90-osswap.conf", "");
    Belongings then = read(new Scope(ImmutableSetMultimap.of()));
    Files.delete(tree.resolve("run/systemd/system/x.service.d/90-osswap.conf"));

    assertThat(then.states()).hasSize(1);
    assertThat(then.differencesWithin(Duration.ZERO, root, programs())).isEmpty();
  }

  private List<String> differences() {
    return now().stream()
        .map(Difference::toFailure)
        .map(failure -> failure.object() + ": " + failure.reason())
        .toList();
  }

  private List<Difference> now() {
    return before.differencesWithin(Duration.ZERO, root, programs());
  }

  private Belongings read(Scope scope) {
    return Belongings.read(root, programs(), scope);
  }

  private ProcessRunner programs() {
    return Trees.programs(tree);
  }

  private void put(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
