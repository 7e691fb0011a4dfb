package org.osswap.launch.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.proto.Extent;

final class LinkPumpTest {
  private static final String A = "192.168.255.253";
  private static final String B = "192.168.255.254";
  private static final int A_NUMBER = 0xc0a8fffd;
  private static final int B_NUMBER = 0xc0a8fffe;
  private static final Extent WINDOW = Extents.sized(0x20_0000, 2 * (Ring.HEADER + (128 << 10)));

  private final HeapMemory memory = new HeapMemory();
  private final FakeDevice deviceA = new FakeDevice();
  private final FakeDevice deviceB = new FakeDevice();
  private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
  private LinkWindow windowA;
  private LinkWindow windowB;
  private LinkPump pumpA;

  @BeforeEach
  void open() {
    LinkWindow.create(memory, WINDOW);
    windowA = LinkWindow.open(memory, WINDOW, true);
    windowB = LinkWindow.open(memory, WINDOW, false);
    pumpA = begin(deviceA, windowA, A, B);
  }

  private LinkPump begin(FakeDevice device, LinkWindow window, String local, String peer) {
    return LinkPump.begin(
        device, window.writer(), window.reader(), Packets.between(local, peer), failures::add);
  }

  @AfterEach
  void close() {
    pumpA.close();
    windowA.close();
    windowB.close();
    assertThat(memory.mapped()).isZero();
  }

  private static byte[] packet(int from, int to, int size) {
    return ByteBuffer.allocate(size)
        .put(0, (byte) 0x45)
        .putShort(2, (short) size)
        .putInt(12, from)
        .putInt(16, to)
        .array();
  }

  private static byte[] await(FakeDevice device) throws InterruptedException {
    return device.received.poll(20, TimeUnit.SECONDS);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void packetsGoFromEachDeviceToTheOther() throws Exception {
    byte[] there = packet(A_NUMBER, B_NUMBER, 1500);
    byte[] back = packet(B_NUMBER, A_NUMBER, TunDevice.MTU);
    try (LinkPump pumpB = begin(deviceB, windowB, B, A)) {
      deviceA.sends.add(there);
      assertThat(await(deviceB)).isEqualTo(there);
      deviceB.sends.add(back);
      assertThat(await(deviceA)).isEqualTo(back);

      await(() -> pumpA.counters().equals(new LinkCounters(1, 1500, 1, back.length, 0, 0)));
      await(() -> pumpB.counters().equals(new LinkCounters(1, back.length, 1, 1500, 0, 0)));
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void packetsOfOthersAreDroppedOnBothSides() throws Exception {
    try (LinkPump pumpB = begin(deviceB, windowB, B, A)) {
      deviceA.sends.add(packet(A_NUMBER, 0xe00000fb, 60));
      byte[] forged = packet(0x0a000001, B_NUMBER, 60);
      await(() -> pumpA.counters().drops() == 1);
      pumpA.close();
      windowA.writer().offer(forged, forged.length);
      await(() -> pumpB.counters().drops() == 1);
    }
    assertThat(deviceB.received).isEmpty();
  }

  @Test
  void whatTheDeviceRefusesIsDropped() {
    deviceA.refuses = true;
    byte[] packet = packet(B_NUMBER, A_NUMBER, 60);
    windowB.writer().offer(packet, packet.length);

    await(() -> pumpA.counters().drops() == 1);
    assertThat(failures).isEmpty();
  }

  @Test
  void aFullRingIsLeftToTheDevicesQueueAndNothingIsLost() throws Exception {
    int many = 50;
    for (int i = 0; i < many; i++) {
      deviceA.sends.add(packet(A_NUMBER, B_NUMBER, 20_000 + i));
    }
    await(() -> pumpA.counters().framesOut() > 0);
    assertThat(deviceA.sends).as("what still waits").isNotEmpty();
    try (LinkPump pumpB = begin(deviceB, windowB, B, A)) {
      for (int i = 0; i < many; i++) {
        assertThat(await(deviceB)).hasSize(20_000 + i);
      }
      await(() -> pumpB.counters().framesIn() == many);
    }
  }

  @Test
  void aPumpEndsWhileItsRingIsFullAndNobodyReads() {
    for (int i = 0; i < 50; i++) {
      deviceA.sends.add(packet(A_NUMBER, B_NUMBER, 20_000));
    }
    await(() -> pumpA.counters().framesOut() > 0);
    long begin = System.nanoTime();
    pumpA.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void aScribblingPeerEndsTheLinkWhichIsToldOnce() {
    try (var region = memory.map(WINDOW)) {
      region.putU64(Extents.size(WINDOW) / 2 + Ring.TAIL, 5);
    }
    await(() -> failures.size() == 1);
    deviceA.gone = true;
    pumpA.close();

    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).reason()).contains("index is 0x5");
  }

  @Test
  void aDeviceThatIsGoneEndsTheLink() {
    deviceA.gone = true;

    await(() -> failures.size() == 1);
    assertThat(failures.get(0)).hasMessageContaining("it is gone");
  }

  @Test
  void restsGrowWhileNothingComesAndAreBounded() {
    assertThat(Rest.after(0)).isZero();
    long before = 0;
    for (long idle = 1; idle < Duration.ofMinutes(1).toNanos(); idle *= 2) {
      assertThat(Rest.after(idle)).isBetween(before, Rest.LONGEST.toNanos());
      before = Rest.after(idle);
    }
    assertThat(before).isEqualTo(Rest.LONGEST.toNanos());
  }
}
