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
 *
 * <p>A commit is brought to its end by other records, made by the one who has the swap's lock: {@code
 * gone.APP} when an application's copy has run, so that its source may be killed; or {@code revoked}
 * when no copy will run any more, so that every source goes on that isn't gone.
 */
public final class Decision {
  /** Which side has the application. */
  public enum Outcome {
    /** The successor. */
    COMMIT,
    /** The incumbent. */
    ABORT,
    /**
     * The incumbent again: the commit was taken back. What ran on the successor meanwhile is {@link
     * #gone}, and has ended with its OS.
     */
    REVOKED;

    private String text() {
      return this == COMMIT ? "commit\n" : "abort\n";
    }
  }

  private static final String REVOKED = "revoked";
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
      if (text.equals(Outcome.ABORT.text())) {
        return Optional.of(Outcome.ABORT);
      }
      if (text.equals(Outcome.COMMIT.text())) {
        return Optional.of(
            Files.exists(folder.resolve(REVOKED)) ? Outcome.REVOKED : Outcome.COMMIT);
      }
      throw new Failure(STEP, file.toString(), "it holds \"" + text.strip() + "\"", REMEDY);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Writes what either outcome needs beforehand, so that a disk that fills up can't hinder it. */
  public void ready() {
    try {
      written(Outcome.COMMIT);
      written(Outcome.ABORT);
      sync();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Decides, unless it is decided already. Durable when it returns.
   *
   * @param proposal COMMIT or ABORT
   */
  public Outcome propose(Outcome proposal) {
    link("decision", proposal);
    return read().orElseThrow();
  }

  /**
   * Records that an application's copy has run: its source is killed. Durable when it returns.
   *
   * @throws IllegalStateException if it isn't decided that the applications move
   */
  public void gone(String app) {
    require(Outcome.COMMIT);
    link("gone." + app, Outcome.COMMIT);
  }

  /**
   * Takes a commit back: every source goes on that isn't {@link #gone}. The caller made sure that no
   * copy of these has run, or ever will. Durable when it returns.
   *
   * @throws IllegalStateException if it isn't decided that the applications move
   */
  public void revoke() {
    if (!read().equals(Optional.of(Outcome.REVOKED))) {
      require(Outcome.COMMIT);
      link(REVOKED, Outcome.COMMIT);
    }
  }

  private void require(Outcome outcome) {
    if (!read().equals(Optional.of(outcome))) {
      throw new IllegalStateException("decided: " + read());
    }
  }

  /** A second name of a file that is there needs no room but in its folder. */
  private void link(String name, Outcome content) {
    try {
      try {
        Files.createLink(folder.resolve(name), written(content));
      } catch (FileAlreadyExistsException e) {
        // Somebody was faster: what he wrote holds.
      }
      sync();
    } catch (IOException e) {
      throw failure(e);
    }
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
