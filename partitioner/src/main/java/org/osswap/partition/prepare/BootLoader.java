package org.osswap.partition.prepare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osswap.base.SysRoot;

/** How the kernel's parameters are set on this system. */
public final class BootLoader {
  /** GRUB's configuration reads all files of this directory, on Debian and its descendants. */
  public static final String GRUB_FILE = "/etc/default/grub.d/osswap.cfg";

  private BootLoader() {}

  /** The program that makes GRUB's configuration again; empty without GRUB. */
  public static Optional<String> updateCommand(SysRoot root) {
    return Stream.of("/usr/sbin/update-grub", "/sbin/update-grub").filter(root::exists).findFirst();
  }

  /** The parameters in the file that is there now; empty if {@code prepare} wasn't run. */
  public static Optional<String> written(SysRoot root) {
    return root.text(GRUB_FILE);
  }

  /**
   * The text of {@link #GRUB_FILE}. The dollar sign of {@code memmap=SIZE$START} passes through two
   * shells (update-grub's, then GRUB's own script), each of which takes a backslash away.
   */
  public static String grubFile(List<String> parameters) {
    String value = String.join(" ", parameters).replace("$", "\\\\\\$");
    return "# Written by 'osswap prepare': what this system needs to be swapped while it runs.\n"
        + "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX "
        + value
        + "\"\n";
  }

  /** What a boot loader other than GRUB must pass to the kernel, unquoted. */
  public static String plain(List<String> parameters) {
    return String.join(" ", parameters);
  }
}
