package org.osswap.agent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.osswap.base.Extents;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.launch.memory.Region;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/** Memory that is one page: the grant page of a plan that has nothing else. */
public final class PageMemory implements PhysicalMemory {
  public static final PartitionPlan PLAN =
      PartitionPlan.newBuilder().setId("swap-1").setGrantPage(Extents.sized(0x1000, 0x1000)).build();

  final ByteBuffer page = ByteBuffer.allocate(0x1000).order(ByteOrder.LITTLE_ENDIAN);

  public PageMemory() {
    GrantPage.create(this, PLAN).close();
  }

  /** The incumbent's park stub says that it has ended. */
  void park() {
    page.put(GrantPage.MAILBOX, "PARKED\0\0".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public Region map(Extent extent) {
    return new Region(extent) {
      private int at(long offset) {
        return (int) (extent.getStart() - PLAN.getGrantPage().getStart() + offset);
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
