"""How two versions are told: which record and question, whose words, and what each button does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, loader, person_form
from ehdesk.models import acts, base, family, looked, practitioner, versions
from ehdesk.ui import desk as desks
from ehdesk.ui import history_words, telling

WRITTEN = frozenset({"text", "long_text"})
_PAGES = {"family": "family", "person": "person", "episode": "episode", "note": "note"}
_LONGEST_ROW = 60


@dataclass(frozen=True)
class Shown:
    """One field with two versions, as the page needs it: with the family's name, the names that answers point
    to, and what the row that it lies in begins with."""

    two: versions.Two
    family_name: str
    names: Mapping[str, str]
    row: Mapping[str, Any]


def read(reading: acts.Reading, record_id: str | None) -> tuple[Shown, ...]:
    """What waits, in all records or in one."""
    names: dict[str, Mapping[str, str]] = {}
    workers = practitioner.names(reading)
    told = []
    for two in versions.waiting(reading, record_id=record_id):
        if two.record_id not in names:
            names[two.record_id] = {**workers, **looked.people(reading, two.record_id)}
        named = family.named(reading, base.FamilyId(two.family_id))[0] if two.family_id else ""
        told.append(Shown(two, named, names[two.record_id], versions.row_of(reading, two)))
    return tuple(told)


def title(desk: desks.Desk, shown: Shown) -> str:
    """ "Plan · Kowalczyk-Hughes": the record and whose it is; initials where lists show those."""
    line = _line(shown.two)
    is_named = line.form is None and line.record_kind == "person"
    what = telling.child_name(desk, line.title) if is_named and line.title else history_words.record(line)
    return " · ".join(part for part in (what, telling.family_name(desk, shown.family_name)) if part)


def question(desk: desks.Desk, shown: Shown) -> str:
    """The question; for a cell the row that it stands in first."""
    label = str(desk.words(history_words.label(_line(shown.two), shown.two.path)))
    if "/" not in shown.two.path:
        return label
    asked = _asked(shown.two, shown.two.path.partition("/")[0])
    named = _row_name(desk, shown, asked)
    if shown.two.is_row:
        return f"{label}: {named}" if named else label
    return f"{named}: {label}" if named else label


def said(desk: desks.Desk, shown: Shown, value: Any) -> str:
    """A value in words; "" where there is none."""
    if value is None:
        return ""
    return history_words.said(desk, _line(shown.two), shown.two.path, value, dict(shown.names))


def why(shown: Shown) -> str:
    """What happened, where it is not simply that two people wrote."""
    two = shown.two
    if two.reason == versions.APART:
        return "Two people settled this at the same time, in different ways."
    if two.reason != versions.REMOVED:
        return ""
    who = "You" if two.others[0].is_mine else two.others[0].who
    by = "you were" if two.now.is_mine else f"{two.now.who} was"
    if two.is_row:
        return f"{who} took this away while {by} writing in it. So it was kept."
    return f"{who} emptied this while {by} writing in it. So it was kept."


def whose(version: versions.Version) -> str:
    """ "You", or the name."""
    return "You" if version.is_mine else version.who or "Somebody else"


def keep(shown: Shown, version: versions.Version) -> str:
    """The words of the button that lets a version stand."""
    two = shown.two
    if version.value is None:
        return "Take it away" if two.is_row else "Leave it empty"
    if two.reason == versions.REMOVED:
        return "Keep it" if two.is_row else "Keep what was written"
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
        return "Taken away" if shown.two.is_row else "Left empty"
    return f"Kept{words.removeprefix('Keep').replace(' it', '').replace(' mine', ' yours')}"


def is_written(shown: Shown) -> bool:
    """Whether the versions are writing, which can be put together."""
    asked = _asked(shown.two, shown.two.path)
    every = (shown.two.now, *shown.two.others)
    texts = all(isinstance(each.value, str) for each in every)
    return texts and (asked.kind in WRITTEN if asked is not None else True)


def is_long(shown: Shown) -> bool:
    """Whether writing goes over several lines."""
    asked = _asked(shown.two, shown.two.path)
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


def _asked(two: versions.Two, path: str) -> definition.Question | None:
    form = loader.load(two.form, two.form_version) if two.form else None
    if form is None and two.kind == "person":
        form = person_form.sheet(whole=True)
    if form is None:
        return None
    try:
        return form_answers.question_at(form, path)
    except KeyError:
        return None


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
