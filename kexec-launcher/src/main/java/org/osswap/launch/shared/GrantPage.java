package org.osswap.launch.shared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.proto.PartitionPlan;

/**
 * The page that incumbent and successor share: reserved in both memory maps, mapped by both sides
 * through /dev/mem, read by the successor's AML and written by the incumbent's park stub.
 *
 * <pre>
 * offset size what                                                         written by
 * 0x000  8    "OSSWGRNT"                                                   launcher
 * 0x008  4    version of this layout: 1                                    launcher
 * 0x00c  4    flags, see FLAG_*                                            both
 * 0x010  1    kick: 1 + the index of the device to be notified, 0: none,   successor; AML clears
 *             255: make quiet what isn't granted
 * 0x011  1    1: a function could not be made quiet                        AML; successor clears
 * 0x020  32   one byte a remainder root: 1 granted                         successor; _EJ0 clears
 * 0x040  192  one byte a remainder memory range: 1 granted                 successor; _EJ0 clears
 * 0x100  96   mailbox of the park stub, see MAILBOX_*                      park stub
 * 0x160  8    "TAKEOVER": the incumbent asks to be taken over, and lives   incumbent
 * 0x168  8    for how long its paths had been lost then, milliseconds      incumbent
 * 0x180  8    heartbeat of the incumbent: a counter                        incumbent
 * 0x1c0  8    heartbeat of the successor: a counter                        successor
 * 0x200  512  gate of the applications' commit: org.osswap.apps.Gate       both
 * </pre>
 *
 * <p>Devices are counted roots first: root i has index i, memory range j has index (number of
 * roots) + j. All values are little endian. Grants persist: they are what the machine's firmware
 * description says for as long as this successor lives.
 */
public final class GrantPage implements AutoCloseable {
  public static final int SIZE = 0x1000;
  public static final int VERSION_1 = 1;

  public static final int MAGIC = 0x000;
  public static final int VERSION = 0x008;
  public static final int FLAGS = 0x00c;
  public static final int KICK = 0x010;
  public static final int LOUD = 0x011;
  public static final int ROOT_GRANTS = 0x020;
  public static final int MEMORY_GRANTS = 0x040;
  public static final int MAILBOX = 0x100;
  public static final int REQUEST = 0x160;
  public static final int REQUEST_LOST_MILLIS = 0x168;
  public static final int INCUMBENT_HEARTBEAT = 0x180;
  public static final int SUCCESSOR_HEARTBEAT = 0x1c0;
  public static final int GATE = 0x200;

  /** A kick that is meant for no device, but for all PCI functions that aren't granted. */
  public static final int KICK_QUIET = 0xff;

  public static final int MAX_ROOTS = MEMORY_GRANTS - ROOT_GRANTS;
  public static final int MAX_MEMORY = MAILBOX - MEMORY_GRANTS;

  /** The successor's agent runs. */
  public static final int FLAG_SUCCESSOR_ALIVE = 1;

  /** The successor has begun to take over: there is no way back. */
  public static final int FLAG_TAKING_OVER = 2;

  /** The successor has taken everything over. */
  public static final int FLAG_TAKEN_OVER = 4;

  // Offsets within the mailbox; park.S.
  private static final int MAILBOX_MAGIC = 0x00;
  private static final int MAILBOX_STOPS = 0x08;
  private static final int MAILBOX_APIC_ID = 0x10;
  private static final int MAILBOX_APIC_BASE = 0x18;
  private static final int MAILBOX_INITS = 0x28;
  private static final int MAILBOX_NMIS = 0x30;
  private static final int MAILBOX_EXCEPTION = 0x40;
  private static final int MAILBOX_ERROR = 0x48;
  private static final int MAILBOX_RIP = 0x50;

  /** CLAIMED of gate.c, in the gate's first word. */
  public static final int GATE_CLAIMED = 1;

  private static final long GRANT_MAGIC = ascii("OSSWGRNT");
  private static final long PARKED_MAGIC = ascii("PARKED\0\0");
  private static final long REQUEST_MAGIC = ascii("TAKEOVER");

  private final Region region;

  private GrantPage(Region region) {
    this.region = region;
  }

  /**
   * Maps the plan's grant page, which {@link #create} has made.
   *
   * @throws Failure if there is no grant page, or one of another version
   */
  public static GrantPage open(PhysicalMemory memory, PartitionPlan plan) {
    GrantPage page = map(memory, plan);
    long magic = page.region.getU64(MAGIC);
    long version = page.region.getU32(VERSION);
    if (magic != GRANT_MAGIC || version != VERSION_1) {
      page.close();
      throw new Failure(
          "open the grant page",
          Extents.describe(plan.getGrantPage()),
          String.format("magic %#x, version %d", magic, version),
          "Nothing was launched with this plan, or by another version of osswap.");
    }
    return page;
  }

  /** Maps the plan's grant page and makes it new: nothing is granted, nobody has parked. */
  public static GrantPage create(PhysicalMemory memory, PartitionPlan plan) {
    GrantPage page = map(memory, plan);
    page.region.clear();
    page.region.putU32(VERSION, VERSION_1);
    page.region.putU64(MAGIC, GRANT_MAGIC);
    return page;
  }

  private static GrantPage map(PhysicalMemory memory, PartitionPlan plan) {
    return new GrantPage(memory.map(Extents.sized(plan.getGrantPage().getStart(), SIZE)));
  }

  /** Physical address of the park stub's mailbox. */
  public static long mailboxAddress(PartitionPlan plan) {
    return plan.getGrantPage().getStart() + MAILBOX;
  }

  /** Physical address of the gate of the applications' commit. */
  public static long gateAddress(PartitionPlan plan) {
    return plan.getGrantPage().getStart() + GATE;
  }

  public void grantRoot(int index) {
    region.putU8(ROOT_GRANTS + index, 1);
  }

  public void withdrawRoot(int index) {
    region.putU8(ROOT_GRANTS + index, 0);
  }

  public void grantMemory(int index) {
    region.putU8(MEMORY_GRANTS + index, 1);
  }

  public void withdrawMemory(int index) {
    region.putU8(MEMORY_GRANTS + index, 0);
  }

  /** Asks the AML to notify this device when next its KICK device's status is read. */
  public void kick(int device) {
    region.putU8(KICK, device + 1);
  }

  /** Asks the AML, at the same occasion, to clear bus mastering in the functions of all roots that aren't granted. */
  public void kickQuiet() {
    region.putU8(LOUD, 0);
    region.putU8(KICK, KICK_QUIET);
  }

  /** After {@link #kickQuiet}: whether a function stayed a bus master. */
  public boolean loud() {
    return region.getU8(LOUD) != 0;
  }

  /** True while a kick has not been seen by the AML. */
  public boolean kickPending() {
    return region.getU8(KICK) != 0;
  }

  /** The proof that the incumbent is gone. */
  public boolean parked() {
    return region.getU64(MAILBOX + MAILBOX_MAGIC) == PARKED_MAGIC;
  }

  /** What the park stub said, for people. */
  public String mailbox() {
    StringBuilder text = new StringBuilder();
    text.append(parked() ? "PARKED" : "not parked");
    text.append(
        String.format(
            ", by APIC id %d, IA32_APIC_BASE %#x, %d stops, %d INITs sent, %d NMIs",
            region.getU32(MAILBOX + MAILBOX_APIC_ID),
            region.getU64(MAILBOX + MAILBOX_APIC_BASE),
            region.getU64(MAILBOX + MAILBOX_STOPS),
            region.getU64(MAILBOX + MAILBOX_INITS),
            region.getU64(MAILBOX + MAILBOX_NMIS)));
    if (region.getU64(MAILBOX + MAILBOX_EXCEPTION) != 0) {
      text.append(
          String.format(
              ", exception (stack top %#x, %#x)",
              region.getU64(MAILBOX + MAILBOX_ERROR), region.getU64(MAILBOX + MAILBOX_RIP)));
    }
    return text.toString();
  }

  /**
   * Asks the armed successor to take over from this OS, which lives but has lost its paths.
   *
   * @param lostMillis for how long
   */
  public void requestTakeover(long lostMillis) {
    region.putU64(REQUEST_LOST_MILLIS, lostMillis);
    region.putU64(REQUEST, REQUEST_MAGIC);
  }

  /** Asks no more; what was decided meanwhile stays. */
  public void withdrawRequest() {
    region.putU64(REQUEST, 0);
  }

  /** Whether the incumbent asks to be taken over. */
  public boolean takeoverRequested() {
    return region.getU64(REQUEST) == REQUEST_MAGIC;
  }

  /** For how long its paths had been lost when it asked. */
  public long requestLostMillis() {
    return region.getU64(REQUEST_LOST_MILLIS);
  }

  public void beatIncumbent() {
    region.putU64(INCUMBENT_HEARTBEAT, incumbentBeats() + 1);
  }

  public long incumbentBeats() {
    return region.getU64(INCUMBENT_HEARTBEAT);
  }

  public void beatSuccessor() {
    region.putU64(SUCCESSOR_HEARTBEAT, successorBeats() + 1);
  }

  public long successorBeats() {
    return region.getU64(SUCCESSOR_HEARTBEAT);
  }

  /** Whether the successor came first at the gate of the commit: copies may have run. */
  public boolean commitClaimed() {
    return region.getU64(GATE) == GATE_CLAIMED;
  }

  public void raise(int flag) {
    region.putU32(FLAGS, region.getU32(FLAGS) | flag);
  }

  public boolean raised(int flag) {
    return (region.getU32(FLAGS) & flag) != 0;
  }

  /**
   * Withdraws all grants, and forgets who has parked or asked to be taken over; after a reclaim. The gate
   * stays as it is.
   */
  public void reset() {
    region.write(FLAGS, new byte[INCUMBENT_HEARTBEAT - FLAGS]);
    region.putU64(INCUMBENT_HEARTBEAT, 0);
    region.putU64(SUCCESSOR_HEARTBEAT, 0);
  }

  @Override
  public void close() {
    region.close();
  }

  private static long ascii(String eight) {
    return ByteBuffer.wrap(eight.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong();
  }
}
