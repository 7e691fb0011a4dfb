package org.osswap.watch;

import com.google.common.collect.ImmutableSet;

/**
 * A block device that is made of no other one: of a multipath map, one path.
 *
 * @param name the kernel's
 * @param state as its driver says it in {@code device/state}; empty: it doesn't
 */
record Leaf(String name, String state) {
  /** drivers/scsi/scsi_sysfs.c, sdev_states; drivers/nvme/host/core.c, nvme_ctrl_state_name. */
  private static final ImmutableSet<String> SILENT =
      ImmutableSet.of(
          "transport-offline", "blocked", "created-blocked", "quiesce", "connecting", "resetting");

  private static final ImmutableSet<String> GONE =
      ImmutableSet.of("offline", "cancel", "deleted", "deleting", "deleting (no IO)", "dead");

  /** The transport gives no answer; it may again. */
  boolean silent() {
    return SILENT.contains(state);
  }

  /** The kernel has given it up, and won't use it by itself again. */
  boolean gone() {
    return GONE.contains(state);
  }

  boolean lost() {
    return silent() || gone();
  }

  @Override
  public String toString() {
    return state.isEmpty() ? name : name + " " + state;
  }
}
