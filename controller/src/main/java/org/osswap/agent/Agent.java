package org.osswap.agent;

import io.grpc.Server;
import java.nio.file.Path;
import java.util.List;
import org.osswap.apps.AppHost;
import org.osswap.apps.CheckpointHost;
import org.osswap.apps.CriuTool;
import org.osswap.apps.TargetCheck;
import org.osswap.base.Failure;
import org.osswap.controller.AgentHome;
import org.osswap.controller.LinkEnd;
import org.osswap.controller.Progress;
import org.osswap.controller.Site;
import org.osswap.handoff.HandoffChannels;
import org.osswap.handoff.Side;
import org.osswap.handoff.SwapCredentials;
import org.osswap.launch.Takeover;
import org.osswap.launch.link.MemoryLink;
import org.osswap.launch.memory.DevMem;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.launch.shared.HeartWatch;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.SwapConfig;

/** The successor's service, from the first moment of its OS on. */
public final class Agent {
  private final Site site;
  private final Progress progress;
  private final IncumbentHeart heart;

  public Agent(Site site, Progress progress) {
    this.site = site;
    this.progress = progress;
    this.heart = new IncumbentHeart(site.root(), progress);
  }

  /**
   * Serves until the process is ended. A thread that ends in a way that nobody thought of ends the process,
   * whose unit starts it again; that one goes on where this one was.
   */
  public void run() {
    Thread.setDefaultUncaughtExceptionHandler(this::end);
    site.faultPoints();
    SwapConfig config = AgentHome.read(site.root());
    PartitionPlan plan = config.getPlan();
    PhysicalMemory memory = DevMem.open();
    SuccessorGuards guards = new SuccessorGuards(site.root(), site.processes(), progress);
    Clock clock = new Clock(site.processes());
    if (System.currentTimeMillis() < config.getEpochMillis()) {
      clock.stepTo(config.getEpochMillis());
    }
    beat(memory, plan);
    guards.begin(plan);
    SwapCredentials credentials =
        SwapCredentials.load(site.root().path(AgentHome.CREDENTIALS), Side.SUCCESSOR);
    String nic = new HandoffLink(site.root(), site.processes()).raise(plan);
    LinkEnd link = link(memory, plan);
    Server server =
        HandoffChannels.serve(
            link.agent(),
            config.getPort(),
            credentials,
            service(config, memory, clock, nic, () -> alone(guards, link)));
    link.start();
    progress.detail("answering on " + plan.getHandoffAddress() + " (" + nic + ")");
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
  }

  /** After the takeover there is nobody at the other end any more. */
  private LinkEnd link(PhysicalMemory memory, PartitionPlan plan) {
    boolean alone = site.state().carriedMachine().isPresent();
    return LinkEnd.open(
        memory,
        site.processes(),
        alone ? plan.toBuilder().clearMemoryLink().build() : plan,
        MemoryLink.End.SUCCESSOR,
        progress);
  }

  /** This OS has the machine. */
  private static void alone(SuccessorGuards guards, LinkEnd link) {
    guards.lift();
    link.close();
  }

  private HandoffService service(
      SwapConfig config,
      PhysicalMemory memory,
      Clock clock,
      String nic,
      Runnable done) {
    CriuTool criu = site.criu();
    Path apps = site.root().path("/run/osswap/apps");
    progress.detail("the handoff link is " + nic);
    AppHost host =
        new AppHost(apps, criu, site.root(), site.processes(), site.gate(config.getPlan(), apps));
    CheckpointHost checkpoints = new CheckpointHost(apps, host, site.processes());
    Path standbyFolder = site.root().path(StandbyTask.PATH);
    TakeOverTask takeOver =
        new TakeOverTask(
            site.state(),
            memory,
            limits -> new Takeover(site.root(), memory, site.processes(), limits),
            progress,
            heart::expectEnd,
            afterCrash -> {
              done.run();
              if (!afterCrash) {
                forgetOthers(host);
              }
              new MemoryFileSystems(site.root(), site.processes(), progress).grow();
              new Rearm(site, progress).begin();
            },
            new CrashLogKeeper(site.root(), memory, progress),
            journal ->
                new Revival(checkpoints, progress)
                    .run(
                        new StandbyRecord(standbyFolder)
                            .armed()
                            .map(ArmRequest::getAppsList)
                            .orElse(List.of()),
                        journal));
    takeOver.goOn(config.getSwapId());
    StandbyTask standby =
        new StandbyTask(
            standbyFolder,
            memory,
            takeOver::crashed,
            progress);
    standby.goOn(config.getSwapId());
    return new HandoffService(
        config.getSwapId(),
        new Attestor(site.root(), new Inheritance(site.root(), config.getPlan())),
        clock,
        new TargetCheck(criu, site.root(), site.processes()),
        host,
        checkpoints,
        takeOver,
        standby,
        criu.version(site.processes()));
  }

  /** What stays of them takes memory, and harms nobody. */
  private void forgetOthers(AppHost host) {
    try {
      host.forgetOthers();
    } catch (Failure e) {
      progress.detail(e.getMessage() + "; " + e.remedy());
    }
  }

  private void end(Thread thread, Throwable cause) {
    progress.detail(thread.getName() + " ended, and the agent with it: " + cause);
    Runtime.getRuntime().halt(1);
  }

  /** Tells the incumbent, through memory alone, that this OS lives; and listens for its own heart. */
  private void beat(PhysicalMemory memory, PartitionPlan plan) {
    GrantPage page = GrantPage.open(memory, plan);
    HeartWatch.begin(page::beatSuccessor, page::incumbentBeats, heart);
  }
}
