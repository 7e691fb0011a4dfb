package org.osswap.partition.plan;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.osswap.proto.Machine;
import org.osswap.proto.Nic;

/**
 * The addresses of the handoff link.
 *
 * @param successor CIDR
 * @param incumbent without a prefix
 * @param gateway empty for none
 */
record Addresses(String successor, String incumbent, String gateway) {

  static Addresses choose(Machine machine, RootChoice choice, PlanRequest request) {
    String successor =
        request
            .successorAddress()
            .or(() -> choice.nic().getAddressesList().stream().findFirst())
            .orElseThrow(
                () ->
                    Refusal.of(
                        "NIC " + choice.nic().getName(),
                        "it has no address, and none was given for the successor",
                        "Give the successor's handoff address, as 10.0.0.2/24."));
    Cidr subnet = Cidr.parse(successor);
    List<String> staying =
        machine.getNicsList().stream()
            .filter(nic -> !choice.carries(nic.getPciAddress()))
            .map(Nic::getAddressesList)
            .flatMap(List::stream)
            .map(Addresses::withoutPrefix)
            .toList();
    if (staying.contains(withoutPrefix(successor))) {
      throw Refusal.of(
          "address " + successor,
          "the running system uses it",
          "Give the successor an address of its own.");
    }
    Optional<String> given = request.incumbentAddress().map(Addresses::withoutPrefix);
    given.ifPresent(Addresses::address);
    return new Addresses(
        successor,
        given
            .or(() -> staying.stream().filter(subnet::contains).findFirst())
            .orElseThrow(
                () ->
                    Refusal.of(
                        "address " + successor,
                        "the running system has no address in this subnet on a NIC that it keeps",
                        "Give an address in the subnet of one of " + staying + ".")),
        request.gateway().map(gateway -> address(gateway).getHostAddress()).orElse(""));
  }

  private static String withoutPrefix(String cidr) {
    int slash = cidr.indexOf('/');
    return slash < 0 ? cidr : cidr.substring(0, slash);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddresses.forString(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.of("address " + text, "not an IP address", "Write it as 10.0.0.2.");
    }
  }

  private record Cidr(InetAddress address, int prefix) {
    static Cidr parse(String text) {
      int slash = text.indexOf('/');
      InetAddress address = Addresses.address(withoutPrefix(text));
      try {
        int prefix = slash < 0 ? -1 : Integer.parseInt(text.substring(slash + 1));
        if (prefix >= 1 && prefix <= 8 * address.getAddress().length) {
          return new Cidr(address, prefix);
        }
      } catch (NumberFormatException e) {
        // Refused below.
      }
      throw Refusal.of("address " + text, "it has no prefix length", "Write it as 10.0.0.2/24.");
    }

    boolean contains(String other) {
      byte[] bytes = InetAddresses.forString(other).getAddress();
      byte[] own = address.getAddress();
      if (bytes.length != own.length) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((bytes[bit / 8] & mask) != (own[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
