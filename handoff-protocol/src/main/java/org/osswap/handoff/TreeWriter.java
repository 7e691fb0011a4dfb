package org.osswap.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
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
  private final Jail jail;
  private final ReceivePolicy policy;

  /** Get their modes and times last, when nothing more is made in them. */
  private final Map<Path, FileDescription> directories = new LinkedHashMap<>();

  private IncomingFile current;
  private long files;
  private long bytes;

  TreeWriter(Jail jail, ReceivePolicy policy) {
    this.jail = jail;
    this.policy = policy;
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
    bytes += file.getSize();
    if (files > policy.maxFiles()) {
      throw FileReceiver.refusal(name, "is one more than the " + policy.maxFiles() + " allowed");
    }
    if (file.getSize() < 0 || bytes > policy.maxBytes()) {
      throw FileReceiver.refusal(
          name, "is beyond the " + policy.maxBytes() + " bytes there is room for");
    }
    Path path = jail.prepare(name);
    switch (file.getKind()) {
      case REGULAR -> current = new IncomingFile(path, file, policy);
      case DIRECTORY -> directory(path, file);
      case SYMLINK -> symlink(path, file);
      case ABSENT -> Files.deleteIfExists(path);
      default -> throw FileReceiver.refusal(name, "is of an unknown kind");
    }
  }

  private void directory(Path path, FileDescription file) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw FileReceiver.refusal(file.getPath(), "is there already and no directory");
      }
      Files.createDirectory(path);
    }
    directories.put(path, file);
  }

  private void symlink(Path path, FileDescription file) throws IOException {
    Path fresh = IncomingFile.temporary(path);
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, Path.of(file.getLinkTarget()));
    try {
      Attributes.own(fresh, file, policy.owners());
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void link(Path path, FileDescription file) throws IOException {
    for (String name : file.getLinksList()) {
      Path other = jail.prepare(name);
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
    for (Map.Entry<Path, FileDescription> entry : directories.entrySet()) {
      Attributes.apply(entry.getKey(), entry.getValue(), policy.owners());
    }
    return PushReply.newBuilder().setFiles(files).setBytes(bytes).build();
  }

  /** Leaves no half a file behind. */
  @Override
  public void close() {
    if (current != null) {
      current.discard();
      current = null;
    }
  }
}
