package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osswap.apps.NearestName;
import org.osswap.base.Failure;

/** The drills that osswap brings along: one file each, beside this class. */
public final class Drills {
  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "apd-storage",
          "apd-network",
          "apd-all",
          "pdl",
          "panic",
          "hang",
          "dead-successor",
          "lost-link",
          "upgrade");

  private Drills() {}

  /** Their names, in the order in which they are shown. */
  public static ImmutableList<String> names() {
    return NAMES;
  }

  /**
   * One of them.
   *
   * @throws Failure if there is none of that name
   */
  public static Drill named(String name) {
    if (!NAMES.contains(name)) {
      throw new Failure(
          "find the drill",
          name,
          "there is none of this name",
          "Did you mean 'osswap drill " + NearestName.of(name, NAMES) + "'? 'osswap drill list' has them all.");
    }
    URL file = Resources.getResource(Drills.class, name + ".toml");
    try {
      return DrillReader.drill(name, Resources.toString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That drill, with the targets that a file has in place of its own. */
  public static Drill withTargets(Drill drill, Path file) {
    try {
      return drill.withTargets(DrillReader.targets(file.toString(), Files.readString(file)));
    } catch (IOException e) {
      throw new Failure(
          "read the targets", file.toString(), e.toString(), "Name a file that can be read.", e);
    }
  }
}
