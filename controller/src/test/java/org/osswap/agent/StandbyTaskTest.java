package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.controller.Told;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.ArmRequest;
import org.osswap.proto.Crash;

/** An armed successor with a page on the heap. */
final class StandbyTaskTest {
  private static final ArmRequest REQUEST =
      ArmRequest.newBuilder()
          .setSwapId("swap-1")
          .setPlan(PageMemory.PLAN)
          .setHangLimitMillis(2000)
          .setJournal(ByteString.copyFromUtf8("journal"))
          .build();

  @TempDir Path dir;
  private final PageMemory memory = new PageMemory();
  private final ByteBuffer page = memory.page;
  private final BlockingQueue<Crash> taken = new LinkedBlockingQueue<>();
  private StandbyTask task;

  @BeforeEach
  void makeTask() {
    task =
        new StandbyTask(
            dir.resolve("standby"), memory, (request, crash) -> taken.add(crash), new Told());
  }

  @AfterEach
  void end() {
    try {
      task.standDown();
    } catch (RuntimeException takesOver) {
      // As some tests want it.
    }
  }

  @Test
  void aPanicIsDecidedOnceAndTakenOver() throws Exception {
    assertThat(task.arm(REQUEST).getState()).isEqualTo("armed");

    memory.park();

    assertThat(taken.poll(20, TimeUnit.SECONDS).getCause()).isEqualTo(Crash.Cause.PANIC);
    assertThatThrownBy(task::standDown).hasMessageContaining("takes the machine over");
    assertThatThrownBy(() -> task.arm(REQUEST)).hasMessageContaining("has decided");
  }

  @Test
  void aSilentHeartIsAHangAndALateBeatChangesNothing() throws Exception {
    page.putLong(GrantPage.INCUMBENT_HEARTBEAT, 5);
    task.arm(REQUEST);

    Crash crash = taken.poll(20, TimeUnit.SECONDS);
    page.putLong(GrantPage.INCUMBENT_HEARTBEAT, 6);

    assertThat(crash.getCause()).isEqualTo(Crash.Cause.HANG);
    assertThat(crash.getSilenceMillis()).isBetween(2000, 3000);
    assertThatThrownBy(task::standDown).hasMessageContaining("takes the machine over");
  }

  @Test
  void anIncumbentThatAsksIsTakenOverOnceAndForAll() throws Exception {
    task.arm(REQUEST);

    try (GrantPage shared = GrantPage.open(memory, PageMemory.PLAN)) {
      shared.requestTakeover(142_000);
      Crash crash = taken.poll(20, TimeUnit.SECONDS);
      shared.withdrawRequest();

      assertThat(crash.getCause()).isEqualTo(Crash.Cause.REQUESTED);
      assertThat(crash.getLostMillis()).isEqualTo(142_000);
    }
    assertThatThrownBy(task::standDown).hasMessageContaining("takes the machine over");
  }

  @Test
  void aRequestAfterItStoodDownIsNotHeard() throws Exception {
    task.arm(REQUEST);
    task.standDown();

    try (GrantPage shared = GrantPage.open(memory, PageMemory.PLAN)) {
      shared.requestTakeover(1);
    }

    assertThat(taken.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void oneThatStoodDownActsOnNothing() throws Exception {
    task.arm(REQUEST);

    assertThat(task.standDown().getState()).isEqualTo("stood down");
    assertThat(task.standDown().getState()).isEqualTo("stood down");
    memory.park();

    assertThat(taken.poll(300, TimeUnit.MILLISECONDS)).isNull();
    assertThatThrownBy(() -> task.arm(REQUEST)).hasMessageContaining("told to stand down");
  }

  @Test
  void oneThatWasNeverArmedStandsDownToo() {
    assertThat(task.standDown().getState()).isEqualTo("stood down");
  }

  @Test
  void anAgentThatIsStartedAgainGoesOnWatching() throws Exception {
    new StandbyRecord(dir.resolve("standby")).arm(REQUEST);

    task.goOn("swap-1");
    memory.park();

    assertThat(taken.poll(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void anAgentThatIsStartedAgainAfterTheDecisionTakesOverThoughTheHeartBeats() throws Exception {
    StandbyRecord record = new StandbyRecord(dir.resolve("standby"));
    record.arm(REQUEST);
    record.decide(Optional.of(Crash.newBuilder().setCause(Crash.Cause.HANG).build()));
    page.putLong(GrantPage.INCUMBENT_HEARTBEAT, 6);

    task.goOn("swap-1");

    assertThat(taken.poll(20, TimeUnit.SECONDS).getCause()).isEqualTo(Crash.Cause.HANG);
  }

  @Test
  void whatAnotherSwapLeftIsNotItsBusiness() throws Exception {
    new StandbyRecord(dir.resolve("standby")).arm(REQUEST.toBuilder().setSwapId("swap-0").build());
    memory.park();

    task.goOn("swap-1");

    assertThat(taken.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void theFirstDecisionStands() {
    StandbyRecord record = new StandbyRecord(dir.resolve("standby"));
    record.arm(REQUEST);

    record.decide(Optional.empty());

    Crash late = Crash.newBuilder().setCause(Crash.Cause.PANIC).build();
    assertThat(record.decide(Optional.of(late)).crash()).isEmpty();
    assertThat(record.ended().orElseThrow().crash()).isEmpty();
  }

  @Test
  void whyTheLogCanNotBeReadIsSaidWhenItIsArmed() {
    assertThat(task.arm(REQUEST).getLog()).contains("where its description is");
  }
}
