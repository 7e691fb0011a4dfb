package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.LossPolicy;
import org.osswap.watch.Act;
import org.osswap.watch.Acts;
import org.osswap.watch.BlockDevices;
import org.osswap.watch.WatchFiles;

/**
 * What is done when a path stays lost.
 *
 * <p>A takeover is asked for in memory, by whoever has the lock: so no upgrade, disarm or rollback begins
 * beside it, and none that is at work is cut short. The lock is kept; the OS ends with it. Where the
 * successor doesn't begin within a minute, all is as it was. What may wait for a disk is done in a thread of
 * its own: the journal's notices, and the program that starts a handoff.
 */
final class WatchActs implements Acts {
  static final String HANDOFF_UNIT = "osswap-watch-handoff.service";

  /** From the request until the successor has begun: it looks every 50 ms. */
  private static final long BEGINS = 60_000;

  /** From the end of the request until it is clear that nobody has seen it. */
  private static final long UNSEEN = 10_000;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Site site;
  private final GrantPage page;
  private final Path home;
  private final LongSupplier clock;
  private final WatchFiles files;
  private final ThreadPoolExecutor slow;
  private Optional<SwapLock> lock = Optional.empty();
  private int notices;
  private long requestedAt;
  private long withdrawnAt;

  /**
   * Makes them.
   *
   * @param page of the armed successor
   * @param home where osswap is installed
   * @param clock milliseconds
   */
  WatchActs(Site site, GrantPage page, Path home, LongSupplier clock) {
    this.site = site;
    this.page = page;
    this.home = home;
    this.clock = clock;
    this.files = new WatchFiles(site.root());
    this.slow =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(64),
            WatchActs::daemon,
            new ThreadPoolExecutor.DiscardPolicy());
    slow.prestartAllCoreThreads();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "osswap-watch-acts");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void alert(Act act) {
    slow.execute(() -> notice(act.why()));
  }

  /** In the journal, unless somebody else writes there: then it is in the watcher's own log alone. */
  private void notice(String text) {
    if (!lockForNotice()) {
      return;
    }
    try (Journal journal = Journal.open(site.state().journal())) {
      journal.notice(text);
    } catch (Failure unwritten) {
      // It is in the watcher's own log.
    } finally {
      noticeWritten();
    }
  }

  private synchronized boolean lockForNotice() {
    if (!lock()) {
      return false;
    }
    notices++;
    return true;
  }

  private synchronized void noticeWritten() {
    notices--;
    if (requestedAt == 0) {
      unlock();
    }
  }

  /** This process may have it already: then a notice is under way that perhaps never ends. */
  private boolean lock() {
    if (lock.isEmpty()) {
      try {
        lock = Optional.of(SwapLock.take(site.root()));
      } catch (Failure taken) {
        return false;
      }
    }
    return true;
  }

  private void unlock() {
    lock.ifPresent(SwapLock::close);
    lock = Optional.empty();
  }

  @Override
  public synchronized Optional<String> begin(Act act) {
    return act.policy() == LossPolicy.TAKEOVER ? request(act.lostMillis()) : handOff(act);
  }

  private Optional<String> request(long lostMillis) {
    if (requestedAt != 0) {
      return Optional.of("it was asked for");
    }
    if (!lock()) {
      return Optional.of("another osswap is at work");
    }
    requestedAt = clock.getAsLong();
    page.requestTakeover(lostMillis);
    return Optional.empty();
  }

  private Optional<String> handOff(Act act) {
    if (requestedAt != 0) {
      return Optional.of("a takeover was asked for");
    }
    if (act.moving().isEmpty()) {
      return Optional.of("no application is free of lost paths");
    }
    if (touchesOwn(act.disks())) {
      return Optional.of("a lost disk is one that a handoff itself needs; only a takeover doesn't");
    }
    if (notices > 0 || SwapLock.holder(site.root()).isPresent()) {
      return Optional.of("another osswap is at work");
    }
    ImmutableList<String> command = command(home, act);
    slow.execute(() -> start(site.processes(), command));
    return Optional.empty();
  }

  private boolean touchesOwn(ImmutableSet<String> disks) {
    SysRoot root = site.root();
    BlockDevices devices = new BlockDevices(root);
    ImmutableSet<String> needed = WatchAgreement.neededDevices(root, home);
    return disks.stream()
        .flatMap(disk -> devices.kernelName(disk).stream())
        .anyMatch(name -> !Sets.intersection(devices.below(name), needed).isEmpty());
  }

  static ImmutableList<String> command(Path home, Act act) {
    ImmutableList.Builder<String> command =
        ImmutableList.<String>builder()
            .add("systemd-run", "--quiet", "--collect", "--unit=" + HANDOFF_UNIT)
            .add("--description=moves applications away from lost paths")
            .add("--property=OOMScoreAdjust=-900")
            .add(home.resolve("bin/osswap").toString(), "watch-handoff");
    act.moving().forEach(app -> command.add("--app=" + app));
    act.staying().forEach(app -> command.add("--left-behind=" + app));
    act.disks().forEach(disk -> command.add("--lost=" + disk));
    return command.build();
  }

  private void start(ProcessRunner processes, ImmutableList<String> command) {
    try {
      processes
          .run(command, LIMIT)
          .orFail("start the handoff", HANDOFF_UNIT, "See 'systemctl status " + HANDOFF_UNIT + "'.");
    } catch (Failure e) {
      files.refuse(e.getMessage());
    }
  }

  @Override
  public synchronized Optional<String> cameToNothing() {
    if (requestedAt == 0) {
      return files.refused();
    }
    long now = clock.getAsLong();
    if (page.raised(GrantPage.FLAG_TAKING_OVER)) {
      return Optional.empty(); // This OS ends any moment.
    }
    if (withdrawnAt == 0) {
      if (now - requestedAt >= BEGINS) {
        page.withdrawRequest();
        withdrawnAt = now;
      }
      return Optional.empty();
    }
    if (now - withdrawnAt < UNSEEN) {
      return Optional.empty();
    }
    requestedAt = 0;
    withdrawnAt = 0;
    if (notices == 0) {
      unlock();
    }
    return Optional.of(
        "the successor did not begin to take over within " + BEGINS / 1000 + " s of the request");
  }
}
