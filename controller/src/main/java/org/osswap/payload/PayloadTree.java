package org.osswap.payload;

import com.google.common.io.ByteSource;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.osswap.launch.cpio.CpioWriter;
import org.osswap.launch.cpio.CpioWriter.Meta;

/**
 * Entries by path, written parents first. Each parent is made root's with mode 0755 unless {@link
 * #directory} says otherwise.
 */
final class PayloadTree {
  /** Writes one entry under the name it has in the archive. */
  private interface Entry {
    void write(CpioWriter cpio, String name) throws IOException;
  }

  private final Instant now;
  private final Map<String, Entry> entries = new TreeMap<>();

  PayloadTree(Instant now) {
    this.now = now;
  }

  void directory(String path, int mode) {
    add(path, (cpio, name) -> cpio.directory(name, Meta.root(mode, now)));
  }

  void symlink(String path, String target) {
    add(path, (cpio, name) -> cpio.symlink(name, target, Meta.root(0777, now)));
  }

  void file(String path, int mode, ByteSource content) {
    file(path, mode, now, content);
  }

  void file(String path, int mode, Instant mtime, ByteSource content) {
    add(path, (cpio, name) -> cpio.file(name, Meta.root(mode, mtime), content));
  }

  private void add(String path, Entry entry) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      entries.putIfAbsent(
          path.substring(0, slash),
          (cpio, name) -> cpio.directory(name, Meta.root(0755, now)));
    }
    entries.put(path, entry);
  }

  void write(CpioWriter cpio) throws IOException {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      entry.getValue().write(cpio, entry.getKey().substring(1));
    }
    cpio.finish();
  }
}
