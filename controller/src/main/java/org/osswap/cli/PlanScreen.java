package org.osswap.cli;

import com.google.common.base.Strings;
import java.util.List;
import java.util.stream.Collectors;
import org.osswap.proto.AppDescription;
import org.osswap.proto.Cpu;
import org.osswap.proto.Extent;
import org.osswap.proto.HostBridge;
import org.osswap.proto.Nic;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PciFunction;
import org.osswap.proto.PlanReport;

/** Shows what a swap would do, to the CPU, range, function and application. */
final class PlanScreen {
  private static final int LABEL = 14;
  private static final int COLUMN = 36;

  private PlanScreen() {}

  static String render(PlanReport report) {
    PartitionPlan plan = report.getPlan();
    StringBuilder screen = new StringBuilder();
    screen.append("swap ").append(plan.getId()).append('\n');
    row(screen, "from", plan.getMachine().getOsName(), plan.getMachine().getKernelRelease());
    if (report.hasTarget()) {
      row(screen, "to", report.getTarget().getOsName(), report.getTarget().getImage());
    }
    screen.append('\n');
    row(screen, "", "the successor begins with", "the incumbent keeps until it retires");
    row(screen, "cpus", cpus(plan.getCpusList()), cpus(plan.getRemainderCpusList()));
    row(
        screen,
        "memory",
        Bytes.of(total(plan.getMemoryList())),
        Bytes.of(total(plan.getRemainderMemoryList())) + " that can be handed over");
    for (int i = 0; i < Math.max(plan.getMemoryCount(), plan.getRemainderMemoryCount()); i++) {
      row(screen, "", extent(plan.getMemoryList(), i), extent(plan.getRemainderMemoryList(), i));
    }
    row(
        screen,
        "pci roots",
        roots(plan.getPartitionRootsList(), plan),
        roots(plan.getRemainderRootsList(), plan));
    row(screen, "low memory", "slot " + plan.getLow().getName(), "");
    row(
        screen,
        "handoff",
        plan.getHandoffAddress() + " on " + nic(plan),
        "from " + plan.getIncumbentAddress());
    apps(screen, report.getAppsList());
    if (plan.getNotesCount() > 0) {
      screen.append("\nnotes\n");
      plan.getNotesList().forEach(note -> screen.append("  - ").append(note).append('\n'));
    }
    return screen.toString();
  }

  private static void apps(StringBuilder screen, List<AppDescription> apps) {
    if (apps.isEmpty()) {
      return;
    }
    screen.append("\napplications\n");
    for (AppDescription app : apps) {
      row(
          screen,
          "  " + app.getName(),
          (app.getProcessesCount() == 1 ? "1 process, " : app.getProcessesCount() + " processes, ")
              + Bytes.of(app.getMemory())
              + " of its own",
          app.getAddress());
    }
  }

  private static void row(StringBuilder screen, String label, String left, String right) {
    String line =
        Strings.padEnd(label, LABEL, ' ') + Strings.padEnd(left, COLUMN, ' ') + "  " + right;
    screen.append(line.stripTrailing()).append('\n');
  }

  private static String cpus(List<Cpu> cpus) {
    return cpus.stream().map(c -> Integer.toString(c.getLogical())).collect(Collectors.joining(","));
  }

  private static long total(List<Extent> extents) {
    return extents.stream().mapToLong(e -> e.getEnd() - e.getStart()).sum();
  }

  private static String extent(List<Extent> extents, int i) {
    return i >= extents.size()
        ? ""
        : String.format("%#x-%#x", extents.get(i).getStart(), extents.get(i).getEnd());
  }

  private static String roots(List<HostBridge> roots, PartitionPlan plan) {
    return roots.stream()
        .map(
            root ->
                String.format("%04x:%02x", root.getSegment(), root.getBusStart())
                    + " ("
                    + functions(root, plan)
                    + " functions)")
        .collect(Collectors.joining(", "));
  }

  private static long functions(HostBridge root, PartitionPlan plan) {
    return plan.getMachine().getPciList().stream()
        .mapToInt(PciFunction::getBus)
        .filter(bus -> bus >= root.getBusStart() && bus <= root.getBusEnd())
        .count();
  }

  private static String nic(PartitionPlan plan) {
    return plan.getMachine().getNicsList().stream()
        .filter(nic -> nic.getMac().equals(plan.getNicMac()))
        .map(Nic::getName)
        .findFirst()
        .orElse(plan.getNicMac());
  }
}
