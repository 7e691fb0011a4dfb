package org.osswap.launch.guard;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.osswap.mutation.Trial;

/** The kernel's description of its types. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BtfFuzzTest {
  @FuzzTest
  void function(byte[] input) {
    Trial.of(
        input,
        IllegalArgumentException.class,
        bytes -> Btf.function(bytes, "bpf_lsm_capable"));
  }
}
