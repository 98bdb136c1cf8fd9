"""Questions with their answers: short ones side by side, long ones as paragraphs of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ehdesk.forms import answers, definition, spoken
from ehdesk.paper import grid, languages, page, sheet, text
from ehdesk.words import Words

_BAR = 14.0  # how far a longer answer is moved in from the line beside it
_SHORT = 160  # letters; longer answers get the whole width
_AIRY = text.Style(14, "regular", 1.03)
_ROW_NAME = text.Style(14, "semibold")


@dataclass(frozen=True)
class Reading:
    """What of a filled form one reader gets, and in which words."""

    words: Words
    people: Mapping[str, str]
    shows_gaps: bool
    free_text_language: str


class Teller:
    """Puts the answers of one filled form on a sheet."""

    def __init__(self, on: sheet.Sheet, reading: Reading, given: Mapping[str, Any]) -> None:
        self._on = on
        self._reading = reading
        self._given = given
        self._waiting: list[grid.Told] = []

    def section(self, section: definition.Section, questions: Sequence[definition.Question]) -> None:
        """One section under its title; nothing at all where its reader gets no answer of it."""
        shown = [
            question
            for question in questions
            if self._reading.shows_gaps or answers.is_answered(self._given.get(question.key))
        ]
        if not shown:
            return
        title = self._reading.words.text(section.title)
        self._on.heading(title, 2)
        for question in shown:
            self._question(question, title)
        self._let_out()

    def _question(self, question: definition.Question, title: str) -> None:
        value = self._given.get(question.key)
        label = self._reading.words.text(question.label)
        if not answers.is_answered(value):
            self._waiting.append(grid.Told(label, self._reading.words.text("Not answered"), is_answer=False))
        elif question.kind == "table":
            self._let_out()
            self._table(question, value, label if label != title else "")
        else:
            self._answer(question, value, label, title)

    def _answer(self, question: definition.Question, value: Any, label: str, title: str) -> None:
        said = self._said(question, value)
        language = self._language(question, said)
        if question.kind == "long_text" or len(said) > _SHORT or "\n" in said:
            self._let_out()
            self._long(label if label != title else "", said, language)
        else:
            self._waiting.append(grid.Told(label, said, language=language))

    def _said(self, question: definition.Question, value: Any) -> str:
        said = spoken.summary(question, value, self._reading.words, self._reading.people)
        if question.kind == "scale" and not question.options:
            low, high = question.bounds()
            return self._reading.words.text("{n} on a scale from {low} to {high}").format(n=said, low=low, high=high)
        return said

    def _language(self, question: definition.Question, said: str) -> str:
        free = question.kind in ("text", "long_text", "agency")
        return languages.of(said, self._reading.free_text_language if free else self._on.language)

    def _long(self, label: str, said: str, language: str) -> None:
        """A longer answer under its label, with a line down its side."""
        if label:
            self._on.paragraph(label, sheet.QUIET_LABEL, gap=14, keeps=True, colour=page.QUIET)
        start = len(self._on.strips)
        for index, words in enumerate(text.paragraphs(said)):
            own = languages.of(words, language)
            self._on.paragraph(words, _AIRY, left=_BAR, gap=(5 if label else 10) if index == 0 else 7, language=own)
        self._on.strips[start:] = [_barred(strip, first=index == 0) for index, strip in enumerate(self._on.strips[start:])]

    def _table(self, table: definition.Question, value: Mapping[str, Any], label: str) -> None:
        """Each row as a block: what its first column says, then the others."""
        if label:
            self._on.paragraph(label, sheet.LABEL, gap=16, keeps=True)
        for number, (_id, row) in enumerate(answers.rows(value), start=1):
            columns = answers.visible_columns(table, row, self._given)
            self._row_of(table, columns, row, number)

    def _row_of(
        self, table: definition.Question, columns: Sequence[definition.Question], row: Mapping[str, Any], number: int
    ) -> None:
        name = self._said(columns[0], row.get(columns[0].key)) if columns else ""
        if not name or len(name) > _SHORT:
            name = f"{self._reading.words.text(table.row_name or 'row').capitalize()} {number}"
            rest = list(columns)
        else:
            rest = list(columns[1:])
        rest = [each for each in rest if self._reading.shows_gaps or answers.is_answered(row.get(each.key))]
        if len(rest) == 1 and rest[0].kind != "long_text" and answers.is_answered(row.get(rest[0].key)):
            self._waiting.append(grid.Told(name, self._said(rest[0], row[rest[0].key])))
            return
        self._let_out()
        self._on.paragraph(name, _ROW_NAME, gap=12, keeps=True)
        inner = Teller(self._on, self._reading, row)
        for column in rest:
            inner._question(column, "")
        inner._let_out()

    def _let_out(self) -> None:
        """Put the short answers that have gathered on the sheet."""
        if self._waiting:
            grid.tell(self._on, self._waiting)
            self._waiting = []


def _barred(strip: page.Strip, *, first: bool) -> page.Strip:
    """The strip with a line down its side, as high as itself and the white above it."""

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.furniture():
            pen.fill(0, top if first else top + strip.gap, 2.2, strip.height + (0 if first else strip.gap), page.ACCENT)
        strip.draw(pen, top)

    return page.Strip(strip.height, draw, gap=strip.gap, keeps=strip.keeps, head=strip.head)
