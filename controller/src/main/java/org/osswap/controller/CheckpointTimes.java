package org.osswap.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;

/**
 * When each application's last complete checkpoint was taken, for {@code osswap status}: a file with
 * milliseconds since the epoch each, in {@code /run/osswap/checkpoints}.
 */
final class CheckpointTimes {
  static final String PATH = "/run/osswap/checkpoints";
  private final SysRoot root;

  CheckpointTimes(SysRoot root) {
    this.root = root;
  }

  /** 0: there is none. */
  long of(String app) {
    return root.text(PATH + "/" + app)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  void set(String app, long epochMillis) {
    Path folder = root.path(PATH);
    try {
      Files.createDirectories(folder);
      Path fresh = folder.resolve("." + app);
      Files.writeString(fresh, epochMillis + "\n");
      Files.move(fresh, folder.resolve(app), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure("note a checkpoint's time", folder.toString(), e.toString(), "Make room in /run.", e);
    }
  }
}
