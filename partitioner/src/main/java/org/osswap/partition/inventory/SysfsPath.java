package org.osswap.partition.inventory;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osswap.base.SysRoot;

/**
 * Where a device hangs, told by the path its class or bus entry leads to:
 * {@code ../../../devices/pci0000:40/0000:40:00.0/0000:41:00.0/virtio2/net/ens2}.
 */
final class SysfsPath {
  private static final Pattern FUNCTION =
      Pattern.compile("/([0-9a-f]{4,}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])(?=/|$)");

  private SysfsPath() {}

  /** The target of a link as it is written; empty when there is no such link. */
  static String target(SysRoot root, String link) {
    Path path = root.path(link);
    try {
      return Files.isSymbolicLink(path) ? Files.readSymbolicLink(path).toString() : "";
    } catch (IOException e) {
      // A device may go away at any time.
      return "";
    }
  }

  /** The PCI functions on the way to a device, the root port first. */
  static ImmutableList<String> functions(String target) {
    ImmutableList.Builder<String> functions = ImmutableList.builder();
    Matcher matcher = FUNCTION.matcher(target);
    while (matcher.find()) {
      functions.add(matcher.group(1));
    }
    return functions.build();
  }

  /** The PCI function that a device belongs to, or "" for one that isn't on PCI. */
  static String function(SysRoot root, String link) {
    ImmutableList<String> functions = functions(target(root, link));
    return functions.isEmpty() ? "" : functions.get(functions.size() - 1);
  }
}
