package org.osswap.launch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Extents;
import org.osswap.base.SysRoot;
import org.osswap.mutation.Trial;
import org.osswap.proto.Extent;

/** The memory map that nothing may be written against. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IoMemFuzzTest {
  @TempDir Path dir;

  @FuzzTest
  void iomem(byte[] input) throws IOException {
    SysRoot root = SysRoot.at(dir);
    Path file = root.path("/proc/iomem");
    Files.createDirectories(file.getParent());
    Trial.of(
        input,
        bytes -> {
          Files.write(file, bytes);
          ImmutableList<Extent> ram = IoMem.named(root, "System RAM");
          assertThat(ram).allMatch(extent -> extent.getStart() >= 0 && Extents.size(extent) > 0);
          Extents.set(ram);
        });
  }
}
