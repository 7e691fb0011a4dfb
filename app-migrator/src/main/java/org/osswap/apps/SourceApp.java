package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.osswap.proto.AppDescription;

/**
 * An application where it runs now.
 *
 * @param manifest as declared
 * @param unit the systemd unit it runs in; empty: none
 * @param strays labels of processes of the unit that don't descend from its root
 * @param processes the root first, parents before children
 * @param hostNamespaces those of osswap itself, to compare with
 * @param mountIds of the mounts that it sees
 * @param unixSockets all of the machine, by inode
 * @param tcpSockets those of the application
 * @param description what the successor is told
 */
public record SourceApp(
    AppManifest manifest,
    String unit,
    ImmutableList<String> strays,
    ImmutableList<AppProcess> processes,
    ImmutableMap<String, String> hostNamespaces,
    ImmutableSet<Integer> mountIds,
    ImmutableMap<Long, UnixSocket> unixSockets,
    ImmutableList<TcpSocket> tcpSockets,
    AppDescription description) {

  public String name() {
    return manifest.name();
  }

  AppProcess root() {
    return processes.get(0);
  }

  /** The root's pid as the host sees it. */
  public int rootPid() {
    return root().pid();
  }

  /** All pids as the host sees them. */
  public ImmutableList<Integer> pids() {
    return processes.stream().map(AppProcess::pid).collect(ImmutableList.toImmutableList());
  }

  /** Does the tree live in a namespace of its own of this kind (mnt, pid, time ...)? */
  boolean ownNamespace(String kind) {
    String own = root().namespaces().get(kind);
    return own != null && !own.equals(hostNamespaces.get(kind));
  }

  /** Every open socket's inode. */
  ImmutableSet<Long> sockets() {
    ImmutableSet.Builder<Long> inodes = ImmutableSet.builder();
    processes.forEach(p -> p.open().forEach(f -> f.socket().ifPresent(inodes::add)));
    return inodes.build();
  }
}
