"""How two versions are told: which record and question, whose words, and what each button does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, loader, person_form, signatures
from ehdesk.models import (
    acts,
    base,
    document,
    facts,
    family,
    half_typed,
    looked,
    practitioner,
    versions,
)
from ehdesk.ui import desk as desks
from ehdesk.ui import document_adding, document_words, history_words, telling

WRITTEN = frozenset({"text", "long_text"})
_PAGES = {"family": "family", "person": "person", "episode": "episode", "note": "note"}
_LONGEST_ROW = 60
_TIES = "relationships"
_CELLS = {"is": "", "parental_responsibility": "parental responsibility: ", "basis": "on the basis of: "}
_SIGNED_TWICE = "Two signatures were recorded in this place, apart from each other. Both are kept."
_ONE_FILE = "It is one file, and nobody has changed it. Only what is said of it differs."


@dataclass(frozen=True)
class Shown:
    """One field with two versions, as the page needs it: with the family's name, the names that answers point
    to, what the row that it lies in begins with, the document where it is said of one, and a text that the
    worker began to put together."""

    two: versions.Two
    family_name: str
    names: Mapping[str, str]
    row: Mapping[str, Any]
    kept: document.DocumentLine | None = None
    begun: str = ""


def read(reading: acts.Reading, record_id: str | None) -> tuple[Shown, ...]:
    """What waits, in all records or in one."""
    names: dict[str, Mapping[str, str]] = {}
    workers = practitioner.names(reading)
    told = []
    for two in versions.waiting(reading, record_id=record_id):
        if two.record_id not in names:
            names[two.record_id] = {**workers, **looked.people(reading, two.record_id)}
        named = family.named(reading, base.FamilyId(two.family_id))[0] if two.family_id else ""
        row, kept = versions.row_of(reading, two), None
        if two.kind == "document":
            kept = document.document(reading, two.record_id)
        begun = half_typed.typed(reading, typed_in(two)).get("text", "")
        told.append(Shown(two, named, names[two.record_id], row, kept, begun))
    return tuple(told)


def typed_in(two: versions.Two) -> str:
    """Under which name a text is kept that is being put together."""
    return half_typed.small_window("Put together", f"{two.record_id}/{two.path}")


def title(desk: desks.Desk, shown: Shown) -> str:
    """ "Plan · Kowalczyk-Hughes": the record and whose it is; initials where lists show those."""
    line = _line(shown.two)
    if shown.kept is not None and shown.two.is_restricted:
        return " · ".join((document_words.APART, telling.family_name(desk, shown.family_name)))
    is_named = line.form is None and line.record_kind == "person"
    what = telling.child_name(desk, line.title) if is_named and line.title else history_words.record(line)
    return " · ".join(part for part in (what, telling.family_name(desk, shown.family_name)) if part)


def question(desk: desks.Desk, shown: Shown) -> str:
    """The question; for a cell the row that it stands in first."""
    own = _own(shown, shown.two.path)
    if own:
        return str(desk.words(own[0].label))
    label = str(desk.words(history_words.label(_line(shown.two), shown.two.path)))
    if "/" not in shown.two.path:
        return label
    asked = _asked(shown, shown.two.path.partition("/")[0])
    named = _row_name(desk, shown, asked)
    if shown.two.is_row:
        return f"{label}: {named}" if named else label
    return f"{named}: {label}" if named else label


def said(desk: desks.Desk, shown: Shown, value: Any) -> str:
    """A value in words; "" where there is none."""
    if value is None:
        return ""
    own = _own(shown, shown.two.path)
    if own:
        if isinstance(value, Mapping):
            return _whole_tie(desk, shown, own, value)
        return form_answers.summary(own[0], value, desk.words, shown.names)
    return history_words.said(desk, _line(shown.two), shown.two.path, value, dict(shown.names))


def why(shown: Shown) -> str:
    """What happened, where it is not simply that two people wrote."""
    two, signed = shown.two, is_signature(shown)
    if two.reason == versions.APART:
        return "Two people settled this at the same time, in different ways."
    if two.reason != versions.REMOVED:
        return _SIGNED_TWICE if signed else _ONE_FILE if shown.kept is not None else ""
    who = "You" if two.others[0].is_mine else two.others[0].who
    by = "you were" if two.now.is_mine else f"{two.now.who} was"
    if signed:
        return f"{who} took the signature away while {by} recording one. So it was kept."
    if two.is_row:
        return f"{who} took this away while {by} writing in it. So it was kept."
    return f"{who} emptied this while {by} writing in it. So it was kept."


def whose(version: versions.Version) -> str:
    """ "You", or the name."""
    return "You" if version.is_mine else version.who or "Somebody else"


def keep(shown: Shown, version: versions.Version) -> str:
    """The words of the button that lets a version stand."""
    two = shown.two
    signed = is_signature(shown)
    if version.value is None:
        return "Take it away" if two.is_row else "Leave it unsigned" if signed else "Leave it empty"
    if two.reason == versions.REMOVED:
        return "Keep the signature" if signed else "Keep it" if two.is_row else "Keep what was written"
    if signed:
        return f"Keep the one {'you' if version.is_mine else version.who} recorded"
    if version.is_mine:
        return "Keep mine"
    everybody = [each.who for each in (two.now, *two.others)]
    first = version.who.partition(" ")[0]
    alone = sum(each.partition(" ")[0] == first for each in everybody) == 1
    what = "words" if is_written(shown) else "answer"
    return f"Keep {first if alone else version.who}’s {what}"


def kept(shown: Shown, version: versions.Version) -> str:
    """What was done, once it is."""
    words = keep(shown, version)
    if version.value is None:
        return {"Take it away": "Taken away", "Leave it unsigned": "Left unsigned"}.get(words, "Left empty")
    return f"Kept{words.removeprefix('Keep').replace(' it', '').replace(' mine', ' yours')}"


def nothing(shown: Shown) -> str:
    """What stands where a version is nothing."""
    return "Taken away" if shown.two.is_row else "Not signed" if is_signature(shown) else "Empty"


def is_signature(shown: Shown) -> bool:
    """Whether somebody signs there."""
    asked = _asked(shown, shown.two.path)
    return asked is not None and asked.kind == "signature"


def strokes(shown: Shown, value: Any) -> list[list[list[float]]]:
    """The strokes of a signature that was drawn."""
    return signatures.strokes(value) if is_signature(shown) else []


def about_document(desk: desks.Desk, kept: document.DocumentLine) -> str:
    """ "Picture, 340 KB · Added 10:42 by Sarah Doyle"."""
    sort = document_words.file_type(kept.media_type)
    added = f"Added {desk.words.when(kept.added_at, desk.clock.today())} by {kept.author_name}"
    return f"{sort[:1].upper()}{sort[1:]}, {document_words.size(kept.size)} · {added}"


def is_written(shown: Shown) -> bool:
    """Whether the versions are writing, which can be put together."""
    asked = _asked(shown, shown.two.path)
    every = (shown.two.now, *shown.two.others)
    texts = all(isinstance(each.value, str) for each in every)
    return texts and (asked.kind in WRITTEN if asked is not None else True)


def is_long(shown: Shown) -> bool:
    """Whether writing goes over several lines."""
    asked = _asked(shown, shown.two.path)
    return asked is None or asked.kind == "long_text"


def place(shown: Shown) -> desks.Place:
    """Where the record opens."""
    two = shown.two
    if two.form is not None and two.kind != "note":
        return desks.Place("form", two.record_id, two.path.partition("/")[0])
    if two.kind in _PAGES:
        return desks.Place(_PAGES[two.kind], two.record_id)
    return desks.Place("family", two.family_id) if two.family_id else desks.Place("today")


def _row_name(desk: desks.Desk, shown: Shown, table: definition.Question | None) -> str:
    """The words that a row begins with: its first answer."""
    for column in table.columns if table is not None else ():
        value = shown.row.get(column.key)
        if value is not None:
            words = form_answers.summary(column, value, desk.words, shown.names)
            return words if len(words) <= _LONGEST_ROW else words[: _LONGEST_ROW - 1].rstrip() + "…"
    return ""


def _asked(shown: Shown, path: str) -> definition.Question | None:
    two, own = shown.two, _own(shown, path)
    if own:
        return own[0] if len(own) == 1 else None
    form = loader.load_written(two.form, two.form_version) if two.form else None
    if form is None and two.kind == "person":
        form, path = person_form.sheet(whole=True), facts.shown_path(path)
    if form is None:
        return None
    try:
        return form_answers.question_at(form, path)
    except KeyError:
        return None


def _own(shown: Shown, path: str) -> tuple[definition.Question, ...]:
    """The questions of what has no form of its own: what is said of a document, and what somebody is to
    another one of the family; all of them where it is the whole tie."""
    if shown.two.kind == "document":
        return tuple(one for one in document_adding.QUESTIONS if one.key == path)
    table, _, inside = path.partition("/")
    if shown.two.kind != "person" or table != _TIES or not inside:
        return ()
    other, _, cell = inside.partition("/")
    named = str(shown.names.get(other) or "somebody on file")
    form = person_form.sheet(whole=True, children=((other, named),), called=shown.two.title or "this person")
    cells = (cell,) if cell in person_form.CELLS else person_form.CELLS
    return tuple(form.question(f"{person_form.TIE}{other}.{one}") for one in cells)


def _whole_tie(
    desk: desks.Desk, shown: Shown, own: tuple[definition.Question, ...], value: Mapping[str, Any]
) -> str:
    """ "Aunt, parental responsibility: No"."""
    told = []
    for one, cell in zip(own, person_form.CELLS, strict=True):
        words = form_answers.summary(one, value.get(cell), desk.words, shown.names)
        if words:
            told.append(f"{_CELLS[cell]}{words}")
    return ", ".join(told)


def _line(two: versions.Two) -> looked.Line:
    at = two.now.at or two.at
    assert at is not None  # noqa: S101 - a second version always says when
    return looked.Line(
        at=at,
        who=two.now.who,
        by=two.now.by,
        what="changed",
        verb="",
        why="",
        record_id=two.record_id,
        record_kind=two.kind,
        form=two.form,
        form_version=two.form_version,
        title=two.title,
        fields=(),
        act=None,
    )
