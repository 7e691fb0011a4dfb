package org.osswap.controller;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import org.osswap.apps.CriuTool;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
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
    return ImmutableList.<Finding>builder()
        .addAll(Doctor.examine(site.root(), site.processes(), machine))
        .addAll(faults(site.root()))
        .addAll(incomplete(site.home()))
        .build();
  }

  /** Whether fault points are on; what is wrong with the configuration a plan says. */
  static ImmutableList<Finding> faults(SysRoot root) {
    try {
      if (!OsswapConfig.read(root).faults()) {
        return ImmutableList.of();
      }
    } catch (Failure unreadable) {
      return ImmutableList.of();
    }
    return ImmutableList.of(
        new Finding(
            "faults",
            Finding.Verdict.WARN,
            "fault points are on: for labs only",
            "Remove [faults] from " + OsswapConfig.PATH + "."));
  }

  /** Whether a part of osswap's own is missing that only the middle of a swap would miss. */
  static ImmutableList<Finding> incomplete(Path home) {
    try {
      CriuTool.at(home.resolve("criu"));
      return ImmutableList.of();
    } catch (Failure e) {
      return ImmutableList.of(
          new Finding("osswap", Finding.Verdict.FAIL, e.object() + ": " + e.reason(), e.remedy()));
    }
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
