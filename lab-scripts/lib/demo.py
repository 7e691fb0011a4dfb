#!/usr/bin/env python3
"""A live OS upgrade of a lab machine under client load, narrated and judged."""

import argparse
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LabError, Machine  # noqa: E402
from swap import APPS, KERNELS, Swap, begin_load, booted, bring_target, heading, incomplete, say, unsound  # noqa: E402


def options():
    parser = argparse.ArgumentParser(prog="demo", description=__doc__)
    parser.add_argument("--from", dest="source", choices=KERNELS, default="12")
    parser.add_argument("--to", dest="target", choices=KERNELS, default="13")
    parser.add_argument("--cpus", type=int, default=4, help="of the machine")
    parser.add_argument("--memory", default="6G", help="of the machine")
    parser.add_argument("--nic", choices=("virtio", "e1000e"), default="virtio")
    parser.add_argument("--link", choices=("memory", "nic"), default="memory", help="what the handoff goes through")
    parser.add_argument("--data", default="64M", help="that redis holds")
    parser.add_argument("--quiet", type=int, default=0, metavar="SECONDS",
                        help="of ordinary service before anything else, to compare latencies with")
    parser.add_argument("--uki", action="store_true", help="upgrade to a UKI, not a directory")
    parser.add_argument("--then", choices=KERNELS, help="then upgrade again, in the same uptime")
    parser.add_argument("--machine", default="demo", help="name of the lab machine, or of one of the inventory")
    parser.add_argument("--image", metavar="PATH", help="the target on the machine (default: /srv/osswap/targets/RELEASE)")
    parser.add_argument("--json", metavar="FILE", help="write the facts to FILE")
    parser.add_argument("--keep", action="store_true", help="leave the machine running")
    return parser.parse_args()


def show(facts, label):
    say(f"{label:10}  {facts['os']}, kernel {facts['kernel']}, cpus {facts['cpus']}, "
        f"{facts['memory_bytes'] / 2**30:.2f} GiB, {len(facts['pci'])} PCI functions, "
        f"up {facts['uptime_s']:.0f} s")


def latency(machine, app, times, quiet, side):
    """The 99th percentile of an application's latency before, and while the successor boots."""
    before = machine.report(app, side, since=quiet[0], until=quiet[1])
    booting = machine.report(app, side, since=times["booting"], until=times["booted"])
    return {"before_ms": before["p99_ms"], "booting_ms": booting["p99_ms"]}


def size_of(status, name):
    return next(int(s["bytes"]) for s in status["sizes"] if s["name"] == name)


def judge(before, after, reports, target):
    """What did not hold, in words; empty when everything held."""
    wrong = incomplete(before, after, target)
    for app, report in reports.items():
        wrong += unsound(app, report)
    return wrong


def file_of(release, arguments):
    return release + (".efi" if arguments.uki else "")


def main():
    arguments = options()
    machine = Machine(arguments.machine)
    image = arguments.image or "/srv/osswap/targets/" + file_of(arguments.target, arguments)

    heading("The lab")
    wanted = sorted({arguments.target, arguments.then} - {None})
    say("images: Debian " + ", ".join(sorted({arguments.source, *wanted})))
    with booted(machine, arguments.source, wanted, "--cpus", str(arguments.cpus), "--memory", arguments.memory,
                "--nic", arguments.nic, "--link", arguments.link, keep=arguments.keep):
        return upgrade(machine, arguments, image)


def upgrade(machine, arguments, image):
    heading("Applications and clients")
    begin_load(machine, arguments.data)
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
    if arguments.then:
        show(machine.facts("successor"), "between")
        heading("Upgrade again, in the same uptime")
        image = bring_target(machine, "successor", file_of(arguments.then, arguments))
        status = Swap(machine, "successor", "incumbent", image).run()
        swaps.append(status)
        side, target = "incumbent", arguments.then
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
