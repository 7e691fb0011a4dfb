package org.osswap.launch.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Undo;

final class GuardsTest {
  private static final String CPU2 = "/sys/devices/system/cpu/cpu2/online";
  private static final String CPU3 = "/sys/devices/system/cpu/cpu3/online";

  @TempDir Path dir;
  private SysRoot root;
  private final List<String> happened = new ArrayList<>();
  private final List<List<String>> ran = new ArrayList<>();
  private final FakeBpf bpf = new FakeBpf();
  private final List<String> told = new ArrayList<>();
  private String failing = "never";
  private String logind = "loaded\n";

  private final ProcessRunner runner =
      new ProcessRunner() {
        @Override
        public Outcome run(List<String> argv, Duration limit) {
          String line = String.join(" ", argv);
          happened.add("run " + line);
          ran.add(argv);
          return new Outcome(argv, line.contains(failing) ? 1 : 0, logind, "it failed", false);
        }

        @Override
        public Outcome run(List<String> argv, String input, Duration limit) {
          return run(argv, limit);
        }
      };

  @BeforeEach
  void tree() throws IOException {
    root = SysRoot.at(dir);
    write("/proc/sys/kernel/sysrq", "8\n");
    write("/proc/sysrq-trigger", "");
    write(CPU2, "0\n");
    write(CPU3, "0\n");
    mounted();
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(root.path(path).getParent());
    Files.writeString(root.path(path), text);
  }

  /** A mountinfo as of Debian 12, with these files mounted over themselves. */
  private void mounted(String... files) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "23 29 0:21 / /sys rw,nosuid,nodev,noexec,relatime shared:6 - sysfs sysfs rw\n");
    for (String file : files) {
      text.append("88 23 0:21 ").append(file.substring(4)).append(' ').append(file);
      text.append(" ro,nosuid,nodev,noexec,relatime shared:6 - sysfs sysfs rw\n");
    }
    write("/proc/self/mountinfo", text.toString());
  }

  private Guards guards() {
    return new Guards(root, runner, () -> new RebootGuard(root, bpf));
  }

  private void log(Undo undo) {
    happened.add("undo " + undo.getWhat());
  }

  @Test
  void eachInverseIsLoggedBeforeItsAct() {
    guards().raise(this::log, told::add);

    assertThat(root.text("/proc/sys/kernel/sysrq")).contains("0");
    assertThat(happened.stream().map(line -> line.substring(0, Math.min(24, line.length()))))
        .containsExactly(
            "undo set kernel.sysrq to",
            "undo let sysrq be trigge",
            "run sh -c set -e; >>\"$0\"",
            "undo let systemd end or ",
            "run sh -c set -e; mkdir ",
            "undo end the inhibitor",
            "run systemctl show --pro",
            "run systemd-run --quiet ",
            "undo let reboot(2) and k");
    assertThat(told).hasSize(3).anyMatch(line -> line.contains("refused by systemd"));
  }

  @Test
  void theInhibitorNamesOsswapAndTheRemedy() {
    guards().raise(this::log, told::add);

    assertThat(happened)
        .filteredOn(line -> line.startsWith("run systemd-run"))
        .singleElement()
        .asString()
        .contains("--who=osswap", "--what=shutdown:sleep", "run osswap rollback");
  }

  @Test
  void aMachineWithoutLogindIsGuardedWithoutAnInhibitor() {
    logind = "masked\n";

    guards().raise(this::log, told::add);

    assertThat(ran).noneMatch(argv -> argv.contains("systemd-inhibit"));
    assertThat(told).anyMatch(line -> line.contains("NOT guarded against: the kernel's security"));
    assertThat(told).anyMatch(line -> line.endsWith("without an inhibitor that says why"));
  }

  @Test
  void whatCanNotBeGuardedStopsTheSwap() {
    failing = "daemon-reload";

    assertThatThrownBy(() -> guards().raise(this::log, told::add))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("reboot.target");
  }

  @Test
  void cpusOfTheOtherSystemAreMadeReadOnlyOnce() throws IOException {
    mounted(CPU2);

    guards().guardCpus(List.of(2, 3, 7), this::log, told::add);

    assertThat(happened).hasSize(2);
    assertThat(happened.get(1)).contains("mount --bind").contains(CPU3).doesNotContain(CPU2);
  }

  @Test
  void whoTakesTheCpusBackGoesByWhatIsMounted() throws IOException {
    guards().freeCpus();
    assertThat(happened).isEmpty();

    mounted("/proc/sysrq-trigger", CPU2, CPU3, CPU3);
    assertThatThrownBy(() -> guards().freeCpus())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("still mounted over itself");
    assertThat(happened).hasSize(1);
    assertThat(happened.get(0)).endsWith(" osswap " + CPU2 + " " + CPU3);
  }

  @Test
  void theInversesRunAsAScriptTheLastFirst() throws Exception {
    LiftScript script = new LiftScript(root);
    String trace = dir.resolve("trace").toString();
    for (String word : List.of("first", "it's", "last")) {
      script.add(
          Undo.newBuilder()
              .setWhat("note " + word)
              .setCommand(
                  Undo.Command.newBuilder()
                      .addAllArgv(
                          List.of("sh", "-c", "echo \"$0\" >>\"$1\"; exit 1", word, trace)))
              .build());
    }
    script.add(
        Undo.newBuilder()
            .setWhat("set sysrq")
            .setWrite(
                Undo.Write.newBuilder()
                    .setPath(root.path("/proc/sys/kernel/sysrq").toString())
                    .setValue("438"))
            .build());
    write("/proc/sys/kernel/sysrq", "0\n");

    Process shell = new ProcessBuilder("sh", root.path(LiftScript.PATH).toString()).start();
    shell.waitFor();

    assertThat(Files.readAllLines(Path.of(trace))).containsExactly("last", "it's", "first");
    assertThat(root.text("/proc/sys/kernel/sysrq")).contains("438");
  }

  @Test
  void allScriptsAreShell() throws Exception {
    List<Undo> undos = new ArrayList<>();
    Guards guards = guards();
    guards.raise(undos::add, told::add);
    guards.guardCpus(List.of(2), undos::add, told::add);
    List<String> scripts = new ArrayList<>(List.of(LiftScript.render(undos)));
    ran.stream()
        .filter(argv -> argv.get(0).equals("sh"))
        .forEach(argv -> scripts.add(argv.get(2)));
    assertThat(scripts).hasSize(4);
    for (String script : scripts) {
      Process shell = new ProcessBuilder("sh", "-n", "-c", script).redirectErrorStream(true).start();
      String said =
          shell.inputReader().lines().collect(Collectors.joining("\n"));
      assertThat(shell.waitFor()).as(script + said).isZero();
    }
  }
}
