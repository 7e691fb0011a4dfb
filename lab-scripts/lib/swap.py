"""What a run of one or more swaps of a lab machine needs: a swap, the load, and what must hold after it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

from machine import LabError, cpu_count

APPS = ("redis", "nginx")
KERNELS = {"12": "6.1.", "13": "6.12.", "sid": "7."}
LIMIT = 1200  # seconds for an upgrade until the old OS hands over
START = time.monotonic()


def say(text="", out=sys.stdout):
    """Prints a line with the seconds since the script began."""
    for line in text.splitlines() or [""]:
        print(f"{time.monotonic() - START:7.1f}s  {line}" if line else "", file=out, flush=True)


def heading(text):
    print(f"\n== {text}", flush=True)


@contextlib.contextmanager
def booted(machine, release, targets, *options, keep=False):
    """The machine, for as long as the block lasts: booted anew by its firmware, with TARGETS on its disk.

    A real machine is only switched on if it doesn't answer, has its targets already, and is left as it is."""
    if machine.is_real():
        say("a real machine: it stays as it is, but for what osswap does to it")
        machine.lab("up", timeout=7200)
        yield
        return
    machine.lab("images", *(["--storage"] if "--storage" in options else []), "--from", release, *targets, timeout=3600)
    machine.lab("down", check=False)
    say("booting the incumbent")
    machine.lab("up", release, *options, "--targets", " ".join(targets), timeout=900)
    try:
        yield
    finally:
        if keep:
            say(f"the machine goes on: lab-scripts/lab --machine {machine.name} ssh --successor")
        else:
            machine.lab("down", check=False)


def begin_load(machine, data="1M", apps=APPS):
    """A client on each application; redis holds DATA before."""
    for app in apps:
        machine.client(app, "start", *(["--data", data] if app == "redis" else []))
        say(f"{app}: running, with a client that holds one connection")


def ask_for_checkpoints(machine, every_s, apps=APPS):
    """In the manifests, as a machine's owner would. The targets have none of the applications: none could be started afresh there."""
    for app in apps:
        machine.run("incumbent", f"echo 'checkpoint = {{ every_s = {every_s} }}' >>/etc/osswap/apps/{app}.toml")


def bring_target(machine, side, name):
    """Copies a target off the disk, which may be below the PCI root that the next successor gets; returns its path."""
    machine.run(
        side,
        "mkdir -p /srv/osswap /var/tmp && rm -rf /var/tmp/target && mkdir /var/tmp/target"
        " && { mountpoint -q /srv/osswap || mount -o ro LABEL=osswap-images /srv/osswap; }"
        f" && cp -r /srv/osswap/targets/{name} /var/tmp/target && umount /srv/osswap")
    return f"/var/tmp/target/{name}"


class Swap:
    """One upgrade of the machine, from the OS on `old` to the one on `new`, until that is in the phase `awaited`.

    What it says goes to `out`."""

    def __init__(self, machine, old, new, image, out=sys.stdout, awaited="DONE"):
        self.machine = machine
        self.old = old
        self.new = new
        self.image = image
        self.out = out
        self.awaited = awaited
        self.during = {}
        self.times = {}
        self.handed_over = False
        self.told = threading.Event()

    def run(self):
        """Upgrades; returns the successor's own status report."""
        arguments = ("osswap upgrade --target-image " + self.image + " --yes")
        say(f"$ {arguments}", self.out)
        upgrade = subprocess.Popen(
            self.machine.command(self.old, arguments), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        reader = threading.Thread(target=self.follow, args=(upgrade.stdout,))
        reader.start()
        try:
            if not self.told.wait(LIMIT):
                raise LabError(f"the upgrade neither ended nor handed over within {LIMIT} s")
            if not self.handed_over:
                raise LabError(f"the upgrade failed; exit status {upgrade.wait()}")
            # What the old OS says last may be lost with it, and nobody closes this connection.
            return self.machine.await_phase(self.new, self.awaited, limit=900)
        finally:
            if upgrade.poll() is None:
                os.killpg(upgrade.pid, signal.SIGTERM)  # the script, and the ssh that it started
            upgrade.wait()
            reader.join()

    def follow(self, output):
        """Shows what the upgrade says, until the old OS hands over or the upgrade ends."""
        for line in output:
            print("  | " + line.rstrip(), file=self.out, flush=True)
            if "went to the successor's kernel" in line:
                self.times["booting"] = time.time()
            if "the successor answers" in line and not self.during:
                self.times["booted"] = time.time()
                self.look_at_both()
            if "the successor waits for the proof" in line:
                self.handed_over = True
                self.told.set()
        self.told.set()

    def look_at_both(self):
        """Both OSes run now, side by side; each is asked what it owns."""
        for side in (self.old, self.new):
            try:
                self.during[side] = self.machine.facts(side)
            except (LabError, subprocess.TimeoutExpired, IndexError, ValueError) as error:
                say(f"the {side} could not be asked: {error}", self.out)


def incomplete(before, after, target):
    """What the new OS lacks of the machine, in words; empty when it is TARGET and owns everything."""
    wrong = []
    if not after["kernel"].startswith(KERNELS[target]):
        wrong.append(f"the kernel is {after['kernel']}")
    if cpu_count(after["cpus"]) != cpu_count(before["cpus"]):
        wrong.append(f"CPUs {after['cpus']} of {before['cpus']}")
    missing = {p.split(":", 1)[1] for p in before["pci"]} - {p.split(":", 1)[1] for p in after["pci"]}
    if missing:
        wrong.append("PCI functions missing: " + ", ".join(sorted(missing)))
    return wrong


def unsound(app, report):
    """What the client of an application saw that it must not see, in words."""
    wrong = [f"{app}: {report[key]} {key}" for key in ("errors", "lost", "duplicated") if report[key]]
    if not report["connection_kept"]:
        wrong.append(f"{app}: connection not kept")
    if not report["answered"]:
        wrong.append(f"{app}: no request was answered")
    return wrong
