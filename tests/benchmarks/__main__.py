"""Every benchmark in one run: `python -m tests.benchmarks` prints the ratios, `--write` keeps them."""

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import crossing, filled, measuring, pages

PARTS = ("launch", "today", "save", "search", "family", "form", "pauses", "kerb", "paper")
Told = pages.Told


def main() -> int:
    """Run what was asked for; status 1 when a limit was passed."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("--only", choices=(*PARTS, *crossing.NAMES), action="append")
    asked.add_argument("--families", type=int, default=filled.FAMILIES)
    asked.add_argument("--rounds", type=float, default=1.0, help="how many times the usual rounds")
    asked.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked.add_argument("--sync", action="store_true", help="measure the way to a centre and back instead")
    asked.add_argument("--whole", action="store_true", help="that with a million and 50,000 records")
    asked.add_argument("--scale", action="store_true", help="draw 200, 2,000 and 20,000 families instead")
    given = asked.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ehdesk-benchmarks-") as folder:
        if given.sync:
            return _sync(Path(folder), given)
        told = (_scale if given.scale else _measure)(Path(folder), given)
    text = pages.table(told)
    sys.stdout.write(text)
    if given.write and not given.scale:
        pages.keep(text)
    return 1 if any(map(_is_missed, told)) else 0


def _is_missed(one: Told) -> bool:
    return isinstance(one, measuring.Result) and not one.kept


def _measure(scratch: Path, given: argparse.Namespace) -> list[Told]:
    from ehdesk import __main__ as ehdesk_main

    ehdesk_main.prepare_for_qt()  # as it does itself, before anything of Qt is imported
    from tests.benchmarks import (
        family_files,
        kerb_note,
        launching,
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


def _sync(scratch: Path, given: argparse.Namespace) -> int:
    """Row by row: each is said, and kept, as soon as it was measured, whatever becomes of those behind it."""
    size = crossing.WHOLE if given.whole else crossing.Size()
    every = crossing.rows(scratch, max(2, int(5 * given.rounds)), size, _say)
    status = 0
    for name, measure in crossing.run(every, given.only or (), _say):
        then = pages.load()
        try:
            told = measure()
        except Exception:  # noqa: BLE001 - a row that fails is said, and the others are measured
            traceback.print_exc()
            _say(f"{name} could not be measured")
            status = 1
            continue
        for one in told:
            sys.stdout.write(_row(one, then) + "\n")
        sys.stdout.flush()
        if given.write:
            pages.keep_rows(told, then)
        status = status or int(any(map(_is_missed, told)))
    return status


def _row(one: Told, then: str) -> str:
    return (
        f"- {one.name}: {one.value} ({then})"
        if isinstance(one, measuring.Fact)
        else f"{pages.line(one)} {then} |"
    )


def _scale(scratch: Path, given: argparse.Namespace) -> list[Told]:
    from tests.benchmarks import scaling

    drawn, told = scaling.run(scratch, max(5, int(50 * given.rounds)), say=_say)
    if given.write:
        pages.PAGE.with_name("benchmarks.svg").write_text(drawn, encoding="utf-8")
    return told


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
