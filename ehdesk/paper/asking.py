"""Questions as they stand on an empty page: label, hint, and room for the answer by hand."""

from collections.abc import Sequence
from itertools import groupby

from ehdesk.forms import definition
from ehdesk.paper import grid, marks, page, sheet, text
from ehdesk.words import Words

FOLLOW_UP = sheet.TICK_BOX + sheet.TICK_GAP  # how far a question that depends on the one above is moved in
_BETWEEN = 22.0
_WHOLE = 8  # that many writing lines always stay with their question
_FEW = 4  # columns: a row of that many stays on one page
_MANY = 12  # more answers than this are a page of boxes: on paper such an answer is written in
_COLUMN_LABEL = text.Style(13, "semibold", 0.97)
_WRITTEN_LINES = {"text": 1, "agency": 1, "person": 1, "people": 2, "entry": 1, "entries": 2, "long_text": 4}


class Asker:
    """Puts the questions of one blank form on a sheet."""

    def __init__(self, on: sheet.Sheet, form: definition.Form, words: Words, variant: str | None) -> None:
        self._on = on
        self._form = form
        self._words = words
        self._variant = variant

    def section(self, section: definition.Section, questions: Sequence[definition.Question]) -> None:
        """One section under its title: every question, with the instruction that replaces its condition."""
        on, say = self._on, self._words.text
        on.heading(say(section.title), 2)
        told = self._instruction(section.show_when, None)
        for words in (told, say(section.intro)):
            if words:
                on.paragraph(words, sheet.BODY, gap=4, keeps=True)
        before: definition.Question | None = None
        for answers, group in groupby(questions, key=lambda question: self._shared_answers(question)):
            asked = list(group)
            if answers and len(asked) > 1 and grid.column_width(on, answers):
                grid.ask(on, [self._label(question) for question in asked], answers)
            else:
                for question in asked:
                    self._question(question, section, before)
                    before = question
            before = asked[-1]

    def _shared_answers(self, question: definition.Question) -> tuple[str, ...]:
        """The answers of a question that may stand in a table with its neighbours; else nothing."""
        if question.kind not in {"single_choice", "scale"} or question.hint or question.show_when:
            return ()
        labels = tuple(self._words.text(choice.label) for choice in question.choices())
        return labels if 3 <= len(labels) <= 7 and not all(label.isdigit() for label in labels) else ()

    def _label(self, question: definition.Question) -> str:
        label = self._words.text(question.label)
        return self._words.text("{label} (key)").format(label=label) if question.starred else label

    def _question(
        self, question: definition.Question, section: definition.Section, before: definition.Question | None
    ) -> None:
        on = self._on
        if self._is_part_of_what_is_written_in(question):
            return
        told = self._instruction(question.show_when, before)
        left = FOLLOW_UP if told and self._follows(question, before) else 0.0
        label = self._label(question)
        gap = _BETWEEN if left == 0 else 12.0
        if left:
            on.keep_last()
        start = len(on.strips)
        if told and question.kind != "tick":
            on.paragraph(f"{told} {label}", _COLUMN_LABEL, left=left, gap=gap, keeps=True)
        elif label != self._words.text(section.title) and question.kind != "tick":
            on.paragraph(label, sheet.LABEL, left=left, gap=gap, keeps=True)
        elif told:
            on.paragraph(told, sheet.HINT, left=left, gap=gap, keeps=True, colour=page.QUIET)
            gap = 0.0
        hint = self._words.text(question.hint)
        if hint and question.kind != "tick":
            on.paragraph(hint, sheet.HINT, left=left, gap=1, keeps=True, colour=page.QUIET)
        self._room(question, label, left, gap)
        self._keep(start, question)

    def _is_part_of_what_is_written_in(self, question: definition.Question) -> bool:
        """Whether it only asks which other one, where the answer above is written in words anyway."""
        condition = question.show_when
        if condition is None or not condition.one_of or question.kind != "text":
            return False
        return _is_written_in(self._form.question(condition.question))

    def _follows(self, question: definition.Question, before: definition.Question | None) -> bool:
        return (
            before is not None
            and question.show_when is not None
            and question.show_when.question == before.key
        )

    def _keep(self, start: int, question: definition.Question) -> None:
        """Hold a question together with its room, unless that is more than a page would like to hold."""
        if question.kind != "table" and _lines(question) <= _WHOLE:
            self._hold(start)

    def _room(self, question: definition.Question, label: str, left: float, gap: float) -> None:
        """The place to answer, by kind."""
        on, say = self._on, self._words.text
        options = [marks.Choice(say(choice.label), say(choice.hint)) for choice in question.choices()]
        kind = question.kind
        if question.box:
            marks.open_box(on, label, _lines(question))
        elif kind in _WRITTEN_LINES:
            marks.writing_lines(on, label, _lines(question), left=left)
        elif _is_written_in(question):
            marks.boxes(on, label, [marks.Box("", 270)], left=left)
        elif kind == "scale" and not question.options:
            marks.scale(on, label, options)
        elif kind == "picture_scale":
            marks.faces(on, label, options, _moods(question))
        elif kind in ("yes_no", "yes_no_unknown", "single_choice", "scale"):
            marks.choices(on, label, options, left=left)
        elif kind == "multiple_choice":
            on.paragraph(say("Tick all that apply"), sheet.HINT, left=left, keeps=True, colour=page.QUIET)
            marks.choices(on, label, options, left=left)
        elif kind == "tick":
            marks.tick(on, marks.Choice(label, say(question.hint)), gap=gap)
        elif kind == "table":
            self._table(question)
        else:
            self._boxes(question, label, left)

    def _boxes(self, question: definition.Question, label: str, left: float) -> None:
        on, say = self._on, self._words.text
        day = [marks.Box(say("Day"), 46), marks.Box(say("Month"), 46), marks.Box(say("Year"), 74)]
        if question.kind == "number":
            marks.boxes(on, label, [marks.Box("", 90)], left=left)
        elif question.kind == "time":
            marks.boxes(on, label, [*day, marks.Box(say("Time"), 86)], left=left)
        elif question.kind == "date_range":
            for end in (say("From"), say("To")):
                on.paragraph(end, sheet.QUIET_LABEL, left=left, gap=6, keeps=True)
                marks.boxes(on, f"{label}, {end}", day, left=left, gap=2)
        elif question.kind == "signature":
            marks.boxes(on, label, [marks.Box(say("Signed"), 270 - left), *day], left=left)
        else:
            marks.boxes(on, label, day, left=left)

    def _table(self, table: definition.Question) -> None:
        """Room for some rows, one under the other: each with all its columns."""
        name = self._words.text(table.row_name or "row").capitalize()
        for number in range(1, (table.lines or 3) + 1):
            self._row_of(table, f"{name} {number}")

    def _row_of(self, table: definition.Question, name: str) -> None:
        """One row. A short one stays on one page; of a longer one, each column does."""
        on = self._on
        short = len(table.columns) <= _FEW
        start = len(on.strips)
        on.paragraph(name, _COLUMN_LABEL, gap=14, keeps=True, colour=page.ACCENT)
        before: definition.Question | None = None
        for column in table.columns:
            label = self._words.text(column.label)
            left = FOLLOW_UP if self._follows(column, before) else 0.0
            told = self._instruction(column.show_when, before, table)
            asked = f"{told} {label}" if told else label
            if column.kind != "tick" and label.casefold() != self._words.text(table.row_name).casefold():
                on.paragraph(asked, _COLUMN_LABEL, left=left, gap=10, keeps=True)
            self._room(column, f"{name}: {label}", left, 8)
            before = column
            if not short:
                self._hold(start)
                start = len(on.strips)
        self._hold(start)

    def _hold(self, start: int) -> None:
        """What was added from there on stays on one page."""
        on = self._on
        added = on.strips[start:]
        del on.strips[start:]
        with on.together():
            on.strips.extend(added)

    def _instruction(
        self,
        condition: definition.Condition | None,
        before: definition.Question | None,
        table: definition.Question | None = None,
    ) -> str:
        """A condition in words for paper. One that holds where nothing is ticked needs no words."""
        if condition is None or condition.none_of or condition.answered is False:
            return ""
        if self._variant is not None and condition.question == self._form.variant_question:
            return ""
        say = self._words.text
        parent = _asked(self._form, table, condition.question)
        asked = "" if before is not None and before.key == parent.key else say(parent.label)
        if parent.kind == "tick" or not condition.one_of:
            source = (
                "If you ticked “{question}”:" if parent.kind == "tick" else "If you answered “{question}”:"
            )
            return say(source).format(question=say(parent.label))
        answers = [
            f"“{say(choice.label)}”" for choice in parent.choices() if choice.value in condition.one_of
        ]
        joined = say(" or ").join(answers)
        if asked:
            return say("If you ticked {answers} at “{question}”:").format(answers=joined, question=asked)
        return say("If you ticked {answers}:").format(answers=joined)


def _asked(form: definition.Form, table: definition.Question | None, key: str) -> definition.Question:
    """The question that a condition names: a column of the same table first."""
    for column in table.columns if table else ():
        if column.key == key:
            return column
    return form.question(key)


def _is_written_in(question: definition.Question) -> bool:
    """Whether the answer is written, not ticked: there are too many, or the authority's are not known."""
    return question.kind == "single_choice" and not 0 < len(question.options) <= _MANY


def _lines(question: definition.Question) -> int:
    return question.lines or _WRITTEN_LINES.get(question.kind, 0)


def _moods(question: definition.Question) -> list[float | None]:
    """How happy each face is, from 0 to 1 by its number; none where the code is no number."""
    numbers = [int(option.code) for option in question.options if option.code.isdigit()]
    low, high = min(numbers, default=0), max(numbers, default=1)
    return [
        (int(option.code) - low) / max(high - low, 1) if option.code.isdigit() else None
        for option in question.options
    ]
