package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.image.TargetImage;
import org.osswap.partition.inventory.KernelCommandLine;
import org.osswap.payload.AgentPayload;
import org.osswap.proto.PartitionPlan;

/**
 * What has to find room in a small partition, at the three moments that need the most: when the kernel has unpacked what it
 * was given and not freed it yet, when it begins to add the rest of the machine's memory, and when it has all of it. Known
 * sizes, and estimates of what isn't known before: what an initrd unpacks to, what its services take, and what a kernel sets
 * aside for a crash kernel.
 */
record Room(ImmutableList<Moment> moments) {
  /**
   * One of them.
   *
   * @param there bytes that there are
   * @param parts bytes that are needed, by name
   * @param otherwise what would make it less, but for a smaller image; may be empty
   */
  record Moment(long there, ImmutableMap<String, Long> parts, String otherwise) {
    long needed() {
      return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    private long lacking() {
      return needed() - there;
    }
  }

  /** What usual initrds unpack to: xz and zstd make a root file system a third to a fourth. */
  private static final int UNPACKED = 3;

  /** What such a root lacks, it lacks for the rest of its files: an eighth for what is rounded to pages, or badly estimated. */
  private static final int RESERVE = 8;

  /** The agent's own memory, with its heap full, and a small system's own services. */
  private static final long AGENT_AND_SERVICES = 160 * Extents.MIB;

  /** As {@code crashkernel=} is usually told. */
  private static final long CRASH_KERNEL = 32 * Extents.MIB;

  /**
   * Most of the rest is added as movable memory (ZONE_MOVABLE), so that it can be taken away for the next swap; for whatever
   * the machine needs of it, the kernel has the partition and what the plan leaves to it. Too little, and it kills
   * applications while most of the memory is free.
   */
  private static final int PARTS_FOR_THE_KERNEL = 16;

  /** Of each page of 4 KiB the kernel keeps a struct page of 64 bytes (include/linux/mm_types.h). */
  private static final int PAGES_PER_TABLE = 64;

  /**
   * Of a target.
   *
   * @param home osswap's installation, which comes along
   * @param applications bytes that they have resident, and their files; all of them
   * @param told the kernel's parameters
   */
  static Room needed(
      TargetImage image,
      Path home,
      long applications,
      PartitionPlan plan,
      KernelCommandLine told) {
    long crashKernel = told.value("crashkernel").isPresent() ? CRASH_KERNEL : 0;
    long partition = Extents.total(plan.getMemoryList());
    long own = Extents.size(plan.getKernelMemory());
    long rest = Extents.total(plan.getRemainderMemoryList());
    long osswap = AgentPayload.unpackedSize(home);
    try {
      long initrd = image.initrd().size();
      long unpacked = initrd * UNPACKED + osswap;
      ImmutableMap<String, Long> always =
          ImmutableMap.<String, Long>builder()
              .put("kernel", image.kernel().initSize())
              .put("its tables", partition / PAGES_PER_TABLE)
              .put("crash kernel", crashKernel)
              .put("handoff link", Extents.size(plan.getMemoryLink().getWindow()))
              .put("initrd, unpacked", initrd * UNPACKED)
              .put("osswap, unpacked", osswap)
              .buildOrThrow();
      ImmutableMap<String, Long> running =
          ImmutableMap.<String, Long>builder()
              .putAll(always)
              .put("agent and services", AGENT_AND_SERVICES)
              .put("applications", applications)
              .buildOrThrow();
      Moment booting =
          new Moment(
              partition,
              ImmutableMap.<String, Long>builder()
                  .putAll(always)
                  .put("initrd", initrd)
                  .put("agent's archive", AgentPayload.MAX_SIZE)
                  .put(
                      "as much again as unpacked, since a root in tmpfs gets half of the memory",
                      rootIsTmpfs(told) ? unpacked + unpacked / RESERVE : 0)
                  .buildOrThrow(),
              rootIsTmpfs(told) ? "say rootfstype=ramfs in handoff.command_line" : "");
      Moment adding =
          new Moment(
              partition,
              ImmutableMap.<String, Long>builder()
                  .putAll(running)
                  .put("tables of what is added first", (own > 0 ? own : rest) / PAGES_PER_TABLE)
                  .buildOrThrow(),
              "");
      Moment working =
          new Moment(
              partition + own,
              ImmutableMap.<String, Long>builder()
                  .putAll(running)
                  .put("tables of the rest", rest / PAGES_PER_TABLE)
                  .put("its work on the rest", rest / PARTS_FOR_THE_KERNEL)
                  .buildOrThrow(),
              "");
      return new Room(ImmutableList.of(booting, adding, working));
    } catch (IOException e) {
      throw new Failure(
          "read the image", image.path().toString(), e.toString(), "See its disk.", e);
    }
  }

  /** As init_rootfs() in the kernel's init/do_mounts.c decides it. */
  private static boolean rootIsTmpfs(KernelCommandLine told) {
    return told.value("rootfstype")
        .map(type -> type.contains("tmpfs"))
        .orElse(told.value("root").isEmpty());
  }

  /**
   * Compares it with the partition.
   *
   * @throws Failure if it is too small
   */
  void refuseTooSmall(PartitionPlan plan) {
    Moment worst = moments.stream().max(Comparator.comparingLong(Moment::lacking)).orElseThrow();
    if (worst.lacking() <= 0) {
      return;
    }
    long rounded = Extents.alignUp(worst.needed(), 128 * Extents.MIB);
    throw new Failure(
        "find room for the successor",
        "a partition of " + Extents.amount(Extents.total(plan.getMemoryList())),
        "too small for what has to run in it, "
            + Extents.amount(worst.needed() / Extents.MIB * Extents.MIB)
            + " at least: "
            + worst.parts().entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> part.getKey() + " " + part.getValue() / Extents.MIB + " MiB")
                .collect(Collectors.joining(", ")),
        "Ask for --memory " + rounded / Extents.MIB + "M or more, or take a smaller image"
            + (worst.otherwise().isEmpty() ? "" : ", or " + worst.otherwise())
            + ".");
  }
}
