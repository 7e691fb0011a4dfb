package org.osswap.launch.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;
import org.osswap.base.SysRoot;
import org.osswap.handoff.Undos;
import org.osswap.proto.Undo;

/**
 * Takes CAP_SYS_BOOT from everybody but this process, in the running kernel: reboot(2) and kexec_load(2) answer
 * "Operation not permitted" to {@code reboot -f} and {@code kexec -e} too.
 *
 * <p>A program of nine instructions at the hook "capable" of the kernel's own security module "bpf". It is in
 * force as long as its link is pinned, whoever ends meanwhile; who removes the pin lifts it. A controller
 * that takes over from a dead one puts its own program in the place of the other's.
 */
final class RebootGuard {
  static final String PIN = "/sys/fs/bpf/osswap-reboot";
  private static final String NEXT = "/sys/fs/bpf/osswap-reboot-next";
  private static final String MODULES = "/sys/kernel/security/lsm";
  private static final String TYPES = "/sys/kernel/btf/vmlinux";
  private static final String HOOK = "bpf_lsm_capable";

  /** linux/capability.h. */
  private static final int CAP_SYS_BOOT = 22;

  private static final int EPERM = 1;

  /** linux/bpf.h: bpf_get_current_pid_tgid. */
  private static final int GET_CURRENT_PID_TGID = 14;

  /** Third argument of the hook: capable(cred, ns, cap, opts). */
  private static final int CAP = 2 * Long.BYTES;

  private final SysRoot root;
  private final BpfCalls bpf;

  RebootGuard(SysRoot root, BpfCalls bpf) {
    this.root = root;
    this.bpf = bpf;
  }

  /**
   * Raises it, for this process alone.
   *
   * @return empty, or why this kernel can't be guarded so; then it is as it was
   */
  Optional<String> raise(long pid) {
    if (!("," + root.text(MODULES).orElse("") + ",").contains(",bpf,")) {
      return Optional.of("the kernel's security module \"bpf\" is not in use (lsm=)");
    }
    try {
      OptionalInt hook =
          Btf.function(root.bytes(TYPES).orElseThrow(IllegalArgumentException::new), HOOK);
      if (hook.isEmpty()) {
        return Optional.of("the kernel has no " + HOOK);
      }
      replace(program(pid), hook.getAsInt());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("can't read " + TYPES + ": " + e.getMessage());
    } catch (BpfCalls.Refused | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The new one is in force before the old one isn't any more. */
  private void replace(long[] program, int hook) throws BpfCalls.Refused, IOException {
    int loaded = bpf.load(program, hook);
    try {
      int link = bpf.attach(loaded);
      try {
        Files.deleteIfExists(root.path(NEXT));
        bpf.pin(link, root.path(NEXT).toString());
        Files.deleteIfExists(root.path(PIN));
        Files.move(root.path(NEXT), root.path(PIN));
      } finally {
        bpf.close(link);
      }
    } finally {
      bpf.close(loaded);
    }
  }

  boolean raised() {
    return root.exists(PIN);
  }

  Undo undo() {
    return Undos.command(
        "let reboot(2) and kexec be called again",
        "rm",
        "-f",
        root.path(PIN).toString(),
        root.path(NEXT).toString());
  }

  /** Of a process, all threads. */
  static long[] program(long pid) {
    return new long[] {
      instruction(0x79, 2, 1, CAP, 0), // r2 = *(u64 *)(r1 + CAP)
      instruction(0x55, 2, 0, 5, CAP_SYS_BOOT), // if r2 != CAP_SYS_BOOT: to "r0 = 0"
      instruction(0x85, 0, 0, 0, GET_CURRENT_PID_TGID),
      instruction(0x77, 0, 0, 0, 32), // r0 >>= 32: the process
      instruction(0x15, 0, 0, 2, (int) pid), // if r0 == pid: to "r0 = 0"
      instruction(0xb7, 0, 0, 0, -EPERM),
      instruction(0x95, 0, 0, 0, 0), // exit
      instruction(0xb7, 0, 0, 0, 0), // r0 = 0
      instruction(0x95, 0, 0, 0, 0),
    };
  }

  /** struct bpf_insn: code, dst_reg:4, src_reg:4, off, imm. */
  private static long instruction(int code, int dst, int src, int off, int imm) {
    return code | (long) dst << 8 | (long) src << 12 | (off & 0xffffL) << 16 | (long) imm << 32;
  }
}
