package org.osswap.partition.belongings;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;

/** The nftables tables with names that osswap gives: {@code ip osswap_redis}. */
final class NftTables {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Splitter WORDS = Splitter.on(' ');
  private static final String PREFIX = "osswap";

  private NftTables() {}

  static ImmutableMap<String, String> read(Look look, ImmutableSet<String> names) {
    ProcessRunner.Outcome tables;
    try {
      tables = look.runner().run(LIMIT, "nft", "list", "tables");
    } catch (Failure withoutNft) {
      return ImmutableMap.of(); // where there is no nft, there are no fences either
    }
    return parse(
        tables.orFail("list the tables of nftables", "nft", "See what it says.").out().lines().toList());
  }

  /** Lines: {@code table ip osswap_redis}. */
  static ImmutableMap<String, String> parse(List<String> lines) {
    return lines.stream()
        .map(line -> WORDS.splitToList(line.strip()))
        .filter(words -> words.size() == 3 && words.get(2).startsWith(PREFIX))
        .map(words -> words.get(1) + " " + words.get(2))
        .distinct()
        .collect(ImmutableMap.toImmutableMap(table -> table, table -> "there"));
  }
}
