"""Questions with their answers: short ones side by side, long ones as paragraphs of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ehdesk.forms import answers, definition, signatures, spoken
from ehdesk.paper import grid, languages, lists, page, pictograms, sheet, signature, text
from ehdesk.words import Words

_BAR = 14.0  # how far a longer answer is moved in from the line beside it
_BAR_WIDTH = 2.2
_SHORT = 160  # letters; longer answers get the whole width
_GRID = 2  # columns that a grid has at the least
_SENTENCE = 45  # letters; longer labels get the wider column


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
        self._start = grid.ASKED

    def section(self, section: definition.Section, questions: Sequence[definition.Question]) -> None:
        """One section under its title; nothing at all where its reader gets no answer of it."""
        shown = [question for question in questions if self.tells(question)]
        answered = any(answers.is_answered(self._given.get(question.key)) for question in shown)
        if not shown or not (answered or section.on_blank):
            return
        title = self._reading.words.text(section.title)
        self._on.heading(title, 2)
        self.questions(shown, title)

    def tells(self, question: definition.Question) -> bool:
        """Whether the reader gets to see this question: answered, or its gap is shown too."""
        return self._reading.shows_gaps or answers.is_answered(self._given.get(question.key))

    def questions(self, questions: Sequence[definition.Question], title: str, *, gap: float = 10) -> None:
        """The questions with their answers. A label that only repeats the title right above is left out."""
        sentences = any(len(question.label) > _SENTENCE for question in questions if question.choices())
        self._start = grid.ASKED_LONG if sentences else grid.ASKED
        for question in questions:
            self._question(question, title if question is questions[0] else "")
        self._let_out(gap)

    def _question(self, question: definition.Question, title: str) -> None:
        value = self._given.get(question.key)
        label, picture = self._label(question), self._picture(question)
        if not answers.is_answered(value):
            nothing = "Not ticked" if question.kind == "tick" else "Not answered"
            self._waiting.append(
                grid.Told(label, self._reading.words.text(nothing), is_answer=False, picture=picture)
            )
        elif question.kind == "table" and isinstance(value, Mapping):
            self._let_out()
            self._table(question, value, label if label != title else "")
        else:
            self._answer(question, value, label, title)

    def _label(self, question: definition.Question) -> str:
        easy = question.easy if self._on.look.pictures else ""
        return self._reading.words.text(easy or question.label)

    def _picture(self, question: definition.Question) -> str:
        return question.picture if self._on.look.pictures else ""

    def _answer(self, question: definition.Question, value: Any, label: str, title: str) -> None:
        said = self._said(question, value)
        strokes = signatures.strokes(value) if question.kind == "signature" else []
        if strokes:
            self._let_out()
            self._on.paragraph(label, self._on.look.strong, gap=14, keeps=True, colour=page.QUIET)
            signature.draw(self._on, f"{label}: {said}", strokes)
            return
        language = self._language(question, said)
        if question.kind == "long_text" or len(said) > _SHORT or "\n" in said:
            self._let_out()
            self._long(label if label != title else "", said, language, self._picture(question))
        else:
            self._waiting.append(grid.Told(label, said, language=language, picture=self._picture(question)))

    def _said(self, question: definition.Question, value: Any) -> str:
        if question.kind == "multiple_choice" and self._on.look.stacked:
            return "\n".join(self._reading.words.text(question.label_of(each)) for each in value)
        said = spoken.summary(question, value, self._reading.words, self._reading.people)
        if question.kind == "scale" and not question.options:
            low, high = question.bounds()
            return self._reading.words.text("{n} on a scale from {low} to {high}").format(
                n=said, low=low, high=high
            )
        return said

    def _language(self, question: definition.Question, said: str) -> str:
        free = question.kind in ("text", "long_text", "agency") and any(each.isalpha() for each in said)
        return languages.of(said, self._reading.free_text_language if free else self._on.language)

    def _long(self, label: str, said: str, language: str, picture: str) -> None:
        """A longer answer under its label, with a line down its side."""
        start = pictograms.START if picture else 0.0
        with pictograms.beside(self._on, picture):
            if label:
                self._on.paragraph(
                    label, self._on.look.strong, left=start, gap=14, keeps=True, colour=page.QUIET
                )
            for index, words in enumerate(text.paragraphs(said)):
                gap = 7 if index else 5 if label else 10
                self._barred(words, languages.of(words, language), start, gap, joins=index > 0)

    def _barred(self, words: str, own: str, start: float, gap: float, *, joins: bool) -> None:
        """One paragraph with a line down the side where its language starts."""
        from_right = languages.is_right_to_left(own) is not languages.is_right_to_left(self._on.language)
        first = len(self._on.strips)
        self._on.paragraph(
            words,
            self._on.look.answer,
            left=start if from_right else start + _BAR,
            width=page.ROOM - start - _BAR,
            gap=gap,
            language=own,
        )
        bar = page.ROOM - _BAR_WIDTH if from_right else start
        added = self._on.strips[first:]
        self._on.strips[first:] = [_barred(strip, bar, joins=joins and strip is added[0]) for strip in added]

    def _table(self, table: definition.Question, value: Mapping[str, Any], label: str) -> None:
        """A grid where all answers are short; else each row as a block: its first column, then the others."""
        if label:
            self._on.paragraph(label, self._on.look.label, gap=16, keeps=True)
        if self._grid(table, value):
            return
        for number, (_id, row) in enumerate(answers.rows(value), start=1):
            columns = answers.visible_columns(table, row, self._given)
            self._row_of(table, columns, row, number)

    def _grid(self, table: definition.Question, value: Mapping[str, Any]) -> bool:
        """The rows as a grid; False, and nothing added, where an answer is too long for a cell."""
        found = [
            (row, {column.key for column in answers.visible_columns(table, row, self._given)})
            for _id, row in answers.rows(value)
        ]
        asked = [
            column
            for column in table.columns
            if any(answers.is_answered(row.get(column.key)) and column.key in keys for row, keys in found)
        ]
        said = [[self._cell(column, row, keys) for column in asked] for row, keys in found]
        long = any(column.kind in ("long_text", "signature") for column in asked)
        if len(asked) < _GRID or long or any(len(each.words) > _SHORT for row in said for each in row):
            return False
        heads = [self._head(column) for column in asked]
        return lists.tell(self._on, heads, said, gap=6)

    def _head(self, column: definition.Question) -> str:
        label = self._reading.words.text(column.label)
        if column.kind != "scale" or column.options:
            return label
        low, high = column.bounds()
        return f"{label} {low}–{high}"

    def _cell(self, column: definition.Question, row: Mapping[str, Any], keys: set[str]) -> lists.Said:
        value = row.get(column.key)
        if column.key not in keys:
            return lists.Said()
        if not answers.is_answered(value):
            return lists.Said("–" if self._reading.shows_gaps else "")
        said = spoken.summary(column, value, self._reading.words, self._reading.people)
        return lists.Said(said, self._language(column, said))

    def _row_of(
        self,
        table: definition.Question,
        columns: Sequence[definition.Question],
        row: Mapping[str, Any],
        number: int,
    ) -> None:
        name = self._said(columns[0], row.get(columns[0].key)) if columns else ""
        rest = list(columns[1:])
        if not name or len(name) > _SHORT:
            name = f"{self._reading.words.text(table.row_name or 'row').capitalize()} {number}"
            rest = list(columns)
        self._on.paragraph(name, self._on.look.row, gap=12, keeps=True, colour=page.ACCENT)
        inner = Teller(self._on, self._reading, row)
        inner.questions([each for each in rest if inner.tells(each)], "", gap=2)

    def _let_out(self, gap: float = 10) -> None:
        """Put the short answers that have gathered on the sheet."""
        if self._waiting:
            grid.tell(self._on, self._waiting, gap=gap, start=self._start)
            self._waiting = []


def _barred(strip: page.Strip, bar: float, *, joins: bool) -> page.Strip:
    """The strip with a line down its side; where it `joins` the one above, over the white between too."""
    above = strip.gap if joins else 0.0

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.furniture():
            pen.fill(bar, top + above, _BAR_WIDTH, strip.height + above + 0.3, page.ACCENT)
        strip.draw(pen, top)

    return replace(strip, draw=draw)
