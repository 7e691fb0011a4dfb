"""A table of cells, as one page of Markdown: an act's two points a line, a damage a column."""

import statistics

from . import cells

# How a cell ended; in the page's own legend below.
MARKS = {("passed", "rolled-back"): "r", ("passed", "completed"): "c"}
FAILED, MISSING, NONE = "**X**", "?", ""
LEGEND = ("`r` rolled back, `c` completed, both as they should; **X** something did not hold (below); `?` not run yet; empty:"
          " no cell of the matrix. Left of the stroke: right before the act; right of it: right after.")


def page(table, matrix):
    """The lines of it. MATRIX: the cells that there should be."""
    rows = {row["cell"]: row for row in table["cells"]}
    wanted = {cells.name_of(cell): cell for cell in matrix}
    run = [row for row in rows.values() if row["cell"] in wanted]
    return [
        f"{len(run)} of {len(wanted)} cells run, {sum(passed(row) for row in run)} passed; {dates(run)}.", "", LEGEND, "",
        *grid(rows, matrix), "", *waits(run), "", *failed(run)]


def passed(row):
    return row["verdict"] == "passed"


def dates(run):
    days = sorted({row["date"] for row in run})
    return " to ".join(dict.fromkeys([days[0], days[-1]])) if days else "never"


def grid(rows, matrix):
    """A line for each act that has a cell, in the order of a swap; the way back comes last."""
    there = {(cells.act_of(cell.point.name), cells.is_after(cell.point.name), cell.damage): cells.name_of(cell) for cell in matrix}
    damages = [damage for damage in cells.DAMAGES if any(key[2] == damage for key in there)]
    yield "| act | " + " | ".join(f"`{damage}`" for damage in damages) + " |"
    yield "| --- |" + " --- |" * len(damages)
    for act in cells.ORDER + cells.WAY_BACK:
        if any(key[0] == act for key in there):
            marks = ["/".join(mark(rows, there.get((act, after, damage))) for after in (False, True)).rstrip("/")
                     for damage in damages]
            yield f"| `{act}` | " + " | ".join(marks) + " |"


def mark(rows, text):
    if text is None:
        return NONE
    row = rows.get(text)
    return MISSING if row is None else MARKS.get((row["verdict"], row["outcome"]), FAILED)


def waits(run):
    """How long clients waited, by what came of it."""
    yield "| outcome | cells | requests answered | lost, executed twice, errors | client waited: median, longest (s) |"
    yield "| --- | --- | --- | --- | --- |"
    for outcome in (cells.ROLLED_BACK, cells.COMPLETED):
        apps = [app for row in run if row["outcome"] == outcome for app in row["apps"].values()]
        if apps:
            waited = [app["blackout_ms"] / 1000 for app in apps]
            sums = [sum(app[key] for app in apps) for key in ("answered", "lost", "duplicated", "errors")]
            yield (f"| {outcome} | {sum(row['outcome'] == outcome for row in run)} | {sums[0]} | {sums[1]}, {sums[2]}, {sums[3]} |"
                   f" {statistics.median(waited):.1f}, {max(waited):.1f} |")


def failed(run):
    for row in run:
        if not passed(row):
            yield f"- `{row['cell']}`: {'; '.join(row['wrong'])}"
