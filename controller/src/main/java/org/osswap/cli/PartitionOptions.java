package org.osswap.cli;

import java.util.Optional;
import org.osswap.controller.Wish;
import picocli.CommandLine.Option;

/** How the user wants the machine divided; what is left out is chosen by osswap. */
final class PartitionOptions {
  @Option(
      names = "--cpus",
      paramLabel = "LIST|COUNT",
      description = "CPUs for the successor, as 2-3,6, or how many, as 2.")
  private String cpus;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory for the successor, as 2G.")
  private String memory;

  @Option(names = "--nic", paramLabel = "NAME", description = "NIC for the successor, as eth1.")
  private String nic;

  Wish wish() {
    return new Wish(
        Optional.ofNullable(cpus),
        Optional.ofNullable(memory).map(Bytes::parse),
        Optional.ofNullable(nic));
  }
}
