package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;

/**
 * The CRIU that osswap carries: a folder with the program, its own loader and its own libraries.
 *
 * <p>It runs inside roots whose shell and C library belong to another system, so it is started by
 * its loader directly, not through a script.
 */
public final class CriuTool {
  private static final String LOADER = "ld-linux-x86-64.so.2";
  private static final String REMEDY = "Unpack osswap's distribution again.";

  /** FI_NO_BREAKPOINTS of criu/include/fault-injection.h: system calls are traced instead. */
  private static final ImmutableList<String> NO_BREAKPOINTS =
      ImmutableList.of("env", "CRIU_FAULT=130");

  private final Path home;
  private final Path loader;
  private final Path program;
  private final ImmutableList<String> environment;

  private CriuTool(Path home, Path loader, Path program, ImmutableList<String> environment) {
    this.home = home;
    this.loader = loader;
    this.program = program;
    this.environment = environment;
  }

  /**
   * Finds loader and program in a bundle.
   *
   * @param home the bundle's folder, or the wrapper script at its top or in its bin folder
   */
  public static CriuTool at(Path home) {
    Path folder = home.toAbsolutePath().normalize();
    if (Files.isRegularFile(folder)) {
      folder = folder.getParent();
      if (folder.endsWith("bin") || folder.endsWith("sbin")) {
        folder = folder.getParent();
      }
    }
    try (Stream<Path> below = Files.walk(folder, 5)) {
      List<Path> files = below.filter(Files::isRegularFile).sorted().toList();
      Path loader = pick(files, p -> p.getFileName().toString().equals(LOADER), home, LOADER);
      Path program = pick(files, CriuTool::isProgram, home, "the criu program");
      return new CriuTool(folder, folder.relativize(loader), folder.relativize(program), ImmutableList.of());
    } catch (IOException e) {
      throw new Failure("find CRIU", home.toString(), e.getMessage(), REMEDY, e);
    }
  }

  private static Path pick(
      List<Path> files, java.util.function.Predicate<Path> wanted, Path home, String what) {
    return files.stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new Failure("find CRIU", home.toString(), what + " is missing", REMEDY));
  }

  private static boolean isProgram(Path file) {
    if (!file.getFileName().toString().startsWith("criu")) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      return magic.length == 4 && magic[0] == 0x7F && magic[1] == 'E' && magic[2] == 'L';
    } catch (IOException e) {
      return false;
    }
  }

  /** The same, but it leaves the CPUs' debug registers alone. */
  public CriuTool withoutBreakpoints() {
    return new CriuTool(home, loader, program, NO_BREAKPOINTS);
  }

  public Path home() {
    return home;
  }

  /**
   * What has to stand before a command line that runs it at its end. It belongs at the very front:
   * an application's own root may forbid to run anything but the application.
   */
  ImmutableList<String> environment() {
    return environment;
  }

  /**
   * The command line that runs it.
   *
   * @param shownAs where the bundle is seen by the root that it will run in
   */
  ImmutableList<String> command(String shownAs) {
    String libraries = shownAs + "/" + (loader.getParent() == null ? "" : loader.getParent());
    return ImmutableList.of(
        shownAs + "/" + loader, "--library-path", libraries, shownAs + "/" + program);
  }

  /** The version alone: 4.2.1. */
  public String version(ProcessRunner runner) {
    List<String> argv =
        ImmutableList.<String>builder().addAll(command(home.toString())).add("--version").build();
    String out = runner.run(argv, Duration.ofSeconds(20)).orFail("run CRIU", "" + home, REMEDY).out();
    return out.lines()
        .filter(line -> line.startsWith("Version:"))
        .map(line -> line.substring(8).strip())
        .findFirst()
        .orElseThrow(() -> new Failure("run CRIU", "" + home, "no version in: " + out, REMEDY));
  }
}
