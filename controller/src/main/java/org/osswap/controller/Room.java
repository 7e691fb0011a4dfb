package org.osswap.controller;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.image.TargetImage;
import org.osswap.payload.AgentPayload;
import org.osswap.proto.PartitionPlan;

/**
 * What has to find room in a small partition, at the two moments that need the most: when the kernel has unpacked what it
 * was given and not freed it yet, and when all that it is there for runs. Known sizes, and two that are estimates: what an
 * initrd unpacks to isn't known before, and neither is what its services take.
 *
 * @param booting bytes, by name
 * @param waiting bytes, by name
 */
record Room(ImmutableMap<String, Long> booting, ImmutableMap<String, Long> waiting) {
  /** What usual initrds unpack to: xz and zstd make a root file system a third to a fourth. */
  private static final int UNPACKED = 3;

  /** What the agent has beside its own files, with its heap full, and a small system's own services. */
  private static final long AGENT_AND_SERVICES = 160 * Extents.MIB;

  /**
   * Of a target.
   *
   * @param home osswap's installation, which comes along
   * @param applications bytes that they have resident, and their files; all of them
   */
  static Room needed(TargetImage image, Path home, long applications) {
    long kernel = image.kernel().initSize();
    long osswap = AgentPayload.unpackedSize(home);
    try {
      long initrd = image.initrd().size();
      return new Room(
          ImmutableMap.of(
              "kernel", kernel,
              "initrd", initrd,
              "initrd, unpacked", initrd * UNPACKED,
              "agent's archive", AgentPayload.MAX_SIZE,
              "osswap, unpacked", osswap),
          ImmutableMap.of(
              "kernel", kernel,
              "initrd, unpacked", initrd * UNPACKED,
              "osswap, unpacked", osswap,
              "agent and services", AGENT_AND_SERVICES,
              "applications", applications));
    } catch (IOException e) {
      throw new Failure(
          "read the image", image.path().toString(), e.toString(), "See its disk.", e);
    }
  }

  /**
   * Compares it with the partition.
   *
   * @throws Failure if it is too small
   */
  void refuseTooSmall(PartitionPlan plan) {
    long there = plan.getMemoryList().stream().mapToLong(Extents::size).sum();
    ImmutableMap<String, Long> parts = sum(booting) > sum(waiting) ? booting : waiting;
    long needed = sum(parts);
    if (there >= needed) {
      return;
    }
    long rounded = Extents.alignUp(needed, 128 * Extents.MIB);
    throw new Failure(
        "arm a successor",
        "a partition of " + Extents.amount(there),
        "too small for what has to run in it, "
            + Extents.amount(needed / Extents.MIB * Extents.MIB)
            + " at least: "
            + parts.entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> part.getKey() + " " + part.getValue() / Extents.MIB + " MiB")
                .collect(Collectors.joining(", ")),
        "Ask for --memory " + rounded / Extents.MIB + "M or more, or take a smaller image.");
  }

  private static long sum(ImmutableMap<String, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}
