package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.AppManifest.Finder.Kind;
import org.osswap.base.Failure;
import org.osswap.proto.AppDescription;
import org.osswap.proto.FileDescription;
import org.osswap.proto.ProcessDescription;

final class AppInspectorTest {
  private static final int MAIN = ProcTree.MAIN;
  private static final int CHILD = 420;

  @TempDir Path dir;
  private ProcTree tree;
  private final Programs programs = Redis.programs();

  @BeforeEach
  void aRedis() {
    tree = ProcTree.redis(dir);
  }

  private SourceApp describe(AppManifest manifest) {
    return new AppInspector(tree.root(), programs).describe(manifest);
  }

  private void assertNotFound(AppManifest manifest, String cause, String remedy) {
    assertThatThrownBy(() -> describe(manifest))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.object()).isEqualTo("redis");
              assertThat(failure.reason()).isEqualTo(cause);
              assertThat(failure.remedy()).startsWith(remedy);
            });
  }

  @Test
  void theSuccessorIsToldProcessesFilesPortsAndMemory() {
    tree.process(CHILD, MAIN, "redis-save", "/usr/bin/redis-server");

    AppDescription app = describe(Redis.manifest()).description();

    assertThat(app.getProcessesList()).extracting(ProcessDescription::getPid).containsExactly(MAIN, CHILD);
    assertThat(app.getProcesses(1).getParent()).isEqualTo(MAIN);
    assertThat(app.getProcesses(0).getUid()).isEqualTo(100);
    assertThat(app.getProcesses(0).getThreads()).isEqualTo(5);
    assertThat(app.getPortsList()).containsExactly(6379);
    assertThat(app.getMemory()).isEqualTo(2 * 8192 * 1024);
    assertThat(app.getCpuFlagsList()).contains("avx2");
    assertThat(app.getAddress()).isEqualTo(Redis.ADDRESS);
    assertThat(app.getStateFoldersList()).containsExactly("/var/log");
    assertThat(app.getFilesList())
        .extracting(FileDescription::getPath)
        .containsExactly("/", "/usr", "/usr/bin", "/usr/bin/redis-server", "/var", "/var/log", "/var/log/redis.log");
  }

  @Test
  void whatIsOpenForWritingMayChange() {
    AppDescription app = describe(Redis.manifest()).description();

    assertThat(app.getFilesList())
        .filteredOn(file -> file.getPath().equals("/var/log/redis.log"))
        .allMatch(file -> file.getChanging());
    assertThat(app.getFilesList())
        .filteredOn(file -> file.getPath().equals("/usr/bin/redis-server"))
        .allMatch(file -> !file.getChanging());
  }

  @Test
  void aNamespaceOfItsOwnIsKnownByItsNumber() {
    tree.namespaces("412", java.util.Map.of("mnt", "mnt:[4026532190]"));

    SourceApp app = describe(Redis.manifest());

    assertThat(app.ownNamespace("mnt")).isTrue();
    assertThat(app.ownNamespace("pid")).isFalse();
  }

  @Test
  void journalStreamsAndTheHostsDevNullAreHandedOn() {
    tree.open(MAIN, 0, "/dev/null", "flags:\t0100000\nmnt_id:\t99\n");
    tree.open(MAIN, 1, "socket:[689]", "flags:\t02\nmnt_id:\t9\n");
    programs.says(
        "ss -xapnH",
        """
        u_str ESTAB 0 0 /run/systemd/journal/stdout 690 * 689 users:(("systemd-journal",pid=98,fd=25))
        u_str ESTAB 0 0 * 689 * 690 users:(("redis-server",pid=412,fd=1))
        """);

    AppDescription app = describe(Redis.manifest()).description();

    assertThat(app.getJournalSocketsList()).containsExactly(689L);
    assertThat(app.getNullFilesList()).hasSize(1).allMatch(file -> file.startsWith("file[63:"));
  }

  @Test
  void aZombieIsNoPartOfTheTree() {
    tree.process(CHILD, MAIN, "redis-save", "/usr/bin/redis-server");
    tree.stat(CHILD, MAIN, "redis-save", 'Z');

    assertThat(describe(Redis.manifest()).pids()).containsExactly(MAIN);
  }

  @Test
  void aUnitThatDoesNotExistIsNamed() {
    programs.unit("redsi.service", 0, "not-found", "inactive");

    assertNotFound(
        Redis.manifest(Kind.UNIT, "redsi.service"), "there is no unit redsi.service",
        "Correct the unit's name");
  }

  @Test
  void aUnitThatIsNotRunningIsToBeStarted() {
    programs.unit(Redis.UNIT, 0, "loaded", "failed");

    assertNotFound(
        Redis.manifest(), "redis-server.service is failed and has no main process",
        "Start it: systemctl start redis-server.service");
  }

  @Test
  void aPidFileMustBeThereAndNameALivingProcess() {
    AppManifest manifest = Redis.manifest(Kind.PID_FILE, "/run/redis.pid");
    assertNotFound(manifest, "there is no pid file /run/redis.pid", "Start the application.");

    tree.file("/run/redis.pid", "none\n");
    assertNotFound(manifest, "/run/redis.pid holds no pid but \"none\"", "Correct the manifest.");

    tree.file("/run/redis.pid", "77\n");
    assertNotFound(manifest, "no process 77, as /run/redis.pid has it", "Start the application.");

    tree.file("/run/redis.pid", "412\n");
    assertThat(describe(manifest).rootPid()).isEqualTo(MAIN);
  }

  @Test
  void aCommandMustFitExactlyOneTree() {
    AppManifest manifest = Redis.manifest(Kind.COMMAND, "/usr/bin/redis-server");
    tree.process(CHILD, MAIN, "redis-save", "/usr/bin/redis-server");
    assertThat(describe(manifest).rootPid()).isEqualTo(MAIN);

    tree.process(500, 1, "redis-server", "/usr/bin/redis-server");
    assertNotFound(manifest, "2 processes run \"/usr/bin/redis-server\", not one", "Start it, or make");

    assertNotFound(
        Redis.manifest(Kind.COMMAND, "/usr/bin/nginx"), "0 processes run \"/usr/bin/nginx\", not one",
        "Start it, or make");
  }

  @Test
  void anApplicationOfAnEarlierSwapIsFoundBelowItsHolder() {
    programs.unit(AppNames.unit("redis"), 300, "loaded", "active");
    tree.process(300, 1, "osswap-app", "/run/osswap/osswap-app");
    tree.process(MAIN, 300, "redis-server", "/usr/bin/redis-server");
    String group = "/sys/fs/cgroup/system.slice/" + AppNames.unit("redis");
    tree.file(group + "/cgroup.procs", "300\n412\n");

    SourceApp app = describe(Redis.manifest());

    assertThat(app.pids()).containsExactly(MAIN);
    assertThat(app.unit()).isEqualTo("osswap-app-redis.service");
    assertThat(app.strays()).isEmpty();

    tree.process(CHILD, 300, "orphan", "/usr/bin/orphan");
    assertNotFound(
        Redis.manifest(), "osswap-app-redis.service has 2 processes at its top, not one",
        "An application moves as one tree");
  }
}
