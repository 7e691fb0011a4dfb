package org.osswap.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.Crash;

/**
 * What an armed successor has to remember if its agent is started again.
 *
 * <ul>
 *   <li>{@code armed}: the request
 *   <li>{@code end}: how it ended, once for good. Empty: it stood down. Else the crash of the incumbent
 *       that it acts upon, as a message. Made by link(2): whoever comes first has decided
 * </ul>
 */
final class StandbyRecord {
  private static final String STEP = "keep what an armed successor needs";

  private final Path folder;

  /** How it ended. */
  record End(Optional<Crash> crash) {}

  StandbyRecord(Path folder) {
    this.folder = folder;
  }

  /** Keeps a request; the same again does no harm. What an earlier swap left is forgotten. */
  void arm(ArmRequest request) {
    boolean known = armed().filter(kept -> kept.getSwapId().equals(request.getSwapId())).isPresent();
    if (known) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      Files.deleteIfExists(end());
      write(folder.resolve("armed.new"), request.toByteArray());
      Files.move(
          folder.resolve("armed.new"), folder.resolve("armed"), StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  Optional<ArmRequest> armed() {
    try {
      Path file = folder.resolve("armed");
      return Files.exists(file)
          ? Optional.of(ArmRequest.parseFrom(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Decides how it ends, unless that is decided; answers what was decided. */
  End decide(Optional<Crash> crash) {
    try {
      Path mine = folder.resolve(crash.isPresent() ? "crash" : "stand-down");
      write(mine, crash.map(Crash::toByteArray).orElse(new byte[0]));
      try {
        Files.createLink(end(), mine);
      } catch (FileAlreadyExistsException decided) {
        return ended().orElseThrow();
      }
      sync(folder);
      return new End(crash);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Empty: it is armed still, or never was. */
  Optional<End> ended() {
    try {
      if (!Files.exists(end())) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(end());
      return Optional.of(
          new End(bytes.length == 0 ? Optional.empty() : Optional.of(Crash.parseFrom(bytes))));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Path end() {
    return folder.resolve("end");
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file); // a second name of it may be the decision
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  private Failure failure(IOException e) {
    return new Failure(STEP, folder.toString(), e.toString(), "Make room in /var/lib.", e);
  }
}
