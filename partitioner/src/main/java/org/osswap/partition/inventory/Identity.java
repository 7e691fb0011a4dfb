package org.osswap.partition.inventory;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osswap.base.OsRelease;
import org.osswap.base.SysRoot;

/** The names of things: operating system, firmware, hypervisor. */
final class Identity {
  private static final String DMI = "/sys/class/dmi/id/";

  private Identity() {}

  /** PRETTY_NAME of os-release(5), or "". */
  static String os(SysRoot root) {
    return OsRelease.read(root).getOrDefault("PRETTY_NAME", "");
  }

  /** Machine vendor and product, BIOS vendor and version; "" if there is no DMI. */
  static String firmware(SysRoot root) {
    return Stream.of("sys_vendor", "product_name", "bios_vendor", "bios_version")
        .flatMap(file -> root.text(DMI + file).stream())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** As systemd-detect-virt names it; "" on bare metal. */
  static String hypervisor(SysRoot root, CpuInfo cpus) {
    Optional<String> type = root.text("/sys/hypervisor/type").filter(text -> !text.isEmpty());
    if (type.isPresent()) {
      return type.get();
    }
    String vendor = root.text(DMI + "sys_vendor").orElse("");
    if (vendor.contains("QEMU")) {
      return "qemu";
    }
    if (!cpus.hypervisor()) {
      return "";
    }
    return vendor.contains("VMware")
        ? "vmware"
        : vendor.contains("Microsoft") ? "microsoft" : "vm-other";
  }
}
