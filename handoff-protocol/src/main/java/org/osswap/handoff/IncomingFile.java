package org.osswap.handoff;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A regular file on its way in: written beside its place, put there whole, or not at all. Every piece
 * is verified as it comes.
 */
final class IncomingFile {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingFile.class);

  private final Path path;
  private final Path fresh;
  private final FileDescription description;
  private final ReceivePolicy policy;
  private final FileChannel channel;

  /** Two transfers of one file have one temporary name; only its last maker may use it. */
  private final Object identity;

  private long position;

  IncomingFile(Path path, FileDescription description, ReceivePolicy policy) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw FileReceiver.refusal(description.getPath(), "is a directory here");
    }
    if (description.getKeep() < 0 || description.getSize() < description.getKeep()) {
      throw FileReceiver.refusal(
          description.getPath(),
          "keeps " + description.getKeep() + " of " + description.getSize() + " bytes");
    }
    this.path = path;
    this.fresh = temporary(path);
    this.description = description;
    this.policy = policy;
    Files.deleteIfExists(fresh);
    if (description.getKeep() > 0) {
      keep();
    } else {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    this.channel =
        FileChannel.open(fresh, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    this.identity = identity();
    channel.truncate(description.getKeep());
    this.position = description.getKeep();
  }

  /** Goes on with the file that is here: nothing but its end has to cross the wire. */
  private void keep() throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || Files.size(path) < description.getKeep()) {
      throw refusal("has no " + description.getKeep() + " bytes here to keep");
    }
    Files.move(path, fresh, StandardCopyOption.ATOMIC_MOVE);
  }

  static Path temporary(Path path) {
    return path.resolveSibling(".osswap-incoming-" + Integer.toHexString(path.hashCode()));
  }

  Path path() {
    return path;
  }

  FileDescription description() {
    return description;
  }

  /** Takes the next piece; what lies between it and the one before is zero. */
  void accept(Chunk chunk) throws IOException {
    ByteString data = chunk.getData();
    long offset = chunk.getOffset();
    long size = description.getSize();
    if (data.isEmpty()) {
      return;
    }
    if (offset < position || offset > size || data.size() > size - offset) {
      throw refusal("has a piece out of place, at " + offset);
    }
    if (Chunks.crc32(data) != chunk.getCrc32()) {
      throw refusal("is damaged at " + offset + ": CRC-32 differs");
    }
    position = offset;
    for (ByteBuffer part : data.asReadOnlyByteBufferList()) {
      while (part.hasRemaining()) {
        position += channel.write(part, position);
      }
    }
  }

  /** Puts the whole into its place. */
  void finish() throws IOException {
    long size = description.getSize();
    if (channel.size() < size) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
    Attributes.apply(fresh, description, policy.owners());
    if (policy.sync()) {
      channel.force(true);
    }
    channel.close();
    if (!isMine()) {
      throw refusal("is being received by another transfer too");
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private Object identity() throws IOException {
    return Files.readAttributes(fresh, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private boolean isMine() throws IOException {
    return Files.exists(fresh, LinkOption.NOFOLLOW_LINKS) && identity.equals(identity());
  }

  void discard() {
    try {
      channel.close();
      if (isMine()) {
        Files.delete(fresh);
      }
    } catch (IOException e) {
      LOG.warn("{} stays behind: {}", fresh, e.getMessage());
    }
  }

  private RuntimeException refusal(String reason) {
    return FileReceiver.refusal(description.getPath(), reason);
  }
}
