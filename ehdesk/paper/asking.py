"""Questions as they stand on an empty page: label, hint, and room for the answer by hand."""

from collections.abc import Sequence
from itertools import groupby

from ehdesk.forms import definition
from ehdesk.paper import beside, conditions, faces, grid, marks, page, pairs, pictograms, rows, sheet
from ehdesk.words import Words

_WHOLE = 2  # that many writing lines always stay with their question
_MOVED = 12.0  # how far questions are moved in under a condition that is said for all of them
_LOW = 130.0  # a question as low as this holds what depends on it on its page
_MANY = 12  # more answers than this are a page of boxes: on paper such an answer is written in
_ROWS, _MOST_ROWS = 3, 4  # of a table in large print: a page may be printed again
_IN_ROW = 12.0  # white between the questions of a row
_WRITTEN_LINES = {"text": 1, "agency": 1, "person": 1, "people": 2, "entry": 1, "entries": 2, "long_text": 4}


class Asker:
    """Puts the questions of one blank form on a sheet."""

    def __init__(self, on: sheet.Sheet, form: definition.Form, words: Words, variant: str | None) -> None:
        self._on = on
        self._form = form
        self._words = words
        self._conditions = conditions.Conditions(form, words, variant, is_easy=on.look.pictures)
        self._height = 0.0  # of the question above
        self._named: definition.Question | None = None  # the table whose label stands beside the title
        self._ends = ("", "")  # what the ends of the scale above mean
        self._standing: definition.Condition | None = None  # what is said once for some questions

    def section(self, section: definition.Section, questions: Sequence[definition.Question]) -> None:
        """One section under its title: every question, with the instruction that replaces its condition."""
        on, say = self._on, self._words.text
        self._start_page(section)
        told = self._conditions.told(section.show_when, None)
        intro = say(section.easy if on.look.pictures and section.easy else section.intro)
        first = questions[0]
        self._named = first if first.kind == "table" and not (first.hint or intro) else None
        label = self._label(first) if self._named else ""
        aside = (intro or (label if label != say(section.title) else "")) if not told else ""
        self._ends = ("", "")
        said = on.heading(say(section.title), 2, aside if on.look.compact else "")
        self._named = self._named if said else None
        for words in (told, "" if said else intro):
            if words:
                on.paragraph(words, on.look.body, gap=4, keeps=True)
        before: definition.Question | None = None
        for answers, group in groupby(questions, key=lambda question: self._shared_answers(question)):
            asked = list(group)
            if answers and len(asked) > 1 and not on.look.stacked and grid.column_width(on, answers):
                with on.asks(*(question.key for question in asked)):
                    grid.ask(on, [self._label(question) for question in asked], answers)
                before = asked[-1]
                continue
            for question in asked:
                following = questions[questions.index(question) + 1 :][:1]
                with on.asks(question.key):
                    self._question(question, section, before, *following)
                before = question

    def _start_page(self, section: definition.Section) -> None:
        if section.break_before and self._on.strips:
            self._on.add(page.NEW_PAGE)

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
        self,
        question: definition.Question,
        section: definition.Section,
        before: definition.Question | None,
        after: definition.Question | None = None,
    ) -> None:
        """One question with its room: beside it where that fits, else under it."""
        on = self._on
        if self._is_part_of_what_is_written_in(question):
            return
        start = len(on.strips)
        gap = on.look.between
        told, left = self._told(question, section, before, after)
        if on.look.stacked:
            repeats = before is None and self._label(question) == self._words.text(section.title)
            self._stacked(question, told, repeats=repeats)
            return
        if left:
            gap = min(12.0, gap)
        if told and not left and self._standing:
            self._said_once(told, question, gap)
            told, gap = "", 5.0
        if self._standing:
            left = _MOVED
        label = self._label(question)
        asked = beside.Asked(pairs.joined(told, label), self._words.text(question.hint), left, label)
        title = self._words.text(section.title)
        begins = question.kind == "table" and title.casefold().startswith(label.casefold())
        is_said = (label == title or begins) and not told and before is None
        repeats = is_said or question is self._named
        if repeats or not self._beside(question, asked, gap):
            self._above(question, asked, told, gap, repeats=repeats)
        self._keep(start, question)
        self._height = sum(strip.gap + strip.height for strip in on.strips[start:])

    def _stacked(self, question: definition.Question, told: str, *, repeats: bool) -> None:
        """A question with its room under it; in easy read its picture at its side."""
        on, start = self._on, len(self._on.strips)
        left = pictograms.START if on.look.pictures else 0.0
        label, gap = self._label(question), on.look.between
        with pictograms.beside(on, question.picture if on.look.pictures else ""):
            if told:
                on.paragraph(told, on.look.hint, left=left, gap=gap, keeps=True, colour=page.ACCENT)
                gap = 2.0
            if question.kind != "tick" and (on.look.pictures or not repeats):
                self._words_over(question, label, left, gap)
            if question.kind != "table":
                self._room(question, label, left, gap)
        if question.kind == "table":
            self._room(question, label, 0.0, gap)
        else:
            self._keep(start, question)
        self._height = sum(strip.gap + strip.height for strip in on.strips[start:])

    def _words_over(self, question: definition.Question, label: str, left: float, gap: float) -> None:
        """The question and its hints; in easy read its easy words in their place."""
        on, say = self._on, self._words.text
        easy = say(question.easy) if on.look.pictures else ""
        on.paragraph(easy or label, on.look.label, left=left, gap=gap, keeps=True)
        hints = [say("Tick all that apply")] if question.kind == "multiple_choice" and not easy else []
        for hint in [*hints, "" if easy else say(question.hint)]:
            if hint:
                on.paragraph(hint, on.look.hint, left=left, gap=1, keeps=True, colour=page.QUIET)

    def _said_once(self, told: str, question: definition.Question, gap: float) -> None:
        """A condition for some questions; what a scale's ends mean after it, where there is room."""
        points = question.choices() if question.kind == "scale" and not question.options else ()
        said = ", ".join(f"{each.label} = {self._words.text(each.hint)}" for each in points if each.hint)
        rest = self._label_and(beside.Asked(told), [said] if said else [], gap)
        if said and not rest:
            self._ends = (question.low_label, question.high_label)

    def _told(
        self,
        question: definition.Question,
        section: definition.Section,
        before: definition.Question | None,
        after: definition.Question | None,
    ) -> tuple[str, float]:
        """The condition in words, and how far the question is moved in under the one above.

        Where the next question has the same condition, it is said once for both: it is `_standing`.
        """
        condition = question.show_when
        if condition is not None and condition == self._standing:
            if question.kind == "scale":  # a pair of scales is compared
                self._on.keep_last()
            return "", 0.0
        self._standing = None
        follows = self._follows(question, before)
        near = follows and self._is_short(before)
        part = section.questions if not follows else ()
        told = self._conditions.told(condition, before if near else None, part=part)
        if told and self._on.look.compact and after is not None and after.show_when == condition:
            self._standing = condition
            return told, 0.0
        if told and near:
            self._on.keep_last()
            return told, self._on.look.lead
        return told, 0.0

    def _above(
        self, question: definition.Question, asked: beside.Asked, told: str, gap: float, *, repeats: bool
    ) -> None:
        """The question over its room; one that only repeats the part's title is left out."""
        on, left = self._on, asked.left
        hints = [self._words.text("Tick all that apply")] if question.kind == "multiple_choice" else []
        hints += [asked.hint] if asked.hint and question.kind != "tick" else []
        if question.kind == "tick":
            if told:
                on.paragraph(told, on.look.hint, left=left, gap=gap, keeps=True, colour=page.QUIET)
                gap = 0.0
        elif not repeats:
            hints = self._label_and(asked, hints, gap)
        for hint in hints:
            on.paragraph(hint, on.look.hint, left=left, gap=1, keeps=True, colour=page.QUIET)
        self._room(question, self._label(question), left, gap)

    def _label_and(self, asked: beside.Asked, hints: list[str], gap: float) -> list[str]:
        """The label over the whole width, the first hint after it where there is room; the other hints."""
        on, left = self._on, asked.left
        start = left + on.set.width(asked.label, on.look.label, on.spoken(asked.label)) + 12
        near = on.look.compact or len(hints) > 1 or asked.hint not in hints
        if on.look.stacked or not (
            hints and near and start + on.set.width(hints[0], on.look.hint, on.language) < page.ROOM
        ):
            on.paragraph(asked.label, on.look.label, left=left, gap=gap, keeps=True)
            return hints
        hint = sheet.Cell(hints[0], start, page.ROOM - start, on.look.hint, page.QUIET, "side")
        label = sheet.Cell(asked.label, left, start - left, on.look.label, align="side")
        on.row([label, hint], gap=gap, keeps=True)
        return hints[1:]

    def _beside(self, question: definition.Question, asked: beside.Asked, gap: float) -> bool:
        """Put the room beside the question; False, and nothing added, where it belongs under it."""
        on, kind = self._on, question.kind
        options = self._options(question)
        if question.box or on.look.stacked:
            return False
        if kind == "single_choice" and not self._always_beside(question):
            return False
        if kind in ("yes_no", "yes_no_unknown", "single_choice") and 0 < len(options) <= _MANY:
            return beside.ticks(on, asked, options, gap=gap)
        if kind in ("date", "partial_date", "time"):
            return beside.boxes(on, asked, self._day(question), gap=gap)
        if not on.look.compact:
            return False
        if kind == "scale" and not question.options:
            ends, self._ends = self._ends, (question.low_label, question.high_label)
            return beside.scale(on, asked, options, gap=gap, tells_ends=ends != self._ends)
        if kind in _WRITTEN_LINES and _lines(question) == 1:
            return beside.line(on, asked, gap=gap) or beside.lines(on, asked, 1, gap=gap)
        if kind == "signature":
            signed = marks.Box(self._words.text("Signed"), 200)
            return beside.boxes(on, asked, [signed, *self._day(question)], gap=gap)
        if kind == "long_text":
            return beside.lines(on, asked, _lines(question), gap=gap)
        if kind == "number" or _is_written_in(question):
            return beside.boxes(on, asked, [marks.Box("", 90 if kind == "number" else 196)], gap=gap)
        return False

    def _always_beside(self, question: definition.Question) -> bool:
        """Whether each question with these answers has room for them: one place for all is calmer."""
        alike = [each for each in self._form.questions() if each.options == question.options]
        options = self._options(question)
        return (
            len(alike) == 1
            or len({each.label for each in alike}) == 1
            or all(beside.holds_ticks(self._on, beside.Asked(self._label(each)), options) for each in alike)
        )

    def _options(self, question: definition.Question) -> list[marks.Choice]:
        say = self._words.text
        return [marks.Choice(say(choice.label), say(choice.hint)) for choice in question.choices()]

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

    def _is_short(self, before: definition.Question | None) -> bool:
        """Whether the question above is so low that what depends on it is held on its page."""
        return before is not None and before.kind != "table" and self._height <= _LOW

    def _keep(self, start: int, question: definition.Question) -> None:
        """Hold a question together with its room, unless that is more than a page would like to hold."""
        if question.kind != "table" and _lines(question) <= _WHOLE:
            self._hold(start)

    def _hold(self, start: int) -> None:
        """What was added from there on stays on one page."""
        hold(self._on, start)

    def _room(self, question: definition.Question, label: str, left: float, gap: float) -> None:
        """The place to answer, by kind."""
        on, say = self._on, self._words.text
        options, kind = self._options(question), question.kind
        if question.box:
            marks.open_box(on, label, _lines(question), left=left)
        elif kind in _WRITTEN_LINES:
            marks.writing_lines(on, label, _lines(question), left=left)
        elif _is_written_in(question):
            marks.boxes(on, label, [marks.Box("", 270)], left=left)
        elif kind == "scale" and not question.options:
            marks.scale(on, label, options, left=left)
        elif kind == "picture_scale":
            faces.faces(on, label, options, _moods(question), left=left)
        elif kind in ("yes_no", "yes_no_unknown", "single_choice", "multiple_choice", "scale"):
            marks.choices(on, label, options, left=left, gap=on.look.choices)
        elif kind == "tick":
            marks.tick(on, marks.Choice(label, say(question.hint)), left=left, gap=gap)
        elif kind == "table":
            self._table(question)
        else:
            self._boxes(question, label, left)

    def _table(self, table: definition.Question) -> None:
        """A grid or blocks of boxes; where nothing stands beside anything, each row as its own questions."""
        on = self._on
        if not on.look.stacked:
            rows.ask(on, table, self._words, self._conditions)
            return
        for number in range(1, min(table.lines or _ROWS, _MOST_ROWS) + 1):
            name = rows.called(table, self._words, number)
            on.paragraph(name, on.look.row, gap=on.look.between, keeps=True, colour=page.ACCENT)
            for column in table.columns:
                self._cell(table, column, name)

    def _cell(self, table: definition.Question, column: definition.Question, name: str) -> None:
        """One column of one row as a question of its own."""
        on, say = self._on, self._words.text
        label = say(column.label)
        start = len(on.strips)
        told = self._conditions.told(column.show_when, None, table)
        if column.kind != "tick":
            on.paragraph(pairs.joined(told, label), on.look.label, gap=_IN_ROW, keeps=True)
            if column.hint:
                on.paragraph(say(column.hint), on.look.hint, keeps=True, colour=page.QUIET)
        self._room(column, label if column.kind == "tick" else f"{name}: {label}", 0.0, _IN_ROW)
        if _lines(column) <= _WHOLE:
            self._hold(start)

    def _day(self, question: definition.Question) -> list[marks.Box]:
        say = self._words.text
        day = [marks.Box(say("Day"), 46), marks.Box(say("Month"), 46), marks.Box(say("Year"), 74)]
        return [*day, marks.Box(say("Time"), 86)] if question.kind == "time" else day

    def _boxes(self, question: definition.Question, label: str, left: float) -> None:
        on, say = self._on, self._words.text
        day = self._day(question)
        if question.kind == "number":
            marks.boxes(on, label, [marks.Box("", 90)], left=left)
        elif question.kind == "date_range":
            for end in (say("From"), say("To")):
                on.paragraph(end, on.look.strong, left=left, gap=6, keeps=True)
                marks.boxes(on, f"{label}, {end}", day, left=left, gap=2)
        elif question.kind == "signature" and on.look.stacked:
            marks.boxes(on, label, [marks.Box(say("Signed"), 230)], left=left)
            marks.boxes(on, label, day, left=left)
        elif question.kind == "signature":
            marks.boxes(on, label, [marks.Box(say("Signed"), 270 - left), *day], left=left)
        else:
            marks.boxes(on, label, day, left=left)


def hold(on: sheet.Sheet, start: int) -> None:
    """What was added from there on stays on one page."""
    added = on.strips[start:]
    del on.strips[start:]
    with on.together():
        on.strips.extend(added)


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
