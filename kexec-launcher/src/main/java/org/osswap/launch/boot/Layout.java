package org.osswap.launch.boot;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.image.BzImage;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/**
 * Where everything goes within the partition. All of it lies in the largest extent: boot_params,
 * command line and ACPI tables at its bottom, then the kernel, the initrd at its top.
 *
 * @param bootParams one page
 * @param commandLine zero-terminated text
 * @param acpi the block of ACPI tables, whole pages
 * @param kernel from the load address on, as much as the kernel needs before it knows its memory
 * @param initrd exactly as long as its content
 */
public record Layout(
    Extent bootParams, Extent commandLine, Extent acpi, Extent kernel, Extent initrd) {

  /** The stubs' page tables map this much: one page directory pointer table. */
  private static final long MAPPED = 512L << 30;

  /**
   * Finds room.
   *
   * @param commandLineSize bytes, the terminating zero included
   * @param acpiSize bytes of the ACPI tables
   * @param initrdSize bytes of all its parts
   * @throws Failure if the image is larger than the partition
   */
  public static Layout of(
      PartitionPlan plan, BzImage kernel, long commandLineSize, long acpiSize, long initrdSize) {
    Extent main =
        plan.getMemoryList().stream()
            .max(Comparator.comparingLong(Extents::size))
            .orElseThrow(() -> refusal("partition", "the plan has no memory"));
    if (main.getEnd() > MAPPED || plan.getGrantPage().getEnd() > MAPPED) {
      throw refusal(
          Extents.describe(main), "lies above 512 GiB, where the stubs' page tables end");
    }
    Space space = new Space(main, shared(plan));
    try {
      Extent bootParams = space.lowest(BootParams.SIZE, Extents.PAGE);
      Extent commandLine = space.lowest(commandLineSize, Extents.PAGE);
      Extent acpi = space.lowest(Extents.alignUp(acpiSize, Extents.PAGE), Extents.PAGE);
      Extent code = space.lowest(kernel.initSize(), kernel.kernelAlignment());
      Extent initrd = space.highest(initrdSize);
      return new Layout(bootParams, commandLine, acpi, code, initrd);
    } catch (NoRoom e) {
      throw refusal(
          Extents.describe(main),
          String.format(
              "the image is larger than the partition: kernel %d MiB, initrd %d MiB, largest extent %d MiB",
              mebibytes(kernel.initSize()), mebibytes(initrdSize), Extents.size(main) >> 20));
    }
  }

  /** What both sides use while they run. */
  static List<Extent> shared(PartitionPlan plan) {
    return plan.hasMemoryLink()
        ? List.of(plan.getGrantPage(), plan.getMemoryLink().getWindow())
        : List.of(plan.getGrantPage());
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  private static Failure refusal(String object, String reason) {
    return new Failure(
        "lay out the partition",
        object,
        reason,
        "Give the partition more memory (--memory), or choose a smaller image.");
  }

  /** What is free of one extent. */
  private static final class Space {
    private final RangeSet<Long> free = TreeRangeSet.create();

    Space(Extent whole, List<Extent> taken) {
      free.add(Extents.range(whole));
      for (Extent one : taken) {
        free.remove(
            Range.closedOpen(
                Extents.alignDown(one.getStart(), Extents.PAGE),
                Extents.alignUp(one.getEnd(), Extents.PAGE)));
      }
    }

    Extent lowest(long size, long alignment) throws NoRoom {
      for (Range<Long> range : free.asRanges()) {
        long start = Extents.alignUp(range.lowerEndpoint(), alignment);
        if (start + size <= range.upperEndpoint()) {
          return take(start, size);
        }
      }
      throw new NoRoom();
    }

    Extent highest(long size) throws NoRoom {
      Optional<Long> start =
          free.asRanges().stream()
              .filter(range -> range.upperEndpoint() - range.lowerEndpoint() >= size)
              .map(range -> Extents.alignDown(range.upperEndpoint() - size, Extents.PAGE))
              .filter(at -> free.encloses(Range.closedOpen(at, at + size)))
              .max(Comparator.naturalOrder());
      return take(start.orElseThrow(NoRoom::new), size);
    }

    private Extent take(long start, long size) {
      Extent taken = Extents.sized(start, size);
      free.remove(Range.closedOpen(start, Extents.alignUp(start + size, Extents.PAGE)));
      return taken;
    }
  }

  private static final class NoRoom extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
