package org.osswap.launch.shared;

import java.time.Duration;

/**
 * Tells from a counter of beats whether the other side lives. Only time counts in which this side looked:
 * a side that was itself put aside for a while doesn't take that for the other's silence.
 *
 * <p>It only ever says what was seen. That a side is silent proves nothing about what it does: nobody may
 * take anything from it for that reason.
 */
public final class Pulse {
  /** What became known by one look. */
  public enum Sign {
    /** Nothing new. */
    NONE,
    /** There was no beat for the limit; said once. */
    LATE,
    /** After that, beats come again; one alone may be the last. */
    BACK
  }

  private static final int BEATS_OF_ONE_BACK = 2;

  private final long limit;
  private final long longestStep;
  private long last;
  private long lastLook;
  private long silence;
  private long gap;
  private int back;
  private boolean begun;
  private boolean late;

  /**
   * A pulse that hasn't been felt yet.
   *
   * @param limit the silence that is told
   * @param interval between two looks; when more than two of them lie between two looks, only two count
   */
  public Pulse(Duration limit, Duration interval) {
    this.limit = limit.toNanos();
    this.longestStep = 2 * interval.toNanos();
  }

  /**
   * Looks.
   *
   * @param beats the counter; nothing is said before it has first changed from 0
   * @param now any clock's nanoseconds
   */
  public Sign look(long beats, long now) {
    if (!begun) {
      begun = beats != 0;
      last = beats;
      lastLook = now;
      return Sign.NONE;
    }
    silence += Math.min(now - lastLook, longestStep);
    lastLook = now;
    if (beats == last) {
      back = 0;
      if (late || silence < limit) {
        return Sign.NONE;
      }
      late = true;
      return Sign.LATE;
    }
    last = beats;
    if (late && ++back < BEATS_OF_ONE_BACK) {
      return Sign.NONE;
    }
    Sign sign = late ? Sign.BACK : Sign.NONE;
    gap = silence;
    silence = 0;
    late = false;
    back = 0;
    return sign;
  }

  /** How long there has been no beat, as far as this side has looked; of one that is back: had been. */
  public Duration silence() {
    return Duration.ofNanos(late ? silence : gap);
  }

  /** Whether it is silent now. */
  public boolean late() {
    return late;
  }
}
