package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * What a move has to know of one process.
 *
 * @param pid as the host sees it
 * @param status what it is in its own namespaces
 * @param executable with " (deleted)" when it is
 * @param namespaces by their names in /proc/PID/ns; the value identifies one: mnt:[4026531841]
 */
public record AppProcess(
    int pid,
    ProcStat stat,
    ProcStatus status,
    String executable,
    String workingFolder,
    ImmutableList<OpenFile> open,
    ProcMaps maps,
    ImmutableMap<String, String> namespaces) {

  /** How messages name it. */
  String label() {
    return stat.command() + " (pid " + pid + ")";
  }
}
