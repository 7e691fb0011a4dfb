package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.osswap.mutation.Trial;

/** The paths of received files. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JailFuzzTest {
  private static final Path BASE = Path.of("/nonexistent/area");

  @FuzzTest
  void aPathIsRefusedOrIsJustThatPathWithin(byte[] input) {
    Trial.of(
        input,
        bytes -> {
          String name = new String(bytes, StandardCharsets.UTF_8);
          Path path = new Jail(BASE).resolve(name);
          assertThat(path.normalize()).isEqualTo(path);
          assertThat(path.startsWith(BASE)).isTrue();
          assertThat("/" + BASE.relativize(path)).isEqualTo(name);
        });
  }
}
