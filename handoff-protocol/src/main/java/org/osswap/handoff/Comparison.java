package org.osswap.handoff;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.osswap.base.Failure;
import org.osswap.proto.FileDescription;

/** Is a described file already there, as described? */
final class Comparison {
  private final Jail jail;
  private final boolean owners;

  Comparison(Jail jail, boolean owners) {
    this.jail = jail;
    this.owners = owners;
  }

  /** False as well when the file can't be read: sending it then tells why. */
  boolean isPresent(FileDescription file) {
    try {
      Path path = jail.resolve(file.getPath());
      return switch (file.getKind()) {
        case REGULAR -> isRegular(path, file);
        case DIRECTORY ->
            Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && Attributes.match(path, file, owners);
        case SYMLINK ->
            Files.isSymbolicLink(path)
                && Files.readSymbolicLink(path).toString().equals(file.getLinkTarget())
                && (!owners || Attributes.ownersMatch(path, file));
        default -> false;
      };
    } catch (IOException | Failure e) {
      return false;
    }
  }

  private boolean isRegular(Path path, FileDescription file) throws IOException {
    return !file.getChanging()
        && !file.getSha256().isEmpty()
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && Files.size(path) == file.getSize()
        && Attributes.match(path, file, owners)
        && linksMatch(path, file)
        && ByteString.copyFrom(MoreFiles.asByteSource(path).hash(Hashing.sha256()).asBytes())
            .equals(file.getSha256());
  }

  private boolean linksMatch(Path path, FileDescription file) throws IOException {
    for (String link : file.getLinksList()) {
      Path other = jail.resolve(link);
      if (!Files.exists(other, LinkOption.NOFOLLOW_LINKS) || !Files.isSameFile(path, other)) {
        return false;
      }
    }
    return true;
  }
}
