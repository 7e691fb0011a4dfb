package org.osswap.partition.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.proto.Cpu;

/** Two sockets with two cores of two threads each, numbered as Linux does: siblings are N, N + 4. */
final class TopologyTest {
  /** Logical number to APIC id: package 0 has ids 0-3, package 1 has 32-35. */
  private static final ImmutableList<Integer> APIC_IDS =
      ImmutableList.of(0, 2, 32, 34, 1, 3, 33, 35);

  @TempDir Path dir;

  @BeforeEach
  void makeTree() throws IOException {
    for (int cpu = 0; cpu < 8; cpu++) {
      int node = cpu % 4 / 2;
      Path path = dir.resolve("sys/devices/system/cpu/cpu" + cpu);
      Files.createDirectories(path.resolve("topology"));
      Files.writeString(path.resolve("topology/physical_package_id"), node + "\n");
      // core_id repeats in each package.
      Files.writeString(path.resolve("topology/core_id"), cpu % 2 + "\n");
      Files.writeString(
          path.resolve("topology/thread_siblings_list"), cpu % 4 + "," + (cpu % 4 + 4) + "\n");
      Files.createSymbolicLink(path.resolve("node" + node), Path.of("../../node/node" + node));
    }
  }

  private ImmutableList<Cpu> read(List<Integer> online, Optional<Madt> madt) {
    ImmutableMap.Builder<Integer, Integer> ids = ImmutableMap.builder();
    online.forEach(cpu -> ids.put(cpu, APIC_IDS.get(cpu)));
    CpuInfo info = new CpuInfo(ids.buildOrThrow(), false);
    return new CpuReader(SysRoot.at(dir), info, Optional.empty()).read(madt);
  }

  @Test
  void siblingsShareACoreThatNoOtherPackageHas() {
    ImmutableList<Cpu> cpus = read(List.of(0, 1, 2, 3, 4, 5, 6, 7), Optional.empty());

    for (int cpu = 0; cpu < 4; cpu++) {
      assertThat(cpus.get(cpu).getCore()).isEqualTo(cpus.get(cpu + 4).getCore());
    }
    assertThat(cpus.stream().map(Cpu::getCore).distinct()).hasSize(4);
    assertThat(cpus).extracting(Cpu::getPackage).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
    assertThat(cpus).extracting(Cpu::getNode).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
  }

  @Test
  void aMadtThatContradictsTheOnlineCpusTellsNothingOfTheOfflineOnes() {
    Madt right = new Madt(APIC_IDS);
    Madt wrong = new Madt(ImmutableList.copyOf(APIC_IDS.reverse()));

    assertThat(read(List.of(0, 1, 2), Optional.of(right)))
        .extracting(Cpu::getApicId)
        .containsExactlyElementsOf(APIC_IDS);
    assertThat(read(List.of(0, 1, 2), Optional.of(wrong))).hasSize(3);
  }

  @Test
  void theBootCpuIsNumberedFirstWhereverItStandsInTheMadt() {
    assertThat(CpuReader.inMadtOrder(List.of(1, 0, 2, 3), 2))
        .containsExactly(
            Map.entry(0, 2),
            Map.entry(1, 1),
            Map.entry(2, 0),
            Map.entry(3, 3));
  }
}
