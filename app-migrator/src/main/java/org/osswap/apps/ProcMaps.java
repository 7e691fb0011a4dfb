package org.osswap.apps;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a process has mapped, from /proc/PID/maps (proc(5)):
 *
 * <pre>7f11b2a28000-7f11b2b7d000 r-xp 00028000 fe:01 1835187    /usr/lib/x86_64-linux-gnu/libc.so.6</pre>
 *
 * @param files paths of regular files
 * @param sharedWritable those of them that a store may change without write(2)
 * @param deleted mapped files that have no name any more
 * @param ioUring has the rings of an io_uring; its descriptor may be closed already
 */
public record ProcMaps(
    ImmutableSet<String> files,
    ImmutableSet<String> sharedWritable,
    ImmutableSet<String> deleted,
    boolean ioUring) {
  private static final Pattern LINE =
      Pattern.compile("[0-9a-f]+-[0-9a-f]+ (\\S{4}) [0-9a-f]+ \\S+ \\d+ +(/.*)");
  static final String DELETED = " (deleted)";

  static ProcMaps parse(List<String> lines) {
    ImmutableSet.Builder<String> files = ImmutableSet.builder();
    ImmutableSet.Builder<String> shared = ImmutableSet.builder();
    ImmutableSet.Builder<String> deleted = ImmutableSet.builder();
    for (String line : lines) {
      Matcher match = LINE.matcher(line);
      if (!match.matches()) {
        continue;
      }
      String path = match.group(2).replace("\\012", "\n");
      if (path.startsWith("/memfd:") || path.startsWith("/SYSV") || path.startsWith("/dev/zero")
          || path.startsWith("/anon_hugepage") || path.startsWith("/[aio]")) {
        continue; // memory that CRIU carries as memory
      }
      if (path.endsWith(DELETED)) {
        deleted.add(path.substring(0, path.length() - DELETED.length()));
        continue;
      }
      files.add(path);
      if (match.group(1).matches(".w.s")) {
        shared.add(path);
      }
    }
    boolean ioUring = lines.stream().anyMatch(line -> line.endsWith(OpenFile.IO_URING));
    return new ProcMaps(files.build(), shared.build(), deleted.build(), ioUring);
  }
}
