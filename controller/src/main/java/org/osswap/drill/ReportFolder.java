package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osswap.base.Failure;
import org.osswap.proto.DrillReport;

/** Where reports are kept: a folder for each run, and the history of all. */
public final class ReportFolder {
  private static final String STEP = "write the report";
  private final Path folder;

  public ReportFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes it, and sees that it can be written to: before anything is broken.
   *
   * @throws Failure if it can't
   */
  public void ready() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".drill", ""));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Writes report.json and report.html, and the line of the history; returns the run's folder. */
  public Path keep(DrillReport report) {
    try {
      Path run = folder.resolve(report.getId());
      Files.createDirectories(run);
      Files.writeString(run.resolve("report.json"), json(report) + "\n");
      Files.writeString(run.resolve("report.html"), HtmlReport.of(report));
      Files.writeString(
          history(),
          History.line(History.runOf(report)) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return run;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The runs until now; none if there is no such folder. */
  public History read() {
    try {
      return History.parse(
          Files.exists(history())
              // not as strictly UTF-8 as Files.readAllLines: a broken line must not hide the others
              ? new String(Files.readAllBytes(history()), StandardCharsets.UTF_8).lines().toList()
              : ImmutableList.of());
    } catch (IOException e) {
      throw new Failure(
          "read the history", history().toString(), e.toString(), "Name the folder with --reports.", e);
    }
  }

  static String json(DrillReport report) {
    try {
      return JsonFormat.printer()
          .includingDefaultValueFields()
          .preservingProtoFieldNames()
          .print(report);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path history() {
    return folder.resolve("history.jsonl");
  }

  private Failure failure(IOException e) {
    return new Failure(STEP, folder.toString(), e.toString(), "Name a folder with --reports.", e);
  }
}
