"""Printing to a file: blank forms for a visit, filled ones for whoever will read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from ehdesk import errors, files, settings, words
from ehdesk.commands import console, leaving, opening, reference
from ehdesk.forms import definition, loader
from ehdesk.models import (
    acts,
    agreement,
    base,
    beyond,
    copies,
    family,
    offered,
    paper_run,
    person,
    practitioner,
    readership,
    sheet,
    trail,
)
from ehdesk.paper import codes, looks, preview, text
from ehdesk.paper import form as paper
from ehdesk.rules import protected_words, readers, withholding
from ehdesk.vault import public

Kind = Literal["practitioner", "agency", "family", "court"]
COURT = "The court or inspector"
_TO = {"family": "The family", "court": COURT, "practitioner": "Me or a colleague"}


@dataclass(frozen=True)
class Page:
    """What to print and for whom. `stage` chooses among the stages of a form that has several.

    `agency` is the one that will read it, where an agency will; the family's agreement decides. `who` is
    the one of the family, by name or id. `wish` says what is left out besides or given out on purpose, and
    `because` why; `checked`: somebody has looked at the words that may tell of a protected place. `beside`
    is a second language, `explains` who will go through the English answers of a translated copy.
    """

    form: str
    language: str = "en"
    stage: str | None = None
    reader: Kind = "practitioner"
    agency: str = ""
    family_was_asked: bool = False
    who: str = ""
    wish: withholding.Wish = withholding.AS_THE_RULES_SAY
    because: str = ""
    checked: bool = False
    size: looks.Size = "standard"
    tint: bool = False
    beside: str = ""
    explains: str = ""

    @property
    def second(self) -> words.Words | None:
        """The words that stand beside, where a second language was asked for."""
        return words.of(self.beside) if self.beside else None

    @property
    def written_as(self) -> str:
        """What the log of copies says of its form: its size and its languages."""
        return copies.written_as(self.language, size=self.size, beside=self.beside)


@dataclass(frozen=True)
class Place:
    """Whose paper it is: the authority's name, its numbers, and whether all of it is practice."""

    name: str
    contacts: settings.Contacts
    practice: bool
    logo: bytes = b""


def blank(page: Page, output: Path, *, folder: files.DataFolder, as_json: bool = False) -> None:
    """Print an empty form. Needs no passphrase. Raises: errors.FormUnknown, StageUnknown, FileUnwritable."""
    asked = offered.form(page.form)
    _check_stage(asked, page.stage)
    setter = text.Typesetter()
    content = _empty(asked, page, place_of(folder), setter)
    gone = leaving.write(leaving.Way(output), content.pdf, setter)
    if as_json:
        console.as_json(gone.told())


def blank_of(chosen: opening.Chosen, page: Page, way: leaving.Way, *, said: str, as_json: bool) -> None:
    """Print an empty form for a family, and write it into the book: its code brings it back.

    Raises: errors.FormUnknown, StageUnknown, FamilyNotFound, FileUnwritable; what keeps it from being sent.
    """
    asked = offered.form(page.form)
    _check_stage(asked, page.stage)
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        reader = desk.store.ask(reader_of, family_id, page)
        leaving.check(desk.store, way, reader, family_id)
        number, place = desk.store.ask(paper_run.new_number), place_of(desk.folder)
        setter = text.Typesetter()
        content = _empty(asked, page, place, setter, run=codes.Marks(number))
        gone = leaving.write(way, content.pdf, setter)
        back = desk.clock.today() + timedelta(days=opening.authority(desk).limits.paper_back_days)
        desk.store.do(
            paper_run.printed, number, _empty_in_book(asked, page, content, back), family_id=family_id
        )
        if way.to_send:
            desk.store.do(copies.given, family_id, _copy(asked, page, reader, way))
    _conclude(gone, reader, as_json=as_json)


def _empty(
    asked: definition.Form,
    page: Page,
    place: "Place",
    setter: text.Typesetter,
    run: codes.Marks | None = None,
) -> paper.Blank:
    return paper.blank(
        asked,
        words=words.of(page.language),
        authority_name=place.name,
        logo=place.logo,
        contacts=place.contacts,
        variant=page.stage,
        practice=place.practice,
        size=page.size,
        tint=page.tint,
        beside=page.second,
        run=run,
        typesetter=setter,
    )


def _empty_in_book(asked: definition.Form, page: Page, content: paper.Blank, back: date) -> paper_run.Printed:
    return paper_run.Printed(
        asked.id,
        asked.version,
        content.pages,
        page.stage,
        page.language,
        page.size,
        expected_on=back,
        beside=page.beside,
        tint=page.tint,
    )


def filled(
    chosen: opening.Chosen,
    page: Page,
    way: leaving.Way,
    *,
    said: str | None,
    record: str | None,
    as_json: bool,
) -> None:
    """Print a form as it is filled: the one named, else the family's newest of that kind.

    Raises: errors.FamilyNotFound, RecordMissing, NothingToPrint, NotForFamilies, FileUnwritable; what keeps
    it from being sent.
    """
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said) if said else None
        record_id = record or desk.store.ask(newest, page, family_id)
        number, setter = desk.store.ask(paper_run.new_number), text.Typesetter()
        told = desk.store.ask(sheet.sheet, record_id, audience="file")
        reader = desk.store.ask(reader_of, told.family_id, page)
        leaving.check(desk.store, way, reader, told.family_id)
        place = place_of(desk.folder)
        content = desk.store.ask(typeset, record_id, page, place, number=number, typesetter=setter)
        desk.store.do(trail.viewed, record_id)
        gone = leaving.write(way, content, setter)
        copy = _copy(told.form, page, reader, way, of_record=told.record_id)
        desk.store.do(copies.given, told.family_id, copy)
        desk.store.do(paper_run.printed, number, _in_book(told, page, content), family_id=told.family_id)
    _conclude(gone, reader, as_json=as_json)


def _conclude(gone: leaving.Gone, reader: readers.Reader, *, as_json: bool) -> None:
    if as_json:
        console.as_json(gone.told())
    else:
        leaving.say(gone, reader.name)


def typeset(
    read: acts.Reading,
    record_id: str,
    page: Page,
    place: Place,
    *,
    number: int | None = None,
    typesetter: text.Typesetter | None = None,
) -> bytes:
    """One filled form as a PDF; for others than our own team nothing restricted of it is read.

    Only a court may have what is kept apart, and so may anybody to whom it is given out on purpose. `number`
    is the run of the book whose codes stand on its pages. `typesetter` knows afterwards which letters no
    font has.
    Raises: OtherForm; SharingRefused, AskTheFamily for an agency; NotForFamilies, NotForAgencies,
    NotTheirs, ReaderUnknown, ReasonMissing; LookFirst with what was found.
    """
    whole = page.reader in ("practitioner", "court") or bool(page.wish.released)
    told = sheet.sheet(read, record_id, audience=None if whole else "file")
    if told.form.id != page.form:
        raise errors.OtherForm(form=told.form.id)
    if page.wish.released and not page.because.strip():
        raise errors.ReasonMissing
    if page.reader == "agency" and told.family_id is not None:
        agreement.check_agency(read, told.family_id, page.agency, was_asked=page.family_was_asked)
    reader = reader_of(read, told.family_id, page)
    facts = readership.facts(read, told.family_id)
    if not page.checked:
        _look_first(told, reader, facts, page.wish)
    file = family.family_file(read, told.family_id) if told.family_id else None
    return paper.filled(
        told.form,
        told.answers,
        about=_about(told, file, _names(read, told, file)),
        reader=reader,
        facts=facts,
        wish=page.wish,
        copy=_which(read, record_id, reader),
        words=words.of(page.language),
        authority_name=place.name,
        logo=place.logo,
        contacts=place.contacts,
        practice=place.practice,
        size=page.size,
        tint=page.tint,
        beside=page.second,
        explains=page.explains,
        run=codes.Marks(number) if number is not None else None,
        typesetter=typesetter,
    )


def _in_book(told: sheet.Sheet, page: Page, pdf: bytes) -> paper_run.Printed:
    """What the book notes of a filled form: it comes back to be found."""
    return paper_run.Printed(
        told.form.id,
        told.form.version,
        [()] * preview.page_count(pdf),
        language=page.language,
        size=page.size,
        reader=page.reader,
        of_record=told.record_id,
        filled=True,
        beside=page.beside,
        tint=page.tint,
    )


def reader_of(read: acts.Reading, family_id: str | None, page: Page) -> readers.Reader:
    """Who will read the page. Raises: ReaderUnknown."""
    if page.who:
        return readership.find(read, family_id, page.who)
    if page.reader == "agency":
        return readers.Reader("agency", page.agency.strip())
    if page.reader == "court":
        return readers.Reader("court", COURT)
    return readers.ANY_OF_THE_FAMILY if page.reader == "family" else readers.TEAM


def wish(released: Iterable[str], without: Iterable[str]) -> withholding.Wish:
    """What is given out on purpose, and what is left out besides, by the keys of the answers."""
    return withholding.Wish(frozenset(released), frozenset(without))


def _look_first(
    told: sheet.Sheet, reader: readers.Reader, facts: readers.Facts, wish: withholding.Wish
) -> None:
    """Raises: LookFirst where something may tell this reader of a place, school or name to be kept."""
    theirs = withholding.filtered(told.form, told.answers, reader, facts, wish)
    found = protected_words.found(theirs.form, theirs.answers, reader, facts)
    if found:
        raise errors.LookFirst(found)


def _which(read: acts.Reading, record_id: str, reader: readers.Reader) -> paper.Copy | None:
    """Which copy it is, where it is for somebody who can be named."""
    if not reader.name:
        return None
    return paper.Copy(copies.number(read, record_id), reader.name, read.clock.today())


def _about(told: sheet.Sheet, file: family.FamilyFile | None, names: dict[str, str]) -> paper.About:
    return paper.About(
        reference=file.reference if file else "",
        author=told.author_name,
        at=told.finished_at or told.saved_at,
        status=told.status,
        family_label=file.name if file else "",
        people=names,
    )


def _copy(
    asked: definition.Form, page: Page, reader: readers.Reader, way: leaving.Way, of_record: str | None = None
) -> copies.Copy:
    """What the family's file notes of a paper that was made."""
    return copies.Copy(
        to=reader.name or _TO[page.reader],
        what=asked.short_title or asked.title,
        reader="family" if reader.is_family else page.reader,
        method=way.method,
        format=page.written_as,
        of_record=of_record,
        reader_id=reader.person or None,
        released=", ".join(sorted(page.wish.released)),
        released_why=page.because.strip() if page.wish.released else "",
        looked="yes" if page.checked else "",
    )


def place_of(folder: files.DataFolder) -> Place:
    """What stands at the edge of every page; without a vault the authority's defaults."""
    front = public.read(folder)
    practice = front is not None and front.practice
    authority = settings.practice() if practice else settings.authority()
    if front is not None:
        authority = settings.with_numbers(authority, front.daytime, front.out_of_hours)
    return Place(authority.name, authority.contacts, practice, settings.logo(authority))


def newest(read: acts.Reading, page: Page, family_id: base.FamilyId | None) -> str:
    """The family's form of that kind (and stage) that was finished last; without one, its newest draft."""
    if family_id is None:
        raise errors.NothingToPrint
    if loader.load(page.form).record == "note":
        notes = family.family_file(read, family_id).notes
        found = [note.record_id for note in notes]
    else:
        lines = sheet.forms_of_family(read, family_id)
        right = [line for line in lines if line.form_id == page.form and page.stage in (None, line.stage)]
        newest_first = sorted(right, key=lambda line: (line.status != "draft", line.at), reverse=True)
        found = [line.record_id for line in newest_first]
    if not found:
        raise errors.NothingToPrint
    return found[0]


def _names(read: acts.Reading, told: sheet.Sheet, file: family.FamilyFile | None) -> dict[str, str]:
    """People's names by id: as they were when the form was finished, else as they are."""
    people = person.names(read, file.id) if file else {}
    rows = beyond.rows(read, told.form, told.answers, family_id=told.family_id, episode_id=told.episode_id)
    return {**practitioner.names(read), **people, **beyond.names(rows), **told.as_shown}


def _check_stage(asked: definition.Form, stage: str | None) -> None:
    if stage is not None and stage not in asked.variants:
        raise errors.StageUnknown(stage=stage, known=", ".join(asked.variants) or "none")
