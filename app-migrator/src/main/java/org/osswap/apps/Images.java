package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.osswap.base.Failure;
import org.osswap.proto.FileDescription;

/** A folder of CRIU's images as pieces to send: image files, and the link to the round before. */
final class Images {
  private Images() {}

  static ImmutableList<Piece> of(Path folder) {
    AppRoot root = new AppRoot(folder);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> "/" + file.getFileName())
          .filter(name -> !name.endsWith(".log"))
          .sorted()
          // Unhashed: the wire checks every chunk, and CRIU the rest.
          .flatMap(name -> root.describe(name, true).stream())
          .map(file -> file.toBuilder().setChanging(false).build())
          .filter(file -> file.getKind() != FileDescription.Kind.DIRECTORY)
          .map(Piece::whole)
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw new Failure(
          "send CRIU's images", folder.toString(), e.getMessage(), "See why it can't be read.", e);
    }
  }
}
