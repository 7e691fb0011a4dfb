package org.osswap.watch;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osswap.apps.AppPaths;
import org.osswap.proto.DueReport;
import org.osswap.proto.PathReport;
import org.osswap.proto.PathState;
import org.osswap.proto.WatchClaim;
import org.osswap.proto.WatchedPath;

/**
 * One path over time:
 *
 * <pre>
 *   UP <-> DEGRADED         a record only
 *    \       /
 *     v     v
 *   APD <-> PDL             lost: the limit runs from the first of the two, the shorter one from PDL
 *       |
 *       back                the loss, and its cancellation, are forgotten
 * </pre>
 *
 * Times are milliseconds of CLOCK_MONOTONIC.
 */
final class PathTrack {
  private final WatchedPath path;
  private final Set<WatchClaim> told = new HashSet<>();
  private PathState state = PathState.PATH_STATE_UNSPECIFIED;
  private String evidence = "not looked at yet";
  private long since;
  private long lostSince;
  private long permanentSince;
  private boolean cancelled;

  PathTrack(WatchedPath path, long now) {
    this.path = path;
    this.since = now;
  }

  /** What a watcher before this one knew of a loss: its time goes on, and a cancellation holds. */
  void restore(PathReport before, long now) {
    if (before.getLostSinceMillis() > 0 && before.getLostSinceMillis() <= now) {
      state = before.getState();
      evidence = before.getEvidence();
      lostSince = before.getLostSinceMillis();
      permanentSince = before.getPermanentSinceMillis();
      cancelled = before.getCancelled();
      since = permanentSince > 0 ? permanentSince : lostSince;
    }
  }

  /** Takes a finding in; answers what there is to record. */
  Optional<String> observe(Finding found, long now) {
    if (found.state() == PathState.PATH_STATE_UNSPECIFIED) {
      if (state == PathState.PATH_STATE_UNSPECIFIED) {
        evidence = found.evidence();
      }
      return Optional.empty();
    }
    evidence = found.evidence();
    if (found.state() == state) {
      return Optional.empty();
    }
    String record = enter(found.state(), now);
    return Optional.of(label() + ": " + record);
  }

  private String enter(PathState next, long now) {
    PathState before = state;
    boolean wasLost = lost();
    state = next;
    since = now;
    permanentSince = next == PathState.PDL ? now : 0;
    if (lost()) {
      lostSince = wasLost ? lostSince : now;
      return next + ", " + evidence + (cancelled ? "; cancelled" : "; " + outlook(now));
    }
    if (!wasLost) {
      return (before == PathState.PATH_STATE_UNSPECIFIED ? "" : before + " -> ") + next + ", " + evidence;
    }
    String back =
        String.format(
            Locale.ROOT, "%s again after %.1f s, %s", next, (now - lostSince) / 1000.0, evidence);
    lostSince = 0;
    cancelled = false;
    told.clear();
    return back;
  }

  private String outlook(long now) {
    StringBuilder text = new StringBuilder();
    for (WatchClaim claim : path.getClaimsList()) {
      text.append(text.length() == 0 ? "" : ", ")
          .append(AppPaths.nameOf(claim.getPolicy()))
          .append(claim.getApp().isEmpty() ? "" : " for " + claim.getApp())
          .append(" in ")
          .append(Math.max(0, deadline(claim) - now) / 1000)
          .append(" s");
    }
    return text.toString();
  }

  boolean lost() {
    return state == PathState.APD || state == PathState.PDL;
  }

  /** Lost, and not told to be forgotten. */
  boolean counts() {
    return lost() && !cancelled;
  }

  /** When a claim is acted upon, if the path stays as it is. */
  long deadline(WatchClaim claim) {
    long usual = lostSince + Duration.ofSeconds(claim.getLimitSeconds()).toMillis();
    return permanentSince == 0
        ? usual
        : Math.min(usual, permanentSince + Duration.ofSeconds(claim.getPdlSeconds()).toMillis());
  }

  /** The claims whose time is over and that nobody was told of yet. */
  ImmutableList<WatchClaim> due(long now) {
    return counts()
        ? path.getClaimsList().stream()
            .filter(claim -> deadline(claim) <= now && !told.contains(claim))
            .collect(ImmutableList.toImmutableList())
        : ImmutableList.of();
  }

  void told(WatchClaim claim) {
    told.add(claim);
  }

  /** Forgets this loss until the path has come back. */
  boolean cancel() {
    boolean anew = counts();
    cancelled = cancelled || anew;
    return anew;
  }

  WatchedPath path() {
    return path;
  }

  long lostSince() {
    return lostSince;
  }

  String label() {
    return path.getKind().name().toLowerCase(Locale.ROOT) + " " + path.getName();
  }

  /** {@code disk /dev/mapper/data APD for 140 s: no answer}. */
  String loss(long now) {
    return String.format(
        Locale.ROOT, "%s %s for %d s: %s", label(), state, (now - lostSince) / 1000, evidence);
  }

  /**
   * For people.
   *
   * @param epoch what to add to this clock's times to have milliseconds since the epoch
   */
  PathReport report(long epoch) {
    PathReport.Builder report =
        PathReport.newBuilder()
            .setKind(path.getKind())
            .setName(path.getName())
            .setState(state)
            .setSinceEpochMillis(since + epoch)
            .setEvidence(evidence)
            .setCancelled(cancelled)
            .setLostSinceMillis(lostSince)
            .setPermanentSinceMillis(permanentSince);
    if (counts()) {
      for (WatchClaim claim : path.getClaimsList()) {
        report.addDue(
            DueReport.newBuilder()
                .setPolicy(claim.getPolicy())
                .setApp(claim.getApp())
                .setEpochMillis(deadline(claim) + epoch)
                .setDone(told.contains(claim)));
      }
    }
    return report.build();
  }
}
