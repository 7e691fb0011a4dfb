package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A temporary folder where a shell script out of the jar runs without root: the programs it calls
 * are fakes that write their command lines down, and the kernel's files that it would change are
 * here too. Everything else is as it is shipped.
 */
final class ScriptStage {
  private final Path dir;
  final Path work;

  ScriptStage(Path dir) throws IOException {
    this.dir = dir;
    this.work = Files.createDirectories(dir.resolve("work"));
    Files.createDirectories(dir.resolve("bin"));
    Files.createFile(dir.resolve("calls"));
  }

  /** Unpacks a script and moves the kernel's folders that it names below this one. */
  Path script(String name, String... kernelFolders) throws IOException {
    Path script = NativeTool.unpack(name, work);
    String text = Files.readString(script);
    for (String folder : kernelFolders) {
      assertThat(text).contains(folder);
      text = text.replace(folder, dir + folder);
    }
    return Files.writeString(script, text);
  }

  Path file(String absolute, String text) throws IOException {
    Path file = dir.resolve(absolute.substring(1));
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  String text(String absolute) throws IOException {
    return Files.readString(dir.resolve(absolute.substring(1))).strip();
  }

  Path pipe(String name) throws Exception {
    Path pipe = dir.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  /** A program on the PATH that writes down its command line, and then does what the body says. */
  void fake(String name, String... body) throws IOException {
    fakeAt(dir.resolve("bin").resolve(name), name, body);
  }

  void fakeAt(Path file, String name, String... body) throws IOException {
    Files.writeString(
        file,
        "#!/bin/sh\ncd " + dir + "\necho \"" + name + " $*\" >>calls\n" + String.join("\n", body) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The command lines in their order; the work folder in them reads WORK. */
  List<String> calls() throws IOException {
    try (Stream<String> lines = Files.lines(dir.resolve("calls"))) {
      return lines.map(line -> line.replace(work.toString(), "WORK").strip()).toList();
    }
  }

  Process start(String... argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().merge("PATH", dir.resolve("bin") + ":", (old, fakes) -> fakes + old);
    return builder.redirectErrorStream(true).redirectOutput(dir.resolve("output").toFile()).start();
  }

  String output() throws IOException {
    return text("/output");
  }

  /** A process as FOLDER/pids names it: by its pid, and when it was started. */
  static String line(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return process.pid() + " " + ProcStat.parse(stat.strip()).started() + "\n";
  }

  static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends in time").isTrue();
    return process.exitValue();
  }
}
