"""Every form, blank and filled, in every size and language: looked at page by page.

.venv/bin/python -m tests.proofs.all_paper               all of it, some minutes
.venv/bin/python -m tests.proofs.all_paper --only ar     one language (bilingual pages: en-ar), or one form
.venv/bin/python -m tests.proofs.all_paper --write       and puts the figures into docs/proofs.md

One process. What is looked at stands in tests/paper/looked_at.py; the ordinary tests look at some papers.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.paper import cases, looked_at

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proofs.md"
BEGIN, END = "<!-- all paper: begin -->", "<!-- all paper: end -->"
COLUMNS = ("papers", "pages", "lines", "standard", "letters", "boxes", "order", "breaks", "words", "turned")
Figures = dict[str, int]


def figures(found: looked_at.Found) -> Figures:
    """One paper in numbers: how much of it there is, and how many faults of each kind."""
    counted: Figures = {"papers": 1}
    for column in COLUMNS[1:]:
        value = getattr(found, column)
        counted[column] = value if isinstance(value, int) else len(value)
    return counted


def table(told: Sequence[tuple[cases.Case, Figures]]) -> Iterator[str]:
    """The figures by language, and of all."""
    yield "| " + " | ".join(("language", *COLUMNS)) + " |"
    yield "|---|" + "---|" * len(COLUMNS)
    for language in dict.fromkeys(called(case) for case, _ in told):
        mine = [each for case, each in told if called(case) == language]
        yield _row(language, mine)
    yield _row("all", [each for _, each in told])


def called(case: cases.Case) -> str:
    """The language of a paper, or both of them."""
    return f"{case.language}-{case.beside}" if case.beside else case.language


def _row(name: str, mine: Sequence[Figures]) -> str:
    return f"| {name} | " + " | ".join(f"{sum(each[column] for each in mine)}" for column in COLUMNS) + " |"


def main() -> int:
    """Exit status 0 where there is no fault, 1 where there is one, 2 where there is no pdftotext."""
    asked = argparse.ArgumentParser(prog="python -m tests.proofs.all_paper")
    asked.add_argument("--only", default="", help="a language, or a form")
    asked.add_argument("--write", action="store_true", help="put the figures into docs/proofs.md")
    given = asked.parse_args()
    if looked_at.POPPLER is None:
        sys.stderr.write("pdftotext is not here. It is in the package poppler-utils.\n")
        return 2
    told, faults = [], 0
    for case in cases.every():
        if given.only in ("", case.form, called(case)):
            found = looked_at.look(case)
            told.append((case, figures(found)))
            faults += len(found.faults())
            for fault in found.faults():
                sys.stdout.write(f"{case}: {fault}\n")
    said = "\n".join(table(told))
    sys.stdout.write(said + "\n")
    if given.write:
        _keep(f"On {datetime.now(UTC):%d %B %Y}:\n\n{said}\n")
    return 1 if faults else 0


def _keep(words: str) -> None:
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{words}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
