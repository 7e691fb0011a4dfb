package org.osswap.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableRangeSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExtentsTest {
  @Test
  void rangesThatTouchAreOne() {
    ImmutableRangeSet<Long> set =
        Extents.set(
            List.of(
                Extents.of(0x1000, 0x2000), Extents.of(0x5000, 0x5000), Extents.of(0, 0x1000)));

    assertThat(Extents.list(set)).containsExactly(Extents.of(0, 0x2000));
    assertThat(Extents.size(set)).isEqualTo(0x2000);
  }

  @Test
  void neighboursDontOverlap() {
    assertThat(Extents.overlap(Extents.of(0, 0x1000), Extents.of(0x1000, 0x2000))).isFalse();
    assertThat(Extents.overlap(Extents.of(0, 0x1001), Extents.of(0x1000, 0x2000))).isTrue();
    assertThat(Extents.overlap(Extents.of(0, 0x4000), Extents.sized(0x1000, 1))).isTrue();
  }

  @Test
  void aRangeThatEndsBeforeItsStartIsADefect() {
    assertThatThrownBy(() -> Extents.of(0x2000, 0x1000)).hasMessage("[0x2000, 0x1000)");
  }

  @Test
  void whatIsAlignedInwardKeepsOnlyWholeBlocks() {
    ImmutableRangeSet<Long> set =
        Extents.set(List.of(Extents.of(0x800, 0x3800), Extents.of(0x4800, 0x5800)));

    assertThat(Extents.list(Extents.alignInward(set, Extents.PAGE)))
        .containsExactly(Extents.of(0x1000, 0x3000));
  }

  @Test
  void aMultipleIsItsOwnNextMultiple() {
    assertThat(Extents.alignUp(0x1001, Extents.PAGE)).isEqualTo(0x2000);
    assertThat(Extents.alignUp(0x2000, Extents.PAGE)).isEqualTo(0x2000);
    assertThat(Extents.alignDown(0x1fff, Extents.PAGE)).isEqualTo(0x1000);
    assertThat(Extents.alignDown(0x1000, Extents.PAGE)).isEqualTo(0x1000);
  }

  @Test
  void peopleReadTheLastByteAndTheSize() {
    assertThat(Extents.describe(Extents.sized(4 * Extents.GIB, 2 * Extents.GIB)))
        .isEqualTo("0x100000000-0x17fffffff (2048 MiB)");
    assertThat(Extents.amount(8 * Extents.MIB + 512 * Extents.KIB)).isEqualTo("8704 KiB");
    assertThat(Extents.amount(16 * Extents.MIB + 512 * Extents.KIB)).isEqualTo("16.5 MiB");
  }
}
