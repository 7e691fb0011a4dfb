#!/usr/bin/env python3
"""Records which classes osswap loads in a swap, while a successor is armed, and after a crash, for the class archive of the distribution.

classlist.py    writes controller/src/dist/classes.list; run it after larger changes of the code.
                Classes that the list lacks are loaded from their jars; names that are gone are skipped.
"""

import contextlib
import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import drill  # noqa: E402
from machine import Machine  # noqa: E402
from swap import booted  # noqa: E402

CONTROLLER = os.path.join(HERE, "..", "..", "controller")
LIST = os.path.join(CONTROLLER, "src", "dist", "classes.list")
RECORD = "-XX:DumpLoadedClassList=/run/classes-%p.list"
READ = "cat /run/classes-*.list"
TARGET = "13"
IMAGE = "/srv/osswap/targets/" + TARGET


def recording_distribution(folder):
    """The newest distribution, but each of its JVMs writes down what it loads."""
    newest = max(glob.glob(os.path.join(CONTROLLER, "target", "osswap-*.tar.gz")), key=os.path.getmtime)
    subprocess.run(["tar", "-C", folder, "-xf", newest], check=True)
    with open(os.path.join(folder, "osswap", "lib", "jvm.options"), "a", encoding="utf-8") as options:
        options.write(RECORD + "\n")
    path = os.path.join(folder, "recording.tar.gz")
    subprocess.run(["tar", "-C", folder, "-czf", path, "osswap"], check=True)
    return path


def record_crash(machine, distribution):
    """The class lists of arming, of what runs while a successor is armed, and of a takeover after a panic."""
    with lab_machine(machine, distribution):
        drill.configure(machine, storage=False)
        machine.run("incumbent", "osswap doctor")
        drill.arm(machine, TARGET)
        drill.await_checkpoints(machine)
        machine.run("incumbent", "osswap watch")
        lists = machine.run("incumbent", READ)
        machine.lab("break", "panic")
        machine.await_phase("successor", "DONE", limit=300)
        return lists + machine.run("successor", READ)


def record_upgrade(machine, distribution):
    """The class lists of all other commands and of the agent, one after the other."""
    with lab_machine(machine, distribution):
        machine.run("incumbent", f"osswap plan --target-image {IMAGE}; osswap status")
        lists = machine.run("incumbent", READ)
        # The upgrade's own list ends with the OS that it lies on, so it is followed while it grows.
        with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as growing:
            upgrade = subprocess.Popen(
                machine.command("incumbent", f"osswap upgrade --yes --target-image {IMAGE} >/dev/null 2>&1 &"
                                " exec tail -c +1 -F /run/classes-$!.list"),
                stdin=subprocess.DEVNULL, stdout=growing, stderr=subprocess.DEVNULL)
            try:
                machine.await_phase("successor", "DONE", limit=600)
            finally:
                upgrade.terminate()
                upgrade.wait()
            growing.seek(0)
            lists += growing.read().rpartition("\n")[0] + "\n"
        machine.run("successor", "systemctl stop osswap-agent; osswap doctor; osswap plan", check=False)
        return lists + machine.run("successor", READ)


@contextlib.contextmanager
def lab_machine(machine, distribution):
    with booted(machine, "12", [TARGET], "--dist", distribution):
        for app in ("redis", "nginx"):
            machine.client(app, "start", "--timeout", "10")
        yield


def usable(line):
    """Not what is made at run time, or comes from elsewhere than the class path."""
    return line and not line.startswith("#") and "$Proxy" not in line and " source:" not in line


def main():
    machine = Machine("classlist")
    with tempfile.TemporaryDirectory() as folder:
        distribution = recording_distribution(folder)
        lines = (record_upgrade(machine, distribution) + record_crash(machine, distribution)).splitlines()
    # In the order in which they were loaded: a class comes after what it extends.
    with open(LIST, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in dict.fromkeys(filter(usable, lines)))


if __name__ == "__main__":
    main()
