package org.osswap.controller;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.osswap.apps.Decision;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Side;
import org.osswap.launch.Takeover;
import org.osswap.payload.AgentPayload;
import org.osswap.proto.Arming;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;
import org.osswap.proto.UpgradeRequest;

/**
 * Where a swap stands: what its journal and its decision record say together, to the OS that looks. A
 * pure reading; every command that continues, ends or refuses a swap goes by it, and so does what
 * {@code osswap status} says of them.
 *
 * @param decision on which side the applications are; the record never leaves the incumbent
 * @param side of this swap that the OS is that looks
 * @param agentRuns on the successor: whether its agent does; true elsewhere
 * @param rebooted whether this incumbent was started anew since: a boot resets every CPU and device,
 *     so nothing is left of a successor
 */
public record Standing(
    SwapHistory history, Optional<Decision.Outcome> decision, Side side, boolean agentRuns,
    boolean rebooted) {
  private static final String BELONGS =
      "the applications belong to this OS; what the swap took from the machine is not back yet";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Problems after which the successor's takeover still goes on. */
  private static final ImmutableSet<String> GOES_ON =
      ImmutableSet.of(Takeover.AWAIT, Takeover.TAKE);

  /** What can be done about it here. */
  public enum Way {
    /** Nothing is to be done. */
    NOTHING(""),
    /** A successor is armed, and waits for this OS's end: nothing is to be done. */
    ARMED(""),
    /** This OS is the successor, and goes on by itself or is told what to do. */
    WAIT("osswap status --watch"),
    /** This OS is the successor, and nobody takes the machine over. */
    RESTART_AGENT("systemctl restart " + AgentPayload.UNIT),
    /** It was decided that the applications move: forward; back only where none runs there. */
    RESUME("osswap resume"),
    /** The applications belong to this OS: only back. */
    ROLLBACK("osswap rollback"),
    /** This OS was started anew since: only that is to be recorded. */
    RECORD("osswap rollback"),
    /** Journal and decision contradict one another: neither way is safe. */
    PERSON("osswap doctor");

    private final String command;

    Way(String command) {
      this.command = command;
    }

    /** The command that comes next; empty: none. */
    public String command() {
      return command;
    }
  }

  /** Reads it on this machine; touches nothing. */
  public static Standing read(Site site) {
    SwapHistory history = new SwapHistory(Journal.read(site.state().journal()));
    Side side = side(site, history);
    boolean waits = side == Side.SUCCESSOR && history.phase() != Phase.DONE;
    return new Standing(
        history,
        decision(site.state()),
        side,
        !waits || agentRuns(site),
        side == Side.INCUMBENT && rebooted(history, bootId(site.root())));
  }

  private static boolean rebooted(SwapHistory history, String now) {
    String then = history.request().map(UpgradeRequest::getBootId).orElse("");
    return !then.isEmpty() && !now.isEmpty() && !then.equals(now);
  }

  /** Which boot of this OS this is; empty where the kernel doesn't say. */
  static String bootId(SysRoot root) {
    return root.text("/proc/sys/kernel/random/boot_id").orElse("");
  }

  private static Optional<Decision.Outcome> decision(StateDir state) {
    return Files.exists(state.decision())
        ? new Decision(state.decision()).read()
        : Optional.empty();
  }

  /** A successor that has the machine is the incumbent of the swaps that it begins itself. */
  private static Side side(Site site, SwapHistory history) {
    if (!site.root().exists(AgentHome.CONFIG)) {
      return Side.INCUMBENT;
    }
    String startedBy = AgentHome.read(site.root()).getSwapId();
    boolean successor =
        history
            .plan()
            .map(plan -> plan.getId().equals(startedBy))
            .orElseGet(() -> site.state().carriedMachine().isEmpty());
    return successor ? Side.SUCCESSOR : Side.INCUMBENT;
  }

  private static boolean agentRuns(Site site) {
    return site.processes().run(LIMIT, "systemctl", "is-active", "-q", AgentPayload.UNIT).ok();
  }

  /** What can be done about it here. */
  public Way way() {
    return side == Side.SUCCESSOR ? successorsWay() : incumbentsWay();
  }

  private Way successorsWay() {
    if (history.phase() == Phase.DONE) {
      return Way.NOTHING;
    }
    return agentRuns && !takeoverFailed() ? Way.WAIT : Way.RESTART_AGENT;
  }

  private boolean takeoverFailed() {
    return history.retiring()
        && history.problemsOfPhase().stream()
            .anyMatch(problem -> !GOES_ON.contains(problem.getStep()));
  }

  private Way incumbentsWay() {
    return switch (history.phase()) {
      case PHASE_UNSPECIFIED, DONE, ROLLED_BACK -> Way.NOTHING;
      case UNRECOGNIZED -> Way.PERSON;
      case PLANNED,
          QUIESCED,
          LAUNCHED,
          ATTESTED,
          ARMED,
          MIGRATED,
          RETIRING,
          TAKEN_OVER,
          RECLAIMING -> {
        if (rebooted) {
          yield Way.RECORD;
        }
        if (history.armed()) {
          yield Way.ARMED;
        }
        if (decision.equals(Optional.of(Decision.Outcome.COMMIT))) {
          yield Way.RESUME;
        }
        if (decision.equals(Optional.of(Decision.Outcome.REVOKED))) {
          yield Way.ROLLBACK;
        }
        yield history.saysMoved() ? Way.PERSON : Way.ROLLBACK;
      }
    };
  }

  /** One sentence about it. */
  public String situation() {
    return side == Side.SUCCESSOR ? successorsSituation() : incumbentsSituation();
  }

  private String successorsSituation() {
    String now =
        switch (history.phase()) {
          case DONE -> "the swap is done: this OS has the whole machine";
          case RETIRING ->
              history.crash().isPresent()
                  ? "the old OS has crashed; this OS takes the machine over"
                  : "this OS has the applications, and takes the machine over as soon as the old OS"
                      + " has proved its end";
          case TAKEN_OVER -> "this OS has the machine; the takeover is being finished";
          default ->
              "this OS is the successor; the old OS has the machine, and decides: run osswap there";
        };
    if (way() != Way.RESTART_AGENT) {
      return now;
    }
    return now + (agentRuns ? "; but that failed" : "; but its agent doesn't run");
  }

  private String incumbentsSituation() {
    return switch (way()) {
      case NOTHING ->
          switch (history.phase()) {
            case ROLLED_BACK ->
                "the swap was rolled back: this OS has the whole machine and its applications";
            case DONE -> "the swap is done: this OS has the whole machine";
            default -> "no swap is unfinished here";
          };
      case RESUME ->
          history.retiring()
              ? "the applications belong to the successor; this OS was about to end"
              : "it was decided that the applications move: those that don't run on the successor"
                  + " yet stand still";
      case ROLLBACK ->
          switch (history.phase()) {
            case PLANNED -> "nothing was touched yet";
            case RECLAIMING -> "a rollback was begun, and has not come to its end";
            case MIGRATED, RETIRING ->
                decision.equals(Optional.of(Decision.Outcome.REVOKED))
                    ? "it was taken back that the applications move; the rollback has not come to its end"
                    : BELONGS;
            default -> BELONGS;
          };
      case ARMED ->
          "a successor is armed: it takes the machine over if this OS "
              + crashes(history.arming().orElse(Arming.getDefaultInstance()));
      case RECORD ->
          "this OS was started anew since: nothing is left of the swap, and the applications run as"
              + " they were started here";
      case PERSON, WAIT, RESTART_AGENT -> contradiction();
    };
  }

  private static String crashes(Arming arming) {
    String hangs =
        String.format(
            Locale.ROOT, "hangs for %.0f s", arming.getHangLimitMillis() / 1000.0);
    if (arming.getHangLimitMillis() == 0) {
      return "panics";
    }
    return arming.getCrashKernel() ? "panics, or " + hangs : hangs;
  }

  private String contradiction() {
    return history.phase() == Phase.UNRECOGNIZED
        ? "another version of osswap wrote the journal: its phase is not known here"
        : "the journal says that the applications moved, but the decision record "
            + decision
                .map(outcome -> "says " + outcome.name().toLowerCase(Locale.ROOT))
                .orElse("is missing")
            + ": look on which side each application runs before anything else is done";
  }

  /** The plan of a swap that has one. */
  PartitionPlan plan() {
    return history.plan().orElseThrow();
  }

  /** A refusal to do something, because of where the swap stands. */
  Failure refusal(String step) {
    String id = history.plan().map(PartitionPlan::getId).orElse("");
    return new Failure(
        step,
        id.isEmpty() ? "this machine" : "swap " + id,
        situation(),
        switch (way()) {
          case NOTHING -> "There is nothing to do; see 'osswap status'.";
          case ARMED ->
              "'osswap upgrade' with the armed image uses this successor; else run 'osswap disarm'"
                  + " first.";
          case WAIT -> "See 'osswap status', and 'journalctl -u " + AgentPayload.UNIT + "'.";
          case PERSON -> "Ask both sides with 'osswap status' and ps; keep the journal.";
          case RESUME, ROLLBACK, RECORD, RESTART_AGENT -> "Run '" + way().command() + "' first.";
        });
  }

  /**
   * All of it, as {@code osswap status} shows it.
   *
   * @param worker the process that is at work on this machine now
   */
  public SwapReport report(OptionalLong worker) {
    SwapReport.Builder report = history.report();
    if (worker.isPresent()) {
      return report
          .setAtWork(true)
          .setWorker((int) worker.getAsLong())
          .setSituation("an osswap is at work: process " + worker.getAsLong())
          .setNext(Way.WAIT.command())
          .build();
    }
    return report.setSituation(situation()).setNext(way().command()).build();
  }
}
