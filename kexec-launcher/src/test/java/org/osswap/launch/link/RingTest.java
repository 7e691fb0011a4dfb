package org.osswap.launch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.launch.memory.Region;

final class RingTest {
  private static final long SIZE = 128 << 10;

  private final HeapMemory memory = new HeapMemory();
  private final Region region = memory.map(Extents.sized(0x1_0020_0000L, Ring.HEADER + SIZE));
  private final byte[] into = new byte[Ring.MAX_FRAME];
  private RingWriter writer;
  private RingReader reader;

  @BeforeEach
  void makeRing() {
    Ring.create(region);
    writer = RingWriter.open(region);
    reader = RingReader.open(region);
  }

  private boolean offer(String text) {
    return writer.offer(text.getBytes(StandardCharsets.US_ASCII), text.length());
  }

  private String take() {
    return new String(into, 0, reader.take(into), StandardCharsets.US_ASCII);
  }

  @Test
  void framesArriveOnceAndInOrder() {
    offer("one");
    offer("and two");

    assertThat(take()).isEqualTo("one");
    assertThat(take()).isEqualTo("and two");
    assertThat(take()).isEmpty();
    assertThat(reader.resets()).isZero();
  }

  @Test
  void theLayoutIsTheDocumentedOne() {
    offer("abc");

    assertThat(region.read(0, 8)).isEqualTo("OSSWRING".getBytes(StandardCharsets.US_ASCII));
    assertThat(region.getU32(0x008)).isEqualTo(1);
    assertThat(region.getU32(0x00c)).isEqualTo(17);
    assertThat(region.getU64(0x080)).as("tail").isEqualTo(16);
    assertThat(region.getU64(0x100)).as("head").isZero();
    assertThat(region.getU32(0x1000)).as("length").isEqualTo(3);
    assertThat(region.read(0x1008, 8)).isEqualTo(new byte[] {'a', 'b', 'c', 0, 0, 0, 0, 0});
  }

  @Test
  void framesWrapAroundTheEndManyTimes() {
    Frames sent = new Frames(1);
    Frames expected = new Frames(1);
    int count = 0;
    for (int lap = 0; lap < 300; lap++) {
      for (int i = 0; i < 1 + lap % 4; i++) {
        byte[] frame = sent.next();
        assertThat(writer.offer(frame, sent.length())).isTrue();
        count++;
      }
      for (; count > 0; count--) {
        assertThat(expected.isNext(into, reader.take(into))).isTrue();
      }
    }
    assertThat(region.getU64(Ring.TAIL)).isGreaterThan(10 * SIZE);
    assertThat(reader.take(into)).isZero();
  }

  @Test
  void aFullRingTakesNoMoreUntilSomethingWasRead() {
    byte[] frame = new byte[Ring.MAX_FRAME];
    int taken = 0;
    while (writer.offer(frame, frame.length - 8)) {
      taken++;
    }

    assertThat(taken).as("frames of the 32 KiB that each takes").isEqualTo(4);
    assertThat(reader.take(into)).isEqualTo(frame.length - 8);
    assertThat(writer.offer(frame, frame.length)).as("eight bytes too long").isFalse();
    assertThat(writer.offer(frame, frame.length - 8)).isTrue();
  }

  @Test
  void framesOfNoSizeOrTooLargeAreADefectOfTheCaller() {
    assertThatThrownBy(() -> writer.offer(into, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.offer(new byte[Ring.MAX_FRAME + 1], Ring.MAX_FRAME + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherProcessOfTheSameSideGoesOnWhereTheFirstEnded() {
    offer("one");
    offer("two");
    take();
    writer = RingWriter.open(region);
    reader = RingReader.open(region);
    offer("three");

    assertThat(take()).isEqualTo("two");
    assertThat(take()).isEqualTo("three");
    assertThat(take()).isEmpty();
  }

  @Test
  void framesOfAnEarlierCreationAreNotSeen() {
    offer("old");
    byte[] old = region.read(Ring.HEADER, 16);
    Ring.create(region);
    RingReader next = RingReader.open(region);

    assertThat(next.take(into)).as("nothing was written").isZero();
    region.write(Ring.HEADER, old);
    region.putU64(Ring.TAIL, 16);
    assertThat(next.take(into)).as("the old bytes, under a new tail").isZero();
    assertThat(next.resets()).isEqualTo(1);
  }

  @Test
  void whoHasTheOldRingOpenCannotUseTheNewOne() {
    Ring.create(region);

    assertThatThrownBy(this::take)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("made anew for another swap");
  }

  @Test
  void memoryThatIsNoRingIsRefused() {
    region.putU32(Ring.LOG_SIZE, 30);
    assertThatThrownBy(() -> RingReader.open(region))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("2^30 bytes");
    region.clear();
    assertThatThrownBy(() -> RingWriter.open(region)).isInstanceOf(Failure.class);
  }

  @Test
  void aDamagedFrameIsLeftOutAndTheNextOnesArrive() {
    offer("damaged");
    offer("lost with it");
    region.putU8(Ring.HEADER + 10, 'X');
    assertThat(take()).isEmpty();
    assertThat(reader.resets()).isEqualTo(1);

    offer("whole");
    assertThat(take()).isEqualTo("whole");
  }

  @Test
  void lengthsThatCannotBeAreNotFollowed() {
    for (long length : new long[] {0, 17, Ring.MAX_FRAME + 1, 0x7fff_ffffL, 0xffff_ffffL}) {
      long at = Ring.HEADER + region.getU64(Ring.TAIL);
      offer("12345678");
      region.putU32(at, length);
      assertThat(take()).isEmpty();
    }
    assertThat(reader.resets()).isEqualTo(5);
  }

  @Test
  void aFrameThatIsNotWholeBeforeTheTailIsNotTaken() {
    writer.offer(into, 100);
    region.putU64(Ring.TAIL, 16);

    assertThat(reader.take(into)).isZero();
    assertThat(reader.resets()).isEqualTo(1);
  }

  @Test
  void aFrameOfAnEarlierLapIsNotTakenForANewOne() {
    byte[] frame = new byte[Ring.MAX_FRAME];
    for (int i = 0; i < 4; i++) {
      writer.offer(frame, frame.length - 8);
      assertThat(reader.take(into)).isPositive();
    }
    assertThat(region.getU64(Ring.TAIL)).as("a whole lap").isEqualTo(SIZE);
    region.putU64(Ring.TAIL, SIZE + frame.length);

    assertThat(reader.take(into)).isZero();
    assertThat(reader.resets()).isEqualTo(1);
  }

  @Test
  void aTailThatCannotBeEndsTheReaderForGood() {
    for (long tail : new long[] {3, -8, SIZE + 8, Long.MIN_VALUE, Long.MAX_VALUE - 7}) {
      makeRing();
      region.putU64(Ring.TAIL, tail);
      assertThatThrownBy(this::take).isInstanceOf(Failure.class).hasMessageContaining("index");
      region.putU64(Ring.TAIL, 0);
      assertThatThrownBy(this::take).as("still").isInstanceOf(Failure.class);
    }
  }

  @Test
  void aTailThatGoesBackEndsTheReader() {
    offer("one");
    offer("two");
    take();
    take();
    region.putU64(Ring.TAIL, 16);

    assertThatThrownBy(this::take).isInstanceOf(Failure.class);
  }

  @Test
  void aHeadThatCannotBeEndsTheWriter() {
    byte[] frame = new byte[Ring.MAX_FRAME];
    for (long head : new long[] {4, -8, SIZE + 8, Long.MIN_VALUE, Long.MAX_VALUE - 7}) {
      makeRing();
      region.putU64(Ring.HEAD, head);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 5; i++) {
                  writer.offer(frame, frame.length);
                }
              })
          .isInstanceOf(Failure.class)
          .hasMessageContaining("index");
    }
  }

  @Test
  void aReaderThatSeesNothingButDamageGivesUp() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                long at = Ring.HEADER + region.getU64(Ring.TAIL) % SIZE;
                offer("1234");
                region.putU8(at + 8, 'X');
                take();
              }
            })
        .isInstanceOf(Failure.class)
        .hasMessageContaining(RingReader.MOST_RESETS + 1 + " frames were damaged");
  }
}
