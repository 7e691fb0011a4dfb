package org.osswap.watch;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.osswap.base.SysRoot;

/**
 * Tells in what state a network device's link is.
 *
 * <pre>
 * sign                            state
 * no such network device          PDL
 * it is down, or has no carrier   APD
 * it has a carrier                UP
 * </pre>
 */
final class LinkJudge {
  private static final String CLASS = "/sys/class/net/";

  private LinkJudge() {}

  static Finding look(SysRoot root, String link) {
    if (!root.exists(CLASS + link)) {
      return Finding.permanentLoss("the kernel has no such network device");
    }
    try {
      return judge(root.text(CLASS + link + "/carrier"));
    } catch (UncheckedIOException down) {
      return Finding.transientLoss("it is down"); // EINVAL, of a device that is not up
    }
  }

  private static Finding judge(Optional<String> carrier) {
    return carrier.filter("1"::equals).isPresent()
        ? Finding.up("carrier")
        : Finding.transientLoss("no carrier");
  }
}
