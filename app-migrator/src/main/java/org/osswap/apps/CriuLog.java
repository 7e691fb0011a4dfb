package org.osswap.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What CRIU's log says about a failure: "(00.042) Error (criu/sk-unix.c:800): unix: ...". */
final class CriuLog {
  private static final int MOST_LINES = 4;

  private CriuLog() {}

  static String errors(Path log) {
    try {
      return errors(Files.readAllLines(log));
    } catch (IOException e) {
      return "no log";
    }
  }

  static String errors(List<String> lines) {
    List<String> errors =
        lines.stream().filter(line -> line.contains("Error")).limit(MOST_LINES).toList();
    return errors.isEmpty()
        ? "no error in its log"
        : errors.stream()
            .map(line -> line.replaceFirst("^\\([0-9.]+\\)\\s*(\\d+: )?", ""))
            .collect(Collectors.joining("; "));
  }
}
