#!/usr/bin/env python3
"""Ratios measured side by side on one lab machine: an upgrade against a reboot (upgrade), a panic and a hang with a successor
armed against a reboot (crash), and a machine with an armed successor against itself before (arming)."""

import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import drill  # noqa: E402
from machine import LabError, Machine  # noqa: E402
from swap import APPS, ask_for_checkpoints, booted  # noqa: E402

REPOSITORY = os.path.join(HERE, "..", "..")
DATA = "64M"
SETTLE = 15  # seconds after a change, before anything is measured
BETWEEN_CHECKPOINTS = 1800  # seconds; so that what is measured is the waiting
STRETCH = 60  # seconds of ordinary service that are measured
STRETCHES = 3
SERVICES = {"incumbent": ("osswap-heart", "osswap-standby", "osswap-watch"), "successor": ("osswap-agent",)}


def reboot_gap(*options):
    """The longest gap that redis's client, started with OPTIONS, sees over a plain reboot, in ms."""
    machine = Machine("bench")
    with booted(machine, "12", ["13"], "--allow-reboot"):
        machine.client("redis", "start", *options)
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


def swap_facts(*options):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        done = subprocess.run(
            [sys.executable, os.path.join(HERE, "demo.py"), "--machine", "bench", "--data", DATA, "--quiet", "20",
             "--json", file.name, *options],
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


def arming():
    """What an armed, idle successor costs: latencies and CPU time before, and while it waits.

    As many CPUs serve in both, and as many stand by: in an idle machine beside it before, since the emulator's CPUs share
    this machine's."""
    machine, beside = Machine("bench"), Machine("bench-idle")
    with booted(machine, "12", ["13"]):
        machine.run("incumbent", "for n in 2 3; do echo 0 >/sys/devices/system/cpu/cpu$n/online; done")
        for app in APPS:
            machine.client(app, "start", *(["--data", DATA] if app == "redis" else []))
        time.sleep(SETTLE)
        alone = usual(machine)
        with booted(beside, "13", [], "--cpus", "2", "--reserve", "none"):
            time.sleep(SETTLE)
            before = usual(machine)
        machine.run("incumbent", "for n in 2 3; do echo 1 >/sys/devices/system/cpu/cpu$n/online; done")
        ask_for_checkpoints(machine, BETWEEN_CHECKPOINTS)
        said = machine.run("incumbent", "osswap arm --target-image /srv/osswap/targets/13 2>&1", timeout=900)
        drill.await_checkpoints(machine)
        time.sleep(SETTLE)
        armed = usual(machine)
        cost = {side: costs(machine, side, services) for side, services in SERVICES.items()}
        for app in APPS:
            machine.client(app, "stop")
        return {"alone": alone, "before": before, "armed": armed, "services": cost, "said": said}


def crash():
    """From a panic or a hang until redis answers again, and from its last answer before a reboot; where the time went."""
    with tempfile.TemporaryDirectory() as folder:
        if drill.main(["panic", "hang", "--machine", "bench", "--reports", folder]) not in (0, drill.MISSED):
            raise LabError("not every drill was seen through")
        reports = [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob(folder + "/*/report.json"))]
    return {"reboot_s": reboot_gap("--timeout", str(drill.CLIENT_TIMEOUT)) / 1000,
            "drills": {report["drill"]: breakdown(report) for report in reports},
            "interval_s": drill.CHECKPOINT_S,
            "recovery_points_s": {report["drill"]: {app["name"]: app.get("recovery_point_s") for app in report["apps"]} for report in reports}}


def breakdown(report):
    """Seconds after the break: when each step of a takeover was done, and when redis's client was answered."""
    steps = ("detected", "fenced", "laid out", "memory restored", "let run", "restored", "answers again")
    return {event["what"]: event["after_s"] for event in report["events"]
            if event["what"] in steps and event.get("object") != "nginx"}


def usual(machine):
    """The 99th percentiles of stretches of ordinary service, in ms, and their medians: one stretch differs much from the next."""
    found = [stretch(machine) for _ in range(STRETCHES)]
    return {app: {"p99_ms": [one[app] for one in found], "median_ms": statistics.median(one[app] for one in found)} for app in APPS}


def stretch(machine):
    since = time.time()
    time.sleep(STRETCH)
    until = time.time()
    return {app: machine.report(app, "incumbent", since=since, until=until)["p99_ms"] for app in APPS}


def costs(machine, side, services):
    """Of each service, by systemd's account: percent of one CPU over a stretch, and bytes of memory."""
    def account(name):
        said = machine.run(side, "systemctl show --property=" + name + " --value " + " ".join(services)).split("\n\n")
        return [int(value) if value.strip().isdigit() else 0 for value in said]  # 0: it doesn't run

    before, start = account("CPUUsageNSec"), time.monotonic()
    time.sleep(STRETCH)
    seconds, after, memory = time.monotonic() - start, account("CPUUsageNSec"), account("MemoryCurrent")
    return {service: {"cpu_percent": (late - early) / 1e7 / seconds, "memory_bytes": size}
            for service, early, late, size in zip(services, before, after, memory)}


def main():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("upgrade", "crash", "arming", "link"), default="upgrade")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    result = {"upgrade": upgrade, "crash": lambda: tell_crash(crash()), "arming": lambda: tell_arming(arming()), "link": link}[options.what]()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=2)


def link():
    """The same upgrade with the handoff through memory, and over the NIC."""
    gaps = {link: {app["name"]: app["blackout_ms"] for app in swap_facts("--link", link)["apps"]} for link in ("memory", "nic")}
    for app in APPS:
        memory, nic = gaps["memory"][app], gaps["nic"][app]
        print(f"longest gap of {app} ({DATA} of redis): {memory:.0f} ms through memory, {nic:.0f} ms over the NIC, ratio {memory / nic:.2f}")
    return gaps


def tell_crash(facts):
    print(f"redis, from the last answer before a reboot to the first after it: {facts['reboot_s']:.1f} s")
    for name, done in facts["drills"].items():
        print(f"{name}: " + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in done.items())
              + f"; against the reboot {done['answers again'] / facts['reboot_s']:.2f} (aim 0.1)")
    for name, points in facts["recovery_points_s"].items():
        print(f"{name}: age of the checkpoint of " + ", ".join(f"{app} {age} s" for app, age in points.items())
              + f" (aim {facts['interval_s']} s, the interval)")
    return facts


def tell_arming(facts):
    for app in APPS:
        alone, before, armed = (facts[when][app]["median_ms"] for when in ("alone", "before", "armed"))
        found = "; ".join(", ".join(f"{ms:.1f}" for ms in facts[when][app]["p99_ms"]) for when in ("alone", "before", "armed"))
        print(f"p99 of {app}: {alone:.1f} ms alone, {before:.1f} ms with an idle machine beside it, "
              f"{armed:.1f} ms with a successor armed, ratio {armed / before:.2f} (aim 1.05); medians of {found}")
    for side, services in facts["services"].items():
        for service, cost in services.items():
            print(f"{service} on the {side}: {cost['cpu_percent']:.1f} % of a CPU, {cost['memory_bytes'] / 2**20:.0f} MiB")
    return facts


def upgrade():
    facts = swap_facts()
    swap = {app["name"]: app["blackout_ms"] for app in facts["apps"]}
    reboot = reboot_gap("--data", DATA)
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
    return result


if __name__ == "__main__":
    try:
        main()
    except LabError as error:
        sys.exit(f"bench: {error}")
