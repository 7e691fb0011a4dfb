package org.osswap.controller;

import java.nio.file.Path;
import org.osswap.apps.CriuTool;
import org.osswap.apps.Gate;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.PartitionPlan;

/**
 * The machine that osswap works on, and osswap's own place on it.
 *
 * @param home where this osswap is installed: its runtime, jars and CRIU
 */
public record Site(SysRoot root, ProcessRunner processes, StateDir state, Path home) {

  /** The running machine; the osswap script says where it is installed. */
  public static Site live() {
    SysRoot root = SysRoot.live();
    String home = System.getenv("OSSWAP_HOME");
    return new Site(
        root,
        new SystemProcessRunner(),
        new StateDir(root),
        Path.of(home == null ? "/opt/osswap" : home));
  }

  /**
   * Turns the fault points on if the configuration says so.
   *
   * @throws Failure if others than root could use them
   */
  public void faultPoints() {
    if (OsswapConfig.read(root).faults()) {
      FaultPoint.enable(root);
    }
  }

  /**
   * The gate of a swap's commits.
   *
   * @param folder an existing one, on which programs may be run
   */
  public Gate gate(PartitionPlan plan, Path folder) {
    return new Gate(root.path("/dev/mem"), GrantPage.gateAddress(plan), folder, processes);
  }

  /** The bundled CRIU, the only one that is ever run, as it is configured. */
  public CriuTool criu() {
    CriuTool criu = CriuTool.at(home.resolve("criu"));
    return OsswapConfig.read(root).breakpoints() ? criu : criu.withoutBreakpoints();
  }
}
