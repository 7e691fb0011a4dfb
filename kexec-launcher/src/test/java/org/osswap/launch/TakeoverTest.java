package org.osswap.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.launch.memory.Region;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.Extent;
import org.osswap.proto.PartitionPlan;

/** A takeover by a kernel that is made of files and a page. */
final class TakeoverTest {
  private static final Takeover.Limits SHORT =
      new Takeover.Limits(Duration.ofMillis(30), Duration.ofMillis(30), Duration.ZERO);
  private static final String BLOCKS = "sys/devices/system/memory/";

  @TempDir Path dir;
  private final PartitionPlan plan = Plans.q35();
  private final List<String> log = new ArrayList<>();
  private final FakeKernel memory = new FakeKernel();

  @BeforeEach
  void makeMachine() throws Exception {
    StringBuilder cpuinfo = new StringBuilder();
    int[] apicIds = {2, 3, 0, 1};
    for (int cpu = 0; cpu < 4; cpu++) {
      file("sys/devices/system/cpu/cpu" + cpu + "/online", "1");
      cpuinfo.append("processor\t: ").append(cpu).append("\napicid\t\t: ").append(apicIds[cpu]).append("\n\n");
    }
    file("proc/cpuinfo", cpuinfo.toString());
    file("sys/bus/acpi/devices/OSWP0001:00/status", "15");
    file(BLOCKS + "block_size_bytes", "8000000");
    file(BLOCKS + "auto_online_blocks", "offline");
    Files.createDirectories(dir.resolve("sys/bus/pci/devices"));
    GrantPage.create(memory, plan).close();
  }

  @Test
  void withoutTheIncumbentsProofNothingIsTouched() {
    assertThatThrownBy(this::takeover)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("not parked");
    assertThat(memory.kicks).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void everythingIsTakenInTheOrderThatIsSafe() {
    memory.park();

    TakeoverResult result = takeover();

    assertThat(result.left()).isEmpty();
    assertThat(result.taken())
        .extracting(item -> item.kind() + " " + item.object())
        .containsExactly(
            "cpu cpu2 (APIC id 0)",
            "cpu cpu3 (APIC id 1)",
            "pci 0001:00",
            "memory 0x8000000-0x77ffffff (1792 MiB)",
            "memory 0x1a0000000-0x1ffffffff (1536 MiB)");
    assertThat(memory.kicks).containsExactly(1, 2, 3);
    assertThat(text(BLOCKS + "auto_online_blocks")).isEqualTo("online_movable");
    assertThat(memory.mapped()).isZero();
  }

  @Test
  void whatThePlanLeavesToTheKernelIsPutOnlineForIt() {
    memory.park();

    TakeoverResult result =
        takeover(plan.toBuilder().setKernelMemory(plan.getRemainderMemory(0)).build());

    assertThat(result.taken())
        .filteredOn(item -> item.kind().equals("memory"))
        .extracting(TakeoverResult.Item::detail)
        .containsExactly("online, kernel", "online, movable");
    assertThat(memory.policies).containsExactly("online_kernel", "online_movable");
  }

  @Test
  void aFunctionWithoutDriverIsNoBusMasterBeforeMemoryComes() throws Exception {
    memory.park();

    takeover();

    byte[] config = Files.readAllBytes(dir.resolve("sys/bus/pci/devices/0001:00:03.0/config"));
    assertThat(config[4]).isEqualTo((byte) 0x03);
    assertThat(log).anySatisfy(line -> assertThat(line).contains("cleared in 1 without a driver"));
  }

  @Test
  void driversAreKeptAwayWhileAFunctionIsMadeQuietAndHaveItThen() throws Exception {
    memory.park();

    takeover();

    // A plain file keeps the end of what was written first: the name of no driver, and then the end of it.
    assertThat(text("sys/bus/pci/devices/0001:00:03.0/driver_override")).isEqualTo("\nsswap-quiet");
    assertThat(text("sys/bus/pci/drivers_probe")).isEqualTo("0001:00:03.0");
  }

  @Test
  void memoryIsLeftWhereAFunctionCanNotBeMadeQuiet() {
    memory.park();
    memory.shortConfig = true;

    TakeoverResult result = takeover();

    assertThat(memory.kicks).containsExactly(1);
    assertThat(result.left())
        .filteredOn(item -> item.kind().equals("memory"))
        .hasSize(2)
        .allSatisfy(item -> assertThat(item.detail()).contains("0001:00:03.0 may still write"));
  }

  @Test
  void afterACrashMemoryIsLeftAsWellWhereAFunctionDoesNotAppear() {
    memory.park();
    memory.hidden = 1;

    assertThat(crashed(plan).left())
        .extracting(TakeoverResult.Item::kind)
        .containsExactly("pci", "memory", "memory");
  }

  @Test
  void theBootProcessorStaysParkedOnFirmwareThatIsNotKnown() {
    memory.park();
    PartitionPlan.Builder metal = plan.toBuilder();
    metal.getMachineBuilder().setFirmware("Vendor X 1.0");

    TakeoverResult result = takeover(metal.build());

    assertThat(result.left()).singleElement().satisfies(
        item -> assertThat(item.detail()).contains("stays parked").contains("Vendor X"));
    assertThat(result.complete()).isFalse();
  }

  @Test
  void memoryThatDoesNotComeIsLeftOutWithTheCause() {
    memory.park();
    memory.hidden = 3;

    TakeoverResult result = takeover();

    assertThat(result.left()).singleElement().satisfies(
        item -> assertThat(item.detail()).contains("12 of 12 blocks did not come online"));
  }

  @Test
  void memoryThatIsNotMadeOfWholeBlocksIsLeftOut() throws Exception {
    memory.park();
    file(BLOCKS + "block_size_bytes", "80000000");

    TakeoverResult result = takeover();

    assertThat(result.left()).hasSize(2).allSatisfy(
        item -> assertThat(item.detail()).contains("memory blocks of 2048 MiB"));
  }

  @Test
  void whatWasEjectedIsBackWhenItIsGrantedAgain() {
    new Regrant(memory, SysRoot.at(dir), SHORT).grant(plan, 0);

    assertThat(memory.kicks).containsExactly(2);
  }

  @Test
  void whatDoesNotComeBackFails() {
    memory.hidden = 2;

    assertThatThrownBy(() -> new Regrant(memory, SysRoot.at(dir), SHORT).grant(plan, 0))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("blocks did not come online");
  }

  @Test
  void fromAPanicThatParkedEverythingIsTakenAndTheOldMemoryReadBeforeItComes() {
    memory.park();

    assertThat(crashed(plan).left()).isEmpty();

    assertThat(log).contains("read the old memory");
    assertThat(memory.kicksAtReading).isZero(); // so no driver can have found a dead device
    assertThat(log.indexOf("read the old memory"))
        .isGreaterThan(log.indexOf("quiet: pci: no function is a bus master"))
        .isPositive();
    assertThat(memory.kicks).containsExactly(1, 2, 3);
  }

  @Test
  void whereAFunctionStaysABusMasterTheOldMemoryIsReadWhenTheDevicesAreThere() {
    memory.park();
    memory.loud = true;

    crashed(plan);

    assertThat(memory.kicksAtReading).isEqualTo(1); // the PCI root
    assertThat(log).containsOnlyOnce("read the old memory");
  }

  @Test
  void anOrderlyEndLeavesNothingToBeMadeQuietBefore() {
    memory.park();

    takeover();

    assertThat(log).noneMatch(line -> line.startsWith("quiet"));
  }

  @Test
  void fromAHangItNeedsNoProofButEveryProcessor() {
    assertThat(crashed(plan).left()).isEmpty();

    assertThat(memory.kicks).containsExactly(1, 2, 3);
  }

  @Test
  void aHangThatCanNotBeFencedIsNotTouched() throws Exception {
    Path online = dir.resolve("sys/devices/system/cpu/cpu3/online");
    Files.delete(online);
    Files.delete(online.getParent());
    file("proc/cpuinfo", "processor\t: 2\napicid\t\t: 0\n");

    assertThatThrownBy(() -> crashed(plan))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(Takeover.FENCE)
        .hasMessageContaining("APIC id 1");
    assertThat(memory.kicks).isEmpty();
    assertThat(log).doesNotContain("read the old memory");
  }

  @Test
  void memoryInWhichAProcessorMayStillRunOldCodeIsNotTaken() throws Exception {
    memory.park();
    PartitionPlan.Builder metal = plan.toBuilder();
    metal.getMachineBuilder().setFirmware("Vendor X 1.0");
    file("proc/cpuinfo", "processor\t: 3\napicid\t\t: 1\n");

    TakeoverResult result = crashed(metal.build());

    assertThat(memory.kicks).containsExactly(1);
    assertThat(result.left())
        .filteredOn(item -> item.kind().equals("memory"))
        .hasSize(2)
        .allSatisfy(item -> assertThat(item.detail()).contains("APIC id 0 still runs"));
  }

  @Test
  void onlyWhereTheBootProcessorComesBackAHangCanBeFenced() {
    PartitionPlan.Builder metal = plan.toBuilder();
    metal.getMachineBuilder().setFirmware("Vendor X 1.0");

    assertThat(BootProcessor.unfenceable(plan)).isEmpty();
    assertThat(BootProcessor.unfenceable(metal.build())).get().asString().contains("Vendor X 1.0");
  }

  private TakeoverResult crashed(PartitionPlan plan) {
    return new Takeover(SysRoot.at(dir), memory, new NoUdev(), SHORT)
        .runCrashed(
            plan,
            () -> {
              log.add("read the old memory");
              memory.kicksAtReading = memory.kicks.size();
            },
            (step, object, detail, done) -> log.add(step + ": " + object + ": " + detail));
  }

  private TakeoverResult takeover() {
    return takeover(plan);
  }

  private TakeoverResult takeover(PartitionPlan plan) {
    return new Takeover(SysRoot.at(dir), memory, new NoUdev(), SHORT)
        .run(plan, (step, object, detail, done) -> log.add(step + ": " + object + ": " + detail));
  }

  private void file(String path, String text) throws Exception {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String text(String path) {
    return SysRoot.at(dir).text("/" + path).orElseThrow();
  }

  /** Memory whose grant page has a kernel behind it: a kick makes the granted device appear. */
  private final class FakeKernel implements org.osswap.launch.memory.PhysicalMemory {
    private final HeapMemory heap = new HeapMemory();
    private final List<Integer> kicks = new ArrayList<>();
    private final List<String> policies = new ArrayList<>();
    private int hidden = -1;
    private boolean loud;
    private boolean shortConfig;
    private int kicksAtReading = -1;

    void park() {
      heap.write(
          GrantPage.mailboxAddress(plan), "PARKED\0\0".getBytes(StandardCharsets.US_ASCII));
    }

    int mapped() {
      return heap.mapped();
    }

    @Override
    public Region map(Extent extent) {
      return new Watched(heap.map(extent));
    }

    private void seen(int kick) throws Exception {
      kicks.add(kick);
      if (kick == hidden) {
        return;
      }
      if (kick == 1) {
        file("sys/bus/pci/drivers_probe", "");
        file("sys/devices/pci0001:00/x", "");
        byte[] config = new byte[shortConfig ? 4 : 64];
        if (!shortConfig) {
          config[4] = 0x07;
        }
        Path device = Files.createDirectories(dir.resolve("sys/bus/pci/devices/0001:00:03.0"));
        Files.write(device.resolve("config"), config);
        Files.writeString(device.resolve("driver_override"), "");
      } else {
        policies.add(text(BLOCKS + "auto_online_blocks"));
        Extent extent = plan.getRemainderMemory(kick - 2);
        for (long block = extent.getStart() >> 27; block < extent.getEnd() >> 27; block++) {
          file(BLOCKS + "memory" + block + "/state", "online");
        }
      }
    }

    /** The kick byte is taken away as soon as it is written, as the AML would at the next read. */
    private final class Watched extends Region {
      private final Region region;

      Watched(Region region) {
        super(region.extent());
        this.region = region;
      }

      @Override
      protected void storeByte(long offset, byte value) {
        boolean kick = offset == GrantPage.KICK;
        region.putU8(offset, kick ? 0 : value);
        if (kick && Byte.toUnsignedInt(value) == GrantPage.KICK_QUIET) {
          region.putU8(GrantPage.LOUD, loud ? 1 : 0);
        } else if (kick) {
          try {
            seen(value);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        }
      }

      @Override
      protected byte loadByte(long offset) {
        return (byte) region.getU8(offset);
      }

      @Override
      protected int loadInt(long offset) {
        return (int) region.getU32(offset);
      }

      @Override
      protected long loadLong(long offset) {
        return region.getU64(offset);
      }

      @Override
      protected void load(long offset, byte[] into, int count) {
        region.read(offset, into, count);
      }

      @Override
      protected void storeInt(long offset, int value) {
        region.putU32(offset, value);
      }

      @Override
      protected void storeLong(long offset, long value) {
        region.putU64(offset, value);
      }

      @Override
      protected void store(long offset, byte[] from, int count) {
        region.write(offset, from, count);
      }

      @Override
      public void close() {
        region.close();
      }
    }
  }

  /** A system without udev. */
  private static final class NoUdev implements ProcessRunner {
    @Override
    public Outcome run(List<String> argv, Duration limit) {
      throw new Failure("run a program", argv.get(0), "not found", "Install it.");
    }

    @Override
    public Outcome run(List<String> argv, String input, Duration limit) {
      return run(argv, limit);
    }
  }
}
