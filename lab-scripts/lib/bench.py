#!/usr/bin/env python3
"""Compares an osswap upgrade with a reboot of the same lab machine, under the same load."""

import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from machine import LabError, Machine  # noqa: E402

REPOSITORY = os.path.join(HERE, "..", "..")
DATA = "64M"


def reboot_gap():
    """The longest gap that redis's client sees over a plain reboot, in ms."""
    machine = Machine("bench")
    machine.lab("down", check=False)
    machine.lab("up", "12", "--allow-reboot", "--targets", "13", timeout=900)
    try:
        machine.client("redis", "start", "--data", DATA)
        time.sleep(5)  # a stretch of ordinary service before the gap
        boots = machine.run("incumbent", "cat /proc/sys/kernel/random/boot_id").strip()
        machine.run("incumbent", "systemctl reboot", check=False)
        end = time.monotonic() + 300
        while time.monotonic() < end:
            time.sleep(1)
            try:
                now = machine.run("incumbent", "cat /proc/sys/kernel/random/boot_id", timeout=20).strip()
            except (LabError, subprocess.TimeoutExpired):
                continue
            if now != boots:
                break
        else:
            raise LabError("the machine did not come back within 300 s")
        end = time.monotonic() + 120
        while time.monotonic() < end:
            report = machine.report("redis", "incumbent")
            if report["reconnects"] and report["blackout_ms"] > 0:
                machine.client("redis", "stop")
                return machine.report("redis", "incumbent")["blackout_ms"]
            time.sleep(1)
        raise LabError("redis's client was not answered again after the reboot")
    finally:
        machine.lab("down", check=False)


def swap_facts():
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        done = subprocess.run(
            [sys.executable, os.path.join(HERE, "demo.py"), "--machine", "bench", "--data", DATA, "--quiet", "20",
             "--json", file.name],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False)
        if done.returncode != 0:
            raise LabError("the upgrade failed:\n" + done.stdout[-6000:])
        return json.load(open(file.name, encoding="utf-8"))


def version_seconds():
    """Of `osswap --version` on this machine, the best of five."""
    with tempfile.TemporaryDirectory() as folder:
        tar = glob.glob(os.path.join(REPOSITORY, "controller", "target", "osswap-*.tar.gz"))[0]
        subprocess.run(["tar", "-C", folder, "-xf", tar], check=True)
        times = []
        for _ in range(5):
            start = time.monotonic()
            subprocess.run([os.path.join(folder, "osswap", "bin", "osswap"), "--version"],
                           check=True, stdout=subprocess.DEVNULL)
            times.append(time.monotonic() - start)
        return min(times)


def main():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    facts = swap_facts()
    swap = {app["name"]: app["blackout_ms"] for app in facts["apps"]}
    reboot = reboot_gap()
    result = {
        "redis_gap_ms": {"osswap": swap["redis"], "reboot": reboot, "ratio": swap["redis"] / reboot},
        "p99_ms": facts["latency"],
        "agent_rss_bytes": facts["agent_rss_bytes"],
        "payload_bytes": facts["payload_bytes"],
        "version_s": version_seconds(),
    }
    print(f"longest gap of redis ({DATA}): osswap {swap['redis']:.0f} ms, reboot {reboot:.0f} ms, "
          f"ratio {result['redis_gap_ms']['ratio']:.3f} (aim 0.1)")
    for app, latency in facts["latency"].items():
        print(f"p99 of {app}: {latency['before_ms']:.1f} ms before, {latency['booting_ms']:.1f} ms while the "
              f"successor boots, ratio {latency['booting_ms'] / latency['before_ms']:.2f} (aim 2)")
    print(f"agent: {facts['agent_rss_bytes'] / 2**20:.0f} MiB resident (limit 150)")
    print(f"appended cpio: {facts['payload_bytes'] / 2**20:.1f} MiB (limit 60)")
    print(f"osswap --version: {result['version_s']:.2f} s (limit 0.5)")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=2)


if __name__ == "__main__":
    try:
        main()
    except LabError as error:
        sys.exit(f"bench: {error}")
