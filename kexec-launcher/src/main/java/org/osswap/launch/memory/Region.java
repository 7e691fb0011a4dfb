package org.osswap.launch.memory;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.osswap.base.Extents;
import org.osswap.proto.Extent;

/**
 * A mapped range of physical memory. Offsets are bytes from its start; values are little endian.
 *
 * <p>Single values are read and written in one access and ordered against all others: the other
 * side of the memory may be another kernel, or its AML.
 */
public abstract class Region implements AutoCloseable {
  private final Extent extent;

  protected Region(Extent extent) {
    this.extent = extent;
  }

  public final Extent extent() {
    return extent;
  }

  public final long size() {
    return Extents.size(extent);
  }

  public final int getU8(long offset) {
    return loadByte(ordered(offset, 1)) & 0xff;
  }

  public final void putU8(long offset, int value) {
    storeByte(ordered(offset, 1), (byte) value);
    VarHandle.fullFence();
  }

  public final long getU32(long offset) {
    return loadInt(ordered(offset, Integer.BYTES)) & 0xffffffffL;
  }

  public final void putU32(long offset, long value) {
    storeInt(ordered(offset, Integer.BYTES), (int) value);
    VarHandle.fullFence();
  }

  public final long getU64(long offset) {
    return loadLong(ordered(offset, Long.BYTES));
  }

  public final void putU64(long offset, long value) {
    storeLong(ordered(offset, Long.BYTES), value);
    VarHandle.fullFence();
  }

  /** A word that the other side publishes: whatever is read afterwards is as new as the word. */
  public final long getAcquire(long offset) {
    Objects.checkFromIndexSize(offset, Long.BYTES, size());
    long value = loadLong(offset);
    VarHandle.acquireFence();
    return value;
  }

  /** Publishes a word: who acquires it sees all that was read and written before. */
  public final void putRelease(long offset, long value) {
    Objects.checkFromIndexSize(offset, Long.BYTES, size());
    VarHandle.releaseFence();
    storeLong(offset, value);
  }

  public final byte[] read(long offset, int count) {
    byte[] bytes = new byte[count];
    load(ordered(offset, count), bytes, count);
    return bytes;
  }

  /** Reads the first {@code count} bytes of {@code into} from {@code offset}. */
  public final void read(long offset, byte[] into, int count) {
    load(ordered(offset, count), into, count);
  }

  public final void write(long offset, byte[] bytes) {
    write(offset, bytes, bytes.length);
  }

  /** Writes the first {@code count} bytes of {@code bytes} at {@code offset}. */
  public final void write(long offset, byte[] bytes, int count) {
    store(ordered(offset, count), bytes, count);
    VarHandle.fullFence();
  }

  public final void clear() {
    byte[] zeros = new byte[(int) Math.min(size(), 1 << 20)];
    for (long at = 0; at < size(); at += zeros.length) {
      write(at, zeros, (int) Math.min(zeros.length, size() - at));
    }
  }

  private long ordered(long offset, int count) {
    Objects.checkFromIndexSize(offset, count, size());
    VarHandle.fullFence();
    return offset;
  }

  protected abstract byte loadByte(long offset);

  protected abstract int loadInt(long offset);

  protected abstract long loadLong(long offset);

  protected abstract void load(long offset, byte[] into, int count);

  protected abstract void storeByte(long offset, byte value);

  protected abstract void storeInt(long offset, int value);

  protected abstract void storeLong(long offset, long value);

  protected abstract void store(long offset, byte[] from, int count);

  /** Unmaps the range. */
  @Override
  public abstract void close();
}
