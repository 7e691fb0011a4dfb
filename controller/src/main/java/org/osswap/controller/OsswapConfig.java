package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osswap.apps.TomlText;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.Machine;
import org.osswap.watch.WatchConfig;
import org.tomlj.TomlInvalidTypeException;
import org.tomlj.TomlTable;

/**
 * What the machine's owner decides once: {@code /etc/osswap/osswap.toml}. It travels to each
 * successor.
 *
 * <pre>
 * [handoff]
 * addresses = ["10.0.0.10/24", "10.0.0.11/24"]  # the machine's two; the successor gets the free one
 * gateway = "10.0.0.1"                          # may be left out
 * port = 7400                                   # of the successor's agent
 * attest_seconds = 300                          # how long a successor may take to boot
 * command_line = "console=ttyS1,115200"         # for every successor's kernel; may be left out
 * link = "memory"                               # the NIC is the fall-back; "nic": over that alone
 * [criu]                                        # may be left out
 * breakpoints = true                            # false where debug registers don't work
 * [swap]                                        # may be left out
 * auto_resume = true                            # false: nothing goes on by itself with an interrupted swap
 * [arm]                                         # may be left out
 * hang_limit_s = 10                             # silence of the old OS's heart that counts as a hang
 * rearm = false                                 # true: what was used of an armed successor is armed again
 * [watch]                                       # may be left out: see WatchConfig
 * [faults]                                      # may be left out: for labs only
 * enabled = false                               # true: fault points are on
 * </pre>
 */
public record OsswapConfig(
    Handoff handoff,
    boolean breakpoints,
    boolean autoResume,
    Arm arm,
    WatchConfig watch,
    boolean faults) {

  static final String PATH = "/etc/osswap/osswap.toml";

  private static final ImmutableSet<String> HANDOFF_KEYS =
      ImmutableSet.of("addresses", "gateway", "port", "attest_seconds", "command_line", "link");
  private static final int DEFAULT_PORT = 7400;
  private static final int DEFAULT_ATTEST_SECONDS = 300;

  /** A silence shorter than this may be one of a machine that is merely slow. */
  static final int LEAST_HANG_LIMIT = 2;

  private static final int DEFAULT_HANG_LIMIT = 10;

  /** How a successor is kept armed. */
  public record Arm(Duration hangLimit, boolean rearm) {}

  /** How incumbent and successor reach each other. */
  public record Handoff(
      ImmutableList<String> addresses,
      String gateway,
      int port,
      int attestSeconds,
      String commandLine,
      boolean memoryLink) {

    /** The address that this OS has now, without its prefix length. */
    String incumbent(Machine machine) {
      return here(machine)
          .map(cidr -> cidr.substring(0, cidr.indexOf('/')))
          .orElseThrow(
              () ->
                  new Failure(
                      "choose the handoff address",
                      String.join(", ", addresses),
                      "this machine has neither of them",
                      "Give a NIC of this machine one of the two addresses in " + PATH + "."));
    }

    /** The address that is free for the successor, with its prefix length. */
    String successor(Machine machine) {
      String mine = here(machine).orElse("");
      return addresses.get(0).equals(mine) ? addresses.get(1) : addresses.get(0);
    }

    private Optional<String> here(Machine machine) {
      return addresses.stream()
          .filter(a -> machine.getNicsList().stream().anyMatch(n -> n.getAddressesList().contains(a)))
          .findFirst();
    }
  }

  /** Reads the configuration of the machine below {@code root}. */
  public static OsswapConfig read(SysRoot root) {
    String text =
        root.text(PATH)
            .orElseThrow(
                () ->
                    new Failure(
                        "read the configuration",
                        PATH,
                        "there is no such file",
                        "Write it, with the two addresses that the old and the new OS use in turn:"
                            + " [handoff] addresses = [\"10.0.0.10/24\", \"10.0.0.11/24\"]"));
    return parse(text);
  }

  static OsswapConfig parse(String text) {
    List<String> problems = new ArrayList<>();
    TomlTable tree =
        TomlText.parse(text, problems::add).orElseThrow(() -> refused(problems.get(0)));
    refuseUnknown(tree, ImmutableSet.of("handoff", "criu", "swap", "arm", "watch", "faults"));
    try {
      TomlTable handoff = tree.getTableOrEmpty("handoff");
      refuseUnknown(handoff, HANDOFF_KEYS);
      TomlTable criu = tree.getTableOrEmpty("criu");
      refuseUnknown(criu, ImmutableSet.of("breakpoints"));
      TomlTable swap = tree.getTableOrEmpty("swap");
      refuseUnknown(swap, ImmutableSet.of("auto_resume"));
      TomlTable arm = tree.getTableOrEmpty("arm");
      refuseUnknown(arm, ImmutableSet.of("hang_limit_s", "rearm"));
      TomlTable faults = tree.getTableOrEmpty("faults");
      refuseUnknown(faults, ImmutableSet.of("enabled"));
      return new OsswapConfig(
          new Handoff(
              addresses(handoff),
              handoff.getString("gateway", () -> ""),
              number(handoff, "port", DEFAULT_PORT, 65535),
              number(handoff, "attest_seconds", DEFAULT_ATTEST_SECONDS, Integer.MAX_VALUE),
              handoff.getString("command_line", () -> ""),
              memoryLink(handoff.getString("link", () -> "memory"))),
          criu.getBoolean("breakpoints", () -> true),
          swap.getBoolean("auto_resume", () -> true),
          new Arm(hangLimit(arm), arm.getBoolean("rearm", () -> false)),
          tree.contains("watch")
              ? WatchConfig.parse(
                  tree.getTableOrEmpty("watch"),
                  handoff.getString("gateway", () -> ""),
                  OsswapConfig::refused)
              : WatchConfig.NONE,
          faults.getBoolean("enabled", () -> false));
    } catch (TomlInvalidTypeException e) {
      throw refused(e.getMessage());
    }
  }

  private static void refuseUnknown(TomlTable table, ImmutableSet<String> known) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw refused("unknown key \"" + key + "\"");
      }
    }
  }

  private static ImmutableList<String> addresses(TomlTable handoff) {
    ImmutableList<String> addresses =
        handoff.getArrayOrEmpty("addresses").toList().stream()
            .map(String::valueOf)
            .collect(ImmutableList.toImmutableList());
    if (addresses.size() != 2) {
      throw refused("handoff.addresses must name two addresses");
    }
    for (String address : addresses) {
      if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}")) {
        throw refused(address + " is no IPv4 address with a prefix length, as 10.0.0.10/24");
      }
    }
    return addresses;
  }

  private static boolean memoryLink(String link) {
    return switch (link) {
      case "memory" -> true;
      case "nic" -> false;
      default -> throw refused("handoff.link is \"memory\" or \"nic\", not \"" + link + "\"");
    };
  }

  private static int number(TomlTable handoff, String key, int otherwise, int most) {
    long value = handoff.getLong(key, () -> otherwise);
    if (value < 1 || value > most) {
      throw refused("handoff." + key + " is out of range: " + value);
    }
    return (int) value;
  }

  private static Duration hangLimit(TomlTable arm) {
    long seconds = arm.getLong("hang_limit_s", () -> DEFAULT_HANG_LIMIT);
    if (seconds < LEAST_HANG_LIMIT || seconds > 3600) {
      throw refused(
          "arm.hang_limit_s is out of range: " + seconds + "; from " + LEAST_HANG_LIMIT + " to 3600");
    }
    return Duration.ofSeconds(seconds);
  }

  private static Failure refused(String cause) {
    return new Failure(
        "read the configuration",
        PATH,
        cause,
        "Correct the file: [handoff] with addresses, gateway, port, attest_seconds, command_line, link;"
            + " [criu] with breakpoints; [swap] with auto_resume;"
            + " [arm] with hang_limit_s, rearm; [watch] with "
            + WatchConfig.KEYS
            + "; [faults] with enabled.");
  }
}
