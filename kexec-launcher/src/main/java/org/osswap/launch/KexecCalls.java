package org.osswap.launch;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.osswap.launch.memory.Libc;

/** The kernel's kexec, as retirement needs it. */
public interface KexecCalls {

  /**
   * kexec_load(2) with one segment, entered at its first byte.
   *
   * @param crash true: to be run by a panic
   * @return empty, or the kernel's refusal
   */
  String load(long address, byte[] segment, boolean crash);

  /** Forgets what was loaded; empty, or the kernel's refusal. */
  String unload(boolean crash);

  /** reboot(2) into what was loaded. Does not return, but with the kernel's refusal. */
  String execute();

  static KexecCalls linux() {
    return new KexecCalls() {
      private final Libc libc = Libc.load();

      @Override
      public String load(long address, byte[] segment, boolean crash) {
        Runtime runtime = Runtime.getSystemRuntime();
        Pointer buffer = Memory.allocateDirect(runtime, segment.length);
        buffer.put(0, segment, 0, segment.length);
        // struct kexec_segment { buf, bufsz, mem, memsz }
        Pointer descriptor = Memory.allocateDirect(runtime, 4 * Long.BYTES);
        descriptor.putAddress(0, buffer.address());
        descriptor.putLong(8, segment.length);
        descriptor.putLong(16, address);
        descriptor.putLong(24, segment.length);
        return answer(
            libc.syscall(Libc.SYS_KEXEC_LOAD, address, 1, descriptor, flags(crash)));
      }

      @Override
      public String unload(boolean crash) {
        return answer(libc.syscall(Libc.SYS_KEXEC_LOAD, 0, 0, null, flags(crash)));
      }

      @Override
      public String execute() {
        libc.sync();
        return answer(libc.reboot(Libc.LINUX_REBOOT_CMD_KEXEC));
      }

      private static long flags(boolean crash) {
        return Libc.KEXEC_ARCH_X86_64 | (crash ? Libc.KEXEC_ON_CRASH : 0);
      }

      private static String answer(long result) {
        return result == 0 ? "" : Libc.lastError();
      }
    };
  }
}
