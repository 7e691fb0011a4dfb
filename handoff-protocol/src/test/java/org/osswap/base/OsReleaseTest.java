package org.osswap.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OsReleaseTest {
  @TempDir Path dir;

  @Test
  void valuesLoseTheirQuotesAndEscapes() {
    assertThat(
            OsRelease.parse(
                """
                # a comment, ID=no
                PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
                ID=debian
                  VERSION_ID='13'
                VARIANT="the \\"big\\" one, 5\\$"
                HOME_URL="https://www.debian.org/?a=b"
                BUILD_ID=
                nonsense
                """))
        .containsEntry("PRETTY_NAME", "Debian GNU/Linux 13 (trixie)")
        .containsEntry("ID", "debian")
        .containsEntry("VERSION_ID", "13")
        .containsEntry("VARIANT", "the \"big\" one, 5$")
        .containsEntry("HOME_URL", "https://www.debian.org/?a=b")
        .containsEntry("BUILD_ID", "")
        .hasSize(6);
  }

  @Test
  void theLastOfTwoAssignmentsCounts() {
    assertThat(OsRelease.parse("ID=a\nID=b\n")).containsEntry("ID", "b");
  }

  @Test
  void theVendorsFileCountsWhereTheAdministratorHasNone() throws Exception {
    SysRoot root = SysRoot.at(dir);
    assertThat(OsRelease.read(root)).isEmpty();

    Files.createDirectories(dir.resolve("usr/lib"));
    Files.writeString(dir.resolve("usr/lib/os-release"), "ID=vendor\n");
    assertThat(OsRelease.read(root)).containsEntry("ID", "vendor");

    Files.createDirectories(dir.resolve("etc"));
    Files.writeString(dir.resolve("etc/os-release"), "ID=admin\n");
    assertThat(OsRelease.read(root)).containsEntry("ID", "admin");
  }
}
