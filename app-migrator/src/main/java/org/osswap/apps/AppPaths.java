package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.osswap.proto.LossPolicy;

/**
 * The disks that an application lives on, and what is done when one of them stays lost while a successor is
 * armed.
 *
 * @param disks absolute paths of block devices
 * @param limit how long one may give no answer; empty: as the machine's owner configured
 * @param policy empty: the same
 */
public record AppPaths(
    ImmutableList<String> disks, Optional<Duration> limit, Optional<LossPolicy> policy) {
  /** It lives on no disk that is to be watched. */
  public static final AppPaths NONE =
      new AppPaths(ImmutableList.of(), Optional.empty(), Optional.empty());

  /** A limit is from 1 to this many seconds. */
  public static final int LONGEST_LIMIT_S = 3600;

  private static final ImmutableList<LossPolicy> POLICIES =
      ImmutableList.of(LossPolicy.ALERT, LossPolicy.HANDOFF, LossPolicy.TAKEOVER);

  /** The names of all policies, as a message lists them. */
  public static final String POLICY_NAMES = "\"alert\", \"handoff\" or \"takeover\"";

  /** The policy of a name; empty: there is none of that name. */
  public static Optional<LossPolicy> policy(String name) {
    return POLICIES.stream().filter(policy -> nameOf(policy).equals(name)).findFirst();
  }

  /** As manifests and configuration name it. */
  public static String nameOf(LossPolicy policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }

  /** Whether this is a block device's path: below /dev, and without tricks. */
  public static boolean isDevice(String path) {
    return path.matches("/dev/[A-Za-z0-9._+:@-]+(/[A-Za-z0-9._+:@-]+)*") && !path.contains("/..");
  }
}
