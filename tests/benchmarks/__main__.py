"""Every benchmark in one run: `python -m tests.benchmarks` prints the ratios, `--write` keeps them."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import filled, launching, measuring

PAGE = launching.HOUSE / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SYNC_BEGIN, SYNC_END = "<!-- sync: begin -->", "<!-- sync: end -->"
PARTS = ("launch", "today", "save", "search", "family", "form", "pauses", "kerb", "paper")
Told = measuring.Result | measuring.Fact


def main() -> int:
    """Run what was asked for; status 1 when a limit was passed."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("--only", choices=PARTS, action="append")
    asked.add_argument("--families", type=int, default=filled.FAMILIES)
    asked.add_argument("--rounds", type=float, default=1.0, help="how many times the usual rounds")
    asked.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked.add_argument("--sync", action="store_true", help="measure the way to a centre and back instead")
    asked.add_argument("--whole", action="store_true", help="that with a million and 50,000 records")
    asked.add_argument("--scale", action="store_true", help="draw 200, 2,000 and 20,000 families instead")
    given = asked.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ehdesk-benchmarks-") as folder:
        run = _scale if given.scale else _sync if given.sync else _measure
        told = run(Path(folder), given)
    text = table(told)
    sys.stdout.write(text)
    if given.write and not given.scale:
        _keep(text, *((SYNC_BEGIN, SYNC_END) if given.sync else (BEGIN, END)))
    missed = [one for one in told if isinstance(one, measuring.Result) and not one.kept]
    return 1 if missed else 0


def _measure(scratch: Path, given: argparse.Namespace) -> list[Told]:
    from ehdesk import __main__ as ehdesk_main

    ehdesk_main.prepare_for_qt()  # as it does itself, before anything of Qt is imported
    from tests.benchmarks import (
        family_files,
        kerb_note,
        opening_forms,
        papers,
        pauses,
        saving,
        searching,
        unlocking,
    )

    _say(f"Filling a vault with {given.families:,} families …")
    vault = filled.make(scratch / "vault", given.families)
    rate = f"{vault.seconds:.0f} s for {given.families:,} families with {vault.records:,} records"
    told: list[Told] = [measuring.Fact("Filling the vault", rate)]

    def rounds(usual: int) -> int:
        return max(2, int(usual * given.rounds))

    parts: dict[str, Callable[[], list[Told]]] = {
        "launch": lambda: launching.run(vault, rounds(30)),
        "today": lambda: unlocking.run(vault, rounds(12), scratch),
        "save": lambda: saving.run(vault, rounds(300), scratch),
        "search": lambda: searching.run(vault, rounds(30)),
        "family": lambda: family_files.run(vault, rounds(200)),
        "form": lambda: opening_forms.run(rounds(15), scratch),
        "pauses": lambda: pauses.run(rounds(5), scratch),
        "kerb": lambda: kerb_note.run(vault, rounds(7)),
        "paper": lambda: papers.run(rounds(7)),
    }
    for name in given.only or parts:
        _say(f"Measuring {name} …")
        told += parts[name]()
    return told


def _sync(scratch: Path, given: argparse.Namespace) -> list[Told]:
    from tests.benchmarks import crossing

    return crossing.run(scratch, max(2, int(5 * given.rounds)), whole=given.whole, say=_say)


def _scale(scratch: Path, given: argparse.Namespace) -> list[Told]:
    from tests.benchmarks import scaling

    drawn, told = scaling.run(scratch, max(5, int(50 * given.rounds)), say=_say)
    if given.write:
        PAGE.with_name("benchmarks.svg").write_text(drawn, encoding="utf-8")
    return told


def table(told: list[Told]) -> str:
    """What was measured, as the page shows it."""
    machine = f"{platform.system()} on {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        f"Measured on {datetime.now(UTC):%d %B %Y}: {machine}, no screen, files on disk.",
        "",
        "| What | Ours | Theirs | Ratio (quartiles) | Limit |",
        "|---|---|---|---|---|",
    ]
    for one in told:
        if isinstance(one, measuring.Result):
            low, high = one.ratios
            limit = "" if one.limit is None else f"{one.limit:g}" + ("" if one.kept else " **missed**")
            worst = f", worst {one.worst:.2f}" if one.paired else ""
            ratio = f"**{one.ratio:.2f}** ({low:.2f} to {high:.2f}{worst})"
            lines.append(f"| {one.name} | {one.ours.told()} | {one.theirs.told()} | {ratio} | {limit} |")
    lines += ["", *(f"- {one.name}: {one.value}" for one in told if isinstance(one, measuring.Fact)), ""]
    return "\n".join(lines)


def _keep(text: str, begin: str, end: str) -> None:
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{text}{end}{after}", encoding="utf-8")


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
