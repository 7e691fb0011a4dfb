package org.osswap.launch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.Poll;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.launch.guard.Guards;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/**
 * On the successor: takes the remainder of the machine over.
 *
 * <p>The order matters. First the incumbent's proof that it is gone, then CPUs: the INIT that starts them here
 * is the fence after which no old code can run. Then PCI, where whatever may still write to memory on its own
 * is made quiet. Memory comes last.
 *
 * <p>After a crash, PCI functions are made quiet before this kernel sees them, and the applications are brought
 * back then: a driver that finds a dead device would keep them waiting, since no kernel module is loaded while a probe
 * is under way (async_synchronize_full() in the kernel's do_init_module()).
 *
 * <p>What can't be taken is left out and reported; only a missing proof stops a takeover, and, after a
 * hang, a CPU that can't be fenced.
 */
public final class Takeover {
  /** The step that fails when the proof has not come within the limit; it may come later. */
  public static final String AWAIT = "await the incumbent's end";

  /** The step of what could not be taken over, and was left. */
  public static final String TAKE = "take over";

  /** The step that fails when an incumbent that hangs can't be kept from running any more. */
  public static final String FENCE = "fence the incumbent";

  private final SysRoot root;
  private final PhysicalMemory memory;
  private final ProcessRunner processes;
  private final Limits limits;

  /**
   * How long each step may take.
   *
   * @param park from the call until the incumbent's proof
   * @param device for a PCI root's functions, or a memory range's announcement
   * @param perGigabyte for a memory range, in addition, for each GiB
   */
  public record Limits(Duration park, Duration device, Duration perGigabyte) {
    public static Limits usual() {
      return new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(20));
    }
  }

  public Takeover(SysRoot root, PhysicalMemory memory, ProcessRunner processes, Limits limits) {
    this.root = root;
    this.memory = memory;
    this.processes = processes;
    this.limits = limits;
  }

  /**
   * Takes everything over. May be repeated: what is here already is reported as taken.
   *
   * @throws Failure if the incumbent did not prove within the limit that it is gone; nothing has been
   *     touched then
   */
  public TakeoverResult run(PartitionPlan plan, Progress progress) {
    Ledger ledger = new Ledger(progress);
    try (GrantPage page = GrantPage.open(memory, plan)) {
      FaultPoint.AWAIT_PROOF.around(() -> awaitParked(page, progress));
      page.raise(GrantPage.FLAG_TAKING_OVER);
      new Guards(root, processes).freeCpus();
      FaultPoint.TAKE_CPUS.around(
          () -> new CpuTakeover(root, CpuHotplug.sysfs(root)).run(plan, ledger));
      takeDevices(page, plan, Optional.empty(), () -> {}, ledger);
      page.raise(GrantPage.FLAG_TAKEN_OVER);
    }
    return ledger.result();
  }

  /**
   * Takes everything over from an incumbent that has crashed. Its park stub may have said so; of one that
   * hangs nothing is known but its silence, so then the fence has to hold for every CPU before anything
   * else is touched.
   *
   * @param whenQuiet is called when nothing of the old OS runs or writes any more, while its memory is still
   *     as it left it; before its devices are there, if they can be made quiet without; if it throws, nothing
   *     more is taken
   * @throws Failure if a CPU of an incumbent that has not parked can't be fenced: it may still run, and
   *     only CPUs have been taken
   */
  public TakeoverResult runCrashed(PartitionPlan plan, Runnable whenQuiet, Progress progress) {
    Ledger ledger = new Ledger(progress);
    try (GrantPage page = GrantPage.open(memory, plan)) {
      boolean parked = page.parked();
      progress.report("fence", "incumbent", page.mailbox(), true);
      page.raise(GrantPage.FLAG_TAKING_OVER);
      new Guards(root, processes).freeCpus();
      FaultPoint.TAKE_CPUS.around(
          () -> new CpuTakeover(root, CpuHotplug.sysfs(root)).run(plan, ledger));
      ImmutableList<Cpu> unfenced = unfenced(plan);
      if (!parked && !unfenced.isEmpty()) {
        throw new Failure(
            FENCE,
            names(unfenced),
            "it could not be taken with an INIT, so the old OS may still run on it",
            "Nothing but CPUs was taken. Look at the old OS's console; if it is dead, reset the machine.");
      }
      takeDevices(page, plan, Optional.of(unfenced), whenQuiet, ledger);
      page.raise(GrantPage.FLAG_TAKEN_OVER);
    }
    return ledger.result();
  }

  /**
   * What hasn't been taken. After a panic that is a boot processor at most, which waits in the old kernel's
   * memory: in its code, or in the park stub that was its crash kernel.
   */
  private ImmutableList<Cpu> unfenced(PartitionPlan plan) {
    ImmutableSet<Integer> here =
        ImmutableSet.copyOf(CpuTakeover.apicIds(root.lines("/proc/cpuinfo")).values());
    return plan.getRemainderCpusList().stream()
        .filter(cpu -> !here.contains(cpu.getApicId()))
        .collect(ImmutableList.toImmutableList());
  }

  private static String names(ImmutableList<Cpu> cpus) {
    return cpus.stream().map(cpu -> "APIC id " + cpu.getApicId()).collect(Collectors.joining(", "));
  }

  /**
   * Takes PCI roots, and then memory, if nothing of the old OS may still write to it.
   *
   * @param unfenced empty after an orderly end; after a crash, the CPUs that may run old code
   */
  private void takeDevices(
      GrantPage page,
      PartitionPlan plan,
      Optional<ImmutableList<Cpu>> unfenced,
      Runnable whenQuiet,
      Ledger ledger) {
    Hotplug hotplug = new Hotplug(root, page);
    boolean quiet = unfenced.isPresent() && madeQuiet(hotplug, ledger);
    if (quiet) {
      whenQuiet.run();
    }
    DriverHold hold = FaultPoint.HOLD_DRIVERS.around(() -> DriverHold.begin(processes));
    try {
      ImmutableList<String> loud =
          FaultPoint.TAKE_PCI.around(
              () ->
                  new PciTakeover(root, hotplug, limits.device())
                      .run(plan, unfenced.isPresent(), ledger));
      if (!quiet) {
        whenQuiet.run();
      }
      Optional<String> danger = danger(unfenced.orElse(ImmutableList.of()), loud);
      if (danger.isEmpty()) {
        FaultPoint.TAKE_MEMORY.around(
            () -> new MemoryTakeover(root, hotplug, limits).run(plan, ledger));
      } else {
        plan.getRemainderMemoryList()
            .forEach(extent -> ledger.left("memory", Extents.describe(extent), danger.get()));
      }
    } finally {
      FaultPoint.RELEASE_DRIVERS.around(hold::end);
    }
  }

  /** Makes all functions quiet that this kernel doesn't see yet; false: they are when they have appeared. */
  private static boolean madeQuiet(Hotplug hotplug, Ledger ledger) {
    try {
      boolean quiet = hotplug.quiet();
      ledger.note(
          "quiet", "pci", quiet ? "no function is a bus master" : "a function stays a bus master");
      return quiet;
    } catch (IOException e) {
      ledger.note("quiet", "pci", "not before the functions appear: " + e.getMessage());
      return false;
    }
  }

  /** Why the old memory isn't safe to use, if it isn't. */
  private static Optional<String> danger(ImmutableList<Cpu> unfenced, ImmutableList<String> loud) {
    if (!unfenced.isEmpty()) {
      return Optional.of(
          "code is in it that " + names(unfenced) + " still runs, and can't be taken from");
    }
    return loud.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", loud)
                + " may still write to it: not there to be made quiet, or bus mastering can't be cleared");
  }

  private void awaitParked(GrantPage page, Progress progress) {
    if (!Poll.until(page::parked, limits.park())) {
      throw new Failure(
          AWAIT,
          "mailbox",
          page.mailbox() + " within " + limits.park().toSeconds() + " s",
          "The incumbent may still run: nothing was taken. Look at its console.");
    }
    progress.report(AWAIT, "incumbent", page.mailbox(), true);
  }

  /** Keeps account of what was taken, and says so as it goes. */
  static final class Ledger {
    private final Progress progress;
    private final ImmutableList.Builder<TakeoverResult.Item> taken = ImmutableList.builder();
    private final ImmutableList.Builder<TakeoverResult.Item> left = ImmutableList.builder();

    Ledger(Progress progress) {
      this.progress = progress;
    }

    void taken(String kind, String object, String detail) {
      taken.add(new TakeoverResult.Item(kind, object, detail));
      progress.report("take over " + kind, object, detail, true);
    }

    void left(String kind, String object, String cause) {
      left.add(new TakeoverResult.Item(kind, object, cause));
      progress.report("take over " + kind, object, cause, false);
    }

    /** What is neither taken nor left by it. */
    void note(String step, String object, String detail) {
      progress.report(step, object, detail, true);
    }

    TakeoverResult result() {
      return new TakeoverResult(taken.build(), left.build());
    }
  }

  /** Has the kernel look at a device of the namespace again. */
  static final class Hotplug {
    private static final String KICK = "/sys/bus/acpi/devices/OSWP0001:00/status";

    private final SysRoot root;
    private final GrantPage page;

    Hotplug(SysRoot root, GrantPage page) {
      this.root = root;
      this.page = page;
    }

    void grantRoot(int index) throws IOException {
      page.grantRoot(index);
      kick(index);
    }

    void withdrawRoot(int index) {
      page.withdrawRoot(index);
    }

    void grantMemory(int roots, int index) throws IOException {
      page.grantMemory(index);
      kick(roots + index);
    }

    void withdrawMemory(int index) {
      page.withdrawMemory(index);
    }

    /**
     * Clears bus mastering in the functions behind all roots that aren't granted.
     *
     * @return false if one stays a bus master
     */
    boolean quiet() throws IOException {
      page.kickQuiet();
      evaluate();
      return !page.loud();
    }

    private void kick(int device) throws IOException {
      page.kick(device);
      evaluate();
    }

    private void evaluate() throws IOException {
      if (root.text(KICK).isEmpty()) {
        throw new IOException("there is no " + KICK);
      }
      if (page.kickPending()) {
        throw new IOException("the namespace did not see the request");
      }
    }
  }
}
