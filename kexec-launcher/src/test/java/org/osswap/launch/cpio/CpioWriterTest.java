package org.osswap.launch.cpio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.io.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SystemProcessRunner;
import org.osswap.launch.cpio.CpioWriter.Meta;

final class CpioWriterTest {
  private static final Instant TIME = Instant.ofEpochSecond(0x65000000L);

  @TempDir Path dir;

  private static byte[] sample() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioWriter cpio = new CpioWriter(out)) {
      cpio.directory("etc", Meta.root(0755, TIME));
      cpio.file("etc/a", new Meta(0600, 7, 8, TIME), ByteSource.wrap("hello".getBytes(UTF_8)));
      cpio.file("etc/empty", Meta.root(0644, TIME), ByteSource.empty());
      cpio.symlink("etc/link", "a", Meta.root(0777, TIME));
      cpio.finish();
    }
    return out.toByteArray();
  }

  @Test
  void theHeaderIsLaidOutAsTheKernelReadsIt() throws Exception {
    String archive = new String(sample(), UTF_8);

    assertThat(archive)
        .startsWith(
            "070701" + "00000001" + "000041ed" + "00000000" + "00000000" + "00000002" + "65000000"
                + "00000000" + "00000000" + "00000000" + "00000000" + "00000000" + "00000004"
                + "00000000" + "etc\0");
    // Header and name make 114 bytes, padded to 116; then the next header.
    assertThat(archive.substring(116)).startsWith("070701" + "00000002" + "00008180" + "00000007");
    assertThat(archive.length() % 4).isZero();
  }

  @Test
  void cpioListsAndUnpacksIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cpio")), "needs cpio");
    Path archive = Files.write(dir.resolve("a.cpio"), sample());

    assertThat(cpio("--list", "--verbose", "--numeric-uid-gid", "--file=" + archive).lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("drwxr-xr-x").endsWith(" etc"),
            line -> assertThat(line).matches("-rw------- +1 7 +8 +5 .* etc/a"),
            line -> assertThat(line).matches("-rw-r--r-- +1 0 +0 +0 .* etc/empty"),
            line -> assertThat(line).startsWith("lrwxrwxrwx").endsWith(" etc/link -> a"));

    Path out = Files.createDirectory(dir.resolve("out"));
    cpio(
        "--extract",
        "--no-preserve-owner",
        "--preserve-modification-time",
        "--directory=" + out,
        "--file=" + archive);
    assertThat(out.resolve("etc/a")).hasContent("hello");
    assertThat(Files.getPosixFilePermissions(out.resolve("etc/a")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getLastModifiedTime(out.resolve("etc/a")).toInstant()).isEqualTo(TIME);
    assertThat(out.resolve("etc/empty")).isEmptyFile();
    assertThat(Files.readSymbolicLink(out.resolve("etc/link"))).hasToString("a");
  }

  private static String cpio(String... arguments) {
    List<String> argv = new java.util.ArrayList<>(List.of("/usr/bin/cpio", "--quiet"));
    argv.addAll(List.of(arguments));
    return new SystemProcessRunner()
        .run(argv, Duration.ofSeconds(30))
        .orFail("unpack", "the archive", "See the message.")
        .out();
  }

  @Test
  void namesThatTheKernelWouldMisreadAreRefused() throws Exception {
    try (CpioWriter cpio = new CpioWriter(new ByteArrayOutputStream())) {
      for (String name : List.of("", "/etc", "TRAILER!!!")) {
        assertThatThrownBy(() -> cpio.directory(name, Meta.root(0755, TIME)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> Meta.root(0100644, TIME))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsAnError() throws Exception {
    ByteSource growing =
        new ByteSource() {
          @Override
          public long size() {
            return 1;
          }

          @Override
          public InputStream openStream() throws IOException {
            return ByteSource.wrap(new byte[2]).openStream();
          }
        };
    try (CpioWriter cpio = new CpioWriter(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> cpio.file("log", Meta.root(0644, TIME), growing))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("log: changed from 1 to 2 bytes");
    }
  }
}
