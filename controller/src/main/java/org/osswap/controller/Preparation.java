package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.partition.inventory.Inventory;
import org.osswap.partition.prepare.BootLoader;
import org.osswap.partition.prepare.KernelParameters;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;

/** The kernel parameters that a machine needs at its next boot, and how they get there. */
public final class Preparation {
  private final Site site;
  private final ImmutableList<String> parameters;

  private Preparation(Site site, ImmutableList<String> parameters) {
    this.site = site;
    this.parameters = parameters;
  }

  /**
   * Chooses the parameters.
   *
   * @param memory bytes to reserve; empty: half of the machine's RAM
   */
  public static Preparation of(Site site, Optional<Long> memory) {
    Machine machine =
        Inventory.read(site.root(), site.processes(), site.state().carriedMachine());
    long half =
        machine.getMemoryList().stream()
                .map(Memory::getExtent)
                .mapToLong(extent -> extent.getEnd() - extent.getStart())
                .sum()
            / 2;
    return new Preparation(site, KernelParameters.forFirstBoot(machine, memory.orElse(half)));
  }

  public ImmutableList<String> parameters() {
    return parameters;
  }

  /**
   * Writes them for the boot loader.
   *
   * @return what was done, and what the user has to do
   * @throws Failure if this machine's boot loader is not one that osswap can configure
   */
  public List<String> write() {
    String update =
        BootLoader.updateCommand(site.root())
            .orElseThrow(
                () ->
                    new Failure(
                        "write the kernel parameters",
                        BootLoader.GRUB_FILE,
                        "this machine has no update-grub",
                        "Give the next boot these kernel parameters by hand: "
                            + BootLoader.plain(parameters)));
    List<String> done = new ArrayList<>();
    try {
      Path file = site.root().path(BootLoader.GRUB_FILE);
      Files.createDirectories(file.getParent());
      Files.writeString(file, BootLoader.grubFile(parameters));
      done.add("wrote " + BootLoader.GRUB_FILE + ": " + BootLoader.plain(parameters));
    } catch (IOException e) {
      throw new Failure(
          "write the kernel parameters", BootLoader.GRUB_FILE, e.toString(), "Run as root.", e);
    }
    site.processes()
        .run(Duration.ofMinutes(2), update)
        .orFail("update the boot loader", update, "See what it says.");
    done.add("ran " + update);
    done.add("Boot the machine once; 'osswap doctor' then says whether it can be swapped.");
    return done;
  }
}
