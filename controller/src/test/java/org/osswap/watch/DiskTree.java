package org.osswap.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Block devices as {@code /sys} and {@code /dev} show them. */
public final class DiskTree {
  private final Path root;

  public DiskTree(Path root) {
    this.root = root;
  }

  public void scsi(String name, String place, String state) {
    String folder = "/sys/devices/" + place + "/block/" + name;
    device(name, folder);
    write(folder + "/device/state", state + "\n");
    write("/dev/" + name, "");
  }

  public void map(String name, String alias, String number, String... slaves) {
    String folder = "/sys/devices/virtual/block/" + name;
    device(name, folder);
    for (String slave : slaves) {
      write(folder + "/slaves/" + slave, "");
    }
    write("/dev/" + name, "");
    link("/dev/mapper/" + alias, "../" + name);
    link("/sys/dev/block/" + number, "../../devices/virtual/block/" + name);
  }

  void partition(String disk, String name, String number) {
    try {
      Path folder = path("/sys/class/block/" + disk).toRealPath().resolve(name);
      write("/" + root.toRealPath().relativize(folder) + "/partition", "1\n");
      link("/sys/class/block/" + name, folder.toString());
      link("/sys/dev/block/" + number, folder.toString());
      write("/dev/" + name, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void state(String name, String state) {
    write("/sys/class/block/" + name + "/device/state", state + "\n");
  }

  /** The numbers of /sys/class/block/NAME/stat and inflight that count here. */
  void stat(String name, long reads, long writes, long inFlight) {
    write(
        "/sys/class/block/" + name + "/stat",
        reads + " 0 0 0 " + writes + " 0 0 0 " + inFlight + " 0 0\n");
    write("/sys/class/block/" + name + "/inflight", inFlight + " 0\n");
  }

  private void device(String name, String folder) {
    write(folder + "/size", "4096\n");
    link("/sys/class/block/" + name, "../../" + folder.substring("/sys/".length()));
    stat(name, 0, 0, 0);
  }

  public void write(String absolute, String text) {
    try {
      Files.createDirectories(path(absolute).getParent());
      Files.write(path(absolute), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void link(String absolute, String target) {
    try {
      Files.createDirectories(path(absolute).getParent());
      Files.createSymbolicLink(path(absolute), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }
}
