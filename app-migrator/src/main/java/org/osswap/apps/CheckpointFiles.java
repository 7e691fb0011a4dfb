package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osswap.proto.FileDescription;

/**
 * The files that belong to a checkpoint: copied while the application stands still, sent when it goes on
 * again. Those that were sent ahead and are still the same are left out.
 */
final class CheckpointFiles {
  private final AppRoot root;
  private final Path copies;
  private final Map<String, FileDescription> ahead = new HashMap<>();

  /**
   * Of an application.
   *
   * @param ahead what the successor has for the whole chain of checkpoints
   */
  CheckpointFiles(AppRoot root, Path copies, List<FileDescription> ahead) {
    this.root = root;
    this.copies = copies;
    ahead.stream()
        .filter(file -> !file.getChanging())
        .forEach(file -> this.ahead.put(file.getPath(), file));
  }

  /**
   * Copies them.
   *
   * @param closure all files of the application now, with whether they change
   * @return to be sent from the folder of the copies
   */
  ImmutableList<Piece> copy(ImmutableSortedMap<String, Boolean> closure) {
    ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
    closure.forEach((path, changing) -> root.describe(path, changing).ifPresent(now -> add(now, pieces)));
    return pieces.build();
  }

  private void add(FileDescription now, ImmutableList.Builder<Piece> pieces) {
    if (now.getKind() != FileDescription.Kind.REGULAR) {
      pieces.add(Piece.whole(now));
      return;
    }
    if (!now.getChanging() && now.equals(ahead.get(now.getPath()))) {
      return;
    }
    Path copy = copies.resolve(now.getPath().substring(1));
    try {
      Files.createDirectories(copy.getParent());
      Files.copy(root.real(now.getPath()), copy, StandardCopyOption.REPLACE_EXISTING);
      pieces.add(Piece.whole(now.toBuilder().setSize(Files.size(copy)).build()));
    } catch (NoSuchFileException gone) {
      // Removed by another than the application, which stands still.
    } catch (IOException e) {
      throw new UncheckedIOException(now.getPath() + ": " + e.getMessage(), e);
    }
  }

  /** Makes room again. */
  void forget(List<Piece> sent) {
    try {
      for (Piece piece : sent) {
        if (piece.file().getKind() == FileDescription.Kind.REGULAR) {
          Files.deleteIfExists(copies.resolve(piece.file().getPath().substring(1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(copies + ": " + e.getMessage(), e);
    }
  }
}
