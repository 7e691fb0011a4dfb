package org.osswap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

final class BytesTest {
  @Test
  void sizesAreReadAsPeopleWriteThem() {
    assertThat(Bytes.parse("2G")).isEqualTo(2L << 30);
    assertThat(Bytes.parse("512M")).isEqualTo(512L << 20);
    assertThat(Bytes.parse("4096")).isEqualTo(4096);
  }

  @Test
  void whatIsNoSizeIsRefusedWithTheWayToWriteOne() {
    for (String text : new String[] {"", "0", "-1", "2 G", "2GB", "much"}) {
      assertThatThrownBy(() -> Bytes.parse(text))
          .isInstanceOf(Failure.class)
          .extracting(e -> ((Failure) e).remedy().contains("512M"))
          .isEqualTo(true);
    }
  }

  @Test
  void sizesArePrintedInTheLargestUnitThatFits() {
    assertThat(Bytes.of(0)).isEqualTo("0 B");
    assertThat(Bytes.of(1536)).isEqualTo("1.5 KiB");
    assertThat(Bytes.of(2L << 30)).isEqualTo("2 GiB");
  }
}
