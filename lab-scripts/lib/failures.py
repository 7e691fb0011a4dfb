"""Upgrades that fail on purpose, on one machine under client load."""

import subprocess
import time

from machine import LabError
from swap import booted

APPS = ("redis", "nginx")
TARGET = "/srv/osswap/targets/13"


def run_all(machine, cases=None):
    with booted(machine, "12", ["13"]):
        for app in APPS:
            machine.client(app, "start")
        before = machine.facts("incumbent")
        for case in cases or (no_boot, silent_agent, left_offline, killed_controller):
            message = case(machine)
            whole(machine, before, case.__name__, message)
            print(f"       rolled back: {' '.join(case.__doc__.split())}", flush=True)
        for app in APPS:
            machine.client(app, "stop")
            report = machine.report(app, "incumbent")
            assert report["connection_kept"], (app, report)
            assert report["lost"] == report["duplicated"] == report["errors"] == 0, (app, report)


def whole(machine, before, case, message):
    """The incumbent is as it was, and the message names step, object, cause and remedy."""
    after = machine.facts("incumbent")
    for fact in ("kernel", "cpus", "pci"):
        assert after[fact] == before[fact], (case, fact, before[fact], after[fact])
    status = machine.status("incumbent")
    assert status["phase"] == "ROLLED_BACK" and status["next"] == "", (case, status)
    for word in ("osswap: can't ", "cause: ", "remedy: ", "all is as it was before the swap") if message else ():
        assert word in message, (case, word, message)
    stopped = machine.run("incumbent", "ps -eo stat=,comm= | grep -E '^[Tt]' || true")
    assert stopped.strip() == "", (case, "stopped processes", stopped)
    fences = machine.run("incumbent", "nft list tables | grep osswap || true")
    assert fences.strip() == "", (case, "fences", fences)


def upgrade(machine, *arguments, status=1):
    """Runs an upgrade that must fail with that status; returns what it printed."""
    text = machine.run(
        "incumbent",
        "osswap upgrade --yes " + " ".join(arguments) + " 2>&1; echo exit status $?", timeout=600)
    if not text.rstrip().endswith(f"exit status {status}"):
        raise LabError(f"the upgrade should have failed with status {status}:\n{text}")
    return text


def no_boot(machine):
    """A kernel without an init: it panics, and never answers."""
    machine.run(
        "incumbent",
        "rm -rf /tmp/no-boot && mkdir /tmp/no-boot && cp " + TARGET + "/vmlinuz " + TARGET
        + "/os-release /tmp/no-boot && cd /tmp/no-boot && echo x > x"
        + " && printf '070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08xTRAILER!!!\\0\\0\\0\\0'"
        + " 0 0 0 0 1 0 0 0 0 0 0 11 0 > initrd && rm x")
    text = upgrade(machine, "--target-image /tmp/no-boot --attest-timeout 40")
    machine.run("incumbent", "rm -rf /tmp/no-boot")
    return text


def with_command_line(machine, folder, command_line):
    """The target, with another kernel command line, in a folder of its own."""
    machine.run(
        "incumbent",
        f"rm -rf {folder} && mkdir {folder} && ln -s {TARGET}/* {folder}"
        f" && rm -f {folder}/cmdline && echo {command_line} > {folder}/cmdline")
    return "--target-image " + folder


def silent_agent(machine):
    """An OS that boots, but whose agent is kept from starting."""
    image = with_command_line(machine, "/tmp/silent", "systemd.mask=osswap-agent.service")
    return upgrade(machine, image, "--attest-timeout 60")


def killed_controller(machine):
    """A controller that is killed; until then no other can be started, neither system be reset, nor a CPU be taken from the other."""
    process = subprocess.Popen(
        machine.command("incumbent", "osswap upgrade --yes --target-image " + TARGET + " 2>&1"),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    killed = 0.0
    for line in process.stdout:
        if "waiting for the successor's agent" in line:
            second_upgrade(machine)
            guarded(machine)
            machine.run("incumbent", "kill -9 $(cat /run/osswap/lock)")
            killed = time.monotonic()
    process.wait(timeout=60)
    assert killed, "the controller ended by itself"
    status = machine.await_phase("incumbent", "ROLLED_BACK", 180)
    print(f"       whole {time.monotonic() - killed:.0f} s after the kill", flush=True)
    notices = [notice["text"] for notice in status["notices"]]
    assert any("osswap-resume.service resumes it" in text for text in notices), notices
    left = machine.run(
        "incumbent",
        "grep -E 'cpu[0-9]+/online|sysrq-trigger' /proc/self/mountinfo; ls /sys/fs/bpf/osswap* 2>/dev/null; find /run/systemd/system -lname /dev/null;"
        " systemctl list-units --plain --no-legend 'osswap-*' | grep -v '^osswap-unpack'; true")
    assert left.strip() == "", ("guards are left", left)


def second_upgrade(machine):
    answer = upgrade(machine, "--target-image " + TARGET, status=3)
    assert "another osswap is at work" in answer, answer


def guarded(machine):
    """What would end or damage the other system is refused on this one."""
    for command in (
            "systemctl reboot", "reboot", "poweroff", "shutdown -r now", "systemctl start ctrl-alt-del.target", "reboot -f",
            "echo b >/proc/sysrq-trigger", "echo 1 >/sys/devices/system/cpu/cpu3/online"):
        answer = machine.run("incumbent", f"({command}) 2>&1; echo status $?")
        # some of them end with 0 although their call failed; that the machine goes on is what the rest of the case sees
        assert "status 0" not in answer or "failed" in answer, (command, answer)


def left_offline(machine):
    """A target whose kernel hides a CPU feature that the applications were started with, and a CPU that somebody took offline
    meanwhile: the rollback names it, and ends when it is back."""
    image = with_command_line(machine, "/tmp/weak", "clearcpuid=avx2")
    process = subprocess.Popen(
        machine.command("incumbent", f"osswap upgrade --yes {image} 2>&1; echo exit status $?"),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    text = ""
    for line in process.stdout:
        text += line
        if "waiting for the successor's agent" in line:
            machine.run("incumbent", "echo 0 > /sys/devices/system/cpu/cpu1/online")
    process.wait(timeout=60)
    assert "avx2" in text, text
    assert text.rstrip().endswith("exit status 4"), text
    assert "was online, is offline" in text, text
    status = machine.status("incumbent")
    assert status["next"] == "osswap rollback", status
    assert any(problem["object"] == "cpu 1" for problem in status["problems"]), status
    return text + machine.run(
        "incumbent", "echo 1 > /sys/devices/system/cpu/cpu1/online && osswap rollback 2>&1")
