package org.osswap.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.io.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;

final class AgentPayloadTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @TempDir Path dir;
  private Path home;

  @BeforeEach
  void install() throws Exception {
    home = dir.resolve("installed here");
    write("bin/osswap", "#!/bin/sh", "rwxr-xr-x");
    write("runtime/bin/java", "elf", "rwxr-xr-x");
    write("runtime/lib/modules", "jimage", "rw-r--r--");
    write("lib/controller.jar", "zip", "rw-r--r--");
    write("criu/criu", "elf", "rwxr-xr-x");
    Files.createSymbolicLink(home.resolve("criu/ld.so"), Path.of("criu"));
  }

  private void write(String name, String content, String mode) throws Exception {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private ByteSource build(PayloadFile... more) {
    PayloadFile[] files = Arrays.copyOf(more, more.length + 1);
    files[more.length] = PayloadFile.secret(AgentPayload.SWAP_CONFIG, "{}");
    return AgentPayload.build(dir.resolve("payload"), home, NOW, List.of(files));
  }

  @Test
  void whatItTakesUnpackedIsKnownBefore() throws Exception {
    assertThat(AgentPayload.unpackedSize(home))
        .isEqualTo("#!/bin/sh".length() + 2 * "elf".length() + "jimage".length() + "zip".length());
  }

  /** Unpacks the two archives as the kernel would: one after the other into the same root. */
  private Path unpack(ByteSource payload) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cpio")), "needs cpio");
    byte[] bytes = payload.read();
    int gzip = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\u001f\u008b\b");
    assertThat(gzip).as("the plain archive's length").isPositive().matches(n -> n % 4 == 0);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(bytes, gzip, bytes.length - gzip))) {
      in.transferTo(packed);
    }
    Path root = Files.createDirectory(dir.resolve("root"));
    for (byte[] archive : List.of(Arrays.copyOf(bytes, gzip), packed.toByteArray())) {
      Path file = Files.write(dir.resolve("archive"), archive);
      new SystemProcessRunner()
          .run(
              Duration.ofSeconds(30),
              "/usr/bin/cpio",
              "--quiet",
              "--extract",
              "--unconditional",
              "--no-preserve-owner",
              "--preserve-modification-time",
              "--directory=" + root,
              "--file=" + file)
          .orFail("unpack", file.toString(), "See the message.");
    }
    return root;
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** No machine id, no host keys, no modules, no accounts: those are the image's own. */
  @Test
  void nothingElseOfThisSystemTravels() throws Exception {
    Path root = unpack(build(PayloadFile.secret("/etc/osswap/osswap.toml", "")));

    try (Stream<Path> paths = Files.walk(root)) {
      assertThat(paths.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)))
          .extracting(path -> "/" + root.relativize(path))
          .filteredOn(path -> !path.startsWith("/opt/osswap/") && !path.startsWith("/etc/osswap/"))
          .containsExactlyInAnyOrder(
              "/usr/local/bin/osswap",
              "/usr/lib/clock-epoch",
              "/etc/systemd/system/osswap-agent.service",
              "/etc/systemd/system/sysinit.target.wants/osswap-agent.service");
    }
  }

  @Test
  void theInstallationLandsWithItsModesAndLinks() throws Exception {
    Path root = unpack(build());

    Path there = root.resolve("opt/osswap");
    assertThat(there.resolve("lib/controller.jar")).hasContent("zip");
    assertThat(there.resolve("runtime/lib/modules")).hasContent("jimage");
    assertThat(mode(there.resolve("runtime/bin/java"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(there.resolve("lib/controller.jar"))).isEqualTo("rw-r--r--");
    assertThat(Files.readSymbolicLink(there.resolve("criu/ld.so"))).hasToString("criu");
    assertThat(Files.readSymbolicLink(root.resolve("usr/local/bin/osswap")))
        .hasToString("/opt/osswap/bin/osswap");
  }

  @Test
  void theAgentsUnitIsEnabled() throws Exception {
    Path system = unpack(build()).resolve("etc/systemd/system");

    assertThat(system.resolve("sysinit.target.wants/osswap-agent.service"))
        .isSymbolicLink()
        .content()
        .contains("ExecStart=/opt/osswap/bin/osswap agent")
        .contains("ConditionPathExists=/etc/osswap/swap.json");
  }

  @Test
  void theClockStartsNoEarlierThanNow() throws Exception {
    Path epoch = unpack(build()).resolve("usr/lib/clock-epoch");

    assertThat(Files.getLastModifiedTime(epoch).toInstant()).isEqualTo(NOW);
  }

  @Test
  void whatIsSecretIsForRootAlone() throws Exception {
    Path root =
        unpack(
            build(
                PayloadFile.secret("/etc/osswap/tls/successor.p12", "key"),
                PayloadFile.open("/etc/osswap/apps/redis.toml", "name = 'redis'")));

    assertThat(mode(root.resolve("etc/osswap"))).isEqualTo("rwx------");
    assertThat(mode(root.resolve("etc/osswap/swap.json"))).isEqualTo("rw-------");
    assertThat(mode(root.resolve("etc/osswap/tls"))).isEqualTo("rwx------");
    assertThat(mode(root.resolve("etc/osswap/tls/successor.p12"))).isEqualTo("rw-------");
    assertThat(root.resolve("etc/osswap/apps/redis.toml")).hasContent("name = 'redis'");
    assertThat(mode(dir.resolve("payload"))).isEqualTo("rw-------");
  }

  @Test
  void anIncompleteInstallationIsRefused() throws Exception {
    Files.delete(home.resolve("runtime/bin/java"));

    assertThatThrownBy(this::build)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no runtime/bin/java");
  }

  @Test
  void aPayloadBeyondItsLimitIsRefused() throws Exception {
    byte[] noise = new byte[(int) AgentPayload.MAX_SIZE];
    new Random(1).nextBytes(noise);
    Files.write(home.resolve("lib/noise.jar"), noise);

    assertThatThrownBy(this::build).isInstanceOf(Failure.class).hasMessageContaining("allowed");
  }

  @Test
  void filesHavePlainAbsolutePaths() {
    for (String path : List.of("etc/a", "/", "/etc/../a", "/etc//a", "/etc/", "/..", "")) {
      assertThatThrownBy(() -> PayloadFile.open(path, ""))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
