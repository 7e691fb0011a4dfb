package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;
import org.osswap.proto.ArmedApp;
import org.osswap.proto.Checkpoint;
import org.osswap.proto.CompleteCheckpointRequest;

/** Which checkpoint counts; with real sums, and recorded commands of systemd and ip. */
final class CheckpointHostTest {
  @TempDir Path dir;
  private final List<String> run = new ArrayList<>();
  private String loadState = "";
  private AppHost apps;
  private CheckpointHost host;
  private Path folder;

  @BeforeEach
  void anApplicationsFolder() throws Exception {
    folder = Files.createDirectories(dir.resolve("apps/redis"));
    Files.createDirectories(folder.resolve("capsule"));
    Files.createDirectories(folder.resolve("checkpoint"));
    Path criu = Files.createDirectories(dir.resolve("criu"));
    Files.writeString(criu.resolve("ld-linux-x86-64.so.2"), "");
    Files.write(criu.resolve("criu"), new byte[] {0x7F, 'E', 'L', 'F'});
    ProcessRunner machine = new Machine();
    Path state = dir.resolve("apps");
    apps =
        new AppHost(
            state, CriuTool.at(criu), SysRoot.at(dir), machine,
            new Gate(dir.resolve("mem"), 0, dir, machine));
    host = new CheckpointHost(state, apps, machine);
  }

  private void received(int chain, int round, String content) throws Exception {
    Path images = Files.createDirectories(folder.resolve("checkpoint/" + chain + "/images/" + round));
    Files.writeString(images.resolve("pages-1.img"), content);
    Path state = Files.createDirectories(folder.resolve("checkpoint/" + chain + "/state/" + round));
    Files.writeString(state.resolve("log"), content);
  }

  private static CompleteCheckpointRequest request(int chain, int round, String content) {
    CompleteCheckpointRequest.Builder request = CompleteCheckpointRequest.newBuilder();
    request.getAppBuilder().setName("redis");
    request.getCheckpointBuilder().setChain(chain).setRound(round).setAgeMillis(5000);
    byte[] sum = Hashing.sha256().hashString(content, StandardCharsets.UTF_8).asBytes();
    for (String path : List.of("images/" + round + "/pages-1.img", "state/" + round + "/log")) {
      request.addSumsBuilder().setPath(path).setSha256(ByteString.copyFrom(sum));
    }
    return request.build();
  }

  private void complete(int chain, int... rounds) throws Exception {
    for (int round : rounds) {
      received(chain, round, "content " + round);
    }
    host.complete(request(chain, rounds[rounds.length - 1], "content " + rounds[rounds.length - 1]));
  }

  @Test
  void untilOneIsCompleteThereIsNone() throws Exception {
    received(7, 0, "a");

    assertThat(host.checkpoint("redis")).isEmpty();
    assertThat(host.restore("redis", done -> {})).isEmpty();
    assertThat(run).isEmpty();
  }

  @Test
  void theLastCompleteOneCounts() throws Exception {
    complete(7, 0, 1);
    complete(7, 2);

    assertThat(host.checkpoint("redis").map(Checkpoint::getRound)).contains(2);
    assertThat(folder.resolve("checkpoint/7/images/1")).as("the chain is kept").exists();
    assertThat(folder.resolve("checkpoint/7/state/1")).doesNotExist();
  }

  @Test
  void criuHasProbedTheKernelBeforeItIsNeeded() throws Exception {
    complete(7, 0, 1);

    assertThat(run).last().asString().endsWith("criu check");
    int before = run.size();

    Files.createDirectories(dir.resolve("run"));
    Files.writeString(dir.resolve("run/criu.kdat"), "");
    complete(7, 2);

    assertThat(run).hasSize(before);
  }

  @Test
  void itsNamespacesAreThereBeforeTheyAreNeededAndOnlyOnce() throws Exception {
    complete(7, 0, 1);
    complete(7, 2);

    assertThat(run).filteredOn(line -> line.startsWith("prepare.sh")).hasSize(1);

    Files.delete(dir.resolve("proc/4711/cmdline"));
    complete(7, 3);

    assertThat(run).filteredOn(line -> line.startsWith("prepare.sh")).as("its holder had ended").hasSize(2);
  }

  @Test
  void whatIsThereOfOneThatDidNotMoveIsRemoved() throws Exception {
    complete(7, 0, 1);
    Files.createDirectories(dir.resolve("apps/nginx/capsule"));
    Files.writeString(dir.resolve("apps/nginx/committed"), "");

    apps.forgetOthers();

    assertThat(run).filteredOn(line -> line.startsWith("abort.sh")).singleElement().asString().contains("redis");
  }

  @Test
  void itsTimeIsByTheClockOfWhoRestoresIt() throws Exception {
    long before = System.currentTimeMillis();

    complete(7, 0, 1);

    assertThat(host.checkpoint("redis").orElseThrow().getEpochMillis())
        .isBetween(before - 5000, System.currentTimeMillis() - 5000);
  }

  @Test
  void oneThatIsDamagedDoesNotCountAndTheOneBeforeDoes() throws Exception {
    complete(7, 0, 1);
    received(7, 2, "another content");

    assertThatThrownBy(() -> host.complete(request(7, 2, "content 2")))
        .hasMessageContaining("images/2/pages-1.img is not what was sent");

    assertThat(host.checkpoint("redis").map(Checkpoint::getRound)).contains(1);
    assertThat(folder.resolve("checkpoint/7/state/1")).exists();
  }

  @Test
  void oneWhoseChainHasAGapDoesNotCount() throws Exception {
    received(7, 1, "content 1");

    assertThatThrownBy(() -> host.complete(request(7, 1, "content 1")))
        .hasMessageContaining("images/0 is not here");
    assertThat(host.checkpoint("redis")).isEmpty();
  }

  @Test
  void anOldChainGoesWhenTheNewOneHasACompleteCheckpoint() throws Exception {
    complete(7, 0, 1);
    received(8, 0, "content 0");
    assertThat(folder.resolve("checkpoint/7")).exists();

    complete(8, 1);

    assertThat(folder.resolve("checkpoint/7")).doesNotExist();
    assertThat(host.checkpoint("redis").map(Checkpoint::getChain)).contains(8);
  }

  @Test
  void anApplicationIsStartedAfreshByItsCommandInItsUnit() {
    host.start(app("redis-server.service", "/usr/bin/redis-server", "/etc/redis.conf"));

    assertThat(run)
        .last().asString()
        .contains("systemd-run", "--unit=redis-server.service")
        .endsWith("-- /usr/bin/redis-server /etc/redis.conf");
  }

  @Test
  void withoutACommandItsUnitIsStarted() {
    host.start(app("redis-server.service"));

    assertThat(run).last().isEqualTo("systemctl start redis-server.service");
  }

  @Test
  void itsAddressComesFirstAndIsAnnounced() {
    ArmedApp.Builder app = app("redis-server.service").toBuilder();
    app.getAppBuilder().setAddress("10.77.0.101/32");

    host.start(app.build());

    assertThat(run)
        .containsSubsequence(
            "ip address replace 10.77.0.101/32 dev enp2s0",
            "systemctl start redis-server.service",
            folder.resolve("osswap-app") + " announce enp2s0 10.77.0.101");
  }

  @Test
  void oneThatHasNeitherIsRefused() {
    assertThat(host.startable(app(""))).isFalse();
    assertThatThrownBy(() -> host.start(app(""))).hasMessageContaining("neither start nor a unit");
  }

  @Test
  void whatIsToBeStartedAfreshMustBeThere() {
    loadState = "not-found\n";

    assertThatThrownBy(() -> host.requireStart(app("nginx.service")))
        .hasMessageContaining("nginx.service, which the target hasn't");
    assertThatThrownBy(() -> host.requireStart(app("", "/no/such/server")))
        .hasMessageContaining("/no/such/server");

    loadState = "loaded\n";
    host.requireStart(app("nginx.service"));
    host.requireStart(app("", "/bin/sh"));
  }

  @Test
  void whatHasCheckpointsOrIsNotBroughtBackNeedsNothing() {
    loadState = "not-found\n";

    host.requireStart(app("nginx.service").toBuilder().setEverySeconds(30).build());
    host.requireStart(app(""));
  }

  private static ArmedApp app(String unit, String... start) {
    ArmedApp.Builder app = ArmedApp.newBuilder().setUnit(unit).addAllStart(List.of(start));
    app.getAppBuilder().setName("redis");
    return app.build();
  }

  private final class Machine implements ProcessRunner {
    @Override
    public Outcome run(List<String> argv, Duration limit) {
      if (argv.size() > 1 && argv.get(1).endsWith(".sh")) {
        return script(argv);
      }
      if (argv.get(0).equals("sha256sum") || argv.get(0).equals("sh")) {
        return new SystemProcessRunner().run(argv, limit);
      }
      run.add(String.join(" ", argv));
      String out = argv.contains("route") ? "10.77.0.101 dev enp2s0 src 10.77.0.11 uid 0\n" : "";
      out = argv.contains("--property=LoadState") ? loadState : out;
      return new Outcome(argv, 0, out, "", false);
    }

    /** Of an application's folder. */
    private Outcome script(List<String> argv) {
      String name = Path.of(argv.get(1)).getFileName().toString();
      run.add(name + " " + String.join(" ", argv.subList(2, argv.size())));
      if (name.equals("prepare.sh")) {
        try {
          Files.writeString(folder.resolve("holder.pid"), "4711\n");
          Path process = Files.createDirectories(dir.resolve("proc/4711"));
          Files.writeString(process.resolve("cmdline"), "osswap-app\0holder\0" + folder + "/holder.pid\0");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return new Outcome(argv, 0, "", "", false);
    }

    @Override
    public Outcome run(List<String> argv, String input, Duration limit) {
      return run(argv, limit);
    }
  }
}
