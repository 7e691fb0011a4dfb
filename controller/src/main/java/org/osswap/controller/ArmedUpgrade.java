package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osswap.apps.SourceApp;
import org.osswap.base.Failure;
import org.osswap.launch.image.TargetImage;
import org.osswap.launch.memory.DevMem;
import org.osswap.proto.PlanReport;
import org.osswap.proto.UpgradeRequest;

/** An upgrade to the successor that is armed: it runs already, so there is nothing to plan or to launch. */
public final class ArmedUpgrade {
  private static final String STEP = "use the armed successor";

  /** A checkpoint that takes longer hangs, on a lost disk say; what is looked at then may be refused. */
  private static final Duration CHECKPOINT = Duration.ofMinutes(5);

  private final Site site;
  private final OsswapConfig config;
  private final Standing standing;
  private final ImmutableList<SourceApp> apps;
  private final ImmutableSet<String> lostDisks;

  private ArmedUpgrade(
      Site site,
      OsswapConfig config,
      Standing standing,
      ImmutableList<SourceApp> apps,
      Set<String> lostDisks) {
    this.lostDisks = ImmutableSet.copyOf(lostDisks);
    this.site = site;
    this.config = config;
    this.standing = standing;
    this.apps = apps;
  }

  /** While CRIU takes a checkpoint of an application, that seems to be debugged. */
  private static ImmutableList<SourceApp> describe(
      Site site, List<String> names, Progress progress) {
    CheckpointLock pause =
        CheckpointLock.pause(
            site.root(),
            CHECKPOINT,
            () -> progress.detail("a checkpoint is being taken: its end is awaited"));
    try (pause) {
      return Draft.describe(site, names, true);
    }
  }

  /**
   * Looks for one; changes nothing. Waits for the end of a checkpoint that is being taken.
   *
   * @param names of the applications to move; empty: all that have a manifest
   * @return empty: no successor is armed here
   * @throws Failure if one is, but of another image; or if an application can't be moved
   */
  public static Optional<ArmedUpgrade> find(
      Site site, Wish wish, Path image, List<String> names, Progress progress) {
    Standing standing = Standing.read(site);
    if (standing.way() != Standing.Way.ARMED) {
      return Optional.empty();
    }
    refuseOther(standing, TargetImage.open(image));
    if (wish.cpus().isPresent() || wish.memory().isPresent() || wish.nic().isPresent()) {
      throw new Failure(
          STEP,
          "its partition",
          "it was chosen when the successor was armed",
          "Leave out --cpus, --memory and --nic; or run 'osswap disarm' first.");
    }
    return Optional.of(
        new ArmedUpgrade(
            site,
            OsswapConfig.read(site.root()),
            standing,
            describe(site, names, progress),
            ImmutableSet.of()));
  }

  /**
   * One that moves applications away from disks that are lost. Its image isn't looked at: it was compared
   * when the successor was armed, and may lie on one of them.
   *
   * @param names of the applications to move; at least one. All others end with this OS
   * @param lostDisks as {@code /dev/mapper/data}
   * @throws Failure if no successor is armed here, or an application can't be moved
   */
  public static ArmedUpgrade away(
      Site site, List<String> names, Set<String> lostDisks, Progress progress) {
    Standing standing = Standing.read(site);
    if (standing.way() != Standing.Way.ARMED) {
      throw standing.refusal("move applications away");
    }
    if (names.isEmpty()) {
      throw new Failure(
          STEP, "applications", "none is named", "Name those that touch no lost path: --app.");
    }
    return new ArmedUpgrade(
        site,
        OsswapConfig.read(site.root()),
        standing,
        describe(site, names, progress),
        lostDisks);
  }

  private static void refuseOther(Standing standing, TargetImage image) {
    String armed =
        standing.history().arming().map(arming -> arming.getImageSum()).orElse("");
    if (!armed.equals(sum(image))) {
      throw new Failure(
          "begin a swap",
          image.path().toString(),
          "a successor of another image is armed: "
              + standing.history().request().map(UpgradeRequest::getTargetImage).orElse("")
              + ", as it was then",
          "Run 'osswap disarm' first.");
    }
  }

  /** What tells an image from all others: SHA-256 of its kernel and initrd. */
  static String sum(TargetImage image) {
    Hasher hasher = Hashing.sha256().newHasher();
    try {
      for (ByteSource part : List.of(image.kernel().code(), image.initrd())) {
        hasher.putBytes(part.hash(Hashing.sha256()).asBytes());
      }
    } catch (IOException e) {
      throw new Failure(
          "read the image", image.path().toString(), e.toString(), "See its disk.", e);
    }
    return hasher.hash().toString();
  }

  public PlanReport report() {
    PlanReport.Builder report = PlanReport.newBuilder().setPlan(standing.plan());
    apps.forEach(app -> report.addApps(app.description()));
    return report.build();
  }

  /**
   * Moves there. The caller holds the lock.
   *
   * @return how it ended; a success ends this OS
   */
  public Outcome upgrade(boolean autoResume, Progress progress) {
    return upgrade(autoResume, progress, "");
  }

  /**
   * The same, with something to be noted first.
   *
   * @param notice for the journal; empty: nothing
   */
  public Outcome upgrade(boolean autoResume, Progress progress, String notice) {
    site.faultPoints();
    Runnable watchEnds =
        autoResume && config.autoResume() ? AutoResume.watch(site, progress) : () -> {};
    try (Journal journal = Journal.open(site.state().journal())) {
      if (!notice.isEmpty()) {
        journal.tell(progress, notice);
      }
      LiveSteps steps =
          new LiveSteps(
                  site,
                  config,
                  Duration.ofSeconds(config.handoff().attestSeconds()),
                  DevMem.open(),
                  journal,
                  progress,
                  apps,
                  null)
              .awayFrom(lostDisks);
      Upgrade upgrade = new Upgrade(steps, journal, progress);
      UpgradeRequest request =
          standing.history().request().orElseThrow().toBuilder()
              .clearApps()
              .addAllApps(apps.stream().map(SourceApp::name).toList())
              .build();
      return Recovery.outcome(upgrade, () -> upgrade.runArmed(request, standing.plan()));
    } finally {
      watchEnds.run();
    }
  }
}
