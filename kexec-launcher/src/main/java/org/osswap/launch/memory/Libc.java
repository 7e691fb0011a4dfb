package org.osswap.launch.memory;

import java.util.Locale;
import jnr.constants.platform.Errno;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;

/**
 * The C library's functions that Java lacks, each as its manual page (section 2) has it.
 *
 * <p>Public only because the native binding is generated outside of this package.
 */
public interface Libc {
  int O_RDONLY = 0;
  int O_RDWR = 2;
  int O_NONBLOCK = 0x800;
  int O_DIRECT = 0x4000;
  int O_CLOEXEC = 0x80000;
  int PROT_READ = 1;
  int PROT_WRITE = 2;
  int MAP_SHARED = 1;
  int MAP_PRIVATE = 2;
  int MAP_ANONYMOUS = 0x20;
  long MAP_FAILED = -1;

  int MCL_CURRENT = 1;
  int MCL_FUTURE = 2;

  short POLLIN = 1;
  short POLLERR = 8;

  /** kexec_load(2) on x86-64. */
  long SYS_KEXEC_LOAD = 246;

  long KEXEC_ON_CRASH = 1;
  long KEXEC_ARCH_X86_64 = 62L << 16;
  int LINUX_REBOOT_CMD_KEXEC = 0x45584543;

  int open(String path, int flags);

  int close(int descriptor);

  long read(int descriptor, Pointer bytes, @size_t long count);

  long pread(int descriptor, Pointer bytes, @size_t long count, @off_t long offset);

  long write(int descriptor, Pointer bytes, @size_t long count);

  int poll(Pointer descriptors, long count, int millis);

  int ioctl(int descriptor, long request, Pointer argument);

  /**
   * The address is a pointer, though a number would do: for six numbers of mixed width jnr-ffi makes a
   * stub that hands them over wrongly (EINVAL).
   */
  Pointer mmap(
      Pointer address,
      @size_t long length,
      int protection,
      int flags,
      int descriptor,
      @off_t long offset);

  int munmap(Pointer address, @size_t long length);

  int mlockall(int flags);

  long syscall(long number, long first, long second, Pointer third, long fourth);

  int reboot(int command);

  void sync();

  static Libc load() {
    return LibraryLoader.create(Libc.class).option(LibraryOption.SaveError, true).load("c");
  }

  /** What the last call of this thread answered. */
  static Errno lastErrno() {
    return Errno.valueOf(LastError.getLastError(Runtime.getSystemRuntime()));
  }

  /** What the last call of this thread answered: {@code EPERM (Operation not permitted)}. */
  static String lastError() {
    Errno errno = lastErrno();
    return String.format(Locale.ROOT, "%s (%s)", errno.name(), errno.description());
  }
}
