package org.osswap.agent;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.SysRoot;
import org.osswap.controller.Journal;
import org.osswap.controller.Progress;
import org.osswap.launch.crash.CrashLog;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.proto.Crash;
import org.osswap.proto.PartitionPlan;

/**
 * Keeps the log of an incumbent that has crashed, for the post-mortem: {@code
 * /var/lib/osswap/crash/SWAP/dmesg}. Why it can't be kept is noted; nothing fails for that.
 */
final class CrashLogKeeper {
  static final String PATH = "/var/lib/osswap/crash";

  private final SysRoot root;
  private final PhysicalMemory memory;
  private final Progress progress;

  CrashLogKeeper(SysRoot root, PhysicalMemory memory, Progress progress) {
    this.root = root;
    this.memory = memory;
    this.progress = progress;
  }

  /** Where the log of a swap's old OS is, if it was kept. */
  static String file(String swapId) {
    return PATH + "/" + swapId + "/dmesg";
  }

  /** Keeps it, and says so. Again does no harm. */
  void keep(PartitionPlan plan, Crash crash, Journal journal) {
    try {
      FaultPoint.KEEP_LOG.around(() -> keep(plan, crash));
      journal.tell(progress, "the old OS's kernel log is kept: " + file(plan.getId()));
    } catch (Failure e) {
      journal.tell(progress, "the old OS's kernel log is not kept: " + e.getMessage());
    }
  }

  private void keep(PartitionPlan plan, Crash crash) {
    if (!crash.hasNote()) {
      throw new Failure(
          "read the old kernel's log", "its memory", "it didn't say where that is", "None.");
    }
    ImmutableList<String> lines = CrashLog.read(memory, plan, crash.getNote());
    Path file = root.path(file(plan.getId()));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new Failure("keep the old kernel's log", file.toString(), e.toString(), "None.", e);
    }
  }
}
