package org.osswap.launch.guard;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/**
 * Kernel files that nobody can write to meanwhile: each is mounted over itself, read-only. Reading goes on
 * as before; a write answers "Read-only file system", to root as well.
 *
 * <p>The mount is made read-only elsewhere before it comes to its place: so it is read-only in the other
 * mount namespaces too into which it spreads from there.
 */
final class ReadOnlyFiles {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Splitter FIELDS = Splitter.on(' ');
  private static final int MOUNT_POINT = 4;

  /**
   * $0: a file to make each mount at first; private, or what is mounted over the kernel file would be mounted
   * here too.
   */
  private static final String SET =
      "set -e; >>\"$0\"; for f; do mount --bind \"$f\" \"$0\"; mount --make-private \"$0\";"
          + " mount -o remount,bind,ro \"$0\"; mount --bind \"$0\" \"$f\"; umount \"$0\"; done; rm \"$0\"";

  private static final String LIFT =
      "for f; do while umount \"$f\" 2>/dev/null; do :; done; done";

  private static final String STAGE = "/run/osswap/guard";

  private final SysRoot root;
  private final ProcessRunner processes;

  ReadOnlyFiles(SysRoot root, ProcessRunner processes) {
    this.root = root;
    this.processes = processes;
  }

  /** Makes those read-only that exist and aren't yet. */
  void set(List<String> files) {
    Set<String> already = mounted().collect(Collectors.toSet());
    List<String> missing =
        files.stream().filter(file -> root.exists(file) && !already.contains(file)).toList();
    if (missing.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(root.path(STAGE).getParent());
    } catch (IOException e) {
      throw new Failure("guard kernel files", STAGE, e.toString(), "Make room in /run.", e);
    }
    processes
        .run(argv(SET, root.path(STAGE).toString(), missing), LIMIT)
        .orFail(
            "guard kernel files",
            String.join(", ", missing),
            "See why they can't be mounted over themselves: mount --bind.");
  }

  /** Lets those be written to again whose path begins like this. */
  void lift(String prefix) {
    List<String> files = mounted().filter(file -> file.startsWith(prefix)).distinct().toList();
    if (!files.isEmpty()) {
      processes.run(liftArgv(files), LIMIT);
    }
    List<String> left = mounted().filter(file -> file.startsWith(prefix)).toList();
    if (!left.isEmpty()) {
      throw new Failure(
          "take the guard away",
          String.join(", ", left),
          "still mounted over itself",
          "Run: umount " + String.join(" ", left));
    }
  }

  /** What lifts it from another process, if need be; does no harm where there is none. */
  static ImmutableList<String> liftArgv(List<String> files) {
    return argv(LIFT, "osswap", files);
  }

  private static ImmutableList<String> argv(String script, String zero, List<String> files) {
    return ImmutableList.<String>builder().add("sh", "-c", script, zero).addAll(files).build();
  }

  /** Mount points; proc_pid_mountinfo(5): the fifth field. */
  private Stream<String> mounted() {
    return root.lines("/proc/self/mountinfo").stream()
        .map(FIELDS::splitToList)
        .filter(fields -> fields.size() > MOUNT_POINT)
        .map(fields -> fields.get(MOUNT_POINT));
  }
}
