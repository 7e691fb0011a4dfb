package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;

final class SwapCredentialsTest {
  @TempDir static Path base;
  private static Path made;

  @BeforeAll
  static void make() {
    made = base.resolve("tls");
    SwapCredentials.create(made, new SystemProcessRunner());
  }

  @Test
  void eachSideTrustsTheOthersCertificate() {
    SwapCredentials incumbent = SwapCredentials.load(made, Side.INCUMBENT);
    SwapCredentials successor = SwapCredentials.load(made, Side.SUCCESSOR);

    assertThat(incumbent.peer()).isEqualTo(successor.own()).isNotEqualTo(incumbent.own());
    assertThat(successor.peer()).isEqualTo(incumbent.own());
    assertThat(incumbent.key()).isNotEqualTo(successor.key());
  }

  @Test
  void areValidFromTwoDaysAgoForALimitedTime() {
    SwapCredentials credentials = SwapCredentials.load(made, Side.SUCCESSOR);

    assertThat(credentials.own().getNotBefore().toInstant())
        .isBefore(Instant.now().minus(Duration.ofHours(47)));
    assertThat(credentials.own().getNotAfter().toInstant())
        .isBefore(Instant.now().plus(Duration.ofDays(31)));
  }

  @Test
  void nobodyElseCanReadThem() throws Exception {
    assertThat(Files.getPosixFilePermissions(made))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (Stream<Path> files = Files.list(made)) {
      assertThat(files)
          .hasSize(5)
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
    assertThat(SwapCredentials.load(made, Side.INCUMBENT)).hasToString("CN=osswap incumbent");
  }

  @Test
  void oneSidesFilesAreEnoughForItAndHoldNoKeyOfTheOther() throws Exception {
    Path shipped = Files.createDirectory(base.resolve("shipped"));
    for (String name : SwapCredentials.filesOf(Side.SUCCESSOR)) {
      Files.copy(made.resolve(name), shipped.resolve(name));
    }

    assertThat(SwapCredentials.load(shipped, Side.SUCCESSOR).own()).isNotNull();
    assertThat(shipped.resolve("incumbent.p12")).doesNotExist();
  }

  @Test
  void areNotMadeTwiceInOneDirectory() {
    assertThatThrownBy(() -> SwapCredentials.create(made, new SystemProcessRunner()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(made.toString());
  }

  @Test
  void aDirectoryWithoutThemIsNamed() {
    assertThatThrownBy(() -> SwapCredentials.load(base, Side.INCUMBENT))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(base.resolve("incumbent.p12").toString());
  }
}
