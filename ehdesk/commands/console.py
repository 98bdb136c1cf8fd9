"""How a command speaks: results on standard output, everything else on standard error."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ehdesk import clock, errors, log

_GAP = "  "


def say(text: str = "") -> None:
    """One line of a result."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """One line beside the result: what was done, what to know. Never a secret."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def counted(number: int, one: str, many: str) -> str:
    """ "1 visit", "2 visits"."""
    return f"{number} {one if number == 1 else many}"


def when(moment: datetime | str) -> str:
    """ "26 Nov 2026 14:02" in this computer's time; text is ISO."""
    told = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{clock.local(told):%d %b %Y %H:%M}"


def as_json(value: Any) -> None:
    """A result as JSON: indented, UTF-8, keys in the order that docs/commands.md gives."""
    say(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows under headings, each column as wide as its widest cell."""
    lines = [tuple(headings), *(tuple(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say(_GAP.join(cells).rstrip())


def unforeseen(error: Exception) -> None:
    """What nobody foresaw, by kind and place: its text may hold what was typed."""
    tell("Something went wrong that we did not expect")
    tell("What was saved is still saved. No change was left half done.")
    tell(f"Run it once more. If it happens again, tell your support this line: {log.where(error)}")


def refuse(problem: errors.Refusal) -> None:
    """A refusal in the three sentences that every refusal has, and its faults where it lists them."""
    title, safe, todo = problem.words()
    tell(f"{title} ({problem.number})" if problem.number else title)
    for fault in getattr(problem, "faults", ()):
        tell(f"  {fault.path}: {getattr(fault, 'words', '') or getattr(fault, 'message', '')}")
    tell(safe)
    tell(todo)
