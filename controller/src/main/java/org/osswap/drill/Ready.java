package org.osswap.drill;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.osswap.proto.SwapReport;

/**
 * A machine on which a drill can begin.
 *
 * @param kind qemu or real
 * @param status of the incumbent
 * @param apps that have a client
 * @param clocks of the sides that answer
 */
public record Ready(
    String kind,
    SwapReport status,
    ImmutableSet<String> apps,
    ImmutableMap<Side, ClockOffset> clocks) {

  ClockOffset clock(Side side) {
    return clocks.getOrDefault(side, ClockOffset.NONE);
  }
}
