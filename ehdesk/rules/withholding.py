"""What of a form one reader gets: the form and its answers as if there had been nothing to keep. Pure.

What is left out leaves no trace: no gap, no empty heading, no number that is skipped. The list of it is for
the worker only, and each thing on it can be given out on purpose, with a reason that stays with the copy.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ehdesk.forms import answers as answering
from ehdesk.forms import definition
from ehdesk.rules import folding, readers

WHOLE = "$form"
"""The key under which the whole of a form is held back, or given out on purpose."""

_PEOPLE = ("person", "people")
_APART = "Kept apart: not everybody may read it"
_ADULT = "It does not say which parent said this, and they do not live together"
_ROW = "It is about somebody else, who does not live with this reader"
_CHILD = "It is somebody else's, and no child's to read"
_SOURCE = "Who told us stays with us"
_THIRD = "It is about or from somebody outside the family"
_PLACE = "It names a school that this reader must not know of"
_NAME = "It names somebody whose name this reader must not know"
_CHOSEN = "You chose to leave it out"
_WRITER = "It does not say which parent wrote it, and they do not live together"
_SAY_WHO = "This family does not live in one home: say who of them will read it"


@dataclass(frozen=True)
class LeftOut:
    """Something that a reader does not get. `key` names it: question, question/row, question/row/column."""

    key: str
    where: str
    why: str


@dataclass(frozen=True)
class Filtered:
    """What a reader gets, and what is left out. `held` says why they get none of it: then nothing is made.

    `for_nobody_else` is set where no reason opens it: a child's own form, or somebody who must not be told.
    """

    form: definition.Form
    answers: dict[str, Any]
    left_out: tuple[LeftOut, ...] = ()
    held: LeftOut | None = None
    for_nobody_else: bool = False


@dataclass(frozen=True)
class Wish:
    """What the worker decided: `released` is given out on purpose, `without` is left out besides."""

    released: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


AS_THE_RULES_SAY = Wish()


def filtered(
    form: definition.Form,
    answers: Mapping[str, Any],
    reader: readers.Reader,
    facts: readers.Facts = readers.NOTHING_KNOWN,
    wish: Wish = AS_THE_RULES_SAY,
) -> Filtered:
    """The form and its answers for this reader, and what they do not get."""
    if reader.kind == "team":
        return Filtered(form, dict(answers))
    closed = _whole_is_closed(form, reader, facts)
    if closed is not None:
        return Filtered(form, {}, held=closed, for_nobody_else=True)
    held = None if WHOLE in wish.released else _whole_is_held(form, answers, reader, facts)
    if held is not None:
        return Filtered(form, {}, held=held)
    sieve = _Sieve(form, answers, reader, facts, wish)
    sections = tuple(sieve.section(section) for section in form.sections)
    made = msgspec.structs.replace(form, sections=sections)
    shown = frozenset(answering.visible(made, sieve.kept))
    kept = {key: value for key, value in sieve.kept.items() if key in shown}
    return Filtered(made, kept, tuple(sieve.left_out))


def _whole_is_closed(form: definition.Form, reader: readers.Reader, facts: readers.Facts) -> LeftOut | None:
    """Why this reader gets none of the form whatever the reason."""
    if readers.may_have_nothing(reader, facts):
        return LeftOut(WHOLE, form.title, "Somebody has asked that this reader be told nothing")
    if not reader.is_family or form.whose in ("", "adult"):
        return None if form.whose != "adult" or not reader.is_young else _written_by_another(form)
    named = reader.kind == "family" and not facts.people
    return None if named or reader.is_young else _written_by_another(form)


def _written_by_another(form: definition.Form) -> LeftOut:
    return LeftOut(
        WHOLE, form.title, "It goes back to whoever filled it in, and to nobody else in the family"
    )


def _whole_is_held(
    form: definition.Form, answers: Mapping[str, Any], reader: readers.Reader, facts: readers.Facts
) -> LeftOut | None:
    """Why this reader gets none of the form unless it is given out on purpose."""
    if not reader.is_family:
        return None
    nobody_named = reader.kind == "family"
    if form.whose == "adult" and readers.some_live_apart(reader, facts):
        return LeftOut(WHOLE, form.title, _SAY_WHO if nobody_named else _WRITER)
    for question in form.questions():
        if question.belongs_to == "people" and _is_others(answers.get(question.key), reader, facts):
            return LeftOut(WHOLE, form.title, _SAY_WHO if nobody_named else _ROW)
    return None


def _is_others(named: Any, reader: readers.Reader, facts: readers.Facts) -> bool:
    """Whether those who are named here are others than the reader, and apart from them."""
    ids = [one for one in (named if isinstance(named, list) else [named]) if isinstance(one, str)]
    eyes = readers.standing_for(reader, facts)
    adults = [one for one in map(facts.person, ids) if one is not None and not one.is_child]
    return any(
        each.id not in ids and (reader.is_young or readers.are_apart(one, each))
        for each in eyes
        for one in adults
    )


class _Sieve:
    """Goes through a form once, and gathers what is kept and what is left out."""

    def __init__(
        self,
        form: definition.Form,
        answers: Mapping[str, Any],
        reader: readers.Reader,
        facts: readers.Facts,
        wish: Wish,
    ) -> None:
        self.kept: dict[str, Any] = {}
        self.left_out: list[LeftOut] = []
        self._given, self._reader, self._facts, self._wish = answers, reader, facts, wish
        self._shown: Container[str] = frozenset(answering.visible(form, answers))
        self._some_apart = readers.some_live_apart(reader, facts) if reader.is_family else False
        self._unnamed = readers.unnamed(reader, facts)
        self._schools = schools(reader, facts)
        self._third = any(
            question.belongs_to == "third_party" and answering.is_answered(answers.get(question.key))
            for question in form.questions()
        )

    def section(self, section: definition.Section) -> definition.Section:
        questions = tuple(filter(None, (self._question(each, section.title) for each in section.questions)))
        return msgspec.structs.replace(section, questions=questions)

    def _question(self, question: definition.Question, title: str) -> definition.Question | None:
        value = self._given.get(question.key)
        if self._reader.is_family and not question.show_on_family_paper:
            return None
        where = question.label if question.label == title else f"{title}: {question.label}"
        why = self._why_closed(question, value)
        if why and question.key not in self._wish.released:
            self._note(question.key, where, why, value)
            return None
        if why:
            question = msgspec.structs.replace(question, show_when=None)
        if question.kind == "table" and isinstance(value, Mapping):
            return self._table(question, value, where)
        if question.kind in _PEOPLE:
            value = self._named(question.key, value, where)
        if answering.is_answered(value):
            self.kept[question.key] = value
        return self._without_columns(question)

    def _why_closed(self, question: definition.Question, value: Any) -> str:
        """Why this reader does not get this answer; "" where they do."""
        if question.key in self._wish.without:
            return _CHOSEN
        if question.restricted and not self._opens(question):
            return _APART
        belongs = question.belongs_to
        if belongs == "source" and (self._reader.is_family or (self._third and self._is_court)):
            return _SOURCE
        if belongs == "third_party" and (self._is_court or self._reader.is_family):
            return _THIRD
        if self._reader.is_family and belongs == "adult" and self._some_apart:
            return _CHILD if self._reader.is_young else _ADULT
        if question.kind == "agency" and self._names_a_school(value):
            return _PLACE
        return ""

    @property
    def _is_court(self) -> bool:
        return self._reader.kind == "court"

    def _opens(self, question: definition.Question) -> bool:
        """Whether what is kept apart is open to this reader: to a court, as the authority's rule says."""
        is_open = self._is_court and self._facts.court == "all_but_third_party"
        return is_open and question.belongs_to != "third_party"

    def _names_a_school(self, value: Any) -> bool:
        return isinstance(value, str) and folding.fold(value).strip() in self._schools

    def _note(self, key: str, where: str, why: str, value: Any) -> None:
        if answering.is_answered(value) and key.split("/", 1)[0] in self._shown:
            self.left_out.append(LeftOut(key, where, why))

    def _named(self, key: str, value: Any, where: str) -> Any:
        """People without those whose names this reader must not know."""
        if not self._unnamed or key in self._wish.released:
            return value
        named: list[Any] = value if isinstance(value, list) else [value]
        open_ones = [one for one in named if not (isinstance(one, str) and one in self._unnamed)]
        if len(open_ones) == len(named):
            return value
        self._note(key, where, _NAME, value)
        return open_ones if isinstance(value, list) and open_ones else None

    # Tables

    def _without_columns(self, table: definition.Question) -> definition.Question:
        columns = tuple(column for column in table.columns if not self._column_is_closed(table, column))
        return table if columns == table.columns else msgspec.structs.replace(table, columns=columns)

    def _column_is_closed(self, table: definition.Question, column: definition.Question) -> bool:
        if f"{table.key}/*/{column.key}" in self._wish.released:
            return False
        if not column.show_on_family_paper and not self._is_court:
            return True
        return (column.restricted and not self._opens(column)) or (
            column.belongs_to == "third_party" and (self._is_court or self._reader.is_family)
        )

    def _table(self, table: definition.Question, rows: Mapping[str, Any], where: str) -> definition.Question:
        slim = self._without_columns(table)
        for column in table.columns:
            if column not in slim.columns and column.show_on_family_paper:
                told = [
                    row.get(column.key) for row in rows.values() if answering.is_answered(row.get(column.key))
                ]
                self._note(f"{table.key}/*/{column.key}", f"{where}: {column.label}", _APART, told)
        keys = {column.key for column in slim.columns} | {"rank"}
        kept = {}
        for row_id, row in rows.items():
            cells = {key: value for key, value in row.items() if key in keys}
            said = self._row(slim, row_id, cells, where)
            if said is not None:
                kept[row_id] = said
        if kept:
            self.kept[table.key] = kept
        return slim

    def _row(
        self, table: definition.Question, row_id: str, row: dict[str, Any], where: str
    ) -> dict[str, Any] | None:
        key = f"{table.key}/{row_id}"
        why = self._why_row_closed(table, row)
        if key in self._wish.without:
            why = _CHOSEN
        if why and key not in self._wish.released:
            self._note(key, where, why, row)
            return None
        for column in table.columns:
            cell = f"{key}/{column.key}"
            if cell in self._wish.without and column.key in row:
                self._note(cell, f"{where}: {column.label}", _CHOSEN, row.pop(column.key))
            elif column.kind in _PEOPLE and column.key in row:
                open_ones = self._named(cell, row[column.key], f"{where}: {column.label}")
                row = {**row, column.key: open_ones} if open_ones is not None else _but(row, column.key)
        return row if any(name != "rank" for name in row) else None

    def _why_row_closed(self, table: definition.Question, row: Mapping[str, Any]) -> str:
        """Why a whole row goes: whose it is, or what it names."""
        asks = next((column for column in table.columns if column.kind in _PEOPLE), None)
        who = row.get(asks.key) if asks else None
        if table.belongs_to == "row" and self._reader.is_family and self._row_is_others(who):
            return _CHILD if self._reader.is_young else _ROW
        if table.columns and asks is table.columns[0] and isinstance(who, str) and who in self._unnamed:
            return _NAME
        schools = (row.get(column.key) for column in table.columns if column.kind == "agency")
        return _PLACE if any(map(self._names_a_school, schools)) else ""

    def _row_is_others(self, who: Any) -> bool:
        """Whether those in a row are others, apart from the reader; a row with the reader in it is theirs."""
        named = [_id(one) for one in (who if isinstance(who, list) else [who]) if one]
        eyes = {one.id for one in readers.standing_for(self._reader, self._facts)}
        if not eyes or (len(eyes) == 1 and eyes & set(named)):
            return False
        return any(readers.is_private(one, self._reader, self._facts) for one in named)


def schools(reader: readers.Reader, facts: readers.Facts) -> frozenset[str]:
    """The schools that this reader must not know of, folded: not those of a child who is not shielded."""
    if not reader.is_family:
        return frozenset()
    kept = readers.shielded(reader, facts)
    known = {folding.fold(name).strip() for one in facts.people if one not in kept for name in one.schools}
    return frozenset(folding.fold(name).strip() for one in kept for name in one.schools) - known


def _but(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}


def _id(one: Any) -> str:
    return one if isinstance(one, str) else "$" + str(one.get("name", "")) if isinstance(one, Mapping) else ""
