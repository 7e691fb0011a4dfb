package org.osswap.payload;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random bytes for the successor's kernel, which systemd-random-seed.service feeds to it: an OS that is
 * started from the same image everywhere has none of its own. They count for no entropy there, but make
 * what it draws differ from what any other machine draws.
 */
public final class RandomSeed {
  /** systemd-random-seed.service(8). */
  static final String PATH = "/var/lib/systemd/random-seed";

  /** In text they are as many as systemd reads: 512. */
  private static final int BYTES = 384;

  private RandomSeed() {}

  /** Another one each time. */
  public static PayloadFile fresh() {
    byte[] seed = new byte[BYTES];
    new SecureRandom().nextBytes(seed);
    return PayloadFile.secret(PATH, Base64.getEncoder().encodeToString(seed));
  }
}
