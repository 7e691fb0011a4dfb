package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.ByteSource;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osswap.apps.AppManifest;
import org.osswap.apps.CheckpointHost;
import org.osswap.apps.Decision;
import org.osswap.apps.Freezes;
import org.osswap.apps.Handover;
import org.osswap.apps.Heart;
import org.osswap.apps.Manifests;
import org.osswap.apps.SourceApp;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.Poll;
import org.osswap.handoff.Side;
import org.osswap.handoff.SwapCredentials;
import org.osswap.launch.BootProcessor;
import org.osswap.launch.Kick;
import org.osswap.launch.Launcher;
import org.osswap.launch.Reclaimer;
import org.osswap.launch.Regrant;
import org.osswap.launch.Retirement;
import org.osswap.launch.crash.KernelNotes;
import org.osswap.launch.guard.Guards;
import org.osswap.launch.image.TargetImage;
import org.osswap.launch.link.MemoryLink;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.shared.GrantPage;
import org.osswap.partition.belongings.Belongings;
import org.osswap.partition.belongings.Difference;
import org.osswap.partition.belongings.Scope;
import org.osswap.partition.quiesce.Quiescer;
import org.osswap.partition.quiesce.Undoer;
import org.osswap.payload.AgentPayload;
import org.osswap.payload.PayloadFile;
import org.osswap.payload.RandomSeed;
import org.osswap.proto.AppTransition;
import org.osswap.proto.AppVerdict;
import org.osswap.proto.Arming;
import org.osswap.proto.Attestation;
import org.osswap.proto.Cpu;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.KernelNote;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Problem;
import org.osswap.proto.Size;
import org.osswap.proto.SwapConfig;
import org.osswap.proto.Undo;

/** The steps of a swap on the running machine. */
final class LiveSteps implements SwapSteps {
  private static final Duration ONLINE_RETURNS = Duration.ofSeconds(40);
  private static final Duration PARKS = Duration.ofMinutes(2);
  private static final Duration RECONNECTS = Duration.ofSeconds(30);
  private static final Duration SETTLES = Duration.ofSeconds(10);
  private static final Duration BEATS = Duration.ofSeconds(1);

  private final Site site;
  private final OsswapConfig config;
  private final Duration attestLimit;
  private final PhysicalMemory memory;
  private final Journal journal;
  private final Progress progress;
  private final List<SourceApp> apps;
  private final TargetImage image;
  private final Path swap;
  private ImmutableSet<String> lostDisks = ImmutableSet.of();
  private HandoffClient client;
  private Heartbeat heartbeat;
  private LinkEnd link;

  LiveSteps(
      Site site,
      OsswapConfig config,
      Duration attestLimit,
      PhysicalMemory memory,
      Journal journal,
      Progress progress,
      List<SourceApp> apps,
      TargetImage image) {
    this.site = site;
    this.config = config;
    this.attestLimit = attestLimit;
    this.memory = memory;
    this.journal = journal;
    this.progress = progress;
    this.apps = ImmutableList.copyOf(apps);
    this.image = image;
    this.swap = site.state().swap();
  }

  /** Waits for none of these disks. */
  LiveSteps awayFrom(Set<String> disks) {
    lostDisks = ImmutableSet.copyOf(disks);
    return this;
  }

  @Override
  public Belongings belongings(PartitionPlan plan) {
    return Belongings.read(
        site.root(),
        site.processes(),
        Scope.of(
            site.root(),
            plan,
            apps.stream().map(SourceApp::rootPid).toList(),
            apps.stream().flatMap(app -> app.manifest().address().stream()).toList()));
  }

  @Override
  public ImmutableList<Difference> differences(Belongings before) {
    ImmutableList<Difference> differences =
        before.differencesWithin(SETTLES, site.root(), site.processes());
    if (differences.isEmpty()) {
      progress.detail("all is as it was before the swap");
    }
    return differences;
  }

  @Override
  public void quiesce(PartitionPlan plan, Consumer<Undo> undoLog) {
    FaultPoint.RAISE_GUARDS.around(() -> guards().raise(undoLog, progress::detail));
    new Quiescer(site.root(), site.processes()).quiesce(plan, undoLog, progress::detail);
  }

  @Override
  public void launch(PartitionPlan plan) {
    Path credentials = swap.resolve("credentials");
    FaultPoint.MAKE_CREDENTIALS.around(() -> SwapCredentials.create(credentials));
    ByteSource payload =
        FaultPoint.BUILD_PAYLOAD.around(
            () ->
                AgentPayload.build(
                    swap.resolve("payload.cpio"),
                    site.home(),
                    Instant.now(),
                    files(plan, credentials)));
    size("appended cpio", payload.sizeIfKnown().or(0L));
    Launcher launcher = new Launcher(memory, site.root());
    FaultPoint.LAUNCH_LOAD.around(
        () -> launcher.load(plan, image, List.of(payload), commandLine()));
    delete(swap.resolve("payload.cpio"));
    progress.detail("kernel, initrd, agent and tables are in the partition, read back and compared");
    Kick kick = FaultPoint.LAUNCH_KICK.around(() -> launcher.kick(plan));
    progress.detail(
        "the first CPU went to the successor's kernel in " + kick.took().toMillis() + " ms");
    kick.awaitOnlineReturned(ONLINE_RETURNS);
    progress.detail("the incumbent has let go of the CPU");
    FaultPoint.GUARD_CPUS.around(() -> guardCpus(plan));
  }

  private void guardCpus(PartitionPlan plan) {
    guards()
        .guardCpus(
            plan.getCpusList().stream().map(Cpu::getLogical).toList(),
            undo -> journal.append(JournalRecord.newBuilder().setUndo(undo)),
            progress::detail);
  }

  private Guards guards() {
    return new Guards(site.root(), site.processes());
  }

  private List<PayloadFile> files(PartitionPlan plan, Path credentials) {
    ImmutableList.Builder<PayloadFile> files = ImmutableList.builder();
    files.add(PayloadFile.secret(AgentPayload.SWAP_CONFIG, swapConfig(plan)));
    files.add(RandomSeed.fresh());
    for (String name : SwapCredentials.filesOf(Side.SUCCESSOR)) {
      files.add(
          PayloadFile.secret(AgentHome.CREDENTIALS + "/" + name, credentials.resolve(name)));
    }
    files.add(PayloadFile.secret(OsswapConfig.PATH, site.root().path(OsswapConfig.PATH)));
    for (String name : site.root().list(Draft.MANIFESTS)) {
      String path = Draft.MANIFESTS + "/" + name;
      files.add(PayloadFile.secret(path, site.root().path(path)));
    }
    return files.build();
  }

  private String swapConfig(PartitionPlan plan) {
    try {
      return JsonFormat.printer()
          .print(
              SwapConfig.newBuilder()
                  .setSwapId(plan.getId())
                  .setEpochMillis(System.currentTimeMillis())
                  .setPort(config.handoff().port())
                  .setPlan(plan));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What every successor is told beside what the launcher and the image say. */
  private String commandLine() {
    return config.handoff().commandLine();
  }

  @Override
  public Attestation attest(PartitionPlan plan) {
    openLink(plan);
    client =
        HandoffClient.connect(
            plan,
            link.agent(),
            config.handoff().port(),
            SwapCredentials.load(swap.resolve("credentials"), Side.INCUMBENT));
    if (new SwapHistory(journal.records()).standsStill()) {
      listen(plan); // They don't wait all that time for one that was there once, and is dead.
    }
    progress.detail("waiting for the successor's agent, at most " + attestLimit.toSeconds() + " s");
    try {
      Attestation successor = FaultPoint.ATTEST.around(() -> client.attest(attestLimit));
      if (plan.hasMemoryLink()) {
        chooseLink();
      }
      size("agent resident", successor.getAgentRss());
      if (heartbeat == null) {
        listen(plan);
      }
      return successor;
    } catch (Failure e) {
      if (e.getCause() == null) {
        throw e; // the successor's own words: it answers, and refuses
      }
      throw new Failure(
          e.step(),
          e.object(),
          e.reason() + "; " + lifeSigns(plan),
          "See the target's console (console=ttyS1,115200 in the image's command line), and that"
              + " the image boots whole from its initrd.",
          e);
    }
  }

  private void listen(PartitionPlan plan) {
    heartbeat =
        Heartbeat.begin(
            GrantPage.open(memory, plan),
            new Awakened(site.root(), plan),
            journal,
            progress,
            client::giveUp);
  }

  private void openLink(PartitionPlan plan) {
    closeLink();
    link =
        LinkEnd.open(memory, site.processes(), plan, MemoryLink.End.INCUMBENT, progress);
    link.start();
  }

  private void chooseLink() {
    if (client.answeredFrom().filter(link::isSecondBest).isPresent()) {
      client.reconnect();
      client.attest(RECONNECTS);
    }
    client
        .answeredFrom()
        .ifPresent(address -> progress.detail("the handoff goes through " + link.way(address)));
  }

  private void size(String name, long bytes) {
    journal.append(
        JournalRecord.newBuilder().setSize(Size.newBuilder().setName(name).setBytes(bytes)));
  }

  /** What memory alone tells of a successor that doesn't answer. */
  private String lifeSigns(PartitionPlan plan) {
    try (GrantPage page = GrantPage.open(memory, plan)) {
      long before = page.successorBeats();
      if (before == 0) {
        return "its agent never started";
      }
      return Poll.until(() -> page.successorBeats() > before, BEATS)
          ? "its agent runs, but is not reached on " + plan.getHandoffAddress()
          : "its agent started, and then stopped";
    }
  }

  @Override
  public void check(PartitionPlan plan) {
    String criu = site.criu().version(site.processes());
    List<AppVerdict> verdicts =
        FaultPoint.CHECK.around(
            () ->
                client.check(
                    apps.stream()
                        .map(app -> app.description().toBuilder().setCriuVersion(criu).build())
                        .toList()));
    List<Problem> problems =
        verdicts.stream().flatMap(verdict -> verdict.getProblemsList().stream()).toList();
    if (!problems.isEmpty()) {
      throw Refusals.together(problems);
    }
    progress.detail(
        apps.stream().map(SourceApp::name).collect(Collectors.joining(", "))
            + ": would run on the successor");
    Retirement.ofThisOs(site.root()).arm(plan);
  }

  @Override
  public void arm(PartitionPlan plan, Arming arming, Consumer<Undo> undoLog) {
    if (arming.getCrashKernel()) {
      FaultPoint.ARM_CRASH.around(() -> armCrash(plan));
    }
    Heart heart = new Heart(site.root(), site.processes());
    undoLog.accept(heart.undo());
    FaultPoint.START_HEART.around(() -> heart.start(swap, plan.getGrantPage().getStart()));
    progress.detail("this OS's heart beats in " + Heart.UNIT);
    String unreadable =
        FaultPoint.ARM_CALL.around(
            () ->
                    client.arm(
                        plan,
                        arming,
                        site.state().journal(),
                        kernelNote(),
                        apps.stream().map(app -> app.manifest().armed()).toList()))
            .getLog();
    if (!unreadable.isEmpty()) {
      journal.tell(progress, "after a crash this kernel's log could not be kept: " + unreadable);
    }
    checkpoints(undoLog);
    watchPaths(plan, undoLog);
    client.close();
    stopHeartbeat();
  }

  private void checkpoints(Consumer<Undo> undoLog) {
    for (SourceApp app : apps) {
      progress.detail(app.name() + ": after a crash, " + afterCrash(app.manifest()));
    }
    if (!Standby.due(site).isEmpty()) {
      undoLog.accept(StandbyUnit.undo(site.root()));
      StandbyUnit.start(site);
    }
  }

  private void watchPaths(PartitionPlan plan, Consumer<Undo> undoLog) {
    WatchAgreement.agree(
            site.root(), site.home(), plan, config, Manifests.load(site.root().path(Draft.MANIFESTS)))
        .ifPresent(
            setup -> {
              undoLog.accept(WatchUnit.undo(site.root()));
              WatchUnit.start(site, setup);
              setup
                  .getPathsList()
                  .forEach(path -> progress.detail("watched: " + WatchAgreement.describe(path)));
            });
  }

  private static String afterCrash(AppManifest manifest) {
    if (!manifest.checkpointEvery().isZero()) {
      return "restored from its last checkpoint, one every "
          + manifest.checkpointEvery().toSeconds()
          + " s; its connections are lost";
    }
    return CheckpointHost.starter(manifest.armed())
        .map(by -> "started afresh by " + by + "; what it had in memory is lost")
        .orElse("NOT brought back: its manifest has neither checkpoint, start nor unit");
  }

  private void armCrash(PartitionPlan plan) {
    if (!Retirement.ofThisOs(site.root()).armCrash(plan)) {
      throw Crashability.noCrashKernel();
    }
    progress.detail("a panic of this OS parks it at once");
    if (BootProcessor.unfenceable(plan).isPresent()) {
      journal.tell(
          progress,
          "after a panic the successor takes no memory over on this machine: the boot processor stays in"
              + " it, and this firmware is not known to give it back");
    }
  }

  /** Empty where this kernel doesn't describe itself: then its log can't be read after its end. */
  private Optional<KernelNote> kernelNote() {
    return site.root().value(KernelNotes.PATH, KernelNotes::parse);
  }

  @Override
  public void endStandby() {
    guards().admit();
    // First: one that asked for a takeover later would be heard.
    WatchUnit.stop(site.root(), site.processes());
    StandbyUnit.stop(site.root(), site.processes());
  }

  @Override
  public void standDown(PartitionPlan plan) {
    FaultPoint.STAND_DOWN_CALL.around(() -> client.standDown());
    progress.detail("the successor stands down: this OS ends in an orderly way");
  }

  @Override
  public void migrate(PartitionPlan plan) {
    new GroupMigration(site, client, plan, decisionRecord(), journal, progress).run(apps);
  }

  @Override
  public void complete(PartitionPlan plan) {
    Handover handover =
        new Handover(
            site.root(),
            site.processes(),
            decisionRecord(),
            new GrpcSuccessor(client, plan.getId(), progress),
            progress::detail);
    new Completion(handover::run, journal, progress).run(movedApps());
  }

  private List<String> movedApps() {
    return new SwapHistory(journal.records()).apps().stream().map(AppTransition::getApp).toList();
  }

  @Override
  public Optional<Decision.Outcome> decision() {
    return Files.exists(decisionFolder()) ? decisionRecord().read() : Optional.empty();
  }

  @Override
  public boolean withdraw(PartitionPlan plan) {
    return withdrawal(plan).withdraw();
  }

  @Override
  public List<String> abandon(PartitionPlan plan) {
    return withdrawal(plan).abandon(movedApps());
  }

  private Withdrawal withdrawal(PartitionPlan plan) {
    return new Withdrawal(
        plan,
        site.gate(plan, swap),
        decisionRecord(),
        () -> successorBeats(plan),
        () -> stopSuccessor(plan),
        progress);
  }

  private void stopSuccessor(PartitionPlan plan) {
    stopHeartbeat();
    closeLink();
    guards().freeCpus();
    new Reclaimer(memory, site.root()).stop(plan);
  }

  private long successorBeats(PartitionPlan plan) {
    try (GrantPage page = GrantPage.open(memory, plan)) {
      return page.successorBeats();
    }
  }

  private Decision decisionRecord() {
    return new Decision(decisionFolder());
  }

  private Path decisionFolder() {
    return site.state().decision();
  }

  @Override
  public void retire(PartitionPlan plan) {
    guards().admit();
    Retirement retirement = Retirement.ofThisOs(site.root());
    retirement.arm(plan);
    FaultPoint.TAKE_OVER_CALL.before();
    try {
      client.takeOver(plan, Files.readAllBytes(site.state().journal()), PARKS);
    } catch (IOException e) {
      throw new Failure(
          "read the journal", site.state().journal().toString(), e.toString(), "Try again.", e);
    }
    FaultPoint.TAKE_OVER_CALL.after();
    progress.detail("the successor waits for the proof that this OS has ended");
    FaultPoint.SETTLE_DISKS.around(
        () -> new Disks(site.root(), site.processes(), lostDisks).settle(progress));
    progress.detail(
        "this OS ends now; see 'osswap status' on the successor, " + plan.getHandoffAddress());
    stopHeartbeat();
    closeLink();
    FaultPoint.RETIRE_KEXEC.around(retirement::go);
  }

  @Override
  public void reclaim(PartitionPlan plan, List<Undo> undo) {
    callOff(plan);
    List<Failure> failures = new ArrayList<>();
    boolean armed = new SwapHistory(journal.records()).arming().isPresent();
    if (armed) {
      attempt(failures, () -> WatchUnit.stop(site.root(), site.processes()));
      // While there is still somebody who takes the checkpoint that it may be sending.
      attempt(failures, () -> StandbyUnit.stop(site.root(), site.processes()));
    }
    if (client != null) {
      client.close();
    }
    stopHeartbeat();
    closeLink();
    attempt(failures, () -> guards().admit());
    attempt(
        failures, () -> FaultPoint.DISARM.around(() -> Retirement.ofThisOs(site.root()).disarm()));
    if (new SwapHistory(journal.records()).arming().filter(Arming::getCrashKernel).isPresent()) {
      attempt(failures, () -> Retirement.ofThisOs(site.root()).disarmCrash());
    }
    attempt(failures, () -> FaultPoint.FREE_CPUS.around(() -> guards().freeCpus()));
    attempt(
        failures,
        () -> FaultPoint.RECLAIM.around(() -> new Reclaimer(memory, site.root()).reclaim(plan)));
    attempt(failures, () -> undoer().undo(undo));
    if (!failures.isEmpty()) {
      Failure first = failures.remove(0);
      failures.forEach(first::addSuppressed);
      throw first;
    }
    progress.detail("CPUs, devices and memory are back");
  }

  /** Before its memory goes back to this kernel, or this kernel ends. */
  private void closeLink() {
    if (link != null) {
      link.close();
    }
  }

  private void stopHeartbeat() {
    if (heartbeat != null) {
      heartbeat.close();
    }
  }

  /** From here on nobody commits; and no freeze is going on that still needs what is undone. */
  private void callOff(PartitionPlan plan) {
    if (!Files.exists(decisionFolder())) {
      return;
    }
    Decision.Outcome decided =
        FaultPoint.CALL_OFF.around(() -> decisionRecord().propose(Decision.Outcome.ABORT));
    if (decided == Decision.Outcome.COMMIT) {
      throw Rollback.committed(plan);
    }
    movedApps().forEach(app -> Freezes.end(site.root(), site.processes(), app));
  }

  private Undoer undoer() {
    return new Undoer(
        site.root(),
        site.processes(),
        grant ->
            new Regrant(memory, site.root())
                .grant(AgentHome.read(site.root()).getPlan(), grant.getIndex()),
        progress::detail);
  }

  private static void attempt(List<Failure> failures, Runnable act) {
    try {
      act.run();
    } catch (Failure e) {
      failures.add(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new Failure("remove a file", file.toString(), e.toString(), "Remove it by hand.", e);
    }
  }
}
