package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osswap.base.SysRoot;

/** Reads processes from /proc. */
final class ProcessReader {
  private static final ImmutableList<String> NAMESPACES =
      ImmutableList.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

  private final SysRoot root;

  ProcessReader(SysRoot root) {
    this.root = root;
  }

  /** Every process there is. */
  ImmutableList<ProcStat> all() {
    ImmutableList.Builder<ProcStat> all = ImmutableList.builder();
    for (String name : root.list("/proc")) {
      if (Character.isDigit(name.charAt(0))) {
        stat(Integer.parseInt(name)).ifPresent(all::add);
      }
    }
    return all.build();
  }

  /** A process and everything that descends from it, parents before children. */
  ImmutableList<Integer> tree(int rootPid) {
    ImmutableList<ProcStat> all = all();
    List<Integer> tree = new ArrayList<>(List.of(rootPid));
    for (int i = 0; i < tree.size(); i++) {
      int parent = tree.get(i);
      all.stream().filter(p -> p.parent() == parent).forEach(p -> tree.add(p.pid()));
    }
    return ImmutableList.copyOf(tree);
  }

  Optional<ProcStat> stat(int pid) {
    try {
      return root.value("/proc/" + pid + "/stat", ProcStat::parse);
    } catch (java.io.UncheckedIOException e) {
      return Optional.empty(); // ESRCH: it ended between open and read
    }
  }

  /** Empty when the process has ended, or is a zombie. */
  Optional<AppProcess> read(int pid) {
    String proc = "/proc/" + pid;
    Optional<ProcStat> stat = stat(pid).filter(s -> s.state() != 'Z');
    Optional<String> executable = link(proc + "/exe");
    if (stat.isEmpty() || executable.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AppProcess(
            pid,
            stat.get(),
            root.parse(proc + "/status", ProcStatus::parse),
            executable.get(),
            link(proc + "/cwd").orElse("/"),
            open(proc),
            ProcMaps.parse(root.lines(proc + "/maps")),
            namespaces(proc)));
  }

  ImmutableMap<String, String> namespaces(String proc) {
    ImmutableMap.Builder<String, String> namespaces = ImmutableMap.builder();
    for (String name : NAMESPACES) {
      link(proc + "/ns/" + name).ifPresent(value -> namespaces.put(name, value));
    }
    return namespaces.buildOrThrow();
  }

  private ImmutableList<OpenFile> open(String proc) {
    ImmutableList.Builder<OpenFile> open = ImmutableList.builder();
    for (String fd : root.list(proc + "/fd")) {
      link(proc + "/fd/" + fd)
          .ifPresent(
              target ->
                  open.add(
                      root.<OpenFile>parse(
                          proc + "/fdinfo/" + fd,
                          lines ->
                              OpenFile.parse(
                                  Integer.parseInt(fd), target, inode(proc + "/fd/" + fd), lines))));
    }
    return open.build();
  }

  private long inode(String absolute) {
    try {
      return (Long) Files.getAttribute(root.path(absolute), "unix:ino");
    } catch (IOException e) {
      return 0; // a socket or pipe, named by its link instead
    }
  }

  private Optional<String> link(String absolute) {
    Path path = root.path(absolute);
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (IOException e) {
      return Optional.empty(); // the process ended, or closed the file
    }
  }
}
