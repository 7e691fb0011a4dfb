package org.osswap.drill;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osswap.apps.TomlText;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.ClientReport;
import org.osswap.proto.SwapReport;

/** The machine under drill, as the lab command reaches it: {@code LAB --machine M VERB ...}. */
public final class Lab {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Longer than a side that lives needs, shorter than a person waits for one that doesn't. */
  private static final Duration ASK = Duration.ofSeconds(90);

  private static final int CLOCK_SAMPLES = 5;
  private static final String NEXT_FILE = "# osswap-drill: next";

  private final ProcessRunner processes;
  private final Timekeeper time;
  private final Path command;
  private final String machine;

  public Lab(ProcessRunner processes, Timekeeper time, Path command, String machine) {
    this.processes = processes;
    this.time = time;
    this.command = command;
    this.machine = machine;
  }

  public String machine() {
    return machine;
  }

  /** Whether it is "qemu" or "real". */
  String kind() {
    ProcessRunner.Outcome said =
        call(LIMIT, "kind")
            .orFail("look at the machine", machine, "Name the lab command with --lab, and a machine that is up.");
    return said.out().strip();
  }

  ProcessRunner.Outcome call(Duration limit, String... verb) {
    return call(limit, List.of(verb));
  }

  ProcessRunner.Outcome call(Duration limit, List<String> verb) {
    return processes.run(argv(verb), limit);
  }

  /** The command line of a verb, as a person would type it. */
  String typed(Act act) {
    List<String> words = new ArrayList<>(argv(act.words()));
    if (act.remote()) {
      int last = words.size() - 1;
      words.set(last, "'" + words.get(last).replace("'", "'\\''") + "'");
    }
    return String.join(" ", words);
  }

  private List<String> argv(List<String> verb) {
    return ImmutableList.<String>builder()
        .add(command.toString(), "--machine", machine)
        .addAll(verb)
        .build();
  }

  ProcessRunner.Outcome exec(Side side, String shell) {
    return side == Side.SUCCESSOR
        ? call(ASK, "exec", "--successor", shell)
        : call(ASK, "exec", shell);
  }

  /** What {@code osswap status} says there; empty if it can't be had now. */
  Optional<SwapReport> status(Side side) {
    ProcessRunner.Outcome said = exec(side, "osswap status --json");
    return said.ok() ? message(said.out(), SwapReport.newBuilder()).map(SwapReport.class::cast) : Optional.empty();
  }

  /** What the client of an application saw since then; empty if it can't be had now. */
  Optional<ClientReport> client(String app, Side serving, long sinceMillis) {
    List<String> verb = new ArrayList<>(List.of("client", app, "report", "--since", seconds(sinceMillis)));
    if (serving == Side.SUCCESSOR) {
      verb.add("--successor");
    }
    ProcessRunner.Outcome said = call(LIMIT, verb);
    return said.ok() ? message(said.out(), ClientReport.newBuilder()).map(ClientReport.class::cast) : Optional.empty();
  }

  private static String seconds(long millis) {
    return millis / 1000 + "." + String.format(Locale.ROOT, "%03d", millis % 1000);
  }

  /** The applications that have a manifest on a side; empty if it can't be asked. */
  ImmutableSet<String> applications(Side side) {
    ProcessRunner.Outcome said =
        exec(
            side,
            "for f in /etc/osswap/apps/*.toml; do cat \"$f\" && echo && echo '" + NEXT_FILE + "'; done");
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    if (said.ok()) {
      for (String manifest : Splitter.on(NEXT_FILE).split(said.out())) {
        TomlText.parse(manifest, problem -> {})
            .filter(tree -> tree.get(ImmutableList.of("name")) instanceof String)
            .ifPresent(tree -> names.add((String) tree.get(ImmutableList.of("name"))));
      }
    }
    return names.build();
  }

  /** How its clock stands to the operator's; empty if it can't be asked. */
  Optional<ClockOffset> clock(Side side) {
    List<ClockOffset> samples = new ArrayList<>();
    for (int i = 0; i < CLOCK_SAMPLES; i++) {
      long sent = time.now();
      ProcessRunner.Outcome said = exec(side, "date +%s.%N");
      if (!said.ok()) {
        break;
      }
      ClockOffset.of(sent, said.out(), time.now()).ifPresent(samples::add);
    }
    return ClockOffset.best(samples);
  }

  /** Does it, or says why it couldn't. */
  ProcessRunner.Outcome act(Act act, Duration limit) {
    return call(limit, act.words());
  }

  Failure refusal(String object, String cause, String remedy) {
    return new Failure("begin the drill", object, cause, remedy);
  }

  private static Optional<Message> message(String json, Message.Builder builder) {
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(json, builder);
      return Optional.of(builder.build());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
