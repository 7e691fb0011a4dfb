package org.osswap.handoff;

/**
 * What a receiver takes, and how thoroughly it stores it.
 *
 * @param maxFiles of one stream: files, links, and the directories that are made for them
 * @param maxBytes of one stream's files, holes included; a {@link Room} bounds all streams together
 * @param owners give files their owners and groups, which needs root
 * @param sync force each file to the disk; useless where files live in memory
 */
public record ReceivePolicy(long maxFiles, long maxBytes, boolean owners, boolean sync) {

  /** For a successor that keeps files in memory, of which it has {@code available} bytes. */
  public static ReceivePolicy inMemory(long available) {
    return new ReceivePolicy(100_000, available, true, false);
  }
}
