package org.osswap.watch;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import org.osswap.launch.memory.Libc;

/** How the running machine's disks and neighbours are asked. */
final class LiveProbes {
  private LiveProbes() {}

  static Lookers.DiskReader disks() {
    Libc libc = Libc.load();
    return () -> {
      DirectRead direct = new DirectRead(libc);
      return direct::read;
    };
  }

  /**
   * Java's own ICMP echo, which root may send: no program has to be read from a disk for it.
   *
   * @param limit milliseconds
   */
  static Lookers.Echo echo(long limit) {
    return address -> {
      try {
        return InetAddresses.forString(address).isReachable((int) Math.min(limit, 1000));
      } catch (IOException unreachable) {
        return false;
      }
    };
  }
}
