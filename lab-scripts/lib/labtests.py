#!/usr/bin/env python3
"""The lab tests: each boots QEMU and looks at what a user would see.

labtests.py [NAME ...]    runs all but the long ones (LONG), or those named; the last line is "lab: N passed, N failed"
"""

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
from machine import LabError, Machine  # noqa: E402

DEMO = os.path.join(HERE, "demo.py")
NAME = "test"
LONG = ("drills", "inventory", "storage")  # by a part of their names: run when named, until all together take less time


def demo(*arguments):
    """Runs the demo; returns its facts. Its output is shown when it failed."""
    with tempfile.NamedTemporaryFile(suffix=".json") as facts:
        done = subprocess.run(
            [sys.executable, DEMO, "--machine", NAME, "--json", facts.name, *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=1200, check=False)
        if done.returncode != 0:
            raise AssertionError("the demo failed:\n" + done.stdout[-12000:])
        with open(facts.name, encoding="utf-8") as file:
            return json.load(file)


def everything_held(facts):
    assert facts["verdict"] == "passed", facts["wrong"]
    for app in facts["apps"]:
        assert app["connection_kept"], app
        assert app["lost"] == app["duplicated"] == app["errors"] == 0, app


def test_a_chain_of_two_swaps_12_to_sid_and_back_by_unified_kernel_images_over_e1000e():
    facts = demo("--from", "12", "--to", "sid", "--then", "12", "--uki", "--nic", "e1000e")
    everything_held(facts)
    assert facts["before"]["kernel"].startswith("6.1.") and facts["after"]["kernel"].startswith("6.1.")
    assert facts["after"]["uptime_s"] < facts["before"]["uptime_s"] + 3600


def test_a_sample_of_faults_loses_no_application():
    """A fixed spread of what can fail, where and when: its table is printed, a line each."""
    subprocess.run(
        [os.path.join(HERE, "..", "faults"), "--sample", "--next", "none", "--machine", NAME], stdin=subprocess.DEVNULL, timeout=3600, check=True)


def test_four_failures_leave_the_incumbent_whole():
    """A target that doesn't boot, a silent agent, a failing check while a CPU goes offline, a killed controller."""
    from failures import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_bad_input_is_refused_before_anything_is_touched():
    from refusals import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_a_machine_of_the_inventory_is_driven_as_a_rack_is():
    """By ssh, a console and a BMC; the machine is a QEMU one, and its BMC OpenIPMI's simulator."""
    from rack import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_storage_paths_are_cut_and_healed():
    from storage import run_all  # noqa: PLC0415

    run_all(Machine(NAME))


def test_drills_of_the_os_and_its_network():
    drills("panic", "hang", "dead-successor", "lost-link", "apd-network")


def test_drills_of_its_disk():
    drills("apd-storage")


def drills(*names):
    """Each ends as it is expected to, with the operator's report; how long anything took isn't judged."""
    with tempfile.TemporaryDirectory() as reports:
        done = subprocess.run(
            [os.path.join(HERE, "..", "drill"), *names, "--machine", NAME, "--reports", reports,
             "--targets", os.path.join(HERE, "any-time.toml")],
            env={**os.environ, "OSSWAP_DRILL_READY": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200 * len(names), check=False)
        assert done.returncode == 0, done.stdout[-12000:]
        assert len(os.listdir(reports)) == len(names) + 1, os.listdir(reports)  # and the history


def main(names):
    tests = [(n, f) for n, f in sorted(globals().items()) if n.startswith("test_") and inspect.isfunction(f)]
    chosen = [(n, f) for n, f in tests
              if any(wanted in n for wanted in names) or not names and not any(long in n for long in LONG)]
    passed = failed = 0
    for name, function in chosen:
        start = time.monotonic()
        try:
            function()
            passed += 1
            result = "ok"
        except (AssertionError, LabError, subprocess.SubprocessError, OSError, KeyError, ValueError):
            failed += 1
            result = "FAILED"
            traceback.print_exc(file=sys.stdout)
        print(f"{result:6} {name[5:].replace('_', ' ')} ({time.monotonic() - start:.0f} s)", flush=True)
    print(f"lab: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
