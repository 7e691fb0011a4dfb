import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes out of jars what a Linux machine of this architecture never loads, and puts its native
 * libraries beside them: so they need not be unpacked into a temporary directory at each start,
 * which fails where that is mounted noexec.
 *
 * <p>Usage: {@code java Prune.java JARS NATIVES NATIVE USELESS}: of each jar in JARS, entries that
 * match the regular expression NATIVE move to the directory NATIVES, those that match USELESS
 * vanish. Times are kept, so that the same input gives the same bytes.
 */
public final class Prune {
  private final Path natives;
  private final Pattern isNative;
  private final Pattern isUseless;

  private Prune(Path natives, String isNative, String isUseless) {
    this.natives = natives;
    this.isNative = Pattern.compile(isNative);
    this.isUseless = Pattern.compile(isUseless, Pattern.COMMENTS);
  }

  public static void main(String[] arguments) throws IOException {
    Prune prune = new Prune(Path.of(arguments[1]), arguments[2], arguments[3]);
    Files.createDirectories(prune.natives);
    try (var jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path jar : jars) {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".pruned");
        prune.rewrite(jar, fresh);
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(jar));
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void rewrite(Path from, Path to) throws IOException {
    try (ZipFile in = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (ZipEntry entry : Collections.list(in.entries())) {
        String name = entry.getName();
        try (InputStream content = in.getInputStream(entry)) {
          if (isNative.matcher(name).matches()) {
            Files.copy(content, natives.resolve(Path.of(name).getFileName()));
          } else if (!isUseless.matcher(name).matches()) {
            ZipEntry copy = new ZipEntry(name);
            copy.setTime(entry.getTime());
            out.putNextEntry(copy);
            content.transferTo(out);
            out.closeEntry();
          }
        }
      }
    }
  }
}
