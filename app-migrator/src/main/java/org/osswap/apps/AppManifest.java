package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.osswap.proto.HealthCheck;

/**
 * An application as its administrator declares it.
 *
 * @param name letters, digits, dash and underscore; unique
 * @param finder how its processes are found
 * @param address its service address as CIDR; empty: it has none, and nothing is moved
 * @param health what tells that it serves
 * @param files state files and folders it needs besides those it has open, absolute
 * @param order applications of lower order move first
 */
public record AppManifest(
    String name,
    Finder finder,
    Optional<String> address,
    HealthCheck health,
    ImmutableList<String> files,
    int order) {

  /** How an application's processes are found; the value is a unit, a file or a command. */
  public record Finder(Kind kind, String value) {
    /** Named as in the manifest. */
    public enum Kind {
      UNIT,
      PID_FILE,
      COMMAND
    }
  }

  /** The service address without its prefix length. */
  public Optional<String> ip() {
    return address.map(cidr -> cidr.substring(0, cidr.indexOf('/')));
  }
}
