package org.osswap.apps;

import com.google.common.base.Splitter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.Undo;

/**
 * Where an application's service address is, or belongs.
 *
 * @param cidr for example 10.77.0.101/32
 */
record ServiceAddress(String cidr, String device) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  /** The device that has the address now; empty when none has. */
  static Optional<ServiceAddress> present(ProcessRunner runner, String cidr) {
    String ip = cidr.substring(0, cidr.indexOf('/'));
    return runner
        .run(LIMIT, "ip", "-4", "-o", "address", "show", "to", ip + "/32")
        .orFail("find a service address", cidr, "Install iproute2.")
        .out()
        .lines()
        .map(WORDS::splitToList)
        // "2: eth0    inet 10.77.0.101/32 scope global eth0"
        .filter(words -> words.size() > 3 && !words.get(1).equals("lo"))
        .map(words -> new ServiceAddress(words.get(3), words.get(1)))
        .findFirst();
  }

  /** The device that the address belongs on: the one that the route to it leads through. */
  static ServiceAddress wanted(ProcessRunner runner, String cidr) {
    String ip = cidr.substring(0, cidr.indexOf('/'));
    List<String> words =
        WORDS.splitToList(
            runner
                .run(LIMIT, "ip", "-4", "-o", "route", "get", ip)
                .orFail("find a place for a service address", cidr, "Give this system a route to it.")
                .out());
    int dev = words.indexOf("dev");
    if (dev < 0 || words.get(dev + 1).equals("lo")) {
      throw new Failure(
          "find a place for a service address", cidr, "no network device leads to it",
          "Give this system an address in the same network.");
    }
    return new ServiceAddress(cidr, words.get(dev + 1));
  }

  String ip() {
    return cidr.substring(0, cidr.indexOf('/'));
  }

  Undo undoOfRemoval() {
    return undo("put " + cidr + " back on " + device, "replace");
  }

  Undo undoOfAddition() {
    return undo("take " + cidr + " off " + device, "delete");
  }

  private Undo undo(String what, String verb) {
    return Undo.newBuilder()
        .setWhat(what)
        .setCommand(
            Undo.Command.newBuilder()
                .addArgv("ip").addArgv("address").addArgv(verb).addArgv(cidr).addArgv("dev").addArgv(device))
        .build();
  }
}
