package org.osswap.base;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who an OS is, as os-release(5) says: lines of {@code NAME="value"}, shell quoting. */
public final class OsRelease {
  private OsRelease() {}

  /** The OS below a root; empty when it doesn't say. */
  public static ImmutableMap<String, String> read(SysRoot root) {
    return root.text("/etc/os-release")
        .or(() -> root.text("/usr/lib/os-release"))
        .map(OsRelease::parse)
        .orElse(ImmutableMap.of());
  }

  /** Names to values without their quotes; nothing is expanded. What is no assignment is skipped. */
  public static ImmutableMap<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, equals), unquote(line.substring(equals + 1)));
      }
    }
    return ImmutableMap.copyOf(values);
  }

  private static String unquote(String value) {
    if (value.length() < 2) {
      return value;
    }
    char quote = value.charAt(0);
    if ((quote != '"' && quote != '\'') || value.charAt(value.length() - 1) != quote) {
      return value;
    }
    String inner = value.substring(1, value.length() - 1);
    return quote == '"' ? inner.replaceAll("\\\\([\\\\\"$`])", "$1") : inner;
  }
}
