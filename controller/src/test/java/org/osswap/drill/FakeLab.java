package org.osswap.drill;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.ArmedReport;
import org.osswap.proto.ClientReport;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;

/** A lab command, and a clock that moves when somebody waits: each call takes 100 ms. */
final class FakeLab implements ProcessRunner, Timekeeper {
  static final SwapReport ARMED =
      SwapReport.newBuilder()
          .setSwapId("20261123-005000")
          .setPhase(Phase.ARMED)
          .setArmed(
              ArmedReport.newBuilder()
                  .setImage("/srv/13")
                  .setHeartbeatAgeMillis(100)
                  .setHangLimitMillis(10_000))
          .build();

  final List<String> acts = new ArrayList<>();
  String kind = "qemu";
  SwapReport incumbent = ARMED;
  SwapReport incumbentAfterBreak = ARMED;
  SwapReport incumbentAfterDisarm = ARMED;
  boolean breaks = true;
  boolean client = true;
  boolean watcher = true;
  private long now = 1_000_000_000_000L;

  @Override
  public long now() {
    return now;
  }

  @Override
  public void pause(Duration time) {
    now += time.toMillis();
  }

  @Override
  public Outcome run(List<String> argv, String input, Duration limit) {
    return run(argv, limit);
  }

  @Override
  public Outcome run(List<String> argv, Duration limit) {
    now += 100;
    String verb = String.join(" ", argv.subList(3, argv.size()));
    if (verb.equals("kind")) {
      return said(argv, true, kind);
    }
    if (verb.startsWith("client ")) {
      return said(argv, client, json(answering()));
    }
    if (verb.endsWith("osswap status --json")) {
      return said(argv, true, json(status()));
    }
    if (verb.endsWith("date +%s.%N")) {
      return said(argv, true, String.format(java.util.Locale.ROOT, "%d.%03d000000", (now - 50) / 1000, (now - 50) % 1000));
    }
    if (verb.contains("/etc/osswap/apps")) {
      return said(argv, true, "name = \"redis\"\n\n# osswap-drill: next\n");
    }
    if (verb.contains("is-active")) {
      return said(argv, watcher, "");
    }
    acts.add(verb);
    return said(argv, breaks || !verb.startsWith("break"), "");
  }

  private SwapReport status() {
    if (acts.stream().anyMatch(act -> act.contains("disarm"))) {
      return incumbentAfterDisarm;
    }
    return acts.isEmpty() ? incumbent : incumbentAfterBreak;
  }

  private ClientReport answering() {
    return ClientReport.newBuilder()
        .setApp("redis")
        .setRequests(100)
        .setAnswered(100)
        .setLost(0)
        .setDuplicated(0)
        .setConnectionKept(true)
        .setBlackoutAt((now - 20_000) / 1000.0)
        .setBlackoutMs(80)
        .setLastAnswerAt((now - 10) / 1000.0)
        .build();
  }

  private static Outcome said(List<String> argv, boolean ok, String out) {
    return new Outcome(argv, ok ? 0 : 1, out, ok ? "" : "no", false);
  }

  private static String json(MessageOrBuilder message) {
    try {
      return JsonFormat.printer().preservingProtoFieldNames().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
