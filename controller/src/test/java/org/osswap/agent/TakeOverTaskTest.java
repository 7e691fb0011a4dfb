package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.controller.Journal;
import org.osswap.controller.StateDir;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;

final class TakeOverTaskTest {
  @TempDir Path dir;
  private int begun;
  private final CountDownLatch looked = new CountDownLatch(1);

  private TakeOverTask restarted(Phase phase) {
    StateDir state = new StateDir(SysRoot.at(dir));
    state.freshSwap();
    try (Journal journal = Journal.open(state.journal())) {
      journal.append(
          JournalRecord.newBuilder().setPlan(PartitionPlan.newBuilder().setId("swap-1")));
      journal.append(JournalRecord.newBuilder().setPhase(phase));
    }
    return new TakeOverTask(
        state,
        extent -> {
          throw new Failure("map memory", "/dev/mem", "not on this machine", "None.");
        },
        limits -> {
          throw new AssertionError("taken without a proof");
        },
        new Quiet() {
          @Override
          public void detail(String text) {
            looked.countDown();
          }
        },
        () -> begun++,
        () -> {
          throw new AssertionError("done without a proof");
        },
        new CrashLogKeeper(SysRoot.at(dir), extent -> null, new Quiet()));
  }

  @Test
  void anAgentThatIsRestartedWhileTheOldOsRetiresWaitsForItsProofAgain() throws Exception {
    restarted(Phase.RETIRING).goOn("swap-1");

    assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(begun).isEqualTo(1);
  }

  @Test
  void itDoesNotWaitInAnotherSwapOrAfterTheEnd() {
    TakeOverTask other = restarted(Phase.RETIRING);
    other.goOn("swap-2");
    TakeOverTask ended = restarted(Phase.DONE);
    ended.goOn("swap-1");

    assertThat(begun).isZero();
    // It looks for the proof only when it waits for one.
    assertThat(other.incumbent()).isEqualTo("running");
    assertThat(ended.incumbent()).isEqualTo("running");
  }
}
