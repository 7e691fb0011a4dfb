package org.osswap.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;
import org.osswap.launch.boot.Trampoline;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.proto.PartitionPlan;

/** The start of the first CPU, with an incumbent made of plain memory. */
final class KickTest {
  private static final long INCUMBENTS = 0x6_0000;
  private static final long STAGE = 0x1_0f00;
  private static final byte[] ENTRY = {(byte) 0xfa, 0x0f, 0x09, (byte) 0xea, 0x20, 0x10, 0, (byte) 0x98};
  private static final byte[] PATCHED = {(byte) 0xea, 0, 0, 0, 0x10, 0x10, 0, (byte) 0x98};

  private final PartitionPlan plan = Plans.q35();
  private final HeapMemory memory = new HeapMemory();
  private byte[] seenByTheCpu = {};

  @BeforeEach
  void loadTrampolines() {
    memory.write(0x1_0000, Trampoline.build(plan, 0x1_0000_0000L, 0x1_0020_0200L));
    memory.write(INCUMBENTS, ENTRY);
  }

  @Test
  void theIncumbentsTrampolineLeadsToOursOnlyWhileTheCpuStarts() {
    Kick kick = Kick.start(memory, cpus(2, "Input/output error"), plan);

    assertThat(seenByTheCpu).isEqualTo(PATCHED);
    assertThat(memory.read(INCUMBENTS, 8)).isEqualTo(ENTRY);
    assertThat(kick.awaitOnlineReturned(Duration.ofSeconds(5))).isEqualTo("Input/output error");
    assertThat(memory.mapped()).isZero();
  }

  @Test
  void aCpuThatNeverStartsIsAFailureAndTheTrampolineIsWhole() {
    assertThatThrownBy(() -> Kick.start(memory, cpus(0, "Device or resource busy"), plan))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("did not reach long mode (stage 0)")
        .hasMessageContaining("Device or resource busy");
    assertThat(memory.read(INCUMBENTS, 8)).isEqualTo(ENTRY);
  }

  @Test
  void aCpuThatBecomesTheIncumbentsIsAFailure() {
    Kick kick = Kick.start(memory, cpus(2, ""), plan);

    assertThatThrownBy(() -> kick.awaitOnlineReturned(Duration.ofSeconds(5)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("came up as a CPU of the incumbent");
  }

  @Test
  void anIncumbentThatStillWaitsIsAFailureAfterTheLimit() {
    CountDownLatch never = new CountDownLatch(1);
    CpuHotplug slow =
        hotplug(
            cpu -> {
              memory.write(STAGE, (byte) 2);
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            });

    Kick kick = Kick.start(memory, slow, plan);

    assertThat(kick.onlineReturned()).isFalse();
    assertThatThrownBy(() -> kick.awaitOnlineReturned(Duration.ofMillis(20)))
        .hasMessageContaining("still waits");
    never.countDown();
  }

  @Test
  void anOnlineCpuIsRefusedBeforeAnythingIsPatched() {
    CpuHotplug online =
        new CpuHotplug() {
          @Override
          public void online(int cpu) {
            throw new AssertionError("must not be called");
          }

          @Override
          public boolean isOnline(int cpu) {
            return true;
          }
        };

    assertThatThrownBy(() -> Kick.start(memory, online, plan))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cpu2: is online in the incumbent");
  }

  @Test
  void twoTrampolinesAreRefused() {
    memory.write(0x7_0000, ENTRY);

    assertThatThrownBy(() -> Kick.start(memory, cpus(2, "no"), plan))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("more than one page");
  }

  @Test
  void aDeadKernelsTrampolineInTheOtherChunkIsNotConsidered() {
    memory.write(0x3_0000, ENTRY);

    Kick kick = Kick.start(memory, cpus(2, "Input/output error"), plan);

    assertThat(kick.took()).isPositive();
    assertThat(memory.read(0x3_0000, 8)).isEqualTo(ENTRY);
  }

  @Test
  void withoutALoadedSuccessorNothingIsKicked() {
    memory.write(0x1_0ef0, new byte[8]);

    assertThatThrownBy(() -> Kick.start(memory, cpus(2, "no"), plan))
        .hasMessageContaining("nothing is loaded");
  }

  @Test
  void aReclaimUndoesThePatchOfAProcessThatWasKilled() {
    try (Trampoline trampoline = Trampoline.open(memory, plan)) {
      TrampolinePatch.apply(memory, plan, trampoline);
    }
    assertThat(memory.read(INCUMBENTS, 8)).isEqualTo(PATCHED);

    new Reclaimer(memory, new Recovering()).reclaim(plan);

    assertThat(memory.read(INCUMBENTS, 8)).isEqualTo(ENTRY);
  }

  /** A CPU that looks at the trampoline, gets as far as a stage, and what the kernel then says. */
  private CpuHotplug cpus(int stage, String answer) {
    return hotplug(
        cpu -> {
          seenByTheCpu = memory.read(INCUMBENTS, 8);
          memory.write(STAGE, (byte) stage);
          if (!answer.isEmpty()) {
            throw new IOException(answer);
          }
        });
  }

  private static CpuHotplug hotplug(Online online) {
    return new CpuHotplug() {
      @Override
      public void online(int cpu) throws IOException {
        online.online(cpu);
      }

      @Override
      public boolean isOnline(int cpu) {
        return false;
      }
    };
  }

  private interface Online {
    void online(int cpu) throws IOException;
  }
}
