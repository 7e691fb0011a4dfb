package org.osswap.watch;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells whether this machine reaches anybody: its gateway and peers, as one path.
 *
 * <pre>
 * sign                                                       state
 * nobody has answered since the watch began                  unknown
 * none of those who ever answered does now                   APD
 * some of them do                                            DEGRADED
 * all of them do                                             UP
 * </pre>
 *
 * Somebody answers who returns an ICMP echo, or whose entry in the neighbours' table is complete: the kernel
 * asks by ARP for whom the echo is sent to, so that one who drops echos is seen too. Whoever is silent from
 * the start may be so on purpose, and doesn't count.
 */
final class Neighbours {
  private static final Splitter COLUMNS =
      Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  /** ATF_COM, linux/if_arp.h. */
  private static final int COMPLETE = 2;

  private final Set<String> heard = new HashSet<>();

  /**
   * Reads {@code /proc/net/arp}: a heading, then address, type, flags, hardware address, mask, device.
   *
   * @return the addresses whose entries are complete
   */
  static ImmutableSet<String> complete(List<String> table) {
    return table.stream()
        .skip(1)
        .map(COLUMNS::splitToList)
        .filter(row -> row.size() >= 3 && row.get(2).matches("0x[0-9a-fA-F]{1,8}"))
        .filter(row -> (Long.decode(row.get(2)) & COMPLETE) != 0)
        .map(row -> row.get(0))
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * Judges.
   *
   * @param all the addresses
   * @param answering those who answer now
   */
  Finding judge(List<String> all, Set<String> answering) {
    all.stream().filter(answering::contains).forEach(heard::add);
    ImmutableList<String> silent =
        all.stream()
            .filter(address -> heard.contains(address) && !answering.contains(address))
            .collect(ImmutableList.toImmutableList());
    if (heard.isEmpty()) {
      return Finding.unknown("nobody has answered yet");
    }
    String evidence = silent.isEmpty() ? "all answer" : "no answer from " + String.join(", ", silent);
    if (silent.size() == heard.size()) {
      return Finding.transientLoss(evidence);
    }
    return silent.isEmpty() ? Finding.up(evidence) : Finding.degraded(evidence);
  }
}
