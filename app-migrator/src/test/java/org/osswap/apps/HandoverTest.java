package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.apps.Decision.Outcome;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;
import org.osswap.proto.AppDescription;
import org.osswap.proto.FileDescription;

final class HandoverTest {
  @TempDir Path dir;
  private final List<String> told = new ArrayList<>();
  private final Peer peer = new Peer();
  private Decision decision;

  @BeforeEach
  void decided() {
    decision = new Decision(dir.resolve("record"));
    decision.propose(Outcome.COMMIT);
  }

  private void handOver() {
    new Handover(SysRoot.at(dir), new SystemProcessRunner(), decision, peer, told::add).run("redis");
  }

  @Test
  void aSourceIsGoneWhenItsCopyRuns() {
    handOver();
    handOver();

    assertThat(dir.resolve("record/gone.redis")).exists();
    assertThat(told).isEmpty();
  }

  @Test
  void aSourceIsKeptWhenItsCopyIsNotKnownToRun() {
    peer.fails = true;

    assertThatThrownBy(this::handOver).isInstanceOf(Failure.class).hasMessageContaining("no answer");

    assertThat(dir.resolve("record/gone.redis")).doesNotExist();
  }

  @Test
  void aCopyThatRunsButIsNotHealthyIsItsOwnersBusiness() {
    peer.fails = true;
    peer.runs = true;

    handOver();

    assertThat(dir.resolve("record/gone.redis")).exists();
    assertThat(told).hasSize(1).first().asString().startsWith("redis: runs on the successor, but: ");
  }

  /** Answers Commit and Status. */
  private static final class Peer implements Successor {
    private boolean fails;
    private boolean runs;

    @Override
    public void commit(String app) {
      if (fails) {
        throw new Failure("let an application run", app, "no answer", "Look at it.");
      }
    }

    @Override
    public boolean runs(String app) {
      return runs;
    }

    @Override
    public ImmutableMap<String, ByteString> offer(String app, List<FileDescription> files) {
      throw new AssertionError();
    }

    @Override
    public void push(String app, String area, Path root, List<Piece> pieces) {
      throw new AssertionError();
    }

    @Override
    public void prepare(AppDescription app) {
      throw new AssertionError();
    }

    @Override
    public void fence(String app) {
      throw new AssertionError();
    }

    @Override
    public ImmutableList<Integer> restore(String app, String area, int rootPid) {
      throw new AssertionError();
    }

    @Override
    public void abort(String app) {
      throw new AssertionError();
    }
  }
}
