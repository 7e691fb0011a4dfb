package org.osswap.watch;

import com.google.common.collect.ImmutableMap;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.osswap.apps.AppPaths;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.WatchReport;
import org.osswap.proto.WatchSetup;
import org.osswap.proto.WatchedPath;

/** Looks at all paths, heeds the operator, acts when it is time, and says how it stands. */
public final class WatchLoop implements AutoCloseable {
  private static final long INTERVAL_NANOS = 500_000_000;
  private static final long PUBLISHED_EVERY = 2_000;

  /** Until what came to nothing is tried again. */
  private static final long PAUSE = 60_000;

  private final WatchFiles files;
  private final Acts acts;
  private final LongSupplier clock;
  private final LongSupplier epoch;
  private final WatchLog log;
  private final Watch watch;
  private final ImmutableMap<String, Looker> lookers;
  private String hindrance = "";
  private boolean held;
  private long pausedUntil;
  private WatchReport published = WatchReport.getDefaultInstance();

  /**
   * Makes one that goes on where one before it ended.
   *
   * @param clock milliseconds of CLOCK_MONOTONIC
   * @param epoch milliseconds since the epoch
   * @param system the system's log; may block forever
   */
  WatchLoop(
      SysRoot root,
      WatchSetup setup,
      Lookers lookers,
      Acts acts,
      LongSupplier clock,
      LongSupplier epoch,
      Consumer<String> system) {
    this.files = new WatchFiles(root);
    this.acts = acts;
    this.clock = clock;
    this.epoch = epoch;
    this.log = new WatchLog(epoch, system);
    long now = clock.getAsLong();
    this.watch = new Watch(setup.getPathsList(), setup.getAppsList(), now);
    files
        .report()
        .ifPresent(
            before -> {
              watch.restore(before, now, epoch.getAsLong() - now);
              log.restore(before.getLogList());
            });
    this.lookers =
        setup.getPathsList().stream()
            .collect(ImmutableMap.toImmutableMap(WatchedPath::getName, lookers::of));
    log.add("watching " + String.join(", ", this.lookers.keySet()));
  }

  /** Makes one for the running machine. */
  public static WatchLoop live(
      SysRoot root, WatchSetup setup, Acts acts, Consumer<String> system) {
    long every = setup.getProbeSeconds() * 1000L;
    LongSupplier clock = () -> System.nanoTime() / 1_000_000;
    return new WatchLoop(
        root,
        setup,
        new Lookers(root, LiveProbes.disks(), LiveProbes.echo(every), clock, every),
        acts,
        clock,
        System::currentTimeMillis,
        system);
  }

  /** Until this thread is interrupted. */
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        tick();
      } catch (Failure | UncheckedIOException e) {
        hindered(String.valueOf(e.getMessage()));
      }
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }

  /** For the log of what is not the paths' doing. */
  public void say(String text) {
    log.add(text);
  }

  void tick() {
    long now = clock.getAsLong();
    lookers.forEach((name, looker) -> watch.observe(name, look(looker, now), now).ifPresent(log::add));
    acts.cameToNothing()
        .ifPresent(
            why -> {
              watch.cameToNothing();
              pausedUntil = now + PAUSE;
              log.add("it came to nothing: " + why);
            });
    heed(now);
    act(now);
    publish(now);
  }

  private static Finding look(Looker looker, long now) {
    try {
      return looker.look(now);
    } catch (Failure | UncheckedIOException e) {
      return Finding.unknown(String.valueOf(e.getMessage()));
    }
  }

  private void heed(long now) {
    boolean hold = files.waits(WatchFiles.HOLD);
    if (hold != held) {
      log.add(hold ? "held: nothing but alerts until it is released" : "released");
      held = hold;
      watch.hold(hold);
    }
    files
        .take(WatchFiles.CANCEL)
        .ifPresent(
            told -> log.add("cancelled, until they are back: " + String.join(", ", watch.cancel())));
    files.take(WatchFiles.FORCE).ifPresent(policy -> force(AppPaths.policy(policy), now));
  }

  private void force(Optional<LossPolicy> policy, long now) {
    Optional<Act> act = watch.force(policy, now);
    if (act.isEmpty()) {
      log.add("forced, but no path is lost: nothing is done");
      return;
    }
    perform(act.get(), now);
  }

  private void act(long now) {
    Optional<Act> due = watch.due(now);
    if (due.isPresent() && (now >= pausedUntil || due.get().policy() == LossPolicy.ALERT)) {
      perform(due.get(), now);
    }
  }

  private void perform(Act act, long now) {
    if (act.policy() == LossPolicy.ALERT) {
      log.add(act.why());
      acts.alert(act);
      watch.begun(act, now);
      return;
    }
    Optional<String> hindrance = acts.begin(act);
    if (hindrance.isPresent()) {
      hindered(act.why() + "; but not yet: " + hindrance.get());
      return;
    }
    log.add(act.why());
    watch.begun(act, now);
  }

  /** The same thing once. */
  private void hindered(String why) {
    String kind = why.replaceAll("[0-9]+", "");
    if (!kind.equals(hindrance)) {
      hindrance = kind;
      log.add(why);
    }
  }

  private void publish(long now) {
    long epochNow = epoch.getAsLong();
    WatchReport report =
        watch.report(now, epochNow - now).addAllLog(log.lines()).build();
    boolean changed =
        !report.toBuilder().clearEpochMillis().build()
            .equals(published.toBuilder().clearEpochMillis().build());
    if (changed || epochNow - published.getEpochMillis() >= PUBLISHED_EVERY) {
      files.publish(report);
      published = report;
    }
  }

  @Override
  public void close() {
    lookers.values().forEach(Looker::close);
  }
}
