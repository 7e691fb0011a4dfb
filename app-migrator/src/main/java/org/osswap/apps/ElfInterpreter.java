package org.osswap.apps;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The dynamic loader that an ELF program asks for: segment PT_INTERP (System V ABI, chapter 5). */
final class ElfInterpreter {
  private static final int PT_INTERP = 3;
  private static final byte ELFCLASS64 = 2;

  /** Bytes of an Elf64_Phdr. */
  private static final int SEGMENT = 56;

  private ElfInterpreter() {}

  static Optional<String> of(Path file) throws IOException {
    try (RandomAccessFile elf = new RandomAccessFile(file.toFile(), "r")) {
      ByteBuffer header = read(elf, 0, 64);
      if (header.remaining() < 64 || header.getInt(0) != 0x464C457F || header.get(4) != ELFCLASS64) {
        return Optional.empty();
      }
      long phoff = header.getLong(32);
      int phentsize = header.getShort(54) & 0xFFFF;
      int phnum = header.getShort(56) & 0xFFFF;
      for (int i = 0; i < phnum && phentsize >= SEGMENT; i++) {
        ByteBuffer segment = read(elf, phoff + (long) i * phentsize, SEGMENT);
        if (segment.remaining() < SEGMENT) {
          break; // the table ends with the file, whatever the header says
        }
        if (segment.getInt(0) == PT_INTERP) {
          ByteBuffer name = read(elf, segment.getLong(8), (int) Math.max(0, Math.min(segment.getLong(32), 4096)));
          return Optional.of(StandardCharsets.UTF_8.decode(name).toString().replace("\0", ""));
        }
      }
      return Optional.empty();
    }
  }

  private static ByteBuffer read(RandomAccessFile file, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(offset);
    int got = Math.max(0, file.read(bytes));
    return ByteBuffer.wrap(bytes, 0, got).order(ByteOrder.LITTLE_ENDIAN);
  }
}
