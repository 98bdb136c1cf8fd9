"""One section of a form on its page: a title, a few words, and the questions that are due."""

from collections.abc import Callable

from PySide6 import QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import question_field, tall, widgets

_KEPT_APART = "Kept apart: never on a page for the family, and never on empty paper"


class FormSection(tall.Tall, QtWidgets.QWidget):
    """A title, a few words, and the questions of the section that are due, in their order."""

    def __init__(self, section: definition.Section, say: Callable[[str], str]) -> None:
        super().__init__()
        self.section = section
        self._order = [question.key for question in section.questions]
        self._put: list[str] = []
        self._say = say
        self._column = widgets.stack(self, gap=0)
        self.hide()

    def _put_words(self) -> None:
        """The words at its head. They come with the first question: many sections never have one."""
        top = widgets.stack(gap=4)
        if self.section.title:
            top.addWidget(widgets.heading(self._say(self.section.title), 2))
            top.setContentsMargins(0, 0, 0, 8)
        kept_apart = _KEPT_APART if self.section.restricted else ""
        for words in (kept_apart, self.section.intro, *self.section.prompts):
            if words:
                top.addWidget(widgets.quiet(self._say(words)))
        self._column.addLayout(top)

    def put(self, question: definition.Question, field: question_field.QuestionField) -> None:
        """Put a field in its place among those that are here already."""
        if not self._put:
            self._put_words()
        place = sum(self._order.index(key) < self._order.index(question.key) for key in self._put)
        self._put.insert(place, question.key)
        self._column.insertWidget(place + 1, field)
        if question.key == self._order[0]:
            field.stand_first(self.section.title)
