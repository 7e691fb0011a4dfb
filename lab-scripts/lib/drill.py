#!/usr/bin/env python3
"""Drills on freshly booted lab machines: what goes before `osswap drill`, and its verdict."""

import argparse
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from machine import LAB, LabError, Machine  # noqa: E402
from swap import KERNELS, booted, heading, say  # noqa: E402

OSSWAP = os.path.join(HERE, "..", "..", "controller", "target", "dist", "osswap", "bin", "osswap")
CHECKPOINT_S = 15
CHECKPOINT_LIMIT = 300
ARM_LIMIT = 900

# Below the limit at which a connection that the dead OS had holds its client up, above what a busy emulation needs.
CLIENT_TIMEOUT = "10"

# What each application's manifest says besides, for a crash. The targets have neither: they can't be started afresh there.
MANIFESTS = {app: f"checkpoint = {{ every_s = {CHECKPOINT_S} }}" for app in ("redis", "nginx")}

# Drills of machines with a data disk, PostgreSQL on it; and those that something has to watch for, with what is done.
STORAGE = ("apd-storage", "apd-all", "pdl")
WATCHED = {"apd-storage": "takeover", "apd-all": "takeover", "pdl": "takeover", "apd-network": "handoff"}
LIMIT_S = 20  # until a loss is acted upon; the field's own default is 140
VERDICTS = {0: "held", 3: "refused", 4: "needs a person", 5: "targets missed", 6: "an application was harmed"}


def options(arguments):
    parser = argparse.ArgumentParser(prog="drill", description=__doc__)
    parser.add_argument("names", nargs="+", metavar="NAME")
    parser.add_argument("--reports", default="drills", metavar="DIR")
    parser.add_argument("--link", choices=("nic", "memory"), default="memory", help="what the handoff goes over")
    parser.add_argument("--target", choices=KERNELS, default="13")
    parser.add_argument("--targets", metavar="FILE", help="others than the drill's own")
    parser.add_argument("--times", type=int, default=1, help="a machine is booted for each")
    parser.add_argument("--machine", default="drill")
    parser.add_argument("--keep", action="store_true", help="leave the last machine running")
    return parser.parse_args(arguments)


def apps_of(name):
    return [*MANIFESTS, "postgresql"] if name in STORAGE else list(MANIFESTS)


def configure(machine, name):
    """As a machine's owner would: checkpoints and start commands in the manifests, and what is watched."""
    for app, line in MANIFESTS.items():
        machine.run("incumbent", f"echo '{line}' >>/etc/osswap/apps/{app}.toml")
    if name not in WATCHED:
        return
    policy = WATCHED[name]
    if name in STORAGE:
        paths = f'paths = {{ disks = ["/dev/mapper/data"], limit_s = {LIMIT_S}, policy = "{policy}" }}'
        machine.run("incumbent", f"echo '{paths}' >>/etc/osswap/apps/postgresql.toml")
    nic = machine.run("incumbent", "ip -o -4 route get 10.77.0.1 | sed 's/.* dev \\([^ ]*\\) .*/\\1/'").strip()
    watch = f'[watch]\nlinks = ["{nic}"]\nlimit_s = {LIMIT_S}\npolicy = "{policy}"\n'
    machine.run("incumbent", f"printf '%s' '{watch}' >>/etc/osswap/osswap.toml")


def arm(machine, target):
    """Arms, and waits until each application that takes checkpoints has one."""
    said = machine.run(
        "incumbent", f"osswap arm --target-image /srv/osswap/targets/{target} 2>&1", timeout=ARM_LIMIT)
    for line in said.splitlines():
        print("  | " + line)
    end = time.monotonic() + CHECKPOINT_LIMIT
    while missing := without_checkpoint(machine.status("incumbent")):
        if time.monotonic() > end:
            raise LabError(f"no checkpoint of {', '.join(missing)} within {CHECKPOINT_LIMIT} s")
        time.sleep(2)


def without_checkpoint(status):
    """The applications that take checkpoints and have none yet."""
    if "armed" not in status:
        return ["any application: nothing is armed"]
    return [c["app"] for c in status["armed"].get("checkpoints", []) if int(c["epoch_millis"]) == 0]


def drill(machine, name, chosen):
    """One drill on a machine that is up; its exit status."""
    heading(f"{name}: applications, clients, successor")
    configure(machine, name)
    for app in apps_of(name):
        machine.client(app, "start", "--timeout", CLIENT_TIMEOUT)
    arm(machine, chosen.target)
    print(machine.run("incumbent", "osswap status"), end="")
    heading(f"{name}: osswap drill")
    sys.stdout.flush()
    return subprocess.run(
        [OSSWAP, "drill", name, "--yes", "--machine", machine.name, "--lab", LAB, "--reports", chosen.reports,
         *(["--targets", chosen.targets] if chosen.targets else [])],
        stdin=subprocess.DEVNULL, check=False).returncode


def boot_options(name, chosen):
    return ["--link", chosen.link, *(["--storage"] if name in STORAGE else [])]


def main(arguments):
    chosen = options(arguments)
    machine = Machine(chosen.machine)
    results = []
    runs = [name for name in chosen.names for _ in range(chosen.times)]
    for number, name in enumerate(runs):
        keep = chosen.keep and number == len(runs) - 1
        try:
            with booted(machine, "12", sorted({"12", chosen.target}), *boot_options(name, chosen), keep=keep):
                results.append((name, drill(machine, name, chosen)))
        except (LabError, subprocess.TimeoutExpired, json.JSONDecodeError) as error:
            say(f"{name} could not begin: {error}")
            results.append((name, 3))
    heading("Drills")
    for name, status in results:
        say(f"{name:15} {VERDICTS.get(status, f'exit status {status}')}")
    return max(status for _, status in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
