package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Extents;
import org.osswap.launch.image.BzImage;
import org.osswap.launch.image.TargetImage;
import org.osswap.partition.inventory.KernelCommandLine;
import org.osswap.proto.PartitionPlan;

final class RoomTest {
  private static final long MIB = 1 << 20;

  @TempDir Path home;

  private static PartitionPlan partition(long mib) {
    return PartitionPlan.newBuilder()
        .addMemory(Extents.sized(1L << 32, mib * MIB))
        .addRemainderMemory(Extents.sized(1L << 33, 6400 * MIB))
        .addRemainderMemory(Extents.sized(1L << 35, 64 * MIB))
        .build();
  }

  private Room needed(String told) throws Exception {
    Files.write(home.resolve("lib"), new byte[(int) (20 * MIB)]);
    TargetImage image =
        new TargetImage(
            Path.of("/13"),
            new BzImage(ByteBuffer.allocate(0), ByteSource.empty(), "6.12", 1 << 21, 50 * MIB, 2048),
            ByteSource.wrap(new byte[(int) (30 * MIB)]),
            ImmutableMap.of(),
            "");
    return Room.needed(image, home, 7 * MIB, partition(640), KernelCommandLine.parse(told));
  }

  private static long mib(ImmutableMap<String, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum() / MIB;
  }

  @Test
  void aRootInTmpfsGetsHalfOfWhatTheKernelHasLeft() throws Exception {
    long packed = 50 + 10 + 30 + 64;
    long unpacked = 90 + 20;

    assertThat(mib(needed("quiet").booting())).isEqualTo(packed + 2 * unpacked);
    assertThat(mib(needed("rootfstype=tmpfs").booting())).isEqualTo(packed + 2 * unpacked);
    assertThat(mib(needed("rootfstype=ramfs").booting())).isEqualTo(packed + unpacked);
    assertThat(mib(needed("root=/dev/vda1").booting())).isEqualTo(packed + unpacked);
  }

  @Test
  void theKernelDoesTheWorkOfTheWholeMachineInThePartition() throws Exception {
    long tables = 640 / 64 + 6464 / 64;
    long work = 6464 / 16;

    assertThat(mib(needed("").working())).isEqualTo(50 + tables + work + 90 + 20 + 160 + 7);
    assertThat(mib(needed("crashkernel=32M,high").working()))
        .isEqualTo(50 + tables + work + 32 + 90 + 20 + 160 + 7);
  }

  @Test
  void aPartitionThatIsTooSmallIsRefusedWithAllThatHasToFindRoomInIt() {
    ImmutableMap<String, Long> less = ImmutableMap.of("kernel", 1L);
    ImmutableMap<String, Long> more =
        ImmutableMap.of("kernel", 100 * MIB, "initrd", 500 * MIB, "none", 0L);

    assertThatThrownBy(() -> new Room(more, less).refuseTooSmall(partition(512)))
        .hasMessageContaining("kernel 100 MiB, initrd 500 MiB")
        .hasMessageNotContaining("none")
        .extracting("remedy").asString().contains("--memory 640M", "rootfstype=ramfs");
    assertThatThrownBy(() -> new Room(less, more).refuseTooSmall(partition(512)))
        .extracting("remedy").asString().contains("--memory 640M").doesNotContain("ramfs");
    new Room(more, more).refuseTooSmall(partition(640));
  }
}
