package org.osswap.watch;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What sysfs says of a disk, which it does without asking it.
 *
 * @param there whether the kernel has such a device
 * @param leaves what it is made of; itself, if of nothing
 */
record DiskFacts(boolean there, ImmutableList<Leaf> leaves, Optional<DiskStat> stat) {
  static final DiskFacts GONE = new DiskFacts(false, ImmutableList.of(), Optional.empty());

  boolean allSilent() {
    return !leaves.isEmpty() && leaves.stream().allMatch(Leaf::silent);
  }

  boolean allLost() {
    return !leaves.isEmpty() && leaves.stream().allMatch(Leaf::lost);
  }

  boolean someLost() {
    return leaves.stream().anyMatch(Leaf::lost);
  }

  /** {@code sda running, sdb offline}. */
  String paths() {
    return leaves.stream().map(Leaf::toString).collect(Collectors.joining(", "));
  }
}
