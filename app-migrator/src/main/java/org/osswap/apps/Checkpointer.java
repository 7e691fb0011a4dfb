package org.osswap.apps;

import java.time.Duration;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.CompleteCheckpointRequest;
import org.osswap.proto.Problem;

/** Takes checkpoints of one application, one after the other, while a successor is armed. */
public final class Checkpointer implements AutoCloseable {
  private final AppManifest manifest;
  private final Successor successor;
  private final Completion completion;
  private final CriuTool criu;
  private final SysRoot root;
  private final ProcessRunner runner;
  private CheckpointChain chain;
  private int rootPid;

  /** Has the successor make a checkpoint the one that counts; all of it but the swap's id is set. */
  @FunctionalInterface
  public interface Completion {
    void complete(CompleteCheckpointRequest request);
  }

  /**
   * A complete checkpoint.
   *
   * @param epochMillis when its application was frozen
   * @param frozen how long
   * @param bytes that were sent
   */
  public record Taken(long epochMillis, Duration frozen, long bytes) {}

  public Checkpointer(
      AppManifest manifest,
      Successor successor,
      Completion completion,
      CriuTool criu,
      SysRoot root,
      ProcessRunner runner) {
    this.manifest = manifest;
    this.successor = successor;
    this.completion = completion;
    this.criu = criu;
    this.root = root;
    this.runner = runner;
  }

  /**
   * Takes one; when it returns, it is the one that counts.
   *
   * @throws Failure if that failed: the one before still counts, and the application goes on
   */
  public Taken take() {
    try {
      if (chain == null || chain.isFull() || !root.exists("/proc/" + rootPid)) {
        close();
        begin();
      }
      return chain.take();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void begin() {
    SourceApp app = new AppInspector(root, runner).describe(manifest);
    List<Problem> problems = new SourcePreflight(root, runner).check(app);
    if (!problems.isEmpty()) {
      throw Failure.of(problems.get(0));
    }
    rootPid = app.rootPid();
    // Unique, and above those of an earlier service, whatever became of it.
    int number = (int) (System.currentTimeMillis() / 1000);
    chain = new CheckpointChain(app, number, successor, completion, criu, root, runner);
  }

  /** What removes all that checkpoints leave on this side; for a shell. */
  public static String removal(SysRoot root) {
    return Workspace.removeCheckpoints(root);
  }

  @Override
  public void close() {
    if (chain != null) {
      chain.close();
      chain = null;
    }
  }
}
