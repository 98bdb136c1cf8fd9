"""Dates and times in boxes of their own: day, month by number or name, year; never jumping ahead.

What is no date yet ("3", "July", no year) is handed in as it is typed ("3/July/"): the record keeps
it, and finishing says what to add.
"""

import calendar
import re

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import dates, definition
from ehdesk.ui import answer_input, answer_text, flow, widgets

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


class DateBoxes(QtWidgets.QWidget):
    """Three boxes under their words. `edited` says that a key was pressed in one of them."""

    edited = QtCore.Signal()

    def __init__(self, owner: answer_input.AnswerInput, *, partial: bool = False, part: str = "") -> None:
        super().__init__()
        self._owner = owner
        self._partial = partial
        self._layout = QtWidgets.QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        lead = f"{part} " if part else ""
        self.day = self._box(owner.say("Day"), lead, letters=4)
        self.month = self._box(owner.say("Month"), lead, letters=11)
        self.year = self._box(owner.say("Year"), lead, letters=6)
        self.day.textEdited.connect(self._on_day)
        self._layout.addStretch(1)

    def _on_day(self, typed: str) -> None:
        """T for today; no day of a month begins with a letter."""
        today = self._owner.around.today
        if typed in ("t", "T") and today is not None:
            self.show_given(today.isoformat())
            self.edited.emit()

    def boxes(self) -> tuple[answer_text.Line, ...]:
        """Day, month and year."""
        return (self.day, self.month, self.year)

    def time_box(self, word: str) -> tuple[QtWidgets.QWidget, answer_text.Line]:
        """A box for the time, and what holds it under its word: it goes beside the year or beneath."""
        holder = QtWidgets.QWidget()
        column, line = self._column(word, "", letters=7)
        holder.setLayout(column)
        return holder, line

    def is_empty(self) -> bool:
        """Whether nothing stands in any box."""
        return not any(box.text().strip() for box in self.boxes())

    def iso(self) -> str | None:
        """The date as ISO text, whole or (where that counts) partial; None when it is none yet."""
        try:
            return self._read()
        except dates.Unclear:
            return None

    def given(self) -> str | None:
        """The date as ISO text where it is one, else what is typed with / between the boxes, or None."""
        if self.is_empty():
            return None
        return self.iso() or "/".join(box.text().strip() for box in self.boxes())

    def show_given(self, text: str | None) -> None:
        """Put an ISO date, whole or partial, or what was typed, into the boxes."""
        if text and not _ISO.fullmatch(text):
            parts = text.split("/")
            typed = parts if len(parts) == len(self.boxes()) else [text, "", ""]
            for box, part in zip(self.boxes(), typed, strict=True):
                box.setText(part)
            return
        parts = (text or "").split("-")
        self.year.setText(parts[0])
        self.month.setText(self._owner.say(calendar.month_name[int(parts[1])]) if len(parts) > 1 else "")
        self.day.setText(str(int(parts[2][:2])) if len(parts) > 2 else "")

    def wrong_part(self) -> str:
        """What to add or change, in words; empty when the date is good or the boxes are empty."""
        if self.is_empty():
            return ""
        try:
            self._read()
        except dates.Unclear as error:
            return self._owner.say(str(error))
        return ""

    def _read(self) -> str:
        boxes = {"day": self.day.text(), "month": self.month.text(), "year": self.year.text()}
        return dates.partial_date(boxes) if self._partial else dates.whole_date(boxes)

    def _box(self, word: str, lead: str, *, letters: int) -> answer_text.Line:
        column, line = self._column(word, lead, letters=letters)
        self._layout.addLayout(column)
        return line

    def _column(
        self, word: str, lead: str, *, letters: int
    ) -> tuple[QtWidgets.QVBoxLayout, answer_text.Line]:
        line = answer_text.Line()
        line.setFixedWidth(self.fontMetrics().averageCharWidth() * letters + 40)
        label = widgets.quiet(word)
        label.setWordWrap(False)
        label.setBuddy(line)
        self._owner.name_control(line, f"{lead}{word}".strip())
        column = QtWidgets.QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(line)
        line.textEdited.connect(lambda _text: self.edited.emit())
        return column, line


class DateInput(answer_input.AnswerInput):
    """A date, whole or (kind partial_date) as much of it as is known."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._boxes = DateBoxes(self, partial=question.kind == "partial_date")
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._boxes)
        self._boxes.edited.connect(lambda: self.answered.emit(self.answer()))

    def answer(self) -> object:
        """ISO text, or what is typed so far, or None."""
        return self._boxes.given()

    def set_answer(self, value: object) -> None:
        """Show the date."""
        if value != self.answer():
            self._boxes.show_given(value if isinstance(value, str) else None)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The boxes."""
        return self._boxes.boxes()

    def unfinished(self) -> str:
        """Which part of the date is missing or wrong."""
        return self._boxes.wrong_part()


class MomentInput(answer_input.AnswerInput):
    """When something happened: a date and the time on the wall clock."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._boxes = DateBoxes(self)
        holder, self._time = self._boxes.time_box(self.say("Time"))
        layout = flow.FlowLayout(12, 8)
        layout.addWidget(self._boxes)
        layout.addWidget(holder)
        self.setLayout(layout)
        self._boxes.edited.connect(lambda: self.answered.emit(self.answer()))

    def answer(self) -> object:
        """ "2026-07-03T10:40", or what is typed so far, or None."""
        if self._is_empty():
            return None
        day = self._boxes.iso()
        typed = self._time.text().strip()
        try:
            if day:
                return f"{day}T{dates.time_of_day(typed)}"
        except dates.Unclear:
            pass  # no time of day yet: it is kept as it was typed
        return f"{self._boxes.given() or '//'} {typed}"

    def set_answer(self, value: object) -> None:
        """Show the date and the time."""
        if value == self.answer():
            return
        text = value if isinstance(value, str) else ""
        day, _, clock = text.partition("T" if _MOMENT.match(text) else " ")
        self._boxes.show_given(day or None)
        self._time.setText(clock[:5] if _MOMENT.match(text) else clock)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """Day, month, year and time."""
        return (*self._boxes.boxes(), self._time)

    def unfinished(self) -> str:
        """Which part is missing or wrong."""
        if self._is_empty() or _MOMENT.match(str(self.answer())):
            return ""
        wrong = self._boxes.wrong_part()
        if wrong or self._boxes.is_empty():
            return wrong or self.say("Enter the date as well")
        return self.say("Enter the time as well, like 10:40")

    def _is_empty(self) -> bool:
        return self._boxes.is_empty() and not self._time.text().strip()


class DateRangeInput(answer_input.AnswerInput):
    """From one date to another; either may be partial, and the end may be open."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._ends: list[DateBoxes] = []
        for word in (self.say("From"), self.say("To")):
            label = QtWidgets.QLabel(word)
            boxes = DateBoxes(self, partial=True, part=word)
            boxes.edited.connect(lambda: self.answered.emit(self.answer()))
            layout.addWidget(label)
            layout.addWidget(boxes)
            self._ends.append(boxes)

    def answer(self) -> object:
        """{"from": ..., "to": ...}, each as far as it is typed, or None."""
        start, end = (boxes.given() for boxes in self._ends)
        return {"from": start, "to": end} if start or end else None

    def set_answer(self, value: object) -> None:
        """Show both dates."""
        if value == self.answer():
            return
        ends = value if isinstance(value, dict) else {}
        for boxes, key in zip(self._ends, ("from", "to"), strict=True):
            boxes.show_given(ends.get(key))

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """All six boxes."""
        return tuple(box for boxes in self._ends for box in boxes.boxes())

    def unfinished(self) -> str:
        """Which part is missing or wrong."""
        start, end = self._ends
        if start.is_empty() and not end.is_empty():
            return self.say("Enter when it began as well")
        return start.wrong_part() or end.wrong_part()
