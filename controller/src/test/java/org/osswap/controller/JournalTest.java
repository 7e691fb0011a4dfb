package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Phase;

final class JournalTest {
  private static final List<Phase> PHASES =
      List.of(Phase.PLANNED, Phase.QUIESCED, Phase.LAUNCHED, Phase.ATTESTED);
  private static final int BEGINNING = 8;

  @TempDir Path dir;

  @Test
  void whatWasAppendedIsReadAgainInOrder() {
    Path path = write(Phase.PLANNED, Phase.QUIESCED);

    assertThat(phases(path)).containsExactly(Phase.PLANNED, Phase.QUIESCED);
    assertThat(Journal.read(path)).extracting(JournalRecord::getSequence).containsExactly(1L, 2L);
  }

  @Test
  void aJournalThatWasNeverBegunHasNoRecords() {
    assertThat(Journal.read(dir.resolve("no/such/journal"))).isEmpty();
  }

  @Test
  void aJournalThatWasCutAnywhereHasTheRecordsBeforeTheCutAndCanBeWrittenOn() throws Exception {
    Path path = write(PHASES.toArray(new Phase[0]));
    byte[] whole = Files.readAllBytes(path);

    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      List<Phase> before = PHASES.subList(0, wholeRecords(whole, length));
      assertThat(phases(path)).as("cut at %d", length).isEqualTo(before);
      try (Journal journal = Journal.open(path)) {
        journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK));
      }
      assertThat(phases(path))
          .as("written after a cut at %d", length)
          .isEqualTo(ImmutableList.builder().addAll(before).add(Phase.ROLLED_BACK).build());
    }
  }

  @Test
  void aFileThatGrewBeforeItsBytesCameIsTorn() throws Exception {
    Path path = write(PHASES.toArray(new Phase[0]));
    byte[] whole = Files.readAllBytes(path);

    Files.write(path, Arrays.copyOf(whole, whole.length + 40));
    assertThat(phases(path)).isEqualTo(PHASES);
    Files.write(path, new byte[40]);
    assertThat(phases(path)).isEmpty();
  }

  /** Where the last record is damaged it may be torn; any other record never just disappears. */
  @Test
  void aChangedByteIsRefusedOrIsInTheLastRecord() throws Exception {
    Path path = write(PHASES.toArray(new Phase[0]));
    byte[] whole = Files.readAllBytes(path);
    int last = frameStart(whole, PHASES.size() - 1);

    for (int offset = 0; offset < whole.length; offset++) {
      for (int mask : new int[] {1, 0x20, 0x80, 0xff}) {
        byte[] changed = whole.clone();
        changed[offset] ^= (byte) mask;
        Files.write(path, changed);
        List<Phase> read = readOrRefused(path);
        if (read != null) {
          assertThat(offset).as("accepted").isGreaterThanOrEqualTo(last);
          assertThat(read).isEqualTo(PHASES.subList(0, PHASES.size() - 1));
        }
      }
    }
  }

  @Test
  void garbageIsRefusedOrTorn() throws Exception {
    Path path = write(PHASES.toArray(new Phase[0]));
    byte[] whole = Files.readAllBytes(path);
    Random random = new Random(1);

    for (int round = 0; round < 3000; round++) {
      int keep = random.nextInt(whole.length);
      byte[] garbage = Arrays.copyOf(whole, keep + random.nextInt(64));
      for (int i = keep; i < garbage.length; i++) {
        garbage[i] = (byte) random.nextInt(256);
      }
      Files.write(path, garbage);
      List<Phase> read = readOrRefused(path);
      if (read != null) {
        assertThat(read).isEqualTo(PHASES.subList(0, read.size()));
      }
    }
  }

  @Test
  void aRecordThatIsMissingOrRepeatedIsRefused() throws Exception {
    Path path = write(PHASES.toArray(new Phase[0]));
    byte[] whole = Files.readAllBytes(path);
    int second = frameStart(whole, 1);
    int third = frameStart(whole, 2);

    Files.write(path, join(Arrays.copyOf(whole, second), from(whole, third)));
    assertThatThrownBy(() -> Journal.read(path)).hasMessageContaining("record 3 where 2 should be");
    Files.write(path, join(Arrays.copyOf(whole, third), from(whole, second)));
    assertThatThrownBy(() -> Journal.read(path)).hasMessageContaining("record 2 where 3 should be");
  }

  @Test
  void anotherVersionIsRefusedByName() throws Exception {
    Path path = dir.resolve("journal");
    Files.writeString(path, "OSSWAPJ1 and what followed there");

    assertThatThrownBy(() -> Journal.open(path))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(path + " at byte 7")
        .hasMessageContaining("version 0x31, this osswap reads only 0x32")
        .satisfies(e -> assertThat(((Failure) e).remedy()).contains("version of osswap"));
    assertThat(Files.readString(path)).startsWith("OSSWAPJ1");
  }

  @Test
  void anotherFileIsRefusedAndLeftAlone() throws Exception {
    Path path = dir.resolve("journal");
    for (String text : List.of("something else entirely", "x")) {
      Files.writeString(path, text);

      assertThatThrownBy(() -> Journal.open(path))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("no journal");
      assertThat(Files.readString(path)).isEqualTo(text);
    }
  }

  @Test
  void aRecordThatNoJournalCanHoldIsNotWritten() {
    Path path = write(Phase.PLANNED);
    try (Journal journal = Journal.open(path)) {
      assertThatThrownBy(
              () ->
                  journal.append(
                      JournalRecord.newBuilder()
                          .setPhase(Phase.QUIESCED)
                          .setSwapId("x".repeat(JournalFormat.LONGEST_RECORD))))
          .isInstanceOf(Failure.class);
      journal.append(JournalRecord.newBuilder().setPhase(Phase.LAUNCHED));
    }

    assertThat(phases(path)).containsExactly(Phase.PLANNED, Phase.LAUNCHED);
  }

  @Test
  void afterADiskThatWasFullTheJournalGoesOnWhereItWasWhole() throws Exception {
    Path path = write(Phase.PLANNED);
    FullDisk disk =
        new FullDisk(FileChannel.open(path, StandardOpenOption.WRITE), Files.size(path) + 9);
    try (Journal journal =
        new Journal(disk, JournalFormat.parse(Files.readAllBytes(path), path.toString()))) {
      assertThatThrownBy(
              () -> journal.append(JournalRecord.newBuilder().setPhase(Phase.QUIESCED)))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("No space left on device");
      disk.limit = Long.MAX_VALUE;
      journal.append(JournalRecord.newBuilder().setPhase(Phase.ROLLED_BACK));
    }

    assertThat(phases(path)).containsExactly(Phase.PLANNED, Phase.ROLLED_BACK);
  }

  @Test
  void aPartThatCanNotBeCutOffIsNeverFollowedByARecord() throws Exception {
    Path path = write(Phase.PLANNED);
    FullDisk disk =
        new FullDisk(FileChannel.open(path, StandardOpenOption.WRITE), Files.size(path) + 9);
    disk.cuts = false;
    try (Journal journal =
        new Journal(disk, JournalFormat.parse(Files.readAllBytes(path), path.toString()))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () -> journal.append(JournalRecord.newBuilder().setPhase(Phase.QUIESCED)))
            .isInstanceOf(Failure.class);
        disk.limit = Long.MAX_VALUE;
      }
    }

    assertThat(phases(path)).containsExactly(Phase.PLANNED);
  }

  @Test
  void aJournalOfTheOtherSideIsKeptOnlyIfItIsWhole() throws Exception {
    byte[] whole = Files.readAllBytes(write(Phase.PLANNED, Phase.QUIESCED));
    Path kept = dir.resolve("kept");
    byte[] damaged = whole.clone();
    damaged[BEGINNING + 14] ^= 1;

    assertThatThrownBy(() -> Journal.keep(kept, damaged)).isInstanceOf(Failure.class);
    assertThat(kept).doesNotExist();
    Journal.keep(kept, whole);
    assertThat(phases(kept)).containsExactly(Phase.PLANNED, Phase.QUIESCED);
  }

  /** Null: refused, as a refusal must be. */
  private static List<Phase> readOrRefused(Path path) {
    try {
      return phases(path);
    } catch (Failure e) {
      assertThat(e.object()).startsWith(path + " at byte ");
      assertThat(e.reason()).isNotBlank();
      assertThat(e.remedy()).isNotBlank();
      assertThatThrownBy(() -> Journal.open(path)).isInstanceOf(Failure.class);
      return null;
    }
  }

  private static List<Phase> phases(Path path) {
    return Journal.read(path).stream().map(JournalRecord::getPhase).toList();
  }

  private static int wholeRecords(byte[] whole, int length) {
    int count = 0;
    while (count < PHASES.size() && frameStart(whole, count + 1) <= length) {
      count++;
    }
    return count;
  }

  /** Where a frame starts: frames of this size have their length in one byte. */
  private static int frameStart(byte[] whole, int index) {
    int start = BEGINNING;
    for (int i = 0; i < index; i++) {
      start += 12 + whole[start];
    }
    return start;
  }

  private static byte[] from(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private Path write(Phase... phases) {
    Path path = dir.resolve("journal");
    try (Journal journal = Journal.open(path)) {
      for (Phase phase : phases) {
        journal.append(JournalRecord.newBuilder().setPhase(phase));
      }
    }
    return path;
  }
}
