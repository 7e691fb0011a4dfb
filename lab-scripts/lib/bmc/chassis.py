"""chassis.py QMP-SOCKET get power | set power 0|1 | set reset 1 | diag: the chassis of a simulated BMC is a QEMU machine.

Called by ipmi_sim (chassis_control in ipmi_lan(5)) and by diag.c. Without power the machine stands still, and it is reset when it
gets it back: QEMU itself goes on, with its network and its consoles.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from qmp import Monitor  # noqa: E402


def is_on(monitor):
    return monitor.call("query-status")["running"]


def reset(monitor):
    monitor.call("system_reset")
    monitor.await_event("RESET", lambda data: True)


def carry_out(monitor, words):
    if words == ["get", "power"]:
        print(f"power:{int(is_on(monitor))}")
    elif words == ["set", "power", "0"]:
        monitor.call("stop")
    elif words == ["set", "power", "1"]:
        if not is_on(monitor):
            reset(monitor)
            monitor.call("cont")
    elif words == ["set", "reset", "1"]:
        reset(monitor)
    elif words == ["diag"]:
        monitor.call("inject-nmi")
    else:
        sys.exit(f"chassis: {' '.join(words)}: not simulated")


if __name__ == "__main__":
    with Monitor(sys.argv[1]) as link:
        carry_out(link, sys.argv[2:])
