package org.osswap.partition.prepare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import java.util.Comparator;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.partition.inventory.KernelCommandLine;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;

/** The kernel parameters that a system must be booted with to be swapped later. */
public final class KernelParameters {
  /** Without it each kernel's panic and kexec stop the other one's CPUs, silently. */
  public static final String NO_IPI_BROADCAST = "no_ipi_broadcast=1";

  /** Devices interrupt the CPU that they were programmed for, whoever owns the remapping unit. */
  public static final String NO_INTERRUPT_REMAPPING = "intremap=off";

  /** A remapping unit that the incumbent set up would stop the DMA of the successor's devices. */
  private static final ImmutableList<String> NO_DMA_REMAPPING =
      ImmutableList.of("intel_iommu=off", "amd_iommu=off");

  /** A panic must not reset the machine under the other system. */
  public static final String NO_PANIC_REBOOT = "panic=0";

  /** Room for the stub that a panic parks itself in. */
  public static final String CRASH_KERNEL = "crashkernel=32M";

  private static final long ALIGNMENT = 128 * Extents.MIB;

  /** What the system keeps below a reservation in the same range of memory. */
  private static final long LEAST_LEFT = 256 * Extents.MIB;

  private KernelParameters() {}

  /** What every incumbent needs, apart from memory for the successor. */
  public static ImmutableList<String> always() {
    return ImmutableList.of(
        NO_IPI_BROADCAST, NO_INTERRUPT_REMAPPING, NO_PANIC_REBOOT, CRASH_KERNEL);
  }

  /** Those of {@link #always} that the running kernel wasn't given; another size of crashkernel does. */
  public static ImmutableList<String> missing(KernelCommandLine running) {
    return always().stream()
        .filter(parameter -> !running.has(parameter))
        .filter(parameter -> !(isCrashKernel(parameter) && running.value("crashkernel").isPresent()))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isCrashKernel(String parameter) {
    return parameter.equals(CRASH_KERNEL);
  }

  /**
   * All parameters of a first boot. The reservation lies at the end of the highest range of RAM
   * that has room for it, and starts at a multiple of 128 MiB.
   *
   * @param memoryBytes to reserve for the successor; rounded up to 128 MiB
   * @throws Failure if no range has room
   */
  public static ImmutableList<String> forFirstBoot(Machine machine, long memoryBytes) {
    Range<Long> reservation = reservation(machine, memoryBytes);
    return ImmutableList.<String>builder()
        .addAll(always())
        .addAll(NO_DMA_REMAPPING)
        .add(
            String.format(
                "memmap=%dM$0x%x",
                (reservation.upperEndpoint() - reservation.lowerEndpoint()) / Extents.MIB,
                reservation.lowerEndpoint()))
        .build();
  }

  private static Range<Long> reservation(Machine machine, long bytes) {
    long size = Extents.alignUp(Math.max(bytes, ALIGNMENT), ALIGNMENT);
    var ram =
        Extents.set(
            machine.getMemoryList().stream()
                .filter(memory -> memory.getKind() != Memory.Kind.HOT_ADDED)
                .map(Memory::getExtent)
                .toList());
    if (Extents.size(ram) - size < LEAST_LEFT) {
      throw noRoom(bytes, Extents.amount(Extents.size(ram)) + " is all that the machine has");
    }
    return ram.asRanges().stream()
        .filter(range -> (range.upperEndpoint() & -ALIGNMENT) - size >= range.lowerEndpoint())
        .max(Comparator.comparing(Range::lowerEndpoint))
        .map(range -> range.upperEndpoint() & -ALIGNMENT)
        .map(end -> Range.closedOpen(end - size, end))
        .orElseThrow(() -> noRoom(bytes, "the ranges of memory are " + Extents.describe(ram)));
  }

  private static Failure noRoom(long bytes, String reason) {
    return new Failure(
        "find memory to reserve", Extents.amount(bytes), reason, "Ask for less memory.");
  }
}
