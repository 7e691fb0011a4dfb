package org.osswap.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.FaultLab;
import org.osswap.base.SystemProcessRunner;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.osswap.proto.FileDescription.Kind;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.PushReply;

/** Files over real TLS on the loopback interface. */
final class FileTransferTest {
  private static final ReceivePolicy POLICY = new ReceivePolicy(10, 1 << 30, false, true);

  @TempDir static Path tls;
  private static SwapCredentials incumbent;
  private static SwapCredentials successor;

  @TempDir Path here;
  @TempDir Path there;
  private Loopback loopback;
  private final AtomicLong sent = new AtomicLong();

  @BeforeAll
  static void makeCredentials() {
    SwapCredentials.create(tls);
    incumbent = SwapCredentials.load(tls, Side.INCUMBENT);
    successor = SwapCredentials.load(tls, Side.SUCCESSOR);
  }

  @BeforeEach
  void start() {
    loopback = new Loopback(successor, incumbent, new Loopback.Service(there, POLICY));
  }

  @AfterEach
  void stop() throws Exception {
    loopback.close();
  }

  private PushReply push(FileDescription... files) {
    return new FileSender(sent::addAndGet)
        .push(loopback.stub(), "s1", "redis", "capsule", here, List.of(files));
  }

  private Path received(String path) {
    return there.resolve("redis/capsule" + path);
  }

  private FileDescription.Builder write(String path, byte[] content) throws Exception {
    Path file = here.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return FileDescription.newBuilder()
        .setPath(path)
        .setSize(content.length)
        .setMode(0640)
        .setMtimeMillis(1_600_000_000_000L)
        .setUid((Integer) Files.getAttribute(file, "unix:uid"))
        .setGid((Integer) Files.getAttribute(file, "unix:gid"));
  }

  @Test
  void aFileArrivesWithItsContentModeAndTime() throws Exception {
    byte[] content = new byte[(1 << 20) + 17];
    new Random(1).nextBytes(content);

    PushReply reply = push(write("/etc/redis/redis.conf", content).build());

    assertThat(received("/etc/redis/redis.conf")).hasBinaryContent(content);
    assertThat(Files.getPosixFilePermissions(received("/etc/redis/redis.conf")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.getLastModifiedTime(received("/etc/redis/redis.conf")).toMillis())
        .isEqualTo(1_600_000_000_000L);
    assertThat(reply.getFiles()).isEqualTo(1);
    assertThat(reply.getBytes()).isEqualTo(content.length);
    assertThat(sent).hasValue(content.length);
  }

  @Test
  void aChunkThatWasDamagedOnItsWayIsRefused(@TempDir Path lab) throws Exception {
    FileDescription file = write("/data", "some content".getBytes(UTF_8)).build();
    try (FaultLab faults = new FaultLab(lab).fifo("corrupt-chunk")) {
      CompletableFuture<PushReply> push = CompletableFuture.supplyAsync(() -> push(file));
      try (OutputStream writer = faults.arrived("corrupt-chunk")) {
        writer.write("corrupt\n".getBytes(UTF_8));
      }
      assertThatThrownBy(push::join)
          .hasCauseInstanceOf(Failure.class)
          .hasMessageContaining("is damaged at 0: CRC-32 differs");
    }
    assertThat(received("/data")).doesNotExist();
    assertThat(push(file).getFiles()).isEqualTo(1);
  }

  @Test
  void onlyTheEndOfAFileThatGrewIsSent() throws Exception {
    push(write("/log", "one\nold end".getBytes(UTF_8)).build());
    sent.set(0);

    push(write("/log", "one\ntwo\nthree\n".getBytes(UTF_8)).setKeep(4).build());

    assertThat(received("/log")).hasContent("one\ntwo\nthree\n");
    assertThat(sent).hasValue(10);
  }

  @Test
  void nothingCanBeKeptOfAFileThatIsShorterThere() throws Exception {
    push(write("/log", "one".getBytes(UTF_8)).build());

    assertThatThrownBy(
            () -> push(write("/log", "one\ntwo\n".getBytes(UTF_8)).setKeep(5).build()))
        .hasMessageContaining("has no 5 bytes here to keep");
  }

  @Test
  void aFileThatWentAwayIsRemoved() throws Exception {
    push(write("/gone", "x".getBytes(UTF_8)).build());

    push(
        FileDescription.newBuilder()
            .setPath("/gone")
            .setKind(FileDescription.Kind.ABSENT)
            .build());

    assertThat(received("/gone")).doesNotExist();
  }

  @Test
  void anEmptyFileArrives() throws Exception {
    push(write("/empty", new byte[0]).build());

    assertThat(received("/empty")).isEmptyFile();
  }

  @Test
  void runsOfZerosBecomeHolesWithoutChangingTheContent() throws Exception {
    byte[] content = new byte[8 << 20];
    content[5 << 20] = 1;

    push(write("/sparse", content).build());

    assertThat(received("/sparse")).hasBinaryContent(content);
    long blocks =
        Long.parseLong(
            new SystemProcessRunner()
                .run(Duration.ofSeconds(10), "stat", "-c", "%b", received("/sparse").toString())
                .out()
                .strip());
    assertThat(blocks * 512).isLessThan(2 << 20);
  }

  @Test
  void directoriesSymbolicAndHardLinksArrive() throws Exception {
    FileDescription directory =
        FileDescription.newBuilder()
            .setPath("/lib")
            .setKind(Kind.DIRECTORY)
            .setMode(0555)
            .setMtimeMillis(1_500_000_000_000L)
            .build();
    FileDescription file = write("/lib/libc.so.6", "elf".getBytes(UTF_8)).addLinks("/lib/c").build();
    FileDescription link =
        FileDescription.newBuilder()
            .setPath("/lib/libc.so")
            .setKind(Kind.SYMLINK)
            .setLinkTarget("libc.so.6")
            .build();

    push(directory, file, link);

    assertThat(Files.readSymbolicLink(received("/lib/libc.so"))).hasToString("libc.so.6");
    assertThat(Files.isSameFile(received("/lib/c"), received("/lib/libc.so.6"))).isTrue();
    assertThat(Files.getPosixFilePermissions(received("/lib")))
        .isEqualTo(PosixFilePermissions.fromString("r-xr-xr-x"));
    assertThat(Files.getLastModifiedTime(received("/lib")).toMillis())
        .isEqualTo(1_500_000_000_000L);
  }

  @Test
  void aFileIsReplacedByItsNewVersion() throws Exception {
    push(write("/a", "first".getBytes(UTF_8)).build());
    push(write("/a", "2".getBytes(UTF_8)).build());

    assertThat(received("/a")).hasContent("2");
  }

  @Test
  void pathsThatLeadOutAreRefused() throws Exception {
    FileDescription file = write("/a", "x".getBytes(UTF_8)).build();
    for (String path :
        List.of("/../a", "/b/../../a", "a", "", "//a", "/./a", "/b/", "/a\0", "/b/..")) {
      Chunk chunk = chunk(file.toBuilder().setPath(path).build(), "x");
      assertRefused("", chunk);
    }
    assertThat(there.resolve("a")).doesNotExist();
    assertThat(there.resolve("redis/a")).doesNotExist();
  }

  @Test
  void aSymbolicLinkIsNotWrittenThrough() throws Exception {
    Path outside = Files.createDirectory(there.resolve("outside"));
    FileDescription file = write("/door/a", "x".getBytes(UTF_8)).build();

    assertRefused(
        "is no directory",
        Chunk.newBuilder()
            .setApp("redis")
            .setArea("capsule")
            .setFile(
                FileDescription.newBuilder()
                    .setPath("/door")
                    .setKind(Kind.SYMLINK)
                    .setLinkTarget(outside.toString()))
            .setLast(true)
            .build(),
        chunk(file, "x"));
    assertRefused("is no directory", chunk(file.toBuilder().setPath("/door/b/c").build(), "x"));
    assertThat(outside).isEmptyDirectory();

    // In the link's own place a file replaces it and leaves its target alone.
    push(write("/door2", "x".getBytes(UTF_8)).build());
    assertThat(Files.isRegularFile(received("/door2"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aDamagedPieceIsRefusedAndLeavesNothing() throws Exception {
    Chunk good = chunk(write("/a", "x".getBytes(UTF_8)).build(), "x");

    assertRefused("CRC-32 differs", good.toBuilder().setCrc32(good.getCrc32() + 1).build());
    assertThat(received("")).isEmptyDirectory();
  }

  @Test
  void piecesOutOfPlaceAreRefused() throws Exception {
    FileDescription file = write("/a", "xyz".getBytes(UTF_8)).build();

    assertRefused("out of place", chunk(file, "xyzw"));
    assertRefused("out of place", chunk(file, "xy").toBuilder().setOffset(2).build());
    assertRefused("out of place", chunk(file, "xy").toBuilder().setOffset(-1).build());
    assertRefused("describes no file", Chunk.newBuilder().setData(ByteString.copyFromUtf8("x")).build());
    assertRefused("is incomplete", chunk(file, "x").toBuilder().setLast(false).build());
  }

  @Test
  void moreThanThereIsRoomForIsRefused() throws Exception {
    FileDescription file = write("/a", "x".getBytes(UTF_8)).build();

    assertRefused("room", chunk(file.toBuilder().setSize(2L << 30).build(), "x"));
    assertRefused("room", chunk(file.toBuilder().setSize(-1).build(), "x"));
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndEndsTheStream() throws Exception {
    FileDescription present = write("/a", "x".getBytes(UTF_8)).build();
    FileDescription absent = present.toBuilder().setPath("/absent").build();

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> push(present, absent))
        .withMessageContaining("/absent");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> push(present.toBuilder().setSize(5).build()))
        .withMessageContaining("became shorter than 5 bytes");
  }

  @Test
  void aSlowReceiverHoldsTheSenderBack() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    HandoffGrpc.HandoffImplBase slow =
        new HandoffGrpc.HandoffImplBase() {
          @Override
          public StreamObserver<Chunk> push(StreamObserver<PushReply> reply) {
            StreamObserver<Chunk> real =
                FileReceiver.receive(
                    (swap, app, area) -> there, new Room(POLICY::maxBytes), POLICY, reply);
            return new StreamObserver<>() {
              @Override
              public void onNext(Chunk chunk) {
                try {
                  release.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                real.onNext(chunk);
              }

              @Override
              public void onError(Throwable error) {
                real.onError(error);
              }

              @Override
              public void onCompleted() {
                real.onCompleted();
              }
            };
          }
        };
    byte[] content = new byte[64 << 20];
    new Random(2).nextBytes(content);
    FileDescription big = write("/big", content).build();
    try (Loopback stuck = new Loopback(successor, incumbent, slow)) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(
              () ->
                  new FileSender(sent::addAndGet, Duration.ofSeconds(2))
                      .push(stuck.stub(), "s1", "redis", "x", here, List.of(big)))
          .withMessageContaining("took nothing for 2 s");
      assertThat(sent.get()).isBetween(1L << 20, 16L << 20);

      release.countDown();
      assertThat(
              new FileSender(bytes -> {})
                  .push(stuck.stub(), "s1", "redis", "x", here, List.of(big))
                  .getBytes())
          .isEqualTo(content.length);
      assertThat(there.resolve("big")).hasBinaryContent(content);
    }
  }

  private static Chunk chunk(FileDescription file, String data) {
    ByteString bytes = ByteString.copyFromUtf8(data);
    return Chunk.newBuilder()
        .setApp("redis")
        .setArea("capsule")
        .setFile(file)
        .setData(bytes)
        .setCrc32(Chunks.crc32(bytes))
        .setLast(true)
        .build();
  }

  /** Speaks the protocol itself, since a sender would not send such things. */
  private void assertRefused(String reason, Chunk... chunks) {
    Upload upload = new Upload("redis capsule", Duration.ofSeconds(20));
    loopback.stub().withDeadlineAfter(20, TimeUnit.SECONDS).push(upload);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(
            () -> {
              for (Chunk chunk : chunks) {
                upload.send(chunk);
              }
              upload.finish();
            })
        .withMessageContaining("store files")
        .withMessageContaining(reason);
  }
}
