package org.osswap.partition.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;
import org.osswap.partition.Trees;
import org.osswap.partition.inventory.KernelCommandLine;

final class KernelParametersTest {

  @Test
  void theReservationLiesAlignedAtTheEndOfTheHighestMemory() {
    List<String> parameters = KernelParameters.forFirstBoot(Trees.q35(), 1L << 30);

    assertThat(parameters).contains("no_ipi_broadcast=1", "memmap=1024M$0x1c0000000");
  }

  @Test
  void tooMuchIsRefused() {
    assertThatThrownBy(() -> KernelParameters.forFirstBoot(Trees.q35(), 1L << 40))
        .isInstanceOf(Failure.class);
  }

  @Test
  void anotherSizeOfTheCrashKernelIsNotMissing() {
    KernelCommandLine running = KernelCommandLine.parse("quiet crashkernel=128M panic=0");

    assertThat(KernelParameters.missing(running))
        .containsExactly("no_ipi_broadcast=1", "intremap=off");
  }

  @Test
  void theDollarSignSurvivesTheShellThatReadsTheFileWithABackslashForGrub() {
    String file = BootLoader.grubFile(List.of("panic=0", "memmap=1024M$0x1c0000000"));

    String value =
        new SystemProcessRunner()
            .run(
                List.of("sh", "-s"),
                "GRUB_CMDLINE_LINUX=quiet\n" + file + "printf %s \"$GRUB_CMDLINE_LINUX\"\n",
                Duration.ofSeconds(20))
            .out();

    assertThat(value).isEqualTo("quiet panic=0 memmap=1024M\\$0x1c0000000");
  }

  @Test
  void reservationsAreReadBackFromTheCommandLine() {
    assertThat(KernelCommandLine.parse("memmap=1G$0x100000000,2M$3G memmap=1G!8G").reservations().asRanges().toString())
        .isEqualTo("[[3221225472..3223322624), [4294967296..5368709120)]");
    assertThat(KernelCommandLine.bytes("0x10k")).isEqualTo(16384);
  }
}
