"""Cells of which each is of a kind of its own: the matrix without those that could only say the same again.

Two neighbouring points with nothing between them differ in what osswap knows, not in what the world is. So what is done to
osswap itself (it is killed, its act fails) is done at every point, and what is done to the world once per act; and where the
answer depends on no more than which call is under way, or which files are yet to be written, once per such call or file.
"""

from . import cells

# Each of these calls, and what the successor does in one.
CALLS = """
    attest check send-files prepare-copy send-state send-images fence-copy send-rest send-last restore commit-copy
    take-over-call abort-copy receive-files start-holder hold-address restore-copy run-copy announce remove-images kill-copy
    keep-journal
""".split()

# One of each kind of call: the first, a stream, a long one, the commit, the last, the way back.
KINDS_OF_CALLS = "attest send-images restore commit-copy take-over-call abort-copy".split()

# Where the successor is: not up yet, up, with half a copy, with a stopped copy, with one that may run, to be given up.
STATES = ["launch-kick.after"] + [
    act + ".before" for act in "check freeze send-last restore-copy decide run-copy abort-copy".split()]

# Before each act with which osswap writes a file, on either side.
WRITES = """
    begin quiesce-cpus make-credentials build-payload launch-load open-workspace pre-dump freeze dump decide record-gone
    take-over-call call-off undo end-rollback
""".split()
WRITES_THERE = """
    check receive-files start-holder send-images restore-copy run-copy remove-images kill-copy keep-journal take-cpus
    carry-machine finish
""".split()


def _before(acts):
    return lambda name: not cells.is_after(name) and cells.act_of(name) in acts


KINDS = {
    "kill-controller": lambda name: True,
    "stop-controller": _before("check pre-dump send-last restore decide commit-copy take-over-call reclaim".split()),
    "kill-agent": lambda name: not cells.is_after(name),
    "kill-criu": lambda name: True,
    "panic": lambda name: not cells.is_after(name),
    "hang": lambda name: name in STATES,
    "link-cut": _before(CALLS),
    "link-cut-5s": _before(KINDS_OF_CALLS),
    "link-cut-150s": _before(KINDS_OF_CALLS),
    "disk-full-incumbent": _before(WRITES),
    "disk-full-successor": _before(WRITES_THERE),
    "corrupt-chunk": lambda name: True,
    "foreign-certificate": _before(KINDS_OF_CALLS[1:] + ["check", "open-workspace"]),
    "fail": lambda name: True,
}


def matrix(points):
    return [cell for cell in cells.all_cells(points) if KINDS[cell.damage](cell.point.name)]
