package org.osswap.base;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.osswap.mutation.Mutants;

final class OsReleaseMutationTest {
  @Test
  void damagedOsReleasesAreReadAsFarAsTheyGo() {
    Mutants.of(
            """
            PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
            NAME="Debian GNU/Linux"
            VERSION_ID="13"
            VARIANT="the \\"big\\" one, 5\\$"
            ID='debian'
            BUILD_ID=
            """)
        .areRefusedOrUnderstoodBy(
            bytes -> OsRelease.parse(new String(bytes, StandardCharsets.UTF_8)));
  }
}
