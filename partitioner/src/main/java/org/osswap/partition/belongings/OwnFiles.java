package org.osswap.partition.belongings;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.osswap.base.SysRoot;

/** Files of osswap among those of others, and folders of applications that were being moved. */
final class OwnFiles {
  private static final String UNITS = "/run/systemd/system";
  private static final String MARK = "osswap";

  private OwnFiles() {}

  /** Targets that are masked until the next boot: links to /dev/null. */
  static ImmutableMap<String, String> masks(Look look, ImmutableSet<String> names) {
    SysRoot root = look.root();
    return root.list(UNITS).stream()
        .filter(unit -> unit.endsWith(".target"))
        .filter(unit -> root.linkName(UNITS + "/" + unit).filter("null"::equals).isPresent())
        .collect(ImmutableMap.toImmutableMap(unit -> unit, unit -> "masked"));
  }

  static ImmutableMap<String, String> read(Look look, ImmutableSet<String> names) {
    SysRoot root = look.root();
    ImmutableMap.Builder<String, String> files = ImmutableMap.builder();
    for (String unit : root.list(UNITS)) {
      String path = UNITS + "/" + unit;
      if (unit.contains(MARK)) {
        files.put(path, "there");
      }
      if (unit.endsWith(".d")) {
        root.list(path).stream()
            .filter(file -> file.contains(MARK))
            .forEach(file -> files.put(path + "/" + file, "there"));
      }
    }
    root.list(Mounts.WORK).forEach(folder -> files.put(Mounts.WORK + "/" + folder, "there"));
    return files.buildKeepingLast();
  }
}
