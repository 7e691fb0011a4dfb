"""A lab machine as the scripts see it: the `lab` command, and the facts that its OSes tell."""

import json
import os
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LAB = os.path.join(HERE, "..", "lab")


class LabError(Exception):
    """A lab command that failed, with what it printed."""


class Machine:
    """One machine of the lab. `side` of the methods is "incumbent" or "successor"."""

    def __init__(self, name, inventory=None):
        self.name = name
        self._lab = [LAB, "--machine", name] + (["--inventory", inventory] if inventory else [])

    def is_real(self):
        """Whether it is a machine of an inventory, not one that QEMU emulates."""
        return self.lab("kind").strip() == "real"

    def lab_command(self, *args):
        """The argument vector of `lab ARGS`."""
        return [*self._lab, *args]

    def lab(self, *args, timeout=900, check=True):
        """Runs `lab ARGS` and returns its standard output."""
        done = subprocess.run(
            self.lab_command(*args),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, timeout=timeout, check=False)
        if check and done.returncode != 0:
            raise LabError(f"lab {' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def command(self, side, *args):
        """The argument vector that runs a command on one side."""
        where = ["--successor"] if side == "successor" else []
        return self.lab_command("exec", *where, *args)

    def run(self, side, *args, timeout=120, check=True):
        """Runs a shell command on one side; returns its standard output."""
        done = subprocess.run(
            self.command(side, *args), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, timeout=timeout, check=False)
        if check and done.returncode != 0:
            raise LabError(f"{side}: {' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def facts(self, side):
        """What the OS on one side is and owns."""
        script = (
            ". /etc/os-release; echo \"$PRETTY_NAME\"; uname -r; cat /sys/devices/system/cpu/online;"
            " awk '/MemTotal/{print $2}' /proc/meminfo; ls /sys/bus/pci/devices | tr '\\n' ' ';"
            " echo; cut -d' ' -f1 /proc/uptime")
        lines = self.run(side, script).splitlines()
        return {
            "os": lines[0],
            "kernel": lines[1],
            "cpus": lines[2],
            "memory_bytes": int(lines[3]) * 1024,
            "pci": lines[4].split(),
            "uptime_s": float(lines[5]),
        }

    def status(self, side):
        """`osswap status --json` on one side."""
        return json.loads(self.run(side, "osswap status --json"))

    def await_phase(self, side, phase, limit):
        """Waits until `osswap status` on one side says that PHASE has been reached; returns the status."""
        end = time.monotonic() + limit
        last = "no answer"
        while time.monotonic() < end:
            try:
                status = self.status(side)
                if status.get("phase") == phase and not status.get("unfinished"):
                    return status
                last = json.dumps(status)
            except (LabError, ValueError, subprocess.TimeoutExpired) as error:
                last = str(error)
            time.sleep(1)
        raise LabError(f"the {side} did not reach {phase} within {limit} s; last: {last[-800:]}")

    def client(self, app, verb, *args):
        return self.lab("client", app, verb, *args)

    def report(self, app, serving_side, since=None, until=None):
        """The client's report on one application, as a dict; of a stretch of time if wanted."""
        where = ["--successor"] if serving_side == "successor" else []
        where += ["--since", str(since)] if since else []
        where += ["--until", str(until)] if until else []
        return json.loads(self.client(app, "report", *where))


def cpu_count(text):
    """"0-3,5" is 5 CPUs."""
    total = 0
    for part in text.split(","):
        first, _, last = part.partition("-")
        total += int(last or first) - int(first) + 1
    return total
