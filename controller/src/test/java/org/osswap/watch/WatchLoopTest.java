package org.osswap.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.proto.LossPolicy;
import org.osswap.proto.PathKind;
import org.osswap.proto.PathState;
import org.osswap.proto.WatchClaim;
import org.osswap.proto.WatchReport;
import org.osswap.proto.WatchSetup;
import org.osswap.proto.WatchedPath;

/**
 * A watcher on a machine on which a read of the disk hangs, its log can't be written, and osswap's files on
 * disks can't be read: as when every disk hangs.
 */
@Timeout(60)
final class WatchLoopTest {
  private static final WatchSetup SETUP =
      WatchSetup.newBuilder()
          .setProbeSeconds(5)
          .addApps("redis")
          .addPaths(path(PathKind.DISK, "/dev/mapper/data"))
          .addPaths(path(PathKind.LINK, "ens1"))
          .addPaths(path(PathKind.NEIGHBOURS, "10.0.0.1").toBuilder().addAddresses("10.0.0.1"))
          .build();

  @TempDir Path dir;
  private final AtomicLong clock = new AtomicLong(5_000_000);
  private final CountDownLatch never = new CountDownLatch(1);
  private final FakeActs acts = new FakeActs();
  private DiskTree tree;
  private SysRoot root;
  private WatchFiles files;
  private WatchLoop loop;

  private static WatchedPath path(PathKind kind, String name) {
    return WatchedPath.newBuilder()
        .setKind(kind)
        .setName(name)
        .addClaims(
            WatchClaim.newBuilder()
                .setLimitSeconds(140)
                .setPdlSeconds(10)
                .setPolicy(LossPolicy.TAKEOVER))
        .build();
  }

  private static final class FakeActs implements Acts {
    final List<Act> begun = new ArrayList<>();
    final List<Act> alerts = new ArrayList<>();
    Optional<String> hindrance = Optional.empty();
    Optional<String> nothing = Optional.empty();

    @Override
    public void alert(Act act) {
      alerts.add(act);
    }

    @Override
    public Optional<String> begin(Act act) {
      if (hindrance.isEmpty()) {
        begun.add(act);
      }
      return hindrance;
    }

    @Override
    public Optional<String> cameToNothing() {
      Optional<String> why = nothing;
      nothing = Optional.empty();
      return why;
    }
  }

  @BeforeEach
  void makeMachine() throws IOException {
    tree = new DiskTree(dir);
    root = SysRoot.at(dir);
    tree.scsi("sda", "pci0000:00/0000:00:04.0/host0", "running");
    tree.map("dm-0", "data", "253:0", "sda");
    tree.write("/sys/class/net/ens1/carrier", "1\n");
    tree.write("/proc/net/arp", "IP address HW type Flags\n10.0.0.1 0x1 0x2 x * ens1\n");
    // Folders where files should be: whoever reads one of them fails.
    for (String dead :
        List.of("etc/osswap/osswap.toml", "etc/osswap/apps/redis.toml", "var/lib/osswap/swap/journal")) {
      Files.createDirectories(dir.resolve(dead));
    }
    files = new WatchFiles(root);
    files.begin(SETUP);
    loop = loop();
  }

  private WatchLoop loop() {
    return new WatchLoop(
        root,
        SETUP,
        new Lookers(root, () -> (device, size) -> hang(), address -> false, clock::get, 5000),
        acts,
        clock::get,
        clock::get,
        line -> hang());
  }

  private ReadAnswer hang() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ReadAnswer.DATA;
  }

  @AfterEach
  void end() {
    loop.close();
    never.countDown();
  }

  private void pass(int seconds) {
    for (int i = 0; i < 2 * seconds; i++) {
      clock.addAndGet(500);
      loop.tick();
    }
  }

  private WatchReport report() {
    return files.report().orElseThrow();
  }

  private List<String> log() {
    return report().getLogList().stream().map(WatchReport.Line::getText).toList();
  }

  @Test
  void aDiskThatHangsIsActedUponWithoutAFileOfAnyDisk() {
    assertThatThrownBy(() -> root.text("/etc/osswap/osswap.toml")).hasMessageContaining("osswap.toml");

    pass(144);
    assertThat(acts.begun).isEmpty();
    assertThat(report().getPaths(0).getState()).isEqualTo(PathState.APD);

    pass(3);
    assertThat(acts.begun).hasSize(1);
    assertThat(acts.begun.get(0).lost()).containsExactly("/dev/mapper/data");
    assertThat(report().getActed()).isEqualTo(LossPolicy.TAKEOVER);
    pass(300);
    assertThat(acts.begun).hasSize(1);
  }

  /** All that it reads it reads through SysRoot, by paths that are constants of its classes. */
  @Test
  void itKnowsNoPathOfADisk() throws Exception {
    Path classes =
        Path.of(WatchLoop.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("org/osswap/watch");
    try (Stream<Path> all = Files.list(classes)) {
      for (Path one : all.filter(file -> file.toString().endsWith(".class")).toList()) {
        assertThat(new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1))
            .as(one.toString())
            .doesNotContain("/etc", "/var", "/usr", "/opt", "/tmp", "/root");
      }
    }
  }

  @Test
  void aLinkAndNeighboursThatAreLostAreSeenTooAndTheirReturnIsARecord() {
    pass(1);
    tree.write("/sys/class/net/ens1/carrier", "0\n");
    tree.write("/proc/net/arp", "IP address HW type Flags\n10.0.0.1 0x1 0x0 x * ens1\n");
    pass(1);
    assertThat(report().getPaths(1).getState()).isEqualTo(PathState.APD);
    assertThat(report().getPaths(2).getState()).isEqualTo(PathState.APD);

    tree.write("/sys/class/net/ens1/carrier", "1\n");
    tree.write("/proc/net/arp", "IP address HW type Flags\n10.0.0.1 0x1 0x2 x * ens1\n");
    pass(1);
    assertThat(report().getPaths(1).getState()).isEqualTo(PathState.UP);
    assertThat(log()).anyMatch(line -> line.startsWith("link ens1: UP again after"));
    assertThat(acts.begun).isEmpty();
  }

  @Test
  void whatCanNotBeBegunNowIsToldOnceAndBegunLater() {
    acts.hindrance = Optional.of("another osswap is at work");
    pass(160);
    assertThat(log().stream().filter(line -> line.contains("another osswap"))).hasSize(1);

    acts.hindrance = Optional.empty();
    pass(1);
    assertThat(acts.begun).hasSize(1);
  }

  @Test
  void whatCameToNothingIsTriedAgainAfterAPause() {
    pass(150);
    acts.nothing = Optional.of("the successor did not begin");

    pass(59);
    assertThat(acts.begun).hasSize(1);
    assertThat(log()).contains("it came to nothing: the successor did not begin");
    pass(2);
    assertThat(acts.begun).hasSize(2);
  }

  @Test
  void anOperatorHoldsForcesAndCancels() {
    files.put(WatchFiles.HOLD, "");
    pass(200);
    assertThat(acts.begun).isEmpty();
    assertThat(report().getHeld()).isTrue();

    files.put(WatchFiles.FORCE, "handoff");
    pass(1);
    assertThat(acts.begun).extracting(Act::policy).containsExactly(LossPolicy.HANDOFF);
    assertThat(files.waits(WatchFiles.FORCE)).isFalse();

    files.put(WatchFiles.CANCEL, "");
    files.take(WatchFiles.HOLD);
    pass(1);
    assertThat(report().getPaths(0).getCancelled()).isTrue();
    assertThat(report().getHeld()).isFalse();
  }

  @Test
  void oneThatIsStartedAgainGoesOnWithTheLimitAndTheLog() {
    pass(100);
    loop.close();

    loop = loop();
    pass(47);

    assertThat(acts.begun).hasSize(1);
    assertThat(log().stream().filter(line -> line.startsWith("watching "))).hasSize(2);
  }

  @Test
  void aDeviceThatGoesAwayIsActedUponSoon() throws Exception {
    pass(1);
    Files.delete(dir.resolve("dev/mapper/data"));

    pass(12);

    assertThat(acts.begun).hasSize(1);
    assertThat(report().getPaths(0).getState()).isEqualTo(PathState.PDL);
  }
}
