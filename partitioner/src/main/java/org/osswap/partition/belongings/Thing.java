package org.osswap.partition.belongings;

import java.util.Comparator;

/** One thing that a swap can touch: {@code cpu 2}. */
public record Thing(Kind kind, String name) implements Comparable<Thing> {
  private static final Comparator<Thing> ORDER =
      Comparator.comparing(Thing::kind).thenComparing(Thing::name);

  @Override
  public int compareTo(Thing other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
