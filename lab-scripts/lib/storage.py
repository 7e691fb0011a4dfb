"""The paths to the data disk, cut and healed on one machine, while PostgreSQL on it is under client load."""

import re
import time

from swap import booted

APP = "postgresql"
SOON = 90
STALL = 10
MAP = "/dev/mapper/data"


def run_all(machine, up=()):
    with booted(machine, "12", ["13"], "--storage", "--dist", "none", *up):
        healthy(machine)
        machine.client(APP, "start", "--rate", "20", "--connections", "2")
        for case in (one_path_fails, all_paths_fail, all_paths_hang, the_disk_is_gone):
            case(machine)
            healthy(machine)
            goes_on(machine)
            print(f"       {' '.join(case.__doc__.split())}", flush=True)
        machine.client(APP, "stop")
        report = machine.report(APP, "incumbent")
        assert report["connection_kept"] and report["requests"] > 100, report
        assert report["lost"] == report["duplicated"] == report["errors"] == 0, report


def one_path_fails(machine):
    """One path ends everything with errors: the map is degraded, and the service goes on."""
    machine.lab("break", "storage-errors", "path-1")
    await_paths(machine, "AF")
    goes_on(machine)
    machine.lab("heal", "storage-errors", "path-1")


def all_paths_fail(machine):
    """All paths end everything with errors: the map queues, and nobody sees an error."""
    machine.lab("break", "storage-errors")
    await_paths(machine, "FF")
    stands_still(machine)
    machine.lab("heal", "storage-errors")


def all_paths_hang(machine):
    """No path answers: requests stay in flight, while the disk's third path answers as ever."""
    machine.lab("break", "storage")
    await_paths(machine, "FF")
    before = in_flight(machine)
    stands_still(machine)
    after = in_flight(machine)
    assert sum(before) and all(now >= then for then, now in zip(before, after)), ("requests came to an end", before, after)
    machine.run("incumbent", "dd if=$(ls /dev/disk/by-path/pci-0000:42:*-scsi-0:0:0:1) of=/dev/null iflag=direct bs=4096 count=16", timeout=20)
    machine.lab("heal", "storage")


def the_disk_is_gone(machine):
    """The target says of the disk that it isn't there any more: sense 5/25/00."""
    machine.run("incumbent", "dmesg --clear")
    machine.lab("break", "pdl")
    await_paths(machine, "FF")
    said = machine.run("incumbent", "dmesg")
    assert "Sense Key : Illegal Request" in said and "Add. Sense: Logical unit not supported" in said, said[-3000:]
    stands_still(machine)
    machine.lab("heal", "pdl")


def healthy(machine):
    await_paths(machine, "AA")
    options = machine.run("incumbent", f"findmnt -no OPTIONS {MAP}")
    assert options.startswith("rw"), options


def await_paths(machine, wanted):
    """Until the map's paths are in these states: A active, F failed."""
    await_that(lambda: paths(machine.run("incumbent", "dmsetup status data")), lambda states: states == wanted, f"paths {wanted}")


def paths(status):
    """Of dmsetup's status line, where each path is "MAJOR:MINOR STATE ...": the states, sorted."""
    return "".join(sorted(re.findall(r"\d+:\d+ ([AF]) ", status)))


def goes_on(machine):
    before = answered(machine)
    await_that(lambda: answered(machine), lambda now: now > before + 50, f"more than {before + 50} answers")


def stands_still(machine):
    """No request is answered for a while, and none fails."""
    before = answered(machine)
    time.sleep(STALL)
    report = machine.report(APP, "incumbent")
    assert report["answered"] - before <= report["connections"] and report["errors"] == 0, (before, report)


def in_flight(machine):
    """Reads and writes that the map has given to a path, and that have not come back."""
    return [int(count) for count in machine.run("incumbent", f"cat /sys/block/$(basename $(readlink -f {MAP}))/inflight").split()]


def answered(machine):
    return machine.report(APP, "incumbent")["answered"]


def await_that(read, wanted, what):
    end = time.monotonic() + SOON
    while not wanted(seen := read()):
        assert time.monotonic() < end, f"{what}: not within {SOON} s; last: {seen}"
        time.sleep(0.5)  # nothing tells of it
