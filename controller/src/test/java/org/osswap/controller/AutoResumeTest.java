package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;

/** With a real pipe and a real shell; systemd-run alone is played: it runs the unit's command. */
final class AutoResumeTest {
  @TempDir Path dir;
  private final List<List<String>> ran = new ArrayList<>();
  private boolean refused;
  private Process unit;

  private final ProcessRunner runner =
      new ProcessRunner() {
        private final ProcessRunner real = new SystemProcessRunner();

        @Override
        public Outcome run(List<String> argv, Duration limit) {
          ran.add(argv);
          if (!argv.get(0).equals("systemd-run")) {
            return real.run(argv, limit);
          }
          if (refused) {
            return new Outcome(argv, 1, "", "Unit is already loaded", false);
          }
          try {
            unit = new ProcessBuilder(argv.subList(argv.indexOf("sh"), argv.size())).start();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return new Outcome(argv, 0, "", "", false);
        }

        @Override
        public Outcome run(List<String> argv, String input, Duration limit) {
          return run(argv, limit);
        }
      };

  private Site site() throws IOException {
    Path osswap = dir.resolve("home/bin/osswap");
    Files.createDirectories(osswap.getParent());
    Files.writeString(osswap, "#!/bin/sh\necho \"$*\" >" + dir.resolve("resumed") + "\n");
    Files.setPosixFilePermissions(osswap, PosixFilePermissions.fromString("rwxr-xr-x"));
    SysRoot root = SysRoot.at(dir);
    return new Site(root, runner, new StateDir(root), dir.resolve("home"));
  }

  @Test
  void anOrderlyEndWhateverCameOfItEndsTheUnitToo() throws Exception {
    AutoResume.begin(site()).close();

    assertThat(unit.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(unit.exitValue()).isZero();
    assertThat(dir.resolve("resumed")).doesNotExist();
    assertThat(dir.resolve("run/osswap")).isEmptyDirectory();
  }

  @Test
  void aControllerThatIsKilledIsFollowedByResume() throws Exception {
    Path osswap = site().home().resolve("bin/osswap");
    Path pipe = dir.resolve("pipe");
    Path script = Files.writeString(dir.resolve("await.sh"), AutoResume.TEXT);
    new SystemProcessRunner().run(Duration.ofSeconds(10), "mkfifo", pipe.toString());
    unit =
        new ProcessBuilder("sh", script.toString(), pipe.toString(), osswap.toString()).start();
    Process controller =
        new ProcessBuilder("sh", "-c", "exec 3>\"$0\"; echo open; exec sleep 1000", pipe.toString())
            .start();
    assertThat(controller.inputReader().readLine()).isEqualTo("open");
    assertThat(unit.isAlive()).isTrue();

    controller.destroyForcibly().waitFor();

    assertThat(unit.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(dir.resolve("resumed")).hasContent("resume --unattended\n");
  }

  @Test
  void theWatchIsThereBeforeItReturns() throws Exception {
    AutoResume watch = AutoResume.begin(site());

    assertThat(unit.isAlive()).isTrue();
    assertThat(ran.get(1)).contains("--unit=osswap-resume.service", "--collect");
    watch.close();
  }

  @Test
  void aUnitThatCanNotBeStartedIsAFailureWithARemedy() throws Exception {
    refused = true;

    Site site = site();
    assertThatThrownBy(() -> AutoResume.begin(site))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("already loaded");
  }
}
