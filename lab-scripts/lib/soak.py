#!/usr/bin/env python3
"""Many live OS upgrades of one lab machine in one uptime, under client load: nothing may break, and nothing grow."""

import argparse
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from figures import MIB, growth, probe  # noqa: E402
from machine import LabError, Machine  # noqa: E402
from swap import APPS, Swap, begin_load, bring_target, heading, incomplete, say, unsound  # noqa: E402

RELEASES = ("12", "13", "sid")
SIDES = ("incumbent", "successor")  # by address: the OSes have the two in turn
SERVICE = 10  # seconds of ordinary service after each swap, before it is looked at


def options():
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--swaps", type=int, required=True, metavar="N")
    parser.add_argument("--data", default="64M", help="that redis holds")
    parser.add_argument("--machine", default="soak", help="name of the lab machine")
    parser.add_argument("--json", metavar="FILE", help="write the facts to FILE")
    parser.add_argument("--keep", action="store_true", help="leave the machine running")
    arguments = parser.parse_args()
    if arguments.swaps < 1:
        parser.error("--swaps must be 1 or more")
    return arguments


# Heading, width, and what of a row stands below it.
COLUMNS = (
    ("swap", 4, lambda row: row["swap"]),
    ("to", 3, lambda row: row["to"]),
    ("took", 5, lambda row: f"{row['seconds']:.0f} s"),
    ("redis", 8, lambda row: gap(row, "redis")),
    ("nginx", 8, lambda row: gap(row, "nginx")),
    ("used", 5, lambda row: mib(row, "used")),
    ("free", 5, lambda row: mib(row, "available")),
    ("osswap", 6, lambda row: mib(row, "osswap_files")),
    ("agent", 5, lambda row: mib(row, "agent_resident")),
    ("files", 5, lambda row: row["figures"]["open_files"]),
    ("RAM", 6, lambda row: mib(row, "system_ram")),
    ("ranges", 6, lambda row: row["figures"]["iomem_ranges"]),
    ("procs", 5, lambda row: row["figures"]["processes"]),
    ("stray", 5, lambda row: len(row["strays"])),
    ("mounts", 6, lambda row: row["figures"]["mounts"]),
    ("nft", 3, lambda row: row["figures"]["nft_tables"]),
    ("units", 5, lambda row: row["figures"]["units"]),
    ("held", 4, lambda row: "NO" if row["wrong"] else "yes"),
)


def gap(row, app):
    return f"{row['apps'][app]['blackout_ms']} ms" if app in row["apps"] else "-"


def mib(row, name):
    return f"{row['figures'][name] / MIB:.0f}"


def print_row(cells):
    print("  ".join(str(cell).rjust(width) for (_, width, _), cell in zip(COLUMNS, cells)), flush=True)


class Soak:
    def __init__(self, machine, data):
        self.machine = machine
        self.data = data
        self.rows = []

    def run(self, swaps):
        heading("Applications and clients")
        begin_load(self.machine, self.data)
        before = self.machine.facts("incumbent")
        heading("Swaps (gap of each application's client; memory in MiB; what an upgrade says is on standard error)")
        print_row([title for title, _, _ in COLUMNS])
        self.look(0, before, time.time(), time.monotonic())
        for number in range(1, swaps + 1):
            self.swap(number, before)

    def swap(self, number, before):
        old, new = SIDES[(number - 1) % 2], SIDES[number % 2]
        image = bring_target(self.machine, old, RELEASES[number % 3])
        since, start = time.time(), time.monotonic()
        status = Swap(self.machine, old, new, image, out=sys.stderr).run()
        self.look(number, before, since, start, status)

    def look(self, number, before, since, start, status=None):
        """Records a row, and prints it."""
        side, release = SIDES[number % 2], RELEASES[number % 3]
        took = time.monotonic() - start
        time.sleep(SERVICE)
        reports = {app: self.machine.report(app, side, since=since) for app in APPS}
        figures, remains = probe(self.machine, side)
        facts = self.machine.facts(side)
        wrong = incomplete(before, facts, release) + remains
        for app, report in reports.items():
            wrong += unsound(app, report)
        if status:
            wrong += [f"{p['step']}: {p['object']}: {p['cause']}" for p in status["problems"]]
            figures["payload"] = next(int(s["bytes"]) for s in status["sizes"] if s["name"] == "appended cpio")
            if figures["agents"] != 1:
                wrong.append(f"{figures['agents']} agents")
        row = {
            "swap": number, "to": release, "seconds": took, "facts": facts, "figures": figures, "strays": remains,
            "apps": reports, "wrong": wrong,
            "phases": [{"name": t["name"], "ms": int(t.get("millis", 0))} for t in (status or {}).get("phases", [])],
        }
        self.rows.append(row)
        print_row([cell(row) for _, _, cell in COLUMNS])

    def verdict(self, swaps, failure):
        """What did not hold, in words."""
        wrong = [f"after swap {row['swap']}: {line}" for row in self.rows for line in row["wrong"]]
        wrong += [failure] if failure else []
        done = len(self.rows) - 1
        if done < swaps:
            wrong.append(f"{max(done, 0)} of {swaps} swaps were made")
        return wrong + ["grew: " + line for line in growth([row["figures"] for row in self.rows[1:]], len(RELEASES))]

    def totals(self):
        """What the clients saw of the whole, now that they have ended."""
        side = SIDES[(len(self.rows) - 1) % 2]
        reports = {}
        for app in APPS:
            self.machine.client(app, "stop")
            reports[app] = self.machine.report(app, side)
        return reports


def main():
    arguments = options()
    machine = Machine(arguments.machine)
    heading("The lab")
    machine.lab("images", *RELEASES, timeout=1800)
    machine.lab("down", check=False)
    say("booting the incumbent")
    machine.lab("up", RELEASES[0], "--targets", " ".join(RELEASES), timeout=900)
    soak = Soak(machine, arguments.data)
    failure, reports = "", {}
    try:
        try:
            soak.run(arguments.swaps)
            reports = soak.totals()
        except (LabError, subprocess.TimeoutExpired) as error:
            failure = f"the soak could not go on: {error}"
        return judge(soak, arguments, failure, reports)
    finally:
        if arguments.keep:
            say(f"the machine goes on: lab-scripts/lab --machine {arguments.machine} ssh [--successor]")
        else:
            machine.lab("down", check=False)


def judge(soak, arguments, failure, reports):
    heading("Result")
    wrong = soak.verdict(arguments.swaps, failure)
    for app, report in reports.items():
        say(f"{app:6}  {report['requests']} requests, {report['answered']} answered, {report['errors']} errors, "
            f"{report['lost']} lost, {report['duplicated']} duplicated, "
            f"connection {'kept' if report['connection_kept'] else 'LOST'}")
        wrong += ["in all: " + line for line in unsound(app, report)]
    if len(soak.rows) <= len(RELEASES) + 1:
        say(f"growth is judged from {len(RELEASES) + 1} swaps on")
    for line in wrong:
        say("WRONG: " + line)
    verdict = "failed" if wrong else "passed"
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({"schema": 1, "swaps": soak.rows, "apps": reports, "wrong": wrong, "verdict": verdict},
                      file, indent=2)
    say("verdict: " + verdict)
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LabError as error:
        say(f"the soak could not begin: {error}")
        sys.exit(1)
