package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.mutation.Trial;

/** CRIU's images: what osswap changes in them, and that it leaves the rest alone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CriuImageFuzzTest {
  private static final int MAGICS = 8;
  private static final int TFD = 12;
  private static final int USER_NS_ID = 10;

  @TempDir Path dir;

  @FuzzTest
  void openFiles(byte[] input) {
    Trial.of(
        input,
        IOException.class,
        bytes -> {
          byte[] repaired = TimerFdRepair.repaired(bytes);
          assertThat(TimerFdRepair.repaired(repaired)).isSameAs(repaired);
          assertThat(without(TFD, repaired)).isEqualTo(without(TFD, bytes));
        });
  }

  /** The inventory is the first image, with its length before it; one task's ids are the rest. */
  @FuzzTest
  void namespaces(byte[] input) {
    Trial.of(
        input,
        bytes -> {
          int inventory = bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[0]);
          int split = Math.min(bytes.length, 1 + inventory);
          byte[] ids = Arrays.copyOfRange(bytes, split, bytes.length);
          Files.write(
              dir.resolve("inventory.img"),
              Arrays.copyOfRange(bytes, Math.min(1, bytes.length), split));
          Path task = Files.write(dir.resolve("ids-17.img"), ids);

          UserNamespace.forget(dir);

          byte[] after = Files.readAllBytes(task);
          assertThat(without(USER_NS_ID, after)).isEqualTo(without(USER_NS_ID, ids));
          UserNamespace.forget(dir);
          assertThat(task).hasBinaryContent(after);
        });
  }

  /** All entries but one of their fields. */
  private static List<UnknownFieldSet> without(int field, byte[] image) throws IOException {
    List<UnknownFieldSet> entries = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).position(MAGICS);
    while (rest.hasRemaining()) {
      byte[] entry = new byte[rest.getInt()];
      rest.get(entry);
      entries.add(UnknownFieldSet.parseFrom(entry).toBuilder().clearField(field).build());
    }
    return entries;
  }
}
