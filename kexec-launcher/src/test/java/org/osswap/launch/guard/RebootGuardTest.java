package org.osswap.launch.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;

final class RebootGuardTest {
  private static final String PIN = "/sys/fs/bpf/osswap-reboot";

  @TempDir Path dir;
  private SysRoot root;
  private final FakeBpf bpf = new FakeBpf();

  @BeforeEach
  void tree() throws IOException {
    root = SysRoot.at(dir);
    Files.createDirectories(root.path("/sys/fs/bpf"));
    // As Debian 12's kernel 6.1 says it.
    write("/sys/kernel/security/lsm", "lockdown,capability,landlock,yama,apparmor,tomoyo,bpf\n".getBytes(StandardCharsets.US_ASCII));
    write("/sys/kernel/btf/vmlinux", types());
  }

  private void write(String path, byte[] bytes) throws IOException {
    Files.createDirectories(root.path(path).getParent());
    Files.write(root.path(path), bytes);
  }

  /** int; struct of 2 members; func "bpf_lsm_capability" ; func "bpf_lsm_capable". */
  private static byte[] types() {
    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    strings.writeBytes("\0int\0bpf_lsm_capability\0bpf_lsm_capable\0".getBytes(StandardCharsets.US_ASCII));
    int[] words = {
      1, 1 << 24, 4, 32, // INT, and its encoding
      0, 4 << 24 | 2, 8, 1, 1, 0, 1, 1, 32, // STRUCT of 2 members
      5, 12 << 24, 1, // FUNC
      24, 12 << 24, 1, // FUNC
    };
    ByteBuffer all =
        ByteBuffer.allocate(24 + words.length * 4 + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
    all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0);
    all.putInt(24).putInt(0).putInt(words.length * 4).putInt(words.length * 4).putInt(strings.size());
    for (int word : words) {
      all.putInt(word);
    }
    return all.put(strings.toByteArray()).array();
  }

  private RebootGuard guard() {
    return new RebootGuard(root, bpf);
  }

  @Test
  void itStaysInForceByItsPinAlone() {
    assertThat(guard().raise(77)).isEmpty();

    assertThat(bpf.done)
        .containsExactly("load for hook 4", "attach 10", "pin 11", "close 11", "close 10");
    assertThat(root.text(PIN)).contains("link 11");
    assertThat(guard().raised()).isTrue();
  }

  @Test
  void anotherProcessIsAdmittedBeforeTheFirstGuardIsGone() {
    guard().raise(77);
    String first = root.text(PIN).orElseThrow();

    assertThat(guard().raise(78)).isEmpty();

    assertThat(root.text(PIN)).isPresent().isNotEqualTo(java.util.Optional.of(first));
    assertThat(root.list("/sys/fs/bpf")).containsExactly("osswap-reboot");
  }

  @Test
  void aKernelThatRefusesIsLeftAsItWasAndSaysWhy() throws IOException {
    for (String step : new String[] {"load", "attach", "pin"}) {
      bpf.refusing = step;
      assertThat(guard().raise(77)).hasValueSatisfying(why -> assertThat(why).contains("EPERM"));
      assertThat(guard().raised()).isFalse();
    }
    write("/sys/kernel/security/lsm", "capability,apparmor".getBytes(StandardCharsets.US_ASCII));
    assertThat(guard().raise(77)).hasValueSatisfying(why -> assertThat(why).contains("not in use"));
    Files.delete(root.path("/sys/kernel/security/lsm"));
    assertThat(guard().raise(77)).isPresent();
  }

  /** The program, interpreted: these are its instructions, each as the kernel's own table has it. */
  @Test
  void onlyOneCapabilityIsTakenAndFromAllButOneProcess() {
    long[] program = RebootGuard.program(4711);

    assertThat(run(program, 22, 4711)).isZero();
    assertThat(run(program, 22, 4712)).isEqualTo(-1);
    assertThat(run(program, 22, 1)).isEqualTo(-1);
    for (long capability = 0; capability < 41; capability++) {
      if (capability != 22) {
        assertThat(run(program, capability, 1)).isZero();
      }
    }
  }

  private static long run(long[] program, long capability, long process) {
    long[] registers = new long[11];
    for (int at = 0; ; at++) {
      int code = (int) (program[at] & 0xff);
      int dst = (int) (program[at] >> 8 & 15);
      short offset = (short) (program[at] >> 16);
      long immediate = program[at] >> 32;
      switch (code) {
        case 0x79 -> {
          assertThat(offset).isEqualTo((short) 16);
          registers[dst] = capability;
        }
        case 0x55 -> at += registers[dst] != immediate ? offset : 0;
        case 0x15 -> at += registers[dst] == immediate ? offset : 0;
        case 0x85 -> registers[0] = process << 32 | 12345;
        case 0x77 -> registers[dst] >>>= immediate;
        case 0xb7 -> registers[dst] = immediate;
        case 0x95 -> {
          return registers[0];
        }
        default -> throw new AssertionError("instruction " + Integer.toHexString(code));
      }
    }
  }

  @Test
  void typesThatAreCutOffOrUnknownAreRefused() {
    byte[] whole = types();
    assertThat(Btf.function(whole, "bpf_lsm_capable")).hasValue(4);
    assertThat(Btf.function(whole, "bpf_lsm_cap")).isEmpty();
    for (int length = 0; length < whole.length - 44; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Btf.function(cut, "none"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] strange = whole.clone();
    strange[24 + 7] = 31;
    assertThatThrownBy(() -> Btf.function(strange, "none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind 31");
  }
}
