package org.osswap.watch;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.function.LongSupplier;
import org.osswap.base.SysRoot;
import org.osswap.proto.PathKind;
import org.osswap.proto.WatchedPath;

/** Makes what looks at paths. */
final class Lookers {
  private static final String ARP = "/proc/net/arp";

  private final SysRoot root;
  private final DiskReader disks;
  private final Echo echo;
  private final LongSupplier clock;
  private final long every;

  /** Makes what reads of one disk, in one thread. */
  interface DiskReader {
    Read open();

    /** {@link DirectRead#read}. */
    interface Read {
      ReadAnswer read(String device, long size);
    }
  }

  /** Whether an address answers an ICMP echo, within a probe's time. */
  interface Echo {
    boolean answers(String address);
  }

  /**
   * Makes them.
   *
   * @param clock milliseconds
   * @param every how often a path is probed, and how long it may take to answer; milliseconds
   */
  Lookers(SysRoot root, DiskReader disks, Echo echo, LongSupplier clock, long every) {
    this.root = root;
    this.disks = disks;
    this.echo = echo;
    this.clock = clock;
    this.every = every;
  }

  Looker of(WatchedPath path) {
    if (path.getKind() == PathKind.DISK) {
      return disk(path.getName());
    }
    return path.getKind() == PathKind.LINK
        ? now -> LinkJudge.look(root, path.getName())
        : neighbours(path);
  }

  private Looker disk(String name) {
    BlockDevices devices = new BlockDevices(root);
    String file = root.path(name).toString();
    DiskReader.Read reader = disks.open();
    Probe<ReadAnswer> probe =
        new Probe<>(name, () -> reader.read(file, devices.size(name)), clock);
    DiskJudge judge = new DiskJudge(every);
    return new Looker() {
      @Override
      public Finding look(long now) {
        probe.ask(every);
        return judge.judge(devices.facts(name), probe.view(), now);
      }

      @Override
      public void close() {
        probe.close();
      }
    };
  }

  private Looker neighbours(WatchedPath path) {
    ImmutableMap<String, Probe<Boolean>> probes =
        path.getAddressesList().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    address -> address,
                    address -> new Probe<>(address, () -> echo.answers(address), clock)));
    Neighbours judge = new Neighbours();
    return new Looker() {
      @Override
      public Finding look(long now) {
        probes.values().forEach(probe -> probe.ask(every));
        ImmutableSet<String> known = root.parse(ARP, Neighbours::complete);
        ImmutableSet<String> answering =
            path.getAddressesList().stream()
                .filter(
                    address ->
                        known.contains(address)
                            || probes.get(address).view().answer().orElse(false))
                .collect(ImmutableSet.toImmutableSet());
        return judge.judge(path.getAddressesList(), answering);
      }

      @Override
      public void close() {
        probes.values().forEach(Probe::close);
      }
    };
  }
}
