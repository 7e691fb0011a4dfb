package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osswap.apps.AppManifest.Finder;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;

/** Finds the root process of an application, and the unit it runs in. */
final class ProcessFinder {
  private static final String STEP = "find an application's processes";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * What was found.
   *
   * @param unit empty when it is no unit
   * @param inUnit pids of the unit's cgroup
   */
  record Found(int rootPid, String unit, ImmutableList<Integer> inUnit) {}

  private final SysRoot root;
  private final ProcessRunner runner;
  private final ProcessReader reader;

  ProcessFinder(SysRoot root, ProcessRunner runner) {
    this.root = root;
    this.runner = runner;
    this.reader = new ProcessReader(root);
  }

  Found find(AppManifest app) {
    Map<String, String> restored = show(AppNames.unit(app.name()));
    if ("active".equals(restored.get("ActiveState"))) {
      return restored(app, restored);
    }
    Finder finder = app.finder();
    return switch (finder.kind()) {
      case UNIT -> unit(app, finder.value());
      case PID_FILE -> new Found(fromPidFile(app, finder.value()), "", ImmutableList.of());
      case COMMAND -> new Found(fromCommand(app, finder.value()), "", ImmutableList.of());
    };
  }

  /** An application that an earlier swap brought here: the only child of its holder. */
  private Found restored(AppManifest app, Map<String, String> unit) {
    int holder = Integer.parseInt(unit.getOrDefault("MainPID", "0"));
    List<Integer> children =
        reader.all().stream().filter(p -> p.parent() == holder).map(ProcStat::pid).toList();
    if (holder == 0 || children.size() != 1) {
      throw failure(
          app, AppNames.unit(app.name()) + " has " + children.size() + " processes at its top, not one",
          "An application moves as one tree: end the orphaned processes, or restart it.");
    }
    ImmutableList<Integer> inUnit =
        pidsOf(unit).stream().filter(p -> p != holder).collect(ImmutableList.toImmutableList());
    return new Found(children.get(0), AppNames.unit(app.name()), inUnit);
  }

  private Found unit(AppManifest app, String name) {
    Map<String, String> unit = show(name);
    int main = Integer.parseInt(unit.getOrDefault("MainPID", "0"));
    if (!"loaded".equals(unit.get("LoadState"))) {
      throw failure(app, "there is no unit " + name, "Correct the unit's name in the manifest.");
    }
    if (main == 0) {
      throw failure(
          app, name + " is " + unit.get("ActiveState") + " and has no main process",
          "Start it: systemctl start " + name + ", or leave the application out.");
    }
    return new Found(main, name, pidsOf(unit));
  }

  private Map<String, String> show(String unit) {
    Map<String, String> properties = new HashMap<>();
    runner
        .run(
            LIMIT, "systemctl", "show", "-p", "MainPID", "-p", "ControlGroup", "-p", "LoadState",
            "-p", "ActiveState", unit)
        .orFail(STEP, unit, "osswap needs systemd; see why it doesn't answer.")
        .out()
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
              }
            });
    return ImmutableMap.copyOf(properties);
  }

  private ImmutableList<Integer> pidsOf(Map<String, String> unit) {
    return cgroupPids("/sys/fs/cgroup" + unit.getOrDefault("ControlGroup", ""));
  }

  /** A unit may have cgroups below its own. */
  private ImmutableList<Integer> cgroupPids(String folder) {
    ImmutableList.Builder<Integer> pids = ImmutableList.builder();
    root.lines(folder + "/cgroup.procs").forEach(line -> pids.add(Integer.parseInt(line)));
    for (String name : root.list(folder)) {
      if (root.exists(folder + "/" + name + "/cgroup.procs")) {
        pids.addAll(cgroupPids(folder + "/" + name));
      }
    }
    return pids.build();
  }

  private int fromPidFile(AppManifest app, String file) {
    String text =
        root.text(file)
            .orElseThrow(
                () -> failure(app, "there is no pid file " + file, "Start the application."));
    if (!text.strip().matches("[0-9]{1,9}")) {
      throw failure(app, file + " holds no pid but \"" + text + "\"", "Correct the manifest.");
    }
    int pid = Integer.parseInt(text.strip());
    if (reader.stat(pid).isEmpty()) {
      throw failure(app, "no process " + pid + ", as " + file + " has it", "Start the application.");
    }
    return pid;
  }

  /** The command is what the first words of a process's command line are. */
  private int fromCommand(AppManifest app, String command) {
    List<ProcStat> matching =
        reader.all().stream().filter(p -> commandLine(p.pid()).startsWith(command + " ")).toList();
    List<Integer> pids = matching.stream().map(ProcStat::pid).toList();
    List<Integer> tops =
        matching.stream().filter(p -> !pids.contains(p.parent())).map(ProcStat::pid).toList();
    if (tops.size() != 1) {
      throw failure(
          app, tops.size() + " processes run \"" + command + "\", not one",
          "Start it, or make the command in the manifest more precise.");
    }
    return tops.get(0);
  }

  private String commandLine(int pid) {
    try {
      return root.bytes("/proc/" + pid + "/cmdline")
          .map(b -> new String(b, java.nio.charset.StandardCharsets.UTF_8).replace('\0', ' '))
          .orElse("");
    } catch (java.io.UncheckedIOException e) {
      return ""; // it ended
    }
  }

  private static Failure failure(AppManifest app, String cause, String remedy) {
    return new Failure(STEP, app.name(), cause, remedy);
  }
}
