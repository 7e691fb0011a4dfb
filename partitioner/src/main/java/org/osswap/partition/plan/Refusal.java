package org.osswap.partition.plan;

import org.osswap.base.Failure;

/** Makes the failures of planning. */
final class Refusal {
  private Refusal() {}

  static Failure of(String object, String reason, String remedy) {
    return new Failure("divide the machine", object, reason, remedy);
  }
}
