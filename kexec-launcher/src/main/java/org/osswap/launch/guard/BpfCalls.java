package org.osswap.launch.guard;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.osswap.launch.memory.Libc;

/** bpf(2), as a guard needs it. Each call answers a descriptor, or throws what the kernel said. */
interface BpfCalls {

  /** A program of the kernel's security module "bpf", for one of its hooks, by the hook's type. */
  int load(long[] instructions, int hook) throws Refused;

  /** Puts a program into force, as long as there is the descriptor, or what it was pinned as. */
  int attach(int program) throws Refused;

  void pin(int descriptor, String path) throws Refused;

  void close(int descriptor);

  /** What the kernel said. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String what, String answer) {
      super(what + ": " + answer);
    }
  }

  static BpfCalls linux() {
    return new BpfCalls() {
      private static final long SYS_BPF = 321;
      private static final int BPF_PROG_LOAD = 5;
      private static final int BPF_OBJ_PIN = 6;
      private static final int BPF_RAW_TRACEPOINT_OPEN = 17;
      private static final int BPF_PROG_TYPE_LSM = 29;
      private static final int BPF_LSM_MAC = 27;

      /** Of union bpf_attr, as far as it is used; what is behind has to be zero. */
      private static final int ATTR = 120;

      private final Libc libc = Libc.load();
      private final Runtime runtime = Runtime.getSystemRuntime();

      @Override
      public int load(long[] instructions, int hook) throws Refused {
        Pointer program = Memory.allocateDirect(runtime, instructions.length * Long.BYTES);
        program.put(0, instructions, 0, instructions.length);
        Pointer license = text("GPL");
        Pointer attr = Memory.allocateDirect(runtime, ATTR, true);
        attr.putInt(0, BPF_PROG_TYPE_LSM);
        attr.putInt(4, instructions.length);
        attr.putLong(8, program.address());
        attr.putLong(16, license.address());
        attr.putInt(68, BPF_LSM_MAC); // expected_attach_type
        attr.putInt(108, hook); // attach_btf_id
        return bpf("load the program", BPF_PROG_LOAD, attr);
      }

      @Override
      public int attach(int program) throws Refused {
        Pointer attr = Memory.allocateDirect(runtime, ATTR, true);
        attr.putInt(8, program);
        return bpf("attach the program", BPF_RAW_TRACEPOINT_OPEN, attr);
      }

      @Override
      public void pin(int descriptor, String path) throws Refused {
        Pointer name = text(path);
        Pointer attr = Memory.allocateDirect(runtime, ATTR, true);
        attr.putLong(0, name.address());
        attr.putInt(8, descriptor);
        bpf("pin it as " + path, BPF_OBJ_PIN, attr);
      }

      @Override
      public void close(int descriptor) {
        libc.close(descriptor);
      }

      private Pointer text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        Pointer pointer = Memory.allocateDirect(runtime, bytes.length);
        pointer.put(0, bytes, 0, bytes.length);
        return pointer;
      }

      private int bpf(String what, int command, Pointer attr) throws Refused {
        long result =
            libc.syscall(SYS_BPF, command, attr.address(), Pointer.wrap(runtime, ATTR), 0);
        if (result < 0) {
          throw new Refused(what, Libc.lastError());
        }
        return (int) result;
      }
    };
  }
}
