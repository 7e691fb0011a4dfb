package org.osswap.partition.quiesce;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Undo;

/** What all steps of quiescing act through: the kernel's files, programs, and the undo log. */
record Act(
    SysRoot root, ProcessRunner runner, Consumer<Undo> undoLog, Consumer<String> progress) {

  /** Writes a kernel file. */
  void write(String step, String object, String path, String value, String remedy) {
    try {
      root.write(path, value);
    } catch (IOException e) {
      throw new Failure(step, object, said(e) + " writing " + value + " to " + path, remedy, e);
    }
  }

  /**
   * Writes a kernel file whose write may take for ever, through a process that can be killed: memory
   * offlining ends on a signal.
   */
  ProcessRunner.Outcome writeWithin(Duration limit, String path, String value) {
    return runner.run(List.of("tee", root.path(path).toString()), value, limit);
  }

  /** The kernel's answer without the path that Java puts before it. */
  static String said(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(message.lastIndexOf(": ") + 1).strip();
  }
}
