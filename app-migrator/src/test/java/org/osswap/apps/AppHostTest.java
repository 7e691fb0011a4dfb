package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;
import org.osswap.proto.FileDescription;

/** What a successor says that it has too. */
final class AppHostTest {
  @TempDir Path here;
  @TempDir Path there;
  private AppRoot source;

  @BeforeEach
  void bothHaveTheSame() throws Exception {
    source = new AppRoot(here);
    for (Path root : List.of(here, there)) {
      Files.createDirectories(root.resolve("etc/redis"));
      Files.writeString(root.resolve("etc/redis/redis.conf"), "port 6379\n");
      Files.createSymbolicLink(root.resolve("etc/conf"), Path.of("redis/redis.conf"));
    }
  }

  /** Paths that the source would send: absent from the answer, or with another sum. */
  private ImmutableSet<String> missing(FileDescription... files) throws Exception {
    Path criu = Files.createDirectories(there.resolve("criu"));
    Files.writeString(criu.resolve("ld-linux-x86-64.so.2"), "");
    Files.write(criu.resolve("criu"), new byte[] {0x7F, 'E', 'L', 'F'});
    ImmutableMap<String, ByteString> answer =
        new AppHost(
                there.resolve("state"),
                CriuTool.at(criu),
                SysRoot.at(there),
                new SystemProcessRunner(),
                new Gate(there.resolve("mem"), 0, there, new SystemProcessRunner()))
            .offer(List.of(files));
    ImmutableMap<String, ByteString> own =
        new Sums(new SystemProcessRunner()).of(source, List.of(files));
    return Stream.of(files)
        .map(FileDescription::getPath)
        .filter(
            path ->
                !answer.containsKey(path)
                    || !answer.get(path).equals(own.getOrDefault(path, ByteString.EMPTY)))
        .collect(ImmutableSet.toImmutableSet());
  }

  private FileDescription described(String path) {
    return source.describe(path, false).orElseThrow();
  }

  @Test
  void whatIsThereAlreadyIsNotMissing() throws Exception {
    assertThat(
            missing(described("/etc/redis"), described("/etc/redis/redis.conf"), described("/etc/conf")))
        .isEmpty();
  }

  @Test
  void anotherContentModeOrTargetIsMissing() throws Exception {
    Files.writeString(there.resolve("etc/redis/redis.conf"), "port 6380\n");
    Files.delete(there.resolve("etc/conf"));
    Files.createSymbolicLink(there.resolve("etc/conf"), Path.of("other"));

    assertThat(
            missing(
                described("/etc/redis/redis.conf"),
                described("/etc/conf"),
                described("/etc/redis").toBuilder().setMode(01700).build()))
        .containsExactly("/etc/redis/redis.conf", "/etc/conf", "/etc/redis");
  }

  @Test
  void onlyAlikeFilesAreHashed() throws Exception {
    Files.writeString(there.resolve("etc/redis/redis.conf"), "port 16379\n");

    assertThat(missing(described("/etc/redis/redis.conf"))).containsExactly("/etc/redis/redis.conf");
  }

  @Test
  void namesWithSpacesNewlinesAndBackslashesHaveSums() throws Exception {
    String name = "/etc/redis/a b\n\\c.conf";
    for (Path root : List.of(here, there)) {
      Files.writeString(root.resolve(name.substring(1)), "x");
    }

    assertThat(missing(described(name))).isEmpty();
  }

  @Test
  void whatIsAbsentOrStillChangingIsMissing() throws Exception {
    FileDescription file = described("/etc/redis/redis.conf");

    assertThat(
            missing(
                file.toBuilder().setChanging(true).build(),
                file.toBuilder().setPath("/etc/absent").build()))
        .containsExactly("/etc/redis/redis.conf", "/etc/absent");
  }

  @Test
  void aFileBelowWhatIsNoFolderThereIsMissing() throws Exception {
    Files.delete(there.resolve("etc/redis/redis.conf"));
    Files.delete(there.resolve("etc/redis"));
    Files.writeString(there.resolve("etc/redis"), "a file");

    assertThat(missing(described("/etc/redis/redis.conf"))).containsExactly("/etc/redis/redis.conf");
  }

  /** It holds the memory of applications, secrets included. */
  @Test
  void theFolderOfImagesIsForRootAlone() throws Exception {
    Path state = Files.createDirectory(there.resolve("apps"));
    SystemProcessRunner real = new SystemProcessRunner();
    new AppFolder(state, "redis")
        .make(
            new ProcessRunner() {
              @Override
              public Outcome run(List<String> argv, Duration limit) {
                List<String> unmounted = new ArrayList<>(argv);
                unmounted.set(2, "mountpoint() { true; }; " + argv.get(2));
                return real.run(unmounted, limit);
              }

              @Override
              public Outcome run(List<String> argv, String input, Duration limit) {
                return run(argv, limit);
              }
            });

    assertThat(Files.getPosixFilePermissions(state.resolve("redis/images")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aPathThatLeadsThroughALinkThereIsMissing() throws Exception {
    Files.move(there.resolve("etc/redis"), there.resolve("etc/redis-7"));
    Files.createSymbolicLink(there.resolve("etc/redis"), Path.of("redis-7"));

    assertThat(missing(described("/etc/redis/redis.conf"))).containsExactly("/etc/redis/redis.conf");
  }
}
