package org.osswap.partition.doctor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.partition.inventory.CpuList;
import org.osswap.partition.plan.Feasibility;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;

/** The machine and its firmware: can they carry two systems? */
final class HardwareChecks {
  private static final Pattern REMAPPING =
      Pattern.compile("DMAR-IR: Enabled IRQ remapping|AMD-Vi: Interrupt remapping enabled");

  /** Firmware that was seen to give the BSP back after INIT. */
  private static final ImmutableSet<String> BSP_RETURNS = ImmutableSet.of("SeaBIOS");

  private static final int MAX_APIC_ID = 253;

  private HardwareChecks() {}

  static Finding interruptRemapping(Patient patient) {
    Optional<String> enabled =
        patient.kernelLog().lines().filter(line -> REMAPPING.matcher(line).find()).findFirst();
    if (enabled.isPresent()) {
      return Finding.fail(
          "interrupt-remapping",
          enabled.get().replaceFirst("^\\[[^]]*\\] ", ""),
          "Boot with intremap=off ('osswap prepare').");
    }
    ImmutableList<String> units = patient.root().list("/sys/class/iommu");
    boolean off = patient.parameters().has("intremap=off");
    if (units.isEmpty()) {
      return Finding.ok(
          "interrupt-remapping", "no IOMMU in use" + (off ? ", intremap=off" : ""));
    }
    return Finding.fail(
        "interrupt-remapping",
        "IOMMU "
            + String.join(", ", units)
            + " is in use: it stops the DMA of devices that this kernel does not own",
        "Boot with intremap=off intel_iommu=off amd_iommu=off ('osswap prepare').");
  }

  /** The stubs run on page tables of 1 GiB pages: SDM volume 3, "Paging", CPUID.80000001H:EDX[26]. */
  static Finding hugePages(Patient patient) {
    boolean there =
        patient.root().lines("/proc/cpuinfo").stream()
            .filter(line -> line.startsWith("flags"))
            .allMatch(line -> line.endsWith(" pdpe1gb") || line.contains(" pdpe1gb "));
    return Finding.require(
        there,
        "huge-pages",
        there ? "1 GiB pages" : "no 1 GiB pages (pdpe1gb)",
        "The CPU is too old, or the hypervisor hides the feature.");
  }

  static Finding apicIds(Patient patient) {
    int highest =
        patient.machine().getCpusList().stream().mapToInt(Cpu::getApicId).max().orElse(-1);
    return Finding.require(
        highest >= 0 && highest <= MAX_APIC_ID,
        "apic-ids",
        highest < 0 ? "none is known" : "the highest is " + highest,
        "Without interrupt remapping ids above "
            + MAX_APIC_ID
            + " don't work: turn off hyper-threading or sockets in the firmware's set-up.");
  }

  static Finding ecam(Patient patient) {
    int count = patient.machine().getEcamCount();
    return Finding.require(
        count > 0,
        "config-space",
        count > 0
            ? String.format("ECAM at 0x%x (MCFG)", patient.machine().getEcam(0).getBase())
            : "no MCFG table",
        "Enable MMCONFIG in the firmware's set-up.");
  }

  static Finding secondRoot(Patient patient) {
    return judged("second-pci-root", () -> Feasibility.nic(patient.machine()));
  }

  static Finding memory(Patient patient) {
    return judged("partition-memory", () -> Feasibility.memory(patient.machine()));
  }

  static Finding cpus(Patient patient) {
    return judged(
        "cpus",
        () -> {
          List<Cpu> chosen = Feasibility.cpus(patient.machine());
          List<Integer> fixed =
              chosen.stream()
                  .map(Cpu::getLogical)
                  .filter(n -> !patient.root().exists("/sys/devices/system/cpu/cpu" + n + "/online"))
                  .toList();
          if (!fixed.isEmpty()) {
            throw new Failure(
                "take CPUs offline",
                "CPUs " + CpuList.format(fixed),
                "they have no file 'online'",
                "Use a kernel with CONFIG_HOTPLUG_CPU.");
          }
          return "can be freed: "
              + CpuList.format(chosen.stream().map(Cpu::getLogical).toList());
        });
  }

  static Finding lowMemory(Patient patient) {
    return judged("low-memory", () -> Feasibility.lowMemory(patient.machine()));
  }

  static Finding clock(Patient patient) {
    int khz = patient.machine().getTscKhz();
    String source =
        patient
            .root()
            .text("/sys/devices/system/clocksource/clocksource0/current_clocksource")
            .orElse("?");
    boolean unstable = patient.kernelLog().contains("Marking TSC unstable");
    if (khz == 0 || unstable) {
      return Finding.fail(
          "clock",
          unstable ? "the kernel marked the TSC unstable" : "the TSC's frequency is unknown",
          "Boot with tsc=reliable tsc_early_khz=N if you know that it is reliable.");
    }
    String evidence = "TSC " + khz + " kHz, clock source " + source;
    return source.equals("tsc") || source.equals("kvm-clock")
        ? Finding.ok("clock", evidence)
        : Finding.warn("clock", evidence, "See in the kernel's log why it isn't the TSC.");
  }

  static Finding bootProcessor(Patient patient) {
    Machine machine = patient.machine();
    boolean known = BSP_RETURNS.stream().anyMatch(machine.getFirmware()::contains);
    String firmware = machine.getFirmware().isEmpty() ? "unknown" : machine.getFirmware();
    return known
        ? Finding.ok("boot-processor", firmware + ": comes back after INIT")
        : Finding.warn(
            "boot-processor",
            firmware + ": not known what it does with the boot processor after INIT",
            "The boot processor stays parked after the takeover; the successor has one CPU less.");
  }

  static Finding platform(Patient patient) {
    Machine machine = patient.machine();
    String where = machine.getHypervisor().isEmpty() ? "bare metal" : machine.getHypervisor();
    long bytes =
        machine.getMemoryList().stream().mapToLong(m -> Extents.size(m.getExtent())).sum();
    return Finding.ok(
        "platform",
        String.format(
            "%s; %s; %d CPUs, %s, %d PCI roots, swapped %d times",
            where,
            machine.getFirmware(),
            machine.getCpusCount(),
            Extents.amount(bytes),
            machine.getHostBridgesCount(),
            machine.getGeneration()));
  }

  private static Finding judged(String check, Supplier<String> judge) {
    try {
      return Finding.ok(check, judge.get());
    } catch (Failure e) {
      return Finding.fail(check, e.object() + ": " + e.reason(), e.remedy());
    }
  }
}
