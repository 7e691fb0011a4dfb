"""The lab machine of the matrix: its snapshots, its two sides, and what can be done to it from outside."""

import json
import os
import signal
import subprocess
import threading
import time

from machine import LabError, Machine

from . import shell
from .cells import STAGES

HERE = os.path.dirname(os.path.abspath(__file__))
RUN = "/run/osswap-lab"
APPS = ("redis", "nginx")
MEMORY = 6 << 30
HOLD_SECONDS = 10 * 24 * 3600  # a snapshot is restored long after, and the clock in it set to now
UPGRADE = f"osswap upgrade --yes --target-image {shell.TARGET} --attest-timeout 150 --no-auto-resume"
CREDENTIALS = "/etc/osswap/credentials"


class Rig:
    def __init__(self, name, link_kind, say):
        self.machine = Machine(name)
        self.link_kind = link_kind
        self.say = say
        self.folder = os.path.join(os.environ.get("OSSWAP_LAB", os.path.join(HERE, "..", "..", "..", ".lab")),
                                   "machines", name)
        self.stages = []  # those that have a snapshot, in order
        self.at = None  # the stage that the machine is in, untouched
        self.before = None  # facts and inventory of the incumbent, before any swap
        self.dead = set()  # sides that answer no more
        self.over = threading.Event()  # of the cell at work: ends its background work
        self.threads = []
        self.trouble = []

    # The machine

    def boot(self):
        self.machine.lab("images", "--from", "12", "12", "13", timeout=1800)
        self.machine.lab("down", check=False)
        self.machine.lab("up", "12", "--targets", "12 13", "--memory", f"{MEMORY >> 30}G", "--link", self.link_kind, "--faults",
                         timeout=900)
        # Of its own, so that it can be filled without harm to anything else.
        self.run("incumbent", "mkdir -p /var/lib/osswap; mount -t tmpfs -o size=256M,mode=700 state /var/lib/osswap")
        self.run("incumbent", shell.INSTALL)
        self.before = {"facts": self.machine.facts("incumbent"), "inventory": self.inventory(),
                       "processes": {app: len(self.processes("incumbent", app)) for app in APPS}}
        self._keep("first")

        self.notes()

    def notes(self, read=False):
        """What --reuse needs to know of a machine that is parked."""
        path = os.path.join(self.folder, "rig.json")
        if read:
            with open(path, encoding="utf-8") as file:
                self.before, self.stages = json.load(file)
        else:
            with open(path, "w", encoding="utf-8") as file:
                json.dump([self.before, self.stages], file)

    def emulator_failed(self):
        """QEMU's emulated CPUs now and then die of the traps with which a kernel patches its own code."""
        for side in ("incumbent", "successor"):
            with open(os.path.join(self.folder, side + ".log"), errors="replace") as log:
                if "int3: 0000" in log.read():
                    return True
        return False

    def down(self):
        self.machine.lab("down", check=False)

    def points(self):
        return self.run("incumbent", "osswap fault-points")

    def to_stage(self, stage):
        """The machine as it was when the upgrade was held at that stage."""
        if stage not in self.stages:
            names = list(STAGES)
            before = names[names.index(stage) - 1]
            self.to_stage(before)
            self._advance(before, stage)
        if self.at != stage:
            self.machine.lab("restore", stage, timeout=300)
        self.at = stage
        self.dead = set() if stage not in ("first", "make-credentials.before") else {"successor"}
        self.over = threading.Event()
        self.threads = []
        self.trouble = []

    def _advance(self, before, stage):
        self.leave_stage(stage)
        self.let_go(before)
        self.await_arrival(stage, "incumbent", 300)
        self._keep(stage)

    def _keep(self, stage):
        started = time.monotonic()
        self.machine.lab("snapshot", stage, timeout=300)
        self.stages.append(stage)
        self.at = stage
        self.notes()
        self.say(f"snapshot at {stage} ({time.monotonic() - started:.0f} s)")

    def leave_stage(self, *holds):
        """Arms holds on the incumbent; the machine is as it was no more."""
        self.at = None
        for point in holds:
            self.arm("incumbent", point)

    def let_go(self, stage, text=""):
        """The upgrade begins, or goes on."""
        if stage == "first":
            self.run("incumbent", shell.start("upgrade", UPGRADE))
        else:
            self.run("incumbent", shell.release(stage, text))

    # Holds

    def arm(self, side, point, seconds=HOLD_SECONDS):
        if side == "successor":
            self.run(side, shell.INSTALL)
        self.run(side, shell.arm(point, seconds))

    def await_arrival(self, point, side, limit):
        """Fails if the upgrade ends without getting there."""
        arrival = self.watch(side, shell.arrived(point))
        end = self.watch("incumbent", shell.ended("upgrade"))
        deadline = time.monotonic() + limit
        try:
            while arrival.poll() != 0:
                if arrival.returncode is not None:
                    raise LabError(f"the {side} ended before {point}")
                if end.poll() == 0:
                    raise LabError(f"the upgrade ended before {point}:\n{self.said('upgrade')}")
                if time.monotonic() > deadline:
                    raise LabError(f"{point} was not reached within {limit} s:\n{self.said('upgrade')}")
                time.sleep(0.1)
        finally:
            self.unwatch(arrival, end)

    def said(self, name):
        return self.run("incumbent", f"tail -n 12 {shell.OURS}/{name}.out", check=False)

    def all_said(self):
        """The last words of each command that was run, of both sides as far as they answer."""
        words = f"cd {shell.OURS} && tail -n 12 *.out"
        return "".join(self.run(side, command, check=False) for side, command in (
            ("incumbent", words), ("successor", "journalctl -u osswap-agent -o cat --no-pager | tail -n 12"))
            if self.answers(side)).strip()

    # Both sides

    def run(self, side, command, timeout=60, check=True):
        """Like Machine.run, but ends what it started when the side has stopped answering."""
        process = self.watch(side, command, subprocess.PIPE)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as late:
            raise LabError(f"{side}: no end within {timeout} s: {command}") from late
        finally:
            self.unwatch(process)
        if check and process.returncode != 0:
            raise LabError(f"{side}: exit {process.returncode}: {command}\n{out}{err}")
        return out

    def watch(self, side, command, out=subprocess.PIPE):
        return subprocess.Popen(
            self.machine.command(side, command), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE,
            text=True, start_new_session=True)

    @staticmethod
    def unwatch(*processes):
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            for stream in (process.stdout, process.stderr):
                stream.close()

    def status(self, side):
        return json.loads(self.run(side, "osswap status --json"))

    def inventory(self):
        return self.run("incumbent", shell.INVENTORY)

    def processes(self, side, app):
        """[(state, pid)] of an application."""
        name = {"redis": "redis-server", "nginx": "nginx"}[app]
        return [tuple(line.split()) for line in self.run(side, shell.PROCESSES.format(name=name)).splitlines()]

    def gone(self, side):
        """It won't answer any more: nobody waits for it, and nothing uses the old connection to it."""
        self.dead.add(side)
        self.machine.lab("hangup", *(["--successor"] if side == "successor" else []), check=False)

    def answers(self, side):
        """Whether a connection to it can be opened now."""
        return side not in self.dead and self.netns(
            "bash", "-c", f"timeout 2 bash -c '</dev/tcp/{self.address(side)}/22'").returncode == 0

    @staticmethod
    def address(side):
        return "10.77.0.11" if side == "successor" else "10.77.0.10"

    # From outside

    def background(self, work, *arguments):
        """Beside the cell, which waits for it at its end."""
        def guarded():
            try:
                work(*arguments)
            except (LabError, OSError) as error:
                self.trouble.append(str(error))
        thread = threading.Thread(target=guarded, daemon=True)
        thread.start()
        self.threads.append(thread)

    def end_background(self):
        self.over.set()
        for thread in self.threads:
            thread.join(90)

    def netns(self, *command):
        return subprocess.run(
            ["nsenter", f"--net=/run/netns/osswap-{self.machine.name}", *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, check=False)

    def who_has(self, addresses):
        done = self.netns("python3", os.path.join(HERE, "whohas.py"), "br0", "10.77.0.1", *addresses)
        if done.returncode != 0:
            raise LabError("who has: " + done.stderr)
        return json.loads(done.stdout)

    def link(self, up):
        """Of the successor's NIC."""
        self.machine.lab("monitor", f"set_link net-b {'on' if up else 'off'}")

    def hang(self, cpus):
        folder = os.path.join(RUN, self.machine.name)
        done = subprocess.run(
            ["python3", os.path.join(HERE, "hang.py"), f"{folder}/qmp", f"{folder}/gdb", *numbers(cpus)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise LabError("hang: " + done.stderr)

    def await_console(self, side, words, limit):
        path = os.path.join(self.folder, side + ".log")
        end = time.monotonic() + limit
        while time.monotonic() < end:
            with open(path, errors="replace") as log:
                if words in log.read():
                    return
            time.sleep(0.2)
        raise LabError(f"the {side}'s console didn't say {words!r} within {limit} s")

    # Credentials of another swap: those of one that was begun from an earlier snapshot

    def ready_foreign_credentials(self):
        if os.path.exists(self._tar()):
            return
        self.to_stage("make-credentials.before")
        self.leave_stage("build-payload.before")
        self.let_go("make-credentials.before")
        self.await_arrival("build-payload.before", "incumbent", 120)
        with open(self._tar(), "wb") as file:
            done = subprocess.run(
                self.machine.command("incumbent", "tar -C /var/lib/osswap/swap/credentials -c"
                                     " successor.p12 incumbent.crt store.pass"),
                stdin=subprocess.DEVNULL, stdout=file, timeout=60, check=False)
        if done.returncode != 0:
            os.remove(self._tar())
            raise LabError("the credentials of another swap could not be read")

    def _tar(self):
        return os.path.join(self.folder, "foreign.tar")

    def push_foreign_credentials(self):
        self.machine.lab("push", "--successor", self._tar(), "/run/foreign.tar")
        self.run(
            "successor",
            f"rm -rf /run/own && cp -a {CREDENTIALS} /run/own && tar -C {CREDENTIALS} -xf /run/foreign.tar"
            f" && ! cmp -s {CREDENTIALS}/incumbent.crt /run/own/incumbent.crt && systemctl restart osswap-agent")

    def push_own_credentials(self):
        self.run("successor", f"cp -a /run/own/. {CREDENTIALS}/ && systemctl restart osswap-agent", check=False)


def numbers(text):
    """"2-3,5" as ["2", "3", "5"]."""
    found = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += [str(n) for n in range(int(first), int(last or first) + 1)]
    return found
