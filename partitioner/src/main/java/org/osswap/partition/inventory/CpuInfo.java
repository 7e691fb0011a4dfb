package org.osswap.partition.inventory;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/**
 * What /proc/cpuinfo says of the online CPUs: blocks of {@code key : value}, apart by empty lines.
 *
 * @param apicIds of each logical CPU that is online
 * @param hypervisor true if CPUID says that this is a virtual machine
 */
record CpuInfo(ImmutableMap<Integer, Integer> apicIds, boolean hypervisor) {

  /**
   * Parses the file's lines.
   *
   * @throws IllegalArgumentException if a CPU's number or id is none
   */
  static CpuInfo parse(List<String> lines) {
    ImmutableMap.Builder<Integer, Integer> ids = ImmutableMap.builder();
    boolean hypervisor = false;
    int processor = -1;
    for (String line : lines) {
      int colon = line.indexOf(':');
      String key = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      switch (key) {
        case "processor" -> processor = Integer.parseInt(value);
        case "apicid" -> ids.put(processor, Integer.parseInt(value));
        case "flags" ->
            hypervisor |= Splitter.on(' ').splitToList(value).contains("hypervisor");
        default -> {}
      }
    }
    return new CpuInfo(ids.buildKeepingLast(), hypervisor);
  }
}
