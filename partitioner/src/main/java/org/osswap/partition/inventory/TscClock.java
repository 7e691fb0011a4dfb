package org.osswap.partition.inventory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;

/** How fast the time stamp counter runs, as the running kernel found out. */
final class TscClock {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Best first. */
  private static final List<Pattern> MESSAGES =
      List.of(
          Pattern.compile("tsc: Refined TSC clocksource calibration: ([0-9]{1,6})\\.([0-9]{3}) MHz"),
          Pattern.compile("tsc: Detected ([0-9]{1,6})\\.([0-9]{3}) MHz TSC"),
          Pattern.compile("tsc: Detected ([0-9]{1,6})\\.([0-9]{3}) MHz processor"));

  private TscClock() {}

  /** In kHz; 0 when neither the parameters nor the kernel's log tell. */
  static int read(KernelCommandLine parameters, ProcessRunner runner) {
    Optional<Integer> given =
        parameters
            .value("tsc_early_khz")
            .filter(khz -> khz.matches("[1-9][0-9]{0,8}"))
            .map(Integer::decode);
    if (given.isPresent()) {
      return given.get();
    }
    return parse(log(runner, "dmesg"))
        // The ring buffer is overwritten in time.
        .or(() -> parse(log(runner, "journalctl", "-k", "-b", "-o", "cat", "--no-pager")))
        .orElse(0);
  }

  private static String log(ProcessRunner runner, String... argv) {
    try {
      return runner.run(LIMIT, argv).out();
    } catch (Failure e) {
      return "";
    }
  }

  static Optional<Integer> parse(String log) {
    for (Pattern message : MESSAGES) {
      Matcher matcher = message.matcher(log);
      if (matcher.find()) {
        return Optional.of(
            Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2)));
      }
    }
    return Optional.empty();
  }
}
