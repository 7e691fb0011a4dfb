package org.osswap.handoff;

import java.util.Locale;

/** The two operating systems of a swap. */
public enum Side {
  /** Runs now, and calls. */
  INCUMBENT,
  /** Is being started, and answers. */
  SUCCESSOR;

  Side other() {
    return this == INCUMBENT ? SUCCESSOR : INCUMBENT;
  }

  /** The name that this side's files begin with: {@code incumbent}. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
