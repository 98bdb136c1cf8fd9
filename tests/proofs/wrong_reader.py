"""Whether anything reaches a reader who must not know: many invented families, every reader, every form.

.venv/bin/python -m tests.proofs.wrong_reader            50,000 families, on all cores
.venv/bin/python -m tests.proofs.wrong_reader 2000 7     2,000, from the seventh on

It tells how far it is. Stopped, it tells how to go on from there.
"""

import argparse
import json
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ehdesk import words
from ehdesk.forms import definition
from ehdesk.paper import form as paper
from ehdesk.rules import folding, protected_words, readers, withholding
from tests.paper import readback
from tests.proofs import split_families as families
from tests.proofs import told

ALL = 50_000
EVERY = 50
"""Of every so many families the PDF is made too, and read back whole: text, names, structure."""
AT_ONCE = 250
"""So many families are looked at in one piece."""
_ABOUT = paper.About("HB-2026-0412", "Carol Ndlovu", at=datetime(2026, 7, 3, 9, 40, tzinfo=UTC))


@dataclass(frozen=True)
class Leak:
    """Something that a reader got and must not have, or a page that tells that there was something."""

    seed: int
    form: str
    reader: str
    what: str


@dataclass(frozen=True)
class _Side:
    """One family's form on the way to one reader: as it is, or with nothing to hide."""

    form: definition.Form
    answers: dict[str, Any]
    reader: readers.Reader
    facts: readers.Facts
    wish: withholding.Wish = withholding.AS_THE_RULES_SAY

    def theirs(self) -> withholding.Filtered:
        """What of it the reader gets."""
        return withholding.filtered(self.form, self.answers, self.reader, self.facts, self.wish)

    def pdf(self) -> bytes:
        """The page as a file."""
        return self._set(None)

    def told(self, on: told.Paper) -> told.Told:
        """The page as it would be drawn."""
        self._set(on)
        return on.told()

    def _set(self, into: Any) -> bytes:
        name, at = self.reader.name or "The family", _ABOUT.at
        return paper.filled(
            self.form,
            self.answers,
            about=_ABOUT,
            reader=self.reader,
            facts=self.facts,
            wish=self.wish,
            copy=paper.Copy(2, name, at.date()) if at else None,
            words=words.of("en"),
            into=into,
        )


def leaks(seed: int, *, makes_pdfs: bool, on: told.Paper | None = None) -> Iterator[Leak]:
    """What goes wrong with one family, for every reader of it. `on` is kept from family to family."""
    case, on = families.case(seed), on or told.Paper()
    with _listening() as log:
        for reader in families.READERS:
            name = reader.person or reader.kind
            for what in _of_reader(case, reader, on, makes_pdfs=makes_pdfs):
                yield Leak(seed, case.form.id, name, what)
    for what in _among([one.word for one in case.canaries], "\n".join(log.lines), "in the log"):
        yield Leak(seed, case.form.id, "anybody", what)


def closed_to(case: families.Case, reader: readers.Reader) -> list[str]:
    """The words that this reader must not get."""
    return [one.word for one in case.canaries if not {reader.person, reader.kind} & one.allowed]


def sides(case: families.Case, reader: readers.Reader) -> tuple[_Side, _Side] | None:
    """The form as it is and as it would be with nothing to hide; None where this reader gets none of it."""
    wish = _ticked(case, reader)
    if wish is None:
        return None
    plain = families.cleaned(case.answers, closed_to(case, reader))
    return (
        _Side(case.form, case.answers, reader, case.facts, wish),
        _Side(case.form, plain, reader, case.plain_facts),
    )


def _of_reader(
    case: families.Case, reader: readers.Reader, on: told.Paper, *, makes_pdfs: bool
) -> Iterator[str]:
    both, closed = sides(case, reader), closed_to(case, reader)
    if both is None:
        return
    theirs, plain = both[0].theirs(), both[1].theirs()
    yield from _among(closed, json.dumps(theirs.answers, ensure_ascii=False), "in the answers")
    if theirs.answers != plain.answers:
        yield "other answers than those of a family with nothing to hide"
    shown = both[0].told(on)
    yield from in_words(shown.words, closed)
    if (theirs.form, theirs.answers) != (plain.form, plain.answers) and shown != both[1].told(on):
        yield "another page than that of a family with nothing to hide"
    if makes_pdfs:
        pdf = both[0].pdf()
        yield from in_pdf(pdf, closed)
        if pdf != both[1].pdf():
            yield "another PDF than that of a family with nothing to hide"


def _ticked(case: families.Case, reader: readers.Reader) -> withholding.Wish | None:
    """What a person leaves out who looks at what was found; None where this reader gets nothing at all."""
    if reader.kind == "agency" and case.form.audience != "file":
        return None
    theirs = withholding.filtered(case.form, case.answers, reader, case.facts)
    if theirs.held is not None:
        return None
    found = protected_words.found(theirs.form, theirs.answers, reader, case.facts)
    return withholding.Wish(without=frozenset(one.key for one in found))


def in_words(said: str, closed: list[str]) -> Iterator[str]:
    """What can be read on a page and must not be."""
    yield from _among(closed, said, "on paper")
    folded = folding.fold(said)
    for sign in ("withheld", "left out", "kept apart", "not answered"):
        if sign in folded:
            yield f"on paper it says “{sign}”"


def in_pdf(pdf: bytes, closed: list[str]) -> Iterator[str]:
    """The same for a file: its words as a screen reader has them, its glyphs, and whatever else is in it."""
    yield from in_words(" ".join(readback.words(pdf).split()), closed)
    yield from _among(closed, readback.glyphs_said(pdf), "in the glyphs")
    yield from _among(closed, readback.everything(pdf).decode("utf-8", "replace"), "in the file")


def _among(closed: list[str], said: str, where: str) -> Iterator[str]:
    folded = folding.fold(said)
    yield from (f"{where}: {word}" for word in closed if folding.fold(word) in folded)


class _listening(logging.Handler):  # noqa: N801 - read as a word: `with _listening() as log`
    """Everything that is logged meanwhile, at every level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __enter__(self) -> "_listening":
        root = logging.getLogger()
        self._before = root.level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.getLogger().removeHandler(self)
        logging.getLogger().setLevel(self._before)


# Many


def run(count: int, first: int = 0, *, every: int = EVERY) -> list[Leak]:
    """Every leak of so many families; of one in `every` the PDF is made too."""
    on = told.Paper()
    seeds = range(first, first + count)
    return [leak for seed in seeds for leak in leaks(seed, makes_pdfs=seed % every == 0, on=on)]


def main() -> int:
    """Look at as many families as were asked for, and say what leaked."""
    asked = argparse.ArgumentParser(prog="python -m tests.proofs.wrong_reader")
    asked.add_argument("count", type=int, nargs="?", default=ALL)
    asked.add_argument("first", type=int, nargs="?", default=0)
    asked.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    begun, done, found = time.monotonic(), 0, list[Leak]()
    try:
        for done, leaked in _in_pieces(given.count, given.first, given.cores):
            found += leaked
            seconds = time.monotonic() - begun
            left = seconds / done * (given.count - done) / 60
            sys.stderr.write(
                f"\r{done:,} of {given.count:,} families, {len(found)} leaks, {left:.0f} min left "
            )
    except KeyboardInterrupt:
        go_on = f"{given.count - done} {given.first + done}"
        sys.stderr.write(f"\nStopped. Go on with: python -m tests.proofs.wrong_reader {go_on}\n")
        _show(found)
        return 130
    _show(found)
    minutes = (time.monotonic() - begun) / 60
    told_of = f"{given.count:,} families, {len(families.READERS)} readers each"
    print(f"\n{told_of}: {len(found)} leaks, {minutes:.0f} min")
    return 1 if found else 0


def _show(found: list[Leak]) -> None:
    for leak in found[:20]:
        print(leak)


def _in_pieces(count: int, first: int, cores: int) -> Iterator[tuple[int, list[Leak]]]:
    """How many are looked at, and what leaked in the last piece; in the order of the families."""
    starts = range(first, first + count, AT_ONCE)
    pieces = [(min(AT_ONCE, first + count - start), start) for start in starts]
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        done = 0
        for (size, _start), leaked in zip(pieces, pool.imap(_piece, pieces), strict=True):
            done += size
            yield done, leaked


def _piece(which: tuple[int, int]) -> list[Leak]:
    return run(*which)


if __name__ == "__main__":
    sys.exit(main())
