package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.mutation.Trial;

/** What an application's owner writes about it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ManifestsFuzzTest {
  @TempDir Path dir;

  @FuzzTest
  void manifest(byte[] input) {
    Trial.of(
        input,
        bytes -> {
          Files.write(dir.resolve("a.toml"), bytes);
          for (AppManifest app : Manifests.load(dir)) {
            // They become names of files, units and tables.
            assertThat(app.name()).matches("[A-Za-z0-9_-]{1,32}");
            assertThat(app.files())
                .allMatch(file -> file.startsWith("/") && file.equals(Paths.normalize(file)));
            assertThat(app.finder().value()).isNotBlank().doesNotContain("\0");
          }
        });
  }
}
