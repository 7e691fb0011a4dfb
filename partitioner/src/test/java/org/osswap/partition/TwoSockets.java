package org.osswap.partition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lab machine with other processors: two sockets of two cores of two threads each, numbered as
 * Linux does on such machines. CPUs 0, 1 and their siblings 4, 5 are socket and node 0; 2, 3 and 6,
 * 7 are socket and node 1.
 */
public final class TwoSockets {
  /** Logical number to APIC id: the lowest bit is the thread, bit 5 the socket. */
  private static final int[] APIC_IDS = {0, 2, 32, 34, 1, 3, 33, 35};

  private static final int SRAT_FIRST_ENTRY = 48;
  private static final int MADT_FIRST_ENTRY = 44;

  private final Path tree;

  private TwoSockets(Path tree) {
    this.tree = tree;
  }

  /** All CPUs online; the reservation above 4 GiB belongs to node 1. */
  public static Path at(Path dir) throws IOException {
    return with(dir, List.of(0, 1, 2, 3, 4, 5, 6, 7), 1);
  }

  /** Only these CPUs are online; the memory above 4 GiB is this node's. */
  public static Path with(Path dir, List<Integer> online, int node) throws IOException {
    TwoSockets machine = new TwoSockets(Trees.copy(Trees.Q35, dir));
    machine.cpus(online);
    machine.tables(node);
    return dir;
  }

  private void cpus(List<Integer> online) throws IOException {
    String first = Files.readString(tree.resolve("proc/cpuinfo")).split("\n\n", 2)[0];
    StringBuilder info = new StringBuilder();
    for (int cpu = 0; cpu < 8; cpu++) {
      int node = cpu % 4 / 2;
      Path path = tree.resolve("sys/devices/system/cpu/cpu" + cpu);
      Files.createDirectories(path);
      for (String old : List.of("topology/physical_package_id", "topology/core_id",
          "topology/thread_siblings_list", "topology", "node0")) {
        Files.deleteIfExists(path.resolve(old));
      }
      Files.createSymbolicLink(path.resolve("node" + node), Path.of("../../node/node" + node));
      if (cpu > 0) {
        Files.writeString(path.resolve("online"), online.contains(cpu) ? "1\n" : "0\n");
      }
      if (!online.contains(cpu)) {
        continue; // the kernel shows no topology of it
      }
      int sibling = (cpu + 4) % 8;
      String siblings =
          online.contains(sibling) ? Math.min(cpu, sibling) + "," + Math.max(cpu, sibling) : "" + cpu;
      Files.createDirectories(path.resolve("topology"));
      Files.writeString(path.resolve("topology/physical_package_id"), node + "\n");
      Files.writeString(path.resolve("topology/core_id"), cpu % 2 + "\n");
      Files.writeString(path.resolve("topology/thread_siblings_list"), siblings + "\n");
      info.append(
          first
              .replaceFirst("processor\t: 0", "processor\t: " + cpu)
              .replaceFirst("\napicid\t\t: 0", "\napicid\t\t: " + APIC_IDS[cpu]));
      info.append("\n\n");
    }
    Files.writeString(tree.resolve("proc/cpuinfo"), info);
  }

  private void tables(int highNode) throws IOException {
    ByteBuffer madt = table("APIC", MADT_FIRST_ENTRY + 8 * APIC_IDS.length);
    ByteBuffer srat = table("SRAT", SRAT_FIRST_ENTRY + 16 * APIC_IDS.length + 2 * 40);
    madt.position(MADT_FIRST_ENTRY);
    srat.position(SRAT_FIRST_ENTRY);
    for (int cpu = 0; cpu < APIC_IDS.length; cpu++) {
      byte id = (byte) APIC_IDS[cpu];
      madt.put((byte) 0).put((byte) 8).put((byte) cpu).put(id).putInt(1);
      srat.put((byte) 0).put((byte) 16).put((byte) (cpu % 4 / 2)).put(id).putInt(1).putLong(0);
    }
    memory(srat, 0, 0, 0x80000000L);
    memory(srat, highNode, 0x100000000L, 0x100000000L);
    write(madt, "APIC");
    write(srat, "SRAT");
  }

  /** A memory affinity entry: ACPI 6.5, 5.2.16.2. */
  private static void memory(ByteBuffer srat, int domain, long start, long size) {
    srat.put((byte) 1).put((byte) 40).putInt(domain).putShort((short) 0);
    srat.putLong(start).putLong(size).putInt(0).putInt(1).putLong(0);
  }

  private static ByteBuffer table(String signature, int length) {
    ByteBuffer table = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    table.put(signature.getBytes(StandardCharsets.US_ASCII)).putInt(length).put((byte) 3);
    return table;
  }

  private void write(ByteBuffer table, String signature) throws IOException {
    byte[] bytes = new byte[table.capacity()];
    table.rewind().get(bytes);
    int sum = 0;
    for (byte b : bytes) {
      sum += b;
    }
    bytes[9] = (byte) -sum;
    Files.write(tree.resolve("sys/firmware/acpi/tables").resolve(signature), bytes);
  }
}
