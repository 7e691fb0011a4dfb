package org.osswap.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs real programs. */
public final class SystemProcessRunner implements ProcessRunner {
  /** Names the libraries that the Java runtime brings for itself; other programs have their own. */
  private static final String RUNTIME_LIBRARIES = "LD_LIBRARY_PATH";

  @Override
  public Outcome run(List<String> argv, Duration limit) {
    return run(argv, "", limit);
  }

  @Override
  public Outcome run(List<String> argv, String input, Duration limit) {
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(argv);
      builder.environment().remove(RUNTIME_LIBRARIES);
      process = builder.start();
    } catch (IOException e) {
      throw new Failure(
          "run a program",
          String.join(" ", argv),
          e.getMessage(),
          "Install " + argv.get(0) + ", or see why it can't be run.",
          e);
    }
    CompletableFuture<String> out = drain(process.getInputStream());
    CompletableFuture<String> err = drain(process.getErrorStream());
    feed(process, input);
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Outcome(
          List.copyOf(argv), process.exitValue(), await(out), await(err), !ended);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new Failure(
          "run a program", String.join(" ", argv), "interrupted", "Run osswap again.", e);
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A program that ends without reading its input is judged by its exit status.
      return;
    }
  }

  private static CompletableFuture<String> drain(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> {
          Thread thread = new Thread(task, "osswap-drain");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** A grandchild that keeps the pipe open must not hang the caller. */
  private static String await(CompletableFuture<String> output) throws InterruptedException {
    try {
      return output.get(5, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      return "";
    }
  }
}
