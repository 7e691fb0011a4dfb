package org.osswap.agent;

import org.osswap.base.SysRoot;
import org.osswap.proto.SwapReport;

/** The logs of old OSes that have crashed. */
public final class CrashLogs {
  private CrashLogs() {}

  /** The report with the place of the log, if one was kept. */
  public static SwapReport found(SysRoot root, SwapReport report) {
    String file = CrashLogKeeper.file(report.getSwapId());
    if (!report.hasCrash() || !root.exists(file)) {
      return report;
    }
    return report.toBuilder().setCrash(report.getCrash().toBuilder().setLog(file)).build();
  }
}
