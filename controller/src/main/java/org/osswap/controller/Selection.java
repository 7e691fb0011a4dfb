package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.osswap.apps.AppManifest;
import org.osswap.apps.Gate;
import org.osswap.base.Failure;

/** Which applications a swap moves. */
final class Selection {
  private static final String STEP = "choose the applications";

  private Selection() {}

  /**
   * Chooses from those that have a manifest.
   *
   * @param names of those to move; empty: all
   * @return their manifests, in the given order of manifests
   * @throws Failure if one isn't known, or if they are too many for one swap
   */
  static ImmutableList<AppManifest> of(List<AppManifest> manifests, List<String> names) {
    for (String name : names) {
      if (manifests.stream().noneMatch(manifest -> manifest.name().equals(name))) {
        throw new Failure(
            STEP,
            name,
            "no manifest in " + Draft.MANIFESTS + " has this name",
            "Known are: " + String.join(", ", manifests.stream().map(AppManifest::name).toList()));
      }
    }
    ImmutableList<AppManifest> chosen =
        manifests.stream()
            .filter(manifest -> names.isEmpty() || names.contains(manifest.name()))
            .collect(ImmutableList.toImmutableList());
    if (chosen.size() > Gate.MARKS) {
      throw new Failure(
          STEP,
          chosen.size() + " applications",
          "all applications of a swap move as one, and the memory that both systems share has marks for "
              + Gate.MARKS,
          "Name at most " + Gate.MARKS + " with --app; the others end with this OS.");
    }
    return chosen;
  }
}
