package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Problem;

/** What speaks against moving an application, as far as the incumbent can tell. Touches nothing. */
public final class SourcePreflight {
  private static final String STEP = "check an application";

  private final ProcessRunner runner;
  private final SysRoot root;

  public SourcePreflight(SysRoot root, ProcessRunner runner) {
    this.root = root;
    this.runner = runner;
  }

  /** All problems at once; none: it can be dumped. */
  public ImmutableList<Problem> check(SourceApp app) {
    List<Problem> problems = new ArrayList<>();
    for (String stray : app.strays()) {
      add(problems, app, stray + " belongs to " + app.unit() + " but doesn't descend from its main process",
          "An application moves as one tree: end that process, or declare it as an application.");
    }
    for (AppProcess process : app.processes()) {
      checkProcess(app, process, problems);
      checkFiles(app, process, problems);
    }
    checkNamespaces(app, problems);
    checkUnixSockets(app, problems);
    checkTcpSockets(app, problems);
    checkAddress(app, problems);
    return ImmutableList.copyOf(problems);
  }

  private static void checkProcess(SourceApp app, AppProcess process, List<Problem> problems) {
    if (process.executable().endsWith(ProcMaps.DELETED)) {
      add(problems, app, process.label() + " runs " + process.executable(),
          "Restart it: its program was replaced, by an upgrade of its package perhaps.");
    }
    for (String deleted : process.maps().deleted()) {
      if (deleted.contains(".so")) {
        add(problems, app, process.label() + " has mapped " + deleted + ", which is deleted",
            "Restart it: the library was replaced, by an upgrade of its package perhaps.");
      }
    }
    if (process.maps().ioUring() && process.open().stream().noneMatch(OpenFile::isIoUring)) {
      add(problems, app, process.label() + " has mapped an io_uring, whose requests can't be carried over",
          "Configure the application without io_uring, or leave it out.");
    }
    if (process.status().tracer() != 0) {
      add(problems, app, process.label() + " is traced by pid " + process.status().tracer(),
          "Detach the debugger: only one can trace a process, and CRIU has to.");
    }
    if (process.status().nsPid() == 1) {
      add(problems, app, process.label() + " is the first process of a pid namespace",
          "Move a container with its own engine.");
    }
    if (process.stat().state() == 'T') {
      add(problems, app, process.label() + " is stopped", "Let it run, kill -CONT, or end it.");
    }
  }

  private static void checkFiles(SourceApp app, AppProcess process, List<Problem> problems) {
    for (OpenFile file : process.open()) {
      String what = process.label() + " fd " + file.fd() + " (" + file.target() + ")";
      if (file.isIoUring()) {
        add(problems, app, what + " is an io_uring, whose requests can't be carried over",
            "Configure the application without io_uring, or leave it out.");
      } else if (file.target().matches("anon_inode:\\[?(bpf|perf_event|userfaultfd|fscontext|kvm).*")) {
        add(problems, app, what + " is a handle of this kernel", "Close it, or leave the application out.");
      } else if (file.isPath() && isHardware(file.target())) {
        add(problems, app, what + " is a device", "Close it, or leave the application out.");
      }
    }
  }

  private static boolean isHardware(String path) {
    return path.startsWith("/dev/")
        && !path.matches("/dev/(null|zero|full|u?random|tty|ptmx|pts/.*|shm/.*|net/tun|mqueue/.*|log)");
  }

  /** Lines of uid_map and gid_map (user_namespaces(7)): first id inside, first id outside, count. */
  private boolean isIdentity(SourceApp app) {
    return java.util.stream.Stream.of("uid_map", "gid_map")
        .flatMap(map -> root.lines("/proc/" + app.rootPid() + "/" + map).stream())
        .map(line -> line.strip().split("\\s+"))
        .allMatch(words -> words[0].equals(words[1]));
  }

  private void checkNamespaces(SourceApp app, List<Problem> problems) {
    if (app.ownNamespace("user") && app.processes().stream().anyMatch(p -> p.status().capable())) {
      add(problems, app, app.root().label() + " has capabilities in a user namespace of its own",
          "Only programs without capabilities can leave theirs; run it without PrivateUsers=.");
    }
    if (app.ownNamespace("user") && !isIdentity(app)) {
      add(problems, app, app.root().label() + " has other user ids in its user namespace than outside",
          "Only identical ids are carried; move a container with its engine.");
    }
    for (OpenFile file : AppInspector.outOfSight(app)) {
      if (!file.target().equals("/dev/null")) {
        add(problems, app, "it has " + file.target() + " open on a mount that it doesn't see",
            "Close that file, or leave the application out.");
      }
    }
    for (String kind : ImmutableSet.of("net", "ipc")) {
      if (app.ownNamespace(kind)) {
        add(problems, app, app.root().label() + " lives in a " + kind + " namespace of its own",
            "Only mount, pid, time, uts and user namespaces can be left; move a container with its engine.");
      }
    }
    for (AppProcess process : app.processes()) {
      for (String kind : ImmutableSet.of("mnt", "pid", "net")) {
        String own = process.namespaces().get(kind);
        if (own != null && !own.equals(app.root().namespaces().get(kind))) {
          add(problems, app, process.label() + " has another " + kind + " namespace than its root process",
              "Leave the application out.");
        }
      }
    }
  }

  private static void checkUnixSockets(SourceApp app, List<Problem> problems) {
    ImmutableSet<Long> own = app.sockets();
    ImmutableSet<Long> journal = AppInspector.journalSockets(app);
    for (AppProcess process : app.processes()) {
      for (OpenFile file : process.open()) {
        if (file.socket().isEmpty() || !app.unixSockets().containsKey(file.socket().getAsLong())) {
          continue;
        }
        UnixSocket socket = app.unixSockets().get(file.socket().getAsLong());
        if (socket.isStream() && socket.peer() != 0 && !own.contains(socket.peer())
            && !journal.contains(socket.inode())) {
          add(problems, app,
              process.label() + " fd " + file.fd() + " is connected to " + peer(app, socket)
                  + " outside the application",
              "End that connection, or leave the application out: its other end stays behind.");
        }
      }
    }
  }

  private static String peer(SourceApp app, UnixSocket socket) {
    UnixSocket peer = app.unixSockets().get(socket.peer());
    if (peer == null) {
      return "a socket " + socket.peer();
    }
    String name = peer.name().isEmpty() ? "a socket" : peer.name();
    return peer.users().isEmpty() ? name : name + " of " + peer.users();
  }

  private static void checkTcpSockets(SourceApp app, List<Problem> problems) {
    String ip = app.manifest().ip().orElse("");
    for (TcpSocket socket : app.tcpSockets()) {
      boolean loopback = socket.local().isLoopbackAddress();
      boolean wild = socket.local().isAnyLocalAddress();
      if (!loopback && !wild && !socket.local().getHostAddress().equals(ip)) {
        add(problems, app,
            "its socket at " + socket.endpoint() + " is not at its service address"
                + (ip.isEmpty() ? "" : " " + ip),
            "Give it an address of its own, in manifest and configuration: the machine's stays here.");
      } else if (loopback && !socket.listens() && !isInside(app, socket)) {
        add(problems, app, "it is connected through " + socket.endpoint() + " to another application here",
            "End that connection, or leave the application out: its other end stays behind.");
      }
    }
  }

  private static boolean isInside(SourceApp app, TcpSocket socket) {
    return app.tcpSockets().stream().anyMatch(socket::isPeer);
  }

  private void checkAddress(SourceApp app, List<Problem> problems) {
    app.manifest()
        .address()
        .filter(cidr -> ServiceAddress.present(runner, cidr).isEmpty())
        .ifPresent(
            cidr ->
                add(problems, app, "its service address " + cidr + " is on no network device here",
                    "Put it there, or correct the manifest."));
    if (!root.exists("/proc/sys/net/ipv4/icmp_ratelimit")) {
      add(problems, app, "this kernel has no IPv4", "Only IPv4 service addresses can be moved.");
    }
  }

  private static void add(List<Problem> problems, SourceApp app, String cause, String remedy) {
    problems.add(
        Problem.newBuilder()
            .setStep(STEP)
            .setObject(app.name())
            .setCause(cause)
            .setRemedy(remedy)
            .build());
  }
}
