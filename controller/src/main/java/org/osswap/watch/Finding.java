package org.osswap.watch;

import org.osswap.proto.PathState;

/**
 * What was found of a path at one moment.
 *
 * @param state unspecified: nothing is known yet
 * @param evidence in words
 */
record Finding(PathState state, String evidence) {
  static Finding unknown(String why) {
    return new Finding(PathState.PATH_STATE_UNSPECIFIED, why);
  }

  static Finding up(String evidence) {
    return new Finding(PathState.UP, evidence);
  }

  static Finding degraded(String evidence) {
    return new Finding(PathState.DEGRADED, evidence);
  }

  static Finding transientLoss(String evidence) {
    return new Finding(PathState.APD, evidence);
  }

  static Finding permanentLoss(String evidence) {
    return new Finding(PathState.PDL, evidence);
  }
}
