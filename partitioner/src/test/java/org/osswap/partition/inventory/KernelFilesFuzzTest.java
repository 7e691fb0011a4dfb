package org.osswap.partition.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.collect.ImmutableSortedSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.osswap.base.Extents;
import org.osswap.mutation.Trial;

/** Files of the kernel: their parsers throw IllegalArgumentException, and SysRoot names the file. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KernelFilesFuzzTest {
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> lines(byte[] bytes) {
    return text(bytes).lines().toList();
  }

  /** Each input is taken for each of the small files. */
  @FuzzTest
  void smallFiles(byte[] input) {
    Trial.of(input, IllegalArgumentException.class, bytes -> CpuInfo.parse(lines(bytes)));
    Trial.of(input, IllegalArgumentException.class, bytes -> MemInfo.parse(lines(bytes)));
    Trial.of(input, bytes -> Disks.Mount.parse(lines(bytes)));
    Trial.of(input, IllegalArgumentException.class, bytes -> PciResources.parse(lines(bytes)));
    Trial.of(input, IllegalArgumentException.class, bytes -> PciAddress.parse(text(bytes)));
    Trial.of(input, bytes -> TscClock.parse(text(bytes)));
    Trial.of(input, bytes -> SysfsPath.functions(text(bytes)));
  }

  @FuzzTest
  void iomem(byte[] input) {
    Trial.of(
        input,
        IllegalArgumentException.class,
        bytes -> {
          ResourceTree tree = ResourceTree.parse(lines(bytes));
          tree.systemRam();
          tree.reserved();
          tree.owned();
          assertThat(ResourceTree.parse(written(tree)).entries()).isEqualTo(tree.entries());
        });
  }

  private static List<String> written(ResourceTree tree) {
    return tree.entries().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "%s%08x-%08x : %s",
                    "  ".repeat(entry.depth()),
                    entry.range().lowerEndpoint(),
                    entry.range().upperEndpoint() - 1,
                    entry.name()))
        .collect(Collectors.toList());
  }

  @FuzzTest
  void parameters(byte[] input) {
    Trial.of(
        input,
        bytes -> {
          KernelCommandLine line = KernelCommandLine.parse(text(bytes));
          assertThat(Extents.list(line.reservations())).allMatch(extent -> extent.getStart() >= 0);
          assertThat(Extents.list(line.softReservations()))
              .allMatch(extent -> extent.getStart() >= 0);
        });
    Trial.of(input, IllegalArgumentException.class, bytes -> KernelCommandLine.bytes(text(bytes)));
  }

  @FuzzTest
  void cpuList(byte[] input) {
    Trial.of(
        input,
        IllegalArgumentException.class,
        bytes -> {
          ImmutableSortedSet<Integer> cpus = CpuList.parse(text(bytes));
          assertThat(CpuList.parse(CpuList.format(cpus))).isEqualTo(cpus);
        });
  }

  @FuzzTest
  void networks(byte[] input) {
    Trial.of(input, bytes -> IpJson.links(text(bytes)));
    Trial.of(input, bytes -> IpJson.routes(text(bytes)));
  }
}
