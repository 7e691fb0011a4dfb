package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.osswap.base.Failure;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Notice;

/**
 * The append-only record of one swap. A record is on the disk when {@link #append} returns.
 *
 * <p>{@link JournalFormat} says what its bytes are.
 */
public final class Journal implements Closeable {
  /** A swap's journal has some hundred records of some hundred bytes, and one plan. */
  private static final long LONGEST = 64L << 20;

  private final FileChannel channel;
  private final List<JournalRecord> records;
  private long end;
  private boolean broken;

  Journal(FileChannel channel, JournalFormat.Parsed parsed) {
    this.channel = channel;
    this.records = new ArrayList<>(parsed.records());
    this.end = parsed.end();
  }

  /**
   * Opens the journal at {@code path}, or begins a new one. A torn last record is cut off.
   *
   * @throws Failure if it is damaged otherwise, or no journal
   */
  public static Journal open(Path path) {
    JournalFormat.Parsed parsed = parse(path);
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Journal journal = new Journal(channel, parsed);
      try {
        channel.truncate(journal.end);
        if (journal.end == 0) {
          journal.end = journal.write(JournalFormat.beginning());
        }
        channel.force(true);
        syncDirectory(path.toAbsolutePath().getParent());
        return journal;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Failure(
          "open the journal", path.toString(), e.toString(), "Free the path or its disk.", e);
    }
  }

  /**
   * Puts a journal that another OS wrote at {@code path}; it is on the disk then.
   *
   * @throws Failure if it is damaged; nothing is written then
   */
  public static void keep(Path path, byte[] bytes) {
    JournalFormat.parse(bytes, "the other side's journal");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
      syncDirectory(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new Failure("keep the journal", path.toString(), e.toString(), "Free space there.", e);
    }
  }

  /** The records of the journal at {@code path}, without opening it for writing. */
  public static ImmutableList<JournalRecord> read(Path path) {
    return parse(path).records();
  }

  private static JournalFormat.Parsed parse(Path path) {
    try {
      long size = Files.size(path);
      if (size > LONGEST) {
        throw new Failure(
            "read the journal",
            path.toString(),
            "it has " + size + " bytes; no journal is longer than " + LONGEST,
            "It is no journal; see what wrote it, and move the file away.");
      }
      return JournalFormat.parse(Files.readAllBytes(path), path.toString());
    } catch (NoSuchFileException e) {
      return new JournalFormat.Parsed(ImmutableList.of(), 0);
    } catch (IOException e) {
      throw new Failure(
          "read the journal", path.toString(), e.toString(), "See why it can't be read.", e);
    }
  }

  /**
   * Numbers the record, writes it, and waits until it is on the disk.
   *
   * @throws Failure if it can't be written; the journal is as before then, and may be written again
   */
  public synchronized void append(JournalRecord.Builder record) {
    JournalRecord numbered =
        record
            .setSequence(records.size() + 1L)
            .setEpochMillis(System.currentTimeMillis())
            .build();
    ByteBuffer frame = JournalFormat.frame(numbered);
    try {
      if (broken) {
        throw new IOException("a record before it was written in part, and could not be cut off");
      }
      long written = write(frame);
      channel.force(false);
      end = written;
    } catch (IOException e) {
      cutOff(e);
      throw new Failure(
          "write the journal",
          "record " + numbered.getSequence(),
          e.toString(),
          "Free space on the journal's disk, then see 'osswap status'.",
          e);
    }
    records.add(numbered);
  }

  /**
   * Records what went wrong, for 'osswap status'. A disk that is full must not close a way: what can't
   * be written is suppressed in the cause.
   */
  void note(Throwable cause) {
    if (cause instanceof Failure failure) {
      try {
        append(JournalRecord.newBuilder().setProblem(failure.toProblem()));
      } catch (Failure unwritten) {
        failure.addSuppressed(unwritten);
      }
    }
  }

  /**
   * Records something that 'osswap status' shall say.
   *
   * @throws Failure as {@link #append}
   */
  public void notice(String text) {
    append(JournalRecord.newBuilder().setNotice(Notice.newBuilder().setText(text)));
  }

  /** Writes to a journal if it can be written: a disk that is full keeps nobody from going on. */
  public static void attempt(Path path, Progress progress, Consumer<Journal> write) {
    try (Journal journal = open(path)) {
      write.accept(journal);
    } catch (Failure unwritten) {
      progress.detail("not in the journal: " + unwritten.getMessage());
    }
  }

  /**
   * Says something on the screen, and for 'osswap status'. What can't be written is on the screen at least;
   * who must write decides what a full disk means.
   */
  public void tell(Progress progress, String text) {
    progress.detail(text);
    try {
      notice(text);
    } catch (Failure unwritten) {
      // See above.
    }
  }

  /** Writes at the end; returns where the end is then. */
  private long write(ByteBuffer bytes) throws IOException {
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    return position;
  }

  /** Nothing may follow a part of a record: that would be damage in the middle. */
  private void cutOff(IOException cause) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      broken = true;
      cause.addSuppressed(e);
    }
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

  /** Makes a new or renamed name in a directory survive a power failure. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
