package org.osswap.partition.quiesce;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.handoff.Undos;
import org.osswap.partition.inventory.IpJson;
import org.osswap.proto.Nic;
import org.osswap.proto.Undo;

/** Brings a NIC down; its inverse brings back its settings, state, addresses and routes. */
final class NicStep {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String STEP = "bring a NIC down";

  /**
   * $0 its PCI function, $1 its name, $2 its hardware address. A udev that could not give the name may have given it as an
   * alternative one, which is in the way then.
   */
  private static final String RENAME =
      """
      [ ! -e "/sys/class/net/$1" ] || exit 0
      for found in "/sys/bus/pci/devices/$0"/net/* "/sys/bus/pci/devices/$0"/*/net/*; do
        if [ -e "$found" ] && [ "$(cat "$found/address")" = "$2" ]; then
          ip link property del dev "${found##*/}" altname "$1" 2>/dev/null || true
          exec ip link set dev "${found##*/}" name "$1"
        fi
      done
      echo "no interface of $0 has the address $2" >&2
      exit 1
      """;

  private static final String REMEDY = "See what 'ip' says, and what manages this interface.";

  private final Act act;

  NicStep(Act act) {
    this.act = act;
  }

  void run(Nic nic) {
    if (!act.root().exists("/sys/class/net/" + nic.getName())) {
      return;
    }
    // The last one recorded is undone first: name, settings, link, then addresses, then routes.
    for (IpJson.Route route : routes(nic.getName()).reverse()) {
      act.undoLog().accept(restore(nic.getName(), route));
    }
    for (String address : nic.getAddressesList()) {
      act.undoLog()
          .accept(
              Undos.command(
                  "give " + nic.getName() + " the address " + address,
                  "ip", "addr", "replace", address, "dev", nic.getName()));
    }
    if (nic.getUp()) {
      act.undoLog()
          .accept(
              Undos.command(
                  "bring " + nic.getName() + " up", "ip", "link", "set", nic.getName(), "up"));
    }
    LinkSettings.differing(
        act.root(),
        nic.getName(),
        (file, value) ->
            act.undoLog().accept(Undos.write("set " + file + " to " + value, file, value)));
    act.undoLog().accept(rename(nic));
    FaultPoint.QUIESCE_NIC.around(() -> ip("link", "set", nic.getName(), "down"));
    act.progress().accept(nic.getName() + " is down");
  }

  /** A udev that can't write its database, for a full disk, names no interface; and never does later. */
  private static Undo rename(Nic nic) {
    return Undos.command(
        "call the interface of " + nic.getPciAddress() + " " + nic.getName(),
        "sh",
        "-c",
        RENAME,
        nic.getPciAddress(),
        nic.getName(),
        nic.getMac());
  }

  private ImmutableList<IpJson.Route> routes(String device) {
    return ImmutableList.<IpJson.Route>builder()
        .addAll(IpJson.routes(ip("-j", "route", "show", "dev", device).out()))
        .addAll(IpJson.routes(ip("-6", "-j", "route", "show", "dev", device).out()))
        .build()
        .stream()
        .filter(route -> !route.protocol().equals("kernel"))
        .collect(ImmutableList.toImmutableList());
  }

  private static Undo restore(String device, IpJson.Route route) {
    List<String> argv = new ArrayList<>(List.of("ip"));
    if (route.destination().contains(":") || route.gateway().orElse("").contains(":")) {
      argv.add("-6");
    }
    argv.addAll(List.of("route", "replace", route.destination()));
    route.gateway().ifPresent(gateway -> argv.addAll(List.of("via", gateway)));
    argv.addAll(List.of("dev", device));
    route.source().ifPresent(source -> argv.addAll(List.of("src", source)));
    route.metric().ifPresent(metric -> argv.addAll(List.of("metric", metric.toString())));
    return Undos.command(
        "restore the route to " + route.destination(), argv.toArray(String[]::new));
  }

  private ProcessRunner.Outcome ip(String... arguments) {
    List<String> argv = ImmutableList.<String>builder().add("ip").add(arguments).build();
    return act.runner()
        .run(argv, LIMIT)
        .orFail(STEP, String.join(" ", argv), REMEDY);
  }
}
