package org.osswap.partition.plan;

import java.util.Optional;

/**
 * What the user asks of a plan.
 *
 * @param swapId of the swap: unique, printable
 * @param cpus a number of CPUs ("2") or a list of logical CPUs ("2-3", "2,6", "2-2")
 * @param memory in bytes
 * @param nic the successor's handoff NIC by name or MAC address
 * @param successorAddress of the handoff NIC, CIDR: 10.0.0.2/24
 * @param incumbentAddress where the successor reaches the incumbent; empty: the incumbent's address
 *     in the successor's subnet
 * @param gateway the successor's default route
 * @param memoryLink whether the two OSes are to reach each other through memory as well
 */
public record PlanRequest(
    String swapId,
    Optional<String> cpus,
    Optional<Long> memory,
    Optional<String> nic,
    Optional<String> successorAddress,
    Optional<String> incumbentAddress,
    Optional<String> gateway,
    boolean memoryLink) {

  /** Everything by default, for a successor at this address. */
  public static PlanRequest defaults(String swapId, String successorAddress) {
    return new PlanRequest(
        swapId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(successorAddress),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
