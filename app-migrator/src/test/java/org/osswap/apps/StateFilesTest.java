package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.proto.FileDescription;

final class StateFilesTest {
  @TempDir Path dir;
  private AppRoot root;
  private StateFiles state;

  @BeforeEach
  void anApplicationsRoot() throws Exception {
    Files.createDirectories(dir.resolve("root/var"));
    Files.createDirectories(dir.resolve("snapshots"));
    root = new AppRoot(dir.resolve("root"));
    state = new StateFiles(root, dir.resolve("snapshots"));
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(dir.resolve("root" + name), text);
  }

  private void send(String... names) {
    List<FileDescription> files =
        java.util.Arrays.stream(names).map(n -> root.describe(n, true).orElseThrow()).toList();
    state.sent(files);
    assertThat(state.snapshot(files)).hasSize(names.length);
  }

  private ImmutableList<Piece> rest(String... names) {
    ImmutableSortedMap.Builder<String, Boolean> closure = ImmutableSortedMap.naturalOrder();
    for (String name : names) {
      closure.put(name, true);
    }
    return state.rest(closure.buildOrThrow(), List.of());
  }

  @Test
  void ofAnAppendedFileOnlyTheEndIsSent() throws Exception {
    Path log = file("/var/log", "one\n");
    send("/var/log");
    Files.writeString(log, "two\n", StandardOpenOption.APPEND);

    ImmutableList<Piece> rest = rest("/var/log");

    assertThat(rest).hasSize(1);
    assertThat(rest.get(0).from()).isEqualTo(4);
    assertThat(rest.get(0).file().getSize()).isEqualTo(8);
  }

  @Test
  void aChangeInTheMiddleIsSentFromThereOnEvenWhenSizeAndTimeAreTheSame() throws Exception {
    Path data = file("/var/data", "abcdef");
    var time = Files.getLastModifiedTime(data);
    send("/var/data");
    Files.writeString(data, "abXdef");
    Files.setLastModifiedTime(data, time);

    assertThat(rest("/var/data").get(0).from()).isEqualTo(2);
  }

  @Test
  void whatIsNewIsSentWholeAndWhatIsGoneIsSaidToBe() throws Exception {
    Path old = file("/var/old", "x");
    send("/var/old");
    Files.delete(old);
    file("/var/new", "yy");

    ImmutableList<Piece> rest = rest("/var/new");

    assertThat(rest).extracting(p -> p.file().getPath()).containsExactly("/var/new", "/var/old");
    assertThat(rest.get(0).from()).isZero();
    assertThat(rest.get(1).file().getKind()).isEqualTo(FileDescription.Kind.ABSENT);
  }

  @Test
  void aTruncatedFileKeepsOnlyWhatIsCommon() throws Exception {
    Path data = file("/var/data", "abcdef");
    send("/var/data");
    Files.writeString(data, "abc");

    Piece piece = rest("/var/data").get(0);

    assertThat(piece.from()).isEqualTo(3);
    assertThat(piece.bytes()).isZero();
    assertThat(piece.file().getSize()).isEqualTo(3);
  }
}
