package org.osswap.apps;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.osswap.base.Failure;

/**
 * The one record that says which side an application is on: a file {@code decision} that holds
 * {@code commit} or {@code abort}.
 *
 * <p>It is created by link(2), which is atomic and fails when the file exists: whoever writes first
 * has decided, and everybody else learns it. The action script inside CRIU writes it in the same
 * way when the controller is dead.
 */
public final class Decision {
  /** Which side has the application. */
  public enum Outcome {
    /** The successor. */
    COMMIT,
    /** The incumbent. */
    ABORT;

    private String text() {
      return this == COMMIT ? "commit\n" : "abort\n";
    }
  }

  private static final String STEP = "decide which side has an application";
  private static final String REMEDY = "Make the state folder writable, then run: osswap resume.";

  private final Path folder;

  /**
   * A decision that is taken in a folder.
   *
   * @param folder of this application in this swap; made when absent
   */
  public Decision(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** What was decided; empty: nothing yet. */
  public Optional<Outcome> read() {
    try {
      Path file = folder.resolve("decision");
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      String text = Files.readString(file);
      for (Outcome outcome : Outcome.values()) {
        if (text.equals(outcome.text())) {
          return Optional.of(outcome);
        }
      }
      throw new Failure(STEP, file.toString(), "it holds \"" + text.strip() + "\"", REMEDY);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Writes what either outcome needs beforehand, so that a disk that fills up can't hinder it. */
  public void ready() {
    try {
      for (Outcome outcome : Outcome.values()) {
        written(outcome);
      }
      sync();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Decides, unless it is decided already. Durable when it returns. */
  public Outcome propose(Outcome proposal) {
    try {
      try {
        Files.createLink(folder.resolve("decision"), written(proposal));
      } catch (FileAlreadyExistsException e) {
        // Somebody was faster: what he wrote holds.
      }
      sync();
    } catch (IOException e) {
      throw failure(e);
    }
    return read().orElseThrow();
  }

  /** The file with an outcome's text, complete and durable as soon as it has its name. */
  private Path written(Outcome outcome) throws IOException {
    Path file = folder.resolve(outcome.text().strip());
    if (!Files.exists(file)) {
      Path mine =
          folder.resolve(
              file.getFileName()
                  + "."
                  + ProcessHandle.current().pid()
                  + "."
                  + Thread.currentThread().getId());
      try (FileChannel channel =
          FileChannel.open(
              mine, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        channel.write(StandardCharsets.US_ASCII.encode(outcome.text()));
        channel.force(true);
      }
      try {
        // Not renamed: that would replace a file that another thread is about to link to.
        Files.createLink(file, mine);
      } catch (FileAlreadyExistsException e) {
        // Somebody wrote the same.
      }
      Files.delete(mine);
    }
    return file;
  }

  private void sync() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private Failure failure(IOException e) {
    return new Failure(STEP, folder.toString(), e.getMessage(), REMEDY, e);
  }
}
