package org.osswap.controller;

import java.util.Optional;

/**
 * What the user asks of a partition.
 *
 * @param cpus a list of logical CPUs, "2-3,6", or a count, "2"
 * @param memory bytes
 * @param nic name of the NIC that the successor gets
 */
public record Wish(Optional<String> cpus, Optional<Long> memory, Optional<String> nic) {}
