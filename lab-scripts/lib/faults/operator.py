"""What a person does after a failure, and no more: waits, mends what broke, and runs the command that `osswap status` names."""

import subprocess
import time

from machine import LabError

from . import shell
from .cells import COMPLETED, ROLLED_BACK

LIMIT = 600  # seconds until a swap has come to an end, whatever happens
COMMANDS = 5


class Wrong(Exception):
    """The swap did not come to an end as it should."""


class Operator:
    """Brings one swap to its end. `ends` lists what was run, with the exit status of each."""

    def __init__(self, rig, damage, old="incumbent", new="successor"):
        self.rig = rig
        self.damage = damage
        self.old = old
        self.new = new
        self.ends = []
        self.deadline = time.monotonic() + LIMIT

    def settle(self):
        """Returns how it ended; raises Wrong if it didn't."""
        command, words = "upgrade", "upgrade"
        while len(self.ends) < COMMANDS:
            status = self._await(command)
            if status is None:
                if self.ends:
                    self.ends.append((words, None))
                return self._completed()
            self.ends.append((words, status))
            if len(self.ends) == 1:
                self.damage.mend()
            report = self._report()
            if report is None:
                return self._completed()
            self._judge(words, status, report)
            if report["next"] == "":
                return self._rolled_back(report)
            words = report["next"]
            if words not in ("osswap resume", "osswap rollback"):
                raise Wrong(f"after {self.told()} status names {words!r}: {report['situation']}")
            command = f"operator-{len(self.ends)}"
            self.rig.run(self.old, shell.start(command, words))
        raise Wrong("no end after " + self.told())

    def told(self):
        return ", ".join(f"{words}: {status}" for words, status in self.ends)

    def _await(self, command):
        """The exit status of a command on the old side; None when the new one has the machine."""
        watchers = {}
        looked = time.monotonic()
        try:
            while time.monotonic() < self.deadline:
                self._start(watchers, self.old, shell.ended(command))
                self._start(watchers, self.new, shell.TOOK_OVER)
                for side, process in list(watchers.items()):
                    if process.poll() is None:
                        continue
                    text = process.stdout.read()
                    done = process.returncode == 0
                    self.rig.unwatch(watchers.pop(side))
                    if done and side == self.new:
                        return None
                    if done:
                        return int(text.strip(".\n"))
                if time.monotonic() - looked > 20:
                    self._look_at_successor()
                    looked = time.monotonic()
                time.sleep(0.2)
        finally:
            self.rig.unwatch(*watchers.values())
        raise Wrong(f"no end within {LIMIT} s; {command} says: {self.rig.said(command)}")

    def _start(self, watchers, side, command):
        if side not in watchers and side not in self.rig.dead:
            watchers[side] = self.rig.watch(side, command)

    def _look_at_successor(self):
        """The old OS may have ended, and the new one need a hand."""
        if self.rig.answers(self.old) or not self.rig.answers(self.new):
            return
        try:
            words = self.rig.status(self.new)["next"]
        except (LabError, ValueError):
            return
        if words.startswith("systemctl "):
            self.damage.mend()
            self.ends.append((words, 0))
            self.rig.run(self.new, words)

    def _report(self):
        """What `osswap status` says, once nothing is at work; None when the old OS has ended over it."""
        while time.monotonic() < self.deadline:
            try:
                report = self.rig.status(self.old)
                if not report.get("at_work"):
                    return report
            except (LabError, ValueError):
                if self._new_has_it():
                    return None
            time.sleep(0.5)
        raise Wrong(f"an osswap is still at work after {LIMIT} s, or the {self.old} doesn't say")

    def _new_has_it(self):
        return self.rig.answers(self.new) and self.rig.run(
            self.new, "journalctl -u osswap-agent -o cat --no-pager | grep -c 'this OS has the machine'", check=False).strip() not in ("", "0")

    def _judge(self, words, status, report):
        """Exit statuses are documented: 0 and 1 say that all is as before, 3 that nothing was touched, 4 asks for a person."""
        final = report["next"] == ""
        right = ((0, 3) if words == "osswap rollback" else (1, 3)) if final else (4,)
        killed = status == 137 and self.damage.kills_controller
        if not killed and status not in right:
            raise Wrong(f"{words}: exit status {status}, but status says {report['phase']}, next {report['next']!r}")

    def _rolled_back(self, report):
        if report["phase"] not in ("ROLLED_BACK", "PHASE_UNSPECIFIED"):
            raise Wrong(f"the phase is {report['phase']}, and nothing is to be done")
        return ROLLED_BACK

    def _completed(self):
        self.rig.gone(self.old)
        end = time.monotonic() + 60
        while True:
            try:
                report = self.rig.status(self.new)
            except (LabError, subprocess.TimeoutExpired, ValueError):
                report = {"phase": "?", "next": "?"}
            if report["phase"] == "DONE" and report["next"] == "":
                return COMPLETED
            if time.monotonic() > end:
                raise Wrong(f"the successor has the machine, but its phase is {report['phase']}, next {report['next']!r}")
            time.sleep(1)
