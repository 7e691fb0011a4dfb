package org.osswap.controller;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.image.TargetImage;
import org.osswap.partition.inventory.KernelCommandLine;
import org.osswap.payload.AgentPayload;
import org.osswap.proto.PartitionPlan;

/**
 * What has to find room in a small partition, at the two moments that need the most: when the kernel has unpacked what it
 * was given and not freed it yet, and when it has the whole machine. Known sizes, and estimates of what isn't known
 * before: what an initrd unpacks to, what its services take, and what a kernel sets aside for a crash kernel.
 *
 * @param booting bytes, by name
 * @param working bytes, by name
 */
record Room(ImmutableMap<String, Long> booting, ImmutableMap<String, Long> working) {
  /** What usual initrds unpack to: xz and zstd make a root file system a third to a fourth. */
  private static final int UNPACKED = 3;

  /** The agent's own memory, with its heap full, and a small system's own services. */
  private static final long AGENT_AND_SERVICES = 160 * Extents.MIB;

  /** As {@code crashkernel=} is usually told. */
  private static final long CRASH_KERNEL = 32 * Extents.MIB;

  /**
   * The rest is added as movable memory (ZONE_MOVABLE), so that it can be taken away for the next swap; the kernel itself
   * has the partition alone, for whatever the whole machine needs of it. Too little, and it kills applications while most of
   * the memory is free. Its own documentation (admin-guide/mm/memory-hotplug.rst) calls three or four parts of movable
   * memory to one of the other usual; what comes to more than this is refused.
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
    long kernel = image.kernel().initSize();
    long crashKernel = told.value("crashkernel").isPresent() ? CRASH_KERNEL : 0;
    long tables = Extents.total(plan.getMemoryList()) / PAGES_PER_TABLE;
    long rest = Extents.total(plan.getRemainderMemoryList());
    long osswap = AgentPayload.unpackedSize(home);
    try {
      long initrd = image.initrd().size();
      return new Room(
          ImmutableMap.<String, Long>builder()
              .put("kernel", kernel)
              .put("its tables", tables)
              .put("crash kernel", crashKernel)
              .put("initrd", initrd)
              .put("agent's archive", AgentPayload.MAX_SIZE)
              .put("initrd, unpacked", initrd * UNPACKED)
              .put("osswap, unpacked", osswap)
              .put(
                  "as much again, since a root in tmpfs gets half of the memory",
                  rootIsTmpfs(told) ? initrd * UNPACKED + osswap : 0)
              .buildOrThrow(),
          ImmutableMap.<String, Long>builder()
              .put("kernel", kernel)
              .put("its tables", tables)
              .put("tables of the rest", rest / PAGES_PER_TABLE)
              .put("its work on the rest", rest / PARTS_FOR_THE_KERNEL)
              .put("crash kernel", crashKernel)
              .put("initrd, unpacked", initrd * UNPACKED)
              .put("osswap, unpacked", osswap)
              .put("agent and services", AGENT_AND_SERVICES)
              .put("applications", applications)
              .buildOrThrow());
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
    long there = Extents.total(plan.getMemoryList());
    boolean boots = sum(booting) > sum(working);
    ImmutableMap<String, Long> parts = boots ? booting : working;
    long needed = sum(parts);
    if (there >= needed) {
      return;
    }
    long rounded = Extents.alignUp(needed, 128 * Extents.MIB);
    throw new Failure(
        "find room for the successor",
        "a partition of " + Extents.amount(there),
        "too small for what has to run in it, "
            + Extents.amount(needed / Extents.MIB * Extents.MIB)
            + " at least: "
            + parts.entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> part.getKey() + " " + part.getValue() / Extents.MIB + " MiB")
                .collect(Collectors.joining(", ")),
        "Ask for --memory " + rounded / Extents.MIB + "M or more, or take a smaller image"
            + (boots ? ", or say rootfstype=ramfs in handoff.command_line" : "")
            + ".");
  }

  private static long sum(ImmutableMap<String, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}
