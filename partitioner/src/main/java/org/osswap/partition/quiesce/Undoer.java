package org.osswap.partition.quiesce;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Undo;

/** Runs the inverses that {@link Quiescer} handed out. */
public final class Undoer {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String STEP = "undo";

  private final SysRoot root;
  private final ProcessRunner runner;
  private final Consumer<Undo.Grant> granter;
  private final Consumer<String> progress;

  /**
   * Makes an undoer.
   *
   * @param granter grants what was ejected, and returns when it has been added again
   */
  public Undoer(
      SysRoot root,
      ProcessRunner runner,
      Consumer<Undo.Grant> granter,
      Consumer<String> progress) {
    this.root = root;
    this.runner = runner;
    this.granter = granter;
    this.progress = progress;
  }

  /**
   * Undoes all steps, the last one first; it goes on after a failure. What is as it should be
   * already counts as undone: it can be called again.
   *
   * @param undos in the order in which they were recorded
   * @throws Failure at the end, if some could not be undone; it names all of them
   */
  public void undo(List<Undo> undos) {
    List<Failure> failures = new ArrayList<>();
    for (Undo undo : Lists.reverse(undos)) {
      try {
        FaultPoint.UNDO.around(() -> run(undo));
        progress.accept("undone: " + undo.getWhat());
      } catch (Failure e) {
        progress.accept("NOT undone: " + undo.getWhat() + ": " + e.reason());
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      Failure all =
          new Failure(
              STEP,
              failures.size() + " of " + undos.size() + " steps",
              String.join("; ", failures.stream().map(f -> f.object() + ": " + f.reason()).toList()),
              "Do these by hand, or run 'osswap rollback' again.");
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }

  private void run(Undo undo) {
    switch (undo.getActCase()) {
      case WRITE -> write(undo);
      case COMMAND ->
          runner
              .run(undo.getCommand().getArgvList(), LIMIT)
              .orFail(STEP, undo.getWhat(), "Run it by hand.");
      case GRANT -> granter.accept(undo.getGrant());
      case ACT_NOT_SET ->
          throw new Failure(
              STEP,
              undo.getWhat(),
              "the record says nothing that this version knows",
              "Use the version of osswap that wrote the journal.");
    }
  }

  private void write(Undo undo) {
    Undo.Write write = undo.getWrite();
    try {
      root.write(write.getPath(), write.getValue());
    } catch (IOException e) {
      if (!asWanted(write)) {
        throw new Failure(
            STEP,
            undo.getWhat(),
            Act.said(e) + " writing " + write.getValue() + " to " + write.getPath(),
            "See the kernel's log.",
            e);
      }
    }
  }

  /**
   * The kernel refuses to do what is done: to online an online block, or to bind a bound device.
   */
  private boolean asWanted(Undo.Write write) {
    String path = write.getPath();
    if (path.endsWith("/bind")) {
      return root.exists(path.substring(0, path.lastIndexOf('/') + 1) + write.getValue());
    }
    String now = root.text(path).orElse("");
    return now.equals(write.getValue())
        || (now.equals("online") && write.getValue().startsWith("online"));
  }
}
