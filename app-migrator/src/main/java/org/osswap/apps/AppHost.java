package org.osswap.apps;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.AppDescription;
import org.osswap.proto.AppState;
import org.osswap.proto.FileDescription;

/**
 * The successor's side: receives applications.
 *
 * <p>Each lives in a mount and pid namespace of its own, kept by a small holder process, inside a
 * systemd unit {@code osswap-app-NAME.service}. Its root is the successor's, overlaid with the files
 * that it knows. Everything is read back from the state folder at each call, so a restarted agent
 * goes on where the last one ended.
 */
public final class AppHost {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration RESTORE_LIMIT = Duration.ofMinutes(10);

  private final Path state;
  private final CriuTool criu;
  private final SysRoot root;
  private final ProcessRunner runner;
  private final Gate gate;
  private final ProcessReader reader;

  /**
   * A host.
   *
   * @param state a folder on a tmpfs, /run/osswap/apps say; it holds each application's files from
   *     then on, for as long as the application lives
   * @param gate of this swap
   */
  public AppHost(Path state, CriuTool criu, SysRoot root, ProcessRunner runner, Gate gate) {
    this.state = state;
    this.criu = criu;
    this.root = root;
    this.runner = runner;
    this.gate = gate;
    this.reader = new ProcessReader(root);
  }

  /**
   * The folder into which what is pushed to an area has to be written, each file at its path.
   *
   * @param area {@link Successor#CAPSULE} or {@link Successor#images}
   */
  public Path area(String app, String area) {
    AppFolder folder = new AppFolder(state, app);
    if (folder.read("committed").isPresent() && runningUnit(app)) {
      throw new Failure(
          "receive an application", app, "it runs here already", "Leave it out of the swap.");
    }
    folder.make(runner);
    return folder.area(area);
  }

  /** See {@link Successor#offer}. */
  public ImmutableMap<String, ByteString> offer(List<FileDescription> files) {
    AppRoot here = new AppRoot(root.path("/"));
    ImmutableList<FileDescription> alike =
        files.stream().filter(file -> isAlike(here, file)).collect(toImmutableList());
    ImmutableMap<String, ByteString> sums = new Sums(runner).of(here, alike);
    return alike.stream()
        .filter(file -> file.getKind() != FileDescription.Kind.REGULAR || sums.containsKey(file.getPath()))
        .collect(
            toImmutableMap(
                FileDescription::getPath, file -> sums.getOrDefault(file.getPath(), ByteString.EMPTY)));
  }

  private static boolean isAlike(AppRoot here, FileDescription file) {
    // A path that leads through a link here would be another file in the application's root.
    if (!here.canonical(file.getPath()).equals(Optional.of(file.getPath()))
        && file.getKind() != FileDescription.Kind.SYMLINK) {
      return false;
    }
    return !file.getChanging()
        && here.describe(file.getPath(), false)
            .filter(
                own ->
                    own.getKind() == file.getKind()
                        && own.getMode() == file.getMode()
                        && own.getUid() == file.getUid()
                        && own.getGid() == file.getGid()
                        && own.getSize() == file.getSize()
                        && own.getLinkTarget().equals(file.getLinkTarget()))
            .isPresent();
  }

  /**
   * Starts the holder, unless it lives. May be repeated.
   *
   * @return the unit that will show the application
   */
  public String prepare(AppDescription app) {
    AppFolder folder = new AppFolder(state, app.getName());
    folder.make(runner);
    folder.describe(app);
    folder.write("root.list", rootList(app, folder));
    String unit = AppNames.unit(app.getName());
    if (!holderLives(folder)) {
      startHolder(app.getName(), folder, unit);
    }
    warmUp();
    return unit;
  }

  private boolean holderLives(AppFolder folder) {
    return folder
        .read("holder.pid")
        .flatMap(pid -> root.text("/proc/" + pid + "/cmdline"))
        .filter(command -> command.contains(folder.path() + "/holder.pid"))
        .isPresent();
  }

  private void startHolder(String app, AppFolder folder, String unit) {
    NativeTool.unpack("osswap-app", folder.path());
    for (String script : List.of("prepare.sh", "restore.sh", "commit.sh", "abort.sh")) {
      NativeTool.unpack(script, folder.path());
    }
    FaultPoint.START_HOLDER.before(app);
    script(folder, SHORT, "prepare.sh", unit, "" + folder.path(), app)
        .orFail("prepare for an application", app, "See: journalctl -u " + unit);
    FaultPoint.START_HOLDER.after(app);
  }

  /** CRIU probes the kernel once for all, which takes time that nobody has at the restore. */
  private void warmUp() {
    if (!root.exists("/run/criu.kdat")) {
      runner.run(
          ImmutableList.<String>builder()
              .addAll(criu.environment())
              .addAll(criu.command("" + criu.home()))
              .add("check")
              .build(),
          Duration.ofMinutes(1));
    }
  }

  private String rootList(AppDescription app, AppFolder folder) {
    StringBuilder list = new StringBuilder();
    app.getStateFoldersList().forEach(path -> list.append("opaque ").append(path).append('\n'));
    for (String shared :
        List.of(
            AppNames.WORK, "/run/systemd/journal", "/run/dbus", criu.home().toString(),
            folder.path().resolve("images").toString(), folder.checkpoints().toString())) {
      list.append("bind ").append(shared).append('\n');
    }
    try {
      Files.createDirectories(root.path(AppNames.WORK));
    } catch (IOException e) {
      throw new Failure("prepare for an application", app.getName(), "" + e, "Make /run writable.", e);
    }
    return list.toString();
  }

  /** Adds the service address here, unseen, and holds back its traffic. */
  public void fence(String app) {
    AppFolder folder = new AppFolder(state, app);
    String cidr = folder.description().getAddress();
    if (cidr.isEmpty()) {
      return;
    }
    ServiceAddress address = ServiceAddress.wanted(runner, cidr);
    folder.write("fence.nft", Fence.hidden(app, address.ip()));
    folder.write("unfence.nft", Fence.gone(app, true));
    folder.write("address", cidr + " " + address.device());
    FaultPoint.HOLD_ADDRESS.before(app);
    runner
        .run(
            SHORT, "sh", "-c", "nft -f \"$0/fence.nft\" && ip address replace \"$1\" dev \"$2\"",
            "" + folder.path(), cidr, address.device())
        .orFail("fence a service address", cidr, "Give the target nftables with the arp family.");
    FaultPoint.HOLD_ADDRESS.after(app);
  }

  /**
   * Restores an application, stopped, in its own root.
   *
   * @param area of the final dump
   * @param rootPid of its root process, in its own pid namespace
   * @return all its pids there
   */
  public ImmutableList<Integer> restore(String app, String area, int rootPid) {
    return restore(app, area, rootPid, "--tcp-established");
  }

  /** The same; {@code connections} is CRIU's option for them, which has to be that of the dump. */
  ImmutableList<Integer> restore(String app, String area, int rootPid, String connections) {
    AppFolder folder = new AppFolder(state, app);
    ImmutableList<AppProcess> before = copy(folder);
    if (before.isEmpty()) {
      Path images = folder.area(area);
      TimerFdRepair.repair(images.resolve("files.img"));
      UserNamespace.forget(images);
      AppDescription description = folder.description();
      FaultPoint.RESTORE_COPY.before(app);
      ProcessRunner.Outcome outcome =
          runner.run(restoreCommand(folder, description, images, connections), RESTORE_LIMIT);
      if (!outcome.ok()) {
        throw new Failure(
            "restore an application", app,
            outcome.err().strip() + " " + CriuLog.errors(images.resolve("restore.log")),
            "Leave the application out, or change what CRIU names; it goes on on the incumbent.");
      }
      FaultPoint.RESTORE_COPY.after(app);
    }
    return verified(app, copy(folder), rootPid);
  }

  private ImmutableList<String> restoreCommand(
      AppFolder folder, AppDescription app, Path images, String connections) {
    ImmutableList.Builder<String> argv = ImmutableList.builder();
    argv.addAll(criu.environment());
    argv.add("sh", "" + folder.path().resolve("restore.sh"), AppNames.unit(app.getName()));
    argv.add("" + folder.path(), app.getName(), app.getJournalSocketsCount() > 0 ? "yes" : "no");
    argv.addAll(criu.command("" + criu.home()));
    argv.add("restore", "-D", "" + images, "-o", "restore.log", "-v2", "-d", "--leave-stopped");
    argv.add(connections, "--file-locks", "--ext-unix-sk", "--shell-job");
    argv.add("--network-lock", "skip", "--manage-cgroups=ignore", "--ghost-limit", "64M");
    // The descriptors that restore.sh opens.
    int fd = 3;
    for (String file : app.getNullFilesList().stream().limit(3).toList()) {
      argv.add("--inherit-fd", "fd[" + fd++ + "]:" + file);
    }
    fd = 6;
    for (long inode : app.getJournalSocketsList().stream().limit(4).toList()) {
      argv.add("--inherit-fd", "fd[" + fd++ + "]:socket:[" + inode + "]");
    }
    return argv.build();
  }

  private static ImmutableList<Integer> verified(
      String app, ImmutableList<AppProcess> copy, int rootPid) {
    ImmutableList<Integer> pids =
        copy.stream().map(p -> p.status().nsPid()).collect(toImmutableList());
    for (AppProcess process : copy) {
      if (process.stat().state() != 'T') {
        throw new Failure(
            "restore an application", app,
            process.label() + " is not stopped but in state " + process.stat().state(),
            "It is killed, and goes on on the incumbent.");
      }
    }
    if (!pids.contains(rootPid)) {
      throw new Failure(
          "restore an application", app, "its root process " + rootPid + " is not among " + pids,
          "It is killed, and goes on on the incumbent.");
    }
    return pids;
  }

  /** The processes of the copy: the holder's descendants. */
  private ImmutableList<AppProcess> copy(AppFolder folder) {
    int holder = folder.read("holder.pid").map(Integer::parseInt).orElse(0);
    if (holder == 0) {
      return ImmutableList.of();
    }
    return reader.tree(holder).stream()
        .skip(1)
        .flatMap(pid -> reader.read(pid).stream())
        .collect(toImmutableList());
  }

  /**
   * Lets the copy run, and waits until it is healthy.
   *
   * @throws Failure if it isn't within half a minute; it runs nevertheless, there is no way back
   */
  public void commit(String app) {
    commit(app, () -> {});
  }

  /** The same; {@code runs} is called when it runs, before anybody asks whether it's healthy. */
  void commit(String app, Runnable runs) {
    AppFolder folder = new AppFolder(state, app);
    AppDescription description = folder.description();
    if (folder.read("committed").isEmpty()) {
      Optional<ServiceAddress> address = folder.address();
      ImmutableList.Builder<String> arguments = ImmutableList.builder();
      arguments.add("" + folder.path(), address.map(ServiceAddress::ip).orElse(""));
      arguments.add(address.map(ServiceAddress::device).orElse(""));
      arguments.addAll(gate.place()).add(app);
      copy(folder).forEach(process -> arguments.add("" + process.pid()));
      FaultPoint.RUN_COPY.before(app);
      script(folder, SHORT, "commit.sh", arguments.build().toArray(String[]::new))
          .orFail("let an application run", app, "Run it again: osswap resume.");
      FaultPoint.RUN_COPY.after(app);
      folder.write("committed", "");
    }
    runs.run();
    new Health(runner).await(app, description.getHealth(), Duration.ofSeconds(30));
    folder
        .address()
        .ifPresent(a -> FaultPoint.ANNOUNCE.around(app, () -> announce(folder, a)));
    FaultPoint.REMOVE_IMAGES.around(app, () -> removeImages(folder));
  }

  void announce(AppFolder folder, ServiceAddress address) {
    runner.run(
        SHORT, "" + folder.path().resolve("osswap-app"), "announce", address.device(),
        address.ip());
  }

  private void removeImages(AppFolder folder) {
    runner.run(
        SHORT, "sh", "-c", "rm -rf \"$0\"/images/* \"$0\"/checkpoint/*",
        "" + folder.path());
  }

  /**
   * Kills the copy and everything else that was made for it. When this returns, it is dead.
   *
   * @throws Failure if something of it is left, or if it was committed
   */
  public void abort(String app) {
    AppFolder folder = new AppFolder(state, app);
    if (!Files.exists(folder.path())) {
      return;
    }
    if (folder.read("committed").isPresent()) {
      throw new Failure(
          "abort an application's move", app, "it was committed", "It goes on on the successor.");
    }
    if (!folder.exists()) {
      runner.run(SHORT, "umount", "-R", "-l", "" + folder.path());
      return;
    }
    Optional<ServiceAddress> address = folder.address();
    FaultPoint.KILL_COPY.before(app);
    script(
            folder, Duration.ofMinutes(1), "abort.sh", AppNames.unit(app), "" + folder.path(),
            address.map(ServiceAddress::cidr).orElse(""),
            address.map(ServiceAddress::device).orElse(""))
        .orFail("abort an application's move", app, "End its processes by hand.");
    FaultPoint.KILL_COPY.after(app);
  }

  /**
   * Removes what was received of applications that were not let run here: they ended with the incumbent,
   * which was told to leave them out.
   *
   * @throws Failure if something of one is left
   */
  public void forgetOthers() {
    folders().stream()
        .filter(folder -> folder.read("committed").isEmpty())
        .forEach(folder -> abort(folder.name()));
  }

  /** What there is of each application here. */
  public ImmutableList<AppState> states() {
    return folders().stream()
        .filter(AppFolder::exists)
        .map(this::state)
        .collect(toImmutableList());
  }

  private ImmutableList<AppFolder> folders() {
    if (!Files.isDirectory(state)) {
      return ImmutableList.of();
    }
    try (Stream<Path> paths = Files.list(state)) {
      return paths
          .filter(Files::isDirectory)
          .map(path -> new AppFolder(state, path.getFileName().toString()))
          .collect(toImmutableList());
    } catch (IOException e) {
      throw new Failure("list the applications", "" + state, "" + e, "Make it readable.", e);
    }
  }

  private AppState state(AppFolder folder) {
    String app = folder.name();
    ImmutableList<AppProcess> copy = copy(folder);
    String what = copy.isEmpty() ? "prepared" : "restored";
    if (folder.read("committed").isPresent()) {
      what = copy.isEmpty() ? "ended" : "running";
    }
    AppState.Builder builder =
        AppState.newBuilder().setName(app).setState(what).setUnit(AppNames.unit(app));
    copy.stream().findFirst().ifPresent(process -> builder.setRootPid(process.pid()));
    return builder.build();
  }

  private boolean runningUnit(String app) {
    return runner.run(SHORT, "systemctl", "-q", "is-active", AppNames.unit(app)).ok();
  }

  private ProcessRunner.Outcome script(
      AppFolder folder, Duration limit, String name, String... arguments) {
    return runner.run(
        ImmutableList.<String>builder()
            .add("sh", "" + folder.path().resolve(name))
            .add(arguments)
            .build(),
        limit);
  }
}
