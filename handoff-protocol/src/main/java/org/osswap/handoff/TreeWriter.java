package org.osswap.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.osswap.proto.PushReply;

/** Writes one stream of chunks below one directory. */
final class TreeWriter implements Closeable {
  /** Of the names of directories, in bytes: they are remembered until the stream ends. */
  private static final long MOST_NAMES = 16 << 20;

  private final Jail jail;
  private final ReceivePolicy policy;
  private final Room.Share room;

  /** By path. Get their modes and times last, when nothing more is made in them. */
  private final Map<String, FileDescription> directories = new LinkedHashMap<>();

  private IncomingFile current;
  private long files;
  private long links;
  private long names;
  private long bytes;

  TreeWriter(Jail jail, ReceivePolicy policy, Room.Share room) {
    this.jail = jail;
    this.policy = policy;
    this.room = room;
  }

  void accept(Chunk chunk) throws IOException {
    if (chunk.hasFile()) {
      begin(chunk.getFile());
    }
    if (current != null) {
      current.accept(chunk);
      if (chunk.getLast()) {
        current.finish();
        link(current.path(), current.description());
        current = null;
      }
    } else if (!chunk.hasFile()) {
      throw FileReceiver.refusal("(none)", "a chunk belongs to no file");
    }
  }

  private void begin(FileDescription file) throws IOException {
    String name = file.getPath();
    if (current != null) {
      throw FileReceiver.refusal(name, "begins before the file before it is complete");
    }
    files++;
    links += file.getLinksCount();
    requireFew(name);
    // A sum would overflow: both are the sender's.
    if (file.getSize() < 0 || file.getSize() > policy.maxBytes() - bytes) {
      throw FileReceiver.refusal(
          name, "is beyond the " + policy.maxBytes() + " bytes there is room for");
    }
    bytes += file.getSize();
    room.take(name, file.getSize() - Math.max(0, Math.min(file.getKeep(), file.getSize())));
    Path path = jail.prepare(name);
    requireFew(name);
    if (jail.isBase(path) && file.getKind() != FileDescription.Kind.DIRECTORY) {
      throw FileReceiver.refusal(name, "is the area itself");
    }
    switch (file.getKind()) {
      case REGULAR -> current = new IncomingFile(path, file, policy);
      case DIRECTORY -> directory(path, file);
      case SYMLINK -> symlink(path, file);
      case ABSENT -> Files.deleteIfExists(path);
      default -> throw FileReceiver.refusal(name, "is of an unknown kind");
    }
  }

  /** What is made without being named counts too: an empty file or directory isn't free. */
  private void requireFew(String name) {
    if (files + links + jail.made() > policy.maxFiles()) {
      throw FileReceiver.refusal(name, "is one more than the " + policy.maxFiles() + " allowed");
    }
  }

  private void directory(Path path, FileDescription file) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw FileReceiver.refusal(file.getPath(), "is there already and no directory");
      }
      Files.createDirectory(path);
    }
    names += file.getPath().length();
    if (names > MOST_NAMES) {
      throw FileReceiver.refusal(file.getPath(), "is one directory too many");
    }
    directories.put(
        file.getPath(),
        FileDescription.newBuilder()
            .setMode(file.getMode())
            .setUid(file.getUid())
            .setGid(file.getGid())
            .setMtimeMillis(file.getMtimeMillis())
            .build());
  }

  private void symlink(Path path, FileDescription file) throws IOException {
    Path fresh = IncomingFile.temporary(path);
    Files.deleteIfExists(fresh);
    try {
      Files.createSymbolicLink(fresh, Path.of(file.getLinkTarget()));
      Attributes.own(fresh, file, policy.owners());
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (InvalidPathException e) {
      throw FileReceiver.refusal(file.getPath(), "has a target that can't be a path here");
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void link(Path path, FileDescription file) throws IOException {
    for (String name : file.getLinksList()) {
      Path other = jail.prepare(name);
      requireFew(name);
      if (jail.isBase(other) || Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)) {
        throw FileReceiver.refusal(name, "is a directory here");
      }
      if (!other.equals(path)) {
        Files.deleteIfExists(other);
        Files.createLink(other, path);
      }
    }
  }

  /** What was stored. Nothing may be open any more. */
  PushReply finish() throws IOException {
    if (current != null) {
      throw FileReceiver.refusal(current.description().getPath(), "is incomplete");
    }
    for (Map.Entry<String, FileDescription> entry : directories.entrySet()) {
      // Looked at again: it, or one above it, may have become a link since.
      Path path = jail.resolve(entry.getKey());
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw FileReceiver.refusal(entry.getKey(), "is no directory any more");
      }
      Attributes.apply(path, entry.getValue(), policy.owners());
    }
    return PushReply.newBuilder().setFiles(files).setBytes(bytes).build();
  }

  /** Leaves no half a file behind. */
  @Override
  public void close() {
    room.close();
    if (current != null) {
      current.discard();
      current = null;
    }
  }
}
