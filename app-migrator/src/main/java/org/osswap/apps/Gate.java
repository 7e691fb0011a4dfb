package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.time.Duration;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;

/**
 * The gate between a commit and its withdrawal: words in memory that both kernels map. The successor
 * claims it before it lets the first copy run, the incumbent withdraws it before it takes a commit
 * back; whoever comes first has it, for good. Behind it stands, for each application, the mark that
 * its copy was let run, which is made just before it runs: so the incumbent learns from memory alone
 * what a successor did that has died since.
 *
 * <p>The words' layout is gate.c's.
 */
public final class Gate {
  /** How much memory it takes, in bytes. */
  public static final int SIZE = 64 * Long.BYTES;

  /** How many applications it has marks for: a word each, behind the gate's own. */
  public static final int MARKS = SIZE / Long.BYTES - 1;

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int REFUSED = 3;
  private static final String REMEDY =
      "osswap needs /dev/mem, and a state folder that allows programs.";

  private final Path memory;
  private final long address;
  private final Path folder;
  private final ProcessRunner runner;
  private Path tool;

  /**
   * A gate.
   *
   * @param memory {@code /dev/mem}
   * @param address of its first word: an offset in there; all of it is in one page
   * @param folder an existing one, on which programs may be run
   */
  public Gate(Path memory, long address, Path folder, ProcessRunner runner) {
    this.memory = memory;
    this.address = address;
    this.folder = folder;
    this.runner = runner;
  }

  /** Where it is, as osswap-app is told. */
  ImmutableList<String> place() {
    return ImmutableList.of("" + memory, Long.toString(address));
  }

  /**
   * Sees to it that no copy ever runs that doesn't run yet. May be repeated.
   *
   * @return false if the successor claimed it: copies may have run
   */
  public boolean withdraw() {
    return ask("withdraw", place());
  }

  /**
   * Whether an application's copy was let run. It may have been marked and not have run, if its OS
   * died just between.
   */
  public boolean ran(String app) {
    return ask("ran", ImmutableList.<String>builder().addAll(place()).add(app).build());
  }

  private boolean ask(String verb, ImmutableList<String> arguments) {
    ProcessRunner.Outcome outcome =
        runner.run(
            ImmutableList.<String>builder()
                .add("" + tool(), verb)
                .addAll(arguments)
                .build(),
            LIMIT);
    if (outcome.status() != 0 && outcome.status() != REFUSED) {
      throw new Failure(
          "ask the shared memory", verb, outcome.err().strip() + ", status " + outcome.status(), REMEDY);
    }
    return outcome.status() == 0;
  }

  /** Unpacked once: a file that is being written can't be run. */
  private synchronized Path tool() {
    if (tool == null) {
      tool = NativeTool.unpack("osswap-app", folder);
    }
    return tool;
  }
}
