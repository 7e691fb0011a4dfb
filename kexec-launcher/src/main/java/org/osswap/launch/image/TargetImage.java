package org.osswap.launch.image;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osswap.base.Failure;
import org.osswap.base.OsRelease;

/**
 * The OS that is to replace the running one, as its users build it: a directory with {@code
 * vmlinuz}, {@code initrd}, {@code os-release} and perhaps {@code cmdline}, or a unified kernel image.
 *
 * @param path as it was given
 * @param initrd the image's own initrd; read again when it is loaded
 * @param osRelease of the target
 * @param commandLine the image's own kernel parameters; may be empty
 */
public record TargetImage(
    Path path,
    BzImage kernel,
    ByteSource initrd,
    ImmutableMap<String, String> osRelease,
    String commandLine) {

  /**
   * Opens an image and checks it. Nothing of it is changed, ever.
   *
   * @throws Failure if it is not an image that can be started here
   */
  public static TargetImage open(Path path) {
    if (!Files.exists(path)) {
      throw Uki.refusal(path.toString(), "does not exist");
    }
    try {
      return Files.isDirectory(path) ? directory(path) : uki(path);
    } catch (IOException e) {
      throw Uki.refusal(path.toString(), "can't be read: " + e);
    }
  }

  /** What the target calls itself: "Debian GNU/Linux 13 (trixie)". */
  public String name() {
    return osRelease.getOrDefault(
        "PRETTY_NAME", osRelease.getOrDefault("NAME", path.getFileName().toString()));
  }

  private static TargetImage directory(Path path) throws IOException {
    Path kernel = part(path, "vmlinuz");
    Path initrd = part(path, "initrd");
    Path osRelease = part(path, "os-release");
    Path commandLine = path.resolve("cmdline");
    return checked(
        path,
        MoreFiles.asByteSource(kernel),
        kernel.toString(),
        MoreFiles.asByteSource(initrd),
        initrd.toString(),
        text(osRelease),
        Files.exists(commandLine) ? text(commandLine).strip() : "");
  }

  private static String text(Path file) throws IOException {
    return Uki.text(MoreFiles.asByteSource(file), file.toString());
  }

  private static TargetImage uki(Path path) throws IOException {
    ByteSource file = MoreFiles.asByteSource(path);
    Uki uki = Uki.parse(file, path.toString());
    ByteSource initrd =
        uki.section(".initrd")
            .orElseThrow(() -> Uki.refusal(path.toString(), "no .initrd section"));
    return checked(
        path,
        uki.section(".linux").orElseThrow(),
        path + " (.linux)",
        initrd,
        path + " (.initrd)",
        uki.text(".osrel"),
        uki.text(".cmdline"));
  }

  private static TargetImage checked(
      Path path,
      ByteSource kernel,
      String kernelName,
      ByteSource initrd,
      String initrdName,
      String osRelease,
      String commandLine) {
    BzImage parsed = BzImage.parse(kernel, kernelName);
    Initrd.format(initrd, initrdName);
    if (commandLine.getBytes(StandardCharsets.UTF_8).length > parsed.commandLineSize()) {
      throw Uki.refusal(path.toString(), "its command line is longer than its kernel allows");
    }
    return new TargetImage(path, parsed, initrd, OsRelease.parse(osRelease), commandLine);
  }

  private static Path part(Path directory, String name) {
    Path part = directory.resolve(name);
    if (!Files.isRegularFile(part)) {
      throw Uki.refusal(directory.toString(), "has no " + name);
    }
    return part;
  }
}
