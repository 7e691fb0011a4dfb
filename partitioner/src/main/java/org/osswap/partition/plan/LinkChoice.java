package org.osswap.partition.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osswap.base.Extents;
import org.osswap.proto.Machine;
import org.osswap.proto.MemoryLinkPlan;
import org.osswap.proto.Nic;
import org.osswap.proto.PartitionPlan;

/** Where the link in shared memory lies, and the two addresses of its ends. */
final class LinkChoice {
  /** Of one ring: a page of indices, and 4 MiB of frames. */
  private static final long RING = Extents.PAGE + 4 * Extents.MIB;

  private static final long WINDOW = 2 * RING;

  /**
   * Networks of four addresses, the ends of private ranges (RFC 1918), where these are all in use those of
   * RFC 2544 and RFC 6598: the first that nobody here has or routes to.
   */
  private static final ImmutableList<String> NETWORKS =
      ImmutableList.of(
          "192.168.255.252/30",
          "172.31.255.252/30",
          "10.255.255.252/30",
          "198.19.255.252/30",
          "100.127.255.252/30");

  /** A route this short is a default route in disguise, as VPNs set two of. */
  private static final int SHORTEST_PREFIX = 2;

  private LinkChoice() {}

  /**
   * Adds the link to a plan, or a note that says why there is none.
   *
   * @param window where its memory begins; a multiple of the page size
   */
  static void apply(PartitionPlan.Builder plan, Machine machine, long window, Addresses handoff) {
    ImmutableList<Range<Long>> used =
        Stream.of(
                machine.getRoutesList(),
                machine.getNicsList().stream()
                    .map(Nic::getAddressesList)
                    .flatMap(List::stream)
                    .toList(),
                List.of(handoff.successor(), handoff.incumbent(), handoff.gateway()))
            .flatMap(List::stream)
            .flatMap(cidr -> range(cidr).stream())
            .collect(ImmutableList.toImmutableList());
    Optional<Range<Long>> free =
        NETWORKS.stream()
            .flatMap(network -> range(network).stream())
            .filter(network -> used.stream().noneMatch(range -> overlap(range, network)))
            .findFirst();
    if (free.isEmpty()) {
      plan.addNotes(
          "no handoff link in memory: this machine has routes to each of "
              + String.join(", ", NETWORKS));
      return;
    }
    long first = free.get().lowerEndpoint();
    plan.setMemoryLink(
        MemoryLinkPlan.newBuilder()
            .setWindow(Extents.sized(window, WINDOW))
            .setIncumbentAddress(text(first + 1))
            .setSuccessorAddress(text(first + 2)));
    plan.addNotes(
        "the handoff link takes "
            + Extents.amount(WINDOW)
            + " of the partition; they stay reserved until the next swap");
  }

  private static boolean overlap(Range<Long> one, Range<Long> other) {
    return one.isConnected(other) && !one.intersection(other).isEmpty();
  }

  /** The addresses of 10.0.0.0/8, 10.1.2.3/24, which is 10.1.2.0/24, or 10.1.2.3; IPv4 only. */
  private static Optional<Range<Long>> range(String cidr) {
    int slash = cidr.indexOf('/');
    String address = slash < 0 ? cidr : cidr.substring(0, slash);
    Integer prefix = slash < 0 ? Integer.valueOf(32) : Ints.tryParse(cidr.substring(slash + 1));
    if (!InetAddresses.isInetAddress(address)
        || prefix == null
        || prefix < SHORTEST_PREFIX
        || prefix > 32) {
      return Optional.empty();
    }
    InetAddress parsed = InetAddresses.forString(address);
    if (!(parsed instanceof Inet4Address)) {
      return Optional.empty();
    }
    long size = 1L << (32 - prefix);
    long start = Integer.toUnsignedLong(InetAddresses.coerceToInteger(parsed)) & -size;
    return Optional.of(Range.closedOpen(start, start + size));
  }

  private static String text(long address) {
    return InetAddresses.fromInteger((int) address).getHostAddress();
  }
}
