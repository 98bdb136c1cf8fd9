"""What a new form knows at its start: the day, who writes it, the family's people, the rows it points to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.clock import local
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.models import acts, base, episode, person, practitioner, sheet

_PEOPLE: dict[str, Callable[[person.PersonCard], bool]] = {
    "children": lambda card: card.is_child,
    "adults": lambda card: not card.is_child,
    "people": lambda _card: True,
}
_RANK = "{place:06d}"


@dataclass(frozen=True)
class Entry:
    """A row of a table that another question can point to, by the words that name it."""

    id: str
    label: str


def episode_now(read: acts.Reading, family_id: str) -> str | None:
    """The family's open episode, or None where there is none."""
    return next((one.id for one in episode.episodes(read, family_id) if one.is_open), None)


def known(
    read: acts.Reading, form_id: str, family_id: str | None, episode_id: str | None = None
) -> base.Fields:
    """The answers that a new form of this kind begins with, by key, of what is asked at its start."""
    form = read.form(form_id)
    answers: base.Fields = {}
    for question in form.questions():
        value = _value(read, form, question, family_id, episode_id)
        if value is not None and question.key in form_answers.visible(form, answers):
            answers[question.key] = value
    return answers


def row(read: acts.Reading, table: definition.Question) -> base.Fields:
    """What a new row of a table begins with: the day and the time, where its columns ask for them."""
    return {c.key: value for c in table.columns if (value := _simple(read, c)) is not None}


def entries(read: acts.Reading, now: sheet.Sheet) -> dict[str, tuple[Entry, ...]]:
    """For each "form.table" that this form's entry questions name, the rows they can choose.

    Rows of this form itself are as the record holds them; of another form, the newest of the episode.
    """
    wanted = {asked.rows_of: asked for asked in _entry_questions(now.form)}
    return {name: _entries(read, name, asked, now) for name, asked in wanted.items()}


def _entry_questions(form: definition.Form) -> Iterable[definition.Question]:
    for question in form.questions():
        for each in (question, *question.columns):
            if each.rows_of:
                yield each


def _entries(
    read: acts.Reading, name: str, asked: definition.Question, now: sheet.Sheet
) -> tuple[Entry, ...]:
    form_id, _, table = name.partition(".")
    source: sheet.Sheet | None = now
    if form_id != now.form.id:
        source = newest(read, form_id, now.family_id, now.episode_id, but=now.record_id)
    return _named(source.answers.get(table), asked.row_label) if source is not None else ()


def _named(rows: Any, label: str) -> tuple[Entry, ...]:
    told = ((row_id, str(row.get(label) or "")) for row_id, row in form_answers.rows(rows))
    return tuple(Entry(row_id, words) for row_id, words in told if words)


def newest(
    read: acts.Reading, form_id: str, family_id: str | None, episode_id: str | None, *, but: str = ""
) -> sheet.Sheet | None:
    """The newest form of this kind of a family (and episode), finished ones first; None where none is."""
    if family_id is None:
        return None
    wanted = sa.select(base.record.c.id).where(*_here(read, form_id, family_id, episode_id))
    wanted = wanted.where(base.record.c.id != but)
    wanted = wanted.order_by(base.record.c.status == "draft", base.record.c.n.desc()).limit(1)
    found = read.connection.execute(wanted).scalar()
    return None if found is None else sheet.sheet(read, found)


def _here(
    read: acts.Reading, form_id: str, family_id: str, episode_id: str | None
) -> list[sa.ColumnElement[bool]]:
    here = [
        base.record.c.family_id == family_id,
        base.record.c.form == form_id,
        base.record.c.beside.is_(None),
        base.record.c.status != "void",
        base.may_hold(base.record.c.scope, read.me),
    ]
    return here if episode_id is None else [*here, base.record.c.episode_id == episode_id]


def _value(
    read: acts.Reading,
    form: definition.Form,
    question: definition.Question,
    family_id: str | None,
    episode_id: str | None,
) -> Any:
    wanted = question.prefill
    if wanted == "number":
        return _count(read, form, family_id, episode_id) + 1
    if wanted in _PEOPLE and question.kind == "table":
        cards = person.people(read, family_id) if family_id is not None else ()
        return _rows(read, question, "person", [card.id for card in cards if _PEOPLE[wanted](card)])
    if wanted == "entries":
        return _rows(read, question, "entry", _offered(read, question, family_id, episode_id))
    return _simple(read, question)


def _simple(read: acts.Reading, question: definition.Question) -> Any:
    now = local(read.clock.now())
    if question.prefill == "today":
        return now.date().isoformat()
    if question.prefill == "now":
        return now.strftime("%Y-%m-%dT%H:%M")
    if question.prefill not in ("me", "agency"):
        return None
    me = practitioner.me(read)
    if question.prefill == "agency":
        return me.agency or None
    return me.id if question.kind == "person" else me.name


def _offered(
    read: acts.Reading, table: definition.Question, family_id: str | None, episode_id: str | None
) -> list[str]:
    column = next((each for each in table.columns if each.rows_of), None)
    if column is None:
        return []
    form_id, _, key = column.rows_of.partition(".")
    source = newest(read, form_id, family_id, episode_id)
    return [one.id for one in _named(source.answers.get(key), column.row_label)] if source else []


def _rows(read: acts.Reading, table: definition.Question, kind: str, values: list[str]) -> base.Fields | None:
    """A row for each value, in the first column of that kind."""
    column = next((each.key for each in table.columns if each.kind == kind), None)
    if column is None or not values:
        return None
    ranks = (_RANK.format(place=place) for place in range(1, len(values) + 1))
    told = zip(ranks, values, strict=True)
    return {read.clock.new_id(): {"rank": rank, column: value} for rank, value in told}


def _count(read: acts.Reading, form: definition.Form, family_id: str | None, episode_id: str | None) -> int:
    if family_id is None:
        return 0
    wanted = sa.select(sa.func.count()).select_from(base.record)
    return read.connection.execute(wanted.where(*_here(read, form.id, family_id, episode_id))).scalar_one()
