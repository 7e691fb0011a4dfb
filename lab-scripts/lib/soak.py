#!/usr/bin/env python3
"""Many live OS upgrades of one lab machine in one uptime, under client load: nothing may break, and nothing grow."""

import argparse
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from figures import growth, probe  # noqa: E402
from machine import LabError, Machine  # noqa: E402
from swap import APPS, Swap, begin_load, booted, bring_target, heading, incomplete, say, unsound  # noqa: E402
from table import print_row  # noqa: E402

RELEASES = ("12", "13", "sid")
SIDES = ("incumbent", "successor")  # by address: the OSes have the two in turn
SERVICE = 10  # seconds of ordinary service after each swap, before it is looked at


def options():
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--swaps", type=int, required=True, metavar="N")
    parser.add_argument("--data", default="64M", help="that redis holds")
    parser.add_argument("--machine", default="soak", help="name of the lab machine")
    parser.add_argument("--json", metavar="FILE", help="write the facts to FILE, anew after each swap")
    parser.add_argument("--keep", action="store_true", help="leave the machine running")
    arguments = parser.parse_args()
    if arguments.swaps < 1:
        parser.error("--swaps must be 1 or more")
    return arguments


class Soak:
    """The run, a row for each swap; row 0 is the machine as the firmware booted it."""

    def __init__(self, machine, arguments):
        self.machine = machine
        self.arguments = arguments
        self.rows = []
        self.reports = {}
        self.failure = ""

    def run(self):
        heading("Applications and clients")
        begin_load(self.machine, self.arguments.data)
        before = self.machine.facts("incumbent")
        heading("Swaps (longest gap of each client; memory in MiB; what an upgrade says is on standard error)")
        print_row()
        self.look(0, before, time.time(), 0)
        for number in range(1, self.arguments.swaps + 1):
            self.swap(number, before)
        side = SIDES[self.arguments.swaps % 2]
        for app in APPS:
            self.machine.client(app, "stop")
            self.reports[app] = self.machine.report(app, side)

    def swap(self, number, before):
        old, new = SIDES[(number - 1) % 2], SIDES[number % 2]
        image = bring_target(self.machine, old, RELEASES[number % 3])
        since, start = time.time(), time.monotonic()
        status = Swap(self.machine, old, new, image, out=sys.stderr).run()
        self.look(number, before, since, time.monotonic() - start, status)

    def look(self, number, before, since, seconds, status=None):
        """Records a row, and prints it."""
        time.sleep(SERVICE)
        side, release = SIDES[number % 2], RELEASES[number % 3]
        reports = {app: self.machine.report(app, side, since=since) for app in APPS}
        figures, strays = probe(self.machine, side)
        facts = self.machine.facts(side)
        wrong = incomplete(before, facts, release) + strays
        for app, report in reports.items():
            wrong += unsound(app, report)
        if status:
            wrong += [f"{p['step']}: {p['object']}: {p['cause']}" for p in status["problems"]]
            wrong += [] if figures["agents"] == 1 else [f"{figures['agents']} agents"]
            figures["payload"] = next(int(s["bytes"]) for s in status["sizes"] if s["name"] == "appended cpio")
        row = {
            "swap": number, "to": release, "seconds": seconds, "facts": facts, "figures": figures,
            "strays": strays, "apps": reports, "wrong": wrong,
            "phases": [{"name": t["name"], "ms": int(t.get("millis", 0))} for t in (status or {}).get("phases", [])],
        }
        self.rows.append(row)
        self.write()
        print_row(row)

    def wrong(self):
        """What did not hold, and what grew, in words."""
        wrong = [f"after swap {row['swap']}: {line}" for row in self.rows for line in row["wrong"]]
        wrong += [self.failure] if self.failure else []
        done = max(len(self.rows) - 1, 0)
        if done < self.arguments.swaps:
            wrong.append(f"{done} of {self.arguments.swaps} swaps were made")
        elif not self.reports:
            wrong.append("the clients' reports of the whole are missing")
        for app, report in self.reports.items():
            wrong += ["in all: " + line for line in unsound(app, report)]
        return wrong + ["grew: " + line for line in growth([row["figures"] for row in self.rows[1:]])]

    def write(self):
        if self.arguments.json:
            wrong = self.wrong()
            with open(self.arguments.json, "w", encoding="utf-8") as file:
                json.dump({"schema": 1, "swaps": self.rows, "apps": self.reports, "wrong": wrong,
                           "verdict": "failed" if wrong else "passed"}, file, indent=2)

    def verdict(self):
        """Tells it; returns the exit status."""
        heading("Result")
        for app, report in self.reports.items():
            say(f"{app:6}  {report['requests']} requests, {report['answered']} answered, {report['errors']} errors, "
                f"{report['lost']} lost, {report['duplicated']} duplicated, "
                f"connection {'kept' if report['connection_kept'] else 'LOST'}")
        if self.arguments.swaps <= len(RELEASES):
            say(f"growth from release to same release shows from {len(RELEASES) + 1} swaps on")
        wrong = self.wrong()
        for line in wrong:
            say("WRONG: " + line)
        say("verdict: " + ("failed" if wrong else "passed"))
        self.write()
        return 1 if wrong else 0


def main():
    arguments = options()
    machine = Machine(arguments.machine)
    heading("The lab")
    with booted(machine, RELEASES[0], RELEASES, keep=arguments.keep):
        soak = Soak(machine, arguments)
        try:
            soak.run()
        except (LabError, subprocess.TimeoutExpired) as error:
            soak.failure = f"the soak could not go on: {error}"
        return soak.verdict()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LabError as error:
        say(f"the soak could not begin: {error}")
        sys.exit(1)
