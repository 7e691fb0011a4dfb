#!/usr/bin/env python3
"""Drills on lab machines: what goes before `osswap drill`, and its verdict.

A machine is booted and a successor armed on it once for all drills that need the same machine; each begins from a snapshot of it.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from machine import LAB, LabError, Machine  # noqa: E402
from swap import APPS, KERNELS, ask_for_checkpoints, booted, heading, say  # noqa: E402

OSSWAP = os.path.join(HERE, "..", "..", "controller", "target", "dist", "osswap", "bin", "osswap")
CHECKPOINT_S = 30  # in the emulator those of both applications take about 20 s
CHECKPOINT_LIMIT = 300
ARM_LIMIT = 900

# Where the OS dies: below the limit at which a connection that it had holds its client up, above what a busy emulation needs.
CLIENT_TIMEOUT = 10
# Where a connection is to be kept, however long it's silent.
PATIENCE = 900
MOVES = ("apd-network", "upgrade")

# Drills of a machine with a data disk, PostgreSQL on it; what is lost there is followed by a takeover, elsewhere by a handoff.
STORAGE = ("apd-storage", "apd-all", "pdl")
LIMIT_S = 20  # until a loss is acted upon; the field's own default is 140
SNAPSHOT = "armed"
REFUSED, MISSED = 3, 5
UNREADY = (LabError, subprocess.TimeoutExpired, json.JSONDecodeError)
VERDICTS = {0: "held", REFUSED: "refused", 4: "needs a person", MISSED: "targets missed", 6: "an application was harmed"}


def options(arguments):
    parser = argparse.ArgumentParser(prog="drill", description=__doc__)
    parser.add_argument("names", nargs="+", metavar="NAME")
    parser.add_argument("--reports", default="drills", metavar="DIR")
    parser.add_argument("--link", choices=("memory", "nic"), default="memory", help="what the handoff goes over")
    parser.add_argument("--target", choices=KERNELS, default="13")
    parser.add_argument("--targets", metavar="FILE", help="others than the drill's own")
    parser.add_argument("--times", type=int, default=1, help="each at a random instant")
    parser.add_argument("--machine", default="drill")
    parser.add_argument("--keep", action="store_true", help="leave the last machine running")
    return parser.parse_args(arguments)


def apps_of(storage):
    return [*APPS, "postgresql"] if storage else list(APPS)


def configure(machine, storage):
    """As a machine's owner would: checkpoints and start commands in the manifests, and what is watched."""
    ask_for_checkpoints(machine, CHECKPOINT_S)
    policy = "takeover" if storage else "handoff"
    if storage:
        paths = f'paths = {{ disks = ["/dev/mapper/data"], limit_s = {LIMIT_S}, policy = "{policy}" }}'
        machine.run("incumbent", f"echo '{paths}' >>/etc/osswap/apps/postgresql.toml")
    nic = machine.run("incumbent", "ip -o -4 route get 10.77.0.1 | sed 's/.* dev \\([^ ]*\\) .*/\\1/'").strip()
    watch = f'[watch]\nlinks = ["{nic}"]\nlimit_s = {LIMIT_S}\npolicy = "{policy}"\n'
    machine.run("incumbent", f"printf '%s' '{watch}' >>/etc/osswap/osswap.toml")


def arm(machine, target, options=""):
    said = machine.run(
        "incumbent", f"osswap arm --target-image /srv/osswap/targets/{target} {options} 2>&1", timeout=ARM_LIMIT)
    for line in said.splitlines():
        print("  | " + line)


def await_checkpoints(machine, before=None):
    """Until each application that takes checkpoints has one, another than at the status `before`."""
    end = time.monotonic() + CHECKPOINT_LIMIT
    while missing := without_checkpoint(machine.status("incumbent"), before):
        if time.monotonic() > end:
            raise LabError(f"no checkpoint of {', '.join(missing)} within {CHECKPOINT_LIMIT} s")
        time.sleep(1)


def without_checkpoint(status, before=None):
    """The applications that take checkpoints and have none yet, or that of the status `before` still."""
    if "armed" not in status:
        return ["any application: nothing is armed"]
    then = checkpoints(before or {})
    return [app for app, epoch in checkpoints(status).items() if epoch in (0, then.get(app))]


def checkpoints(status):
    """{application: when its last checkpoint was taken, in ms since the epoch; 0: it has none}"""
    return {c["app"]: int(c["epoch_millis"]) for c in status.get("armed", {}).get("checkpoints", [])}


def drill(machine, name, chosen):
    """One drill on a machine that is armed; its exit status."""
    heading(f"{name}: clients, and a checkpoint of each application")
    for app in apps_of(name in STORAGE):
        machine.client(app, "start", "--timeout", str(PATIENCE if name in MOVES else CLIENT_TIMEOUT))
    if chosen.times > 1:
        time.sleep(random.uniform(0, 2 * CHECKPOINT_S))  # so that it isn't always the same instant
    else:
        await_checkpoints(machine, before=machine.status("incumbent"))  # of what the clients have done
    heading(f"{name}: osswap drill")
    sys.stdout.flush()
    return subprocess.run(
        [OSSWAP, "drill", name, "--yes", "--machine", machine.name, "--lab", LAB, "--reports", chosen.reports,
         *(["--targets", chosen.targets] if chosen.targets else [])],
        stdin=subprocess.DEVNULL, check=False).returncode


def restore(machine):
    """The machine as it was when the successor had been armed; the time on both sides is now."""
    machine.lab("restore", SNAPSHOT, timeout=300)
    machine.run("successor", f"date -s @{time.time()} >/dev/null")


def on_one_machine(machine, runs, storage, chosen):
    """The exit status of each drill in `runs`."""
    options = ["--link", chosen.link, *(["--storage"] if storage else [])]
    with booted(machine, "12", [chosen.target], *options, keep=chosen.keep):
        heading("A successor is armed")
        configure(machine, storage)
        arm(machine, chosen.target)
        if len(runs) > 1:
            await_checkpoints(machine)  # the first takes long
            machine.lab("snapshot", SNAPSHOT, timeout=300)
        return [one(machine, name, chosen, again=number > 0) for number, name in enumerate(runs)]


def one(machine, name, chosen, again):
    try:
        if again:
            restore(machine)
        return drill(machine, name, chosen)
    except UNREADY as error:
        say(f"{name} could not begin: {error}")
        return REFUSED


def main(arguments):
    chosen = options(arguments)
    machine = Machine(chosen.machine)
    results = []
    for storage in (False, True):
        runs = [name for name in chosen.names for _ in range(chosen.times) if (name in STORAGE) == storage]
        try:
            results += zip(runs, on_one_machine(machine, runs, storage, chosen) if runs else [])
        except UNREADY as error:
            say(f"no successor could be armed: {error}")
            results += [(name, REFUSED) for name in runs]
    heading("Drills")
    for name, status in results:
        say(f"{name:15} {VERDICTS.get(status, f'exit status {status}')}")
    return max(status for _, status in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
