package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.proto.JournalRecord;

/**
 * The append-only record of one swap. A record is on the disk when {@link #append} returns.
 *
 * <p>Layout: eight bytes of magic with the version, then frames: length (u32), CRC-32C of the body
 * (u32), body (a {@link JournalRecord}); all little endian. A frame that ends beyond the end of the
 * file, or the last frame with a wrong sum, was being written when the machine or the process ended:
 * it is dropped. Any other damage is refused.
 */
public final class Journal implements Closeable {
  private static final byte[] MAGIC = "OSSWAPJ1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 8;
  private static final int LONGEST_RECORD = 4 << 20;

  private final FileChannel channel;
  private final List<JournalRecord> records;

  private Journal(FileChannel channel, List<JournalRecord> records) {
    this.channel = channel;
    this.records = records;
  }

  /** Opens the journal at {@code path}, or begins a new one. A torn last record is cut off. */
  public static Journal open(Path path) {
    try {
      boolean fresh = !Files.exists(path);
      Parsed parsed = fresh ? new Parsed(List.of(), 0) : parse(Files.readAllBytes(path), path);
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (parsed.end == 0) {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(MAGIC));
      } else {
        channel.truncate(parsed.end);
        channel.position(parsed.end);
      }
      channel.force(true);
      syncDirectory(path.toAbsolutePath().getParent());
      return new Journal(channel, new ArrayList<>(parsed.records));
    } catch (IOException e) {
      throw new Failure(
          "open the journal", path.toString(), e.toString(), "Free the path or its disk.", e);
    }
  }

  /** The records of the journal at {@code path}, without opening it for writing. */
  public static ImmutableList<JournalRecord> read(Path path) {
    try {
      return Files.exists(path)
          ? ImmutableList.copyOf(parse(Files.readAllBytes(path), path).records)
          : ImmutableList.of();
    } catch (IOException e) {
      throw new Failure(
          "read the journal", path.toString(), e.toString(), "See why it can't be read.", e);
    }
  }

  /** Numbers the record, writes it, and waits until it is on the disk. */
  public synchronized void append(JournalRecord.Builder record) {
    JournalRecord numbered =
        record
            .setSequence(records.size() + 1L)
            .setEpochMillis(System.currentTimeMillis())
            .build();
    byte[] body = numbered.toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(body.length).putInt(sum(body)).put(body).flip();
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new Failure(
          "write the journal",
          "record " + numbered.getSequence(),
          e.toString(),
          "Free space on the journal's disk, then run 'osswap rollback'.",
          e);
    }
    records.add(numbered);
  }

  public synchronized ImmutableList<JournalRecord> records() {
    return ImmutableList.copyOf(records);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Parsed(List<JournalRecord> records, long end) {}

  private static Parsed parse(byte[] bytes, Path path) {
    if (bytes.length < MAGIC.length) {
      return new Parsed(List.of(), 0);
    }
    if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw damaged(path, 0, "it doesn't begin with OSSWAPJ1");
    }
    List<JournalRecord> records = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(MAGIC.length);
    while (buffer.remaining() >= HEADER) {
      int start = buffer.position();
      int length = buffer.getInt();
      int sum = buffer.getInt();
      if (length <= 0 || length > LONGEST_RECORD) {
        throw damaged(path, start, "a record of " + length + " bytes");
      }
      if (length > buffer.remaining()) {
        return new Parsed(records, start);
      }
      byte[] body = new byte[length];
      buffer.get(body);
      if (sum(body) != sum) {
        if (!buffer.hasRemaining()) {
          return new Parsed(records, start);
        }
        throw damaged(path, start, "a record with a wrong sum");
      }
      records.add(record(body, path, start));
    }
    return new Parsed(records, (long) bytes.length - buffer.remaining());
  }

  private static JournalRecord record(byte[] body, Path path, int start) {
    try {
      return JournalRecord.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw damaged(path, start, "no journal record: " + e.getMessage());
    }
  }

  private static int sum(byte[] body) {
    return Hashing.crc32c().hashBytes(body).asInt();
  }

  private static Failure damaged(Path path, int offset, String what) {
    return new Failure(
        "read the journal",
        path + " at byte " + offset,
        what,
        "The file was changed by something else than osswap; look at the machine's real state"
            + " with 'osswap doctor', then move the file away.");
  }

  /** Makes a new or renamed name in a directory survive a power failure. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
