package org.osswap.launch.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osswap.base.Extents;
import org.osswap.proto.Extent;

/** Physical memory on the heap, page by page. What was never written reads as 0xa5. */
public final class HeapMemory implements PhysicalMemory {
  private static final int PAGE = 0x1000;
  private final Map<Long, byte[]> pages = new HashMap<>();
  private int mapped;
  private long stuck = -1;

  @Override
  public Region map(Extent extent) {
    mapped++;
    return new HeapRegion(extent);
  }

  /** How many regions are mapped and not closed. */
  public int mapped() {
    return mapped;
  }

  /** The pages that were ever written to. */
  public List<Extent> writtenPages() {
    return pages.keySet().stream().map(page -> Extents.sized(page * PAGE, PAGE)).toList();
  }

  /** Makes one byte read as 0xee for ever. */
  public void stickAt(long address) {
    stuck = address;
  }

  public byte[] read(long address, int count) {
    try (Region region = map(Extents.sized(address, count))) {
      return region.read(0, count);
    }
  }

  public void write(long address, byte... bytes) {
    try (Region region = map(Extents.sized(address, bytes.length))) {
      region.write(0, bytes);
    }
  }

  public long u64(long address) {
    return ByteBuffer.wrap(read(address, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static byte[] fresh() {
    byte[] page = new byte[PAGE];
    java.util.Arrays.fill(page, (byte) 0xa5);
    return page;
  }

  private final class HeapRegion extends Region {
    private boolean open = true;

    HeapRegion(Extent extent) {
      super(extent);
    }

    @Override
    protected byte loadByte(long offset) {
      byte[] one = new byte[1];
      load(offset, one, 1);
      return one[0];
    }

    @Override
    protected int loadInt(long offset) {
      byte[] bytes = new byte[4];
      load(offset, bytes, 4);
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    @Override
    protected long loadLong(long offset) {
      byte[] bytes = new byte[8];
      load(offset, bytes, 8);
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Override
    protected void load(long offset, byte[] into, int count) {
      check();
      synchronized (pages) {
        for (int i = 0; i < count; ) {
          long address = extent().getStart() + offset + i;
          int at = (int) (address % PAGE);
          int part = Math.min(PAGE - at, count - i);
          byte[] page = pages.get(address / PAGE);
          System.arraycopy(page == null ? fresh() : page, at, into, i, part);
          i += part;
        }
      }
      long at = stuck - extent().getStart() - offset;
      if (at >= 0 && at < count) {
        into[(int) at] = (byte) 0xee;
      }
    }

    @Override
    protected void storeByte(long offset, byte value) {
      store(offset, new byte[] {value}, 1);
    }

    @Override
    protected void storeInt(long offset, int value) {
      store(offset, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array(), 4);
    }

    @Override
    protected void storeLong(long offset, long value) {
      store(
          offset, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array(), 8);
    }

    @Override
    protected void store(long offset, byte[] from, int count) {
      check();
      synchronized (pages) {
        for (int i = 0; i < count; ) {
          long address = extent().getStart() + offset + i;
          int at = (int) (address % PAGE);
          int part = Math.min(PAGE - at, count - i);
          byte[] page = pages.computeIfAbsent(address / PAGE, p -> fresh());
          System.arraycopy(from, i, page, at, part);
          i += part;
        }
      }
    }

    private void check() {
      if (!open) {
        throw new IllegalStateException("unmapped");
      }
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        mapped--;
      }
    }
  }
}
