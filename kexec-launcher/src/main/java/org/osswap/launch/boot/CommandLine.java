package org.osswap.launch.boot;

import java.util.ArrayList;
import java.util.List;
import org.osswap.proto.PartitionPlan;

/** The successor's kernel parameters. */
public final class CommandLine {
  private CommandLine() {}

  /**
   * The image's own parameters, then the caller's, then what the partition needs: the last one of
   * a kind counts.
   */
  public static String of(PartitionPlan plan, String image, String extra) {
    List<String> words = new ArrayList<>();
    words.add(image.strip());
    words.add(extra.strip());
    // The incumbent's calibration: there is no timer here to calibrate against.
    words.add("tsc=reliable");
    words.add("tsc_early_khz=" + plan.getTscKhz());
    words.add("maxcpus=" + plan.getCpusCount());
    // A broadcast would stop the other kernel's CPUs.
    words.add("no_ipi_broadcast=1");
    // Early PCI quirks use the ports CF8 and CFC, which are the incumbent's.
    words.add("pci=noearly");
    // A panic must not reset the machine under the incumbent.
    words.add("panic=0");
    return String.join(" ", words.stream().filter(word -> !word.isEmpty()).toList());
  }
}
