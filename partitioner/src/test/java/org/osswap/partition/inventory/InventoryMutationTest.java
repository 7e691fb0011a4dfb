package org.osswap.partition.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.mutation.Mutants;
import org.osswap.mutation.Trial;
import org.osswap.partition.Trees;

/** What firmware and kernel say, as untrusted input: the captured files, damaged. */
final class InventoryMutationTest {
  private static final String TABLES = "/sys/firmware/acpi/tables/";

  @TempDir Path dir;

  private static byte[] bytes(String absolute) {
    return SysRoot.at(Trees.Q35).bytes(absolute).orElseThrow();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  // ACPI tables

  private static void tryTable(String name, Consumer<AcpiTable> parser) {
    Trial.Parser whole = bytes -> parser.accept(AcpiTable.parse(name, bytes));
    Mutants.of(bytes(TABLES + name)).areRefusedOrUnderstoodBy(whole);
    Mutants.of(bytes(TABLES + name))
        .finishedBy(Summed::table)
        .areRefusedOrUnderstoodBy(whole);
  }

  @Test
  void damagedMadtsAreRefusedOrRead() {
    tryTable("APIC", Madt::parse);
  }

  @Test
  void damagedSratsAreRefusedOrRead() {
    tryTable("SRAT", table -> Srat.parse(table).node(Extents.of(1L << 32, 1L << 33)));
  }

  @Test
  void damagedMcfgsAreRefusedOrRead() {
    tryTable("MCFG", Mcfg::parse);
  }

  private static AcpiTable table(int firstEntry, byte... entries) {
    byte[] table = new byte[firstEntry + entries.length];
    System.arraycopy(entries, 0, table, firstEntry, entries.length);
    return AcpiTable.parse("T", Summed.table(table));
  }

  @Test
  void entriesThatAreTooShortForTheirTypeAtTheTablesEndSayNothing() {
    assertThat(Madt.parse(table(44, (byte) 0, (byte) 2)).enabledApicIds()).isEmpty();
    assertThat(Madt.parse(table(44, (byte) 9, (byte) 4, (byte) 0, (byte) 0)).enabledApicIds())
        .isEmpty();
    for (byte type = 0; type <= 2; type++) {
      assertThat(Srat.parse(table(48, type, (byte) 4, (byte) 0, (byte) 0)).nodes()).isEmpty();
    }
  }

  @Test
  void anEntryOfNoLengthEndsTheTable() {
    assertThat(Madt.parse(table(44, new byte[64])).enabledApicIds()).isEmpty();
  }

  @Test
  void memoryThatEndsBeyondAllAddressesIsNoMemory() {
    ByteBuffer entry = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    entry.put(0, (byte) 1).put(1, (byte) 40).putLong(8, 1L << 62).putLong(16, Long.MAX_VALUE);
    entry.putInt(28, 1);

    assertThat(Srat.parse(table(48, entry.array())).nodes()).isEmpty();
  }

  @Test
  void anEcamWindowThatIsNoneIsRefused() {
    for (long base : new long[] {-1, Long.MAX_VALUE - 4096}) {
      ByteBuffer entry = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      entry.putLong(0, base).put(11, (byte) 0xff);
      assertThatThrownBy(() -> Mcfg.parse(table(44, entry.array()))).isInstanceOf(Failure.class);
    }
    byte[] backwards = new byte[16];
    backwards[10] = 2;
    backwards[11] = 1;
    assertThatThrownBy(() -> Mcfg.parse(table(44, backwards)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("buses 0x2 to 0x1");
  }

  // Files of the kernel: their parsers throw IllegalArgumentException, and SysRoot names the file

  private static void tryLines(String absolute, Consumer<List<String>> parser) {
    Mutants.of(bytes(absolute))
        .mayThrow(IllegalArgumentException.class)
        .areRefusedOrUnderstoodBy(bytes -> parser.accept(text(bytes).lines().toList()));
  }

  @Test
  void damagedFilesOfTheKernelAreRefusedOrRead() throws Exception {
    tryLines("/proc/cpuinfo", CpuInfo::parse);
    tryLines("/proc/meminfo", MemInfo::parse);
    tryLines("/proc/iomem", ResourceTree::parse);
    tryLines("/proc/self/mountinfo", Disks.Mount::parse);
    String function = SysRoot.at(Trees.Q35).list("/sys/bus/pci/devices").get(0);
    tryLines("/sys/bus/pci/devices/" + function + "/resource", PciResources::parse);
  }

  @Test
  void damagedKernelParametersAreReadAsTheKernelDoes() {
    Mutants.of(
            text(bytes("/proc/cmdline")),
            "a=\"b c\" memmap=512M$0x100000000,2G%4G-1+0xefffffff tsc_early_khz=3000000 -- x")
        .areRefusedOrUnderstoodBy(
            bytes -> {
              KernelCommandLine line = KernelCommandLine.parse(text(bytes));
              line.reservations();
              line.softReservations();
              TscClock.read(line, Trees.programs(Trees.Q35));
            });
  }

  @Test
  void damagedNetworksAreRefusedOrRead() throws Exception {
    Path captured = Trees.Q35.resolve("captured");
    Mutants.of(Files.readAllBytes(captured.resolve("ip-addr.json")))
        .areRefusedOrUnderstoodBy(bytes -> IpJson.links(text(bytes)));
    Mutants.of(Files.readAllBytes(captured.resolve("ip-route.json")))
        .areRefusedOrUnderstoodBy(bytes -> IpJson.routes(text(bytes)));
  }

  @Test
  void damagedListsOfCpusAreRefusedOrRead() {
    Mutants.of("0-3,8,10-11", "0")
        .mayThrow(IllegalArgumentException.class)
        .areRefusedOrUnderstoodBy(bytes -> CpuList.parse(text(bytes)));
  }

  @Test
  void reservationsThatCannotBeRangesAreIgnored() {
    KernelCommandLine line =
        KernelCommandLine.parse(
            "memmap=abc$def memmap=9223372036854775807$1 memmap=9000000000G$0 memmap=4K$1M");

    assertThat(Extents.list(line.reservations()))
        .containsExactly(Extents.of(1 << 20, (1 << 20) + 4096));
  }

  @Test
  void aLongParameterInManyQuotesIsRead() {
    assertThat(KernelCommandLine.parse("a=" + "\"\"b".repeat(100_000)).has("a=" + "b".repeat(100_000)))
        .isTrue();
  }

  @Test
  void theFileThatCannotBeUnderstoodIsNamed() throws Exception {
    Path tree = Trees.copy(Trees.Q35, dir.resolve("tree"));
    Files.writeString(tree.resolve("proc/cpuinfo"), "processor : first\n");

    assertThatThrownBy(
            () ->
                Inventory.read(SysRoot.at(tree), Trees.programs(Trees.Q35), Optional.empty()))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.object()).isEqualTo("/proc/cpuinfo"));
  }
}
