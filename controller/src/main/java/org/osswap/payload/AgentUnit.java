package org.osswap.payload;

import org.osswap.launch.guard.LiftScript;

/** The agent's systemd unit. */
final class AgentUnit {
  static final String NAME = "osswap-agent.service";
  static final String PATH = "/etc/systemd/system/" + NAME;
  static final String WANTED = "/etc/systemd/system/sysinit.target.wants/" + NAME;

  private AgentUnit() {}

  /**
   * The unit's text.
   *
   * <p>It starts as early as it can, beside the rest of the boot: the agent waits for its network
   * device by itself. Nothing depends on it, so it can't keep the system from booting. The
   * applications that it restores live in units of their own and outlive it; {@code
   * KillMode=process} spares what it has just started. The JVM's own limits bound its memory: one on
   * the unit would count the images as well that the agent stores in memory file systems. However it
   * ends, the guards that it has raised on this system end with it.
   */
  static String text() {
    return """
        [Unit]
        Description=osswap agent: takes applications and the machine over from the previous OS
        DefaultDependencies=no
        After=systemd-journald.socket systemd-remount-fs.service systemd-udevd.service
        Conflicts=shutdown.target
        Before=shutdown.target
        ConditionPathExists=%1$s
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        ExecStart=%2$s/bin/osswap agent
        ExecStopPost=-/bin/sh -c 'if [ -e %3$s ]; then . %3$s; rm -f %3$s; fi'
        Restart=on-failure
        RestartSec=1
        OOMScoreAdjust=-900
        KillMode=process
        Delegate=yes
        LimitNOFILE=65536

        [Install]
        WantedBy=sysinit.target
        """
        .formatted(AgentPayload.SWAP_CONFIG, AgentPayload.HOME, LiftScript.PATH);
  }
}
