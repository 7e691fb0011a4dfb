package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.proto.Problem;

final class SourcePreflightTest {
  private static final int MAIN = ProcTree.MAIN;
  private static final int CHILD = 420;
  private static final String CGROUP = "/sys/fs/cgroup/system.slice/" + Redis.UNIT + "/cgroup.procs";
  private static final String OPEN = "flags:\t02\nmnt_id:\t24\n";

  @TempDir Path dir;
  private ProcTree tree;
  private final Programs programs = Redis.programs();

  @BeforeEach
  void aRedis() {
    tree = ProcTree.redis(dir);
    tree.file(CGROUP, MAIN + "\n");
  }

  private ImmutableList<Problem> problems() {
    SourceApp app = new AppInspector(tree.root(), programs).describe(Redis.manifest());
    return new SourcePreflight(tree.root(), programs).check(app);
  }

  private void assertRefused(String... causes) {
    ImmutableList<Problem> problems = problems();
    assertThat(problems).extracting(Problem::getObject).containsOnly("redis");
    assertThat(problems).extracting(Problem::getRemedy).allMatch(remedy -> remedy.endsWith("."));
    assertThat(problems).extracting(Problem::getCause).containsExactly(causes);
  }

  @Test
  void aPlainServiceCanBeMoved() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void anIoUringIsRefusedWithItsDescriptor() {
    tree.open(MAIN, 12, "anon_inode:[io_uring]", "flags:\t02000002\nmnt_id:\t15\n");

    assertRefused(
        "redis-server (pid 412) fd 12 (anon_inode:[io_uring]) is an io_uring, whose requests can't be"
            + " carried over");
  }

  @Test
  void anIoUringIsRefusedEvenWhenItsDescriptorIsClosed() {
    tree.file(
        "/proc/412/maps",
        """
        55d000000000-55d000026000 r-xp 00000000 fe:01 3011   /usr/bin/redis-server
        7f52c8b17000-7f52c8b19000 rw-s 00000000 00:0f 2075   anon_inode:[io_uring]
        """);

    assertRefused(
        "redis-server (pid 412) has mapped an io_uring, whose requests can't be carried over");
  }

  @Test
  void handlesOfThisKernelAreRefused() {
    tree.open(MAIN, 12, "anon_inode:bpf-map", "flags:\t02000002\nmnt_id:\t15\n");
    tree.open(MAIN, 13, "anon_inode:[perf_event]", "flags:\t02000002\nmnt_id:\t15\n");
    tree.open(MAIN, 14, "anon_inode:[eventpoll]", "flags:\t02\nmnt_id:\t15\n");

    assertRefused(
        "redis-server (pid 412) fd 12 (anon_inode:bpf-map) is a handle of this kernel",
        "redis-server (pid 412) fd 13 (anon_inode:[perf_event]) is a handle of this kernel");
  }

  @Test
  void aDeviceIsRefusedButNotATerminal() {
    tree.open(MAIN, 12, "/dev/dri/card0", OPEN);
    tree.open(MAIN, 13, "/dev/pts/0", OPEN);

    assertRefused("redis-server (pid 412) fd 12 (/dev/dri/card0) is a device");
  }

  @Test
  void aStreamToAnotherProgramNamesThePeer() {
    tree.open(MAIN, 12, "socket:[15001]", "flags:\t02\nmnt_id:\t9\n");
    programs.says(
        "ss -xapnH",
        """
        u_str ESTAB 0 0 * 15001 * 15002 users:(("redis-server",pid=412,fd=12))
        u_str ESTAB 0 0 /run/postgresql/.s.PGSQL.5432 15002 * 15001 users:(("postgres",pid=700,fd=9))
        """);

    assertRefused(
        "redis-server (pid 412) fd 12 is connected to /run/postgresql/.s.PGSQL.5432 of"
            + " users:((\"postgres\",pid=700,fd=9)) outside the application");
  }

  @Test
  void streamsWithinTheApplicationAndToTheJournalMove() {
    tree.open(MAIN, 1, "socket:[689]", "flags:\t02\nmnt_id:\t9\n");
    tree.open(MAIN, 12, "socket:[15001]", "flags:\t02\nmnt_id:\t9\n");
    tree.process(CHILD, MAIN, "redis-server", "/usr/bin/redis-server");
    tree.open(CHILD, 13, "socket:[15002]", "flags:\t02\nmnt_id:\t9\n");
    programs.says(
        "ss -xapnH",
        """
        u_str ESTAB 0 0 /run/systemd/journal/stdout 690 * 689 users:(("systemd-journal",pid=98,fd=25))
        u_str ESTAB 0 0 * 689 * 690 users:(("redis-server",pid=412,fd=1))
        u_str ESTAB 0 0 * 15001 * 15002 users:(("redis-server",pid=412,fd=12))
        u_str ESTAB 0 0 * 15002 * 15001 users:(("redis-server",pid=420,fd=13))
        """);

    assertThat(problems()).isEmpty();
  }

  @Test
  void aSocketAtTheMachinesOwnAddressIsRefused() {
    // 10.77.0.10:6379
    tree.tcp(
        MAIN,
        "   0: 0A004D0A:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   100        0 11042 1 0");

    assertRefused("its socket at 10.77.0.10:6379 is not at its service address 10.77.0.101");
  }

  @Test
  void aLoopbackConnectionToAnotherApplicationIsRefused() {
    // 127.0.0.1:50000 to 127.0.0.1:9000, whose other end is somebody else's
    tree.tcp(
        MAIN,
        "   0: 0100007F:C350 0100007F:2328 01 00000000:00000000 00:00000000 00000000   100        0 11043 1 0");

    assertRefused("it is connected through 127.0.0.1:50000 to another application here");
  }

  @Test
  void aLoopbackConnectionWithinTheApplicationMoves() {
    tree.tcp(
        MAIN,
        "   0: 0100007F:C350 0100007F:2328 01 00000000:00000000 00:00000000 00000000   100        0 11042 1 0",
        "   1: 0100007F:2328 0100007F:C350 01 00000000:00000000 00:00000000 00000000   100        0 11043 1 0");

    assertThat(problems()).isEmpty();
  }

  @Test
  void anAddressThatIsNowhereHereIsRefused() {
    programs.says("address show to 10.77.0.101/32", "");

    assertRefused("its service address 10.77.0.101/32 is on no network device here");
  }

  @Test
  void aProcessOfTheUnitOutsideOfTheTreeIsRefused() {
    tree.process(CHILD, 1, "helper", "/usr/bin/helper");
    tree.file(CGROUP, MAIN + "\n" + CHILD + "\n");

    assertRefused(
        "helper (pid 420) belongs to redis-server.service but doesn't descend from its main process");
  }

  @Test
  void aReplacedProgramOrLibraryIsRefused() {
    tree.link("/proc/412/exe", "/usr/bin/redis-server (deleted)");
    tree.file(
        "/proc/412/maps",
        "7f1000400000-7f1000500000 r-xp 00000000 fe:01 77     /usr/lib/libssl.so.3 (deleted)\n");

    assertRefused(
        "redis-server (pid 412) runs /usr/bin/redis-server (deleted)",
        "redis-server (pid 412) has mapped /usr/lib/libssl.so.3, which is deleted");
  }

  @Test
  void aTracedOrStoppedProcessIsRefused() {
    tree.stat(MAIN, 1, "redis-server", 'T');
    tree.status(MAIN, "TracerPid:\t900\n");

    assertRefused(
        "redis-server (pid 412) is traced by pid 900", "redis-server (pid 412) is stopped");
  }

  @Test
  void aContainerIsRefused() {
    tree.status(MAIN, "NSpid:\t412\t1\n");
    tree.namespaces("412", Map.of("net", "net:[4026532200]", "ipc", "ipc:[4026532201]"));

    assertRefused(
        "redis-server (pid 412) is the first process of a pid namespace",
        "redis-server (pid 412) lives in a net namespace of its own",
        "redis-server (pid 412) lives in a ipc namespace of its own");
  }

  @Test
  void aChildInAnotherNamespaceThanItsParentIsRefused() {
    tree.process(CHILD, MAIN, "sandbox", "/usr/bin/sandbox");
    tree.namespaces("420", Map.of("mnt", "mnt:[4026532300]"));

    assertRefused("sandbox (pid 420) has another mnt namespace than its root process");
  }

  @Test
  void aUserNamespaceMustKeepIdsAndGiveNoCapabilities() {
    tree.namespaces("412", Map.of("user", "user:[4026532210]"));
    tree.file("/proc/412/uid_map", "         0          0 4294967295\n");
    tree.file("/proc/412/gid_map", "         0          0 4294967295\n");
    assertThat(problems()).isEmpty();

    tree.status(MAIN, "CapPrm:\t00000000a80425fb\n");
    tree.file("/proc/412/uid_map", "         0     100000      65536\n");
    assertRefused(
        "redis-server (pid 412) has capabilities in a user namespace of its own",
        "redis-server (pid 412) has other user ids in its user namespace than outside");
  }

  @Test
  void aFileOnAMountOutOfSightIsRefusedButNotDevNull() {
    tree.open(MAIN, 0, "/dev/null", "flags:\t0100000\nmnt_id:\t99\n");
    tree.open(MAIN, 12, "/srv/secret", "flags:\t0\nmnt_id:\t98\n");

    assertRefused("it has /srv/secret open on a mount that it doesn't see");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    tree.open(MAIN, 12, "anon_inode:[io_uring]", "flags:\t02000002\nmnt_id:\t15\n");
    tree.open(MAIN, 13, "/dev/kvm", OPEN);
    programs.says("address show to 10.77.0.101/32", "");

    assertThat(problems()).hasSize(3);
  }
}
