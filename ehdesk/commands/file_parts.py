"""Parts of one family's file: the chronology, documents, copies given, and the history of all of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ehdesk import clock, errors
from ehdesk.commands import bundles, console, filling, opening, reference
from ehdesk.forms import loader
from ehdesk.models import acts, agreement, base, chronology, copies, document, looked, sheet, trail


@dataclass(frozen=True)
class Kept:
    """A file to keep as a document, and what is said of it; without a title its own name stands."""

    path: Path
    told: Mapping[str, str | None]
    is_apart: bool = False


@dataclass(frozen=True)
class Leaving:
    """A document that leaves the vault: which, where to, who will read it, and whether they were asked."""

    record_id: str
    output: Path
    reader: str
    agency: str = ""
    was_asked: bool = False


# The chronology


def events(chosen: opening.Chosen, said: str, *, as_json: bool) -> None:
    """The events of a family in the order of their days."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        found = desk.store.ask(chronology.timeline, family_id, limit=1000)
        names = desk.store.ask(reference.names, family_id)
        desk.store.do(trail.viewed, family_id)
    if as_json:
        console.as_json({"events": [_event(one, names) for one in found]})
        return
    rows = [
        (one.date_from or "", one.category, one.event, "" if one.is_finished else "draft", one.id)
        for one in found
    ]
    console.table(("Day", "Category", "What happened", "", "Id"), rows)


def add_event(chosen: opening.Chosen, said: str, answers: Path, *, as_json: bool) -> None:
    """Write an event from a file of answers, and finish it: all of it, or nothing.

    Raises: errors.AnswersUnusable, NotComplete, FamilyNotFound.
    """
    given = filling.read_answers(answers, loader.load("chronology"))
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        made = desk.store.do(chronology.add, family_id, given).result
    _say_made(made, as_json=as_json)


def _event(one: chronology.Event, names: dict[str, str]) -> dict[str, Any]:
    people = [{"id": who, "name": reference.called(who, names)} for who in one.people]
    return asdict(one) | {"people": people}


# Documents


def documents(chosen: opening.Chosen, said: str, *, kept_apart: bool, as_json: bool) -> None:
    """The family's documents; those kept apart only when they are asked for."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        audience = None if kept_apart else "file"
        found = desk.store.ask(document.documents, family_id, limit=1000, audience=audience)
        desk.store.do(trail.viewed, family_id)
    if as_json:
        console.as_json({"documents": [_document(one) for one in found]})
        return
    rows = [(one.record_id, one.dated or "", one.kind, one.title, str(one.size)) for one in found]
    console.table(("Id", "Dated", "Kind", "Title", "Bytes"), rows)


def keep(chosen: opening.Chosen, said: str, kept: Kept, *, as_json: bool) -> None:
    """Keep a file in the vault as the desk does: of a picture only what is seen, not where it was taken.

    Raises: errors.FileUnreadable, DocumentUnreadable, DocumentTooLarge, FamilyNotFound.
    """
    from ehdesk.ui import file_intake  # late: only this loads what draws pictures

    taken = file_intake.take_in(kept.path.name, file_intake.read(kept.path))
    new = document.New(
        title=kept.told.get("title") or taken.title,
        kind=kept.told.get("kind") or "other",
        dated=kept.told.get("dated"),
        note=kept.told.get("note") or "",
        media_type=taken.media_type,
        is_apart=kept.is_apart,
    )
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        made = desk.store.do(document.add, family_id, taken.content, new).result
    _say_made(made, as_json=as_json)


def change(chosen: opening.Chosen, said: str, record_id: str, told: Mapping[str, str | None]) -> None:
    """Change what is said of a document, in one act; an empty value takes it away.

    Raises: errors.RecordMissing, FamilyNotFound.
    """
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        desk.store.do(_change, family_id, record_id, {key: value or None for key, value in told.items()})
    console.tell("It is changed. What was said before stays in the history.")


@acts.act("document.changed")
def _change(work: acts.Work, family_id: base.FamilyId, record_id: str, told: Mapping[str, Any]) -> None:
    _of_family(work, family_id, record_id)
    for key, value in told.items():
        document.change(work, record_id, key, value)


def save(chosen: opening.Chosen, said: str, leaving: Leaving) -> None:
    """Write a copy of a document to a file, and note in the family's file who got it.

    Raises: errors.WouldOverwrite, RecordMissing, FileUnwritable; SharingRefused, AskTheFamily for an agency;
    KeptApart for one that no copy goes out of.
    """
    if leaving.output.exists():
        raise errors.WouldOverwrite(file=leaving.output.name)
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        line, content = desk.store.ask(_leaving, family_id, leaving)
        bundles.write(leaving.output, content)
        to = {"family": "The family", "agency": leaving.agency}.get(leaving.reader) or "Me or a colleague"
        copy = copies.Copy(to, line.title, leaving.reader, "saved", of_record=line.record_id)
        desk.store.do(copies.given, family_id, copy)
    console.tell(f"{leaving.output} is not encrypted. Delete it when it is not needed any more.")


def take_away(chosen: opening.Chosen, said: str, record_id: str, why: str) -> None:
    """Take a document off the file, with a reason. Raises: errors.RecordMissing, ReasonMissing."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        desk.store.ask(_of_family, family_id, record_id)
        desk.store.do(document.take_away, record_id, why)
    console.tell("It is off the file. What it was and why it went stay in the history.")


def _of_family(read: acts.Reading, family_id: base.FamilyId, record_id: str) -> document.DocumentLine:
    line = document.document(read, record_id)
    if line.family_id != family_id:
        raise errors.RecordMissing
    return line


def _leaving(
    read: acts.Reading, family_id: base.FamilyId, leaving: Leaving
) -> tuple[document.DocumentLine, bytes]:
    line = _of_family(read, family_id, leaving.record_id)
    if leaving.reader == "agency":
        agreement.check_agency(read, family_id, leaving.agency, was_asked=leaving.was_asked)
    if line.is_apart and leaving.reader != "practitioner":
        raise errors.KeptApart
    return line, document.content(read, leaving.record_id)


def _document(one: document.DocumentLine) -> dict[str, Any]:
    told = asdict(one)
    return {"id": told.pop("record_id"), **told}


# Copies given, and history


def copies_given(chosen: opening.Chosen, said: str, *, as_json: bool) -> None:
    """The copies that left the vault, and the finished forms of which the family has none yet."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        found = desk.store.ask(copies.copies, family_id, limit=1000)
        owed = desk.store.ask(copies.owed, family_id)
    if as_json:
        told = [
            {"id": one.record_id, **asdict(one.copy), "given_at": one.given_at, "by": one.by_name}
            for one in found
        ]
        still = [
            {"id": one.record_id, "form": one.form_id, "title": one.title, "finished_at": one.finished_at}
            for one in owed
        ]
        console.as_json({"copies": told, "owed": still})
        return
    rows = [
        (f"{clock.local(one.given_at):%d %b %Y}", one.copy.to, one.copy.what, one.copy.method)
        for one in found
    ]
    console.table(("Day", "To", "What", "How"), rows)
    if owed:
        console.say("\nThe family has no copy yet of: " + ", ".join(one.title for one in owed))


@dataclass(frozen=True)
class Handed:
    """A copy given by hand: to whom, of what (in words, or the id of the form), how, and who heard it."""

    to: str
    what: str = ""
    method: str = "handed"
    witness: str = ""
    record: str | None = None


def give_copy(chosen: opening.Chosen, said: str, handed: Handed, *, as_json: bool) -> None:
    """Write down that somebody was given a copy by hand. Raises: RecordMissing, WitnessNeeded."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        what = handed.what
        if handed.record is not None:
            told = desk.store.ask(sheet.sheet, handed.record, audience="file")
            if told.family_id != family_id:
                raise errors.RecordMissing
            what = what or told.form.short_title or told.form.title
        copy = copies.Copy(
            handed.to, what, method=handed.method, of_record=handed.record, witness=handed.witness.strip()
        )
        made = desk.store.do(copies.given, family_id, copy).result
    _say_made(made, as_json=as_json)


def history(
    chosen: opening.Chosen,
    said: str,
    *,
    what: looked.What | None,
    record: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Who looked at the file and who changed what, newest first; never what a field said."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        found = desk.store.ask(looked.lines, family_id, what=what, record_id=record, limit=limit)
    if as_json:
        console.as_json({"lines": [_line(one) for one in found]})
        return
    rows = [(console.when(one.at), one.who, one.verb, one.form or one.record_kind, one.why) for one in found]
    console.table(("When", "Who", "What", "Of", "Why"), rows)


def _line(one: looked.Line) -> dict[str, Any]:
    """Restricted fields are not named, nor what a document that is kept apart is called."""
    is_apart = one.record_kind.endswith(base.RESTRICTED)
    return {
        "at": one.at,
        "who": one.who,
        "what": one.what,
        "verb": one.verb,
        "why": one.why,
        "record_id": one.record_id,
        "kind": one.record_kind,
        "form": one.form,
        "title": "" if is_apart else one.title,
        "fields": [] if is_apart else [field.path for field in one.fields if not field.is_apart],
    }


def _say_made(record_id: str, *, as_json: bool) -> None:
    if as_json:
        console.as_json({"id": record_id})
    else:
        console.say(record_id)
