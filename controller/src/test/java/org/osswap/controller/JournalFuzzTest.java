package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.osswap.mutation.Trial;
import org.osswap.proto.JournalRecord;

/** Journals from a disk, and from another OS. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JournalFuzzTest {
  private static final int BEGINNING = 8;
  private static final int HEADER = 12;

  @FuzzTest
  void journal(byte[] input) {
    Trial.of(input, JournalFuzzTest::read);
    Trial.of(input, bytes -> read(summed(bytes)));
  }

  private static void read(byte[] bytes) {
    JournalFormat.Parsed parsed = JournalFormat.parse(bytes, "journal");
    assertThat(parsed.end()).isBetween(0, bytes.length);
    byte[] whole = written(parsed.records());
    if (parsed.end() > 0) {
      assertThat(JournalFormat.parse(whole, "written"))
          .isEqualTo(new JournalFormat.Parsed(parsed.records(), whole.length));
    }
    SwapHistory history = new SwapHistory(parsed.records());
    assertThat(history.report().isInitialized()).isTrue();
    history.undo();
    history.saysMoved();
    history.problemsOfPhase();
  }

  private static byte[] written(List<JournalRecord> records) {
    ByteArrayOutputStream journal = new ByteArrayOutputStream();
    journal.writeBytes(JournalFormat.beginning().array());
    records.forEach(record -> journal.writeBytes(JournalFormat.frame(record).array()));
    return journal.toByteArray();
  }

  /** With the sums made right of all records that are there as a whole: no fuzzer finds them. */
  private static byte[] summed(byte[] bytes) {
    ByteBuffer journal = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = BEGINNING;
    while (at + HEADER <= bytes.length) {
      int length = journal.getInt(at);
      if (length >= 0 && length <= bytes.length - at - HEADER) {
        journal.putInt(at + 4, sum(bytes, at + HEADER, length));
      }
      journal.putInt(at + 8, sum(bytes, at, 8));
      if (length < 0 || length > bytes.length - at - HEADER) {
        break;
      }
      at += HEADER + length;
    }
    return bytes;
  }

  private static int sum(byte[] bytes, int from, int length) {
    return Hashing.crc32c().hashBytes(bytes, from, length).asInt();
  }
}
