package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.stream.Stream;
import org.osswap.base.SysRoot;

/**
 * Programs that a dead controller has started and that still run: a memory block that is being taken
 * offline, say. They would do their work after it was undone; so they are awaited before anything is.
 *
 * <p>They are known by the environment that the osswap script gives to all that it starts. Freezes are left out:
 * they come to their end by the decision. So is osswap itself: it has the lock, or only looks.
 */
final class Leftovers {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 100;
  private static final String MARK = "OSSWAP_HOME=";
  private static final ImmutableList<String> NOT_AWAITED =
      ImmutableList.of("freeze.sh", "criu", "osswap-app", "/decide", "org.osswap.cli.Main");

  private final SysRoot root;

  Leftovers(SysRoot root) {
    this.root = root;
  }

  /** Waits until there are none, for a minute at most; then it is said which were left. */
  void await(Progress progress) {
    ImmutableList<String> told = ImmutableList.of();
    long end = System.nanoTime() + LIMIT.toNanos();
    for (ImmutableList<String> left = running(); !left.isEmpty(); left = running()) {
      if (!left.equals(told)) {
        progress.detail("waiting for what the dead controller has started: " + left);
        told = left;
      }
      if (System.nanoTime() > end || !pause()) {
        progress.detail("not awaited any longer: " + left);
        return;
      }
    }
  }

  /** Command lines. */
  ImmutableList<String> running() {
    return root.list("/proc").stream()
        .filter(name -> name.chars().allMatch(Character::isDigit))
        .filter(pid -> has(pid, MARK))
        .map(pid -> root.text("/proc/" + pid + "/cmdline").orElse("").replace('\0', ' ').strip())
        .filter(command -> !command.isEmpty())
        .filter(command -> NOT_AWAITED.stream().noneMatch(command::contains))
        .collect(ImmutableList.toImmutableList());
  }

  private boolean has(String pid, String mark) {
    try {
      return Stream.of(root.text("/proc/" + pid + "/environ").orElse("").split("\0", -1))
          .anyMatch(entry -> entry.startsWith(mark));
    } catch (java.io.UncheckedIOException gone) {
      return false; // a process that ends while it is looked at
    }
  }

  /** The kernel tells nobody but the parent of a process's end. */
  private static boolean pause() {
    try {
      Thread.sleep(POLL_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
