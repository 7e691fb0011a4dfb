package org.osswap.launch;

import com.google.common.collect.ImmutableList;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.SysRoot;
import org.osswap.launch.boot.ParkStub;
import org.osswap.launch.memory.IoMem;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Cpu;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/**
 * The end of the incumbent: by kexec into the park stub, which stops its CPUs and tells the successor so
 * in the grant page's mailbox.
 */
public final class Retirement {
  private static final String REMEDY =
      "kexec must be allowed: see /proc/sys/kernel/kexec_load_disabled and lockdown.";

  private final KexecCalls kexec;
  private final SysRoot root;

  /** Of the running OS. */
  public static Retirement ofThisOs(SysRoot root) {
    return new Retirement(KexecCalls.linux(), root);
  }

  Retirement(KexecCalls kexec, SysRoot root) {
    this.kexec = kexec;
    this.root = root;
  }

  /**
   * Loads the stub for an orderly end.
   *
   * @throws Failure if the kernel refuses
   */
  public void arm(PartitionPlan plan) {
    Extent place = plan.getIncumbentLow().getPark();
    if (Extents.size(place) < ParkStub.PAGES * Extents.PAGE) {
      throw new Failure(
          "arm the retirement",
          Extents.describe(place),
          "the park stub needs " + ParkStub.PAGES + " pages",
          "Make a new plan.");
    }
    FaultPoint.ARM_RETIREMENT.around(() -> load(plan, place.getStart(), false));
  }

  /**
   * Loads the stub as crash kernel too, so that a panic parks the machine.
   *
   * @return false if there is no crashkernel reservation; then only the heartbeat tells of a panic
   * @throws Failure if the kernel refuses
   */
  public boolean armCrash(PartitionPlan plan) {
    ImmutableList<Extent> reserved = IoMem.named(root, "Crash kernel");
    if (reserved.isEmpty()) {
      return false;
    }
    load(plan, reserved.get(0).getStart(), true);
    return true;
  }

  /**
   * Forgets the stub for an orderly end; for a rollback. What a panic would run stays: it's the
   * administrator's kernel for crash dumps, unless {@link #armCrash} was called.
   */
  public void disarm() {
    check(kexec.unload(false), "disarm the retirement", "kexec_load");
  }

  /** Forgets the stub for a panic. */
  public void disarmCrash() {
    if (!IoMem.named(root, "Crash kernel").isEmpty()) {
      check(kexec.unload(true), "disarm the retirement by panic", "kexec_load, on crash");
    }
  }

  /**
   * Ends this OS. Does not return.
   *
   * @throws Failure if the kernel refuses: then it goes on
   */
  public void go() {
    String answer = kexec.execute();
    throw new Failure("retire", "reboot(LINUX_REBOOT_CMD_KEXEC)", answer, REMEDY);
  }

  private void load(PartitionPlan plan, long base, boolean crash) {
    // The boot processor is never sent an INIT from here: its kernel parks it by halting it.
    ImmutableList<Integer> apicIds =
        plan.getRemainderCpusList().stream()
            .filter(cpu -> !cpu.getBootProcessor())
            .map(Cpu::getApicId)
            .collect(ImmutableList.toImmutableList());
    byte[] stub =
        ParkStub.build(base, GrantPage.mailboxAddress(plan), flags(plan), apicIds);
    check(
        kexec.load(base, stub, crash),
        crash ? "arm the retirement by panic" : "arm the retirement",
        String.format("kexec_load, one segment of %#x bytes at %#x", stub.length, base));
  }

  private static int flags(PartitionPlan plan) {
    return plan.getMachine().getHypervisor().equals("qemu") ? ParkStub.NMI_KICK : 0;
  }

  private static void check(String answer, String step, String object) {
    if (!answer.isEmpty()) {
      throw new Failure(step, object, answer, REMEDY);
    }
  }
}
