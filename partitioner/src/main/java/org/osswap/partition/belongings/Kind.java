package org.osswap.partition.belongings;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.errorprone.annotations.Immutable;
import java.util.Locale;

/** The kinds of things that a swap touches, and why each is one. */
public enum Kind {
  /** Quiescing takes them offline, and the successor runs on them. */
  CPU(
      Rule.AS_BEFORE,
      KernelFiles::cpus,
      "Write 1 to /sys/devices/system/cpu/cpu%1$s/online, or 0 if it was offline."),

  /** Quiescing takes the blocks of removable memory offline, or ejects them. */
  MEMORY_BLOCK(
      Rule.AS_BEFORE,
      KernelFiles::memoryBlocks,
      "See /sys/devices/system/memory/%1$s/state: it takes online_movable, online_kernel, offline."),

  /** Quiescing takes soft-reserved memory from its driver. */
  MEMORY_DEVICE(
      Rule.AS_BEFORE,
      Devices::memory,
      "Write %1$s to the file bind of its driver, in /sys/bus/dax/drivers."),

  /** Quiescing removes what is behind the partition's PCI roots; it is found again by a rescan. */
  PCI(
      Rule.AS_BEFORE,
      Devices::pci,
      "Write 1 to /sys/bus/pci/rescan, then %1$s to /sys/bus/pci/drivers_probe; see the kernel's log."),

  /** A network device goes with its PCI function, and all that was set on it with the device. */
  LINK(Rule.AS_BEFORE, Links::read, "Set %1$s as it was: see ip link help."),

  /** Those of the devices that go, and the service addresses, which move at the commit. */
  ADDRESS(Rule.AS_BEFORE, Addresses::read, "Give it back with 'ip address replace'."),

  /** Those through the devices that go. */
  ROUTES(Rule.AS_BEFORE, Routes::read, "Set the routes through %1$s again with 'ip route replace'."),

  /** Sysrq is off while two systems run, ICMP isn't limited behind a fence; others go with a device. */
  SYSCTL(Rule.AS_BEFORE, KernelFiles::sysctls, "Run: sysctl -w '%1$s=%2$s'."),

  /** The park stub is loaded where a kexec would find its kernel. */
  KEXEC_IMAGE(
      Rule.AS_BEFORE,
      KernelFiles::kexecImages,
      "Load it again, or unload it: kexec -u, kexec -p -u; for a crash dump: kdump-config load."),

  /** The root process of each application: CRIU stops it with its tree, and works inside of it. */
  PROCESS(
      Rule.AS_BEFORE,
      Processes::read,
      "If it stands still: kill -CONT. If it has ended: start its service again."),

  /** The applications': a frozen one runs again. */
  CGROUP(
      Rule.AS_BEFORE,
      KernelFiles::cgroups,
      "Write %2$s to the file cgroup.freeze in /sys/fs/cgroup%1$s."),

  /** The fences. They have names that only osswap gives. */
  NFT_TABLE(Rule.NOTHING_NEW, NftTables::read, "Run: nft delete table %1$s"),

  /** Targets that end, reset or suspend the machine are masked while two systems run on it. */
  MASK(Rule.AS_BEFORE, OwnFiles::masks, "Run: systemctl mask --runtime %1$s, or unmask."),

  /** Work folders, which the applications see too, and what hides files of the kernel. */
  MOUNT(Rule.NOTHING_NEW, Mounts::read, "Unmount it with umount -l; there is nothing in it to be kept."),

  /** What osswap puts outside of /var/lib/osswap, so that systemd doesn't restart what has moved. */
  FILE(Rule.NOTHING_NEW, OwnFiles::read, "Remove it, then run: systemctl daemon-reload");

  /** What a difference is. */
  enum Rule {
    /** What was recorded has to be as it was, and nothing new may be there. */
    AS_BEFORE,
    /** Only osswap makes these: what an earlier swap left may be gone, but nothing new be there. */
    NOTHING_NEW
  }

  /** Reads things of one kind: name to state. What was named and isn't there is {@link #ABSENT}. */
  @Immutable
  interface Reader {
    ImmutableMap<String, String> read(Look look, ImmutableSet<String> names);
  }

  static final String ABSENT = "absent";

  /** What belongs to an application, and goes with it. */
  static final ImmutableSet<Kind> APPLICATIONS = Sets.immutableEnumSet(PROCESS, CGROUP);

  private final Rule rule;
  private final Reader reader;
  private final String remedy;

  Kind(Rule rule, Reader reader, String remedy) {
    this.rule = rule;
    this.reader = reader;
    this.remedy = remedy;
  }

  Rule rule() {
    return rule;
  }

  ImmutableMap<String, String> read(Look look) {
    return reader.read(look, look.scope().names(this));
  }

  /** What a person can do about one of these that isn't as it was. */
  String remedy(String name, String was) {
    return String.format(Locale.ROOT, remedy, name, was);
  }

  /** {@code memory block}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
