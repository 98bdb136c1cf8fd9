"""Fills a form by keyboard alone: F6 to what is needed next, and what somebody said typed in there."""

from collections.abc import Mapping
from typing import Any

from ehdesk.forms import definition
from tests.stories.worker import Worker

_MOST = 80


class Filler:
    """Fills forms with what was said; `names` gives for each id in it the name on the screen."""

    def __init__(self, worker: Worker, names: Mapping[str, str]) -> None:
        self.worker = worker
        self.names = names
        self._done: set[str] = set()

    def fill(self, form: definition.Form, said: Mapping[str, Any]) -> None:
        """Answer everything that is needed, and stop at the button that finishes."""
        self._done = set()
        for _ in range(_MOST):
            self.worker.press("F6")
            if self.worker.focus().startswith("Finish "):
                return
            if self.worker.focus().startswith("Add "):
                added = self.worker.focus()
                self.worker.press("Space")
                self.worker.wait("the new row has the focus", lambda: self.worker.focus() != added)  # noqa: B023
            question, value = self.asked(form, said)
            assert value is not None, f"nothing was said to {self.worker.focus()!r}"
            self.answer(question, value)
        raise AssertionError(f"{form.id} never came to its end; focus {self.worker.focus()!r}")

    def asked(self, form: definition.Form, said: Mapping[str, Any]) -> tuple[definition.Question, Any]:
        """The question that has the focus, by its name alone, and what was said to it."""
        focus = self.worker.focus()
        for section, question in [(each, one) for each in form.sections for one in each.questions]:
            if question.kind != "table":
                named = is_named(focus.removesuffix(f", {section.title}"), question.label)
                if (named or is_named(focus, question.label)) and question.key not in self._done:
                    self._done.add(question.key)
                    return question, said.get(question.key)
                continue
            if not focus.endswith(f", {question.label}"):
                continue
            inside, _, number = focus.removesuffix(f", {question.label}").rpartition(" ")
            inside = inside.rpartition(", ")[0]
            rows = sorted((said.get(question.key) or {}).values(), key=lambda row: str(row.get("rank")))
            for column in question.columns:
                if is_named(inside, column.label):
                    return column, rows[int(number) - 1].get(column.key)
        raise AssertionError(f"no question of {form.id} is called {focus!r}")

    def answer(self, question: definition.Question, value: Any) -> None:
        """Type or choose, by the kind of the question."""
        worker = self.worker
        if question.kind in ("date", "partial_date", "time"):
            self.date(value)
        elif question.kind in ("text", "long_text", "agency", "number"):
            worker.write(str(value))
        elif question.kind == "multiple_choice":
            self.tick([str(option.label) for option in question.options if option.code in value])
        elif question.kind == "people":
            self.tick([self.names[each] for each in value])
        elif question.kind == "person":
            self.choose(self.names[value])
        elif question.kind == "tick":
            worker.press("Space")
        else:
            labels = [choice.label for choice in question.choices() if choice.value == value]
            self.choose(labels[0])
        worker.settle()

    def date(self, value: str) -> None:
        """Day, month and year; and the time where it is asked."""
        day, _, clock = value.partition("T")
        for part in reversed(day.split("-")):
            self.worker.press("Ctrl+A")
            self.worker.enter(part)
            self.worker.press("Tab")
        if clock:
            self.worker.press("Ctrl+A")
            self.worker.enter(clock[:5])

    def choose(self, words: str) -> None:
        """With the arrows to the answer that begins with these words."""
        first = self.worker.focus()
        if first.startswith(words):
            self.worker.press("1")
        while not self.worker.focus().startswith(words):
            self.worker.press("Down")
            assert self.worker.focus() != first, f"“{words}” is not among the answers"

    def tick(self, wanted: list[str]) -> None:
        """Space on each box that is wanted, Tab past the others."""
        for words in wanted:
            for _ in range(30):
                if self.worker.focus().startswith(words):
                    break
                self.worker.press("Tab")
            self.worker.press("Space")


def is_named(focus: str, label: str) -> bool:
    """Whether the name of a control is that of this question, or of a part of its answer."""
    return focus == label or focus.endswith(f": {label}")
