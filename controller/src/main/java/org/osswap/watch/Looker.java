package org.osswap.watch;

/** Looks at one path, without being held up by it. */
interface Looker extends AutoCloseable {
  /**
   * Looks.
   *
   * @param now milliseconds
   */
  Finding look(long now);

  @Override
  default void close() {}
}
