package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.mutation.Trial;
import org.osswap.proto.Chunk;
import org.osswap.proto.PushReply;

/**
 * Streams of chunks, each with its length before it. Whatever comes, nothing outside of the area
 * changes, no temporary file is left, and there's never more stored than there was room for.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FileReceiverFuzzTest {
  private static final int MOST_FILES = 20;
  private static final long MOST_BYTES = 1 << 20;

  /** A sum that stays wrong; every other one is made right, for no fuzzer finds it. */
  private static final int WRONG_SUM = 1;

  @TempDir Path base;

  @FuzzTest
  void aStreamStaysWithinItsArea(byte[] input) throws IOException {
    Path area = base.resolve("area");
    Path outside = base.resolve("outside");
    for (Path path : List.of(area, outside)) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
    Files.createDirectory(outside);
    Files.writeString(outside.resolve("secret"), "untouched");

    Trial.of(input, bytes -> receive(new ByteArrayInputStream(bytes), area, outside));

    assertThat(names(base)).isSubsetOf("area", "outside");
    assertThat(names(outside)).containsExactly("secret");
    assertThat(outside.resolve("secret")).hasContent("untouched");
    if (Files.exists(area)) {
      assertWithinLimits(area);
    }
  }

  private static void receive(InputStream wire, Path area, Path outside) throws IOException {
    StreamObserver<Chunk> stream =
        FileReceiver.receive(
            (swap, app, name) -> area,
            new Room(() -> MOST_BYTES),
            new ReceivePolicy(MOST_FILES, MOST_BYTES, false, false),
            new Ignored());
    try {
      for (Chunk chunk = next(wire); chunk != null; chunk = next(wire)) {
        stream.onNext(plausible(chunk, outside));
      }
    } catch (InvalidProtocolBufferException e) {
      stream.onError(e); // gRPC ends the call
      return;
    }
    stream.onCompleted();
  }

  private static Chunk next(InputStream wire) throws IOException {
    return Chunk.parser().parseDelimitedFrom(wire);
  }

  /** With the right sum; and a symbolic link leads to where the damage would be seen, if at all. */
  private static Chunk plausible(Chunk chunk, Path outside) {
    Chunk.Builder fresh = chunk.toBuilder();
    if (chunk.getCrc32() != WRONG_SUM) {
      fresh.setCrc32(Chunks.crc32(chunk.getData()));
    }
    if (!chunk.getFile().getLinkTarget().isEmpty()) {
      fresh.getFileBuilder().setLinkTarget(outside.toString());
    }
    return fresh.build();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static void assertWithinLimits(Path area) throws IOException {
    try (Stream<Path> all = Files.walk(area)) {
      List<Path> paths = all.toList();
      assertThat(paths).noneMatch(path -> path.getFileName().toString().startsWith(".osswap-"));
      assertThat(paths.size()).isLessThanOrEqualTo(MOST_FILES + 1);
      long bytes = 0;
      for (Path path : paths) {
        bytes += Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
      }
      assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
    }
  }

  private static final class Ignored implements StreamObserver<PushReply> {
    @Override
    public void onNext(PushReply reply) {}

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onCompleted() {}
  }
}
