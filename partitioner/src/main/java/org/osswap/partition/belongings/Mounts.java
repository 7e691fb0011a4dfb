package org.osswap.partition.belongings;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is mounted in osswap's own folder, here and as the applications see it, and on top of files of
 * the kernel that nobody may write to while two systems run.
 */
final class Mounts {
  /** Each application that is moved from here has a folder of its own in it. */
  static final String WORK = "/run/osswap/migrate";

  /** Where nobody else mounts anything. */
  private static final ImmutableList<String> PLACES =
      ImmutableList.of(
          "/run/osswap/", "/sys/devices/system/cpu/", "/sys/power/", "/proc/sysrq-trigger");

  private static final Splitter WORDS = Splitter.on(' ');

  private Mounts() {}

  static ImmutableMap<String, String> read(Look look, ImmutableSet<String> names) {
    ImmutableMap.Builder<String, String> mounts = ImmutableMap.builder();
    points(look.root().lines("/proc/self/mountinfo")).forEach(point -> mounts.put(point, "mounted"));
    for (String process : look.scope().names(Kind.PROCESS)) {
      String file = "/proc/" + Processes.pid(process) + "/mountinfo";
      points(look.root().lines(file))
          .forEach(point -> mounts.put(point + " as process " + process + " sees it", "mounted"));
    }
    return mounts.buildKeepingLast();
  }

  /** Field 5 of proc(5) mountinfo: {@code 24 1 0:23 / /run/osswap/migrate/redis rw - tmpfs ...}. */
  static Stream<String> points(List<String> mountinfo) {
    return mountinfo.stream()
        .map(WORDS::splitToList)
        .filter(words -> words.size() > 4)
        .map(words -> words.get(4))
        .filter(point -> PLACES.stream().anyMatch(point::startsWith));
  }
}
