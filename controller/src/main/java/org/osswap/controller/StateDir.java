package org.osswap.controller;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.Machine;

/**
 * What osswap keeps on this machine: {@code /var/lib/osswap}, readable by root alone.
 *
 * <ul>
 *   <li>{@code machine.json}: the machine as the previous OS described it; only after a swap
 *   <li>{@code swap/}: the journal, credentials and images of the swap at work or of the last one
 * </ul>
 */
public final class StateDir {
  public static final String PATH = "/var/lib/osswap";

  private final Path dir;

  public StateDir(SysRoot root) {
    this.dir = root.path(PATH);
  }

  public Path journal() {
    return swap().resolve("journal");
  }

  /** Where it is recorded on which side the applications are. */
  Path decision() {
    return swap().resolve("decision");
  }

  public Path swap() {
    return dir.resolve("swap");
  }

  /** An empty directory for a new swap; what the last one left is removed. */
  public Path freshSwap() {
    try {
      delete(swap());
      Files.createDirectories(dir);
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
      Files.createDirectory(
          swap(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Journal.syncDirectory(dir);
      Journal.syncDirectory(dir.getParent());
      return swap();
    } catch (IOException e) {
      throw unusable(swap(), e);
    }
  }

  /** The description that the previous OS handed over; empty when the firmware booted this one. */
  public Optional<Machine> carriedMachine() {
    Path path = dir.resolve("machine.json");
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      Machine.Builder machine = Machine.newBuilder();
      JsonFormat.parser().merge(Files.readString(path), machine);
      return Optional.of(machine.build());
    } catch (InvalidProtocolBufferException e) {
      throw new Failure(
          "read the machine description",
          path.toString(),
          e.getMessage(),
          "Only a boot by the firmware brings this machine back into a known state.",
          e);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  public void carryMachine(Machine machine) {
    Path path = dir.resolve("machine.json");
    try {
      Files.createDirectories(dir);
      Path next = dir.resolve("machine.json.next");
      Files.writeString(next, JsonFormat.printer().print(machine));
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
      Journal.syncDirectory(dir);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  private static Failure unusable(Path path, IOException e) {
    return new Failure(
        "use the state directory",
        path.toString(),
        e.toString(),
        "Make " + PATH + " a directory that root can write to.",
        e);
  }
}
