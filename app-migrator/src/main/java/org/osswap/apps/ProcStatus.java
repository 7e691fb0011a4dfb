package org.osswap.apps;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/**
 * The fields of /proc/PID/status (proc(5)) that a move needs.
 *
 * @param ownBytes resident, but for what is as it is in files: those move as files
 * @param capable has any capability, in its user namespace
 */
public record ProcStatus(int nsPid, int uid, int gid, int tracer, long ownBytes, boolean capable) {
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  /**
   * Parses the file's lines; what is missing reads as zero.
   *
   * @throws IllegalArgumentException if a number is none
   */
  static ProcStatus parse(List<String> lines) {
    ImmutableMap.Builder<String, List<String>> fields = ImmutableMap.builder();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), WORDS.splitToList(line.substring(colon + 1)));
      }
    }
    ImmutableMap<String, List<String>> all = fields.buildKeepingLast();
    List<String> pids = all.getOrDefault("NSpid", all.getOrDefault("Pid", List.of("0")));
    return new ProcStatus(
        pids.isEmpty() ? 0 : Integer.parseInt(pids.get(pids.size() - 1)),
        first(all, "Uid"),
        first(all, "Gid"),
        first(all, "TracerPid"),
        1024L * (first(all, "RssAnon") + (long) first(all, "RssShmem")),
        !String.join("", all.getOrDefault("CapPrm", List.of())).matches("0*"));
  }

  private static int first(ImmutableMap<String, List<String>> fields, String name) {
    List<String> words = fields.getOrDefault(name, List.of());
    return words.isEmpty() ? 0 : Integer.parseInt(words.get(0));
  }
}
