package org.osswap.controller;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osswap.apps.AppInspector;
import org.osswap.apps.AppManifest;
import org.osswap.apps.Manifests;
import org.osswap.apps.SourceApp;
import org.osswap.apps.SourcePreflight;
import org.osswap.base.Failure;
import org.osswap.launch.Launcher;
import org.osswap.launch.image.TargetImage;
import org.osswap.launch.memory.DevMem;
import org.osswap.partition.inventory.Inventory;
import org.osswap.partition.inventory.KernelCommandLine;
import org.osswap.partition.plan.PlanRequest;
import org.osswap.partition.plan.Planner;
import org.osswap.payload.AgentPayload;
import org.osswap.proto.Arming;
import org.osswap.proto.FileDescription;
import org.osswap.proto.Machine;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.PlanReport;
import org.osswap.proto.Problem;
import org.osswap.proto.TargetReport;
import org.osswap.proto.UpgradeRequest;

/**
 * Everything that is known and checked before the machine is touched: the plan, the image and the
 * applications. Whatever is wrong with any of them is refused here.
 */
public final class Draft {
  static final String MANIFESTS = "/etc/osswap/apps";
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Site site;
  private final OsswapConfig config;
  private final PartitionPlan plan;
  private final Optional<TargetImage> image;
  private final ImmutableList<SourceApp> apps;

  private Draft(
      Site site,
      OsswapConfig config,
      PartitionPlan plan,
      Optional<TargetImage> image,
      ImmutableList<SourceApp> apps) {
    this.site = site;
    this.config = config;
    this.plan = plan;
    this.image = image;
    this.apps = apps;
  }

  /**
   * Reads the machine, plans, and checks; changes nothing.
   *
   * @param image the target; empty: only plan
   * @param names of the applications to move; empty: all that have a manifest
   * @throws Failure with everything that stands in the way
   */
  public static Draft make(Site site, Wish wish, Optional<Path> image, List<String> names) {
    OsswapConfig config = OsswapConfig.read(site.root());
    Optional<TargetImage> target = image.map(TargetImage::open);
    Machine machine =
        Inventory.read(site.root(), site.processes(), site.state().carriedMachine());
    if (target.isPresent()) {
      Examination.refuseUnfit(site, machine);
    }
    PartitionPlan plan = Planner.plan(machine, request(config, machine, wish));
    Draft draft =
        new Draft(site, config, plan, target, describe(site, names, target.isPresent()));
    target.ifPresent(draft::checkFits);
    return draft;
  }

  private static PlanRequest request(OsswapConfig config, Machine machine, Wish wish) {
    return new PlanRequest(
        ID.format(Instant.now()),
        wish.cpus(),
        wish.memory(),
        wish.nic(),
        Optional.of(config.handoff().successor(machine)),
        Optional.of(config.handoff().incumbent(machine)),
        Optional.of(config.handoff().gateway()).filter(gateway -> !gateway.isEmpty()),
        config.handoff().memoryLink());
  }

  static ImmutableList<SourceApp> describe(Site site, List<String> names, boolean check) {
    ImmutableList<AppManifest> chosen =
        Selection.of(Manifests.load(site.root().path(MANIFESTS)), names);
    AppInspector inspector = new AppInspector(site.root(), site.processes());
    ImmutableList<SourceApp> apps =
        chosen.stream().map(inspector::describe).collect(ImmutableList.toImmutableList());
    if (check) {
      SourcePreflight preflight = new SourcePreflight(site.root(), site.processes());
      List<Problem> problems = new ArrayList<>();
      apps.forEach(app -> problems.addAll(preflight.check(app)));
      if (!problems.isEmpty()) {
        throw Refusals.together(problems);
      }
    }
    return apps;
  }

  /** The agent's part of the initrd does not exist yet; its largest size stands for it. */
  private void checkFits(TargetImage target) {
    new Launcher(DevMem.open(), site.root())
        .check(plan, target, AgentPayload.MAX_SIZE, config.handoff().commandLine());
    KernelCommandLine told =
        KernelCommandLine.parse(target.commandLine() + " " + config.handoff().commandLine());
    Room.needed(target, site.home(), room(apps), plan, told).refuseTooSmall(plan);
  }

  public PlanReport report() {
    PlanReport.Builder report = PlanReport.newBuilder().setPlan(plan);
    apps.forEach(app -> report.addApps(app.description()));
    image.ifPresent(target -> report.setTarget(targetReport(target)));
    return report.build();
  }

  private static TargetReport targetReport(TargetImage target) {
    try {
      return TargetReport.newBuilder()
          .setImage(target.path().toString())
          .setOsName(target.name())
          .setKernelBytes(target.kernel().code().size())
          .setInitrdBytes(target.initrd().size())
          .build();
    } catch (IOException e) {
      throw new Failure(
          "read the image", target.path().toString(), e.toString(), "See its disk.", e);
    }
  }

  /**
   * Upgrades. The caller holds the lock.
   *
   * @param autoResume whether a unit is to go on with it if this process is killed
   * @return how it ended; a success ends this OS
   */
  public Outcome upgrade(
      Optional<Integer> attestSeconds, boolean autoResume, Progress progress) {
    site.faultPoints();
    refuseUnfinished(site);
    site.state().freshSwap();
    TargetImage target = image.orElseThrow();
    Duration attest =
        Duration.ofSeconds(attestSeconds.orElse(config.handoff().attestSeconds()));
    Runnable watchEnds =
        autoResume && config.autoResume() ? AutoResume.watch(site, progress) : () -> {};
    try (Journal journal = Journal.open(site.state().journal())) {
      LiveSteps steps =
          new LiveSteps(
              site, config, attest, DevMem.open(), journal, progress, apps, target);
      Upgrade upgrade = new Upgrade(steps, journal, progress);
      return Recovery.outcome(upgrade, () -> upgrade.run(request(target), plan));
    } finally {
      watchEnds.run();
    }
  }

  /**
   * Launches a successor that stays armed. The caller holds the lock.
   *
   * @return how it ended; empty: the successor is armed
   * @throws Failure if that is refused; nothing was touched then
   */
  public Optional<Outcome> arm(
      ArmWish wish, Optional<Integer> attestSeconds, boolean autoResume, Progress progress) {
    site.faultPoints();
    refuseUnfinished(site);
    TargetImage target = image.orElseThrow();
    Arming arming =
        armable(wish).toBuilder().setImageSum(ArmedUpgrade.sum(target)).build();
    site.state().freshSwap();
    Duration attest =
        Duration.ofSeconds(attestSeconds.orElse(config.handoff().attestSeconds()));
    Runnable watchEnds =
        autoResume && config.autoResume() ? AutoResume.watch(site, progress) : () -> {};
    try (Journal journal = Journal.open(site.state().journal())) {
      LiveSteps steps =
          new LiveSteps(
              site, config, attest, DevMem.open(), journal, progress, apps, target);
      Upgrade upgrade = new Upgrade(steps, journal, progress);
      try {
        upgrade.arm(request(target), plan, arming);
        return Optional.empty();
      } catch (Failure e) {
        return Optional.of(Recovery.ended(upgrade, e));
      }
    } finally {
      watchEnds.run();
    }
  }

  /**
   * Checks that a successor can be armed; touches nothing.
   *
   * @throws Failure with what stands in the way
   */
  public Arming armable(ArmWish wish) {
    Arming.Builder arming = Crashability.agree(site.root(), plan, wish, config.arm());
    WatchAgreement.agree(
        site.root(), site.home(), plan, config, Manifests.load(site.root().path(MANIFESTS)));
    return arming.build();
  }

  /** As much as the successor itself asks for when it checks an application. */
  private static long room(List<SourceApp> apps) {
    return apps.stream()
        .map(SourceApp::description)
        .mapToLong(
            app ->
                2 * app.getMemory()
                    + app.getFilesList().stream().mapToLong(FileDescription::getSize).sum())
        .sum();
  }

  private UpgradeRequest request(TargetImage target) {
    return UpgradeRequest.newBuilder()
        .setTargetImage(target.path().toString())
        .setTargetOs(target.name())
        .setTargetKernel(release(target))
        .setBootId(Standing.bootId(site.root()))
        .addAllApps(apps.stream().map(SourceApp::name).toList())
        .build();
  }

  /** The kernel's version string begins with its release. */
  private static String release(TargetImage target) {
    return Splitter.on(' ').split(target.kernel().kernelVersion()).iterator().next();
  }

  /**
   * Refuses where a swap is unfinished, or a successor armed: said before anything else, since such a machine
   * lacks much.
   */
  public static void refuseUnfinished(Site site) {
    Standing standing = Standing.read(site);
    if (standing.way() != Standing.Way.NOTHING) {
      throw standing.refusal("begin a swap");
    }
  }
}
