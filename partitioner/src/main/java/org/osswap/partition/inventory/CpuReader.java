package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osswap.base.SysRoot;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;

/**
 * Reads the CPUs, offline ones included.
 *
 * <p>An offline CPU is missing in /proc/cpuinfo and has no topology. Its APIC id follows from the
 * order in which the kernel numbers CPUs: the boot CPU is 0, the others follow in the MADT's order.
 * That is believed only if it is right for every online CPU. Its topology comes from the machine
 * that a previous swap handed over.
 */
final class CpuReader {
  private static final String CPUS = "/sys/devices/system/cpu";

  private final SysRoot root;
  private final ImmutableMap<Integer, Integer> online;
  private final ImmutableMap<Integer, Cpu> carried;
  private final boolean firmwareBooted;

  CpuReader(SysRoot root, CpuInfo info, Optional<Machine> carried) {
    this.root = root;
    this.online = info.apicIds();
    this.firmwareBooted = carried.isEmpty();
    this.carried =
        carried.stream()
            .flatMap(machine -> machine.getCpusList().stream())
            .collect(ImmutableMap.toImmutableMap(Cpu::getApicId, cpu -> cpu, (one, other) -> one));
  }

  ImmutableList<Cpu> read(Optional<Madt> madt) {
    ImmutableMap<Integer, Integer> ids = apicIds(madt);
    return ids.keySet().stream()
        .filter(logical -> root.exists(CPUS + "/cpu" + logical))
        .map(logical -> cpu(logical, ids.get(logical)))
        .sorted(Comparator.comparingInt(Cpu::getLogical))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableMap<Integer, Integer> apicIds(Optional<Madt> madt) {
    Map<Integer, Integer> ids = new HashMap<>();
    madt.map(table -> inMadtOrder(table.enabledApicIds(), online.get(0)))
        .filter(order -> online.entrySet().stream().allMatch(cpu -> order.entrySet().contains(cpu)))
        .ifPresent(ids::putAll);
    ids.putAll(online);
    return ImmutableMap.copyOf(ids);
  }

  /** Logical CPU to APIC id, as the kernel numbers them from this table. */
  static ImmutableMap<Integer, Integer> inMadtOrder(List<Integer> ids, Integer bootApicId) {
    List<Integer> order = new ArrayList<>(ids);
    if (bootApicId != null && order.remove(bootApicId)) {
      order.add(0, bootApicId);
    }
    ImmutableMap.Builder<Integer, Integer> numbered = ImmutableMap.builder();
    for (int i = 0; i < order.size(); i++) {
      numbered.put(i, order.get(i));
    }
    return numbered.buildOrThrow();
  }

  private Cpu cpu(int logical, int apicId) {
    Cpu.Builder cpu =
        carried.containsKey(apicId)
            ? carried.get(apicId).toBuilder()
            : fromSysfs(logical, apicId).toBuilder();
    return cpu.setLogical(logical)
        .setApicId(apicId)
        .setOnline(online.containsKey(logical))
        .build();
  }

  private Cpu fromSysfs(int logical, int apicId) {
    String cpu = CPUS + "/cpu" + logical;
    return Cpu.newBuilder()
        .setPackage(number(cpu + "/topology/physical_package_id").orElse(0))
        .setCore(core(cpu, logical, apicId))
        .setNode(node(cpu))
        .setBootProcessor(firmwareBooted && logical == 0)
        .build();
  }

  /**
   * A core is named by the smallest APIC id of its threads: core_id is unique only within a die,
   * and logical numbers change from one kernel to the next.
   */
  private int core(String cpu, int logical, int apicId) {
    return root.value(cpu + "/topology/thread_siblings_list", CpuList::parse).stream()
        .flatMap(ImmutableSet::stream)
        .map(sibling -> sibling == logical ? apicId : online.getOrDefault(sibling, apicId))
        .min(Comparator.naturalOrder())
        .orElse(apicId);
  }

  private int node(String cpu) {
    return root.list(cpu).stream()
        .filter(name -> name.matches("node[0-9]{1,4}"))
        .map(name -> Integer.parseInt(name.substring(4)))
        .findFirst()
        .orElse(0);
  }

  private Optional<Integer> number(String path) {
    return root.value(path, text -> Math.max(0, Integer.parseInt(text)));
  }
}
