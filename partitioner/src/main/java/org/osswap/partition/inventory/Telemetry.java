package org.osswap.partition.inventory;

import java.time.Duration;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.nativefree.SystemInfo;

/**
 * Facts about this machine that are shown, and that nothing is decided on; from OSHI, which answers
 * with empty or zero values where it doesn't know.
 *
 * @param processor model name
 * @param packages sockets
 * @param cores physical cores
 * @param threads logical CPUs that are online
 * @param memoryTotal in bytes
 * @param memoryAvailable in bytes
 * @param uptime since the running kernel started
 */
public record Telemetry(
    String vendor,
    String model,
    String processor,
    int packages,
    int cores,
    int threads,
    long memoryTotal,
    long memoryAvailable,
    Duration uptime) {

  /** Asks the running machine; takes some tenths of a second. */
  public static Telemetry read() {
    SystemInfo system = new SystemInfo();
    HardwareAbstractionLayer hardware = system.getHardware();
    CentralProcessor processor = hardware.getProcessor();
    return new Telemetry(
        hardware.getComputerSystem().getManufacturer(),
        hardware.getComputerSystem().getModel(),
        processor.getProcessorIdentifier().getName().strip(),
        processor.getPhysicalPackageCount(),
        processor.getPhysicalProcessorCount(),
        processor.getLogicalProcessorCount(),
        hardware.getMemory().getTotal(),
        hardware.getMemory().getAvailable(),
        Duration.ofSeconds(system.getOperatingSystem().getSystemUptime()));
  }
}
