"""faults: injects failures into upgrades of a lab machine, and judges what comes of them."""

import argparse
import json
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from machine import LabError  # noqa: E402

from faults import cells, checks, damages, kinds, shell, summary  # noqa: E402
from faults.operator import Operator, Wrong  # noqa: E402
from faults.rig import APPS, Rig  # noqa: E402

ARRIVAL_SECONDS = {"first": 150, "make-credentials.before": 200}
AGAIN = 2  # how often a cell is repeated in which QEMU failed
SOME = 6  # every how many cells --next some makes another upgrade


def options():
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--list", action="store_true", help="the cells, and which outcomes are right")
    which.add_argument("--summary", metavar="FILE", help="the table in FILE as a page of Markdown")
    which.add_argument("--cell", nargs="+", metavar="POINT:DAMAGE", help="POINT may end in @APP")
    which.add_argument("--sample", action="store_true", help="a fixed spread")
    which.add_argument("--cells", type=int, metavar="M", help="that many at random")
    which.add_argument("--matrix", action="store_true", help="one cell of each kind: hours")
    which.add_argument("--all", action="store_true", help="every point with every damage: most of a day")
    parser.add_argument("--seed", type=int, default=1, help="of --cells")
    parser.add_argument("--next", choices=("all", "some", "none"), default="some",
                        help="whether another upgrade is made after a cell; costs two or three minutes each")
    parser.add_argument("--link", choices=("nic", "memory"), default="nic", help="what the handoff goes over")
    parser.add_argument("--machine", default="faults", help="name of the lab machine")
    parser.add_argument("--json", metavar="FILE", help="write the table to FILE, anew after each cell")
    parser.add_argument("--continue", dest="go_on", action="store_true",
                        help="go on with the table in --json FILE: cells that passed in it aren't run again")
    parser.add_argument("--minutes", type=int, metavar="N", help="begin no cell after that time")
    parser.add_argument("--keep", action="store_true", help="park the machine at the end, with its snapshots")
    parser.add_argument("--reuse", action="store_true", help="use the machine that --keep left")
    arguments = parser.parse_args()
    if arguments.go_on and not arguments.json:
        parser.error("--continue needs --json FILE")
    return arguments


def say(text):
    print(text, flush=True)


def chosen(arguments, points):
    if arguments.cell:
        return cells.in_order([cells.find(points, text) for text in arguments.cell])
    if arguments.sample:
        return cells.sample(points)
    if arguments.matrix:
        return cells.in_order(kinds.matrix(points))
    if arguments.all:
        return cells.in_order(cells.all_cells(points))
    return cells.random_cells(points, arguments.seed, arguments.cells)


def run_cell(rig, cell, with_next):
    """One row of the table."""
    row = {"cell": cells.name_of(cell), "date": time.strftime("%Y-%m-%d"), "side": cell.point.side, "outcome": "", "ends": [], "wrong": [],
           "apps": {}, "next_upgrade": "", "again": 0}
    began = time.monotonic()
    try:
        judge(rig, cell, row, with_next)
    except Wrong as wrong:
        row["wrong"].append(str(wrong))
        row["outcome"] = row["outcome"] or "none"
    except (LabError, OSError, ValueError, KeyError) as error:
        traceback.print_exc(file=sys.stderr)
        row["wrong"].append("the cell could not be run: " + str(error)[-1500:])
        row["outcome"] = row["outcome"] or "none"
    finally:
        rig.end_background()
        for app in APPS:
            rig.machine.client(app, "stop")
    if row["wrong"]:
        row["said"] = rig.all_said()
    row["seconds"] = round(time.monotonic() - began, 1)
    row["verdict"] = "failed" if row["wrong"] else "passed"
    return row


def judge(rig, cell, row, with_next):
    stage = cells.stage_of(cell.point.name)
    rig.to_stage(stage)
    began = time.monotonic()
    for app in APPS:
        rig.machine.client(app, "start", "--timeout", "900", "--rate", "20", *(["--data", "1M"] if app == "redis" else []))
    damage = damages.make(rig, cell)
    operator = Operator(rig, damage)
    inject(rig, cell, stage, damage)
    row["injected_s"] = round(time.monotonic() - began, 1)
    row["outcome"] = operator.settle()
    row["ends"] = operator.ends
    row["settled_s"] = round(time.monotonic() - began, 1)
    right = cells.right_outcomes(cell, rig.link_kind)
    if row["outcome"] not in right:
        row["wrong"].append("right would have been " + " or ".join(sorted(right)))
    rig.end_background()
    row["wrong"] += rig.trouble
    wrong, reports = checks.all_checks(rig, row["outcome"])
    row["wrong"] += wrong
    row["apps"] = {app: {key: report[key] for key in ("answered", "lost", "duplicated", "errors", "connection_kept", "blackout_ms")}
                   for app, report in reports.items()}
    if with_next:
        failed = checks.next_upgrade(rig, row["outcome"])
        row["next_upgrade"] = "failed" if failed else "succeeded"
        row["wrong"] += failed


def inject(rig, cell, stage, damage):
    """The program arrives at the point, is damaged, and goes on."""
    point = cell.point
    held = point.name == stage  # by the snapshot
    if not held:
        if point.side == "successor" and "successor" in rig.dead:
            raise LabError(f"{point.name} is on a successor that isn't there yet at {stage}")
        rig.arm(point.side, point.name, damage.hold_seconds())
        rig.at = None
        if cells.act_of(point.name) in cells.WAY_BACK:
            rig.arm("incumbent", cells.FIRST_FAILURE, 1)
            rig.run("incumbent", f"echo fail >'{shell.OURS}/{cells.FIRST_FAILURE}.go'")
        rig.let_go(stage)
        rig.dead.discard("successor")
        rig.await_arrival(point.name, point.side, ARRIVAL_SECONDS.get(stage, 120))
    rig.at = None
    damage.do()
    if point.side not in rig.dead and not (damage.cuts and point.side == "successor"):
        rig.run(point.side, shell.release(point.name, damage.text), check=False, timeout=20)
    damage.after()


def show(row):
    apps = " ".join(f"{app} {facts['blackout_ms'] / 1000:.1f}s" for app, facts in row["apps"].items())
    say(f"{row['verdict']:6}  {row['cell']:44} {row['outcome']:11} {row['seconds']:6.1f} s  {apps}"
        + ("  next " + row["next_upgrade"] if row["next_upgrade"] else ""))
    for text in row["wrong"]:
        say("        " + text.replace("\n", "\n        "))
    if row.get("said"):
        say("          | " + row["said"].replace("\n", "\n          | "))


def read(path):
    """The table that an earlier run left, or an empty one."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"cells": [], "seconds": 0}


def write(path, rows, seconds):
    if not path:
        return
    table = {
        "schema": 1, "command": sys.argv[1:], "date": time.strftime("%Y-%m-%d"), "seconds": round(seconds),
        "passed": sum(row["verdict"] == "passed" for row in rows), "failed": sum(row["verdict"] == "failed" for row in rows),
        "cells": rows}
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(table, file, indent=2)
    os.replace(path + ".new", path)


def run_all(rig, choose, arguments):
    """Boots the machine and runs the cells that CHOOSE picks; returns the rows."""
    began = time.monotonic()
    table = read(arguments.json) if arguments.go_on else {"cells": [], "seconds": 0}
    rows = [row for row in table["cells"] if row["verdict"] == "passed"]
    if arguments.reuse:
        rig.notes(read=True)
        rig.to_stage("first")
    else:
        rig.boot()
    picked = remaining(choose(cells.parse_points(rig.points())), rows)
    if any(cell.damage == "foreign-certificate" for cell in picked):
        rig.ready_foreign_credentials()
    say(f"{len(picked)} cells; machine ready after {time.monotonic() - began:.0f} s")
    for number, cell in enumerate(picked):
        if arguments.minutes and time.monotonic() - began > arguments.minutes * 60:
            say(f"{len(picked) - number} cells are left: --continue runs them")
            break
        with_next = arguments.next == "all" or arguments.next == "some" and number % SOME == SOME - 1
        rows.append(run_cell(rig, cell, with_next))
        while rows[-1]["wrong"] and rig.emulator_failed() and rows[-1]["again"] < AGAIN:
            show(rows[-1])
            say("        QEMU failed in it (see docs/faults.md): once more")
            rows[-1] = {**run_cell(rig, cell, with_next), "again": rows[-1]["again"] + 1}
        show(rows[-1])
        write(arguments.json, rows, table["seconds"] + time.monotonic() - began)
    return rows


def remaining(picked, rows):
    done = {row["cell"] for row in rows}
    return [cell for cell in picked if cells.name_of(cell) not in done]


def list_cells(points):
    picked = cells.in_order(cells.all_cells(points))
    for cell in picked:
        say(f"{cells.name_of(cell):44} {cell.point.side:9} {' or '.join(sorted(cells.right_outcomes(cell)))}")
    say(f"{len(picked)} cells")


def main():
    arguments = options()
    if arguments.list:
        list_cells(cells.parse_points(sys.stdin.read()))
        return 0
    if arguments.summary:
        say("\n".join(summary.page(read(arguments.summary), kinds.matrix(cells.parse_points(sys.stdin.read())))))
        return 0
    rig = Rig(arguments.machine, arguments.link, say)
    began = time.monotonic()
    try:
        rows = run_all(rig, lambda points: chosen(arguments, points), arguments)
    finally:
        if arguments.keep:
            rig.machine.lab("park", check=False)
        else:
            rig.down()
    failed = [row for row in rows if row["verdict"] == "failed"]
    say(f"faults: {len(rows) - len(failed)} passed, {len(failed)} failed ({time.monotonic() - began:.0f} s)")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (LabError, ValueError) as error:
        sys.exit(f"faults: {error}")
