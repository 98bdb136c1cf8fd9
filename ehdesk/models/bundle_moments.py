"""The moments of a bundle that a schema cannot judge: on no calendar, or too far off to reckon with."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from ehdesk.models.bundle_shape import Bundle, FamilySaid, Fault, FormSaid

_EARLIEST, _LATEST = 1850, 2200
"""As for dates that are typed; near the year 1 or 9999 another time zone is out of all bounds."""

_DAY = len("2026-07-03")


def faults(bundle: Bundle) -> Iterator[Fault]:
    """Every moment at which nothing can have happened, in the order of the file."""
    for n, family in enumerate(bundle.families):
        yield from _of_kept(family, f"families[{n}].")
        for m, form in enumerate(family.forms):
            yield from _of_form(form, f"families[{n}].forms[{m}]")
        for m, document in enumerate(family.documents):
            yield from _beyond(document.at, f"families[{n}].documents[{m}].at")
    for n, form in enumerate(bundle.unfiled):
        yield from _of_form(form, f"unfiled[{n}]")
    yield from _of_kept(bundle, "")


def _of_kept(said: Bundle | FamilySaid, place: str) -> Iterator[Fault]:
    for name in ("visits", "copies", "paper", "moved_away"):
        for n, one in enumerate(getattr(said, name, ())):
            yield from _beyond(one.at, f"{place}{name}[{n}].at")
            yield from _written(one.answers.get("given_at"), f"{place}{name}[{n}].answers.given_at")
            for page, entered in one.answers.get("entered", {}).items():
                yield from _written(entered.get("at"), f"{place}{name}[{n}].answers.entered.{page}.at")


def _of_form(said: FormSaid, place: str) -> Iterator[Fault]:
    yield from _beyond(said.at, f"{place}.at")
    yield from _beyond(said.finished_at, f"{place}.finished_at")
    for key in ("sign_off", "sent_back"):
        told = said.signing.get(key) or {}
        yield from _written(told.get("at"), f"{place}.signing.{key}.at")
        yield from _day(told.get("signed_on"), f"{place}.signing.{key}.signed_on")
    yield from _day(said.reopened_on, f"{place}.reopened_on")
    yield from _days(said.checked_together.items(), f"{place}.checked_together")


def _days(said: Iterable[tuple[str, str]], place: str) -> Iterator[Fault]:
    for key, day in said:
        yield from _day(day, f"{place}.{key}")


def _beyond(moment: datetime | None, place: str) -> Iterator[Fault]:
    if moment is not None and not _EARLIEST <= moment.year <= _LATEST:
        yield Fault(place, f"Year must be between {_EARLIEST} and {_LATEST}")


def _written(said: Any, place: str) -> Iterator[Fault]:
    """A moment that is kept as text; one without its zone could be any of two dozen."""
    if said is None:
        return
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        yield Fault(place, "There is no such moment")
        return
    if moment.tzinfo is None:
        yield Fault(place, "This should be written with its zone: 2026-09-04T10:15:00Z")
    yield from _beyond(moment, place)


def _day(said: str | None, place: str) -> Iterator[Fault]:
    if said is None:
        return
    try:
        day = datetime.strptime(said, "%Y-%m-%d") if len(said) == _DAY else None
    except ValueError:
        day = None
    yield from [Fault(place, "There is no such day")] if day is None else _beyond(day, place)
