package org.osswap.partition.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.osswap.base.Extents;
import org.osswap.mutation.Trial;

/** The firmware's tables, as they come, and with the length and the sum made right. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AcpiTableFuzzTest {
  private static void tryTable(byte[] input, Consumer<AcpiTable> parser) {
    Trial.of(input, bytes -> parser.accept(AcpiTable.parse("T", bytes)));
    Trial.of(input, bytes -> parser.accept(AcpiTable.parse("T", Summed.table(bytes))));
  }

  @FuzzTest
  void madt(byte[] input) {
    tryTable(
        input, table -> assertThat(Madt.parse(table).enabledApicIds()).doesNotHaveDuplicates());
  }

  @FuzzTest
  void srat(byte[] input) {
    tryTable(
        input,
        table -> {
          Srat srat = Srat.parse(table);
          srat.nodes()
              .forEach(
                  (range, node) -> {
                    assertThat(range.lowerEndpoint()).isBetween(0L, range.upperEndpoint() - 1);
                    assertThat(node).isBetween(0, table.length() / 16);
                  });
          srat.node(Extents.of(1L << 32, 1L << 33));
        });
  }

  @FuzzTest
  void mcfg(byte[] input) {
    tryTable(
        input,
        table ->
            Mcfg.parse(table)
                .forEach(
                    ecam -> {
                      assertThat(ecam.getBusStart()).isLessThanOrEqualTo(ecam.getBusEnd());
                      assertThat(ecam.getBase() + ((ecam.getBusEnd() + 1L) << 20)).isPositive();
                    }));
  }
}
