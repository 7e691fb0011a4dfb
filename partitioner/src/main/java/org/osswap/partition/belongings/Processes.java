package org.osswap.partition.belongings;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osswap.base.SysRoot;

/**
 * An application's root process: that it is the same one, is in its cgroup and namespaces, may do what
 * it might, and that nothing of its tree stands still. Named {@code 412 redis-server}. Its children
 * come and go as it likes.
 */
final class Processes {
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  /** proc(5), /proc/PID/stat, counted from what follows the command: state, and starttime. */
  private static final int STATE = 0;

  private static final int STARTED = 19;

  private Processes() {}

  static String name(SysRoot root, int pid) {
    return pid + " " + root.text("/proc/" + pid + "/comm").orElse("?");
  }

  static String pid(String name) {
    return name.substring(0, name.indexOf(' '));
  }

  static ImmutableMap<String, String> read(Look look, ImmutableSet<String> names) {
    return ImmutableMap.copyOf(Maps.asMap(names, name -> state(look.root(), pid(name))));
  }

  /** Its cgroup in the unified hierarchy: {@code /system.slice/redis.service}. */
  static Optional<String> cgroup(SysRoot root, int pid) {
    return root.lines("/proc/" + pid + "/cgroup").stream()
        .filter(line -> line.startsWith("0::"))
        .map(line -> line.substring("0::".length()))
        .findFirst();
  }

  private static String state(SysRoot root, String pid) {
    List<String> stat = stat(root, "/proc/" + pid + "/stat");
    if (stat.isEmpty() || stat.get(STATE).equals("Z")) {
      return Kind.ABSENT;
    }
    List<String> still = new ArrayList<>();
    addStill(root, pid, still);
    return "started at tick "
        + stat.get(STARTED)
        + "; "
        + (still.isEmpty() ? "runs" : "stands still: " + String.join(", ", still))
        + cgroup(root, Integer.parseInt(pid)).map(path -> "; in " + path).orElse("")
        + "; namespaces "
        + Stream.of("mnt", "net", "pid")
            .flatMap(kind -> root.linkName("/proc/" + pid + "/ns/" + kind).stream())
            .collect(Collectors.joining(" "))
        + status(root.lines("/proc/" + pid + "/status"));
  }

  /** What limits it; CRIU lifts some of it while it works. */
  private static String status(List<String> lines) {
    return lines.stream()
        .filter(
            line ->
                line.startsWith("CapEff:")
                    || line.startsWith("Seccomp:")
                    || line.startsWith("Cpus_allowed_list:"))
        .map(line -> "; " + String.join(" ", WORDS.split(line)))
        .collect(Collectors.joining());
  }

  /** Adds the threads that are stopped or traced, of the process and of all below it. */
  private static void addStill(SysRoot root, String pid, List<String> still) {
    for (String thread : root.list("/proc/" + pid + "/task")) {
      String path = "/proc/" + pid + "/task/" + thread;
      List<String> stat = stat(root, path + "/stat");
      if (!stat.isEmpty() && stat.get(STATE).equalsIgnoreCase("t")) {
        still.add(thread);
      }
      for (String child : WORDS.split(root.text(path + "/children").orElse(""))) {
        addStill(root, child, still);
      }
    }
  }

  /** The fields behind the command, which may contain anything but ends with the last parenthesis. */
  private static List<String> stat(SysRoot root, String path) {
    String text = root.text(path).orElse("");
    List<String> fields = WORDS.splitToList(text.substring(text.lastIndexOf(')') + 1));
    return fields.size() > STARTED ? fields : List.of();
  }
}
