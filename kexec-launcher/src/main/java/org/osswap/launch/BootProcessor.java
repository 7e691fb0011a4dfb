package org.osswap.launch;

import java.util.Optional;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;
import org.osswap.proto.PartitionPlan;

/** The machine's boot processor, and what an INIT does to it. */
public final class BootProcessor {
  private BootProcessor() {}

  /**
   * Why an incumbent that hangs couldn't be kept from running; empty if it can. Whatever other CPUs are
   * taken from it, it goes on where its boot processor does.
   */
  public static Optional<String> unfenceable(PartitionPlan plan) {
    boolean stays = plan.getRemainderCpusList().stream().anyMatch(Cpu::getBootProcessor);
    return stays && !survivesInit(plan.getMachine())
        ? Optional.of(
            "an old OS that hangs goes on at any time unless all its CPUs are taken by INIT; the machine's"
                + " boot processor is one of them, and the firmware ("
                + plan.getMachine().getFirmware()
                + ") is not known to give it back after INIT: it may reset the machine")
        : Optional.empty();
  }

  /**
   * INIT sends the boot processor to the reset vector. SeaBIOS then follows the warm-reset vector that
   * Linux has set; other firmware may reset the machine.
   */
  static boolean survivesInit(Machine machine) {
    String firmware = machine.getFirmware();
    return firmware.contains("SeaBIOS") || firmware.contains("QEMU");
  }
}
