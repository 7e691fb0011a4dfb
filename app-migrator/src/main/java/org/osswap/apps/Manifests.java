package org.osswap.apps;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osswap.base.Failure;
import org.tomlj.TomlTable;

/** Reads a folder of manifests: one TOML file an application. */
public final class Manifests {
  private static final String STEP = "read the application manifests";

  private Manifests() {}

  /**
   * Reads every {@code *.toml} in a folder.
   *
   * @return the manifests by order, then name; none when the folder has none
   * @throws Failure with all problems of all manifests at once
   */
  public static ImmutableList<AppManifest> load(Path folder) {
    List<String> problems = new ArrayList<>();
    Map<String, Path> names = new HashMap<>();
    List<AppManifest> manifests = new ArrayList<>();
    for (Path file : tomlFiles(folder)) {
      ManifestReader reader = new ManifestReader(file.getFileName().toString(), problems::add);
      read(file, problems)
          .flatMap(reader::manifest)
          .ifPresent(
              manifest -> {
                Path other = names.putIfAbsent(manifest.name(), file.getFileName());
                if (other != null) {
                  problems.add(
                      file.getFileName() + ": name \"" + manifest.name() + "\" is also in " + other);
                }
                manifests.add(manifest);
              });
    }
    if (!problems.isEmpty()) {
      throw new Failure(
          STEP,
          folder.toString(),
          problems.stream().collect(Collectors.joining("; ")),
          "Correct the manifests; docs/manifests.md lists the keys.");
    }
    return manifests.stream()
        .sorted(Comparator.comparingInt(AppManifest::order).thenComparing(AppManifest::name))
        .collect(toImmutableList());
  }

  private static Optional<TomlTable> read(Path file, List<String> problems) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return TomlText.parse(text, problem -> problems.add(file.getFileName() + ": " + problem));
    } catch (IOException e) {
      problems.add(file.getFileName() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static ImmutableList<Path> tomlFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return ImmutableList.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(f -> f.toString().endsWith(".toml")).sorted().collect(toImmutableList());
    } catch (IOException e) {
      throw new Failure(STEP, folder.toString(), e.getMessage(), "See why it can't be read.", e);
    }
  }
}
