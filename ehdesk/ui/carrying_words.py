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
