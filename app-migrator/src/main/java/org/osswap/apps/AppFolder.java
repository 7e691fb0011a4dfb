package org.osswap.apps;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.AppDescription;
import org.osswap.proto.CompleteCheckpointRequest;

/**
 * The folder of one application on the successor: a tmpfs of its own, since the successor's root may
 * be a file system that overlayfs can't write through, and CRIU caches only on a tmpfs.
 *
 * <pre>
 * capsule/      the application's files, as in its root; upper layer of its root from the restore on
 * images/N/     CRIU's images of round N: the application's memory, so images/ is for root alone
 * root/ work/   mount point and work folder of the overlay
 * checkpoint/   while this successor is armed: chains of checkpoints, CHAIN/images/N and CHAIN/state/N
 * checkpoint.pb which of them counts
 * app.pb        its description
 * address       "10.77.0.101/32 eth1", once it is there
 * holder.pid    the first process of its pid namespace
 * </pre>
 */
final class AppFolder {
  private static final String STEP = "keep an application's files";
  private static final String CHECKPOINT = "checkpoint.pb";

  private final Path folder;

  AppFolder(Path state, String app) {
    if (!app.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
      throw new Failure(STEP, app, "not the name of an application", "Correct the manifest.");
    }
    this.folder = state.resolve(app);
  }

  Path path() {
    return folder;
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path area(String name) {
    boolean known =
        name.equals(Successor.CAPSULE)
            || name.matches("images/[0-9]{1,3}")
            || name.matches("checkpoint/[0-9]{1,10}/(images|state)/[0-9]{1,3}");
    if (!known) {
      throw new Failure(STEP, name, "no such area", "Use the same osswap on both sides.");
    }
    return folder.resolve(name);
  }

  /** Where checkpoints are: the application's memory, so it is for root alone, as {@code images} is. */
  Path checkpoints() {
    return folder.resolve("checkpoint");
  }

  /** The checkpoint that counts; empty: there is none. */
  Optional<CompleteCheckpointRequest> checkpoint() {
    Path file = folder.resolve(CHECKPOINT);
    try {
      return Files.exists(file)
          ? Optional.of(CompleteCheckpointRequest.parseFrom(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Makes a checkpoint the one that counts, at once. */
  void complete(CompleteCheckpointRequest checkpoint) {
    try {
      Path fresh = folder.resolve(CHECKPOINT + ".new");
      Files.write(fresh, checkpoint.toByteArray());
      Files.move(fresh, folder.resolve(CHECKPOINT), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  boolean exists() {
    return Files.exists(folder.resolve("app.pb"));
  }

  /** Mounts the tmpfs unless it is there; only its content can tell that. */
  void make(ProcessRunner runner) {
    if (Files.isDirectory(area(Successor.CAPSULE))) {
      return;
    }
    String script =
        "set -e; mkdir -p \"$0\"; mountpoint -q \"$0\" || mount -t tmpfs -o mode=0755,size=90% osswap \"$0\";"
            + " mkdir -p \"$0/capsule\" \"$0/images\" \"$0/checkpoint\"; chmod 0700 \"$0/images\" \"$0/checkpoint\"";
    runner
        .run(Duration.ofSeconds(10), "sh", "-c", script, folder.toString())
        .orFail(STEP, folder.toString(), "The agent needs root and memory.");
  }

  void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  Optional<String> read(String name) {
    try {
      return Files.exists(folder.resolve(name))
          ? Optional.of(Files.readString(folder.resolve(name)).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void describe(AppDescription app) {
    try {
      Files.write(folder.resolve("app.pb"), app.toByteArray());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  AppDescription description() {
    try {
      return AppDescription.parseFrom(Files.readAllBytes(folder.resolve("app.pb")));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  Optional<ServiceAddress> address() {
    return read("address")
        .map(text -> Splitter.on(' ').splitToList(text))
        .map(words -> new ServiceAddress(words.get(0), words.get(1)));
  }

  private Failure failure(IOException e) {
    return new Failure(STEP, folder.toString(), "" + e, "Prepare the application first.", e);
  }
}
