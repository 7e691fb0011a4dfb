package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.agent.PageMemory;
import org.osswap.base.Failure;
import org.osswap.base.Obliging;
import org.osswap.base.Poll;
import org.osswap.base.SysRoot;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.WatchSetup;
import org.osswap.watch.Act;
import org.osswap.watch.DiskTree;
import org.osswap.watch.WatchFiles;

/** On a machine whose root lies on sda, and that has a disk sdb. */
final class WatchActsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Path HOME = Path.of("/opt/osswap");

  @TempDir Path dir;
  private final AtomicLong clock = new AtomicLong(5_000_000);
  private Obliging machine = new Obliging();
  private SysRoot root;
  private StateDir state;
  private GrantPage page;
  private WatchActs acts;

  @BeforeEach
  void makeMachine() throws Exception {
    DiskTree tree = new DiskTree(dir);
    tree.scsi("sda", "pci0000:00/0000:00:04.0/host0", "running");
    tree.scsi("sdb", "pci0000:00/0000:00:05.0/host1", "running");
    tree.link("/sys/dev/block/8:0", "../../class/block/sda");
    tree.write("/proc/self/mountinfo", "25 1 8:0 / / rw shared:1 - ext4 /dev/sda rw\n");
    tree.link("/proc/locks", "/proc/locks");
    root = SysRoot.at(dir);
    new WatchFiles(root).begin(WatchSetup.getDefaultInstance());
    state = new StateDir(root);
    state.freshSwap();
    page = GrantPage.open(new PageMemory(), PageMemory.PLAN);
    makeActs();
  }

  private void makeActs() {
    acts = new WatchActs(new Site(root, machine, state, HOME), page, HOME, clock::get);
  }

  @AfterEach
  void unmap() {
    page.close();
  }

  private static Act act(LossPolicy policy, String disk, String... moving) {
    return new Act(
        policy,
        ImmutableList.of(disk),
        ImmutableSet.of(),
        ImmutableSet.of(disk),
        ImmutableSet.copyOf(moving),
        ImmutableSet.of("postgresql"),
        142_000,
        disk + " is lost");
  }

  private static final Act TAKEOVER = act(LossPolicy.TAKEOVER, "/dev/sdb", "redis");
  private static final Act HANDOFF = act(LossPolicy.HANDOFF, "/dev/sdb", "redis");

  private boolean locked() {
    return SwapLock.holder(root).isPresent();
  }

  @Test
  void aTakeoverIsAskedForInTheSharedPageAndKeepsAllOthersOut() {
    assertThat(acts.begin(TAKEOVER)).isEmpty();

    assertThat(page.takeoverRequested()).isTrue();
    assertThat(page.requestLostMillis()).isEqualTo(142_000);
    assertThat(locked()).isTrue();
    assertThat(acts.begin(TAKEOVER)).hasValue("it was asked for");
    assertThat(acts.begin(HANDOFF)).hasValue("a takeover was asked for");
    assertThat(machine.lines()).isEmpty();
  }

  @Test
  void nothingIsAskedForWhileAnotherOsswapIsAtWork() {
    SwapLock other = SwapLock.take(root);
    try (other) {
      // In this order: of one process, the try to lock a file again ends the lock that it has.
      assertThat(acts.begin(HANDOFF)).hasValue("another osswap is at work");
      assertThat(acts.begin(TAKEOVER)).hasValue("another osswap is at work");
    }

    assertThat(page.takeoverRequested()).isFalse();
    assertThat(machine.lines()).isEmpty();
  }

  @Test
  void aRequestThatNobodySeesIsWithdrawnAndTheLockGivenBack() {
    acts.begin(TAKEOVER);

    clock.addAndGet(59_999);
    assertThat(acts.cameToNothing()).isEmpty();
    assertThat(page.takeoverRequested()).isTrue();
    clock.addAndGet(1);
    assertThat(acts.cameToNothing()).isEmpty();
    assertThat(page.takeoverRequested()).isFalse();
    assertThat(locked()).isTrue(); // the successor may have seen it at the last moment
    clock.addAndGet(10_000);

    assertThat(acts.cameToNothing()).get().asString().contains("within 60 s of the request");
    assertThat(locked()).isFalse();
    assertThat(acts.begin(TAKEOVER)).isEmpty();
  }

  @Test
  void aTakeoverThatHasBegunIsNotWithdrawn() {
    acts.begin(TAKEOVER);
    page.raise(GrantPage.FLAG_TAKING_OVER);

    clock.addAndGet(500_000);

    assertThat(acts.cameToNothing()).isEmpty();
    assertThat(page.takeoverRequested()).isTrue();
    assertThat(locked()).isTrue();
  }

  @Test
  void aHandoffIsAUnitThatIsToldWhoMovesWhoStaysAndWhatIsLost() {
    assertThat(acts.begin(HANDOFF)).isEmpty();

    assertThat(Poll.until(() -> !machine.lines().isEmpty(), SOON)).isTrue();
    assertThat(machine.lines())
        .singleElement()
        .asString()
        .startsWith("systemd-run")
        .contains("--unit=osswap-watch-handoff.service")
        .endsWith(
            "/opt/osswap/bin/osswap watch-handoff --app=redis --left-behind=postgresql --lost=/dev/sdb");
    assertThat(page.takeoverRequested()).isFalse();
  }

  @Test
  void aHandoffIsRefusedWhereItMovesNobodyOrNeedsTheLostDiskItself() {
    assertThat(acts.begin(act(LossPolicy.HANDOFF, "/dev/sdb"))).get().asString().contains("no application");
    assertThat(acts.begin(act(LossPolicy.HANDOFF, "/dev/sda", "redis")))
        .get()
        .asString()
        .contains("a handoff itself needs");
    assertThat(machine.lines()).isEmpty();
  }

  @Test
  void aHandoffThatCannotBeStartedCameToNothing() {
    machine =
        new Obliging() {
          @Override
          protected Outcome answer(List<String> argv) {
            return new Outcome(argv, 1, "", "no bus", false);
          }
        };
    makeActs();

    acts.begin(HANDOFF);

    AtomicReference<Optional<String>> why = new AtomicReference<>(Optional.empty());
    assertThat(
            Poll.until(
                () -> {
                  why.set(acts.cameToNothing());
                  return why.get().isPresent();
                },
                SOON))
        .isTrue();
    assertThat(why.get()).get().asString().contains("no bus");
    assertThat(acts.cameToNothing()).isEmpty();
  }

  @Test
  void anAlertIsNotedInTheJournalAndLeavesNoLock() {
    acts.alert(act(LossPolicy.ALERT, "/dev/sdb", "redis"));

    assertThat(Poll.until(() -> noted("/dev/sdb is lost"), SOON)).isTrue();
    assertThat(Poll.until(() -> !locked(), SOON)).isTrue();
  }

  private boolean noted(String text) {
    try {
      return Files.exists(state.journal())
          && Journal.read(state.journal()).stream()
              .map(JournalRecord::getNotice)
              .anyMatch(notice -> notice.getText().equals(text));
    } catch (Failure halfWritten) {
      return false;
    }
  }
}
