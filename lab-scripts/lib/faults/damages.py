"""The damages: what fails, done from outside of osswap, and what a person mends before anything is continued."""

from . import shell
from .cells import CRIU_STARTS, between
from .rig import HOLD_SECONDS

STOP_SECONDS = 60
LINK_HOLD = 6  # seconds after which a successor that can't be reached lets go by itself


class Damage:
    """One kind of failure. `do` returns before the held program goes on; `after` follows; `mend` is a person's part."""

    text = ""  # what the held program finds in its fifo
    kills_controller = False
    cuts = False  # whether the successor can't be reached any more

    def __init__(self, rig, point):
        self.rig = rig
        self.point = point

    def hold_seconds(self):
        return HOLD_SECONDS

    def do(self):
        """While it is held."""

    def after(self):
        """When it goes on."""

    def mend(self):
        """When the upgrade has ended, or nothing goes on any more."""


class KillController(Damage):
    kills_controller = True

    def do(self):
        self.rig.run("incumbent", f"kill -9 {shell.CONTROLLER}")


class StopController(Damage):
    def do(self):
        pid = self.rig.run("incumbent", f"pid={shell.CONTROLLER}; kill -STOP $pid; echo $pid").strip()
        self.rig.background(self._go_on, pid)

    def _go_on(self, pid):
        self.rig.over.wait(STOP_SECONDS)
        self.rig.run("incumbent", f"kill -CONT {pid}", check=False)


class KillAgent(Damage):
    def do(self):
        self.rig.run("successor", f"kill -9 {shell.AGENT}")


class KillCriu(Damage):
    """Each that runs; right before one is started, the first that comes."""

    def do(self):
        if self.point.name.partition("@")[0] not in CRIU_STARTS:
            self._kill()
        else:
            self.rig.background(self._kill)
            self.rig.run(self.point.side, shell.arrived("killer"))

    def _kill(self):
        self.rig.run(
            self.point.side,
            shell.CRIU + f": >{shell.OURS}/killer.here; end=$((SECONDS + 60)); until pids=$(criu); [ -n \"$pids\" ] || [ $SECONDS -ge $end ];"
            " do sleep 0.02; done; kill -9 $pids", timeout=90)


class Panic(Damage):
    """By a procfs of its own: osswap's guard makes the other one's trigger read-only."""

    def do(self):
        self.rig.run(
            "successor",
            "mkdir -p /run/panic; mount -t proc proc /run/panic;"
            " setsid sh -c 'sleep 0.3; echo c >/run/panic/sysrq-trigger' </dev/null >/dev/null 2>&1 &")
        self.rig.await_console("successor", "Kernel panic", 30)
        self.rig.gone("successor")


class Hang(Damage):
    """All its CPUs, with interrupts off."""

    def do(self):
        cpus = self.rig.run("incumbent", "cat /sys/devices/system/cpu/offline").strip()
        self.rig.gone("successor")
        self.rig.hang(cpus)


class LinkCut(Damage):
    """The successor's NIC has no link, from now on until the upgrade has given up."""

    cuts = True

    def hold_seconds(self):
        return LINK_HOLD if self.point.side == "successor" else HOLD_SECONDS

    def do(self):
        self.rig.link(False)

    def mend(self):
        self.rig.link(True)


class LinkCutFor(LinkCut):
    """The same, but healed after a time: below or above the limits of the calls."""

    def __init__(self, rig, point, seconds):
        super().__init__(rig, point)
        self.seconds = seconds

    def after(self):
        self.rig.background(self._heal)

    def _heal(self):
        if not self.rig.over.wait(self.seconds):
            self.rig.link(True)


class DiskFull(Damage):
    """On the incumbent /var/lib/osswap is a file system of its own, so that it is osswap that runs out of room. On the
    successor what receives the applications fills up too, but not once they live there: it's their own disk then."""

    def __init__(self, rig, point, side):
        super().__init__(rig, point)
        self.side = side

    def do(self):
        folders = "/var/lib/osswap /run"
        if self.side == "successor" and between(self.point.name, "check.before", "restore.before"):
            folders += " $(ls -d /run/osswap/apps/*/ 2>/dev/null)"
        self.rig.run(self.side, shell.INSTALL + shell.FULL + f"mkdir -p /var/lib/osswap; full {folders}")

    def mend(self):
        self.rig.run(self.side, shell.ROOM, check=False)


class CorruptChunk(Damage):
    def do(self):
        self.rig.run("incumbent", shell.arm("corrupt-chunk", 1))
        self.rig.run("incumbent", f"echo corrupt >'{shell.OURS}/corrupt-chunk.go'")


class ForeignCertificate(Damage):
    """The successor's credentials are those of another swap of this machine."""

    def do(self):
        self.rig.push_foreign_credentials()

    def mend(self):
        self.rig.push_own_credentials()


class Fail(Damage):
    """The act itself fails."""

    text = "fail"


MAKERS = {
    "kill-controller": KillController,
    "stop-controller": StopController,
    "kill-agent": KillAgent,
    "kill-criu": KillCriu,
    "panic": Panic,
    "hang": Hang,
    "link-cut": LinkCut,
    "link-cut-5s": lambda rig, point: LinkCutFor(rig, point, 5),
    "link-cut-150s": lambda rig, point: LinkCutFor(rig, point, 150),
    "disk-full-incumbent": lambda rig, point: DiskFull(rig, point, "incumbent"),
    "disk-full-successor": lambda rig, point: DiskFull(rig, point, "successor"),
    "corrupt-chunk": CorruptChunk,
    "foreign-certificate": ForeignCertificate,
    "fail": Fail,
}


def make(rig, cell):
    return MAKERS[cell.damage](rig, cell.point)
