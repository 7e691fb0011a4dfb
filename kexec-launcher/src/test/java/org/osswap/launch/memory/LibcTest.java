package org.osswap.launch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native calls really reach the C library, on whatever JDK runs the tests. */
final class LibcTest {
  private static final long HIGH = 0x1_0000_1000L;

  @TempDir Path dir;

  @Test
  void aRefusalNamesItsErrno() {
    int descriptor = Libc.load().open(dir.resolve("nothing").toString(), Libc.O_RDWR);

    assertThat(descriptor).isEqualTo(-1);
    assertThat(Libc.lastError()).isEqualTo("ENOENT (No such file or directory)");
  }

  @Test
  void aMappingAboveFourGigabytesReachesTheFile() throws Exception {
    Path file = dir.resolve("sparse");
    try (var channel = java.nio.channels.FileChannel.open(
        file,
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), HIGH);
    }
    Libc libc = Libc.load();
    int descriptor = libc.open(file.toString(), Libc.O_RDWR | Libc.O_CLOEXEC);

    Pointer bytes =
        libc.mmap(
            null, 4096, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, descriptor, HIGH);

    assertThat(bytes.address()).as(Libc.lastError()).isNotEqualTo(Libc.MAP_FAILED);
    assertThat(bytes.getInt(0)).isEqualTo(0x04030201);
    bytes.putByte(0, (byte) 9);
    assertThat(libc.munmap(bytes, 4096)).isZero();
    assertThat(libc.close(descriptor)).isZero();
    assertThat(Files.size(file)).isEqualTo(HIGH + 4);
  }
}
