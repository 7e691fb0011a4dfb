package org.osswap.agent;

import io.grpc.Server;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.osswap.apps.AppHost;
import org.osswap.apps.CheckpointHost;
import org.osswap.apps.CriuTool;
import org.osswap.apps.TargetCheck;
import org.osswap.base.Failure;
import org.osswap.controller.AgentHome;
import org.osswap.controller.Progress;
import org.osswap.controller.Site;
import org.osswap.handoff.HandoffChannels;
import org.osswap.handoff.Side;
import org.osswap.handoff.SwapCredentials;
import org.osswap.launch.Takeover;
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

  /** Serves until the process is ended. */
  public void run() {
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
    Server server =
        HandoffChannels.serve(
            address(plan), config.getPort(), credentials, service(config, memory, clock, nic, guards));
    progress.detail("answering on " + plan.getHandoffAddress() + " (" + nic + ")");
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
  }

  private HandoffService service(
      SwapConfig config,
      PhysicalMemory memory,
      Clock clock,
      String nic,
      SuccessorGuards guards) {
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
            () -> {
              guards.lift();
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

  /** Tells the incumbent, through memory alone, that this OS lives; and listens for its own heart. */
  private void beat(PhysicalMemory memory, PartitionPlan plan) {
    GrantPage page = GrantPage.open(memory, plan);
    HeartWatch.begin(page::beatSuccessor, page::incumbentBeats, heart);
  }

  private static InetAddress address(PartitionPlan plan) {
    String text = plan.getHandoffAddress();
    try {
      return InetAddress.getByName(text.substring(0, text.indexOf('/')));
    } catch (UnknownHostException e) {
      throw new Failure(
          "read the handoff address", text, e.toString(), "Correct handoff.addresses.", e);
    }
  }
}
