#!/usr/bin/env python3
"""A live OS upgrade of a lab machine under client load, narrated and judged."""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LabError, Machine, cpu_count  # noqa: E402

APPS = ("redis", "nginx")
KERNELS = {"12": "6.1.", "13": "6.12.", "sid": "7."}
START = time.monotonic()


def say(text=""):
    """Prints a line with the seconds since the demo began."""
    for line in text.splitlines() or [""]:
        print(f"{time.monotonic() - START:7.1f}s  {line}" if line else "", flush=True)


def heading(text):
    print(f"\n== {text}", flush=True)


def options():
    parser = argparse.ArgumentParser(prog="demo", description=__doc__)
    parser.add_argument("--from", dest="source", choices=KERNELS, default="12")
    parser.add_argument("--to", dest="target", choices=KERNELS, default="13")
    parser.add_argument("--cpus", type=int, default=4, help="of the machine")
    parser.add_argument("--memory", default="6G", help="of the machine")
    parser.add_argument("--nic", choices=("virtio", "e1000e"), default="virtio")
    parser.add_argument("--data", default="64M", help="that redis holds")
    parser.add_argument("--quiet", type=int, default=0, metavar="SECONDS",
                        help="of ordinary service before anything else, to compare latencies with")
    parser.add_argument("--uki", action="store_true", help="upgrade to a UKI, not a directory")
    parser.add_argument("--chain", action="store_true", help="then swap back, in the same uptime")
    parser.add_argument("--machine", default="demo", help="name of the lab machine")
    parser.add_argument("--json", metavar="FILE", help="write the facts to FILE")
    parser.add_argument("--keep", action="store_true", help="leave the machine running")
    return parser.parse_args()


def show(facts, label):
    say(f"{label:10}  {facts['os']}, kernel {facts['kernel']}, cpus {facts['cpus']}, "
        f"{facts['memory_bytes'] / 2**30:.2f} GiB, {len(facts['pci'])} PCI functions, "
        f"up {facts['uptime_s']:.0f} s")


class Swap:
    """One upgrade of the machine, from the OS on `old` to the one on `new`."""

    def __init__(self, machine, old, new, image):
        self.machine = machine
        self.old = old
        self.new = new
        self.image = image
        self.during = {}
        self.times = {}
        self.handed_over = False
        self.told = threading.Event()

    def run(self):
        """Upgrades; returns the successor's own status report."""
        arguments = ("osswap upgrade --target-image " + self.image + " --yes")
        say(f"$ {arguments}")
        upgrade = subprocess.Popen(
            self.machine.command(self.old, arguments), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        reader = threading.Thread(target=self.follow, args=(upgrade.stdout,))
        reader.start()
        try:
            self.told.wait()
            if not self.handed_over:
                raise LabError(f"the upgrade failed; exit status {upgrade.wait()}")
            # What the old OS says last may be lost with it, and nobody closes this connection.
            return self.machine.await_phase(self.new, "DONE", limit=300)
        finally:
            if upgrade.poll() is None:
                os.killpg(upgrade.pid, signal.SIGTERM)  # the script, and the ssh that it started
            upgrade.wait()
            reader.join()

    def follow(self, output):
        """Shows what the upgrade says, until the old OS hands over or the upgrade ends."""
        for line in output:
            print("  | " + line.rstrip(), flush=True)
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
                say(f"the {side} could not be asked: {error}")


def latency(machine, app, times, quiet, side):
    """The 99th percentile of an application's latency before, and while the successor boots."""
    before = machine.report(app, side, since=quiet[0], until=quiet[1])
    booting = machine.report(app, side, since=times["booting"], until=times["booted"])
    return {"before_ms": before["p99_ms"], "booting_ms": booting["p99_ms"]}


def size_of(status, name):
    return next(int(s["bytes"]) for s in status["sizes"] if s["name"] == name)


def judge(before, after, reports, target):
    """What did not hold, in words; empty when everything held."""
    wrong = []
    if not after["kernel"].startswith(KERNELS[target]):
        wrong.append(f"the kernel is {after['kernel']}")
    if cpu_count(after["cpus"]) != cpu_count(before["cpus"]):
        wrong.append(f"CPUs {after['cpus']} of {before['cpus']}")
    missing = {p.split(":", 1)[1] for p in before["pci"]} - {p.split(":", 1)[1] for p in after["pci"]}
    if missing:
        wrong.append("PCI functions missing: " + ", ".join(sorted(missing)))
    for app, report in reports.items():
        for key in ("errors", "lost", "duplicated"):
            if report[key]:
                wrong.append(f"{app}: {report[key]} {key}")
        if not report["connection_kept"]:
            wrong.append(f"{app}: connection not kept")
        if not report["answered"]:
            wrong.append(f"{app}: no request was answered")
    return wrong


def main():
    arguments = options()
    machine = Machine(arguments.machine)
    image = f"/srv/osswap/targets/{arguments.target}" + (".efi" if arguments.uki else "")

    heading("The lab")
    say(f"images: Debian {arguments.source} and {arguments.target}")
    wanted = sorted({arguments.source, arguments.target})
    machine.lab("images", *wanted, timeout=1800)
    machine.lab("down", check=False)
    say("booting the incumbent")
    machine.lab("up", arguments.source, "--cpus", str(arguments.cpus), "--memory", arguments.memory,
                "--nic", arguments.nic, "--targets", " ".join(wanted), timeout=900)
    try:
        return upgrade(machine, arguments, image)
    finally:
        if arguments.keep:
            say(f"the machine goes on: lab-scripts/lab --machine {arguments.machine} ssh --successor")
        else:
            machine.lab("down", check=False)


def upgrade(machine, arguments, image):
    heading("Applications and clients")
    for app in APPS:
        machine.client(app, "start", *(["--data", arguments.data] if app == "redis" else []))
        say(f"{app}: running, with a client that holds one connection")
    began = time.time()
    time.sleep(arguments.quiet)
    quiet = (began, time.time())
    before = machine.facts("incumbent")
    show(before, "before")

    heading("Doctor and plan")
    print(machine.run("incumbent", "osswap doctor"), end="")
    print(machine.run("incumbent", f"osswap plan --target-image {image}"), end="")

    heading("Upgrade")
    swaps = []
    swap = Swap(machine, "incumbent", "successor", image)
    status = swap.run()
    swaps.append(status)
    during = swap.during
    times = swap.times
    side, target = "successor", arguments.target
    if arguments.chain:
        show(machine.facts("successor"), "between")
        heading("Upgrade again, in the same uptime")
        # The disk is below the PCI root that the next successor gets, so the image leaves it first.
        machine.run(
            "successor",
            "mkdir -p /srv/osswap /var/tmp && mount -o ro LABEL=osswap-images /srv/osswap"
            f" && cp -r /srv/osswap/targets/{arguments.source} /var/tmp/target && umount /srv/osswap")
        back = Swap(machine, "successor", "incumbent", "/var/tmp/target")
        status = back.run()
        swaps.append(status)
        side, target = "incumbent", arguments.source
    after = machine.facts(side)

    heading("Result")
    reports = {}
    for app in APPS:
        machine.client(app, "stop")
        reports[app] = machine.report(app, side)
    show(before, "before")
    for name, facts in during.items():
        show(facts, f"{name}"[:10])
    show(after, "after")
    for app, report in reports.items():
        say(f"{app:10}  {report['requests']} requests, {report['answered']} answered, "
            f"{report['errors']} errors, {report['lost']} lost, {report['duplicated']} duplicated, "
            f"longest gap {report['blackout_ms']:.0f} ms, "
            f"connection {'kept' if report['connection_kept'] else 'LOST'}")
    wrong = judge(before, after, reports, target)
    print(machine.run(side, "osswap status"), end="")
    facts = {
        "schema": 1,
        "before": before,
        "during": during,
        "after": after,
        "phases": [{"name": t["name"], "ms": int(t.get("millis", 0))}
                   for s in swaps for t in s.get("phases", [])],
        "apps": [{"name": app, **report} for app, report in reports.items()],
        "latency": {app: latency(machine, app, times, quiet, side) for app in APPS}
                   if arguments.quiet else {},
        "payload_bytes": size_of(swaps[0], "appended cpio"),
        "agent_rss_bytes": size_of(swaps[0], "agent resident"),
        "wrong": wrong,
        "verdict": "failed" if wrong else "passed",
    }
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(facts, file, indent=2)
    print()
    for line in wrong:
        say("WRONG: " + line)
    say("verdict: " + facts["verdict"])
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LabError as error:
        say(f"the demo could not go on: {error}")
        sys.exit(1)
