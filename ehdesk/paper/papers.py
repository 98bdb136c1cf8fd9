"""Papers of the record: an empty form, a filled one as its reader may have it, the chronology, how to reach
the family. Each is put into a pack by itself, so that a long run is many short steps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ehdesk import errors, settings, words
from ehdesk.models import (
    acts,
    beyond,
    chronology,
    copies,
    family,
    offered,
    paper_run,
    person,
    practitioner,
    readership,
    sheet,
    tray,
    visit_pack,
    why,
)
from ehdesk.paper import codes, form, languages, looks, pack, page
from ehdesk.paper import sheet as sheets
from ehdesk.paper import why as paper_why
from ehdesk.rules import protected_words, readers, withholding

_SPOKEN = ("call", "text", "voicemail")
_CALLED = ("visit", "post")


@dataclass(frozen=True)
class Place:
    """Whose paper it is: the authority's name, its numbers, and whether all of it is practice."""

    name: str = ""
    contacts: settings.Contacts = field(default_factory=settings.Contacts)
    practice: bool = False
    logo: bytes = b""


def place_of(authority: settings.Authority | None) -> Place:
    """The same from the settings of an authority."""
    if authority is None:
        return Place()
    return Place(authority.name, authority.contacts, bool(authority.sample), settings.logo(authority))


def cover(read: acts.Reading, family_id: str | None, place: Place) -> pack.Cover:
    """The first page of a pack: the reference, the day, whom to call."""
    _name, reference = family.named(read, family_id) if family_id else ("", "")
    return pack.Cover(reference, read.clock.today(), place.contacts, place.name, place.practice, place.logo)


def put(
    read: acts.Reading,
    piece: tray.Piece,
    family_id: str | None,
    binder: pack.Binder,
    place: Place,
    looked: visit_pack.Looked = visit_pack.NOT_LOOKED,
) -> visit_pack.Made:
    """Typeset one paper and put it into the pack, under a number that no paper has.

    `looked` is what a person decided of the words that were found in it before.

    Raises: RecordMissing; NotForFamilies, NotTheirs, LookFirst for what its reader may not have as it is.
    """
    number = paper_run.new_number(read)
    piece = replace(piece, size=_size(piece))
    if piece.kind == "blank":
        return _blank(piece, number, binder, place)
    if piece.kind == "filled":
        return _filled(read, piece, number, binder, place, looked)
    if family_id is None:
        raise errors.NothingToPrint
    if piece.kind == "why":
        return _why(read, piece, number, family_id, binder, place)
    _FOR_THE_WORKER[piece.kind](read, piece, family_id, binder, place)
    return visit_pack.Made(piece, None, ())


def _blank(piece: tray.Piece, number: int, binder: pack.Binder, place: Place) -> visit_pack.Made:
    made = form.blank(
        offered.form(piece.form),
        words=words.of(piece.language),
        authority_name=place.name,
        logo=place.logo,
        contacts=place.contacts,
        variant=piece.variant or None,
        practice=place.practice,
        run=codes.Marks(number),
        size=_size(piece),
        tint=piece.tint,
        beside=_second(piece),
        into=binder,
    )
    return visit_pack.Made(piece, number, made.pages)


def _filled(
    read: acts.Reading,
    piece: tray.Piece,
    number: int,
    binder: pack.Binder,
    place: Place,
    looked: visit_pack.Looked,
) -> visit_pack.Made:
    told = sheet.sheet(read, piece.record_id, audience="file" if piece.is_for_family else None)
    reader = readership.find(read, told.family_id, piece.person) if piece.person else readers.TEAM
    facts = readership.facts(read, told.family_id)
    found = _found(told, reader, facts)
    if not looked.seen.issuperset(found):
        raise errors.LookFirst(found)
    count = copies.number(read, piece.record_id)
    form.filled(
        told.form,
        told.answers,
        about=_about(read, told),
        reader=reader,
        facts=facts,
        wish=withholding.Wish(without=looked.without),
        copy=form.Copy(count, reader.name, read.clock.today()) if reader.name else None,
        words=words.of(piece.language),
        authority_name=place.name,
        logo=place.logo,
        contacts=place.contacts,
        practice=place.practice,
        run=codes.Marks(number),
        size=_size(piece),
        tint=piece.tint,
        beside=_second(piece),
        into=binder,
    )
    return visit_pack.Made(piece, number, ((),) * binder.counts[-1], looked=bool(found))


def _size(piece: tray.Piece) -> looks.Size:
    """Easy read only where the form has it: else large print."""
    if piece.size != "easy":
        return "large" if piece.size == "large" else "standard"
    return "easy" if not piece.form or offered.form(piece.form).is_easy_read else "large"


def _second(piece: tray.Piece) -> words.Words | None:
    return words.of(piece.beside) if piece.beside else None


def _found(
    told: sheet.Sheet, reader: readers.Reader, facts: readers.Facts
) -> tuple[protected_words.Found, ...]:
    """The words that may tell this reader of a place, a school or a name to be kept from them."""
    theirs = withholding.filtered(told.form, told.answers, reader, facts)
    return protected_words.found(theirs.form, theirs.answers, reader, facts)


def _about(read: acts.Reading, told: sheet.Sheet) -> form.About:
    name, reference = family.named(read, told.family_id) if told.family_id else ("", "")
    people = person.names(read, told.family_id) if told.family_id else {}
    rows = beyond.rows(read, told.form, told.answers, family_id=told.family_id, episode_id=told.episode_id)
    return form.About(
        reference=reference,
        author=told.author_name,
        at=told.finished_at or told.saved_at,
        status=told.status,
        family_label=name,
        people={**practitioner.names(read), **people, **beyond.names(rows), **told.as_shown},
    )


# What is made from the whole file; the worker's own


def _chronology(
    read: acts.Reading, piece: tray.Piece, family_id: str, binder: pack.Binder, place: Place
) -> None:
    """Every event with its day, the first one first."""
    told = words.of(piece.language)
    on = binder.new_sheet(told.text("Chronology"), languages.tag(piece.language))
    on.heading(told.text("Chronology"), 1)
    for event in chronology.timeline(read, family_id):
        days = [told.partial_date(day) for day in (event.date_from, event.date_to) if day]
        on.paragraph(" – ".join(days) or told.text("No date"), on.look.label, gap=14, keeps=True)
        on.paragraph(event.event, gap=2)
        if event.source:
            on.paragraph(event.source, on.look.hint, gap=2, colour=page.QUIET)
    _take(read, on, "Chronology", family_id, binder, place)


def _contacts(
    read: acts.Reading, piece: tray.Piece, family_id: str, binder: pack.Binder, place: Place
) -> None:
    """Names, and the numbers and addresses that are safe to use; why others are not stands nowhere."""
    told = words.of(piece.language)
    on = binder.new_sheet(told.text("How to reach them"), languages.tag(piece.language))
    on.heading(told.text("How to reach them"), 1)
    for card in person.people(read, family_id):
        lines = list(safe_ways(card.answers))
        about = ", ".join(part for part in (card.known_as, card.relationship, card.age) if part)
        if lines or not card.is_child:
            on.paragraph(about, on.look.label, gap=14, keeps=True)
            for line in lines or [told.text("Ask in the office")]:
                on.paragraph(line, gap=2)
    _take(read, on, "How to reach them", family_id, binder, place)


def safe_ways(answers: Mapping[str, Any]) -> Iterator[str]:
    """The numbers and addresses of a person that may be used, as they were typed."""
    safe = set(answers.get("safe_to") or ())
    if safe.intersection(_SPOKEN):
        for row in (answers.get("phones") or {}).values():
            yield " · ".join(str(row[key]) for key in ("number", "whose") if row.get(key))
    if "email" in safe and answers.get("email"):
        yield str(answers["email"])
    if safe.intersection(_CALLED):
        for row in (answers.get("addresses") or {}).values():
            if not row.get("to"):
                parts = (row.get(key) for key in ("line_1", "line_2", "town", "postcode"))
                yield ", ".join(str(part) for part in parts if part)


def _take(
    read: acts.Reading, on: sheets.Sheet, title: str, family_id: str, binder: pack.Binder, place: Place
) -> None:
    told = words.of(on.language)
    _name, reference = family.named(read, family_id)
    binder.take(
        on,
        page.Furniture(
            title=told.text(title),
            authority=told.text("{authority} Early Help").format(authority=place.name).strip(),
            reference=reference,
            watermark=pack.training(told) if place.practice else "",
            page_of=told.text("Page {n} of {m}"),
        ),
    )


_FOR_THE_WORKER = {"chronology": _chronology, "contacts": _contacts}


# What is left with the family


def _why(
    read: acts.Reading, piece: tray.Piece, number: int, family_id: str, binder: pack.Binder, place: Place
) -> visit_pack.Made:
    paper_why.printed(
        why.why(read, family_id),
        words=words.of(piece.language),
        authority_name=place.name,
        logo=place.logo,
        contacts=place.contacts,
        size=_size(piece),
        tint=piece.tint,
        beside=_second(piece),
        practice=place.practice,
        run=codes.Marks(number),
        into=binder,
    )
    return visit_pack.Made(piece, number, ((),) * binder.counts[-1])
