package org.osswap.launch.guard;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.proto.Undo;

/**
 * The guards of one of two systems that share a machine. Each is raised before the other system runs and
 * lifted when it doesn't any more; each inverse is logged before its act, and does no harm when repeated.
 *
 * <p>They keep people and programs from accidents. Root can take them away; that takes knowing of them.
 */
public final class Guards {
  private static final String SYSRQ = "/proc/sys/kernel/sysrq";
  private static final String TRIGGER = "/proc/sysrq-trigger";
  private static final String CPUS = "/sys/devices/system/cpu/";

  private final SysRoot root;
  private final PowerTargets targets;
  private final ReadOnlyFiles files;
  private final Supplier<RebootGuard> reboot;

  public Guards(SysRoot root, ProcessRunner processes) {
    this(root, processes, () -> new RebootGuard(root, BpfCalls.linux()));
  }

  Guards(SysRoot root, ProcessRunner processes, Supplier<RebootGuard> reboot) {
    this.root = root;
    this.reboot = reboot;
    this.targets = new PowerTargets(root, processes);
    this.files = new ReadOnlyFiles(root, processes);
  }

  /**
   * Forbids what would end or reset the machine under both systems.
   *
   * @param undoLog gets each inverse before its act; it must be persistent when it returns
   * @param progress a line of text for each guard
   * @throws Failure at the first that can't be raised
   */
  public void raise(Consumer<Undo> undoLog, Consumer<String> progress) {
    sysrq(undoLog);
    undoLog.accept(writable(ImmutableList.of(TRIGGER), "let sysrq be triggered by its file again"));
    files.set(List.of(TRIGGER));
    progress.accept("sysrq is off while two systems run, its file too");
    undoLog.accept(targets.unmask());
    targets.mask();
    undoLog.accept(targets.permit());
    progress.accept(
        "reboot, power-off, suspend and kexec are refused by systemd while two systems run"
            + (targets.inhibit() ? "" : "; without an inhibitor that says why"));
    RebootGuard calls = reboot.get();
    undoLog.accept(calls.undo());
    progress.accept(
        calls
            .raise(ProcessHandle.current().pid())
            .map(why -> "reboot -f and kexec -e are NOT guarded against: " + why)
            .orElse("reboot(2) and kexec are refused to all but osswap while two systems run"));
  }

  /**
   * Lets this process call reboot(2) and kexec, instead of the one that raised the guard; for a controller
   * that goes on for a dead one.
   *
   * @throws Failure if the guard can't be raised again for it
   */
  public void admit() {
    RebootGuard calls = reboot.get();
    if (!calls.raised()) {
      return;
    }
    calls
        .raise(ProcessHandle.current().pid())
        .ifPresent(
            why -> {
              throw new Failure(
                  "pass the guard of reboot(2)",
                  RebootGuard.PIN,
                  why,
                  "Run: rm " + RebootGuard.PIN);
            });
  }

  /** One key press must not reset the machine under both systems. */
  private void sysrq(Consumer<Undo> undoLog) {
    String before = root.text(SYSRQ).orElse("0");
    if (before.equals("0")) {
      return;
    }
    undoLog.accept(Undos.write("set kernel.sysrq to " + before, SYSRQ, before));
    try {
      root.write(SYSRQ, "0");
    } catch (IOException e) {
      throw new Failure("forbid sysrq", SYSRQ, e.toString(), "Run: sysctl kernel.sysrq=0", e);
    }
  }

  /**
   * Keeps CPUs from being started here that belong to the other system: the INIT would take them from it, in
   * the middle of whatever it does.
   *
   * @param cpus as this kernel numbers them
   */
  public void guardCpus(List<Integer> cpus, Consumer<Undo> undoLog, Consumer<String> progress) {
    ImmutableList<String> online =
        cpus.stream()
            .map(cpu -> CPUS + "cpu" + cpu + "/online")
            .filter(root::exists)
            .collect(ImmutableList.toImmutableList());
    if (online.isEmpty()) {
      return;
    }
    undoLog.accept(writable(online, "let the other system's CPUs be put online again"));
    files.set(online);
    progress.accept("the other system's CPUs can't be put online by hand");
  }

  /** Lifts the guard of all CPUs: for whoever takes them. Nothing is logged for it, it only looks. */
  public void freeCpus() {
    files.lift(CPUS);
  }

  private static Undo writable(List<String> files, String what) {
    return Undos.command(what, ReadOnlyFiles.liftArgv(files));
  }
}
