package org.osswap.handoff;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A regular file on its way in: written beside its place, put there whole and verified, or not at
 * all.
 */
final class IncomingFile {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingFile.class);
  private static final byte[] ZEROS = new byte[64 << 10];

  private final Path path;
  private final Path fresh;
  private final FileDescription description;
  private final ReceivePolicy policy;
  private final FileChannel channel;
  private final Hasher hasher;
  private long position;

  IncomingFile(Path path, FileDescription description, ReceivePolicy policy) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw FileReceiver.refusal(description.getPath(), "is a directory here");
    }
    this.path = path;
    this.fresh = temporary(path);
    this.description = description;
    this.policy = policy;
    this.hasher = description.getSha256().isEmpty() ? null : Hashing.sha256().newHasher();
    Files.deleteIfExists(fresh);
    if (description.getKeep() > 0) {
      keep();
    } else {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    this.channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
    channel.truncate(description.getKeep());
    this.position = description.getKeep();
  }

  /** Goes on with the file that is here: nothing but its end has to cross the wire. */
  private void keep() throws IOException {
    if (hasher != null) {
      throw refusal("keeps a part, so its whole can't be verified");
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || Files.size(path) < description.getKeep()
        || description.getSize() < description.getKeep()) {
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
    if (Chunks.crc32c(data) != chunk.getCrc32C()) {
      throw refusal("is damaged at " + offset + ": CRC-32C differs");
    }
    skipTo(offset);
    for (ByteBuffer part : data.asReadOnlyByteBufferList()) {
      if (hasher != null) {
        hasher.putBytes(part.duplicate());
      }
      while (part.hasRemaining()) {
        position += channel.write(part, position);
      }
    }
  }

  private void skipTo(long offset) {
    if (hasher != null) {
      for (long left = offset - position; left > 0; left -= ZEROS.length) {
        hasher.putBytes(ZEROS, 0, (int) Math.min(left, ZEROS.length));
      }
    }
    position = offset;
  }

  /** Verifies the whole and puts it into its place. */
  void finish() throws IOException {
    long size = description.getSize();
    skipTo(size);
    if (channel.size() < size) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
    if (hasher != null
        && !ByteString.copyFrom(hasher.hash().asBytes()).equals(description.getSha256())) {
      throw refusal("is not what its description says: SHA-256 differs");
    }
    Attributes.apply(fresh, description, policy.owners());
    if (policy.sync()) {
      channel.force(true);
    }
    channel.close();
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  void discard() {
    try {
      channel.close();
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      LOG.warn("{} stays behind: {}", fresh, e.getMessage());
    }
  }

  private RuntimeException refusal(String reason) {
    return FileReceiver.refusal(description.getPath(), reason);
  }
}
