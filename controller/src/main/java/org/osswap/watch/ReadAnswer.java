package org.osswap.watch;

/**
 * What came of reading 4 KiB of a disk.
 *
 * @param error the name of errno; empty: data came
 */
record ReadAnswer(String error) {
  static final ReadAnswer DATA = new ReadAnswer("");

  boolean data() {
    return error.isEmpty();
  }
}
