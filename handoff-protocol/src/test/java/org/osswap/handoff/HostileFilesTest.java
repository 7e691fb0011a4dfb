package org.osswap.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.proto.Chunk;
import org.osswap.proto.FileDescription;
import org.osswap.proto.FileDescription.Kind;
import org.osswap.proto.PushReply;

/**
 * Streams of chunks that no sender of ours makes. Whatever comes, nothing outside of the area
 * changes, no temporary file is left, and there's never more stored than there was room for.
 */
@Timeout(30)
final class HostileFilesTest {
  private static final int MOST_FILES = 20;
  private static final long MOST_BYTES = 1 << 20;
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  @TempDir Path base;
  private Path area;
  private Path outside;
  private Path secret;
  private Room room;
  private PushReply stored;

  @BeforeEach
  void makeOutside() throws Exception {
    area = base.resolve("area");
    outside = Files.createDirectory(base.resolve("outside"));
    secret = Files.createFile(outside.resolve("secret"), PosixFilePermissions.asFileAttribute(PRIVATE));
    Files.writeString(secret, "untouched");
    room = new Room(() -> MOST_BYTES);
  }

  @AfterEach
  void nothingOutsideChangedAndNothingIsLeft() throws Exception {
    assertThat(secret).hasContent("untouched");
    assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PRIVATE);
    assertThat(outside).isDirectoryNotContaining(path -> !path.equals(secret));
    try (Stream<Path> all = Files.walk(base)) {
      assertThat(all).noneMatch(path -> path.getFileName().toString().startsWith(".osswap-"));
    }
  }

  /** One Push call, from its first chunk to its end. */
  private void push(Chunk... chunks) {
    StreamObserver<Chunk> stream = open();
    for (Chunk chunk : chunks) {
      stream.onNext(chunk);
    }
    stream.onCompleted();
  }

  private StreamObserver<Chunk> open() {
    return FileReceiver.receive(
        (swap, app, name) -> area,
        room,
        new ReceivePolicy(MOST_FILES, MOST_BYTES, false, false),
        new StreamObserver<>() {
          @Override
          public void onNext(PushReply reply) {
            stored = reply;
          }

          @Override
          public void onError(Throwable thrown) {}

          @Override
          public void onCompleted() {}
        });
  }

  private void assertRefused(String reason, Chunk... chunks) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> push(chunks))
        .withMessageContaining(reason);
  }

  private static FileDescription.Builder regular(String path, long size) {
    return FileDescription.newBuilder().setPath(path).setSize(size).setMode(0644);
  }

  private static Chunk entry(Kind kind, String path) {
    return head(FileDescription.newBuilder().setPath(path).setKind(kind).setMode(0777));
  }

  private static Chunk link(String path, Object target) {
    return head(
        FileDescription.newBuilder()
            .setPath(path)
            .setKind(Kind.SYMLINK)
            .setLinkTarget(target.toString()));
  }

  private static Chunk head(FileDescription.Builder file) {
    return Chunk.newBuilder().setFile(file).setLast(true).build();
  }

  private static Chunk.Builder piece(long offset, String data) {
    ByteString bytes = ByteString.copyFromUtf8(data);
    return Chunk.newBuilder().setOffset(offset).setData(bytes).setCrc32(Chunks.crc32(bytes));
  }

  private static Chunk file(String path, String data) {
    return piece(0, data).setFile(regular(path, data.length())).setLast(true).build();
  }

  // Paths

  @Test
  void absoluteLinksStayLinksAndAreNeverFollowed() throws Exception {
    push(link("/door", outside), link("/file", secret), link("/up", "../outside"));

    assertRefused("is no directory", file("/door/new", "x"));
    assertRefused("is no directory", file("/up/new", "x"));
    assertRefused("is no directory", entry(Kind.ABSENT, "/door/secret"));
    assertRefused("is no directory", entry(Kind.DIRECTORY, "/door/made"));
    assertRefused("is there already and no directory", entry(Kind.DIRECTORY, "/door"));
    assertRefused("is no directory", link("/door/link", "x"));
    assertRefused("is no directory", head(regular("/a", 0).addLinks("/door/hard")));
    // Nothing is kept of what a link leads to, and a file replaces the link itself.
    assertRefused("to keep", head(regular("/file", 9).setKeep(9)));
    push(file("/file", "mine"));
    assertThat(area.resolve("file")).isRegularFile().hasContent("mine");
  }

  @Test
  void aFolderThatBecameALinkSinceItWasNamedIsNotFollowed() throws Exception {
    Files.createDirectory(outside.resolve("d"));
    try {
      assertRefused(
          "is no directory",
          entry(Kind.DIRECTORY, "/a"),
          entry(Kind.DIRECTORY, "/a/d"),
          entry(Kind.ABSENT, "/a/d"),
          entry(Kind.ABSENT, "/a"),
          link("/a", outside));
      assertThat(Files.getPosixFilePermissions(outside.resolve("d")))
          .isNotEqualTo(PosixFilePermissions.fromString("rwxrwxrwx"));
    } finally {
      Files.delete(outside.resolve("d"));
    }
  }

  @Test
  void aFolderIsNotReplacedByAnythingElse() throws Exception {
    push(file("/d/a", "kept"));

    assertRefused("is a directory here", file("/d", "x"));
    assertRefused("is a directory here", head(regular("/b", 0).addLinks("/d")));
    assertThatExceptionOfType(Failure.class).isThrownBy(() -> push(link("/d", outside)));
    assertThatExceptionOfType(Failure.class).isThrownBy(() -> push(entry(Kind.ABSENT, "/d")));
    assertThat(area.resolve("d/a")).hasContent("kept");
  }

  @Test
  void theAreaItselfIsNotReplaced() throws Exception {
    for (Chunk chunk :
        new Chunk[] {link("/", outside), entry(Kind.ABSENT, "/"), file("/", "x")}) {
      assertThatExceptionOfType(Failure.class).isThrownBy(() -> push(chunk));
    }
    assertRefused("is a directory here", head(regular("/a", 0).addLinks("/")));
    assertThat(area).isDirectory();
  }

  @Test
  void aPathThatIsTooLongOrTooDeepIsRefused() {
    assertRefused("is longer than", file("/a".repeat(1_000_000), "x"));
    assertRefused("has a name longer than", file("/" + "n".repeat(256), "x"));
    assertRefused("is longer than", head(regular("/a", 0).addLinks("/a".repeat(5000))));
  }

  @Test
  void namesThatTheFileSystemCannotHaveAreRefused() {
    assertRefused("is no absolute path", file("/a\0b", "x"));
    assertRefused("can't be a path here", link("/l", "a\0b"));
    assertThatExceptionOfType(Failure.class).isThrownBy(() -> push(link("/l", "")));
  }

  // Amounts

  @Test
  void aSparseFileOfManyTerabytesIsRefusedBeforeAnythingIsMade() {
    assertRefused("room", piece((8L << 40) - 1, "x").setFile(regular("/a", 8L << 40)).build());
    assertThat(area.resolve("a")).doesNotExist();
  }

  @Test
  void sizesDoNotOverflowTheirSum() {
    assertRefused("room", head(regular("/a", 1)), head(regular("/b", Long.MAX_VALUE)));
    assertRefused("room", head(regular("/a", 1)), head(regular("/b", -1)));
    assertThat(area.resolve("b")).doesNotExist();
  }

  @Test
  void streamsAtOneTimeShareTheRoom() {
    StreamObserver<Chunk> one = open();
    StreamObserver<Chunk> other = open();
    one.onNext(head(regular("/one", MOST_BYTES * 2 / 3)));

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> other.onNext(head(regular("/other", MOST_BYTES * 2 / 3))))
        .withMessageContaining("room");

    one.onCompleted();
    // Nobody is at work: the room is measured anew.
    assertThatCode(() -> push(head(regular("/other", MOST_BYTES * 2 / 3)))).doesNotThrowAnyException();
  }

  @Test
  void listsOfFilesFoldersAndLinksEnd() {
    Chunk[] files = new Chunk[MOST_FILES + 1];
    for (int i = 0; i < files.length; i++) {
      files[i] = file("/f" + i, "");
    }
    assertRefused("allowed", files);
    FileDescription.Builder linked = regular("/l", 0);
    for (int i = 0; i < MOST_FILES; i++) {
      linked.addLinks("/l" + i);
    }
    assertRefused("allowed", head(linked));
    assertRefused("allowed", file("/d".repeat(MOST_FILES + 1), ""));
  }

  @Test
  void keepingMoreThanThereIsOrLessThanNothingIsRefused() {
    push(file("/log", "one"));

    assertRefused("keeps -1", head(regular("/log", 5).setKeep(-1)));
    assertRefused("keeps 9 of 5", head(regular("/log", 5).setKeep(9)));
    assertRefused("to keep", head(regular("/log", 5).setKeep(4)));
    assertThat(area.resolve("log")).hasContent("one");
  }

  // Order

  @Test
  void piecesThatOverlapRepeatOrComeOutOfOrderAreRefused() {
    FileDescription.Builder four = regular("/a", 4);
    Chunk first = piece(0, "ab").setFile(four).build();

    assertRefused("out of place", first, piece(1, "bc").build());
    assertRefused("out of place", first, piece(0, "ab").build());
    assertRefused("out of place", piece(2, "cd").setFile(four).build(), piece(0, "ab").build());
    assertRefused("out of place", first, piece(Long.MIN_VALUE, "cd").build());
    assertRefused("out of place", first, piece(Long.MAX_VALUE, "cd").build());
    assertRefused("begins before", first, first);
    assertRefused(
        "belongs to no file", first, piece(2, "cd").setLast(true).build(), piece(2, "cd").build());
    assertThat(area.resolve("a")).hasContent("abcd"); // whole, before the piece too many
  }

  @Test
  void aRepeatedTransferHasTheEffectOfOne() {
    push(file("/a", "x"), head(regular("/b", 0).addLinks("/c")));
    push(file("/a", "x"), head(regular("/b", 0).addLinks("/c")));

    assertThat(area.resolve("a")).hasContent("x");
    assertThat(stored.getFiles()).isEqualTo(2);
  }

  @Test
  void ofTwoTransfersOfOneFileTheLaterWinsWhole() throws IOException {
    FileDescription.Builder two = regular("/a", 2);
    StreamObserver<Chunk> stale = open();
    stale.onNext(piece(0, "o").setFile(two).build());
    StreamObserver<Chunk> fresh = open();
    fresh.onNext(piece(0, "n").setFile(two).build());

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> stale.onNext(piece(1, "o").setLast(true).build()))
        .withMessageContaining("another transfer");
    fresh.onNext(piece(1, "n").setLast(true).build());
    fresh.onCompleted();

    assertThat(area.resolve("a")).hasContent("nn");
  }
}
