"""Belonging to a centre: enrol once, send and hear, and say how things stand."""

import msgspec

from ehdesk import errors
from ehdesk.commands import console, opening
from ehdesk.models import enrolled, idle
from ehdesk.sync import engine, handing_in, http, way
from ehdesk.vault import public


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
        with http.at(link) as centre:
            told = engine.sync(desk.store, centre)
            way.index(desk.store)
            standing, link = desk.store.ask(enrolled.standing), desk.store.ask(enrolled.link) or link
            if not standing.waits:
                handing_in.settle(desk.folder, link, centre)
    changed = sum(len(records) for records in told.records.values())
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
