package org.osswap.partition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.partition.inventory.Inventory;
import org.osswap.proto.Machine;

/** The captured machines, and programs that answer with what was captured there. */
public final class Trees {
  private static final Path FIXTURES = Path.of("src/test/fixtures");
  public static final Path Q35 = FIXTURES.resolve("qemu-q35-debian12");

  private Trees() {}

  public static Machine machine(Path tree) {
    return Inventory.read(SysRoot.at(tree), programs(tree), Optional.empty());
  }

  /** The lab machine: 4 CPUs, 2560 MiB reserved, two PCI roots with a NIC each. */
  public static Machine q35() {
    return machine(Q35);
  }

  /** ip and dmesg as captured; everything else fails. */
  public static ProcessRunner programs(Path tree) {
    return new CapturedPrograms(tree.resolve("captured"));
  }

  /** A copy that a test may change; links stay links. */
  public static Path copy(Path tree, Path to) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(tree.relativize(dir).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(tree.relativize(file).toString());
            Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
    return to;
  }

  private record CapturedPrograms(Path captured) implements ProcessRunner {
    @Override
    public Outcome run(List<String> argv, Duration limit) {
      return run(argv, "", limit);
    }

    @Override
    public Outcome run(List<String> argv, String input, Duration limit) {
      return switch (String.join(" ", argv)) {
        case "ip -j addr" -> said(argv, "ip-addr.json");
        case "ip -j route" -> said(argv, "ip-route.json");
        case "ip -6 -j route" -> said(argv, "ip-route6.json");
        case "nft list tables" -> said(argv, "nft-tables");
        case "dmesg" -> said(argv, "dmesg");
        case "uname -m" -> new Outcome(argv, 0, "x86_64\n", "", false);
        case "id -u" -> new Outcome(argv, 0, "0\n", "", false);
        default -> new Outcome(argv, 127, "", argv.get(0) + ": not found", false);
      };
    }

    private Outcome said(List<String> argv, String file) {
      try {
        Path path = captured.resolve(file);
        String out =
            Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
        return new Outcome(argv, 0, out, "", false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
