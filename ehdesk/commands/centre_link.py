"""Belonging to a centre: enrol once, send and hear, and say how things stand."""

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import msgspec

from ehdesk import errors
from ehdesk.commands import console, opening
from ehdesk.models import enrolled, idle, out_of_sight, sent
from ehdesk.sync import engine, handing_in, http, reasons, way
from ehdesk.vault import public

_MANY = 500
"""Changes that go in one exchange: who has more hears how far it is."""


def enrol(chosen: opening.Chosen, url: str, code: str) -> None:
    """Connect this vault to a centre, with a code that works once.

    Raises: errors.AlreadyEnrolled, PracticeStaysHere, AddressNotSafe, CodeRefused, CentreAway, NotTheCentre.
    """
    with opening.opened(chosen) as desk:
        if public.is_practice(desk.folder):
            raise errors.PracticeStaysHere
        with http.Centre(url) as centre:
            link = engine.enrol(desk.store, centre, url, code)
        standing = desk.store.ask(enrolled.standing)
    console.say(f"This laptop is connected to {link.authority or url}.")
    if standing.waits:
        console.tell(f"{console.counted(standing.waits, 'change', 'changes')} will be sent: ehdesk sync")
    else:
        console.tell("To hear what colleagues wrote: ehdesk sync")


def sync(chosen: opening.Chosen, *, as_json: bool) -> None:
    """Send what waits and hear what is new. Raises: errors.NotEnrolled, CentreRefusal."""
    with opening.opened(chosen) as desk:
        link = desk.store.ask(enrolled.link)
        if link is None:
            raise errors.NotEnrolled
        waits = desk.store.ask(enrolled.standing).waits
        with http.at(link) as centre, _may_be_stopped() as goes_on:
            told = engine.sync(desk.store, centre, go_on=goes_on, progress=partial(_tell_how_far, waits))
            was_stopped = not goes_on()
            way.index(desk.store, goes_on)
            standing, link = desk.store.ask(enrolled.standing), desk.store.ask(enrolled.link) or link
            if not standing.waits:
                handing_in.settle(desk.folder, link, centre)
    changed = _changed(told)
    if as_json:
        said = {"sent": told.taken, "set_aside": len(told.aside), "changed": changed, "waits": standing.waits}
        console.as_json({**said, "files_sent": told.files.sent, "files_came": told.files.came})
        return
    console.say(f"{console.counted(told.taken, 'change', 'changes')} sent.")
    console.say(f"{console.counted(changed, 'record has', 'records have')} changed since you last asked.")
    if told.files.sent or told.files.came:
        sent = console.counted(told.files.sent, "file", "files")
        console.say(f"{sent} sent, {told.files.came} received.")
    if told.aside:
        count = console.counted(len(told.aside), "change was", "changes were")
        console.say(f"{count} not taken. They are kept on this laptop: ehdesk status")
    if was_stopped:
        left = console.counted(standing.waits, "change is", "changes are")
        console.say(f"Stopped before all was done. {left} on this laptop only. To go on: ehdesk sync")


def _changed(told: engine.Told) -> int:
    return sum(len(records) for records in told.records.values())


def _tell_how_far(waits: int, told: engine.Told) -> None:
    """A line after each exchange of many; a short one says at its end what it came to."""
    sent, changed = told.taken + len(told.aside), _changed(told)
    if waits > _MANY and 0 < sent < waits:
        console.tell(f"Sent {sent:,} of about {waits:,}")
    if told.left:
        console.tell(f"{changed:,} records received; about {told.left:,} changes are still to come")


@contextmanager
def _may_be_stopped() -> Iterator[Callable[[], bool]]:
    """Ctrl+C ends it between two exchanges: what is on its way comes in. Said twice, it ends at once."""
    stopped: list[int] = []

    def on_stop(number: int, frame: FrameType | None) -> None:
        if stopped:
            signal.default_int_handler(number, frame)
        stopped.append(number)
        console.tell("Stopping: what is on its way still comes in. Press Ctrl+C again to stop at once.")

    before = signal.signal(signal.SIGINT, on_stop)
    try:
        yield lambda: not stopped
    finally:
        signal.signal(signal.SIGINT, before)


def status(chosen: opening.Chosen, *, as_json: bool) -> None:
    """How things stand with the centre: what waits, what was set aside and why, what two people wrote."""
    with opening.opened(chosen) as desk:
        link, standing = desk.store.ask(enrolled.link), desk.store.ask(enrolled.standing)
        last = desk.store.ask(idle.heard_at, link) if link else ""
        aside = desk.store.ask(sent.overview).aside if standing.aside else ()
        refused = standing.aside - len(desk.store.ask(out_of_sight.since))
    if as_json:
        told = None if link is None else {"url": link.url, "device": link.device, "last": last or None}
        listed = [_aside(one) for one in aside]
        console.as_json({"centre": told, **msgspec.to_builtins(standing), "set_aside": listed})
        return
    if link is None:
        console.say("This laptop is not connected to a centre. Everything is on this laptop.")
        return
    heard = f"last heard {console.when(last)}" if last else "not heard from yet"
    console.say(f"Connected to {link.authority or link.url}; {heard}.")
    console.say(f"{console.counted(standing.waits, 'change', 'changes')} on this laptop only.")
    if standing.seconds:
        console.say(f"{console.counted(standing.seconds, 'answer has', 'answers have')} two versions.")
    going = [one for one in aside if one.since is not None]
    if refused:
        count = console.counted(refused, "change", "changes")
        console.say(f"{count} not taken by the centre, and kept on this laptop:")
    _tell_aside([one for one in aside if one.since is None])
    if going:
        console.say("Out of sight on this laptop until the centre has answered:")
    _tell_aside(going)


def _tell_aside(aside: Iterable[sent.Aside]) -> None:
    for one in aside:
        line, (why, todo) = one.record.line, reasons.why(one.reason, is_here=one.record.is_here)
        named = one.record.family_name or line.title
        where = " · ".join(part for part in (line.form or line.record_kind, named) if part)
        console.say(f"  {console.when(line.at)}  {where}\n    {why}. {todo}")


def _aside(one: sent.Aside) -> dict[str, Any]:
    """One thing that was not taken. What is written in it is for the window."""
    line, (why, todo) = one.record.line, reasons.why(one.reason, is_here=one.record.is_here)
    told = {"at": line.at, "kind": line.record_kind, "form": line.form, "record_id": line.record_id}
    return {**told, "family_id": one.record.family_id, "reason": one.reason, "why": why, "todo": todo}
