package org.osswap.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.osswap.apps.AppPaths;
import org.osswap.base.Failure;
import org.osswap.proto.LossPolicy;
import org.tomlj.TomlTable;

/**
 * What the machine's owner wants watched: the table {@code [watch]} of the configuration.
 *
 * <pre>
 * [watch]                            # may be left out
 * disks = ["/dev/mapper/data"]       # of the machine as a whole; an application's are in its manifest
 * links = ["ens1"]                   # network devices whose carrier is watched
 * gateway = "10.0.0.1"               # default: that of [handoff]; "": none
 * peers = ["10.0.0.5"]               # with the gateway one path: lost when none of them answers
 * limit_s = 140                      # a path without an answer for so long is acted upon
 * pdl_s = 10                         # the same, if it is known not to come back
 * policy = "alert"                   # or "handoff", "takeover"
 * probe_s = 5                        # between two probes, and how long one may take
 * </pre>
 */
public record WatchConfig(
    ImmutableList<String> disks,
    ImmutableList<String> links,
    Optional<String> gateway,
    ImmutableList<String> peers,
    Duration limit,
    Duration permanentLimit,
    LossPolicy policy,
    Duration probe) {
  /** The field's usual one for all paths down. */
  private static final int DEFAULT_LIMIT = 140;

  private static final int DEFAULT_PERMANENT_LIMIT = 10;
  private static final int DEFAULT_PROBE = 5;
  private static final int LONGEST_PROBE = 60;

  /** The keys, as a remedy lists them. */
  public static final String KEYS =
      "disks, links, gateway, peers, limit_s, pdl_s, policy, probe_s";

  private static final ImmutableSet<String> KNOWN =
      ImmutableSet.copyOf(KEYS.split(", ", -1));

  /** Nothing is watched but what manifests name. */
  public static final WatchConfig NONE =
      new WatchConfig(
          ImmutableList.of(),
          ImmutableList.of(),
          Optional.empty(),
          ImmutableList.of(),
          Duration.ofSeconds(DEFAULT_LIMIT),
          Duration.ofSeconds(DEFAULT_PERMANENT_LIMIT),
          LossPolicy.ALERT,
          Duration.ofSeconds(DEFAULT_PROBE));

  /**
   * Reads the table.
   *
   * @param otherGateway that of the handoff; may be empty
   * @param refused makes a failure of a cause
   */
  public static WatchConfig parse(
      TomlTable table, String otherGateway, Function<String, Failure> refused) {
    for (String key : table.keySet()) {
      if (!KNOWN.contains(key)) {
        throw refused.apply("unknown key \"watch." + key + "\"");
      }
    }
    String gateway = table.getString("gateway", () -> otherGateway);
    WatchConfig config =
        new WatchConfig(
            texts(table, "disks"),
            texts(table, "links"),
            Optional.of(gateway).filter(text -> !text.isEmpty()),
            texts(table, "peers"),
            seconds(table, "limit_s", DEFAULT_LIMIT, AppPaths.LONGEST_LIMIT_S, refused),
            seconds(table, "pdl_s", DEFAULT_PERMANENT_LIMIT, AppPaths.LONGEST_LIMIT_S, refused),
            policy(table.getString("policy", () -> "alert"), refused),
            seconds(table, "probe_s", DEFAULT_PROBE, LONGEST_PROBE, refused));
    config.check(refused);
    return config;
  }

  private void check(Function<String, Failure> refused) {
    for (String disk : disks) {
      if (!AppPaths.isDevice(disk)) {
        throw refused.apply("watch.disks: \"" + disk + "\" is no block device, as /dev/mapper/data");
      }
    }
    for (String link : links) {
      if (!link.matches("[A-Za-z0-9._@:-]{1,15}") || link.startsWith(".")) {
        throw refused.apply("watch.links: \"" + link + "\" is no name of a network device");
      }
    }
    ImmutableList.Builder<String> neighbours = ImmutableList.<String>builder().addAll(peers);
    gateway.ifPresent(neighbours::add);
    for (String address : neighbours.build()) {
      if (address.indexOf(':') >= 0 || !InetAddresses.isInetAddress(address)) {
        throw refused.apply("watch: \"" + address + "\" is no IPv4 address");
      }
    }
    if (limit.compareTo(probe) < 0) {
      throw refused.apply("watch.limit_s is shorter than watch.probe_s: one slow answer would be a loss");
    }
  }

  private static ImmutableList<String> texts(TomlTable table, String key) {
    return table.getArrayOrEmpty(key).toList().stream()
        .map(String::valueOf)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private static Duration seconds(
      TomlTable table, String key, int otherwise, int most, Function<String, Failure> refused) {
    long value = table.getLong(key, () -> otherwise);
    if (value < 1 || value > most) {
      throw refused.apply("watch." + key + " is out of range: " + value + "; from 1 to " + most);
    }
    return Duration.ofSeconds(value);
  }

  private static LossPolicy policy(String name, Function<String, Failure> refused) {
    return AppPaths.policy(name)
        .orElseThrow(
            () ->
                refused.apply(
                    "watch.policy: \"" + name + "\" is not " + AppPaths.POLICY_NAMES));
  }
}
