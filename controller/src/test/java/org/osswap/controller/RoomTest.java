package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
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

  /** As {@link #partition}, with 1 GiB of the rest for the kernel. */
  private static PartitionPlan shared(long mib) {
    PartitionPlan plan = partition(mib);
    return plan.toBuilder()
        .clearRemainderMemory()
        .setKernelMemory(Extents.sized(1L << 33, 1024 * MIB))
        .addRemainderMemory(Extents.sized(1L << 33, 1024 * MIB))
        .addRemainderMemory(Extents.sized((1L << 33) + 1024 * MIB, 5376 * MIB))
        .addRemainderMemory(plan.getRemainderMemory(1))
        .build();
  }

  private Room needed(String told) throws Exception {
    return needed(told, partition(640));
  }

  private Room needed(String told, PartitionPlan plan) throws Exception {
    return room(20 * MIB, 30 * MIB, 50 * MIB, told, plan);
  }

  private Room room(long osswap, long initrd, long kernel, String told, PartitionPlan plan)
      throws Exception {
    try (RandomAccessFile lib = new RandomAccessFile(home.resolve("lib").toFile(), "rw")) {
      lib.setLength(osswap);
    }
    TargetImage image =
        new TargetImage(
            Path.of("/13"),
            new BzImage(ByteBuffer.allocate(0), ByteSource.empty(), "6.12", 1 << 21, kernel, 2048),
            ByteSource.wrap(new byte[(int) initrd]),
            ImmutableMap.of(),
            "");
    return Room.needed(image, home, 7 * MIB, plan, KernelCommandLine.parse(told));
  }

  private static long mib(Room.Moment moment) {
    return moment.needed() / MIB;
  }

  private static Room.Moment booting(Room room) {
    return room.moments().get(0);
  }

  private static Room.Moment adding(Room room) {
    return room.moments().get(1);
  }

  private static Room.Moment working(Room room) {
    return room.moments().get(2);
  }

  @Test
  void aRootInTmpfsGetsHalfOfWhatTheKernelHasLeft() throws Exception {
    long packed = 50 + 10 + 30 + 64;
    long unpacked = 90 + 20;

    long again = unpacked * 9 / 8;

    assertThat(mib(booting(needed("quiet")))).isEqualTo(packed + unpacked + again);
    assertThat(mib(booting(needed("rootfstype=tmpfs")))).isEqualTo(packed + unpacked + again);
    assertThat(mib(booting(needed("rootfstype=ramfs")))).isEqualTo(packed + unpacked);
    assertThat(mib(booting(needed("root=/dev/vda1")))).isEqualTo(packed + unpacked);
  }

  /** Debian 13 was started on 640 MiB once, and its initrd was cut short; not with a root in ramfs. */
  @Test
  void whatWasSeenToLackRoomIsRefused() throws Exception {
    PartitionPlan plan = shared(640);

    assertThatThrownBy(
            () -> room(123 * MIB, 35 * MIB, 55 * MIB, "quiet", plan).refuseTooSmall(plan))
        .extracting("remedy").asString().contains("rootfstype=ramfs");
    room(123 * MIB, 35 * MIB, 55 * MIB, "rootfstype=ramfs", plan).refuseTooSmall(plan);
  }

  @Test
  void theKernelDoesTheWorkOfTheWholeMachineInThePartition() throws Exception {
    long tables = 640 / 64 + 6464 / 64;
    long work = 6464 / 16;
    long running = 50 + tables + 90 + 20 + 160 + 7;

    assertThat(mib(adding(needed("")))).isEqualTo(running);
    assertThat(mib(working(needed("")))).isEqualTo(running + work);
    assertThat(working(needed("")).there()).isEqualTo(640 * MIB);
    assertThat(mib(working(needed("crashkernel=32M,high")))).isEqualTo(running + work + 32);
  }

  @Test
  void whatOfTheRestIsTheKernelsOwnHasToBeAddedAndIsThereThen() throws Exception {
    Room room = needed("", shared(640));

    assertThat(mib(adding(room))).isEqualTo(50 + 640 / 64 + 1024 / 64 + 90 + 20 + 160 + 7);
    assertThat(adding(room).there()).isEqualTo(640 * MIB);
    assertThat(mib(working(room))).isEqualTo(mib(working(needed(""))));
    assertThat(working(room).there()).isEqualTo((640 + 1024) * MIB);
  }

  @Test
  void aPartitionThatIsTooSmallIsRefusedWithAllThatHasToFindRoomInIt() {
    Room.Moment fits = new Room.Moment(512 * MIB, ImmutableMap.of("kernel", 512 * MIB), "none");
    Room.Moment lacks =
        new Room.Moment(
            512 * MIB,
            ImmutableMap.of("kernel", 100 * MIB, "initrd", 500 * MIB, "none", 0L),
            "say less");
    Room.Moment lacksLess =
        new Room.Moment(512 * MIB, ImmutableMap.of("kernel", 513 * MIB), "");

    assertThatThrownBy(() -> refuse(fits, lacks, lacksLess))
        .hasMessageContaining("kernel 100 MiB, initrd 500 MiB")
        .hasMessageNotContaining("none")
        .extracting("remedy").asString().contains("--memory 640M", "or say less.");
    assertThatThrownBy(() -> refuse(lacksLess, fits))
        .hasMessageContaining("kernel 513 MiB")
        .extracting("remedy").asString().contains("--memory 640M").endsWith("image.");
    refuse(fits);
  }

  private static void refuse(Room.Moment... moments) {
    new Room(ImmutableList.copyOf(moments)).refuseTooSmall(partition(512));
  }
}
