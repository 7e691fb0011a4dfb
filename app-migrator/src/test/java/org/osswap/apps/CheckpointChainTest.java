package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SystemProcessRunner;
import org.osswap.proto.AppDescription;
import org.osswap.proto.CompleteCheckpointRequest;
import org.osswap.proto.FileDescription;
import org.osswap.proto.FileSum;

/** Checkpoints of a redis that is made of files, by a CRIU that only writes a file and asks its script. */
final class CheckpointChainTest {
  private static final String LOG = "/var/log/redis.log";

  @TempDir Path dir;
  private ProcTree tree;
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final List<String> commands = Collections.synchronizedList(new ArrayList<>());
  private final List<CompleteCheckpointRequest> completed = new ArrayList<>();
  private final List<String> pushed = new ArrayList<>();
  private boolean criuFails;
  private boolean lost;
  private Checkpointer checkpointer;

  @BeforeEach
  void aRedis() throws Exception {
    tree = ProcTree.redis(dir);
    tree.file("/proc/412/root" + LOG, "begun\n");
    Path criu = Files.createDirectories(dir.resolve("criu"));
    Files.writeString(criu.resolve("ld-linux-x86-64.so.2"), "");
    Files.write(criu.resolve("criu"), new byte[] {0x7F, 'E', 'L', 'F'});
    checkpointer =
        new Checkpointer(
            Redis.manifest(), new Far(), this::complete, CriuTool.at(criu), tree.root(), new Machine());
  }

  private void complete(CompleteCheckpointRequest request) {
    if (lost) {
      throw new Failure("complete", "a checkpoint", "the link is cut", "Plug it in.");
    }
    completed.add(request);
  }

  private Path work() {
    return tree.root().path("/run/osswap/migrate/redis.checkpoint");
  }

  @Test
  void theFirstCheckpointFollowsAPreDumpOfAll() {
    checkpointer.take();

    assertThat(done).containsExactly("pre-dump 0", "dump 1", "frozen", "goes on");
    int chain = completed.get(0).getCheckpoint().getChain();
    assertThat(pushed)
        .containsSubsequence(
            "capsule",
            "checkpoint/" + chain + "/images/0",
            "checkpoint/" + chain + "/images/1",
            "checkpoint/" + chain + "/state/1");
    assertThat(completed.get(0).getCheckpoint().getRound()).isEqualTo(1);
    assertThat(completed.get(0).getCheckpoint().getRootPid()).isEqualTo(ProcTree.MAIN);
  }

  @Test
  void changingFilesAreCopiedWhileTheApplicationStandsStillAndSummed() {
    checkpointer.take();

    assertThat(completed.get(0).getSumsList())
        .extracting(FileSum::getPath)
        .contains("images/1/pages-1.img", "state/1" + LOG);
    assertThat(done).containsSubsequence("frozen", "goes on");
    assertThat(work().resolve("state" + LOG)).as("sent, and forgotten").doesNotExist();
  }

  @Test
  void eachFurtherOneIsOfTheSameChainUntilThatIsFull() {
    for (int i = 0; i < CheckpointChain.LONGEST + 1; i++) {
      checkpointer.take();
    }

    assertThat(completed)
        .extracting(request -> request.getCheckpoint().getRound())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 1);
    assertThat(done.stream().filter("pre-dump 0"::equals)).hasSize(2);
  }

  @Test
  void oneThatFailsIsToldAndTheNextBeginsAnew() {
    checkpointer.take();
    criuFails = true;
    assertThatThrownBy(checkpointer::take)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("checkpoint an application: redis");
    criuFails = false;

    checkpointer.take();

    assertThat(completed).extracting(r -> r.getCheckpoint().getRound()).containsExactly(1, 1);
  }

  @Test
  void oneThatDidNotArriveIsNoParentOfTheNext() {
    checkpointer.take();
    lost = true;
    assertThatThrownBy(checkpointer::take).hasMessageContaining("the link is cut");
    lost = false;

    checkpointer.take();

    assertThat(completed).extracting(r -> r.getCheckpoint().getRound()).containsExactly(1, 1);
  }

  @Test
  void connectionsAreLeftAlone() {
    checkpointer.take();

    assertThat(commands)
        .filteredOn(line -> line.contains("--track-mem"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("--tcp-close").doesNotContain("--tcp-established"))
        .last()
        .asString()
        .contains("--leave-running", "/pause", "--prev-images-dir ../0");
  }

  /** Answers of programs, and what a mount and a CRIU leave in files. */
  private final class Machine implements ProcessRunner {
    private final Programs programs = Redis.programs();

    @Override
    public Outcome run(List<String> argv, Duration limit) {
      return run(argv, "", limit);
    }

    @Override
    public Outcome run(List<String> argv, String input, Duration limit) {
      commands.add(String.join(" ", argv));
      try {
        if (argv.get(0).equals("sha256sum")) {
          return new SystemProcessRunner().run(argv, limit);
        }
        if (argv.contains("--track-mem")) {
          return criu(argv);
        }
        if (argv.get(0).equals("sh") && argv.get(2).contains("mkfifo")) {
          return mounted(argv);
        }
        if (argv.get(0).equals("sh") && argv.get(2).contains("umount")) {
          return new SystemProcessRunner()
              .run(List.of("rm", "-rf", argv.get(3)), Duration.ofSeconds(10));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return programs.run(argv, input, limit);
    }

    private Outcome mounted(List<String> argv) throws IOException {
      Path folder = Path.of(argv.get(4));
      for (String name : List.of("images", "state")) {
        Files.createDirectories(folder.resolve(name));
      }
      tree.file("/proc/412/root" + folder + "/pause", "");
      return new SystemProcessRunner()
          .run(
              List.of("mkfifo", folder + "/frozen", folder + "/answer"), Duration.ofSeconds(10));
    }

    private Outcome criu(List<String> argv) throws IOException {
      String verb = argv.contains("pre-dump") ? "pre-dump" : "dump";
      Path images = Path.of(argv.get(argv.indexOf("-D") + 1));
      done.add(verb + " " + images.getFileName());
      Files.writeString(images.resolve("pages-1.img"), "memory " + images);
      if (verb.equals("dump") && !criuFails) {
        try (RandomAccessFile frozen = new RandomAccessFile(work().resolve("frozen").toFile(), "rw");
            RandomAccessFile answer = new RandomAccessFile(work().resolve("answer").toFile(), "rw")) {
          done.add("frozen");
          frozen.writeBytes("frozen\n");
          answer.readLine();
          assertThat(work().resolve("state" + LOG)).as("copied by then").exists();
          done.add("goes on");
        }
      }
      return new Outcome(argv, criuFails ? 1 : 0, "", criuFails ? "no" : "", false);
    }
  }

  /** A successor that lacks everything, and remembers what it was sent. */
  private final class Far implements Successor {
    @Override
    public ImmutableMap<String, ByteString> offer(String app, List<FileDescription> files) {
      return ImmutableMap.of();
    }

    @Override
    public void push(String app, String area, Path root, List<Piece> pieces) {
      pushed.add(area);
    }

    @Override
    public void prepare(AppDescription app) {}

    @Override
    public void fence(String app) {}

    @Override
    public ImmutableList<Integer> restore(String app, String area, int rootPid) {
      return ImmutableList.of();
    }

    @Override
    public void commit(String app) {}

    @Override
    public boolean runs(String app) {
      return false;
    }

    @Override
    public void abort(String app) {}
  }
}
