package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.proto.AppDescription;
import org.osswap.proto.AppVerdict;
import org.osswap.proto.FileDescription;
import org.osswap.proto.Problem;

/** On a target as Debian 13 shows itself, next to a CRIU bundle. */
final class TargetCheckTest {
  @TempDir Path dir;
  private ProcTree target;
  private CriuTool criu;
  private final Programs programs =
      new Programs()
          .says("--version", "Version: 4.2.1\n")
          .says("address show to 10.77.0.101/32", "")
          .says(
              "route get 10.77.0.101",
              "10.77.0.101 dev ens2 src 10.77.0.11 uid 0 \\    cache \n")
          .says(
              "ss -ltnH",
              """
              LISTEN 0 128 10.77.0.11:7400 0.0.0.0:*
              LISTEN 0 128 0.0.0.0:22 0.0.0.0:*
              LISTEN 0 128 [::]:22 [::]:*
              """);

  private final AppDescription app =
      AppDescription.newBuilder()
          .setName("redis")
          .setCriuVersion("4.2.1")
          .setAddress(Redis.ADDRESS)
          .addPorts(6379)
          .setMemory(64L << 20)
          .addAllCpuFlags(List.of("fpu", "sse2", "avx2"))
          .build();

  @BeforeEach
  void aTarget() throws Exception {
    target = new ProcTree(dir.resolve("target"));
    target.file("/proc/meminfo", "MemTotal:        2097152 kB\nMemAvailable:    1048576 kB\n");
    for (String program : List.of("nft", "ip", "nsenter", "systemd-run", "mount", "umount")) {
      target.file("/usr/bin/" + program, "");
    }
    Path home = Files.createDirectories(dir.resolve("criu"));
    Files.writeString(home.resolve("ld-linux-x86-64.so.2"), "");
    Files.writeString(home.resolve("criu"), "\177ELF");
    criu = CriuTool.at(home);
  }

  private AppVerdict check(AppDescription description) {
    return new TargetCheck(criu, target.root(), programs).check(description);
  }

  private void assertRefused(AppDescription description, String cause) {
    AppVerdict verdict = check(description);
    assertThat(verdict.getMovable()).isFalse();
    assertThat(verdict.getProblemsList()).extracting(Problem::getCause).containsExactly(cause);
    assertThat(verdict.getProblems(0).getRemedy()).endsWith(".");
  }

  @Test
  void aFittingTargetHasNothingAgainstIt() {
    AppVerdict verdict = check(app);

    assertThat(verdict.getProblemsList()).isEmpty();
    assertThat(verdict.getMovable()).isTrue();
    assertThat(verdict.getApp()).isEqualTo("redis");
  }

  @Test
  void cpuFeaturesThatAreMissingAreNamedAndTheKernelsOwnOnesDontCount() {
    AppDescription wants = app.toBuilder().addCpuFlags("avx512f").addCpuFlags("pti").build();

    assertThat(check(wants).getProblems(0).getCause()).endsWith("avx512f");
    assertRefused(wants, "the target's kernel doesn't offer the CPU features avx512f");
  }

  @Test
  void anotherCriuIsRefused() {
    programs.says("--version", "Version: 4.1.1\n");

    assertRefused(app, "CRIU is 4.1.1 here and 4.2.1 on the incumbent");
  }

  @Test
  void aMissingProgramIsNamed() throws Exception {
    Files.delete(dir.resolve("target/usr/bin/nft"));

    assertRefused(app, "the target has no program nft");
  }

  @Test
  void imagesAndWhatIsRestoredFromThemMustFitTogether() {
    assertRefused(
        app.toBuilder()
            .setMemory(500L << 20)
            .addFiles(FileDescription.newBuilder().setPath("/srv/data").setSize(100L << 20))
            .build(),
        "it needs 1100 MiB and 1024 MiB are available");
  }

  @Test
  void anAddressThatTheTargetHasAlreadyIsRefused() {
    programs.says(
        "address show to 10.77.0.101/32", "2: ens2    inet 10.77.0.101/24 scope global ens2\n");

    assertRefused(app, "the target has the service address 10.77.0.101/32 already");
  }

  @Test
  void anAddressThatNoDeviceLeadsToIsRefused() {
    programs.says("route get 10.77.0.101", "local 10.77.0.101 dev lo src 10.77.0.101\n");

    assertRefused(app, "no network device leads to it");
  }

  @Test
  void aListenerOnEveryAddressAtItsPortIsRefusedAndOneAtAnotherAddressIsNot() {
    programs.says("ss -ltnH", "LISTEN 0 511 127.0.0.1:6379 0.0.0.0:*\n");
    assertThat(check(app).getMovable()).isTrue();

    for (String every : List.of("0.0.0.0:6379", "*:6379", "[::]:6379")) {
      programs.says("ss -ltnH", "LISTEN 0 511 " + every + " 0.0.0.0:*\n");
      assertRefused(app, "something on the target listens on every address at port 6379");
    }
  }

  @Test
  void withoutAnAddressNoNetworkIsLookedAt() {
    AppDescription local = app.toBuilder().clearAddress().build();
    programs.says("address show to 10.77.0.101/32", "2: ens2    inet 10.77.0.101/24 scope global ens2\n");

    assertThat(check(local).getMovable()).isTrue();
  }

  @Test
  void aFolderThatIsAFileThereIsRefused() {
    target.file("/srv", "");

    assertRefused(
        app.toBuilder()
            .addFiles(
                FileDescription.newBuilder()
                    .setPath("/srv").setKind(FileDescription.Kind.DIRECTORY))
            .build(),
        "/srv is a folder there and a file here");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    programs.says("--version", "Version: 4.1.1\n");
    target.file("/proc/cpuinfo", "flags\t\t: fpu sse2\n");
    target.file("/proc/meminfo", "MemAvailable:    1024 kB\n");

    assertThat(check(app).getProblemsList()).hasSize(3);
  }
}
