package org.osswap.base;

import static org.osswap.base.FaultPoint.Trait.PER_APP;
import static org.osswap.base.FaultPoint.Trait.RETURNS_ONLY_BY_FAILURE;
import static org.osswap.base.FaultPoint.Where.INCUMBENT;
import static org.osswap.base.FaultPoint.Where.SUCCESSOR;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The acts of a swap that change something outside of osswap, and whose failure a lab wants to see:
 * it can hold osswap right before and right after each of them, and have it fail there.
 *
 * <p>A point's name is its act's, and when: {@code end-source.before}. Where {@link FaultFolder} has
 * a FIFO of that name, osswap waits at it. An act of one application has the points {@code
 * dump.before} and {@code dump.before@NAME}. They are off, and cost the read of a field, unless
 * they were {@link #enable enabled}.
 */
public enum FaultPoint {
  /** The journal gets the request and the plan. */
  BEGIN(INCUMBENT),
  /** Forbids what would end the machine: sysrq, reboot, power-off, kexec. */
  RAISE_GUARDS(INCUMBENT),
  /** Brings a NIC of the partition down; within {@link #QUIESCE_PCI}. */
  QUIESCE_NIC(INCUMBENT),
  /** Frees the partition's PCI roots. */
  QUIESCE_PCI(INCUMBENT),
  /** Frees the partition's memory. */
  QUIESCE_MEMORY(INCUMBENT),
  /** Takes the partition's CPUs offline. */
  QUIESCE_CPUS(INCUMBENT),
  /** Makes this swap's keys and certificates. */
  MAKE_CREDENTIALS(INCUMBENT),
  /** Writes the archive with the agent that travels behind the image's initrd. */
  BUILD_PAYLOAD(INCUMBENT),
  /** Writes the successor into the partition's memory. */
  LAUNCH_LOAD(INCUMBENT),
  /** Starts the successor's first CPU. */
  LAUNCH_KICK(INCUMBENT),
  /** Keeps the partition's CPUs from being put online by hand. */
  GUARD_CPUS(INCUMBENT),
  /** Waits for the agent's first answer. */
  ATTEST(INCUMBENT),
  /** Asks the successor about the applications. */
  CHECK(INCUMBENT),
  /** Loads the park stub for kexec; again when this OS retires. */
  ARM_RETIREMENT(INCUMBENT),
  /** To keep the successor armed: loads the park stub as crash kernel. */
  ARM_CRASH(INCUMBENT),
  /** To keep the successor armed: starts the unit whose beats say that this kernel schedules. */
  START_HEART(INCUMBENT),
  /** Has the successor stay, and watch. */
  ARM_CALL(INCUMBENT),
  /** While a successor is armed: dumps an application, which goes on; each checkpoint. */
  CHECKPOINT(INCUMBENT, PER_APP),
  /** While a successor is armed: sends what a checkpoint has. */
  SEND_CHECKPOINT(INCUMBENT, PER_APP),
  /** Has an armed successor watch no more, since this OS ends in an orderly way. */
  STAND_DOWN_CALL(INCUMBENT),
  /** Mounts the folder in which an application's move works. */
  OPEN_WORKSPACE(INCUMBENT, PER_APP),
  /** Sends the files that the successor lacks. */
  SEND_FILES(INCUMBENT, PER_APP),
  /** Has the successor make everything ready for the copy. */
  PREPARE_COPY(INCUMBENT, PER_APP),
  /** Sends what the application's state folders hold while it runs. */
  SEND_STATE(INCUMBENT, PER_APP),
  /** Keeps the application's own unit from starting it again. */
  GUARD(INCUMBENT, PER_APP),
  /** Dumps the application's memory while it runs; each round. */
  PRE_DUMP(INCUMBENT, PER_APP),
  /** Sends a pre-dump's images; each round. */
  SEND_IMAGES(INCUMBENT, PER_APP),
  /** Has the successor fence the service address. */
  FENCE_COPY(INCUMBENT, PER_APP),
  /** Starts the script that fences and dumps the source. */
  FREEZE(INCUMBENT, PER_APP),
  /** Waits until the source is dumped, and frozen. */
  DUMP(INCUMBENT, PER_APP),
  /** Sends the files that have changed since, of the frozen application. */
  SEND_REST(INCUMBENT, PER_APP),
  /** Sends the last images. */
  SEND_LAST(INCUMBENT, PER_APP),
  /** Has the successor restore the copy, stopped. */
  RESTORE(INCUMBENT, PER_APP),
  /** Records that the applications move. */
  DECIDE(INCUMBENT, PER_APP),
  /** Answers the script that keeps the source frozen; where the application stays, waits for its end. */
  END_SOURCE(INCUMBENT, PER_APP),
  /** Takes the service address away from here. */
  LEAVE_ADDRESS(INCUMBENT, PER_APP),
  /** Has the successor let the copy run. */
  COMMIT_COPY(INCUMBENT, PER_APP),
  /** Records that the copy has run, so that the source may be killed. */
  RECORD_GONE(INCUMBENT, PER_APP),
  /** Unmounts the folder in which an application's move worked. */
  CLOSE_WORKSPACE(INCUMBENT, PER_APP),
  /** Hands the journal to the successor, which waits for this OS's end from then on. */
  TAKE_OVER_CALL(INCUMBENT),
  /** Syncs the file systems on disks, and makes them read-only. */
  SETTLE_DISKS(INCUMBENT),
  /** Ends this OS. */
  RETIRE_KEXEC(INCUMBENT, RETURNS_ONLY_BY_FAILURE),
  /** On the way back: records that the applications stay; in a rollback of none in particular. */
  CALL_OFF(INCUMBENT, PER_APP),
  /** On the way back: has the successor kill the copy. */
  ABORT_COPY(INCUMBENT, PER_APP),
  /** Awaits the end of a freeze, or brings one to it whose script did not. */
  END_FREEZE(INCUMBENT, PER_APP),
  /** On the way back: takes the commit back in the memory that both sides share. */
  WITHDRAW(INCUMBENT),
  /** On the way back: records that the commit was taken back. */
  REVOKE(INCUMBENT),
  /** On the way back: lets the application's own unit start it again. */
  LIFT_GUARD(INCUMBENT, PER_APP),
  /** On the way back: has kexec forget the park stub. */
  DISARM(INCUMBENT),
  /** On the way back: lets the partition's CPUs be put online again. */
  FREE_CPUS(INCUMBENT),
  /** On the way back: takes the partition's CPUs, which stops the successor. */
  RECLAIM(INCUMBENT),
  /** On the way back: undoes one logged step; each. */
  UNDO(INCUMBENT),
  /** Records that the swap was rolled back. */
  END_ROLLBACK(INCUMBENT),

  /** Brings the handoff's NIC up, when the agent starts. */
  RAISE_LINK(SUCCESSOR),
  /** Steps the clock to the incumbent's, if it differs. */
  STEP_CLOCK(SUCCESSOR),
  /** Stores what an armed successor needs. */
  KEEP_ARMING(SUCCESSOR),
  /** Verifies a checkpoint, and makes it the one that counts. */
  COMPLETE_CHECKPOINT(SUCCESSOR, PER_APP),
  /** Decides that the incumbent has crashed. */
  DECIDE_CRASH(SUCCESSOR),
  /** Stores the files of one call. */
  RECEIVE_FILES(SUCCESSOR, PER_APP),
  /** Starts the unit that holds the copy's namespaces. */
  START_HOLDER(SUCCESSOR, PER_APP),
  /** Puts the service address here, fenced. */
  HOLD_ADDRESS(SUCCESSOR, PER_APP),
  /** Restores the copy, stopped. */
  RESTORE_COPY(SUCCESSOR, PER_APP),
  /** Lifts the fence and lets the copy run. */
  RUN_COPY(SUCCESSOR, PER_APP),
  /** Announces the service address to the neighbours once more, when the copy is healthy. */
  ANNOUNCE(SUCCESSOR, PER_APP),
  /** Removes the copy's images. */
  REMOVE_IMAGES(SUCCESSOR, PER_APP),
  /** On the way back: kills the copy, and removes what was made for it. */
  KILL_COPY(SUCCESSOR, PER_APP),
  /** Stores the incumbent's journal. */
  KEEP_JOURNAL(SUCCESSOR),
  /** Waits for the proof that the incumbent has ended; again while it doesn't come. */
  AWAIT_PROOF(SUCCESSOR),
  /** Takes the incumbent's CPUs online. */
  TAKE_CPUS(SUCCESSOR),
  /** Keeps udev from loading drivers. */
  HOLD_DRIVERS(SUCCESSOR),
  /** Takes the incumbent's PCI roots. */
  TAKE_PCI(SUCCESSOR),
  /** After a crash: reads the incumbent's log from its memory, and stores it. */
  KEEP_LOG(SUCCESSOR),
  /** Takes the incumbent's memory. */
  TAKE_MEMORY(SUCCESSOR),
  /** Lets udev load drivers again. */
  RELEASE_DRIVERS(SUCCESSOR),
  /** After a crash: brings an application back. */
  REVIVE(SUCCESSOR, PER_APP),
  /** Stores the machine's description, for the next swap. */
  CARRY_MACHINE(SUCCESSOR),
  /** Records that the swap is done. */
  FINISH(SUCCESSOR);

  /** The OS that acts. */
  public enum Where {
    /** The one that runs at first. */
    INCUMBENT,
    /** The one that is started. */
    SUCCESSOR
  }

  enum Trait {
    PER_APP,
    RETURNS_ONLY_BY_FAILURE
  }

  private static final String BEFORE = ".before";
  private static final String AFTER = ".after";

  /** Null: they are off. */
  private static volatile FaultFolder folder;

  private final Where where;
  private final ImmutableSet<Trait> traits;

  FaultPoint(Where where, Trait... traits) {
    this.where = where;
    this.traits = ImmutableSet.copyOf(traits);
  }

  /**
   * Turns all points of this process on.
   *
   * @throws Failure if others than this process's user could use them
   */
  public static void enable(SysRoot root) {
    folder = FaultFolder.open(root.path(FaultFolder.PATH));
  }

  static void disable() {
    folder = null;
  }

  /** Which OS acts. */
  public Where where() {
    return where;
  }

  /** Whether there are points for one application as well. */
  public boolean perApp() {
    return traits.contains(PER_APP);
  }

  /** The points of this act: {@code dump.before}, {@code dump.after}. */
  public ImmutableList<String> names() {
    return traits.contains(RETURNS_ONLY_BY_FAILURE)
        ? ImmutableList.of(named(BEFORE))
        : ImmutableList.of(named(BEFORE), named(AFTER));
  }

  private String named(String moment) {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + moment;
  }

  /** Right before the act. */
  public void before() {
    reach(BEFORE, Optional.empty());
  }

  /** Right before the act on an application. */
  public void before(String app) {
    reach(BEFORE, Optional.of(app));
  }

  /** Right after the act, which succeeded. */
  public void after() {
    reach(AFTER, Optional.empty());
  }

  /** Right after the act on an application, which succeeded. */
  public void after(String app) {
    reach(AFTER, Optional.of(app));
  }

  /** Acts, between the two points. */
  public void around(Runnable act) {
    before();
    act.run();
    after();
  }

  /** Acts on an application, between the two points. */
  public void around(String app, Runnable act) {
    before(app);
    act.run();
    after(app);
  }

  /** Acts, between the two points. */
  public <T> T around(Supplier<T> act) {
    before();
    T result = act.get();
    after();
    return result;
  }

  /** Acts on an application, between the two points. */
  public <T> T around(String app, Supplier<T> act) {
    before(app);
    T result = act.get();
    after(app);
    return result;
  }

  private void reach(String moment, Optional<String> app) {
    FaultFolder on = folder;
    if (on != null) {
      on.reach(named(moment));
      app.ifPresent(name -> on.reach(named(moment) + "@" + name));
    }
  }

  /** Changes one bit of data that was summed already, if the FIFO {@code corrupt-chunk} says so. */
  public static void corrupt(byte[] data) {
    FaultFolder on = folder;
    if (on != null && on.read("corrupt-chunk").equals("corrupt")) {
      data[0] ^= 1;
    }
  }
}
