package org.osswap.partition.belongings;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.stream.Collectors;
import org.osswap.base.Failure;

/** One thing that isn't as it was before the swap. */
public record Difference(String object, String was, String is, String remedy) {
  private static final Splitter PARTS = Splitter.on("; ");

  static Difference of(Thing thing, String was, String is) {
    return new Difference(thing.toString(), was, is, thing.kind().remedy(thing.name(), was));
  }

  /** The failure that it is. */
  public Failure toFailure() {
    return new Failure(
        "leave the machine as it was",
        object,
        "was " + without(was, is) + ", is " + without(is, was),
        remedy
            + " Then run 'osswap rollback' again; with --accept-differences it ends as it is.");
  }

  /** Of a state of several parts, those that the other one doesn't have. */
  private static String without(String state, String other) {
    List<String> common = PARTS.splitToList(other);
    String own =
        PARTS.splitToStream(state)
            .filter(part -> !common.contains(part))
            .collect(Collectors.joining("; "));
    return own.isEmpty() ? state : own;
  }
}
