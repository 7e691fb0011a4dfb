package org.osswap.apps;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.mutation.Trial;

/** What applications show of themselves: their processes, sockets and programs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProcFilesFuzzTest {
  @TempDir Path dir;

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> lines(byte[] bytes) {
    return text(bytes).lines().toList();
  }

  /** Each input is taken for each of the files. */
  @FuzzTest
  void processes(byte[] input) {
    Trial.of(input, IllegalArgumentException.class, bytes -> ProcStat.parse(text(bytes)));
    Trial.of(input, IllegalArgumentException.class, bytes -> ProcStatus.parse(lines(bytes)));
    Trial.of(input, bytes -> ProcMaps.parse(lines(bytes)));
    Trial.of(
        input, IllegalArgumentException.class, bytes -> OpenFile.parse(4, "/a", 77, lines(bytes)));
    Trial.of(input, bytes -> CriuLog.errors(lines(bytes)));
  }

  @FuzzTest
  void sockets(byte[] input) {
    Trial.of(input, bytes -> UnixSocket.parse(lines(bytes)));
    Trial.of(
        input,
        IllegalArgumentException.class,
        bytes -> TcpSocket.parse(lines(bytes)).forEach(TcpSocket::endpoint));
  }

  @FuzzTest
  void programs(byte[] input) {
    Trial.of(
        input,
        IOException.class,
        bytes -> ElfInterpreter.of(Files.write(dir.resolve("elf"), bytes)));
  }
}
