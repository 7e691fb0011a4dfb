package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osswap.base.Extents;
import org.osswap.proto.Extent;

/**
 * The System Resource Affinity Table (ACPI 6.5, section 5.2.16): which memory is near which
 * processors. Proximity domains are numbers of the firmware; the kernel numbers nodes in the order
 * in which it meets them, those of processors before those of memory (acpi_numa_init() in
 * drivers/acpi/numa/srat.c), and so does this.
 */
record Srat(ImmutableMap<Range<Long>, Integer> nodes) {
  static final Srat NONE = new Srat(ImmutableMap.of());

  private static final int FIRST_ENTRY = 48;
  private static final int PROCESSOR = 0;
  private static final int MEMORY = 1;
  private static final int X2APIC = 2;
  private static final int ENABLED = 1;

  static Srat parse(AcpiTable table) {
    List<Integer> entries = entries(table);
    Map<Integer, Integer> domains = new HashMap<>();
    for (int at : entries) {
      switch (table.u8(at)) {
        case PROCESSOR -> {
          if ((table.i32(at + 4) & ENABLED) != 0) {
            // The domain's low byte is at 2, its other three at 9 (5.2.16.1).
            node(domains, table.u8(at + 2) | (table.i32(at + 8) & 0xffffff00));
          }
        }
        case X2APIC -> {
          if ((table.i32(at + 12) & ENABLED) != 0) {
            node(domains, table.i32(at + 4));
          }
        }
        default -> {}
      }
    }
    ImmutableMap.Builder<Range<Long>, Integer> memory = ImmutableMap.builder();
    for (int at : entries) {
      if (table.u8(at) == MEMORY && (table.i32(at + 28) & ENABLED) != 0) {
        long start = table.i64(at + 8);
        long size = table.i64(at + 16);
        if (start >= 0 && size > 0 && size <= Long.MAX_VALUE - start) {
          memory.put(Range.closedOpen(start, start + size), node(domains, table.i32(at + 2)));
        }
      }
    }
    return new Srat(memory.buildKeepingLast());
  }

  /** Where the entries begin; those that are too short for their type are left out. */
  private static List<Integer> entries(AcpiTable table) {
    List<Integer> entries = new ArrayList<>();
    int length;
    for (int at = FIRST_ENTRY; at + 2 <= table.length(); at += length) {
      length = table.u8(at + 1);
      if (length < 2 || at + length > table.length()) {
        break;
      }
      if (length >= shortest(table.u8(at))) {
        entries.add(at);
      }
    }
    return entries;
  }

  /** 5.2.16.1 to 5.2.16.3. */
  private static int shortest(int type) {
    return switch (type) {
      case PROCESSOR -> 16;
      case MEMORY -> 40;
      case X2APIC -> 24;
      default -> 2;
    };
  }

  private static int node(Map<Integer, Integer> domains, int domain) {
    int next = domains.size();
    return domains.computeIfAbsent(domain, first -> next);
  }

  /** The node of a range's first byte; 0 when the firmware says nothing about it. */
  int node(Extent extent) {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getKey().isConnected(Extents.range(extent)))
        .filter(entry -> !entry.getKey().intersection(Extents.range(extent)).isEmpty())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(0);
  }
}
