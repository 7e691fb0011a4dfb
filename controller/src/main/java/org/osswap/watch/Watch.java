package org.osswap.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osswap.apps.AppPaths;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PathKind;
import org.osswap.proto.PathReport;
import org.osswap.proto.WatchClaim;
import org.osswap.proto.WatchReport;
import org.osswap.proto.WatchedPath;

/**
 * Decides, of what was found of all paths, whether something is to be done. Pure: time and findings are
 * handed in. Times are milliseconds of CLOCK_MONOTONIC.
 *
 * <p>What is done concerns the OS as a whole, so among the claims that are due the strongest policy counts.
 * A takeover also counts before its time when a handoff is due: that would end the applications on lost
 * paths without bringing them back, which a takeover does. A handoff of no application is an alert.
 *
 * <p>A handoff or a takeover is begun once; after it alerts alone are due, and what an operator forces.
 */
final class Watch {
  private final Map<String, PathTrack> tracks = new LinkedHashMap<>();
  private final ImmutableSet<String> apps;
  private boolean held;
  private LossPolicy acted = LossPolicy.LOSS_POLICY_UNSPECIFIED;
  private long actedAt;

  Watch(List<WatchedPath> paths, Iterable<String> apps, long now) {
    paths.forEach(path -> tracks.put(path.getName(), new PathTrack(path, now)));
    this.apps = ImmutableSet.copyOf(apps);
  }

  /** Goes on where a watcher before this one ended. */
  void restore(WatchReport before, long now, long epoch) {
    for (PathReport path : before.getPathsList()) {
      Optional.ofNullable(tracks.get(path.getName())).ifPresent(track -> track.restore(path, now));
    }
    acted = before.getActed();
    actedAt = before.getActedEpochMillis() - epoch;
  }

  /** Takes a finding in; answers what there is to record. */
  Optional<String> observe(String name, Finding found, long now) {
    return tracks.get(name).observe(found, now);
  }

  /** Nothing but alerts while held. */
  void hold(boolean hold) {
    held = hold;
  }

  /** What is to be done now; it is due again until {@link #begun}. */
  Optional<Act> due(long now) {
    ImmutableList<Due> due = all(track -> track.due(now));
    if (due.isEmpty()) {
      return Optional.empty();
    }
    LossPolicy policy = strongest(due);
    if (policy == LossPolicy.HANDOFF && claimed(LossPolicy.TAKEOVER)) {
      policy = LossPolicy.TAKEOVER;
    }
    boolean once = acted != LossPolicy.LOSS_POLICY_UNSPECIFIED;
    if (policy != LossPolicy.ALERT && (held || once)) {
      ImmutableList<Due> alerts =
          due.stream()
              .filter(one -> one.claim().getPolicy() == LossPolicy.ALERT)
              .collect(ImmutableList.toImmutableList());
      return alerts.isEmpty()
          ? Optional.empty()
          : Optional.of(act(LossPolicy.ALERT, alerts, "", now));
    }
    if (policy == LossPolicy.HANDOFF && moving().isEmpty()) {
      return Optional.of(
          act(LossPolicy.ALERT, due, "; no handoff: no application is free of lost paths", now));
    }
    return Optional.of(act(policy, due, "", now));
  }

  /**
   * What is done when an operator doesn't want to wait: that of which the limits haven't passed, whether
   * held, cancelled or done before.
   *
   * @param wanted the policy; empty: the strongest of all lost paths
   * @return empty: no path is lost, so there is nothing to be done
   */
  Optional<Act> force(Optional<LossPolicy> wanted, long now) {
    ImmutableList<Due> lost =
        all(track -> track.lost() ? track.path().getClaimsList() : ImmutableList.of());
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(act(wanted.orElseGet(() -> strongest(lost)), lost, "; forced", now));
  }

  /** Forgets all losses until the paths have come back; answers which. */
  ImmutableList<String> cancel() {
    return tracks.values().stream()
        .filter(PathTrack::cancel)
        .map(PathTrack::label)
        .collect(ImmutableList.toImmutableList());
  }

  /** It was begun, or told: not due again. */
  void begun(Act act, long now) {
    if (act.policy() == LossPolicy.ALERT) {
      for (PathTrack track : tracks.values()) {
        if (act.lost().contains(track.path().getName())) {
          track.due(now).stream().filter(act.claims()::contains).forEach(track::told);
        }
      }
      return;
    }
    acted = act.policy();
    actedAt = now;
  }

  /** What was begun came to nothing, and has left all as it was: it may be due again. */
  void cameToNothing() {
    acted = LossPolicy.LOSS_POLICY_UNSPECIFIED;
    actedAt = 0;
  }

  /**
   * For people, and for the watcher after this one.
   *
   * @param epoch what to add to this clock's times to have milliseconds since the epoch
   */
  WatchReport.Builder report(long now, long epoch) {
    WatchReport.Builder report =
        WatchReport.newBuilder()
            .setEpochMillis(now + epoch)
            .setHeld(held)
            .setActed(acted)
            .setActedEpochMillis(acted == LossPolicy.LOSS_POLICY_UNSPECIFIED ? 0 : actedAt + epoch);
    tracks.values().forEach(track -> report.addPaths(track.report(epoch)));
    return report;
  }

  private record Due(PathTrack track, WatchClaim claim) {}

  private interface Claims {
    List<WatchClaim> of(PathTrack track);
  }

  private ImmutableList<Due> all(Claims claims) {
    return tracks.values().stream()
        .flatMap(track -> claims.of(track).stream().map(claim -> new Due(track, claim)))
        .collect(ImmutableList.toImmutableList());
  }

  private static LossPolicy strongest(List<Due> due) {
    return due.stream()
        .map(one -> one.claim().getPolicy())
        .max(Comparator.naturalOrder())
        .orElse(LossPolicy.ALERT);
  }

  /** By somebody whose path is lost, whether its time has come or not. */
  private boolean claimed(LossPolicy policy) {
    return tracks.values().stream()
        .filter(PathTrack::counts)
        .flatMap(track -> track.path().getClaimsList().stream())
        .anyMatch(claim -> claim.getPolicy() == policy);
  }

  private Act act(LossPolicy policy, List<Due> due, String remark, long now) {
    ImmutableSet<PathTrack> on =
        due.stream().map(Due::track).collect(ImmutableSet.toImmutableSet());
    return new Act(
        policy,
        on.stream().map(track -> track.path().getName()).collect(ImmutableList.toImmutableList()),
        due.stream().map(Due::claim).collect(ImmutableSet.toImmutableSet()),
        lostDisks(),
        moving(),
        staying(),
        now - on.stream().mapToLong(PathTrack::lostSince).min().orElse(now),
        AppPaths.nameOf(policy)
            + ": "
            + on.stream().map(track -> track.loss(now)).collect(Collectors.joining("; "))
            + remark);
  }

  private ImmutableSet<String> lostDisks() {
    return lost(track -> track.path().getKind() == PathKind.DISK).stream()
        .map(track -> track.path().getName())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Cancelled or not: whoever touches it can't be frozen. */
  private ImmutableSet<String> staying() {
    return lost(track -> true).stream()
        .flatMap(track -> track.path().getClaimsList().stream())
        .map(WatchClaim::getApp)
        .filter(apps::contains)
        .collect(ImmutableSet.toImmutableSet());
  }

  private ImmutableSet<String> moving() {
    ImmutableSet<String> staying = staying();
    return apps.stream()
        .filter(app -> !staying.contains(app))
        .collect(ImmutableSet.toImmutableSet());
  }

  private ImmutableList<PathTrack> lost(Predicate<PathTrack> which) {
    return tracks.values().stream()
        .filter(track -> track.lost() && which.test(track))
        .collect(ImmutableList.toImmutableList());
  }
}
