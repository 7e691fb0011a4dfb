package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.mutation.Mutants;

/** What applications, their owners and CRIU write, as untrusted input. */
final class AppMutationTest {
  @TempDir Path dir;

  private static void tryLines(Consumer<List<String>> parser, String... good) {
    Mutants.of(String.join("\n", good))
        .mayThrow(IllegalArgumentException.class)
        .areRefusedOrUnderstoodBy(
            bytes -> parser.accept(new String(bytes, StandardCharsets.UTF_8).lines().toList()));
  }

  @Test
  void damagedManifestsAreRefusedOrRead() throws Exception {
    Path file = dir.resolve("a.toml");
    Mutants.of(
            """
            name = "redis"
            unit = "redis-server.service"
            address = "10.77.0.101/32"
            health = { tcp = "10.77.0.101:6379" }
            files = ["/var/lib/redis/", "/var/log/redis"]
            order = 3
            """,
            "name = 'x'\npid_file = '/run/x'\n[health]\nhttp = \"http://10.0.0.1/\"\n")
        .areRefusedOrUnderstoodBy(
            bytes -> {
              Files.write(file, bytes);
              Manifests.load(dir);
            });
  }

  @Test
  void aPathWithAZeroInItIsAProblemOfItsManifest() throws Exception {
    Files.writeString(
        dir.resolve("a.toml"), "name = \"a\"\ncommand = \"/a\\u0000\"\nfiles = [\"/b\\u0000c\"]\n");

    assertThatThrownBy(() -> Manifests.load(dir))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("a.toml: command:")
        .hasMessageContaining("a.toml: files:");
  }

  @Test
  void damagedProcFilesAreRefusedOrRead() {
    tryLines(
        lines -> ProcStat.parse(String.join("\n", lines)),
        "160 (odd) name) S 1 160 160 0 -1 4194624 121 0 0 0 1 2 0 0 20 0 3 0 300 57069568 1200");
    tryLines(
        ProcStatus::parse,
        "TracerPid:\t0", "Uid:\t33\t33\t33\t33", "Gid:\t33\t33\t33\t33", "NSpid:\t421\t161",
        "RssAnon:\t    1436 kB", "RssShmem:\t      24 kB", "CapPrm:\t0000000000000000");
    tryLines(
        ProcMaps::parse,
        "7f1000000000-7f1000026000 r--p 00000000 00:02 3011   /usr/lib/x86_64-linux-gnu/libc.so.6",
        "7f1000300000-7f1000400000 rw-s 00000000 00:17 12     /var/lib/db/data",
        "7f1000400000-7f1000500000 r-xp 00000000 00:02 77     /usr/lib/old.so (deleted)");
    tryLines(
        lines -> OpenFile.parse(4, "/a", 77, lines), "pos:\t0", "flags:\t0102001", "mnt_id:\t24");
    tryLines(
        UnixSocket::parse,
        "u_str ESTAB 0 0 /run/systemd/journal/stdout 690 * 689 users:((\"systemd\",pid=1,fd=60))",
        "u_str ESTAB 0 0 * 689 * 690 users:((\"redis-server\",pid=156,fd=2))");
    tryLines(
        TcpSocket::parse,
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
        "   0: 65004D0A:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   100        0"
            + " 11042 1 0000000000000000 100 0 0 10 0");
    tryLines(CriuLog::errors, "(00.042) Error (criu/sk-unix.c:800): unix: can't", "(00.1) ok");
  }

  @Test
  void damagedProgramsAreRefusedOrRead() throws Exception {
    Path file = dir.resolve("elf");
    byte[] elf = elf("/lib64/ld-linux-x86-64.so.2");
    Files.write(file, elf);
    assertThat(ElfInterpreter.of(file)).contains("/lib64/ld-linux-x86-64.so.2");

    Mutants.of(elf)
        .mayThrow(IOException.class)
        .areRefusedOrUnderstoodBy(
            bytes -> {
              Files.write(file, bytes);
              ElfInterpreter.of(file);
            });
  }

  @Test
  void anInterpreterOfNegativeLengthIsNone() throws Exception {
    byte[] elf = elf("/lib64/ld-linux-x86-64.so.2");
    ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).putLong(64 + 32, -1);

    assertThat(ElfInterpreter.of(Files.write(dir.resolve("elf"), elf))).contains("");
  }

  /** A header, one PT_INTERP segment, and what it names (System V ABI, chapters 4 and 5). */
  private static byte[] elf(String interpreter) {
    byte[] name = (interpreter + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer elf = ByteBuffer.allocate(120 + name.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464C457F).put(4, (byte) 2).putLong(32, 64);
    elf.putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putInt(64, 3).putLong(64 + 8, 120).putLong(64 + 32, name.length);
    elf.position(120);
    elf.put(name);
    return elf.array();
  }

  @Test
  void damagedImagesOfCriuAreRefusedOrRead() {
    // Two magic numbers, then one entry: a timerfd, field 12, with an interval and no time left.
    byte[] timer = {0x0a, 1, 7, 0x38, 0, 0x40, 0, 0x48, 1, 0x50, 0};
    byte[] entry = new byte[2 + 2 + timer.length];
    entry[0] = 0x08;
    entry[1] = 5;
    entry[2] = 0x62;
    entry[3] = (byte) timer.length;
    System.arraycopy(timer, 0, entry, 4, timer.length);
    byte[] image =
        ByteBuffer.allocate(12 + entry.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0x5466_6f3a_1234_5678L)
            .putInt(entry.length)
            .put(entry)
            .array();

    Mutants.of(image).mayThrow(IOException.class).areRefusedOrUnderstoodBy(TimerFdRepair::repaired);
    byte[] ids = Arrays.copyOf(image, 12 + 4);
    ids[8] = 4;
    System.arraycopy(new byte[] {0x08, 1, 0x50, 9}, 0, ids, 12, 4);
    Mutants.of(ids)
        .mayThrow(IOException.class)
        .areRefusedOrUnderstoodBy(bytes -> UserNamespace.withUserNamespace(bytes, 3));
  }

  @Test
  void anImagesEntryOfGigabytesIsRefusedWithoutRoomForIt() {
    byte[] image = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 1 << 30).array();

    assertThatThrownBy(() -> TimerFdRepair.repaired(image))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("an entry of 1073741824 bytes, where 4 are left");
  }
}
