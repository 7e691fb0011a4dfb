package org.osswap.agent;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osswap.base.OsRelease;
import org.osswap.base.SysRoot;
import org.osswap.proto.Attestation;

/** Says who this OS is, from its own files. */
final class Attestor {
  private static final Splitter SPACE = Splitter.on(' ').omitEmptyStrings();
  private static final String MEMINFO = "/proc/meminfo";
  private final SysRoot root;
  private final Inheritance inheritance;

  Attestor(SysRoot root, Inheritance inheritance) {
    this.root = root;
    this.inheritance = inheritance;
  }

  /**
   * The same as {@link #attest}, of an OS that has nothing which isn't its own.
   *
   * @throws org.osswap.base.Failure if it has
   */
  Attestation.Builder attestChecked() {
    inheritance.refuseExcess();
    return attest();
  }

  /** Bytes that may still be stored in memory: asked while applications are frozen. */
  long memoryAvailable() {
    return available(colonTable(MEMINFO));
  }

  private static long available(Map<String, Long> memory) {
    return memory.getOrDefault("MemAvailable", 0L) * 1024;
  }

  /** Everything but the swap's id and CRIU's version. */
  Attestation.Builder attest() {
    Map<String, String> os = OsRelease.read(root);
    Map<String, Long> memory = colonTable(MEMINFO);
    return Attestation.newBuilder()
        .setOsName(os.getOrDefault("PRETTY_NAME", "unknown"))
        .setOsId(os.getOrDefault("ID", "linux"))
        .setOsVersionId(os.getOrDefault("VERSION_ID", ""))
        .setKernelRelease(root.text("/proc/sys/kernel/osrelease").orElse("unknown"))
        .addAllCpuFlags(cpuFlags())
        .setEpochMillis(System.currentTimeMillis())
        .setCpusOnline(onlineCpus())
        .setMemoryTotal(memory.getOrDefault("MemTotal", 0L) * 1024)
        .setMemoryAvailable(available(memory))
        .setBootMillis(uptimeMillis())
        .setAgentRss(colonTable("/proc/self/status").getOrDefault("VmRSS", 0L) * 1024);
  }

  /** "Name:   123 kB" lines, as in /proc/meminfo and /proc/self/status. */
  private Map<String, Long> colonTable(String path) {
    Map<String, Long> table = new TreeMap<>();
    for (String line : root.lines(path)) {
      int colon = line.indexOf(':');
      List<String> words = SPACE.splitToList(line.substring(colon + 1).replace('\t', ' '));
      if (colon > 0 && !words.isEmpty() && words.get(0).matches("[0-9]{1,18}")) {
        table.put(line.substring(0, colon), Long.valueOf(words.get(0)));
      }
    }
    return table;
  }

  private List<String> cpuFlags() {
    return root.lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> SPACE.splitToList(line.substring(line.indexOf(':') + 1)))
        .orElse(List.of());
  }

  private int onlineCpus() {
    int count = 0;
    for (String part : Splitter.on(',').split(root.text("/sys/devices/system/cpu/online").orElse("0"))) {
      List<String> ends = Splitter.on('-').splitToList(part);
      count += Integer.parseInt(ends.get(ends.size() - 1)) - Integer.parseInt(ends.get(0)) + 1;
    }
    return count;
  }

  private long uptimeMillis() {
    String uptime = root.text("/proc/uptime").orElse("0");
    return (long) (Double.parseDouble(SPACE.splitToList(uptime).get(0)) * 1000);
  }
}
