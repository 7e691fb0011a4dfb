package org.osswap.apps;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import org.osswap.base.SysRoot;

/** The features of this machine's CPUs as /proc/cpuinfo lists them. */
final class CpuFlags {
  private CpuFlags() {}

  static ImmutableSet<String> read(SysRoot root) {
    return root.lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1))
        .map(flags -> ImmutableSet.copyOf(Splitter.on(' ').omitEmptyStrings().split(flags)))
        .orElse(ImmutableSet.of());
  }
}
