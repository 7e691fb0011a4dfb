package org.osswap.launch.crash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.osswap.base.Extents;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.proto.KernelNote;
import org.osswap.proto.Memory;
import org.osswap.proto.PartitionPlan;

/**
 * The memory of a dead kernel, made by hand after kernel/printk/printk_ringbuffer.h (Linux 6.12, x86-64):
 * 16 MiB of RAM at 16 MiB; the image mapped by one large page, the log's text by two small pages that
 * don't follow one another.
 */
final class OldKernel {
  static final long RAM = 0x100_0000;
  static final long IMAGE = 0x120_0000; // physical
  static final long VIRTUAL = 0xffff_ffff_9320_0000L; // what the image's first byte is called
  static final long PHYS_BASE = IMAGE - (VIRTUAL - PageTables.START_KERNEL_MAP);
  static final long TEXT = 0xffff_8881_0000_0000L; // in the direct map
  static final long NOTE = 0x1f0_0000;
  private static final int TEXT_BITS = 13;
  private static final int COUNT_BITS = 3;
  private static final int PRB = 0x1000; // offsets within the image
  private static final int RING = 0x2000;
  private static final int DESCS = 0x3000;
  private static final int INFOS = 0x4000;
  private static final int TOP = 0x5000;
  private static final int DESC_SIZE = 24;
  private static final int INFO_SIZE = 88;
  private static final long FINALIZED = 2L << 62;

  final HeapMemory memory = new HeapMemory();
  final byte[] text = new byte[1 << TEXT_BITS];
  private long head;

  OldKernel() {
    tables();
    put(PRB, VIRTUAL + RING);
    // desc_ring: count_bits, descs, infos, head_id, tail_id
    put32(RING, COUNT_BITS);
    put(RING + 8, VIRTUAL + DESCS);
    put(RING + 16, VIRTUAL + INFOS);
    // text_data_ring: size_bits, data
    put32(RING + 48, TEXT_BITS);
    put(RING + 56, TEXT);
    for (int i = 0; i < 1 << COUNT_BITS; i++) {
      put(DESCS + i * DESC_SIZE, 3L << 62); // reusable
    }
    first(8);
    note(lines());
  }

  static PartitionPlan plan() {
    PartitionPlan.Builder plan = PartitionPlan.newBuilder();
    plan.getMachineBuilder()
        .addMemory(Memory.newBuilder().setExtent(Extents.sized(RAM, 16 << 20)));
    return plan.build();
  }

  static KernelNote noteAt() {
    return KernelNote.newBuilder().setAddress(NOTE).setSize(0x1000).build();
  }

  /** The id of the oldest record. */
  void first(long id) {
    head = id - 1;
    put(RING + 32, id);
  }

  /** A record with its text at a position of the data ring; answers the position after it. */
  int log(int at, long nanos, String said) {
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    int size = (8 + bytes.length + 7) / 8 * 8;
    int place = at % text.length + size > text.length ? 0 : at % text.length;
    int next = place == at % text.length ? at + size : (at / text.length + 1) * text.length + size;
    record(at, next, nanos, bytes.length);
    System.arraycopy(bytes, 0, text, place + 8, bytes.length);
    memory.write(0x180_0000, java.util.Arrays.copyOfRange(text, 0, 4096));
    memory.write(0x160_0000, java.util.Arrays.copyOfRange(text, 4096, 8192));
    return next;
  }

  void record(long begin, long next, long nanos, int length) {
    head++;
    int index = (int) (head % (1 << COUNT_BITS));
    put(DESCS + index * DESC_SIZE, FINALIZED | head);
    put(DESCS + index * DESC_SIZE + 8, begin);
    put(DESCS + index * DESC_SIZE + 16, next);
    put(INFOS + index * INFO_SIZE + 8, nanos);
    put16(INFOS + index * INFO_SIZE + 16, length);
    put(RING + 24, head);
  }

  /** A record that was being written when the kernel ended. */
  void torn() {
    head++;
    put(DESCS + (int) (head % (1 << COUNT_BITS)) * DESC_SIZE, head); // reserved
    put(RING + 24, head);
  }

  void ring(int offset, long value) {
    put(RING + offset, value);
  }

  List<String> lines() {
    return new ArrayList<>(
        List.of(
            "OSRELEASE=6.12.0",
            "PAGESIZE=4096",
            String.format("SYMBOL(init_top_pgt)=%x", VIRTUAL + TOP),
            "NUMBER(phys_base)=" + PHYS_BASE,
            "NUMBER(pgtable_l5_enabled)=0",
            String.format("SYMBOL(prb)=%x", VIRTUAL + PRB),
            "OFFSET(printk_ringbuffer.desc_ring)=0",
            "OFFSET(printk_ringbuffer.text_data_ring)=48",
            "SIZE(prb_desc_ring)=48",
            "OFFSET(prb_desc_ring.count_bits)=0",
            "OFFSET(prb_desc_ring.descs)=8",
            "OFFSET(prb_desc_ring.infos)=16",
            "OFFSET(prb_desc_ring.head_id)=24",
            "OFFSET(prb_desc_ring.tail_id)=32",
            "SIZE(prb_desc)=24",
            "OFFSET(prb_desc.state_var)=0",
            "OFFSET(prb_desc.text_blk_lpos)=8",
            "OFFSET(prb_data_blk_lpos.begin)=0",
            "OFFSET(prb_data_blk_lpos.next)=8",
            "SIZE(printk_info)=88",
            "OFFSET(printk_info.ts_nsec)=8",
            "OFFSET(printk_info.text_len)=16",
            "SIZE(prb_data_ring)=32",
            "OFFSET(prb_data_ring.size_bits)=0",
            "OFFSET(prb_data_ring.data)=8",
            "OFFSET(atomic_long_t.counter)=0"));
  }

  void note(List<String> lines) {
    byte[] said = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer note = ByteBuffer.allocate(0x1000).order(ByteOrder.LITTLE_ENDIAN);
    note.putInt(11).putInt(said.length).putInt(0);
    note.put("VMCOREINFO\0\0".getBytes(StandardCharsets.US_ASCII)).put(said);
    memory.write(NOTE, note.array());
  }

  byte[] noteBytes() {
    return memory.read(NOTE, 0x1000);
  }

  void note(byte[] bytes) {
    memory.write(NOTE, bytes);
  }

  /** PML4, PDPT, PD with a 2 MiB page for the image; PDPT, PD, PT for two pages of text. */
  private void tables() {
    long top = IMAGE + TOP;
    for (long table = 0x170_0000; table < 0x170_6000; table += 0x1000) {
      memory.write(table, new byte[0x1000]);
    }
    memory.write(top, new byte[0x1000]);
    entry(top, VIRTUAL, 39, 0x170_0003L);
    entry(0x170_0000, VIRTUAL, 30, 0x170_1003L);
    entry(0x170_1000, VIRTUAL, 21, IMAGE | 0x83);
    entry(top, TEXT, 39, 0x170_2003L);
    entry(0x170_2000, TEXT, 30, 0x170_3003L);
    entry(0x170_3000, TEXT, 21, 0x170_4003L);
    entry(0x170_4000, TEXT, 12, 0x8000_0000_0180_0063L);
    entry(0x170_4000, TEXT + 0x1000, 12, 0x8000_0000_0160_0063L);
  }

  private void entry(long table, long address, int shift, long value) {
    write(table + ((address >>> shift) & 511) * 8, 8, value);
  }

  private void put(int at, long value) {
    write(IMAGE + at, 8, value);
  }

  private void put32(int at, int value) {
    write(IMAGE + at, 4, value);
  }

  private void put16(int at, int value) {
    write(IMAGE + at, 2, value);
  }

  private void write(long address, int size, long value) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    memory.write(address, bytes);
  }
}
