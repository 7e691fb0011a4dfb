package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.osswap.base.Failure;
import org.osswap.proto.AppPhase;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.JournalRecord.EventCase;
import org.osswap.proto.Phase;

/**
 * The bytes of a journal: {@code OSSWAPJ} and the version of the format, then one frame for each
 * record. All little endian:
 *
 * <pre>
 *  0  u32  length of the body, 1 to {@link #LONGEST_RECORD}
 *  4  u32  CRC-32C of the body
 *  8  u32  CRC-32C of the eight bytes before
 * 12       body: a {@link JournalRecord}, numbered from 1
 * </pre>
 *
 * <p>The header has a sum of its own so that a damaged length isn't taken for a torn record, which
 * would make all records behind it disappear.
 */
final class JournalFormat {
  static final int LONGEST_RECORD = 4 << 20;

  private static final byte[] MAGIC = "OSSWAPJ".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = '2';
  private static final int BEGINNING = MAGIC.length + 1;
  private static final int HEADER = 12;
  private static final int SUMMED = 8;

  /**
   * A journal's content.
   *
   * @param end where its whole part ends, in bytes; 0: not even its beginning is whole
   */
  record Parsed(ImmutableList<JournalRecord> records, int end) {}

  private final ByteBuffer bytes;
  private final String name;
  private final ImmutableList.Builder<JournalRecord> records = ImmutableList.builder();
  private long count;

  private JournalFormat(byte[] bytes, String name) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.name = name;
  }

  /** What every journal begins with. */
  static ByteBuffer beginning() {
    return ByteBuffer.allocate(BEGINNING).put(MAGIC).put(VERSION).flip();
  }

  /** A record as it is written. */
  static ByteBuffer frame(JournalRecord record) {
    byte[] body = record.toByteArray();
    if (body.length > LONGEST_RECORD) {
      throw new Failure(
          "write the journal",
          "record " + record.getSequence(),
          "it has " + body.length + " bytes, more than " + LONGEST_RECORD,
          "Move fewer applications in one swap.");
    }
    ByteBuffer frame = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(body.length).putInt(sum(body, 0, body.length));
    return frame.putInt(sum(frame.array(), 0, SUMMED)).put(body).flip();
  }

  /**
   * Reads a journal. What was being written when the machine or the process ended is left out: a
   * last frame that is not there as a whole, or whose body is not what was summed, and zeros to the
   * end, where the file grew before its bytes came.
   *
   * @param name of the file, for failures
   * @throws Failure with the offset of any other damage
   */
  static Parsed parse(byte[] bytes, String name) {
    return new JournalFormat(bytes, name).parse();
  }

  private Parsed parse() {
    if (!begins()) {
      return new Parsed(ImmutableList.of(), 0);
    }
    int end;
    do {
      end = bytes.position();
    } while (next());
    return new Parsed(records.build(), end);
  }

  /** False if the file ends before its beginning does. */
  private boolean begins() {
    if (zeros()) {
      return false;
    }
    byte[] begin = new byte[Math.min(bytes.remaining(), MAGIC.length)];
    bytes.get(begin);
    if (!Arrays.equals(begin, Arrays.copyOf(MAGIC, begin.length))) {
      throw damaged(0, "it doesn't begin with OSSWAPJ: it is no journal");
    }
    if (!bytes.hasRemaining()) {
      return false;
    }
    byte version = bytes.get();
    if (version != VERSION) {
      throw new Failure(
          "read the journal",
          name + " at byte " + MAGIC.length,
          String.format(
              Locale.ROOT,
              "its format has the version 0x%02x, this osswap reads only 0x%02x",
              version,
              VERSION),
          "Use the version of osswap that wrote it; or, if its swap has ended, move the file away.");
    }
    return true;
  }

  /** Reads the next record; false if there is none. */
  private boolean next() {
    int start = bytes.position();
    if (bytes.remaining() < HEADER || zeros()) {
      return false;
    }
    int length = bytes.getInt();
    int bodySum = bytes.getInt();
    if (bytes.getInt() != sum(bytes.array(), start, SUMMED)) {
      throw damaged(start, "the header of a record has a wrong sum");
    }
    if (length <= 0 || length > LONGEST_RECORD) {
      throw damaged(start, "a record of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (length > bytes.remaining()) {
      return false;
    }
    byte[] body = new byte[length];
    bytes.get(body);
    if (sum(body, 0, length) != bodySum) {
      if (!bytes.hasRemaining()) {
        return false;
      }
      throw damaged(start, "a record with a wrong sum");
    }
    records.add(record(body, start));
    return true;
  }

  private JournalRecord record(byte[] body, int start) {
    JournalRecord record;
    try {
      record = JournalRecord.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw damaged(start, "no journal record: " + e.getMessage());
    }
    count++;
    if (record.getSequence() != count) {
      throw damaged(
          start,
          "record "
              + Long.toUnsignedString(record.getSequence())
              + " where "
              + count
              + " should be");
    }
    if (!isKnown(record)) {
      throw damaged(start, "record " + count + " says nothing that this version knows");
    }
    return record;
  }

  /** What another version wrote may not be taken for the phase before it. */
  private static boolean isKnown(JournalRecord record) {
    return record.getEventCase() != EventCase.EVENT_NOT_SET
        && record.getPhase() != Phase.UNRECOGNIZED
        && record.getApp().getPhase() != AppPhase.UNRECOGNIZED;
  }

  /** Whether only zeros are left. */
  private boolean zeros() {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int sum(byte[] bytes, int from, int length) {
    return Hashing.crc32c().hashBytes(bytes, from, length).asInt();
  }

  private Failure damaged(int offset, String what) {
    return new Failure(
        "read the journal",
        name + " at byte " + offset,
        what,
        "The file was changed by something else than osswap, or its disk is failing; look at the"
            + " machine's real state with 'osswap doctor', then move the file away.");
  }
}
