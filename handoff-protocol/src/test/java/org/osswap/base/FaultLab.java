package org.osswap.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Turns the fault points on, in a folder below a test's own root, until it is closed. */
public final class FaultLab implements AutoCloseable {
  private final Path folder;

  public FaultLab(Path root) throws IOException {
    SysRoot sysRoot = SysRoot.at(root);
    folder = sysRoot.path(FaultFolder.PATH);
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    FaultPoint.enable(sysRoot);
  }

  /** Makes a FIFO. */
  public FaultLab fifo(String name) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start();
    if (mkfifo.waitFor() != 0) {
      throw new IOException("mkfifo " + name);
    }
    return this;
  }

  /** Returns when somebody is held at a FIFO; who can't be a second time, for it is gone then. */
  public OutputStream arrived(String name) throws IOException {
    OutputStream writer = Files.newOutputStream(folder.resolve(name), StandardOpenOption.WRITE);
    Files.delete(folder.resolve(name));
    return writer;
  }

  @Override
  public void close() {
    FaultPoint.disable();
  }
}
