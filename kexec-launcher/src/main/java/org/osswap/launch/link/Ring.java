package org.osswap.launch.link;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32C;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.memory.Region;

/**
 * A ring of bytes in memory that two kernels map; one side writes frames, the other reads them. This class
 * is the layout, and what both sides do alike.
 *
 * <pre>
 * offset size what                                                              written by
 * 0x0000 8    "OSSWRING"                                                        creator, last
 * 0x0008 4    version of this layout: 1                                         creator
 * 0x000c 4    n: the data are 2^n bytes                                         creator
 * 0x0010 8    epoch: a random number, another one for each creation             creator
 * 0x0080 8    tail: bytes that were ever written                                writer
 * 0x0100 8    head: bytes that were ever read                                   reader
 * 0x1000 2^n  data; byte i of the stream is at i mod 2^n
 *
 * a frame, at a multiple of 8 of the stream:
 * +0     4    length, 1 to {@value #MAX_FRAME}
 * +4     4    CRC-32C of epoch (8), place in the stream (8), length (4), bytes
 * +8          the bytes, then zeros up to a multiple of 8
 * </pre>
 *
 * <p>All is little endian. A frame wraps around the end of the data at any of its bytes, but never within its
 * first eight. Tail and head have cache lines, and pairs of them, of their own.
 *
 * <p><b>Order.</b> The writer reads head with acquire, writes the frame, and then tail with release. The reader
 * reads tail with acquire, copies the frame, and then writes head with release. So a reader never sees a tail
 * before its bytes, and a writer never writes over bytes before they were copied. On x86-64 (total store order)
 * these are plain moves; the fences keep the Java compiler from moving them. Both kernels must map the memory
 * write-back, as /dev/mem does without O_SYNC.
 *
 * <p><b>Trust: none.</b> Each side keeps its own index for itself, and never believes what it finds of it in
 * memory. Of the other side's index it takes only what can be: a multiple of 8, not behind what it was, and at
 * most the ring's size between tail and head. A frame is copied before it is checked, so it can't change in
 * between. What doesn't fit ends this side of the ring for good, with a {@link Failure}; a frame that is damaged
 * is left out with all that was written behind it, as a NIC leaves out what came with a wrong checksum.
 *
 * <p><b>Epochs.</b> The sums cover the epoch and the place: frames of an earlier creation, or of an earlier lap,
 * aren't taken for new ones. A process that begins where another one of its side has ended goes on at the
 * indices that lie there.
 */
final class Ring {
  /** The longest frame; a multiple of 8. */
  static final int MAX_FRAME = 32 << 10;

  static final int HEADER = (int) Extents.PAGE;
  static final int FRAME_HEADER = 8;

  /** No stream ever gets this far: an index beyond it isn't one. */
  static final long FAR = Long.MAX_VALUE / 2;

  static final int MAGIC = 0x000;
  static final int VERSION = 0x008;
  static final int LOG_SIZE = 0x00c;
  static final int EPOCH = 0x010;
  static final int TAIL = 0x080;
  static final int HEAD = 0x100;

  private static final long RING_MAGIC =
      ByteBuffer.wrap("OSSWRING".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getLong();
  private static final int VERSION_1 = 1;
  private static final SecureRandom EPOCHS = new SecureRandom();

  private final Region region;
  private final long size;
  private final long epoch;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer covered = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
  private Failure broken;

  private Ring(Region region, long size, long epoch) {
    this.region = region;
    this.size = size;
    this.epoch = epoch;
  }

  /** Makes a new, empty ring of the whole region; nobody may have it open. */
  static void create(Region region) {
    long size = Long.highestOneBit(region.size() - HEADER);
    if (size < 2L * (FRAME_HEADER + MAX_FRAME)) {
      throw new IllegalArgumentException("no room for two frames: " + Extents.describe(region.extent()));
    }
    region.putU64(MAGIC, 0);
    region.putU64(TAIL, 0);
    region.putU64(HEAD, 0);
    region.putU32(VERSION, VERSION_1);
    region.putU32(LOG_SIZE, Long.numberOfTrailingZeros(size));
    region.putU64(EPOCH, EPOCHS.nextLong());
    region.putU64(MAGIC, RING_MAGIC);
  }

  /**
   * One side's view of a ring that was created.
   *
   * @throws Failure if there is none
   */
  static Ring open(Region region) {
    long magic = region.getAcquire(MAGIC);
    long version = region.getU32(VERSION);
    long size = Long.highestOneBit(region.size() - HEADER);
    long log = region.getU32(LOG_SIZE);
    if (magic != RING_MAGIC || version != VERSION_1 || log != Long.numberOfTrailingZeros(size)) {
      throw new Failure(
          "open a ring of the memory link",
          Extents.describe(region.extent()),
          String.format("magic %#x, version %d, 2^%d bytes", magic, version, log),
          "Nothing was launched with this plan, or by another version of osswap.");
    }
    return new Ring(region, size, region.getU64(EPOCH));
  }

  Region region() {
    return region;
  }

  long size() {
    return size;
  }

  /** Bytes of the stream that a frame of this length takes. */
  static long taken(int length) {
    return FRAME_HEADER + Extents.alignUp(length, FRAME_HEADER);
  }

  /** Where a place in the stream is in the region. */
  long offset(long place) {
    return HEADER + (place & (size - 1));
  }

  /** From this place on, how many bytes there are before the data's end. */
  long beforeEnd(long place) {
    return size - (place & (size - 1));
  }

  /** CRC-32C of a frame; its bytes are {@code bytes[from, from + length)}. */
  int sum(long place, byte[] bytes, int from, int length) {
    covered.clear();
    covered.putLong(epoch).putLong(place).putInt(length).flip();
    crc.reset();
    crc.update(covered);
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /**
   * Reads an index of the other side.
   *
   * @param known what it was
   * @param from the least that it may be
   * @param to the most that it may be
   * @throws Failure if it isn't; the ring is broken then
   */
  long index(int offset, long known, long from, long to) {
    long seen = region.getAcquire(offset);
    if (region.getU64(EPOCH) != epoch) {
      throw fail("it was made anew for another swap");
    }
    if (seen % FRAME_HEADER != 0 || seen < known || seen < from || seen > to) {
      throw fail(
          String.format(
              "the other side's index is %#x, and has to be from %#x to %#x",
              seen, Math.max(known, from), to));
    }
    return seen;
  }

  /** Ends this side of the ring. */
  Failure fail(String reason) {
    broken =
        new Failure(
            "use the memory link",
            Extents.describe(region.extent()),
            reason,
            "Something writes over this memory, or the other OS died while it wrote; the handoff"
                + " goes on over the NIC.");
    return broken;
  }

  /**
   * Refuses to go on with a broken ring.
   *
   * @throws Failure the same one as when it broke
   */
  void check() {
    if (broken != null) {
      throw broken;
    }
  }
}
