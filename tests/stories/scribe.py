"""Writes a whole form down by keyboard: Tab from its first control to its last, and at each what was said.

It passes every control of the page in the order in which Tab comes to it, and so finds out whether
everything can be said there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6 import QtWidgets

from ehdesk.forms import definition, entries
from tests.stories.worker import Worker

Said = Mapping[str, Any]
_MOST = 900
_MOST_CHOICES = 40
_TYPED = ("text", "long_text", "agency", "number")
_DATED = ("date", "partial_date", "time", "date_range")
_OTHERS = ("Others, with commas between names", "Names, with commas between them")


@dataclass(frozen=True)
class Spot:
    """Where the focus is: the question, what was said to it, and which part of its answer the control is."""

    question: definition.Question
    value: Any
    part: str
    path: str


@dataclass
class Scribe:
    """`names` gives for each id the name on the screen; `before` what other forms say, for their rows."""

    worker: Worker
    names: Mapping[str, str]
    before: dict[str, Said] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def writes(self, form: definition.Form, said: Said, *, until: Callable[[str], bool]) -> None:
        """Go down the page until a control of this name has the focus; everything said is written then."""
        self.written = set()
        self.before[form.id] = said
        passed: list[str] = []
        for _ in range(_MOST):
            focus = self.worker.focus()
            passed.append(focus)
            if until(focus):
                break
            if not self.adds_a_row(form, said, focus):
                spot = next(self.spots(form, said, focus), None)
                if spot is not None:
                    self.say(spot)
                self.worker.press("Tab")
                assert self.worker.focus() != focus, f"Tab stays at {focus!r}"
        else:
            raise AssertionError(f"{form.id}: Tab never came to the end, only to {passed[:60]}")
        left = [path for path in paths(form, said) if path not in self.written]
        assert not left, f"{form.id} has no control for {left}"

    # Reading where the focus is

    def spots(self, form: definition.Form, said: Said, focus: str) -> Iterator[Spot]:
        """What the control of this name may be; a part of a table's row first."""
        for section in form.sections:
            for question in section.questions:
                if question.kind == "table" and focus.endswith(f", {question.label}"):
                    yield from self.cells(question, said, focus)
        for section in form.sections:
            for question in section.questions:
                for name in names_of(form, section, question):
                    if question.kind != "table" and is_named(focus, name):
                        part = focus.removesuffix(name).removesuffix(": ")
                        yield Spot(question, said.get(question.key), part, question.key)

    def cells(self, table: definition.Question, said: Said, focus: str) -> Iterator[Spot]:
        inside, _, place = focus.removesuffix(f", {table.label}").rpartition(", ")
        number = place.rpartition(" ")[2]
        rows = in_order(said.get(table.key))
        if not number.isdigit() or int(number) > len(rows):
            return
        row_id, row = rows[int(number) - 1]
        for column in sorted(table.columns, key=lambda one: -len(one.label)):
            if is_named(inside, column.label):
                part = inside.removesuffix(column.label).removesuffix(": ")
                yield Spot(column, row.get(column.key), part, f"{table.key}/{row_id}/{column.key}")

    def adds_a_row(self, form: definition.Form, said: Said, focus: str) -> bool:
        """At the button that adds a row: whether one more was said than stands there."""
        for question in form.questions():
            added = f"Add {question.row_name}: {question.label}"
            if question.kind == "table" and focus == added:
                title = f"{question.row_name[:1].upper()}{question.row_name[1:]} "
                stand = [line for line in self.worker.screen() if is_row(line, title)]
                if len(in_order(said.get(question.key))) > len(set(stand)):
                    self.worker.press("Space")
                    self.worker.wait("the new row has the focus", lambda: self.worker.focus() != focus)
                    return True
        return False

    # Saying

    def say(self, spot: Spot) -> None:
        """Say it, by the kind of the question. What stands there already is left."""
        if spot.value is None:
            return
        self.written.add(spot.path)
        kind, value = spot.question.kind, spot.value
        if kind in _TYPED:
            self.types(str(value) if not spot.part else self.worker.value())
        elif kind in _DATED:
            self.types(part_of_date(value, spot.part))
        elif kind == "tick":
            self.ticks(wanted=value is True)
        elif kind == "multiple_choice":
            self.ticks_those(spot)
        elif kind in ("people", "entries"):
            self.names_them(spot)
        else:
            self.picks(spot)
        assert self.worker.focus(), "the focus is lost"

    def picks(self, spot: Spot) -> None:
        """One of a few: a person, a row, an option."""
        value = spot.value
        if spot.question.kind == "entry":
            self.chooses(self.row_words(spot)[value])
        elif spot.question.kind == "person" and isinstance(value, str):
            self.chooses(self.names[value])
        elif spot.question.kind == "person":
            if spot.part != "Name":
                self.chooses("Somebody else", "Name")
            self.types(value["name"])
        else:
            label = next(one.label for one in spot.question.choices() if one.value == value)
            if self.is_list():
                self.goes_down_to(label)
            else:
                self.chooses(label)

    def ticks_those(self, spot: Spot) -> None:
        """A box for each option, or a drop-down to add them from."""
        labels = {option.code: option.label for option in spot.question.options}
        if not self.is_list():
            self.ticks(wanted=spot.part in {labels[code] for code in spot.value})
        elif spot.part == "Add one":
            for code in spot.value:
                self.adds(labels[code])

    def names_them(self, spot: Spot) -> None:
        """A box for each of them, and a line for those without a record."""
        known = [each for each in spot.value if isinstance(each, str)]
        if spot.part in _OTHERS:
            self.types(", ".join(each["name"] for each in spot.value if isinstance(each, dict)))
        elif spot.question.kind == "entries":
            self.ticks(wanted=spot.part in {self.row_words(spot)[each] for each in known})
        else:
            self.ticks(wanted=any(begins(spot.part, self.names[each]) for each in known))

    def row_words(self, spot: Spot) -> Mapping[str, str]:
        """What each row is called that this question chooses among."""
        form_id, _, table = spot.question.rows_of.partition(".")
        return entries.named(self.before[form_id].get(table), spot.question.row_label)

    def types(self, words: str) -> None:
        """Type it over what stands there."""
        if self.worker.value() != words:
            self.worker.press("Ctrl+A")
            if words:
                self.worker.write(words)
            else:
                self.worker.press("Delete")

    def dates(self, value: str) -> None:
        """Day, month and year in their boxes; and the time where it is asked."""
        day, _, clock = value.partition("T")
        for part in (*reversed(day.split("-")), *([clock[:5]] if clock else [])):
            self.types(part)
            self.worker.press("Tab")

    def ticks(self, *, wanted: bool) -> None:
        """Space where the box is not as it should be."""
        box = QtWidgets.QApplication.focusWidget()
        assert isinstance(box, QtWidgets.QAbstractButton)
        if box.isChecked() is not wanted:
            self.worker.press("Space")

    def chooses(self, words: str, leads_to: str = "") -> None:
        """With the arrows to the answer that begins with these words; some lead on to a line of their own."""
        first = self.worker.focus()
        if begins(first, words):
            self.ticks(wanted=True)
        for _ in range(_MOST_CHOICES):
            if begins(self.worker.focus(), leads_to or words):
                return
            self.worker.press("Down")
        raise AssertionError(f"“{words}” is not among the answers of {first!r}")

    def is_list(self) -> bool:
        """Whether a drop-down has the keyboard."""
        return isinstance(QtWidgets.QApplication.focusWidget(), QtWidgets.QComboBox)

    def goes_down_to(self, words: str) -> None:
        """With the arrow through a drop-down that stays closed."""
        for _ in range(_MOST_CHOICES):
            if self.worker.value() == words:
                return
            self.worker.press("Down")
        raise AssertionError(f"“{words}” is not in the list {self.worker.focus()!r}")

    def adds(self, words: str) -> None:
        """Open the drop-down, go down to these words, and take them."""
        box = QtWidgets.QApplication.focusWidget()
        assert isinstance(box, QtWidgets.QComboBox)
        self.worker.press("Space")
        self.worker.wait("the list is open", box.view().isVisible)
        for _ in range(box.findText(words)):
            self.worker.press("Down")
        self.worker.press("Return")
        self.worker.wait(f"“{words}” is taken", lambda: self.worker.sees(f"Take away: {words}"))


def names_of(
    form: definition.Form, section: definition.Section, question: definition.Question
) -> tuple[str, ...]:
    """What a question is called on the page: where its words stand there more than once, with its place."""
    above = question.show_when.question if question.show_when is not None else ""
    follows = [f"{question.label}, {one.label}" for one in section.questions if one.key == above]
    return (*follows, f"{question.label}, {section.title}", question.label)


def begins(control: str, words: str) -> bool:
    """Whether this is the control of that answer: "Marin, 41: Who agrees", "Yes: Taking part"."""
    return control == words or control.startswith((f"{words}: ", f"{words}, "))


def is_named(focus: str, label: str) -> bool:
    return focus == label or focus.endswith(f": {label}")


def is_row(line: str, title: str) -> bool:
    return line.startswith(title) and line.removeprefix(title).isdigit()


def in_order(table: Any) -> list[tuple[str, Any]]:
    """The rows of a table's answer as they stand."""
    return sorted((table or {}).items(), key=lambda row: str(row[1].get("rank")))


def paths(form: definition.Form, said: Said) -> Iterator[str]:
    """Every answer and every cell that was said."""
    for question in form.questions():
        if question.key in said and question.kind != "table":
            yield question.key
        elif question.key in said:
            for row_id, row in in_order(said[question.key]):
                yield from (f"{question.key}/{row_id}/{cell}" for cell in row if cell != "rank")


def part_of_date(value: Any, part: str) -> str:
    """What stands in the box of this name: "Day", "From Month", "Time"."""
    end, _, box = part.rpartition(" ")
    text = (value.get(end.lower()) or "") if isinstance(value, dict) else value
    day, _, clock = text.partition("T")
    if box == "Time":
        return clock[:5]
    parts = dict(zip(("Year", "Month", "Day"), day.split("-"), strict=False))
    return str(parts.get(box, "")).lstrip("0")
