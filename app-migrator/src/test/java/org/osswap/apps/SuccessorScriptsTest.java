package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SystemProcessRunner;

/** restore.sh, commit.sh and abort.sh between fakes; the copy is a sleep that is stopped. */
@Timeout(60)
final class SuccessorScriptsTest {
  private static final String UNIT = "osswap-app-redis.service";
  private static final String GROUP = "/sys/fs/cgroup/system.slice/" + UNIT;
  private static final String IP = "10.77.0.101";
  private static final String CLAIM = "osswap-app claim ";
  private static final String SHOW = "systemctl show -p ControlGroup --value " + UNIT;
  private static final String ROOT =
      "nsenter -t 77 -m -p -- WORK/osswap-app root WORK/root WORK/capsule WORK/work WORK/root.list";

  private static final String SMALL_PAGES = "osswap-app small-pages nsenter -t 77 -m -p -- criu restore";

  @TempDir Path dir;
  private ScriptStage stage;
  private Process holder;
  private Process copy;

  @BeforeEach
  void aRestoredCopy() throws Exception {
    stage = new ScriptStage(dir);
    stage.fake("nft");
    stage.fake("ip");
    stage.fake("umount");
    stage.fake("systemctl", "[ $1 != show ] || echo /system.slice/" + UNIT);
    realGate();
    Files.createDirectories(stage.work.resolve("capsule/run"));
    holder = new ProcessBuilder("sleep", "600").start();
    copy = new ProcessBuilder("sleep", "600").start();
    Files.writeString(stage.work.resolve("holder.pid"), holder.pid() + "\n");
    assertThat(new ProcessBuilder("sh", "-c", "kill -STOP " + copy.pid()).start().waitFor()).isZero();
    while (!isStopped()) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void endIt() {
    holder.destroyForcibly();
    copy.destroyForcibly();
  }

  private boolean isStopped() throws Exception {
    return ProcStat.parse(Files.readString(Path.of("/proc/" + copy.pid() + "/stat"))).state() == 'T';
  }

  private int run(Path script, String... arguments) throws Exception {
    List<String> argv = new java.util.ArrayList<>(List.of("sh", script.toString()));
    argv.addAll(List.of(arguments));
    return ScriptStage.end(stage.start(argv.toArray(String[]::new)));
  }

  private String memory() {
    return dir.resolve("memory").toString();
  }

  /** The real program behind the fake that writes down how it is called. */
  private void realGate() throws Exception {
    Path real = NativeTool.unpack("osswap-app", Files.createDirectories(dir.resolve("real")));
    stage.fakeAt(
        stage.work.resolve("osswap-app"), "osswap-app",
        "[ $1 = announce ] || exec " + real + " \"$@\"");
    Files.write(dir.resolve("memory"), new byte[0x1000]);
  }

  private int commit(String ip) throws Exception {
    return run(
        stage.script("commit.sh"), stage.work.toString(), ip, ip.isEmpty() ? "" : "ens2", memory(), "512",
        "redis", "" + copy.pid());
  }

  @Test
  void aCommitLiftsTheFenceLetsTheCopyRunAndAnnouncesItsAddress() throws Exception {
    assertThat(commit(IP)).isZero();

    assertThat(isStopped()).isFalse();
    assertThat(ScriptStage.end(holder)).as("killed by SIGUSR1, which a real holder knows").isEqualTo(128 + 10);
    assertThat(stage.calls())
        .containsExactly(
            CLAIM + memory() + " 512", "nft -f WORK/unfence.nft",
            "osswap-app run " + memory() + " 512 redis " + copy.pid(),
            "osswap-app announce ens2 10.77.0.101");
  }

  @Test
  void aCommitWithoutAnAddressTouchesNoNetwork() throws Exception {
    assertThat(commit("")).isZero();

    assertThat(isStopped()).isFalse();
    assertThat(stage.calls()).allMatch(call -> call.matches("osswap-app (claim|run) .*"));
  }

  @Test
  void aCommitThatTheIncumbentHasTakenBackTouchesNothing() throws Exception {
    assertThat(new Gate(dir.resolve("memory"), 512, dir, new SystemProcessRunner()).withdraw()).isTrue();

    assertThat(commit(IP)).isEqualTo(3);

    assertThat(isStopped()).isTrue();
    assertThat(holder.isAlive()).isTrue();
    assertThat(stage.calls()).containsExactly(CLAIM + memory() + " 512");
  }

  @Test
  void aCopyBehindAFenceThatStaysIsNotLetRun() throws Exception {
    stage.fake("nft", "exit 1");

    assertThat(commit(IP)).isNotZero();

    assertThat(isStopped()).isTrue();
    assertThat(stage.calls()).containsExactly(CLAIM + memory() + " 512", "nft -f WORK/unfence.nft");
    assertThat(new Gate(dir.resolve("memory"), 512, dir, new SystemProcessRunner()).ran("redis")).isFalse();
  }

  @Test
  void aCommitOfACopyThatIsGoneFails() throws Exception {
    assertThat(ScriptStage.end(copy.destroyForcibly())).isEqualTo(128 + 9);

    assertThat(commit(IP)).isNotZero();

    assertThat(new Gate(dir.resolve("memory"), 512, dir, new SystemProcessRunner()).ran("redis")).isFalse();
  }

  private int abort(String cidr) throws Exception {
    return run(
        stage.script("abort.sh", "/sys/fs/cgroup", "/proc/"), UNIT, stage.work.toString(), cidr,
        cidr.isEmpty() ? "" : "ens2");
  }

  @Test
  void anAbortKillsTheWholeGroupAndTakesAddressAndFenceAway() throws Exception {
    stage.file(GROUP + "/cgroup.kill", "");
    stage.file(GROUP + "/cgroup.procs", "");
    Files.writeString(stage.work.resolve("unfence.nft"), "");

    assertThat(abort(IP + "/32")).isZero();

    assertThat(stage.text(GROUP + "/cgroup.kill")).isEqualTo("1");
    assertThat(stage.calls())
        .containsExactly(
            SHOW, "systemctl stop " + UNIT, "systemctl reset-failed " + UNIT,
            "ip address delete 10.77.0.101/32 dev ens2", "nft -f WORK/unfence.nft", "umount -R -l WORK");
  }

  @Test
  void anAbortOfWhatNeverStartedIsDoneAtOnce() throws Exception {
    stage.fake("systemctl");
    Files.delete(stage.work.resolve("holder.pid"));

    assertThat(abort("")).isZero();

    assertThat(stage.calls()).contains("umount -R -l WORK").noneMatch(call -> call.startsWith("ip"));
  }

  @Test
  void anAbortThatLeavesAProcessFailsAndKeepsWhatIsThere() throws Exception {
    stage.file(GROUP + "/cgroup.kill", "");
    stage.file(GROUP + "/cgroup.procs", "4242\n");

    assertThat(abort(IP + "/32")).isEqualTo(1);

    assertThat(stage.output()).contains("processes are left in /system.slice/" + UNIT);
    assertThat(stage.calls()).noneMatch(call -> call.startsWith("umount"));
  }

  @Test
  void anAbortThatLeavesTheHolderFails() throws Exception {
    stage.file("/proc/" + holder.pid() + "/cmdline", "/run/osswap/redis/osswap-app\0holder\0");

    assertThat(abort(IP + "/32")).isEqualTo(1);

    assertThat(stage.output()).contains("the holder, pid " + holder.pid() + ", is left");
  }

  @Test
  void anAbortThatCannotLiftItsFenceFails() throws Exception {
    Files.writeString(stage.work.resolve("unfence.nft"), "");
    stage.fake("nft", "exit 1");

    assertThat(abort(IP + "/32")).isEqualTo(1);
  }

  private Process restore(String journal) throws Exception {
    Path script = stage.script("restore.sh", "/sys/fs/cgroup", "/proc/");
    stage.file("/proc/77/cgroup", "0::/system.slice/" + UNIT + "\n");
    stage.file(GROUP + "/cgroup.procs", "");
    Files.writeString(stage.work.resolve("holder.pid"), "77\n");
    return stage.start(
        "sh", script.toString(), UNIT, stage.work.toString(), "redis", journal, "criu", "restore");
  }

  @Test
  void aRestoreHappensInTheUnitsGroupAndTheHoldersNamespaces() throws Exception {
    stage.fake(
        "nsenter", "[ $7 != root ] || exit 0",
        "for fd in 3 4 5; do readlink /proc/self/fd/$fd >>calls; done",
        "grep THP_enabled /proc/self/status >>calls");

    Process process = restore("no");

    assertThat(ScriptStage.end(process)).isZero();
    assertThat(stage.text(GROUP + "/cgroup.procs")).isEqualTo("" + process.pid());
    assertThat(stage.calls())
        .containsExactly(
            ROOT, SMALL_PAGES, "nsenter -t 77 -m -p -- criu restore", "/dev/null", "/dev/null", "/dev/null",
            "THP_enabled:\t0");
  }

  @Test
  void forTheJournalCriuFindsTheStreamAtItsOwnDescriptors() throws Exception {
    stage.fake("systemd-cat", "shift 3", "exec \"$@\" >journal");
    stage.fake(
        "nsenter", "[ $7 = root ] || for fd in 6 7 8 9; do basename $(readlink /proc/self/fd/$fd) >>calls; done");

    assertThat(ScriptStage.end(restore("yes"))).isZero();

    List<String> calls = stage.calls();
    assertThat(calls.get(0)).isEqualTo(ROOT);
    assertThat(calls.get(1)).startsWith("systemd-cat -t redis -- sh -c");
    assertThat(calls.subList(2, calls.size()))
        .containsExactly(
            SMALL_PAGES, "nsenter -t 77 -m -p -- criu restore", "journal", "journal", "journal", "journal");
  }

  @Test
  void withoutItsRootNothingIsRestored() throws Exception {
    stage.fake("nsenter", "exit 1");

    assertThat(ScriptStage.end(restore("no"))).isNotZero();

    assertThat(stage.calls()).containsExactly(ROOT);
  }
}
