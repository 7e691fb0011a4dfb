package org.osswap.partition.belongings;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.partition.belongings.Kind.Rule;
import org.osswap.proto.Belonging;

/** The things that a swap can touch, and how each was when they were read. */
public record Belongings(ImmutableSortedMap<Thing, String> states) {
  private static final String STEP = "look at what the swap touches";
  private static final long POLL_MILLIS = 100;

  /**
   * Reads them.
   *
   * @throws Failure if one can't be read
   */
  public static Belongings read(SysRoot root, ProcessRunner runner, Scope scope) {
    Look look = new Look(root, runner, scope);
    TreeMap<Thing, String> states = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      try {
        kind.read(look).forEach((name, state) -> states.put(new Thing(kind, name), state));
      } catch (UncheckedIOException | IllegalArgumentException e) {
        throw new Failure(STEP, kind.toString(), String.valueOf(e.getMessage()), "Run osswap as root.", e);
      }
    }
    return new Belongings(ImmutableSortedMap.copyOf(states));
  }

  /**
   * Reads the same things again, and compares. What isn't as it was is given some time: drivers are
   * bound, and links come up, when the kernel and udev get to it.
   *
   * @return what is still different when the time is over; empty as soon as nothing is
   */
  public ImmutableList<Difference> differencesWithin(
      Duration patience, SysRoot root, ProcessRunner runner) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      ImmutableList<Difference> differences = differences(read(root, runner, scope()));
      if (differences.isEmpty() || System.nanoTime() - end > 0 || !paused()) {
        return differences;
      }
    }
  }

  private static boolean paused() {
    try {
      Thread.sleep(POLL_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What isn't as it was, in a later reading of the same scope. */
  public ImmutableList<Difference> differences(Belongings now) {
    ImmutableList.Builder<Difference> differences = ImmutableList.builder();
    states.forEach(
        (thing, was) -> {
          String is = now.states.getOrDefault(thing, Kind.ABSENT);
          if (thing.kind().rule() == Rule.AS_BEFORE && !is.equals(was)) {
            differences.add(Difference.of(thing, was, is));
          }
        });
    now.states.forEach(
        (thing, is) -> {
          if (!states.containsKey(thing)) {
            differences.add(Difference.of(thing, Kind.ABSENT, is));
          }
        });
    return differences.build();
  }

  /** Those of the applications, which come and go while a machine stays as it is. */
  public Belongings ofApplications() {
    return filtered(Kind.APPLICATIONS::contains);
  }

  /** The others. */
  public Belongings ofMachine() {
    return filtered(kind -> !Kind.APPLICATIONS.contains(kind));
  }

  private Belongings filtered(Predicate<Kind> kinds) {
    return new Belongings(
        ImmutableSortedMap.copyOf(Maps.filterKeys(states, thing -> kinds.test(thing.kind()))));
  }

  /** These and others; none of them is in both. */
  public Belongings and(Belongings others) {
    return new Belongings(
        ImmutableSortedMap.<Thing, String>naturalOrder()
            .putAll(states)
            .putAll(others.states)
            .buildOrThrow());
  }

  /** What has to be looked at to compare. */
  private Scope scope() {
    ImmutableSetMultimap.Builder<Kind, String> names = ImmutableSetMultimap.builder();
    states.keySet().forEach(thing -> names.put(thing.kind(), thing.name()));
    return new Scope(names.build());
  }

  /** For the journal. */
  public org.osswap.proto.Belongings toProto() {
    org.osswap.proto.Belongings.Builder proto = org.osswap.proto.Belongings.newBuilder();
    states.forEach(
        (thing, state) ->
            proto
                .addBelongingBuilder()
                .setKind(thing.kind().toString())
                .setName(thing.name())
                .setState(state));
    return proto.build();
  }

  /**
   * From the journal.
   *
   * @throws Failure if another version of osswap wrote it
   */
  public static Belongings of(org.osswap.proto.Belongings proto) {
    TreeMap<Thing, String> states = new TreeMap<>();
    for (Belonging belonging : proto.getBelongingList()) {
      states.put(new Thing(kind(belonging), belonging.getName()), belonging.getState());
    }
    return new Belongings(ImmutableSortedMap.copyOf(states));
  }

  private static Kind kind(Belonging belonging) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.toString().equals(belonging.getKind()))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    STEP,
                    belonging.getKind() + " " + belonging.getName(),
                    "the journal names a kind of things that this version doesn't know",
                    "Use the version of osswap that wrote the journal."));
  }
}
