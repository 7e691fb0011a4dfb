package org.osswap.launch.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;

/** The real scripts below a root of their own; only systemctl is another one. */
final class PowerTargetsTest {
  private static final Path NULL = Path.of("/dev/null");

  @TempDir Path dir;
  private Path units;
  private PowerTargets targets;

  private final ProcessRunner shell =
      new ProcessRunner() {
        @Override
        public Outcome run(List<String> argv, Duration limit) {
          List<String> words = new ArrayList<>(argv);
          words.set(2, "systemctl() { echo \"$@\" >>" + dir.resolve("asked") + "; }; " + argv.get(2));
          return new SystemProcessRunner().run(words, limit);
        }

        @Override
        public Outcome run(List<String> argv, String input, Duration limit) {
          throw new UnsupportedOperationException();
        }
      };

  @BeforeEach
  void tree() throws IOException {
    units = Files.createDirectories(dir.resolve("run/systemd/system"));
    targets = new PowerTargets(SysRoot.at(dir), shell);
  }

  private boolean masked(String target) throws IOException {
    Path link = units.resolve(target);
    return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(NULL);
  }

  private void unmask() {
    assertThat(shell.run(targets.unmask().getCommand().getArgvList(), Duration.ofSeconds(20)).status())
        .isZero();
  }

  @Test
  void whatTheGuardMaskedIsUnmaskedAndWhatItsUserMaskedBeforeStays() throws IOException {
    Files.createSymbolicLink(units.resolve("suspend.target"), NULL);

    targets.mask();
    assertThat(masked("suspend.target")).isTrue();
    assertThat(masked("reboot.target")).isTrue();
    unmask();

    assertThat(units.toFile().list()).containsExactly("suspend.target");
    assertThat(dir.resolve("run/osswap/masked-targets")).doesNotExist();
    assertThat(dir.resolve("asked")).hasContent("daemon-reload\ndaemon-reload");
  }

  @Test
  void aGuardThatIsRaisedASecondTimeStillKnowsItsOwn() throws IOException {
    Files.createSymbolicLink(units.resolve("suspend.target"), NULL);

    targets.mask();
    new PowerTargets(SysRoot.at(dir), shell).mask();
    unmask();
    unmask();

    assertThat(units.toFile().list()).containsExactly("suspend.target");
  }

  @Test
  void aTargetThatSomebodyPutThereInsteadStays() throws IOException {
    targets.mask();
    Files.delete(units.resolve("reboot.target"));
    Files.writeString(units.resolve("reboot.target"), "[Unit]\n");

    unmask();

    assertThat(units.toFile().list()).containsExactly("reboot.target");
  }

  @Test
  void whereNothingWasMaskedNothingIsUnmasked() throws IOException {
    Files.createSymbolicLink(units.resolve("reboot.target"), NULL);

    unmask();

    assertThat(Files.exists(units.resolve("reboot.target"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(dir.resolve("asked")).doesNotExist();
  }
}
