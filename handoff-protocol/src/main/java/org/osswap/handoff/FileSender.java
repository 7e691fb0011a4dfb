package org.osswap.handoff;

import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.osswap.proto.HandoffGrpc.HandoffStub;
import org.osswap.proto.PushReply;

/**
 * Streams files to the other side.
 *
 * <p>No more than gRPC's window and a few chunks are in memory at any time, however large the files
 * and however slow the receiver. Chunks of zeros are left out.
 */
public final class FileSender {
  /** The receiver takes nothing for this long: it is stuck. */
  public static final Duration STALL_LIMIT = Duration.ofSeconds(60);

  /** A slower transfer is given up: bytes per second. */
  private static final long SLOWEST = 1 << 20;

  /** What gRPC may buffer before it is no longer ready: keeps the connection busy. */
  private static final int READ_AHEAD = 2 << 20;

  private final LongConsumer progress;
  private final Duration stallLimit;

  /**
   * Makes a sender.
   *
   * @param progress is told of each piece's size in bytes as it goes, zeros included
   */
  public FileSender(LongConsumer progress) {
    this(progress, STALL_LIMIT);
  }

  FileSender(LongConsumer progress, Duration stallLimit) {
    this.progress = progress;
    this.stallLimit = stallLimit;
  }

  /**
   * Sends files and waits until the other side has stored and verified them all.
   *
   * @param area where they belong over there: {@code capsule}, {@code images/2}
   * @param root the directory below which the descriptions' absolute paths are read here
   * @param files are sent in this order, directories before what is in them; a regular file is sent
   *     from the byte that its description keeps on, in the size that it says
   * @return what the other side stored
   * @throws Failure the other side's, or one that says what could not be read or sent
   */
  public PushReply push(
      HandoffStub stub,
      String swapId,
      String app,
      String area,
      Path root,
      List<FileDescription> files) {
    long bytes = files.stream().mapToLong(FileDescription::getSize).sum();
    Upload upload = new Upload(app + " " + area, stallLimit);
    stub.withDeadlineAfter(stallLimit.toSeconds() + bytes / SLOWEST, TimeUnit.SECONDS)
        .withOnReadyThreshold(READ_AHEAD)
        .push(upload);
    try {
      for (FileDescription file : files) {
        Chunk.Builder head =
            Chunk.newBuilder().setSwapId(swapId).setApp(app).setArea(area).setFile(file);
        if (file.getKind() == FileDescription.Kind.REGULAR) {
          send(upload, head, root.resolve(file.getPath().substring(1)), file);
        } else {
          upload.send(head.setLast(true).build());
        }
      }
    } catch (IOException e) {
      Failure failure = unreadable(app, e);
      upload.cancel(failure);
      throw failure;
    } catch (RuntimeException e) {
      upload.cancel(e);
      throw e;
    }
    return upload.finish();
  }

  /** The head goes out with the first piece, {@code last} with an empty one at the end. */
  private void send(Upload upload, Chunk.Builder head, Path path, FileDescription file)
      throws IOException {
    long size = file.getSize();
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(path.toString(), null, "is no regular file");
    }
    Chunk.Builder next = head;
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      long offset = file.getKeep();
      in.skipNBytes(offset);
      while (offset < size) {
        int wanted = (int) Math.min(Chunks.SIZE, size - offset);
        byte[] piece = in.readNBytes(wanted);
        if (piece.length < wanted) {
          throw new IOException(path + " became shorter than " + size + " bytes");
        }
        if (!Chunks.isZero(piece, piece.length)) {
          next.setOffset(offset).setData(UnsafeByteOperations.unsafeWrap(piece));
          next.setCrc32(Chunks.crc32(next.getData()));
          FaultPoint.corrupt(piece);
          upload.send(next.build());
          next = Chunk.newBuilder();
        }
        offset += piece.length;
        progress.accept(piece.length);
      }
    }
    upload.send(next.setOffset(size).setLast(true).build());
  }

  private static Failure unreadable(String app, IOException e) {
    return new Failure(
        "send files",
        app,
        e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : e.getMessage(),
        "See why the file changed or went away, and start the swap again.",
        e);
  }
}
