package org.osswap.launch.acpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;
import org.osswap.launch.Plans;
import org.osswap.proto.PartitionPlan;

final class AcpiTablesTest {
  private static final int BASE = 0x7000_0000;
  private final PartitionPlan plan = Plans.q35();
  private final ByteBuffer block =
      ByteBuffer.wrap(AcpiTables.build(plan, BASE)).order(ByteOrder.LITTLE_ENDIAN);

  @Test
  void everyTableIsReachedFromTheRootAndAddsUpToZero() {
    assertThat(sum(0, 20)).isZero();
    assertThat(sum(0, 36)).isZero();
    Map<String, Integer> tables = tables();
    assertThat(tables.keySet()).containsExactly("XSDT", "FACP", "APIC", "MCFG", "DSDT");
    tables.values().forEach(at -> assertThat(sum(at, block.getInt(at + 4))).isZero());
  }

  @Test
  void theFirstApicIdIsNobodysThenComeThePartitionsThenAllOthers() {
    int madt = tables().get("APIC");
    List<String> entries = new ArrayList<>();
    for (int at = madt + 44; at < madt + block.getInt(madt + 4); at += block.get(at + 1)) {
      entries.add(
          block.get(at) == 0
              ? "id " + (block.get(at + 3) & 0xff) + " flags " + block.getInt(at + 4)
              : String.format("I/O APIC at %#x", block.getInt(at + 4)));
    }

    assertThat(entries)
        .containsExactly(
            "id 254 flags 2",
            "id 2 flags 1",
            "id 3 flags 1",
            "id 0 flags 1",
            "id 1 flags 1",
            "I/O APIC at 0x1a000");
  }

  @Test
  void theMachineIsHardwareReducedWithPhysicalDestinations() {
    int fadt = tables().get("FACP");

    assertThat(block.getInt(fadt + 112) & (1 << 20 | 1 << 19)).isEqualTo(1 << 20 | 1 << 19);
  }

  @Test
  void theMachinesConfigSpaceIsThatOfSegmentOne() {
    int mcfg = tables().get("MCFG");

    assertThat(block.getLong(mcfg + 44)).isEqualTo(0xb000_0000L);
    assertThat(block.getShort(mcfg + 52)).isEqualTo((short) 1);
    assertThat(block.get(mcfg + 55) & 0xff).isEqualTo(0xff);
  }

  @Test
  void theSizeDoesNotDependOnTheAddress() {
    assertThat(AcpiTables.build(plan, 0x12_3456_7000L)).hasSize(block.capacity());
  }

  @Test
  void apicIdsThatNeedInterruptRemappingAreRefused() {
    PartitionPlan.Builder large = plan.toBuilder();
    large.getRemainderCpusBuilder(0).setApicId(300);

    assertThatThrownBy(() -> AcpiTables.build(large.build(), BASE))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("APIC id 300");
  }

  @Test
  void aRootOutsideOfTheConfigWindowIsRefused() {
    PartitionPlan.Builder other = plan.toBuilder();
    other.getPartitionRootsBuilder(0).setSegment(2);

    assertThatThrownBy(() -> AcpiTables.build(other.build(), BASE))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("PCI root 0002:40-4f is not in the ECAM window");
  }

  /** Signature and place of each table, found as a kernel finds them. */
  private Map<String, Integer> tables() {
    Map<String, Integer> tables = new LinkedHashMap<>();
    int xsdt = (int) block.getLong(24) - BASE;
    tables.put(signature(xsdt), xsdt);
    for (int at = xsdt + 36; at < xsdt + block.getInt(xsdt + 4); at += 8) {
      int table = (int) block.getLong(at) - BASE;
      tables.put(signature(table), table);
    }
    int dsdt = (int) block.getLong(tables.get("FACP") + 140) - BASE;
    tables.put(signature(dsdt), dsdt);
    return tables;
  }

  private String signature(int at) {
    byte[] name = new byte[4];
    block.get(at, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private byte sum(int at, int count) {
    byte sum = 0;
    for (int i = 0; i < count; i++) {
      sum += block.get(at + i);
    }
    return sum;
  }
}
