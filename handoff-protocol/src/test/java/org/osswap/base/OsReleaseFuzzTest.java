package org.osswap.base;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.osswap.mutation.Trial;

/** A target image's description of itself. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OsReleaseFuzzTest {
  @FuzzTest
  void anyTextIsRead(byte[] input) {
    Trial.of(input, bytes -> OsRelease.parse(new String(bytes, StandardCharsets.UTF_8)));
  }
}
