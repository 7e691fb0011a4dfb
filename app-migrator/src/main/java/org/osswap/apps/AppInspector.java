package org.osswap.apps;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.AppDescription;
import org.osswap.proto.FileDescription;
import org.osswap.proto.ProcessDescription;

/** Finds out what an application consists of. Reads only. */
public final class AppInspector {
  private static final String STEP = "inspect an application";
  private static final String JOURNAL = "/run/systemd/journal/stdout";

  private final SysRoot root;
  private final ProcessRunner runner;
  private final ProcessReader reader;

  public AppInspector(SysRoot root, ProcessRunner runner) {
    this.root = root;
    this.runner = runner;
    this.reader = new ProcessReader(root);
  }

  /**
   * Looks at an application as it runs now, and hashes its files.
   *
   * @throws Failure if it doesn't run, or can't be found unambiguously
   */
  public SourceApp describe(AppManifest manifest) {
    ProcessFinder.Found found = new ProcessFinder(root, runner).find(manifest);
    ImmutableList<Integer> tree = reader.tree(found.rootPid());
    ImmutableList<AppProcess> processes =
        tree.stream().map(reader::read).flatMap(Optional::stream).collect(toImmutableList());
    if (processes.isEmpty() || processes.get(0).pid() != found.rootPid()) {
      throw new Failure(
          STEP, manifest.name(), "its process " + found.rootPid() + " has ended", "Start it again.");
    }
    ImmutableList<String> strays =
        found.inUnit().stream()
            .filter(pid -> !tree.contains(pid))
            .flatMap(pid -> reader.read(pid).stream())
            .map(AppProcess::label)
            .collect(toImmutableList());
    SourceApp app =
        new SourceApp(
            manifest, found.unit(), strays, processes, reader.namespaces("/proc/self"),
            mountIds(found.rootPid()), unixSockets(), tcpSockets(processes),
            AppDescription.getDefaultInstance());
    return new SourceApp(
        manifest, found.unit(), strays, processes, app.hostNamespaces(), app.mountIds(),
        app.unixSockets(), app.tcpSockets(), description(app));
  }

  private AppDescription description(SourceApp app) {
    AppRoot appRoot = appRoot(app);
    AppDescription.Builder description =
        AppDescription.newBuilder()
            .setName(app.name())
            .setAddress(app.manifest().address().orElse(""))
            .setHealth(app.manifest().health())
            .setMemory(app.processes().stream().mapToLong(p -> p.status().ownBytes()).sum())
            .addAllFiles(files(app, appRoot))
            .addAllCpuFlags(CpuFlags.read(root))
            .addAllJournalSockets(journalSockets(app))
            .addAllNullFiles(nullFiles(app))
            .addAllStateFolders(stateFolders(app, appRoot));
    app.tcpSockets().stream()
        .filter(TcpSocket::listens)
        .map(TcpSocket::port)
        .distinct()
        .forEach(description::addPorts);
    ImmutableMap<Integer, Integer> ownPids =
        app.processes().stream()
            .collect(ImmutableMap.toImmutableMap(AppProcess::pid, p -> p.status().nsPid()));
    for (AppProcess process : app.processes()) {
      description.addProcesses(
          ProcessDescription.newBuilder()
              .setPid(process.status().nsPid())
              .setParent(ownPids.getOrDefault(process.stat().parent(), 0))
              .setCommand(process.stat().command())
              .setExecutable(process.executable())
              .setThreads(process.stat().threads())
              .setUid(process.status().uid())
              .setGid(process.status().gid()));
    }
    return description.build();
  }

  private static ImmutableList<FileDescription> files(SourceApp app, AppRoot appRoot) {
    ImmutableList.Builder<FileDescription> files = ImmutableList.builder();
    FileClosure.of(appRoot, app.processes(), app.manifest().files())
        .forEach((path, changing) -> appRoot.describe(path, changing).ifPresent(files::add));
    return files.build();
  }

  /** The processes of an application that are there now, the root first. */
  ImmutableList<AppProcess> processes(int rootPid) {
    return reader.tree(rootPid).stream()
        .map(reader::read)
        .flatMap(Optional::stream)
        .collect(toImmutableList());
  }

  AppRoot appRoot(SourceApp app) {
    return new AppRoot(root.path("/proc/" + app.rootPid() + "/root"));
  }

  /** systemd opens /dev/null before it gives a service a /dev of its own. */
  private ImmutableSet<String> nullFiles(SourceApp app) {
    return outOfSight(app).stream()
        .filter(file -> file.target().equals("/dev/null"))
        .map(OpenFile::externalName)
        .collect(toImmutableSet());
  }

  /** Open files on mounts that the application's mount namespace doesn't show. */
  static ImmutableList<OpenFile> outOfSight(SourceApp app) {
    return app.processes().stream()
        .flatMap(process -> process.open().stream())
        .filter(file -> file.isPath() && !app.mountIds().contains(file.mountId()))
        .collect(toImmutableList());
  }

  private ImmutableSet<Integer> mountIds(int pid) {
    return root.lines("/proc/" + pid + "/mountinfo").stream()
        .map(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))))
        .collect(toImmutableSet());
  }

  private static ImmutableList<String> stateFolders(SourceApp app, AppRoot appRoot) {
    return app.manifest().files().stream()
        .flatMap(declared -> appRoot.canonical(declared).stream())
        .filter(appRoot::isFolder)
        .collect(toImmutableList());
  }

  /** The streams that systemd connects to a service's standard output and error. */
  static ImmutableSet<Long> journalSockets(SourceApp app) {
    ImmutableSet.Builder<Long> inodes = ImmutableSet.builder();
    for (long inode : app.sockets()) {
      UnixSocket socket = app.unixSockets().get(inode);
      UnixSocket peer = socket == null ? null : app.unixSockets().get(socket.peer());
      if (peer != null && socket.isStream() && peer.name().equals(JOURNAL)) {
        inodes.add(inode);
      }
    }
    return inodes.build();
  }

  private ImmutableMap<Long, UnixSocket> unixSockets() {
    String out =
        runner
            .run(Duration.ofSeconds(30), "ss", "-xapnH")
            .orFail(STEP, "unix sockets", "Install iproute2.")
            .out();
    return UnixSocket.parse(Splitter.on('\n').splitToList(out));
  }

  private ImmutableList<TcpSocket> tcpSockets(List<AppProcess> processes) {
    ImmutableSet.Builder<Long> inodes = ImmutableSet.builder();
    processes.forEach(p -> p.open().forEach(f -> f.socket().ifPresent(inodes::add)));
    ImmutableSet<Long> open = inodes.build();
    String net = "/proc/" + processes.get(0).pid() + "/net/";
    return ImmutableList.<TcpSocket>builder()
        .addAll(root.parse(net + "tcp", TcpSocket::parse))
        .addAll(root.parse(net + "tcp6", TcpSocket::parse))
        .build()
        .stream()
        .filter(socket -> open.contains(socket.inode()))
        .collect(toImmutableList());
  }
}
