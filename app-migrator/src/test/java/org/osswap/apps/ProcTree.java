package org.osswap.apps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.osswap.base.SysRoot;

/**
 * A /proc in a temporary folder, with the lines that Debian 12 shows for a service of systemd
 * (captured with {@code cat}, {@code readlink} and {@code ss} beside a running redis). A test
 * states what is different.
 */
final class ProcTree {
  /** The main process of {@link #redis}. */
  static final int MAIN = 412;

  private static final Map<String, String> HOST_NAMESPACES =
      new TreeMap<>(
          Map.of(
              "cgroup", "cgroup:[4026531835]", "ipc", "ipc:[4026531839]",
              "mnt", "mnt:[4026531841]", "net", "net:[4026531840]", "pid", "pid:[4026531836]",
              "time", "time:[4026531834]", "user", "user:[4026531837]", "uts", "uts:[4026531838]"));

  private final Path dir;

  ProcTree(Path dir) {
    this.dir = dir;
    namespaces("self", Map.of());
    file("/proc/sys/net/ipv4/icmp_ratelimit", "1000\n");
    file("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse sse2 avx avx2 constant_tsc\n");
  }

  /** One redis with its log, /dev/null, its listening socket and a client's connection. */
  static ProcTree redis(Path dir) {
    ProcTree tree = new ProcTree(dir);
    tree.process(MAIN, 1, "redis-server", "/usr/bin/redis-server");
    tree.open(MAIN, 0, "/dev/null", "flags:\t0100000\nmnt_id:\t24\n");
    tree.open(MAIN, 3, "/var/log/redis.log", "flags:\t0102001\nmnt_id:\t28\n");
    tree.open(MAIN, 6, "socket:[11042]", "flags:\t02004002\nmnt_id:\t9\n");
    tree.open(MAIN, 8, "socket:[11043]", "flags:\t02004002\nmnt_id:\t9\n");
    tree.tcp(
        MAIN,
        // 10.77.0.101:6379, listening; and its connection to 10.77.0.1:40000
        "   0: 65004D0A:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   100        0 11042 1 0",
        "   1: 65004D0A:18EB 01004D0A:9C40 01 00000000:00000000 00:00000000 00000000   100        0 11043 1 0");
    return tree;
  }

  SysRoot root() {
    return SysRoot.at(dir);
  }

  /** A process that sleeps in the host's namespaces and has only its program mapped. */
  void process(int pid, int parent, String command, String executable) {
    stat(pid, parent, command, 'S');
    status(pid, "");
    file("/proc/" + pid + "/cmdline", executable + "\0--port\0" + "6379\0");
    file(
        "/proc/" + pid + "/maps",
        "55d000000000-55d000026000 r-xp 00000000 fe:01 3011   " + executable + "\n");
    file("/proc/" + pid + "/mountinfo", "24 1 0:23 / / rw - ext4 /dev/vda1 rw\n28 24 0:26 / /var rw - ext4 /dev/vda2 rw\n");
    link("/proc/" + pid + "/exe", executable);
    link("/proc/" + pid + "/cwd", "/");
    namespaces("" + pid, Map.of());
    folder("/proc/" + pid + "/fd");
    file("/proc/" + pid + "/root" + executable, "a program");
    file("/proc/" + pid + "/root/var/log/redis.log", "started\n");
  }

  void stat(int pid, int parent, String command, char state) {
    file(
        "/proc/" + pid + "/stat",
        pid + " (" + command + ") " + state + " " + parent + " " + pid + " " + pid
            + " 0 -1 4194560 121 0 0 0 1 2 0 0 20 0 5 0 300 57069568 1200\n");
  }

  /** Lines of /proc/PID/status in place of, or besides, what a plain process shows. */
  void status(int pid, String lines) {
    file(
        "/proc/" + pid + "/status",
        "Pid:\t" + pid + "\nTracerPid:\t0\nUid:\t100\t100\t100\t100\nGid:\t108\t108\t108\t108\nNSpid:\t" + pid
            + "\nRssAnon:\t    8192 kB\nRssShmem:\t       0 kB\nCapPrm:\t0000000000000000\n" + lines);
  }

  void namespaces(String pid, Map<String, String> own) {
    Map<String, String> all = new TreeMap<>(HOST_NAMESPACES);
    all.putAll(own);
    all.forEach((kind, value) -> link("/proc/" + pid + "/ns/" + kind, value));
  }

  void open(int pid, int fd, String target, String fdinfo) {
    link("/proc/" + pid + "/fd/" + fd, target);
    file("/proc/" + pid + "/fdinfo/" + fd, "pos:\t0\n" + fdinfo);
  }

  void tcp(int pid, String... lines) {
    file(
        "/proc/" + pid + "/net/tcp",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
            + String.join("\n", lines) + "\n");
  }

  void file(String absolute, String text) {
    try {
      Path path = root().path(absolute);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void folder(String absolute) {
    try {
      Files.createDirectories(root().path(absolute));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void link(String absolute, String target) {
    try {
      Path path = root().path(absolute);
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      Files.createSymbolicLink(path, Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
