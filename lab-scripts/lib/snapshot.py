"""snapshot.py SOCKET FILE: stops a machine, writes its state to FILE, and lets it go on.

The state is QEMU's migration stream: memory without its empty pages, CPUs, devices, clocks.
"""

import shlex
import sys

from qmp import Monitor, MonitorError

LIMIT_SECONDS = 300
NO_LIMIT = 1 << 40  # bytes per second


def save(path, file):
    with Monitor(path, LIMIT_SECONDS) as monitor:
        monitor.call("migrate-set-capabilities", capabilities=[{"capability": "events", "state": True}])
        monitor.call("migrate-set-parameters", **{"max-bandwidth": NO_LIMIT})
        monitor.call("stop")
        try:
            monitor.call("migrate", uri="exec:cat >" + shlex.quote(file))
            end = monitor.await_event("MIGRATION", lambda data: data["status"] in ("completed", "failed"))
            if end["status"] != "completed":
                raise MonitorError("the state could not be written to " + file)
        finally:
            monitor.call("cont")


if __name__ == "__main__":
    try:
        save(*sys.argv[1:])
    except (MonitorError, OSError) as error:
        sys.exit("snapshot: %s" % error)
