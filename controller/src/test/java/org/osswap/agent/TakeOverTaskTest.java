package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.Obliging;
import org.osswap.base.Poll;
import org.osswap.base.SysRoot;
import org.osswap.controller.Journal;
import org.osswap.controller.Standing;
import org.osswap.controller.StateDir;
import org.osswap.controller.SwapHistory;
import org.osswap.controller.Told;
import org.osswap.handoff.Side;
import org.osswap.launch.Takeover;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.Crash;
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
      journal.append(JournalRecord.newBuilder().setPlan(PageMemory.PLAN));
      journal.append(JournalRecord.newBuilder().setPhase(phase));
    }
    return new TakeOverTask(
        state,
        extent -> {
          throw new Failure("map memory", "/dev/mem", "not on this machine", "None.");
        },
        limits -> {
          throw new Failure("make", "a takeover", "there is no proof", "None.");
        },
        new Told() {
          @Override
          public void detail(String text) {
            looked.countDown();
          }
        },
        () -> begun++,
        afterCrash -> {
          throw new AssertionError("done without a proof");
        },
        new CrashLogKeeper(SysRoot.at(dir), extent -> null, new Told()),
              journal -> {});
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

  @Test
  void aCrashIsInTheJournalBeforeAnythingIsTakenAndANewAgentGoesOnWithIt() throws Exception {
    TakeOverTask task = restarted(Phase.ARMED);
    byte[] journal = java.nio.file.Files.readAllBytes(new StateDir(SysRoot.at(dir)).journal());
    Crash crash = Crash.newBuilder().setCause(Crash.Cause.HANG).setSilenceMillis(10_000).build();

    task.crashed(
        ArmRequest.newBuilder()
            .setSwapId("swap-1")
            .setPlan(PartitionPlan.newBuilder().setId("swap-1"))
            .setJournal(ByteString.copyFrom(journal))
            .build(),
        crash);

    assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
    SwapHistory history = new SwapHistory(Journal.read(new StateDir(SysRoot.at(dir)).journal()));
    assertThat(history.crash()).contains(crash);
    assertThat(history.retiring()).isTrue();
    assertThat(begun).isEqualTo(1);
    assertThat(new CrashedAgain().goOn()).isEqualTo(1);
  }

  @Test
  void aFailureAfterAProofThatCameLateIsToldAndNotTakenForItsLack() throws Exception {
    StateDir state = new StateDir(SysRoot.at(dir));
    restarted(Phase.RETIRING);
    Files.createDirectories(dir.resolve("var/lib/osswap/machine.json.next")); // it can't be written
    PageMemory memory = new PageMemory();
    CountDownLatch failed = new CountDownLatch(1);
    TakeOverTask task =
        new TakeOverTask(
            state,
            memory,
            limits -> {
              memory.park();
              return new Takeover(SysRoot.at(dir), memory, new Obliging(), limits);
            },
            new Told() {
              @Override
              public void detail(String text) {
                if (text.startsWith("failed")) {
                  failed.countDown();
                }
              }
            },
            () -> {},
            afterCrash -> {},
            new CrashLogKeeper(SysRoot.at(dir), extent -> null, new Told()),
            journal -> {});

    task.goOn("swap-1");

    assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Poll.until(() -> way(state) == Standing.Way.RESTART_AGENT, Duration.ofSeconds(20))).isTrue();
  }

  /** What 'osswap status' says next on this side. */
  private static Standing.Way way(StateDir state) {
    SwapHistory history = new SwapHistory(Journal.read(state.journal()));
    return new Standing(history, Optional.empty(), Side.SUCCESSOR, true, false).way();
  }

  /** The same state folder, and another agent. */
  private final class CrashedAgain {
    int goOn() throws Exception {
      begun = 0;
      CountDownLatch failed = new CountDownLatch(1);
      new TakeOverTask(
              new StateDir(SysRoot.at(dir)),
              extent -> null,
              limits -> {
                throw new Failure("make", "a takeover", "this is a test", "None.");
              },
              new Told() {
                @Override
                public void detail(String text) {
                  failed.countDown();
                }
              },
              () -> begun++,
              afterCrash -> {},
              new CrashLogKeeper(SysRoot.at(dir), extent -> null, new Told()),
              journal -> {})
          .goOn("swap-1");
      assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
      return begun;
    }
  }
}
