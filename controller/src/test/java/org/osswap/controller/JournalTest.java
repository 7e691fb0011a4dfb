package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Phase;

final class JournalTest {
  @TempDir Path dir;

  @Test
  void whatWasAppendedIsReadAgainInOrder() {
    Path path = write(Phase.PLANNED, Phase.QUIESCED);

    assertThat(Journal.read(path))
        .extracting(JournalRecord::getPhase)
        .containsExactly(Phase.PLANNED, Phase.QUIESCED);
    assertThat(Journal.read(path)).extracting(JournalRecord::getSequence).containsExactly(1L, 2L);
  }

  @Test
  void aRecordThatWasCutOffIsDroppedWhereverItWasCut() throws Exception {
    Path path = write(Phase.PLANNED, Phase.QUIESCED);
    byte[] whole = Files.readAllBytes(path);
    int second = (int) Files.size(write("one", Phase.PLANNED));

    for (int length = second; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThat(Journal.read(path))
          .extracting(JournalRecord::getPhase)
          .containsExactly(Phase.PLANNED);
    }
  }

  @Test
  void aJournalWithATornEndGoesOnWhereItIsWhole() throws Exception {
    Path path = write(Phase.PLANNED, Phase.QUIESCED);
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), (int) Files.size(path) - 3));

    try (Journal journal = Journal.open(path)) {
      journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK));
    }

    assertThat(Journal.read(path))
        .extracting(JournalRecord::getPhase)
        .containsExactly(Phase.PLANNED, Phase.ROLLED_BACK);
  }

  @Test
  void damageBeforeTheLastRecordIsRefused() throws Exception {
    Path path = write(Phase.PLANNED, Phase.QUIESCED);
    byte[] bytes = Files.readAllBytes(path);
    bytes[18] ^= 1;
    Files.write(path, bytes);

    assertThatThrownBy(() -> Journal.read(path))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("wrong sum");
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    Path path = dir.resolve("journal");
    Files.writeString(path, "something else entirely");

    assertThatThrownBy(() -> Journal.read(path)).hasMessageContaining("OSSWAPJ1");
  }

  private Path write(Phase... phases) {
    return write("journal", phases);
  }

  private Path write(String name, Phase... phases) {
    Path path = dir.resolve(name);
    try (Journal journal = Journal.open(path)) {
      for (Phase phase : phases) {
        journal.append(JournalRecord.newBuilder().setPhase(phase));
      }
    }
    return path;
  }
}
