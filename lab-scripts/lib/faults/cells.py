"""Which cells there are, and which outcome is right for each.

A cell is POINT:DAMAGE. A point is a place in the product's code, right before or after an act on the outside world; `osswap
fault-points` lists them in the order of a swap. A damage is something that fails outside of it (damages.py).
"""

import collections
import random

Point = collections.namedtuple("Point", "name side app")
Cell = collections.namedtuple("Cell", "point damage")

# Where the machine is taken from: each names the point at which the upgrade is held in the snapshot, and the acts that come
# between it and the next. `first`: before the upgrade is started.
STAGES = {
    "first": "begin raise-guards quiesce-nic quiesce-pci quiesce-memory quiesce-cpus",
    "make-credentials.before": "make-credentials build-payload launch-load launch-kick guard-cpus attest",
    "check.before": "check arm-retirement",
    "open-workspace.before":
        "open-workspace send-files receive-files prepare-copy start-holder send-state guard pre-dump send-images"
        " fence-copy hold-address",
    # The last at which a client can still be served.
    "freeze.before":
        "freeze dump send-rest send-last restore restore-copy decide end-source leave-address commit-copy run-copy"
        " announce remove-images record-gone close-workspace",
    "take-over-call.before":
        "take-over-call keep-journal await-proof settle-disks retire-kexec take-cpus hold-drivers take-pci take-memory"
        " release-drivers carry-machine finish",
}

# Acts of the way back. They are reached after a first failure: restoring redis, whose copy is there already.
WAY_BACK = "call-off abort-copy kill-copy end-freeze lift-guard disarm free-cpus reclaim undo end-rollback".split()
FIRST_FAILURE = "restore.after@redis"

# The way back up to here has a successor.
WITH_SUCCESSOR = WAY_BACK[:WAY_BACK.index("reclaim")]
WITH_LINK = WAY_BACK[:WAY_BACK.index("end-freeze")]

# raise-link, step-clock: the agent is past them before anybody can make a FIFO for it. end-freeze: only when freeze.sh was
# killed as well, which none of the damages does. withdraw, revoke: only after a decision that no copy could follow.
# The others: acts of a successor that is kept armed, which an upgrade has not; drills are made for those.
UNREACHED = {"raise-link", "step-clock", "end-freeze", "withdraw", "revoke"} | {
    "arm-crash", "start-heart", "arm-call", "stand-down-call", "keep-arming", "decide-crash", "keep-log",
    "checkpoint", "send-checkpoint", "complete-checkpoint", "revive",
}

# The last point at which no copy can have run: until then the incumbent can take a commit back.
LAST_AT_HOME = "run-copy.before"

# Right before a CRIU is started.
CRIU_STARTS = ("pre-dump.before", "freeze.before", "restore-copy.before")

ACTS = {stage: acts.split() for stage, acts in STAGES.items()}
ORDER = [act for acts in ACTS.values() for act in acts]

def parse_points(text):
    """The output of `osswap fault-points`; an act that this file doesn't know is an error here, not a gap there."""
    points = []
    for line in text.splitlines():
        name, side, *app = line.split()
        act = act_of(name)
        if act not in ORDER and act not in WAY_BACK and act not in UNREACHED:
            raise ValueError(f"{name} is a new point: say in {__file__} where in a swap it lies")
        points.append(Point(name, side, app == ["app"]))
    return points


def act_of(name):
    return name.partition("@")[0].rpartition(".")[0]


def name_of(cell):
    """POINT:DAMAGE"""
    return f"{cell.point.name}:{cell.damage}"


def is_after(name):
    return name.partition("@")[0].endswith(".after")


def stage_of(name):
    """The name of the snapshot that a cell starts from."""
    act = act_of(name)
    if act in WAY_BACK:
        act = act_of(FIRST_FAILURE)
    return next(stage for stage, acts in ACTS.items() if act in acts)


def between(name, first, last):
    """Whether a point lies from point `first` to point `last`, both included."""
    def place(point):
        return ORDER.index(act_of(point)) * 2 + is_after(point)
    return act_of(name) in ORDER and place(first) <= place(name) <= place(last)


def decided(name):
    """What the record says when the first program arrives: True, False, or None: it depends on the other application.

    Applications wait for one another before they decide; so at decide.before nothing is decided, if all are held there.
    """
    if act_of(name) in WAY_BACK:
        return False
    if "@" in name and between(name, "decide.before", "decide.before"):
        return None
    if not between(name, "begin.before", "decide.before"):
        return True
    return False


# On which points a damage makes sense. The successor is an OS, with a way in, once it has answered.
def _controller_lives(point):
    # While its proof is awaited it ends, some time: it may be gone, or not.
    return not between(point.name, "await-proof.before", "finish.after") or point.name.startswith(("settle-disks", "retire-kexec"))


def _successor_lives(point):
    return (between(point.name, "attest.after", "finish.after") or act_of(point.name) in WITH_SUCCESSOR
            or point.name == "reclaim.before")


def _link_matters(point):
    return (between(point.name, "launch-kick.after", "keep-journal.after") or act_of(point.name) in WITH_LINK)


def _home_is_old(point):
    """A crash of the OS that an application belongs to loses it, with or without a swap: no cells."""
    return between(point.name, "begin.before", LAST_AT_HOME) or act_of(point.name) in WAY_BACK


def _criu_runs(point):
    # It waits inside the dump until it is decided; at the others the kill waits for it to start.
    return (between(point.name, "dump.after", "record-gone.before") and point.side == "incumbent"
            or point.name in CRIU_STARTS)


def _chunks_follow(point):
    return point.name in ("send-files.before", "send-state.before", "send-images.before", "send-rest.before", "send-last.before")


def _credentials_wait(point):
    return between(point.name, "attest.after", "take-over-call.before") or act_of(point.name) in WITH_LINK


DAMAGES = {
    "kill-controller": _controller_lives,
    "stop-controller": _controller_lives,
    "kill-agent": _successor_lives,
    "kill-criu": _criu_runs,
    "panic": lambda p: _successor_lives(p) and _home_is_old(p),
    "hang": lambda p: (_successor_lives(p) or p.name == "launch-kick.after") and _home_is_old(p),
    "link-cut": _link_matters,
    "link-cut-5s": _link_matters,
    "link-cut-150s": _link_matters,
    "disk-full-incumbent": _controller_lives,
    "disk-full-successor": _successor_lives,
    "corrupt-chunk": _chunks_follow,
    "foreign-certificate": _credentials_wait,
    "fail": lambda p: not is_after(p.name),
}


def all_cells(points):
    return [
        Cell(point, damage)
        for point in points if act_of(point.name) not in UNREACHED
        for damage, fits in DAMAGES.items() if fits(point)
    ]


def find(points, text):
    """The cell of POINT:DAMAGE; POINT may name one application, as in dump.before@redis."""
    name, _, damage = text.rpartition(":")
    base = name.partition("@")[0]
    point = next((p for p in points if p.name == base), None)
    if point is None or ("@" in name and not point.app):
        raise ValueError(f"no such point: {name}")
    if damage not in DAMAGES:
        raise ValueError(f"no such damage: {damage}; there are {', '.join(DAMAGES)}")
    return Cell(point._replace(name=name), damage)


def random_cells(points, seed, count):
    """The same for the same seed and the same list of points."""
    cells = all_cells(points)
    return in_order(random.Random(seed).sample(cells, min(count, len(cells))))


def in_order(cells):
    """By the snapshot that they start from."""
    stages = list(STAGES)
    return sorted(cells, key=lambda cell: stages.index(stage_of(cell.point.name)))


# Spread over the phases of a swap, both sides, and all damages.
SAMPLE = """
    send-files.before:corrupt-chunk
    send-state.after:foreign-certificate
    dump.after:kill-criu
    send-last.before:panic
    restore.before:link-cut-5s
    restore-copy.after:hang
    decide.after:kill-controller
    run-copy.before:kill-agent
    take-over-call.before:disk-full-successor
""".split()


def sample(points):
    return in_order([find(points, text) for text in SAMPLE])


# The contract.
ROLLED_BACK, COMPLETED = "rolled-back", "completed"

# Nothing that was begun goes on without these, and nobody but a person mends them; an act that fails isn't tried again.
_FATAL = {"kill-controller", "panic", "hang", "link-cut", "foreign-certificate", "fail"}


def right_outcomes(cell, link="nic"):
    """The outcomes that are right for a cell, by what the handoff goes over. Wherever both are, the record must have been heeded."""
    if link == "memory" and cell.damage == "link-cut":
        return right_outcomes(cell._replace(damage="link-cut-5s"))  # the applications' network is cut alone
    done = decided(cell.point.name)
    if done and _home_is_old(cell.point):
        return {"panic": {ROLLED_BACK}, "hang": {ROLLED_BACK}, "kill-controller": {COMPLETED}}.get(
            cell.damage, {ROLLED_BACK, COMPLETED})
    if done:
        return {COMPLETED}
    if cell.point.name == "decide.before" and cell.damage == "fail":
        return {ROLLED_BACK, COMPLETED}  # it fails in one application; another may decide for all of them first
    if done is False and (cell.damage in _FATAL or act_of(cell.point.name) in WAY_BACK):
        return {ROLLED_BACK}
    return {ROLLED_BACK, COMPLETED}
