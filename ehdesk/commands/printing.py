"""Printing to a file: blank forms for a visit, filled ones for whoever will read them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ehdesk import errors, files, settings, words
from ehdesk.commands import bundles, console, opening, reference
from ehdesk.forms import definition, loader
from ehdesk.models import (
    acts,
    agreement,
    base,
    beyond,
    copies,
    family,
    offered,
    person,
    practitioner,
    sheet,
    trail,
)
from ehdesk.paper import form as paper
from ehdesk.vault import public


@dataclass(frozen=True)
class Page:
    """What to print and for whom. `stage` chooses among the stages of a form that has several.

    `agency` is the one that will read it, where an agency will; the family's agreement decides.
    """

    form: str
    language: str = "en"
    stage: str | None = None
    reader: Literal["practitioner", "agency", "family"] = "practitioner"
    agency: str = ""
    family_was_asked: bool = False


@dataclass(frozen=True)
class Place:
    """Whose paper it is: the authority's name, its numbers, and whether all of it is practice."""

    name: str
    contacts: settings.Contacts
    practice: bool


def blank(page: Page, output: Path, *, folder: files.DataFolder) -> None:
    """Print an empty form. Needs no passphrase. Raises: errors.FormUnknown, StageUnknown, FileUnwritable."""
    asked = offered.form(page.form)
    _check_stage(asked, page.stage)
    place = place_of(folder)
    content = paper.blank(
        asked,
        words=words.of(page.language),
        authority_name=place.name,
        contacts=place.contacts,
        variant=page.stage,
        practice=place.practice,
    )
    bundles.write(output, content.pdf)


def filled(chosen: opening.Chosen, page: Page, output: Path, *, said: str | None, record: str | None) -> None:
    """Print a form as it is filled: the one named, else the family's newest of that kind.

    Raises: errors.FamilyNotFound, RecordMissing, NothingToPrint, NotForFamilies, FileUnwritable.
    """
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said) if said else None
        record_id = record or desk.store.ask(newest, page, family_id)
        content = desk.store.ask(typeset, record_id, page, place_of(desk.folder))
        desk.store.do(trail.viewed, record_id)
        bundles.write(output, content)
        told = desk.store.ask(sheet.sheet, record_id, audience="file")
        desk.store.do(copies.given, told.family_id, _copy(told, page))
    console.tell(f"{output} is not encrypted. Print it, then delete it.")


def typeset(read: acts.Reading, record_id: str, page: Page, place: Place) -> bytes:
    """One filled form as a PDF; for a family or an agency nothing restricted is even read.

    Raises: OtherForm; SharingRefused, AskTheFamily for an agency; NotForFamilies, NotForAgencies.
    """
    audience = None if page.reader == "practitioner" else "file"
    told = sheet.sheet(read, record_id, audience=audience)
    if told.form.id != page.form:
        raise errors.OtherForm(form=told.form.id)
    if page.reader == "agency" and told.family_id is not None:
        agreement.check_agency(read, told.family_id, page.agency, was_asked=page.family_was_asked)
    file = family.family_file(read, told.family_id) if told.family_id else None
    about = paper.About(
        reference=file.reference if file else "",
        author=told.author_name,
        at=told.finished_at or told.saved_at,
        status=told.status,
        family_label=file.name if file else "",
        people=_names(read, told, file),
    )
    return paper.filled(
        told.form,
        told.answers,
        about=about,
        reader=page.reader,
        words=words.of(page.language),
        authority_name=place.name,
        contacts=place.contacts,
        practice=place.practice,
    )


def _copy(told: sheet.Sheet, page: Page) -> copies.Copy:
    """What the family's file notes of a paper that was made."""
    return copies.Copy(
        to={"family": "The family", "agency": page.agency}.get(page.reader) or "Me or a colleague",
        what=told.form.short_title or told.form.title,
        reader=page.reader,
        method="saved",
        format="standard" if page.language == "en" else page.language,
        of_record=told.record_id,
    )


def place_of(folder: files.DataFolder) -> Place:
    """What stands at the edge of every page; without a vault the authority's defaults."""
    front = public.read(folder)
    practice = front is not None and front.practice
    authority = settings.practice() if practice else settings.authority()
    if front is not None:
        authority = settings.with_numbers(authority, front.daytime, front.out_of_hours)
    return Place(authority.name, authority.contacts, practice)


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
