package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.proto.Arming;
import org.osswap.proto.Cpu;
import org.osswap.proto.Machine;
import org.osswap.proto.PartitionPlan;

final class CrashabilityTest {
  private static final OsswapConfig.Arm CONFIG = new OsswapConfig.Arm(Duration.ofSeconds(20), false);

  @TempDir Path dir;

  private Arming agree(String firmware, boolean crashKernel, boolean hangs) {
    PartitionPlan plan =
        PartitionPlan.newBuilder()
            .setMachine(Machine.newBuilder().setFirmware(firmware))
            .addRemainderCpus(Cpu.newBuilder().setBootProcessor(true))
            .build();
    return Crashability.agree(SysRoot.at(dir), plan, new ArmWish(crashKernel, hangs), CONFIG).build();
  }

  private void kernel(String size, String loaded) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("sys/kernel"));
    Files.writeString(folder.resolve("kexec_crash_size"), size + "\n");
    Files.writeString(folder.resolve("kexec_crash_loaded"), loaded + "\n");
  }

  @Test
  void aMachineThatHasAllOfItIsActedUponInBothCases() throws Exception {
    kernel("33554432", "0");

    Arming arming = agree("SeaBIOS 1.16", true, true);

    assertThat(arming.getCrashKernel()).isTrue();
    assertThat(arming.getHangLimitMillis()).isEqualTo(20_000);
  }

  @Test
  void withoutAReservationAPanicCanNotPark() throws Exception {
    kernel("0", "0");

    assertThatThrownBy(() -> agree("SeaBIOS 1.16", true, true))
        .hasMessageContaining("nothing is reserved for a crash kernel");
    assertThat(agree("SeaBIOS 1.16", false, true).getCrashKernel()).isFalse();
  }

  @Test
  void theAdministratorsCrashKernelIsNotReplaced() throws Exception {
    kernel("33554432", "1");

    assertThatThrownBy(() -> agree("SeaBIOS 1.16", true, true))
        .hasMessageContaining("a kernel for crash dumps is loaded");
  }

  @Test
  void aHangIsNotTakenOverWhereTheFirmwareKeepsTheBootProcessor() throws Exception {
    kernel("33554432", "0");

    assertThatThrownBy(() -> agree("Vendor X 1.0", true, true))
        .hasMessageContaining("boot processor")
        .hasMessageContaining("Vendor X 1.0");
    assertThat(agree("Vendor X 1.0", true, false).getHangLimitMillis()).isZero();
  }

  @Test
  void oneThatWouldNeverActIsRefused() throws Exception {
    kernel("33554432", "0");

    assertThatThrownBy(() -> agree("SeaBIOS 1.16", false, false))
        .hasMessageContaining("would never act");
  }
}
