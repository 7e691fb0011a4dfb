package org.osswap.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opening a FIFO can't be interrupted: hence the separate thread. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FaultPointTest {
  @TempDir private Path root;

  private FaultLab lab;
  private final List<String> done = new CopyOnWriteArrayList<>();

  @BeforeEach
  void enable() throws IOException {
    lab = new FaultLab(root);
  }

  @AfterEach
  void disable() {
    lab.close();
  }

  @Test
  void aPointHoldsItsThreadUntilTheWriterCloses() throws Exception {
    lab.fifo("dump.before");
    CompletableFuture<Void> held = inThread(() -> FaultPoint.DUMP.around(() -> done.add("dump")));
    OutputStream writer = lab.arrived("dump.before");
    FaultPoint.DUMP.around(() -> done.add("another thread's"));
    assertThat(done).containsExactly("another thread's");

    writer.close();

    held.join();
    assertThat(done).containsExactly("another thread's", "dump");
  }

  @Test
  void afterTheActTheActWasDone() throws Exception {
    lab.fifo("dump.after");
    CompletableFuture<Void> held = inThread(() -> FaultPoint.DUMP.around(() -> done.add("dump")));
    OutputStream writer = lab.arrived("dump.after");

    assertThat(done).containsExactly("dump");

    writer.close();
    held.join();
  }

  @Test
  void aPointFailsIfItIsTold() throws Exception {
    lab.fifo("dump.before");
    CompletableFuture<Void> held = inThread(() -> FaultPoint.DUMP.around(() -> done.add("dump")));

    tell("dump.before", "fail\n");

    assertThatThrownBy(held::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Failure.class)
        .hasMessageContaining("dump.before: fault point: a fault was injected");
    assertThat(done).isEmpty();
  }

  @Test
  void ofTwoThatAreHeldOneIsToldAndWholly() throws Exception {
    for (int round = 0; round < 20; round++) {
      lab.fifo("dump.before");
      Path fifo = root.toRealPath().resolve("run/osswap/faults/dump.before");
      List<CompletableFuture<Void>> held =
          List.of(inThread(FaultPoint.DUMP::before), inThread(FaultPoint.DUMP::before));
      try (OutputStream writer = Files.newOutputStream(fifo, StandardOpenOption.WRITE)) {
        assertThat(Poll.until(() -> openings(fifo) == 3, Duration.ofSeconds(10))).isTrue();
        Files.delete(fifo);
        writer.write("fail\n".getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(held.stream().filter(one -> one.handle((done, e) -> e != null).join())).hasSize(1);
    }
  }

  private static long openings(Path file) {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(fd -> file.equals(target(fd))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link; // closed meanwhile
    }
  }

  @Test
  void anApplicationsPointIsReachedAfterThatOfAll() throws Exception {
    lab.fifo("dump.before").fifo("dump.before@redis");
    CompletableFuture<Void> held =
        inThread(() -> FaultPoint.DUMP.around("redis", () -> done.add("dump")));
    lab.arrived("dump.before").close();
    FaultPoint.DUMP.around("nginx", () -> done.add("of nginx"));
    lab.arrived("dump.before@redis").close();

    held.join();

    assertThat(done).containsExactly("of nginx", "dump");
  }

  @Test
  void anActThatFailsHasNoAfter() throws Exception {
    lab.fifo("dump.after");

    assertThatThrownBy(
            () ->
                FaultPoint.DUMP.around(
                    () -> {
                      throw new IllegalStateException("of the act");
                    }))
        .hasMessage("of the act");
  }

  @Test
  void anActsResultIsHandedOn() {
    assertThat(FaultPoint.DUMP.<Integer>around(() -> 7)).isEqualTo(7);
    assertThat(FaultPoint.DUMP.<Integer>around("redis", () -> 8)).isEqualTo(8);
  }

  @Test
  void offTheyTouchNothing() throws Exception {
    lab.fifo("dump.before").fifo("corrupt-chunk").close();
    byte[] data = {1};

    FaultPoint.DUMP.around(() -> done.add("dump"));
    FaultPoint.corrupt(data);

    assertThat(done).containsExactly("dump");
    assertThat(data).containsExactly(1);
  }

  @Test
  void oneChunkIsDamagedEachTimeThatItIsAskedFor() throws Exception {
    lab.fifo("corrupt-chunk");
    byte[] data = {1, 2};
    CompletableFuture<Void> held = inThread(() -> FaultPoint.corrupt(data));

    tell("corrupt-chunk", "corrupt\n");

    held.join();
    assertThat(data).containsExactly(0, 2);
    FaultPoint.corrupt(data);
    assertThat(data).containsExactly(0, 2);
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws Exception {
    for (String permissions : List.of("rwxrwx---", "rwx----w-")) {
      Files.setPosixFilePermissions(
          root.resolve("run/osswap/faults"), PosixFilePermissions.fromString(permissions));
      assertRefused(root);
    }
  }

  @Test
  void aLinkToAFolderIsRefused() throws Exception {
    Path other = Files.createDirectories(root.resolve("other/run/osswap"));
    Files.createSymbolicLink(other.resolve("faults"), root.resolve("run/osswap/faults"));

    assertRefused(root.resolve("other"));
  }

  @Test
  void aFolderThatIsOpenedToOthersLaterHoldsNobody() throws Exception {
    lab.fifo("dump.before");
    Files.setPosixFilePermissions(
        root.resolve("run/osswap/faults"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(FaultPoint.DUMP::before)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("others could hold a swap");
  }

  @Test
  void theFolderNeedNotExist() {
    FaultPoint.enable(SysRoot.at(root.resolve("other")));

    FaultPoint.DUMP.around(() -> done.add("dump"));

    assertThat(done).containsExactly("dump");
  }

  @Test
  void allNamesDifferAndAreWellFormed() {
    List<String> names = new ArrayList<>();
    Arrays.stream(FaultPoint.values()).forEach(point -> names.addAll(point.names()));

    assertThat(names).doesNotHaveDuplicates();
    assertThat(names).allMatch(name -> name.matches("[a-z]+(-[a-z]+)*\\.(before|after)"));
    assertThat(names).contains("end-source.before", "retire-kexec.before");
    assertThat(names).as("of an act that doesn't return").doesNotContain("retire-kexec.after");
  }

  private void tell(String fifo, String text) throws IOException {
    OutputStream writer = lab.arrived(fifo);
    writer.write(text.getBytes(StandardCharsets.US_ASCII));
    writer.close();
  }

  private static void assertRefused(Path root) {
    assertThatThrownBy(() -> FaultPoint.enable(SysRoot.at(root)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(FaultFolder.PATH)
        .hasMessageContaining("others could hold a swap");
  }

  /** In a thread of its own: one of a pool might wait for another that is held. */
  private static CompletableFuture<Void> inThread(Runnable act) {
    return CompletableFuture.runAsync(
        act,
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.start();
        });
  }
}
