"""Whether anything reaches a reader who must not know: many invented families, every reader, every form.

.venv/bin/python -m tests.proofs.wrong_reader            50,000 families
.venv/bin/python -m tests.proofs.wrong_reader 2000 7     2,000, from the seventh on
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ehdesk import words
from ehdesk.paper import form as paper
from ehdesk.rules import folding, protected_words, readers, withholding
from tests.paper import readback
from tests.proofs import split_families as families

ALL = 50_000
EVERY = 20
"""Every so many families the page is set too, and read back whole: text, names, structure."""
_ABOUT = paper.About("HB-2026-0412", "Carol Ndlovu", at=datetime(2026, 7, 3, 9, 40, tzinfo=UTC))


@dataclass(frozen=True)
class Leak:
    """Something that a reader got and must not have, or a page that tells that there was something."""

    seed: int
    form: str
    reader: str
    what: str


def leaks(seed: int, *, sets_pages: bool) -> Iterator[Leak]:
    """What goes wrong with one family, for every reader of it."""
    case = families.case(seed)
    for reader in families.READERS:
        name = reader.person or reader.kind
        for what in _of_reader(case, reader, sets_pages=sets_pages):
            yield Leak(seed, case.form.id, name, what)


def _of_reader(case: families.Case, reader: readers.Reader, *, sets_pages: bool) -> Iterator[str]:
    closed = [one.word for one in case.canaries if not {reader.person, reader.kind} & one.allowed]
    wish = _ticked(case, reader)
    if wish is None:
        return
    got = withholding.filtered(case.form, case.answers, reader, case.facts, wish)
    said = _folded(json.dumps(got.answers, ensure_ascii=False))
    yield from (word for word in closed if _folded(word) in said)
    open_ones = families.cleaned(case.answers, closed)
    plain = withholding.filtered(case.form, open_ones, reader, case.plain_facts)
    if got.answers != plain.answers:
        yield "other answers than those of a family with nothing to hide"
    if sets_pages:
        page, same = (
            _page(case, case.answers, reader, case.facts, wish),
            _page(case, open_ones, reader, case.plain_facts),
        )
        yield from _on_paper(page, closed)
        if page != same:
            yield "another page than that of a family with nothing to hide"


def _ticked(case: families.Case, reader: readers.Reader) -> withholding.Wish | None:
    """What a person leaves out who looks at what was found; None where this reader gets nothing at all."""
    if reader.kind == "agency" and case.form.audience != "file":
        return None
    theirs = withholding.filtered(case.form, case.answers, reader, case.facts)
    if theirs.held is not None:
        return None
    found = protected_words.found(theirs.form, theirs.answers, reader, case.facts)
    return withholding.Wish(without=frozenset(one.key for one in found))


def _page(
    case: families.Case,
    answers: dict[str, Any],
    reader: readers.Reader,
    facts: readers.Facts,
    wish: withholding.Wish = withholding.AS_THE_RULES_SAY,
) -> bytes:
    return paper.filled(
        case.form,
        answers,
        about=_ABOUT,
        reader=reader,
        facts=facts,
        wish=wish,
        copy=paper.Copy(2, reader.name or "The family", _ABOUT.at.date()) if _ABOUT.at else None,
        words=words.of("en"),
    )


def _on_paper(pdf: bytes, closed: list[str]) -> Iterator[str]:
    """What stands in a page that must not: in its text, its names, its structure."""
    whole = _folded(readback.everything(pdf).decode("utf-8", "replace"))
    told = _folded(" ".join(readback.words(pdf).split()))
    yield from (f"on paper: {word}" for word in closed if _folded(word) in whole or _folded(word) in told)
    for sign in ("withheld", "left out", "kept apart", "not answered"):
        if sign in told:
            yield f"on paper it says “{sign}”"


def _folded(said: str) -> str:
    return folding.fold(said)


def run(count: int, first: int = 0) -> list[Leak]:
    """Every leak of so many families."""
    return [
        leak for seed in range(first, first + count) for leak in leaks(seed, sets_pages=seed % EVERY == 0)
    ]


def main() -> int:
    """Look at as many families as were asked for, and say what leaked."""
    asked = [int(each) for each in sys.argv[1:3]]
    count, first = (asked[0] if asked else ALL), (asked[1] if len(asked) > 1 else 0)
    found = run(count, first)
    for leak in found[:20]:
        print(leak)
    print(f"{count} families, {len(families.READERS)} readers each: {len(found)} leaks")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
