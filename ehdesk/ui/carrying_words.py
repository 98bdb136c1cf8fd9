"""How it is said where the work stands: on this laptop, received, or needing somebody. It names nobody."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from ehdesk import errors
from ehdesk.ui import carrying, widgets

_MANY = 100
"""From so many records on, what comes in is counted."""


class Said(NamedTuple):
    """Words with their sign and colour. `short` is for a narrow window."""

    text: str
    sign: str
    tone: widgets.Tone
    short: str


def line(state: carrying.State, when: Callable[[datetime], str]) -> Said:
    """One line for the foot of the window. `when` says a moment ("14:02", "Mon 16:52")."""
    if state.is_going:
        return _going(state)
    counts = state.counts
    if state.mood == "stopped":
        return Said(f"Needs you: {_why(state) or 'sending has stopped'}", "needs-you", "warm", "Needs you")
    need = counts.aside + counts.seconds
    if need:
        text = _and(f"{need} {'needs' if need == 1 else 'need'} you", _received(state, when))
        return Said(text, "needs-you", "warm", f"{need} {'needs' if need == 1 else 'need'} you")
    if state.mood == "away":
        return Said("No network: fine – everything is on this laptop", "laptop", "quiet", "No network: fine")
    if state.mood in ("elsewhere", "busy", "trouble"):
        return Said(_and(_not_yet(state), _here(state)), "waiting", "quiet", "Not sent yet")
    text = _and(_news(state), _here(state), _received(state, when))
    is_quiet = bool(counts.waits) or counts.told_at is None
    return Said(
        text or "Not sent yet",
        "waiting" if is_quiet else "received",
        "quiet" if is_quiet else "received",
        _here(state) or (f"Received {when(counts.told_at)}" if counts.told_at else "Not sent yet"),
    )


def heading(state: carrying.State) -> Said:
    """The same as one sentence, for the head of the page."""
    counts = state.counts
    if state.is_going:
        return _going(state)
    if state.mood == "stopped" and isinstance(state.error, errors.Refusal):
        title = state.error.words()[0]
        return Said(title, "needs-you", "warm", title)
    waits = f"{_count(counts.waits, 'change waits', 'changes wait')} on this laptop"
    if state.mood == "away":
        text = f"No network: fine. {waits}." if counts.waits else "No network: fine. Nothing waits."
        return Said(text, "laptop", "quiet", text)
    if counts.waits:
        return Said(waits, "waiting", "quiet", waits)
    if counts.aside:
        return Said("All is sent, but not all of it was taken", "needs-you", "warm", "Needs you")
    if counts.told_at is None:
        return Said("Nothing has been sent yet", "waiting", "quiet", "Not yet")
    return Said("All that you wrote is received", "received", "received", "Received")


def _going(state: carrying.State) -> Said:
    far = state.far
    text, short = "Sending and receiving…", "Receiving…" if far.records else "Sending…"
    if state.is_ending:
        text = short = "Stopping…"
    elif far.of_files:
        short = _files(far.files, far.of_files)
        text = f"Sending and receiving: {short}"
    elif far.of_records >= _MANY:
        text = f"Receiving: about {_round(far.records):,} of {_round(far.of_records):,} records"
        short = f"{100 * far.records // max(far.of_records, 1)} % received"
    elif far.records >= _MANY:
        text = f"Receiving: {far.records:,} records so far"
    return Said(text, "waiting", "quiet", short)


def _files(number: int, of: int) -> str:
    return "1 file" if of == 1 else f"{number:,} of {of:,} files"


def _round(number: int) -> int:
    """To the nearest hundred: nobody counts along."""
    return round(number, -2)


def _here(state: carrying.State) -> str:
    return f"{state.counts.waits:,} on this laptop" if state.counts.waits else ""


def _received(state: carrying.State, when: Callable[[datetime], str]) -> str:
    told = state.counts.told_at
    if told is None:
        return ""
    return f"the rest received {when(told)}" if state.counts.waits else f"Received {when(told)}"


def _news(state: carrying.State) -> str:
    return f"{state.counts.news} new from colleagues" if state.counts.news else ""


def _not_yet(state: carrying.State) -> str:
    known = {
        "elsewhere": "this network wants you to sign in first",
        "busy": "the centre is busy and is tried again by itself",
    }
    return f"Not sent yet: {known.get(state.mood) or _why(state) or 'it is tried again by itself'}"


def _why(state: carrying.State) -> str:
    """What went wrong, as the rest of a sentence; "" where nobody foresaw it."""
    title = state.error.words()[0] if isinstance(state.error, errors.Refusal) else ""
    return title[:1].lower() + title[1:]


def _and(*parts: str) -> str:
    told = " · ".join(part for part in parts if part)
    return told[:1].upper() + told[1:]


def _count(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {more}"


# What the centre set aside

ASIDE: dict[str, tuple[str, str]] = {
    "unreadable": (
        "The centre could not read it",
        "Copy the words and write them again. If it happens again, call your support.",
    ),
    "not_allowed": (
        "Where you stand with this family did not allow it when it came in",
        "Ask whoever leads the work with this family. They can write it, or let you into the team.",
    ),
    "record_missing": (
        "The centre does not know the record that it belongs to",
        "Copy the words and write them into a note of the family.",
    ),
    "record_locked": (
        "It had been finished by then",
        "Write them as an amendment, with a reason. Or copy them into a note.",
    ),
    "row_gone": (
        "The row that it was written in is not there",
        "Open the record and add the row again, if it is still right.",
    ),
    "newer": (
        "The centre is older than this ehdesk and does not know this yet",
        "It is kept. When the centre has been renewed, write these words again.",
    ),
    "too_large": (
        "It is larger than can be sent at once",
        "Copy the words and write them in parts.",
    ),
    "destroyed": (
        "The authority has removed this record",
        "Nothing is to be done. If that surprises you, ask your manager.",
    ),
    "sealed": (
        "It came again after the centre was put back from a copy, and the centre could not open it",
        "Tell whoever keeps the centre. If you still have the words on paper or know them, write them again.",
    ),
    "waits_for_another": (
        "It belongs to something else on this list",
        "See to that first, then write these words again.",
    ),
}
"""Reason → why, and what to do. The reasons are those of `protocol.ASIDE`."""


_OFF_THE_FILE = (
    "It had been taken off the file by then",
    "If the words are still wanted, copy them and write them where they belong.",
)


def why(reason: str, *, is_here: bool = True) -> tuple[str, str]:
    """Why something was set aside, and what to do; for a reason of a newer centre too. What is not here any
    more cannot be amended."""
    if reason == "record_locked" and not is_here:
        return _OFF_THE_FILE
    fallback = "The centre did not take it", "Copy the words and ask your support."
    return ASIDE.get(reason, fallback)
