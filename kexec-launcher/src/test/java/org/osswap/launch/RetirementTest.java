package org.osswap.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.PartitionPlan;

final class RetirementTest {
  @TempDir Path dir;
  private final PartitionPlan plan = Plans.q35();
  private final FakeKexec kexec = new FakeKexec();

  @Test
  void theStubIsLoadedWhereTheIncumbentsLowMemoryHasRoomForIt() {
    new Retirement(kexec, SysRoot.at(dir)).arm(plan);

    assertThat(kexec.address).isEqualTo(0x5_4000);
    assertThat(kexec.crash).isFalse();
    assertThat(kexec.segment.capacity()).isEqualTo(0x6000);
    assertThat(kexec.segment.getLong(0x10)).as("mailbox").isEqualTo(0x1_001f_0100L);
    assertThat(kexec.segment.getLong(0x20)).as("base").isEqualTo(0x5_4000);
  }

  @Test
  void theBootProcessorIsNeverSentAnInit() {
    new Retirement(kexec, SysRoot.at(dir)).arm(plan);

    assertThat(kexec.segment.getLong(0x28)).as("number of CPUs").isEqualTo(1);
    assertThat(kexec.segment.getInt(0x30)).as("its APIC id").isEqualTo(1);
  }

  @Test
  void onlyQemusEmulationGetsAnNmiAfterEachInit() {
    Retirement retirement = new Retirement(kexec, SysRoot.at(dir));

    retirement.arm(plan);
    assertThat(kexec.segment.getLong(0x18)).isEqualTo(2);
    PartitionPlan.Builder metal = plan.toBuilder();
    metal.getMachineBuilder().setHypervisor("");
    retirement.arm(metal.build());
    assertThat(kexec.segment.getLong(0x18)).isZero();
  }

  @Test
  void exceptionsAndPageTablesPointIntoTheStub() {
    new Retirement(kexec, SysRoot.at(dir)).arm(plan);

    long gate = kexec.segment.getLong(0x4000 + 16 * 14);
    long handler = (gate & 0xffff) | ((gate >>> 48) << 16);
    assertThat(handler).isBetween(0x5_4000L, 0x5_4fffL);
    assertThat(kexec.segment.getLong(0x1000)).as("PML4").isEqualTo(0x5_6003);
    assertThat(kexec.segment.getLong(0x3000)).as("PML5").isEqualTo(0x5_5003);
    assertThat(kexec.segment.getLong(0x2000 + 3 * 8)).as("the APIC's GiB").isEqualTo(0xc000_009bL);
  }

  @Test
  void thePanicStubGoesIntoTheCrashReservation() throws Exception {
    iomem("00100000-7ffdcfff : System RAM\n  7b000000-7cffffff : Crash kernel\n");

    assertThat(new Retirement(kexec, SysRoot.at(dir)).armCrash(plan)).isTrue();
    assertThat(kexec.crash).isTrue();
    assertThat(kexec.address).isEqualTo(0x7b00_0000);
  }

  @Test
  void withoutACrashReservationThereIsNoPanicStub() throws Exception {
    iomem("00100000-7ffdcfff : System RAM\n");

    assertThat(new Retirement(kexec, SysRoot.at(dir)).armCrash(plan)).isFalse();
    assertThat(kexec.segment.capacity()).isZero();
  }

  @Test
  void aRollbackLeavesTheKernelForCrashDumpsWhereItIs() throws Exception {
    iomem("00100000-7ffdcfff : System RAM\n  7b000000-7cffffff : Crash kernel\n");

    new Retirement(kexec, SysRoot.at(dir)).disarm();

    assertThat(kexec.unloaded).containsExactly(false);
  }

  @Test
  void aRefusalByTheKernelIsAFailureWithItsErrno() {
    kexec.answer = "EPERM (Operation not permitted)";
    Retirement retirement = new Retirement(kexec, SysRoot.at(dir));

    assertThatThrownBy(() -> retirement.arm(plan))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("EPERM");
    assertThatThrownBy(retirement::go).isInstanceOf(Failure.class).hasMessageContaining("EPERM");
  }

  private void iomem(String text) throws Exception {
    Files.createDirectories(dir.resolve("proc"));
    Files.writeString(dir.resolve("proc/iomem"), text);
  }

  private static final class FakeKexec implements KexecCalls {
    private String answer = "";
    private long address;
    private ByteBuffer segment = ByteBuffer.allocate(0);
    private boolean crash;
    private final List<Boolean> unloaded = new ArrayList<>();

    @Override
    public String load(long address, byte[] segment, boolean crash) {
      this.address = address;
      this.segment = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
      this.crash = crash;
      return answer;
    }

    @Override
    public String unload(boolean crash) {
      unloaded.add(crash);
      return answer;
    }

    @Override
    public String execute() {
      return answer;
    }
  }
}
