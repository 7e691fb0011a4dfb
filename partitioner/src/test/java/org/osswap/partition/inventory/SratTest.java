package org.osswap.partition.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;

final class SratTest {
  private static final int FIRST_ENTRY = 48;

  private final ByteBuffer entries = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  private SratTest memory(int domain, long start, long size, int flags) {
    entries.put((byte) 1).put((byte) 40).putInt(domain).putShort((short) 0);
    entries.putLong(start).putLong(size).putInt(0).putInt(flags).putLong(0);
    return this;
  }

  private SratTest x2apic(int domain, int id) {
    entries.put((byte) 2).put((byte) 24).putShort((short) 0).putInt(domain).putInt(id).putInt(1).putLong(0);
    return this;
  }

  private Srat parse() {
    int length = FIRST_ENTRY + entries.position();
    ByteBuffer table = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(4, length).put(FIRST_ENTRY, entries.array(), 0, entries.position());
    int sum = 0;
    for (byte b : table.array()) {
      sum += b;
    }
    return Srat.parse(AcpiTable.parse("SRAT", table.put(9, (byte) -sum).array()));
  }

  @Test
  void domainsBecomeNodesInTheKernelsOrderProcessorsFirst() {
    Srat srat =
        memory(7, 0x100000000L, 0x40000000L, 1)
            .x2apic(5, 0)
            .memory(5, 0, 0x80000000L, 1)
            .x2apic(9, 300)
            .memory(9, 0x200000000L, 0x40000000L, 1)
            .parse();

    assertThat(srat.node(Extents.of(0x100000, 0x200000))).isEqualTo(0);
    assertThat(srat.node(Extents.of(0x200000000L, 0x210000000L))).isEqualTo(1);
    assertThat(srat.node(Extents.of(0x100000000L, 0x110000000L)))
        .as("memory without processors of its own")
        .isEqualTo(2);
  }

  @Test
  void entriesThatAreNotEnabledDontCount() {
    Srat srat = x2apic(0, 0).memory(3, 0x100000000L, 0x40000000L, 0).parse();

    assertThat(srat.nodes()).isEmpty();
    assertThat(srat.node(Extents.of(0x100000000L, 0x110000000L))).isEqualTo(0);
  }
}
