package org.osswap.cli;

import com.google.common.base.Strings;
import org.osswap.proto.DoctorFinding;
import org.osswap.proto.DoctorReport;

/** Shows whether a machine is swappable: one line a check, with a remedy under what is not OK. */
final class DoctorScreen {
  private DoctorScreen() {}

  static String render(DoctorReport report) {
    int width =
        report.getFindingsList().stream().mapToInt(f -> f.getCheck().length()).max().orElse(0);
    StringBuilder screen = new StringBuilder();
    for (DoctorFinding finding : report.getFindingsList()) {
      screen
          .append(Strings.padEnd(finding.getVerdict(), 6, ' '))
          .append(Strings.padEnd(finding.getCheck(), width + 2, ' '))
          .append(finding.getEvidence())
          .append('\n');
      if (!finding.getRemedy().isEmpty()) {
        screen.append("      remedy: ").append(finding.getRemedy()).append('\n');
      }
    }
    screen.append(
        report.getSwappable()
            ? "this machine can be swapped\n"
            : "this machine can't be swapped yet\n");
    return screen.toString();
  }
}
