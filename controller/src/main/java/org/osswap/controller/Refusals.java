package org.osswap.controller;

import java.util.List;
import org.osswap.base.Failure;
import org.osswap.proto.Problem;

/** Several refusals told at once. */
final class Refusals {
  private Refusals() {}

  /** One failure that says all of them: the first one's, with the others' texts under it. */
  static Failure together(List<Problem> problems) {
    Problem first = problems.get(0);
    StringBuilder cause = new StringBuilder(first.getCause());
    for (Problem other : problems.subList(1, problems.size())) {
      cause
          .append("\nalso ")
          .append(other.getObject())
          .append(": ")
          .append(other.getCause())
          .append("\n  remedy: ")
          .append(other.getRemedy());
    }
    return new Failure(first.getStep(), first.getObject(), cause.toString(), first.getRemedy());
  }
}
