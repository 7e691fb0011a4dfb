package org.osswap.launch.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.Undo;

/**
 * Inverses as a shell script in /run, the last one first: for a system that has no journal, and for a unit
 * that outlives its program.
 */
public final class LiftScript {
  public static final String PATH = "/run/osswap/lift-guards";

  private final Path path;
  private final List<Undo> undos = new ArrayList<>();

  public LiftScript(SysRoot root) {
    this.path = root.path(PATH);
  }

  /** Adds an inverse; the script holds it when this returns. */
  public void add(Undo undo) {
    undos.add(0, undo);
    try {
      Files.createDirectories(path.getParent());
      Path next = path.resolveSibling(path.getFileName() + ".next");
      Files.writeString(next, render(undos));
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure("note an inverse", path.toString(), e.toString(), "Make room in /run.", e);
    }
  }

  /** In the order given; each line may fail without keeping the next from its work. */
  static String render(List<Undo> undos) {
    return undos.stream().map(LiftScript::line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(Undo undo) {
    String comment = "# " + undo.getWhat() + "\n";
    return switch (undo.getActCase()) {
      case WRITE ->
          comment
              + "printf %s "
              + quoted(undo.getWrite().getValue())
              + " >"
              + quoted(undo.getWrite().getPath());
      case COMMAND ->
          comment
              + undo.getCommand().getArgvList().stream()
                  .map(LiftScript::quoted)
                  .collect(Collectors.joining(" "));
      case GRANT, ACT_NOT_SET ->
          throw new IllegalArgumentException("not for a script: " + undo.getWhat());
    };
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
