package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.osswap.proto.FileDescription;

/**
 * Files that change until the application is frozen. They are sent once while it runs, from a
 * snapshot; and once it is frozen, from the first byte that differs from the snapshot on. So a log
 * or an append-only database costs only what was appended.
 */
final class StateFiles {
  /** A file written to this shortly before its snapshot may have been written to after it as well. */
  private static final long CLOCK_SLACK_MILLIS = 2_000;

  /** What is compared at once, in bytes: a multiple of the page size. */
  private static final long BLOCK = 256L << 20;

  private record Stamp(Object inode, long size, FileTime modified, FileTime changed) {}

  private record Snapshot(Stamp stamp, long takenMillis) {
    boolean isStill(Stamp now) {
      return stamp.equals(now) && takenMillis - stamp.changed.toMillis() > CLOCK_SLACK_MILLIS;
    }
  }

  private final AppRoot root;
  private final Path snapshots;
  private final Map<String, FileDescription> sent = new HashMap<>();
  private final Map<String, Snapshot> taken = new HashMap<>();

  StateFiles(AppRoot root, Path snapshots) {
    this.root = root;
    this.snapshots = snapshots;
  }

  /** These are on the successor, as described. */
  void sent(Iterable<FileDescription> files) {
    files.forEach(file -> sent.put(file.getPath(), file));
  }

  /** Takes snapshots of changing files, to be sent from {@code snapshots}. */
  ImmutableList<Piece> snapshot(Iterable<FileDescription> files) {
    ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
    for (FileDescription file : files) {
      if (file.getKind() != FileDescription.Kind.REGULAR || !file.getChanging()) {
        continue;
      }
      try {
        Snapshot snapshot = new Snapshot(stamp(root.real(file.getPath())), System.currentTimeMillis());
        Path copy = snapshots.resolve(file.getPath().substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(root.real(file.getPath()), copy, StandardCopyOption.REPLACE_EXISTING);
        FileDescription copied = file.toBuilder().setSize(Files.size(copy)).build();
        taken.put(file.getPath(), snapshot);
        sent.put(file.getPath(), copied);
        pieces.add(Piece.whole(copied));
      } catch (java.nio.file.NoSuchFileException e) {
        sent.remove(file.getPath()); // removed meanwhile: the application's right
      } catch (IOException e) {
        throw new UncheckedIOException(file.getPath() + ": " + e.getMessage(), e);
      }
    }
    return pieces.build();
  }

  /**
   * What has to be sent now that the application is frozen.
   *
   * @param closure all its files now, with whether they change
   * @param shared files that a store may have changed without a trace in their time stamps
   */
  ImmutableList<Piece> rest(ImmutableSortedMap<String, Boolean> closure, Iterable<String> shared) {
    ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
    shared.forEach(taken::remove);
    closure.forEach((path, changing) -> addIfDifferent(path, changing, pieces));
    for (FileDescription file : sent.values()) {
      if (!closure.containsKey(file.getPath()) && !root.exists(file.getPath())) {
        pieces.add(Piece.whole(file.toBuilder().setKind(FileDescription.Kind.ABSENT).build()));
      }
    }
    return pieces.build();
  }

  private void addIfDifferent(String path, boolean changing, ImmutableList.Builder<Piece> pieces) {
    FileDescription before = sent.get(path);
    // Unhashed: what changes is compared with its snapshot instead.
    FileDescription now = root.describe(path, true).orElse(null);
    if (now == null) {
      return;
    }
    try {
      if (before == null || now.getKind() != before.getKind()) {
        pieces.add(Piece.whole(now));
      } else if (now.getKind() != FileDescription.Kind.REGULAR) {
        if (!sameMeta(now, before)) {
          pieces.add(Piece.whole(now));
        }
      } else if (!changing && !before.getChanging()) {
        if (!sameMeta(now, before) || now.getMtimeMillis() != before.getMtimeMillis()) {
          pieces.add(Piece.whole(now));
        }
      } else {
        Snapshot snapshot = taken.get(path);
        if (snapshot == null || !snapshot.isStill(stamp(root.real(path)))) {
          pieces.add(new Piece(now, firstDifference(path)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  private static boolean sameMeta(FileDescription a, FileDescription b) {
    return a.getMode() == b.getMode()
        && a.getUid() == b.getUid()
        && a.getGid() == b.getGid()
        && a.getSize() == b.getSize()
        && a.getLinkTarget().equals(b.getLinkTarget());
  }

  /** Mapped, not read: the application is frozen meanwhile. */
  private long firstDifference(String path) throws IOException {
    Path copy = snapshots.resolve(path.substring(1));
    if (!Files.exists(copy)) {
      return 0;
    }
    try (FileChannel before = FileChannel.open(copy);
        FileChannel now = FileChannel.open(root.real(path))) {
      long common = Math.min(before.size(), now.size());
      for (long offset = 0; offset < common; offset += BLOCK) {
        long size = Math.min(BLOCK, common - offset);
        int different = map(before, offset, size).mismatch(map(now, offset, size));
        if (different >= 0) {
          return offset + different;
        }
      }
      return common;
    }
  }

  private static MappedByteBuffer map(FileChannel file, long offset, long size) throws IOException {
    return file.map(FileChannel.MapMode.READ_ONLY, offset, size);
  }

  private static Stamp stamp(Path file) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    return new Stamp(
        stat.get("ino"), (Long) stat.get("size"), (FileTime) stat.get("lastModifiedTime"),
        (FileTime) stat.get("ctime"));
  }
}
