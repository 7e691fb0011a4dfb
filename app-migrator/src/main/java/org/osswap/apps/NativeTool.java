package org.osswap.apps;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.osswap.base.Failure;

/** The programs that travel inside this jar: osswap-app, and the scripts. */
final class NativeTool {
  private NativeTool() {}

  static Path unpack(String name, Path folder) {
    Path file = folder.resolve(name);
    try (InputStream in = NativeTool.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new Failure("unpack a program", name, "not in the jar", "Build osswap with gcc.");
      }
      Path fresh = folder.resolve(name + ".new");
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure("unpack a program", file.toString(), e.getMessage(), "Make room for it.", e);
    }
  }
}
