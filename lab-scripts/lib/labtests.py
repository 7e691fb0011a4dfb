#!/usr/bin/env python3
"""The lab tests: each boots QEMU and looks at what a user would see.

They run in the order in which they stand here: where there is a limit of time, the last ones are left out, and named.
The last line is "lab: N passed, N failed", and how many were not run.
"""

import argparse
import glob
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from drill import MISSED  # noqa: E402
from machine import LabError, Machine  # noqa: E402

DEMO = os.path.join(HERE, "demo.py")
NAME = "test"
START = time.monotonic()


def demo(*arguments):
    """Runs the demo; returns its facts. Its output is shown when it failed."""
    with tempfile.NamedTemporaryFile(suffix=".json") as facts:
        done = subprocess.run(
            [sys.executable, DEMO, "--machine", NAME, "--json", facts.name, *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=1800, check=False)
        if done.returncode != 0:
            raise AssertionError("the demo failed:\n" + done.stdout[-12000:])
        with open(facts.name, encoding="utf-8") as file:
            return json.load(file)


def everything_held(facts):
    assert facts["verdict"] == "passed", facts["wrong"]
    for app in facts["apps"]:
        assert app["connection_kept"], app
        assert app["lost"] == app["duplicated"] == app["errors"] == 0, app


def drills(*names):
    """Each ends as it is expected to, with the operator's report; how long anything took isn't judged."""
    with tempfile.TemporaryDirectory() as reports:
        done = subprocess.run(
            [os.path.join(HERE, "..", "drill"), *names, "--machine", NAME, "--reports", reports],
            env={**os.environ, "OSSWAP_DRILL_READY": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200 * len(names), check=False)
        assert done.returncode in (0, MISSED), done.stdout[-12000:]
        told = [json.load(open(path, encoding="utf-8")) for path in glob.glob(reports + "/*/report.json")]
        assert sorted(report["drill"] for report in told) == sorted(names), done.stdout[-12000:]
        for report in told:
            assert report["as_expected"] and report["verdict"] != "HARMED", report
            assert all(target["held"] for target in report["targets"] if target["target"] == "lost_requests"), report["targets"]


def test_bad_input_is_refused_before_anything_is_touched():
    from refusals import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_a_chain_of_two_swaps_12_to_sid_and_back_by_unified_kernel_images_over_e1000e():
    facts = demo("--from", "12", "--to", "sid", "--then", "12", "--uki", "--nic", "e1000e", "--data", "16M")
    everything_held(facts)
    assert facts["before"]["kernel"].startswith("6.1.") and facts["after"]["kernel"].startswith("6.1.")
    assert facts["after"]["uptime_s"] < facts["before"]["uptime_s"] + 3600


def test_drills_of_its_disk():
    drills("apd-storage")


def test_drills_of_the_os_and_its_network():
    drills("panic", "hang", "dead-successor", "lost-link", "apd-network")


def test_four_failures_leave_the_incumbent_whole():
    """A target that doesn't boot, a silent agent, a failing check while a CPU goes offline, a killed controller."""
    from failures import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_storage_paths_are_cut_and_healed():
    from storage import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_a_machine_of_the_inventory_is_driven_as_a_rack_is():
    """By ssh, a console and a BMC; the machine is a QEMU one, and its BMC OpenIPMI's simulator."""
    from rack import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_a_small_armed_successor_is_used_and_the_next_one_armed():
    from small import rearmed  # noqa: PLC0415

    rearmed(Machine(NAME))


def test_the_smallest_partition_takes_the_machine_over():
    from small import least  # noqa: PLC0415

    least(Machine(NAME))


def test_a_sample_of_faults_loses_no_application(minutes):
    """A fixed spread of what can fail, where and when: its table is printed, a line each."""
    subprocess.run(
        [os.path.join(HERE, "..", "faults"), "--sample", "--next", "none", "--machine", NAME,
         *(["--minutes", str(minutes)] if minutes else [])], stdin=subprocess.DEVNULL, timeout=3600, check=True)


def main(arguments):
    parser = argparse.ArgumentParser(prog="labtests", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a test's name; none: all")
    parser.add_argument("--minutes", type=int, help="begin no test, and of the sample no cell, after that time")
    chosen = parser.parse_args(arguments)
    tests = [(n[5:], f) for n, f in globals().items() if n.startswith("test_") and inspect.isfunction(f)
             and (not chosen.names or any(wanted in n for wanted in chosen.names))]
    counts = dict.fromkeys(("ok", "FAILED", "not run"), 0)
    for name, function in tests:
        left = chosen.minutes and chosen.minutes - int(time.monotonic() - START) // 60
        result, seconds = run(function, left) if left is None or left > 0 else ("not run", 0)
        counts[result] += 1
        print(f"{result:7} {name.replace('_', ' ')} ({f'{seconds:.0f} s' if seconds else 'the time is over'})", flush=True)
    print(f"lab: {counts['ok']} passed, {counts['FAILED']} failed" + (f", {counts['not run']} not run" if counts["not run"] else ""))
    return 1 if counts["FAILED"] or not counts["ok"] else 0


def run(function, minutes):
    """What came of a test, and the seconds that it took."""
    start = time.monotonic()
    try:
        function(*([minutes] if inspect.signature(function).parameters else []))
        result = "ok"
    except (AssertionError, LabError, subprocess.SubprocessError, OSError, KeyError, ValueError):
        traceback.print_exc(file=sys.stdout)
        result = "FAILED"
    return result, time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
