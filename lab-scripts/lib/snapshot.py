"""snapshot.py SOCKET save FILE [DISK COPY]: stops a machine, writes its state to FILE, copies DISK to COPY, and lets it go on.
snapshot.py SOCKET load FILE: lets a machine that was started with `-incoming defer` go on from there.

The state is what QEMU writes when it migrates a machine into a file: CPUs, devices, clocks, and each page of memory at a place
of its own (its capability mapped-ram), with holes for the empty ones.
"""

import subprocess
import sys
import time

from qmp import Monitor, MonitorError

LIMIT_SECONDS = 300
NO_LIMIT = 1 << 40  # bytes per second


def save(monitor, file, disk=None, copy=None):
    monitor.call("migrate-set-parameters", **{"max-bandwidth": NO_LIMIT})
    monitor.call("stop")
    try:
        monitor.call("migrate", uri="file:" + file)
        await_end(monitor, "finish-migrate")
        if disk:  # nothing is cached by QEMU, and all that was under way has ended
            subprocess.run(["cp", "--sparse=always", disk, copy], check=True)
    finally:
        monitor.call("cont")


def load(monitor, file):
    monitor.call("migrate-incoming", uri="file:" + file)
    await_end(monitor, "inmigrate")
    monitor.call("cont")  # it was stopped when it was written, and still is


def await_end(monitor, state):
    end = monitor.await_event("MIGRATION", lambda data: data["status"] in ("completed", "failed"))
    if end["status"] != "completed":
        raise MonitorError("QEMU's migration failed")
    while monitor.call("query-status")["status"] == state:
        time.sleep(0.01)  # QEMU still has to tidy up, and tells of it to nobody


def main(path, verb, *files):
    with Monitor(path, LIMIT_SECONDS) as monitor:
        monitor.call("migrate-set-capabilities", capabilities=[
            {"capability": capability, "state": True} for capability in ("events", "mapped-ram")])
        {"save": save, "load": load}[verb](monitor, *files)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (MonitorError, OSError, subprocess.CalledProcessError) as error:
        sys.exit("snapshot: %s" % error)
