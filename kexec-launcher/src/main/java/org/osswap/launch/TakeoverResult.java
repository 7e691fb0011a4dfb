package org.osswap.launch;

import com.google.common.collect.ImmutableList;

/**
 * What a takeover came to.
 *
 * @param taken in the order in which it was taken
 * @param left what was not taken, with the cause in its detail
 */
public record TakeoverResult(ImmutableList<Item> taken, ImmutableList<Item> left) {

  /**
   * A CPU, a PCI root or a range of memory.
   *
   * @param kind cpu, pci or memory
   */
  public record Item(String kind, String object, String detail) {}

  public boolean complete() {
    return left.isEmpty();
  }
}
