"""Belonging to a centre: enrol once, send and hear, and say how things stand."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import msgspec

from ehdesk import errors
from ehdesk.commands import console, opening
from ehdesk.models import enrolled, idle
from ehdesk.sync import engine, handing_in, http, way
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
    console.tell(f"{console.counted(standing.waits, 'change', 'changes')} will be sent: ehdesk sync")


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
    """How things stand with the centre: what waits, what was set aside, what two people wrote."""
    with opening.opened(chosen) as desk:
        link, standing = desk.store.ask(enrolled.link), desk.store.ask(enrolled.standing)
        last = desk.store.ask(idle.heard_at, link) if link else ""
    if as_json:
        told = None if link is None else {"url": link.url, "device": link.device, "last": last or None}
        console.as_json({"centre": told, **msgspec.to_builtins(standing)})
        return
    if link is None:
        console.say("This laptop is not connected to a centre. Everything is on this laptop.")
        return
    console.say(f"Connected to {link.authority or link.url}; last heard {last or 'never'}.")
    console.say(f"{console.counted(standing.waits, 'change', 'changes')} on this laptop only.")
    if standing.aside:
        console.say(f"{console.counted(standing.aside, 'change', 'changes')} not taken by the centre.")
    if standing.seconds:
        console.say(f"{console.counted(standing.seconds, 'answer has', 'answers have')} two versions.")
