package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.Cpu;
import org.osswap.proto.HostBridge;
import org.osswap.proto.LowSlot;
import org.osswap.proto.PartitionPlan;

/** With the lines and names that a successor in the lab shows, Debian 13 on PCI root 40. */
final class InheritanceTest {
  private static final PartitionPlan PLAN =
      PartitionPlan.newBuilder()
          .setId("swap-1")
          .addCpus(Cpu.newBuilder().setApicId(2))
          .addCpus(Cpu.newBuilder().setApicId(3))
          .addRemainderCpus(Cpu.newBuilder().setApicId(0))
          .addMemory(Extents.of(0x100000000L, 0x1a0000000L))
          .setLow(LowSlot.newBuilder().setRam(Extents.of(0x20000, 0x50000)))
          .addPartitionRoots(HostBridge.newBuilder().setBusStart(0x40).setBusEnd(0xff))
          .addRemainderRoots(HostBridge.newBuilder().setBusStart(0).setBusEnd(0x3f))
          .build();

  @TempDir Path dir;

  @BeforeEach
  void successor() throws IOException {
    put("proc/cpuinfo", "processor\t: 0\napicid\t\t: 2\ninitial apicid\t: 2\n\nprocessor\t: 1\napicid\t\t: 3\n");
    put(
        "proc/iomem",
        """
        0001f000-0001ffff : Reserved
        00020000-0004ffff : System RAM
        100000000-100001fff : System RAM
        100002000-100002fff : ACPI Tables
        100003000-1001effff : System RAM
        100200000-19fffffff : System RAM
          102000000-102e00186 : Kernel code
        """);
    put("sys/bus/pci/devices/0001:40:00.0/class", "0x060400\n");
    put("sys/bus/pci/devices/0001:41:00.0/class", "0x020000\n");
    table("FACP", "OSSWAP");
    Files.createDirectories(dir.resolve("sys/firmware/acpi/tables/dynamic"));
    put("etc/osswap/credentials/successor.p12", "");
    put("etc/osswap/credentials/incumbent.crt", "");
    put("etc/osswap/credentials/store.pass", "");
  }

  @Test
  void whatThePlanGivesIsNoExcess() {
    refuseExcess();
  }

  @Test
  void aProcessorOfTheIncumbentIsNamed() throws IOException {
    put("proc/cpuinfo", "processor\t: 0\napicid\t\t: 2\n\nprocessor\t: 1\napicid\t\t: 0\n");

    refused("the CPU with APIC id 0");
  }

  @Test
  void memoryOutsideOfThePartitionIsNamed() throws IOException {
    put("proc/iomem", "00020000-0004ffff : System RAM\n19ffff000-1a0000fff : System RAM\n");

    refused("the memory 0x1a0000000-0x1a0000fff (4 KiB)");
  }

  @Test
  void aPciFunctionOfTheIncumbentIsNamed() throws IOException {
    put("sys/bus/pci/devices/0001:01:00.0/class", "0x020000\n");
    put("sys/bus/pci/devices/0000:41:00.0/class", "0x020000\n");

    refused("the PCI function 0000:41:00.0, the PCI function 0001:01:00.0");
  }

  @Test
  void tablesAndServicesOfTheFirmwareAreNamed() throws IOException {
    table("SRAT", "BOCHS ");
    put("sys/firmware/efi/systab", "");

    refused("the ACPI table SRAT, EFI's runtime services");
  }

  @Test
  void keysOfTheOtherSideAndOfOtherSwapsAreNamed() throws IOException {
    put("etc/osswap/credentials/incumbent.p12", "");
    put("var/lib/osswap/machine.json", "{}");

    refused(
        "the file /etc/osswap/credentials/incumbent.p12, the description of a machine in"
            + " /var/lib/osswap");
  }

  private void refused(String excess) {
    assertThatThrownBy(this::refuseExcess)
        .isInstanceOf(Failure.class)
        .satisfies(
            e -> {
              assertThat(((Failure) e).object()).isEqualTo("swap swap-1");
              assertThat(((Failure) e).reason())
                  .isEqualTo("this OS has what its plan doesn't give it: " + excess);
            });
  }

  private void refuseExcess() {
    new Inheritance(SysRoot.at(dir), PLAN).refuseExcess();
  }

  private void table(String name, String oem) throws IOException {
    String header = name + "$\0\0\0" + "\1\0" + oem + "PARTITON";
    put("sys/firmware/acpi/tables/" + name, header);
  }

  private void put(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
