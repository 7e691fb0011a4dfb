package org.osswap.drill;

import java.util.OptionalDouble;

/**
 * What a drill is measured against; what is empty isn't judged.
 *
 * @param detect seconds from the break until somebody knew of it
 * @param fence seconds from the break until the last CPU of the old OS was taken
 * @param back seconds from the break until an application answers; where nothing is to be interrupted, its
 *     longest gap
 * @param recoveryPoint seconds that a restored application's checkpoint was old at the break
 * @param lostRequests acknowledged requests, of one application, whose effect isn't there afterwards
 * @param hold seconds that the loss lasts where nothing is to come of it
 */
public record Targets(
    OptionalDouble detect,
    OptionalDouble fence,
    OptionalDouble back,
    OptionalDouble recoveryPoint,
    OptionalDouble lostRequests,
    OptionalDouble hold) {

  /** These, and where they say nothing, what {@code others} say. */
  Targets over(Targets others) {
    return new Targets(
        first(detect, others.detect),
        first(fence, others.fence),
        first(back, others.back),
        first(recoveryPoint, others.recoveryPoint),
        first(lostRequests, others.lostRequests),
        first(hold, others.hold));
  }

  private static OptionalDouble first(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() ? one : other;
  }
}
