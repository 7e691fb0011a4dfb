package org.osswap.launch.memory;

import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.proto.Extent;

/**
 * Physical memory through /dev/mem.
 *
 * <p>Everything is mapped: the first MiB can't be written by write(2) where the kernel restricts
 * /dev/mem. What is the kernel's own RAM above the first MiB can't be mapped there at all.
 */
public final class DevMem implements PhysicalMemory, AutoCloseable {
  private static final String PATH = "/dev/mem";

  private final Libc libc;
  private final int descriptor;

  private DevMem(Libc libc, int descriptor) {
    this.libc = libc;
    this.descriptor = descriptor;
  }

  /**
   * Opens /dev/mem.
   *
   * @throws Failure if this process may not
   */
  public static DevMem open() {
    return open(PATH);
  }

  /**
   * Opens a file that stands for physical memory.
   *
   * <p>Never with O_SYNC or O_DSYNC: /dev/mem would then be mapped uncached (phys_mem_access_prot_allowed()
   * in arch/x86/mm/pat/memtype.c). Without it, memory that is write-back in the MTRRs is so here, too.
   */
  static DevMem open(String path) {
    Libc libc = Libc.load();
    int descriptor = libc.open(path, Libc.O_RDWR | Libc.O_CLOEXEC);
    if (descriptor < 0) {
      throw new Failure(
          "open physical memory",
          path,
          Libc.lastError(),
          "Run osswap as root, on a kernel that has /dev/mem and is not locked down"
              + " (Secure Boot locks it down).");
    }
    return new DevMem(libc, descriptor);
  }

  @Override
  public Region map(Extent extent) {
    long start = Extents.alignDown(extent.getStart(), Extents.PAGE);
    long length = Extents.alignUp(extent.getEnd(), Extents.PAGE) - start;
    Pointer pages =
        libc.mmap(
            null, length, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, descriptor, start);
    if (pages == null || pages.address() == Libc.MAP_FAILED) {
      throw new Failure(
          "map physical memory",
          Extents.describe(extent),
          Libc.lastError(),
          "The range must not be in use by the running kernel (see /proc/iomem), and the kernel"
              + " must not be locked down.");
    }
    return new Mapped(extent, pages, length, extent.getStart() - start);
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }

  private final class Mapped extends Region {
    private final Pointer pages;
    private final long length;
    private final Pointer bytes;
    private boolean open = true;

    Mapped(Extent extent, Pointer pages, long length, long skip) {
      super(extent);
      this.pages = pages;
      this.length = length;
      this.bytes =
          Pointer.wrap(
              Runtime.getSystemRuntime(), pages.address() + skip, Extents.size(extent));
    }

    @Override
    protected byte loadByte(long offset) {
      return live().getByte(offset);
    }

    @Override
    protected int loadInt(long offset) {
      return live().getInt(offset);
    }

    @Override
    protected long loadLong(long offset) {
      return live().getLong(offset);
    }

    @Override
    protected void load(long offset, byte[] into, int count) {
      live().get(offset, into, 0, count);
    }

    @Override
    protected void storeByte(long offset, byte value) {
      live().putByte(offset, value);
    }

    @Override
    protected void storeInt(long offset, int value) {
      live().putInt(offset, value);
    }

    @Override
    protected void storeLong(long offset, long value) {
      live().putLong(offset, value);
    }

    @Override
    protected void store(long offset, byte[] from, int count) {
      live().put(offset, from, 0, count);
    }

    private Pointer live() {
      if (!open) {
        throw new IllegalStateException("unmapped: " + Extents.describe(extent()));
      }
      return bytes;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        libc.munmap(pages, length);
      }
    }
  }
}
