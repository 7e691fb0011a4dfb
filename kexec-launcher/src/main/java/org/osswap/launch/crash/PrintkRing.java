package org.osswap.launch.crash;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The records of a kernel's log, in the ring that kernels have since 5.10:
 * kernel/printk/printk_ringbuffer.h, and the reader in Documentation/admin-guide/kdump/gdbmacros.txt.
 *
 * <pre>
 * struct printk_ringbuffer  desc_ring, text_data_ring
 * struct prb_desc_ring      count_bits, descs, infos, head_id, tail_id
 * struct prb_desc           state_var: two bits of state, the others its id; text_blk_lpos
 * struct prb_data_blk_lpos  begin, next: positions in the data ring; odd: there is no text
 * struct prb_data_ring      size_bits, data
 * struct printk_info        ts_nsec, text_len
 * a block of data           its descriptor's id (a long), the text
 * </pre>
 *
 * <p>The ring was being written to when its kernel ended, or is damaged: a record that doesn't fit is
 * left out, and so is what can't be where it says.
 */
final class PrintkRing {
  /** Of 2 to the power of these: more than any kernel is built or told to have. */
  private static final int MOST_RECORDS_BITS = 22;

  private static final int MOST_TEXT_BITS = 27;

  private static final int STATE_SHIFT = 62;
  private static final long ID = (1L << STATE_SHIFT) - 1;

  // enum desc_state
  private static final int COMMITTED = 1;
  private static final int FINALIZED = 2;

  private final VmCoreInfo info;
  private final Bytes memory;

  /**
   * Of a kernel.
   *
   * @param memory by its virtual addresses
   */
  PrintkRing(VmCoreInfo info, Bytes memory) {
    this.info = info;
    this.memory = memory;
  }

  /**
   * Reads all records, the oldest first.
   *
   * @return lines as of dmesg: {@code [    1.234567] text}
   * @throws IllegalArgumentException if there is no such ring
   */
  ImmutableList<String> lines() {
    long ring = u64(memory.read(info.symbol("prb"), Long.BYTES), 0);
    long at = ring + info.offset("printk_ringbuffer.desc_ring");
    ByteBuffer descRing = bytes(at, info.size("prb_desc_ring"));
    ByteBuffer dataRing =
        bytes(ring + info.offset("printk_ringbuffer.text_data_ring"), info.size("prb_data_ring"));
    int countBits = bits(descRing, "prb_desc_ring.count_bits", MOST_RECORDS_BITS);
    int sizeBits = bits(dataRing, "prb_data_ring.size_bits", MOST_TEXT_BITS);
    int count = 1 << countBits;
    int descSize = info.size("prb_desc");
    int infoSize = info.size("printk_info");
    ByteBuffer descs = array(u64(descRing, "prb_desc_ring.descs"), count, descSize);
    ByteBuffer infos = array(u64(descRing, "prb_desc_ring.infos"), count, infoSize);
    byte[] text = memory.read(u64(dataRing, "prb_data_ring.data"), 1 << sizeBits);
    int counter = info.offset("atomic_long_t.counter");
    long tail = long64(descRing, info.offset("prb_desc_ring.tail_id") + counter) & ID;
    long head = long64(descRing, info.offset("prb_desc_ring.head_id") + counter) & ID;
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    long id = tail;
    for (int seen = 0; seen < count; seen++) {
      int index = (int) (id & count - 1);
      add(lines, id, descs, index * descSize, infos, index * infoSize, text);
      if (id == head) {
        break;
      }
      id = id + 1 & ID;
    }
    return lines.build();
  }

  private void add(
      ImmutableList.Builder<String> lines,
      long id,
      ByteBuffer descs,
      int desc,
      ByteBuffer infos,
      int record,
      byte[] text) {
    long state =
        long64(
            descs,
            desc + info.offset("prb_desc.state_var") + info.offset("atomic_long_t.counter"));
    int what = (int) (state >>> STATE_SHIFT);
    if ((state & ID) != id || (what != COMMITTED && what != FINALIZED)) {
      return;
    }
    int lpos = desc + info.offset("prb_desc.text_blk_lpos");
    long begin = long64(descs, lpos + info.offset("prb_data_blk_lpos.begin"));
    long next = long64(descs, lpos + info.offset("prb_data_blk_lpos.next"));
    int length = short16(infos, record + info.offset("printk_info.text_len"));
    long time = long64(infos, record + info.offset("printk_info.ts_nsec"));
    String prefix = stamp(time);
    for (String line : text(text, begin, next, length).split("\n", -1)) {
      lines.add(prefix + printable(line));
    }
  }

  private static String text(byte[] ring, long begin, long next, int length) {
    if ((begin & 1) != 0) {
      return "";
    }
    int start = (int) (begin & ring.length - 1);
    int end = (int) (next & ring.length - 1);
    if (start > end) {
      start = 0; // a block that has no room at the end begins anew
    }
    int room = end - start - Long.BYTES;
    return room <= 0
        ? ""
        : new String(
            ring, start + Long.BYTES, Math.min(room, length), StandardCharsets.UTF_8);
  }

  /** Seconds and microseconds, as the kernel prints them. */
  private static String stamp(long nanos) {
    return String.format(
        Locale.ROOT,
        "[%5d.%06d] ",
        Long.divideUnsigned(nanos, 1_000_000_000),
        Long.remainderUnsigned(nanos, 1_000_000_000) / 1000);
  }

  /** The log may hold what was meant to deceive a terminal. */
  private static String printable(String line) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\t' || !Character.isISOControl(c)) {
        safe.append(c);
      } else {
        safe.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      }
    }
    return safe.toString();
  }

  private int bits(ByteBuffer struct, String field, int most) {
    int bits = field(struct, info.offset(field), Integer.BYTES).getInt();
    if (bits < 1 || bits > most) {
      throw new IllegalArgumentException(field + " is " + bits);
    }
    return bits;
  }

  private ByteBuffer array(long address, int count, int size) {
    if (size < 1 || (long) count * size > 1L << 30) {
      throw new IllegalArgumentException(count + " elements of " + size + " bytes");
    }
    return bytes(address, count * size);
  }

  private ByteBuffer bytes(long address, int count) {
    return ByteBuffer.wrap(memory.read(address, count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long u64(ByteBuffer struct, String field) {
    return long64(struct, info.offset(field));
  }

  private static long u64(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
  }

  private static long long64(ByteBuffer struct, int at) {
    return field(struct, at, Long.BYTES).getLong();
  }

  private static int short16(ByteBuffer struct, int at) {
    return Short.toUnsignedInt(field(struct, at, Short.BYTES).getShort());
  }

  private static ByteBuffer field(ByteBuffer struct, int at, int size) {
    if (at < 0 || at > struct.capacity() - size) {
      throw new IllegalArgumentException("a field lies outside of its structure");
    }
    return struct.slice(at, size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
