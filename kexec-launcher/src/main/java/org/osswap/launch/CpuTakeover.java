package org.osswap.launch;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osswap.base.SysRoot;
import org.osswap.launch.acpi.CpuOrder;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/** Takes the CPUs online that the incumbent had. */
final class CpuTakeover {
  private final SysRoot root;
  private final CpuHotplug cpus;

  CpuTakeover(SysRoot root, CpuHotplug cpus) {
    this.root = root;
    this.cpus = cpus;
  }

  void run(PartitionPlan plan, Takeover.Ledger ledger) {
    List<Cpu> order = CpuOrder.of(plan);
    for (int number = plan.getCpusCount(); number < order.size(); number++) {
      Cpu cpu = order.get(number);
      String object = "cpu" + number + " (APIC id " + cpu.getApicId() + ")";
      if (cpu.getBootProcessor() && !BootProcessor.survivesInit(plan.getMachine())) {
        ledger.left(
            "cpu",
            object,
            "the machine's boot processor stays parked: INIT sends it to the firmware, and this one ("
                + plan.getMachine().getFirmware()
                + ") is not known to give it back");
        continue;
      }
      String problem = online(number, cpu);
      if (problem.isEmpty()) {
        ledger.taken("cpu", object, "online");
      } else {
        ledger.left("cpu", object, problem);
      }
    }
  }

  private String online(int number, Cpu cpu) {
    if (!root.exists(CpuHotplug.directory(number))) {
      return "this kernel does not know it";
    }
    try {
      if (!cpus.isOnline(number)) {
        cpus.online(number);
      }
    } catch (IOException e) {
      return CpuHotplug.answer(e);
    }
    Integer found = apicIds(root.lines("/proc/cpuinfo")).get(number);
    if (!cpus.isOnline(number) || !Objects.equals(found, cpu.getApicId())) {
      return "came online as another CPU: APIC id " + found;
    }
    return "";
  }

  /** From /proc/cpuinfo: the initial APIC id of each CPU that is online, by its number. */
  static ImmutableMap<Integer, Integer> apicIds(List<String> cpuinfo) {
    Map<Integer, Integer> ids = new HashMap<>();
    int number = -1;
    for (String line : cpuinfo) {
      int colon = line.indexOf(':');
      if (line.startsWith("processor")) {
        number = Integer.parseInt(line.substring(colon + 1).strip());
      } else if (line.startsWith("apicid")) {
        ids.put(number, Integer.valueOf(line.substring(colon + 1).strip()));
      }
    }
    return ImmutableMap.copyOf(ids);
  }
}
