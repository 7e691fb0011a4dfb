package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/**
 * A transient unit that runs {@code osswap resume}, once, if this process ends without having said that it
 * is done: killed, crashed, or interrupted by its user.
 *
 * <p>Between the two is a named pipe. The unit's shell waits for a line; the end of the pipe without one is
 * the end of its writer, whom the kernel closes it for. No process id can be mistaken for another's then,
 * and nobody has to look again and again.
 */
final class AutoResume implements Closeable {
  static final String UNIT = "osswap-resume.service";
  private static final String PIPE = "/run/osswap/controller";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String STEP = "watch over the upgrade";

  /** A file: systemd would understand some of these characters in its own way. */
  private static final String SCRIPT = "/run/osswap/await-controller.sh";

  /** $1: the pipe, $2: osswap. */
  static final String TEXT =
      """
      read -r said <"$1" && exit 0
      rm -f "$1" "$0"
      exec "$2" resume --unattended
      """;

  private final SysRoot root;
  private final OutputStream pipe;

  private AutoResume(SysRoot root, OutputStream pipe) {
    this.root = root;
    this.pipe = pipe;
  }

  /**
   * Begins to watch over this process.
   *
   * @throws Failure if the unit can't be started, or doesn't listen; nothing is left behind then
   */
  static AutoResume begin(Site site) {
    Path path = site.root().path(PIPE);
    ProcessRunner processes = site.processes();
    try {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      Files.writeString(site.root().path(SCRIPT), TEXT);
    } catch (IOException e) {
      throw new Failure(STEP, path.toString(), e.toString(), "Make room in /run.", e);
    }
    processes
        .run(LIMIT, "mkfifo", "-m", "0600", path.toString())
        .orFail(STEP, path.toString(), "See what mkfifo says.");
    processes
        .run(
            ImmutableList.<String>builder()
                .add(
                    "systemd-run",
                    "--quiet",
                    "--collect",
                    "--unit=" + UNIT,
                    "--description=osswap resume, should the controller end before its swap does",
                    "--property=OOMScoreAdjust=-900",
                    // Rolled back: as it should be.
                    "--property=SuccessExitStatus=1")
                .addAll(command(site.root(), path, site.home().resolve("bin/osswap")))
                .build(),
            LIMIT)
        .orFail(STEP, UNIT, "See 'systemctl status " + UNIT + "'.");
    try {
      return new AutoResume(site.root(), open(path));
    } catch (Failure e) {
      processes.run(LIMIT, "systemctl", "stop", UNIT);
      throw e;
    }
  }

  /**
   * The same where it can be had. Without it the swap is as safe, but waits for a person when its controller
   * is killed.
   *
   * @return to be run when this process is done
   */
  static Runnable watch(Site site, Progress progress) {
    try {
      return begin(site)::close;
    } catch (Failure e) {
      progress.detail("if this osswap is killed, nothing goes on by itself: " + e.getMessage());
      return () -> {};
    }
  }

  /** What the unit runs. */
  private static ImmutableList<String> command(SysRoot root, Path pipe, Path osswap) {
    return ImmutableList.of(
        "sh", root.path(SCRIPT).toString(), pipe.toString(), osswap.toString());
  }

  /** Returns when the unit has opened it too. */
  private static OutputStream open(Path path) {
    CompletableFuture<OutputStream> opened = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                opened.complete(new FileOutputStream(path.toFile()));
              } catch (IOException e) {
                opened.completeExceptionally(e);
              }
            },
            "osswap-open-pipe");
    thread.setDaemon(true);
    thread.start();
    try {
      return opened.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Failure(
          STEP, UNIT, "it does not listen: " + e, "See 'systemctl status " + UNIT + "'.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(STEP, UNIT, "interrupted", "Try again.", e);
    }
  }

  /** Says that this process is done, whatever came of it: what is left is a person's to decide. */
  @Override
  public void close() {
    try (pipe) {
      pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
      Files.deleteIfExists(root.path(PIPE));
      Files.deleteIfExists(root.path(SCRIPT));
    } catch (IOException nobodyListens) {
      // Its unit was stopped by hand.
    }
  }
}
