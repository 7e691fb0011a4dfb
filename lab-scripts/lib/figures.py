"""Figures of a running OS by which a swap could leave something behind, and when one of them has grown."""

import dataclasses
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
MIB = 1 << 20
PAGE = 4096


# What a figure depends on besides what swaps leave, as the number of swaps after which it comes round: the three
# releases, the two parts of the machine on which successors begin in turn, or both.
RELEASE = 3
PART = 2
BOTH = 6


@dataclasses.dataclass(frozen=True)
class Figure:
    """`slack`: how far two swaps that are alike may differ. `falling`: less of it is what is bad."""

    name: str
    slack: int = 0
    unit: int = 1
    falling: bool = False
    period: int = RELEASE

    def grew(self, earlier, later):
        return (earlier - later if self.falling else later - earlier) > self.slack * self.unit

    def show(self, value):
        return f"{value >> 10} KiB" if self.unit == MIB else str(value)


# Slack only where two looks at one idle OS differ as well: by what the page allocator, a JVM's heap, systemd's timers,
# and the devices that a unit is made for, happen to be.
FIGURES = (
    Figure("used", 24, MIB),
    Figure("available", 24, MIB, falling=True, period=BOTH),
    Figure("slab", 8, MIB),
    Figure("osswap_files", 1, MIB),
    Figure("agents"),
    Figure("agent_resident", 24, MIB),
    Figure("apps_anonymous", 8, MIB),
    Figure("payload", 1, MIB),
    Figure("open_files", 64),
    Figure("agent_descriptors", 4),
    Figure("apps_descriptors"),
    Figure("system_ram", 0, MIB, falling=True, period=PART),
    Figure("reserved", 0, MIB, period=PART),
    Figure("ram_ranges", period=PART),
    Figure("iomem_ranges", 6, period=PART),
    Figure("processes", 2),
    Figure("zombies"),
    Figure("mounts"),
    Figure("apps_mounts"),
    Figure("namespaces"),
    Figure("cgroups", 2),
    Figure("nft_tables"),
    Figure("addresses"),
    Figure("units", 6),
    Figure("osswap_units"),
    Figure("command_line", 16),
    Figure("taint"),
)


def probe(machine, side):
    """Asks an OS for everything; returns (figures, what there must never be, in words)."""
    with open(os.path.join(HERE, "figures.sh"), encoding="utf-8") as script:
        return read(sections(machine.run(side, script.read())))


def sections(text):
    """The probe's answer: {heading: lines}."""
    found, lines = {}, []
    for line in text.splitlines():
        if line.startswith("== "):
            lines = found.setdefault(line[3:], [])
        else:
            lines.append(line)
    return found


def read(found):
    memory = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in found["meminfo"]}
    data = total(found["application data"])
    kept = kept_free(found["zones"])
    processes = [Process(*line.split(None, 5)) for line in found["processes"]]
    own = [process for process in processes if "2" not in (process.pid, process.ppid)]  # no thread of the kernel's
    own = [process for process in own if process.pid != found["probe"][0]]
    apps = [process for process in own if process.name in ("redis-server", "nginx")]
    agents = [process for process in own if process.is_agent()]
    descriptors = dict(line.split() for line in found["descriptors"])
    ram = [size for name, size in top_ranges(found["iomem"]) if name.startswith("System RAM")]
    figures = {
        "used": memory["MemTotal"] - memory["MemFree"] - memory["Buffers"] - memory["Cached"] - memory["SReclaimable"]
                + memory["Shmem"] - data - kept,
        "available": memory["MemAvailable"] + data + kept,
        "slab": memory["Slab"],
        "osswap_files": total(found["osswap files"]) - (data if found["osswap applications"] else 0),
        "application_data": data,
        "agents": len(agents),
        "agent_resident": sum(int(process.resident) * 1024 for process in agents),
        "apps_anonymous": total(found["application memory"]),
        "apps_mapped": sum(int(line.split()[1]) * 1024 for line in found["application memory"]),
        "open_files": int(found["open files"][0].split()[0]),
        "agent_descriptors": sum(int(descriptors.get(process.pid, 0)) for process in agents),
        "apps_descriptors": sum(int(descriptors.get(process.pid, 0)) for process in apps),
        "system_ram": sum(ram),
        "reserved": sum(size for name, size in top_ranges(found["iomem"]) if name.lower() == "reserved"),
        "iomem_ranges": len(found["iomem"]),
        "ram_ranges": len(ram),
        "processes": len(own),
        "zombies": sum("Z" in process.state for process in own),
        "mounts": len(found["mounts"]),
        "apps_mounts": total(found["application mounts"], unit=1),
        "namespaces": len(found["namespaces"]),
        "cgroups": int(found["cgroups"][0]),
        "nft_tables": len(found["nft tables"]),
        "addresses": len(found["addresses"]),
        "units": len(found["units"]),
        "osswap_units": sum("osswap" in line for line in found["units"]),
        "command_line": len(found["command line"][0]),
        "taint": int(found["taint"][0]),
    }
    return figures, strays(own, agents) + remains(found)


@dataclasses.dataclass(frozen=True)
class Process:
    pid: str
    ppid: str
    state: str
    resident: str
    name: str
    arguments: str = ""

    def is_agent(self):
        return "org.osswap" in self.arguments and self.arguments.rstrip().endswith(" agent")

    def is_osswaps(self):
        return re.search(r"osswap|criu|freeze\.sh", self.name + " " + self.arguments) is not None

    def is_holder(self):
        """The first process of an application's pid namespace."""
        return self.name == "osswap-app"


def strays(own, agents):
    found = []
    for process in own:
        what = f"{process.pid} {process.arguments[:80]}"
        if process.state[0] in "Tt":
            found.append("stopped process " + what)
        elif process.is_osswaps() and process not in agents and not process.is_holder():
            found.append("stray process " + what)
    return found


def remains(found):
    return (["failed unit " + line for line in found["failed units"]]
            + ["table of the packet filter: " + line for line in found["nft tables"] if "osswap" in line])


def total(lines, unit=1024):
    return sum(int(line.split()[0]) * unit for line in lines)


def kept_free(zones):
    """Bytes of the free pages that the page allocator keeps for each CPU, which it doesn't count as free: tens of MiB after
    much was freed (/proc/zoneinfo: "count:" of each CPU's page set)."""
    return sum(int(line.split()[1]) * PAGE for line in zones if line.split()[:1] == ["count:"])


def top_ranges(lines):
    """(name, bytes) of the ranges of /proc/iomem that are in no other."""
    for line in lines:
        if not line.startswith(" "):
            where, name = line.split(" : ", 1)
            first, last = (int(end, 16) for end in where.split("-"))
            yield name, last - first + 1


def growth(swaps):
    """What grew, in words: each figure of each swap against those of all earlier swaps that are alike."""
    found = []
    for figure in FIGURES:
        for later in range(figure.period, len(swaps)):
            for earlier in range(later % figure.period, later, figure.period):
                before, after = (swaps[i].get(figure.name) for i in (earlier, later))
                if before is None or after is None:
                    found.append(f"{figure.name}: not known after swap {earlier + 1} or {later + 1}")
                elif figure.grew(before, after):
                    found.append(f"{figure.name}: {figure.show(before)} after swap {earlier + 1}, "
                                 f"{figure.show(after)} after swap {later + 1}")
    return found
