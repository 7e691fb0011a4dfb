package org.osswap.controller;

import java.util.List;
import org.osswap.base.Failure;
import org.osswap.partition.doctor.Doctor;
import org.osswap.partition.doctor.Finding;
import org.osswap.partition.inventory.Inventory;
import org.osswap.proto.DoctorFinding;
import org.osswap.proto.DoctorReport;
import org.osswap.proto.Machine;
import org.osswap.proto.Problem;

/** The doctor's findings about this machine. */
public final class Examination {
  private Examination() {}

  public static DoctorReport of(Site site) {
    Machine machine =
        Inventory.read(site.root(), site.processes(), site.state().carriedMachine());
    return report(findings(site, machine));
  }

  /**
   * Stops an upgrade of a machine that can't be swapped.
   *
   * @throws Failure with everything that FAILs
   */
  static void refuseUnfit(Site site, Machine machine) {
    List<Problem> problems =
        findings(site, machine).stream()
            .filter(finding -> finding.verdict() == Finding.Verdict.FAIL)
            .map(
                finding ->
                    new Failure(
                            "swap this machine",
                            finding.check(),
                            finding.evidence(),
                            finding.remedy())
                        .toProblem())
            .toList();
    if (!problems.isEmpty()) {
      throw Refusals.together(problems);
    }
  }

  private static List<Finding> findings(Site site, Machine machine) {
    return Doctor.examine(site.root(), site.processes(), machine);
  }

  private static DoctorReport report(List<Finding> findings) {
    DoctorReport.Builder report = DoctorReport.newBuilder().setSwappable(true);
    for (Finding finding : findings) {
      report.addFindings(
          DoctorFinding.newBuilder()
              .setCheck(finding.check())
              .setVerdict(finding.verdict().name())
              .setEvidence(finding.evidence())
              .setRemedy(finding.remedy()));
      if (finding.verdict() == Finding.Verdict.FAIL) {
        report.setSwappable(false);
      }
    }
    return report.build();
  }
}
