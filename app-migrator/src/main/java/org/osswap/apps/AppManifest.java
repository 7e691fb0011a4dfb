package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;
import org.osswap.proto.ArmedApp;
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
 * @param checkpointEvery while a successor is armed; zero: never
 * @param start the command that starts it afresh after a crash of its OS; empty: its unit, if it has one
 * @param paths the disks it lives on, which are watched while a successor is armed
 */
public record AppManifest(
    String name,
    Finder finder,
    Optional<String> address,
    HealthCheck health,
    ImmutableList<String> files,
    int order,
    Duration checkpointEvery,
    ImmutableList<String> start,
    AppPaths paths) {

  /** How an application's processes are found; the value is a unit, a file or a command. */
  public record Finder(Kind kind, String value) {
    /** Named as in the manifest. */
    public enum Kind {
      UNIT,
      PID_FILE,
      COMMAND
    }
  }

  /** What an armed successor is told of it. */
  public ArmedApp armed() {
    ArmedApp.Builder armed =
        ArmedApp.newBuilder()
            .setEverySeconds((int) checkpointEvery.toSeconds())
            .addAllStart(start)
            .setOrder(order)
            .setUnit(finder.kind() == Finder.Kind.UNIT ? finder.value() : "");
    armed.getAppBuilder().setName(name).setAddress(address.orElse("")).setHealth(health);
    return armed.build();
  }

  /** The service address without its prefix length. */
  public Optional<String> ip() {
    return address.map(cidr -> cidr.substring(0, cidr.indexOf('/')));
  }
}
