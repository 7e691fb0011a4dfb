package org.osswap.partition.belongings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.osswap.mutation.Trial;

/** Routes, mounts and packet filters, as the kernel and its tools list them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KernelTablesFuzzTest {
  private static List<String> lines(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }

  /** Each input is taken for each of the tables. */
  @FuzzTest
  void tables(byte[] input) {
    Trial.of(
        input,
        IllegalArgumentException.class,
        bytes -> assertThat(Routes.ipv4(lines(bytes), "eth1")).doesNotContainNull());
    Trial.of(
        input,
        IllegalArgumentException.class,
        bytes -> assertThat(Routes.ipv6(lines(bytes), "eth1")).doesNotContainNull());
    Trial.of(input, bytes -> NftTables.parse(lines(bytes)));
    Trial.of(
        input, bytes -> assertThat(Mounts.points(lines(bytes))).allMatch(p -> p.startsWith("/")));
  }
}
