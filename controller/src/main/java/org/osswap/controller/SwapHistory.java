package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osswap.base.Extents;
import org.osswap.partition.belongings.Belongings;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.ArmedReport;
import org.osswap.proto.Arming;
import org.osswap.proto.Crash;
import org.osswap.proto.CrashReport;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.JournalRecord.EventCase;
import org.osswap.proto.Moment;
import org.osswap.proto.Notice;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Problem;
import org.osswap.proto.RevivedApp;
import org.osswap.proto.Size;
import org.osswap.proto.SwapReport;
import org.osswap.proto.Timing;
import org.osswap.proto.Undo;
import org.osswap.proto.UpgradeRequest;

/** What a journal says: a pure reading of its records. */
public final class SwapHistory {
  private final List<JournalRecord> records;

  public SwapHistory(List<JournalRecord> records) {
    this.records = List.copyOf(records);
  }

  public Optional<PartitionPlan> plan() {
    return last(EventCase.PLAN).map(JournalRecord::getPlan);
  }

  public Optional<UpgradeRequest> request() {
    return last(EventCase.REQUEST).map(JournalRecord::getRequest);
  }

  /** The last phase that was entered, whether its act ended or not. */
  public Phase phase() {
    return last(EventCase.PHASE).map(JournalRecord::getPhase).orElse(Phase.PHASE_UNSPECIFIED);
  }

  /** False when the last phase was begun and its act never ended. */
  public boolean phaseEnded() {
    return last(EventCase.PHASE).map(record -> !record.getBegin()).orElse(true);
  }

  /** What is left to undo, in the order in which it was done: an aborted move has undone its own. */
  public ImmutableList<Undo> undo() {
    Set<String> aborted =
        apps().stream()
            .filter(app -> app.getPhase() == AppPhase.ABORTED)
            .map(AppTransition::getApp)
            .collect(Collectors.toSet());
    return all(EventCase.UNDO).stream()
        .map(JournalRecord::getUndo)
        .filter(undo -> !aborted.contains(undo.getApp()))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * What the swap can touch, as it was before; empty when it has not begun to act. Applications come and go
   * while a successor is armed, so of them it is what was recorded when the successor was used that counts.
   */
  Optional<Belongings> belongings() {
    ImmutableList<JournalRecord> all = all(EventCase.BELONGINGS);
    if (all.isEmpty() || arming().isEmpty()) {
      return last(EventCase.BELONGINGS).map(record -> Belongings.of(record.getBelongings()));
    }
    Belongings machine = Belongings.of(all.get(0).getBelongings()).ofMachine();
    return Optional.of(
        all.size() == 1
            ? machine
            : machine.and(
                Belongings.of(Iterables.getLast(all).getBelongings()).ofApplications()));
  }

  /** How a successor was armed; empty if none was, or was to be. */
  public Optional<Arming> arming() {
    return last(EventCase.ARMING).map(JournalRecord::getArming);
  }

  /** Whether the successor is kept for this OS's end, and nothing else is going on. */
  public boolean armed() {
    return phase() == Phase.ARMED && phaseEnded();
  }

  /** How the old OS ended, if it wasn't in an orderly way. */
  public Optional<Crash> crash() {
    return last(EventCase.CRASH).map(JournalRecord::getCrash);
  }

  /** What became of the applications after that. */
  public ImmutableList<RevivedApp> revived() {
    return all(EventCase.REVIVED).stream()
        .map(JournalRecord::getRevived)
        .collect(ImmutableList.toImmutableList());
  }

  /** When the crash was decided, as this OS's clock said; 0: none was. */
  public long crashEpochMillis() {
    return last(EventCase.CRASH).map(JournalRecord::getEpochMillis).orElse(0L);
  }

  public ImmutableList<Timing> timings() {
    return all(EventCase.TIMING).stream()
        .map(JournalRecord::getTiming)
        .collect(ImmutableList.toImmutableList());
  }

  public ImmutableList<Size> sizes() {
    return all(EventCase.SIZE).stream()
        .map(JournalRecord::getSize)
        .collect(ImmutableList.toImmutableList());
  }

  public ImmutableList<Problem> problems() {
    return all(EventCase.PROBLEM).stream()
        .map(JournalRecord::getProblem)
        .collect(ImmutableList.toImmutableList());
  }

  /** What happened meanwhile, with its time. */
  public ImmutableList<Notice> notices() {
    return all(EventCase.NOTICE).stream()
        .map(r -> r.getNotice().toBuilder().setEpochMillis(r.getEpochMillis()).build())
        .collect(ImmutableList.toImmutableList());
  }

  /** When each phase and application was through, and each act of a takeover. */
  ImmutableList<Moment> moments() {
    return records.stream()
        .filter(record -> !record.getBegin())
        .flatMap(SwapHistory::moment)
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<Moment> moment(JournalRecord record) {
    return switch (record.getEventCase()) {
      case PHASE -> Stream.of(moment(record, words(record.getPhase()), ""));
      case APP -> Stream.of(moment(record, words(record.getApp().getPhase()), record.getApp().getApp()));
      case CRASH -> Stream.of(moment(record, "decided", ""));
      case REVIVED ->
          Stream.of(moment(record, words(record.getRevived().getHow()), record.getRevived().getApp()));
      case MOMENT -> Stream.of(record.getMoment());
      default -> Stream.empty();
    };
  }

  private static Moment moment(JournalRecord record, String what, String object) {
    return Moment.newBuilder()
        .setWhat(what)
        .setObject(object)
        .setEpochMillis(record.getEpochMillis())
        .build();
  }

  private static String words(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The last state of each application, in the order in which they first appeared. */
  public ImmutableList<AppTransition> apps() {
    Map<String, AppPhase> last = new LinkedHashMap<>();
    all(EventCase.APP).forEach(r -> last.put(r.getApp().getApp(), r.getApp().getPhase()));
    return last.entrySet().stream()
        .map(e -> AppTransition.newBuilder().setApp(e.getKey()).setPhase(e.getValue()).build())
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether applications are frozen here, as far as the controller came to write it. */
  boolean standsStill() {
    return apps().stream()
        .map(AppTransition::getPhase)
        .anyMatch(phase -> phase == AppPhase.FROZEN || phase == AppPhase.RESTORED);
  }

  /**
   * Whether the old OS has begun to end. The record of the applications' decision stays with it; the
   * journal goes with them, so there it is this that says that they have moved.
   */
  public boolean retiring() {
    return switch (phase()) {
      case RETIRING, TAKEN_OVER, DONE -> true;
      default -> false;
    };
  }

  /** Whether it says that the applications belong to the successor. The decision decides. */
  boolean saysMoved() {
    return retiring()
        || (phase() == Phase.MIGRATED && phaseEnded())
        || apps().stream().anyMatch(app -> app.getPhase() == AppPhase.COMMITTED);
  }

  /** What failed since the last phase was entered or left. */
  ImmutableList<Problem> problemsOfPhase() {
    int last = records.size();
    while (last > 0 && records.get(last - 1).getEventCase() != EventCase.PHASE) {
      last--;
    }
    return new SwapHistory(records.subList(last, records.size())).problems();
  }

  /** What it alone can say of {@code osswap status}. */
  SwapReport.Builder report() {
    SwapReport.Builder report =
        SwapReport.newBuilder()
            .setPhase(phase())
            .setUnfinished(!phaseEnded())
            .addAllPhases(timings())
            .addAllApps(apps())
            .addAllProblems(problems())
            .addAllSizes(sizes())
            .addAllNotices(notices())
            .addAllMoments(moments());
    plan()
        .ifPresent(
            plan ->
                report
                    .setSwapId(plan.getId())
                    .setFromOs(plan.getMachine().getOsName())
                    .setFromKernel(plan.getMachine().getKernelRelease())
                    .setGeneration(plan.getMachine().getGeneration()));
    if (armed()) {
      report.setArmed(armedReport());
    }
    last(EventCase.CRASH)
        .ifPresent(
            record ->
                report.setCrash(
                    CrashReport.newBuilder()
                        .setCause(record.getCrash().getCause())
                        .setDecidedEpochMillis(record.getEpochMillis())
                        .setSilenceMillis(record.getCrash().getSilenceMillis())
                        .setLostMillis(record.getCrash().getLostMillis())
                        .addAllApps(revived())));
    request()
        .ifPresent(
            request ->
                report.setToOs(request.getTargetOs()).setToKernel(request.getTargetKernel()));
    return report;
  }

  private ArmedReport armedReport() {
    Arming arming = arming().orElse(Arming.getDefaultInstance());
    return ArmedReport.newBuilder()
        .setSinceEpochMillis(
            last(EventCase.PHASE).map(JournalRecord::getEpochMillis).orElse(0L))
        .setImage(request().map(UpgradeRequest::getTargetImage).orElse(""))
        .setCpus(
            plan().stream()
                .flatMap(plan -> plan.getCpusList().stream())
                .map(cpu -> Integer.toString(cpu.getLogical()))
                .collect(Collectors.joining(",")))
        .setMemory(
            plan().stream()
                .flatMap(plan -> plan.getMemoryList().stream())
                .mapToLong(Extents::size)
                .sum())
        .setHeartbeatAgeMillis(-1)
        .setOwnHeartbeatAgeMillis(-1)
        .setCrashKernel(arming.getCrashKernel())
        .setHangLimitMillis(arming.getHangLimitMillis())
        .build();
  }

  private Optional<JournalRecord> last(EventCase event) {
    return Optional.ofNullable(Iterables.getLast(all(event), null));
  }

  private ImmutableList<JournalRecord> all(EventCase event) {
    return records.stream()
        .filter(record -> record.getEventCase() == event)
        .collect(ImmutableList.toImmutableList());
  }
}
