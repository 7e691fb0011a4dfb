package org.osswap.drill;

import java.util.Locale;

/** One of the two OSes, as the lab command calls them. */
public enum Side {
  INCUMBENT,
  SUCCESSOR;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
