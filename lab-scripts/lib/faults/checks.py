"""What must hold after a cell, looked at from outside. Each check returns what is wrong, in words."""

import time
from concurrent.futures import ThreadPoolExecutor

from machine import LabError, cpu_count

from . import shell
from .cells import COMPLETED
from .rig import APPS, MEMORY

ADDRESSES = {"redis": "10.77.0.101", "nginx": "10.77.0.102"}
NICS = {"incumbent": "52:54:00:77:00:0a", "successor": "52:54:00:77:00:0b"}
ANSWER_SECONDS = 60
LEAST_MEMORY = 0.9  # of the machine's: kernels keep some for themselves, and don't count it


def all_checks(rig, outcome):
    """(what is wrong, the clients' reports)"""
    home, other = ("successor", "incumbent") if outcome == COMPLETED else ("incumbent", "successor")
    rig.run(home, shell.CLEAN, check=False)
    wrong = answered_again(rig, home)
    with ThreadPoolExecutor() as pool:  # each of them mostly waits
        running = pool.submit(once, rig, home, other)
        announced = pool.submit(announced_once, rig, home)
        reports = dict(zip(APPS, pool.map(lambda app: final_report(rig, home, app), APPS)))
    wrong += running.result() + announced.result() + kept(reports)
    wrong += whole_successor(rig) if home == "successor" else whole_incumbent(rig)
    return wrong, reports


def answered_again(rig, home):
    """Each client is served now, by whoever has the application."""
    since = time.time()
    end = since + ANSWER_SECONDS
    waiting = list(APPS)
    while waiting and time.time() < end:
        waiting = [app for app in waiting if not rig.machine.report(app, home, since=since)["answered"]]
        time.sleep(0.5)
    return [f"{app}: not served {ANSWER_SECONDS} s after the end" for app in waiting]


def once(rig, home, other):
    """Each application runs at its home, whole, and nowhere else."""
    wrong = []
    for app in APPS:
        processes = rig.processes(home, app)
        if len(processes) != rig.before["processes"][app]:
            wrong.append(f"{app}: {len(processes)} processes on the {home}, {rig.before['processes'][app]} before")
        wrong += [f"{app}: process {pid} on the {home} is in state {state}"
                  for state, pid in processes if state not in "RSD"]
    if rig.answers(other):
        wrong.append(f"the {other} still answers")
        for app in APPS:
            wrong += [f"{app}: process {pid} runs on the {other} too"
                      for state, pid in rig.processes(other, app) if state in "RSD"]
    return wrong


def announced_once(rig, home):
    answers = rig.who_has(ADDRESSES.values())
    return [f"{app}: its address is answered for by {answers[address]}"
            for app, address in ADDRESSES.items() if answers[address] != [NICS[home]]]


def final_report(rig, home, app):
    rig.machine.client(app, "stop")
    return rig.machine.report(app, home)


def kept(reports):
    """No request lost, none executed twice, and the connection that was there before.

    The contract keeps connections in every cell: no cell crashes the OS that has the applications.
    """
    wrong = []
    for app, report in reports.items():
        wrong += [f"{app}: {report[key]} {key}" for key in ("lost", "duplicated", "errors") if report[key]]
        if not report["connection_kept"]:
            wrong.append(f"{app}: connection not kept: {'; '.join(report['failures'][:2])}")
    return wrong


def whole_incumbent(rig):
    """Nothing is left behind: section by section as before the first swap."""
    before, after = sections(rig.before["inventory"]), sections(rig.inventory())
    wrong = []
    for name, lines in before.items():
        gone, new = lines - after[name], after[name] - lines
        wrong += [f"left behind, {name}: {'-' if line in gone else '+'} {line}" for line in sorted(gone | new)[:6]]
    return wrong


def sections(text):
    found = {}
    for line in text.splitlines():
        if line.startswith("== "):
            name = line[3:]
            found[name] = set()
        else:
            found[name].add(line.strip())
    return found


def whole_successor(rig):
    """It has the whole machine, and nothing of the move is left on it."""
    before, after = rig.before["facts"], rig.machine.facts("successor")
    wrong = []
    if cpu_count(after["cpus"]) != cpu_count(before["cpus"]):
        wrong.append(f"CPUs {after['cpus']} of {before['cpus']}")
    if after["memory_bytes"] < MEMORY * LEAST_MEMORY:
        wrong.append(f"memory {after['memory_bytes'] >> 20} MiB of {MEMORY >> 20} MiB")
    missing = {p.split(":", 1)[1] for p in before["pci"]} - {p.split(":", 1)[1] for p in after["pci"]}
    if missing:
        wrong.append("PCI functions missing: " + ", ".join(sorted(missing)))
    left = sections(rig.run("successor", shell.INVENTORY))
    for name in ("stopped", "nftables"):
        wrong += [f"left on the successor, {name}: {line}" for line in sorted(left[name])[:4]]
    wrong += [f"left on the successor: {line}" for line in left["programs"] if "criu/criu" in line or "freeze.sh" in line]
    return wrong


def next_upgrade(rig, outcome):
    """The next swap, from whichever OS has the machine now; what is wrong with it."""
    old, new = ("successor", "incumbent") if outcome == COMPLETED else ("incumbent", "successor")
    image = shell.TARGET
    if old == "successor":
        # The disk is below the PCI root that the next successor gets, so the image leaves it first.
        image = "/var/tmp/target"
        rig.run(old, "mkdir -p /srv/osswap /var/tmp && mount -o ro LABEL=osswap-images /srv/osswap"
                " && cp -r /srv/osswap/targets/12 /var/tmp/target && umount /srv/osswap", timeout=120)
    rig.run(old, shell.INSTALL)
    rig.run(old, shell.start("next", f"osswap upgrade --yes --target-image {image}"))
    rig.dead.discard(new)
    try:
        rig.machine.await_phase(new, "DONE", limit=420)
    except LabError as error:
        said = rig.run(old, f"tail -n 8 {shell.OURS}/next.out", check=False) if rig.answers(old) else ""
        return [f"the next upgrade failed: {str(error)[-300:]} {said}"]
    finally:
        rig.gone(old)
    return []


