"""The table of a soak: a row a swap."""

from figures import MIB

# Heading, width, and what of a row stands below it.
COLUMNS = (
    ("swap", 4, lambda row: row["swap"]),
    ("to", 3, lambda row: row["to"]),
    ("took", 5, lambda row: f"{row['seconds']:.0f} s"),
    ("redis", 8, lambda row: gap(row, "redis")),
    ("nginx", 8, lambda row: gap(row, "nginx")),
    ("used", 5, lambda row: mib(row, "used")),
    ("free", 5, lambda row: mib(row, "available")),
    ("osswap", 6, lambda row: mib(row, "osswap_files")),
    ("agent", 5, lambda row: mib(row, "agent_resident")),
    ("files", 5, lambda row: row["figures"]["open_files"]),
    ("RAM", 6, lambda row: mib(row, "system_ram")),
    ("ranges", 6, lambda row: row["figures"]["iomem_ranges"]),
    ("procs", 5, lambda row: row["figures"]["processes"]),
    ("stray", 5, lambda row: len(row["strays"])),
    ("mounts", 6, lambda row: row["figures"]["mounts"]),
    ("nft", 3, lambda row: row["figures"]["nft_tables"]),
    ("units", 5, lambda row: row["figures"]["units"]),
    ("held", 4, lambda row: "NO" if row["wrong"] else "yes"),
)


def gap(row, app):
    return f"{row['apps'][app]['blackout_ms']} ms" if app in row["apps"] else "-"


def mib(row, name):
    return f"{row['figures'][name] / MIB:.0f}"


def print_row(row=None):
    """Prints a row; without one, the headings."""
    cells = (cell(row) if row else title for title, _, cell in COLUMNS)
    print("  ".join(str(cell).rjust(width) for (_, width, _), cell in zip(COLUMNS, cells)), flush=True)
