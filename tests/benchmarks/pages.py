"""The tables of docs/benchmarks.md: written anew, or only the rows that were measured again."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import launching, measuring

PAGE = launching.HOUSE / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SYNC_BEGIN, SYNC_END = "<!-- sync: begin -->", "<!-- sync: end -->"
Told = measuring.Result | measuring.Fact

_HEAD = "| What | Ours | Theirs | Ratio (quartiles) | Limit | When, and the load then |"


def machine() -> str:
    """Where it was measured."""
    return f"{platform.system()} on {os.cpu_count()} cores, Python {platform.python_version()}"


def load() -> str:
    """When a row was begun, and how busy the machine was then."""
    return f"{datetime.now(UTC):%d %b %H:%M}, load {os.getloadavg()[0]:.1f}"


def line(one: measuring.Result) -> str:
    """One comparison as a row, without its end."""
    low, high = one.ratios
    limit = "" if one.limit is None else f"{one.limit:g}" + ("" if one.kept else " **missed**")
    worst = f", worst {one.worst:.2f}" if one.paired else ""
    ratio = f"**{one.ratio:.2f}** ({low:.2f} to {high:.2f}{worst})"
    return f"| {one.name} | {one.ours.told()} | {one.theirs.told()} | {ratio} | {limit} |"


def table(told: Iterable[Told]) -> str:
    """What was measured in one run."""
    lines = [
        f"Measured on {datetime.now(UTC):%d %B %Y}: {machine()}, no screen, files on disk.",
        "",
        "| What | Ours | Theirs | Ratio (quartiles) | Limit |",
        "|---|---|---|---|---|",
    ]
    every = list(told)
    lines += [line(one) for one in every if isinstance(one, measuring.Result)]
    lines += ["", *(f"- {one.name}: {one.value}" for one in every if isinstance(one, measuring.Fact)), ""]
    return "\n".join(lines)


def keep(text: str, begin: str = BEGIN, end: str = END, page: Path = PAGE) -> None:
    """Put a table into the page."""
    said = page.read_text("utf-8")
    before, _, rest = said.partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n{text}{end}{after}", encoding="utf-8")


def keep_rows(told: Iterable[Told], then: str, page: Path = PAGE) -> None:
    """Put the rows of one measurement in the place of what stood there under their names, or behind the rest.
    Every row says by itself when it was measured, and how busy the machine was."""
    said = page.read_text("utf-8").partition(SYNC_BEGIN)[2].partition(SYNC_END)[0]
    rows, facts = _kept(said)
    for one in told:
        if isinstance(one, measuring.Result):
            rows[one.name] = f"{line(one)} {then} |"
        else:
            facts[one.name] = f"- {one.name}: {one.value} ({then})"
    lines = [f"{machine()}, no screen, files on disk.", "", _HEAD, "|---|---|---|---|---|---|"]
    keep("\n".join([*lines, *rows.values(), "", *facts.values(), ""]), SYNC_BEGIN, SYNC_END, page)


def _kept(said: str) -> tuple[dict[str, str], dict[str, str]]:
    """What stands there already, by name. A row of an older table, which does not say when, is let go."""
    rows, facts = {}, {}
    for each in said.splitlines():
        cells = [cell.strip() for cell in each.strip("|").split("|")]
        if each.startswith("| ") and len(cells) == 6 and each != _HEAD:
            rows[cells[0]] = each
        elif each.startswith("- ") and each.endswith(")") and ", load " in each:
            facts[each[2:].partition(": ")[0]] = each
    return rows, facts
