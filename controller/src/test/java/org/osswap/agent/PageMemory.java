package org.osswap.agent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.proto.Extent;

/** Memory that is one page, at 0x1000: the grant page of the tests' plans. */
final class PageMemory implements PhysicalMemory {
  final ByteBuffer page = ByteBuffer.allocate(0x1000).order(ByteOrder.LITTLE_ENDIAN);

  @Override
  public Region map(Extent extent) {
    return new Region(extent) {
      private int at(long offset) {
        return (int) (extent.getStart() - 0x1000 + offset);
      }

      @Override
      protected byte loadByte(long offset) {
        return page.get(at(offset));
      }

      @Override
      protected int loadInt(long offset) {
        return page.getInt(at(offset));
      }

      @Override
      protected long loadLong(long offset) {
        return page.getLong(at(offset));
      }

      @Override
      protected void load(long offset, byte[] into, int count) {
        page.get(at(offset), into, 0, count);
      }

      @Override
      protected void storeByte(long offset, byte value) {
        page.put(at(offset), value);
      }

      @Override
      protected void storeInt(long offset, int value) {
        page.putInt(at(offset), value);
      }

      @Override
      protected void storeLong(long offset, long value) {
        page.putLong(at(offset), value);
      }

      @Override
      protected void store(long offset, byte[] from, int count) {
        page.put(at(offset), from, 0, count);
      }

      @Override
      public void close() {}
    };
  }
}
