package org.osswap.launch.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.proto.PartitionPlan;

final class CrashLogTest {
  private final OldKernel kernel = new OldKernel();

  private List<String> read() {
    return CrashLog.read(kernel.memory, OldKernel.plan(), OldKernel.noteAt());
  }

  @Test
  void theRecordsAreReadAsDmesgPrintsThem() {
    int at = kernel.log(0, 1_234_567_890L, "Kernel panic - not syncing: sysrq triggered crash");
    kernel.log(at, 101_000_002_000L, "two\nlines");

    assertThat(read())
        .containsExactly(
            "[    1.234567] Kernel panic - not syncing: sysrq triggered crash",
            "[  101.000002] two",
            "[  101.000002] lines");
  }

  @Test
  void aRingThatHasWrappedBeginsWithItsOldestRecord() {
    kernel.first(1000);
    int at = 5 * 8192 - 64;
    for (int i = 0; i < 8; i++) {
      at = kernel.log(at, i * 1_000_000_000L, "record number " + i + ", long enough");
    }

    assertThat(read()).hasSize(8).first().asString().endsWith("record number 0, long enough");
    assertThat(read()).last().asString().endsWith("record number 7, long enough");
  }

  @Test
  void aTextThatCrossesPagesIsWhole() {
    kernel.log(4096 - 24, 0, "0123456789abcdefghijklmnopqrstuvwxyz");

    assertThat(read()).containsExactly("[    0.000000] 0123456789abcdefghijklmnopqrstuvwxyz");
  }

  @Test
  void aRecordThatWasBeingWrittenIsLeftOut() {
    kernel.log(0, 0, "whole");
    kernel.torn();

    assertThat(read()).containsExactly("[    0.000000] whole");
  }

  @Test
  void aRecordWithoutTextIsAnEmptyLine() {
    kernel.record(1, 1, 0, 0);

    assertThat(read()).containsExactly("[    0.000000] ");
  }

  @Test
  void aTextIsNotLongerThanItsBlock() {
    kernel.log(0, 0, "short");
    kernel.record(0, 16, 0, 60000);

    assertThat(read()).last().asString().isEqualTo("[    0.000000] short\\x00\\x00\\x00");
  }

  @Test
  void whatWouldSteerATerminalIsShownAsWhatItIs() {
    kernel.log(0, 0, "a\u001b[2Jb\r");

    assertThat(read()).containsExactly("[    0.000000] a\\x1b[2Jb\\x0d");
  }

  @Test
  void aKernelThatDoesNotDescribeItsLogIsNamedWithWhatIsMissing() {
    List<String> lines = kernel.lines();
    lines.removeIf(line -> line.startsWith("SYMBOL(prb)"));
    kernel.note(lines);

    assertThatThrownBy(this::read)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("this kernel doesn't say its SYMBOL(prb)");
  }

  @Test
  void aPlaceWithoutANoteIsRefused() {
    kernel.note(new byte[0x1000]);

    assertThatThrownBy(this::read).hasMessageContaining("no note VMCOREINFO");
  }

  @Test
  void memoryThatWasNotTheOldSystemsIsNeverRead() {
    kernel.ring(8, 0xffff_8881_4000_0000L);
    assertThatThrownBy(this::read).hasMessageContaining("nothing at its address 0xffff8881");

    PartitionPlan taken =
        OldKernel.plan().toBuilder().addMemory(Extents.sized(OldKernel.NOTE, 0x1000)).build();
    assertThatThrownBy(() -> CrashLog.read(kernel.memory, taken, OldKernel.noteAt()))
        .hasMessageContaining("not the old system's RAM");
  }

  @Test
  void sizesThatNoKernelHasAreRefusedBeforeMemoryIsTaken() {
    kernel.ring(48, 40);
    assertThatThrownBy(this::read).hasMessageContaining("prb_data_ring.size_bits is 40");
  }

  /** Damaged in thousands of ways: a list of lines, or a refusal; nothing else, and nothing left mapped. */
  @Test
  void damageIsRefusedOrLeftOut() {
    int at = 0;
    for (int i = 0; i < 6; i++) {
      at = kernel.log(at, i, "line " + i);
    }
    Random random = new Random(42);
    byte[] good = kernel.noteBytes();
    for (int round = 0; round < 1500; round++) {
      byte[] note = good.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        note[random.nextInt(900)] ^= (byte) (1 << random.nextInt(8));
      }
      kernel.note(note);
      kernel.ring(8 * random.nextInt(10), random.nextLong());
      try {
        assertThat(read().size()).isLessThan(100_000);
      } catch (Failure refused) {
        assertThat(refused.step()).isEqualTo("read the old kernel's log");
      } catch (RuntimeException e) {
        fail("round " + round, e);
      }
    }
    assertThat(kernel.memory.mapped()).isZero();
  }

  @Test
  void theKernelsFileSaysWhereItsNoteIs() {
    assertThat(KernelNotes.parse("0x0000000100203000 1000\n").getAddress()).isEqualTo(0x1_0020_3000L);
    assertThat(KernelNotes.parse("0x0000000100203000 1000").getSize()).isEqualTo(4096);
    assertThatThrownBy(() -> KernelNotes.parse("no")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KernelNotes.parse("10 ffffffff"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
