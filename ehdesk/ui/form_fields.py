"""The fields of a form's page: made when they are due, each in its place, and Tab goes down the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import shiboken6
from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_table, bit_by_bit, form_section, question_field, turns

New = Callable[[definition.Question], question_field.QuestionField]


class FormFields(QtCore.QObject):
    """Every field that is made, by the key of its question.

    `due` tells the keys of the questions that are due and `shows` whether a section is shown; `new`
    makes one field. With `lazy` they come in the pauses, from the top down. `grew` follows whenever
    some were made, `stood` once they reach down to the lower edge of the window.
    """

    grew = QtCore.Signal()
    stood = QtCore.Signal()
    gone = QtCore.Signal()

    def __init__(
        self,
        view: QtWidgets.QWidget,
        form: definition.Form,
        sections: Mapping[str, form_section.FormSection],
        *,
        due: Callable[[], frozenset[str]],
        shows: Callable[[str], bool],
        new: New,
        lazy: bool,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._sections = sections
        self._due, self._shows, self._new = due, shows, new
        self._made: dict[str, question_field.QuestionField] = {}
        self._questions = {question.key: question for question in form.questions()}
        self._order = {key: at for at, key in enumerate(self._questions)}
        self._section_of = {q.key: section.id for section in form.sections for q in section.questions}
        self._unfinished: str | None = None
        self.stands = not lazy
        self._leaving: list[QtWidgets.QWidget] | None = None
        self._later = bit_by_bit.BitByBit(self, self._make_in_pause) if lazy else None

    def __iter__(self) -> Iterator[tuple[str, question_field.QuestionField]]:
        return iter(self._made.items())

    def __contains__(self, key: object) -> bool:
        return key in self._made

    def __getitem__(self, key: str) -> question_field.QuestionField:
        return self._made[key]

    def get(self, key: str) -> question_field.QuestionField | None:
        """The field of this question, where it is made."""
        return self._made.get(key)

    def tables(self) -> Iterator[tuple[str, answer_table.TableInput]]:
        """The fields that are tables."""
        for key, field in self:
            if isinstance(field.input, answer_table.TableInput):
                yield key, field.input

    def waiting(self) -> list[definition.Question]:
        """The questions that are due and have no field yet, down the page."""
        if self._leaving is not None:
            return []
        due = self._due()
        asked = (q for key, q in self._questions.items() if key in due and key not in self._made)
        return [question for question in asked if self._shows(self._section_of[question.key])]

    @property
    def is_whole(self) -> bool:
        """Whether every question that is due has its field, with all that belongs to it."""
        return self._unfinished is None and not self.waiting()

    def show_due(self) -> None:
        """Show what is due and hide what is not; make at once what the worker would miss."""
        waiting = self.waiting()
        self._make(waiting if self._later is None else self._at_once(waiting))
        self._show_made()
        if self._later is not None and not self.is_whole:
            self._later.go_on()

    def make_to(self, key: str) -> None:
        """Make what stands above this question, itself, and a screenful more; then lay them all out."""
        if self._later is None or key not in self._order or (key in self._made and key != self._unfinished):
            return
        waiting = self.waiting()
        place = next((at for at, question in enumerate(waiting) if question.key == key), None)
        if place is None and key != self._unfinished:
            return
        self._finish()
        if place is not None:
            self._make([*waiting[:place], *bit_by_bit.screenful(waiting[place:])])
        self._show_made()
        self._later.go_on()
        QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.LayoutRequest)

    def make_beneath(self, key: str) -> None:
        """Make more when the worker has come to the last field that is made: Tab goes on from there."""
        if self._later is not None and key == self._last():
            self.make_to(next((question.key for question in self.waiting()), key))

    def take_turns(self) -> None:
        """Let Tab go down the page as it is read."""
        turns.take_turns(self._view, *(self._made[key] for key in self._order if key in self._made))

    def take_away(self, after_ms: int) -> None:
        """End every field in the pauses from then on, and make no more of them; `gone` follows."""
        self._leaving = [part for field in self._made.values() for part in (*field.input.parts(), field)]
        self._made, self._unfinished = {}, None
        self._later = bit_by_bit.BitByBit(self, self._end_in_pause)
        self._later.go_on(after_ms)

    def _end_in_pause(self, is_time_up: Callable[[], bool]) -> bool:
        while self._leaving and not is_time_up():
            shiboken6.delete(self._leaving.pop(0))
        if not self._leaving:
            self.gone.emit()
        return bool(self._leaving)

    def _last(self) -> str | None:
        return max(self._made, key=self._order.__getitem__, default=None)

    def _at_once(self, waiting: list[definition.Question]) -> list[definition.Question]:
        """Whatever stands among what is made, or follows from its last answer."""
        last = self._last()
        if last is None:
            return []
        end = self._order[last]
        beneath = (q for q in waiting if self._order[q.key] == end + 1 and q.show_when is not None)
        return [*(q for q in waiting if self._order[q.key] < end), *beneath]

    def _make(self, asked: Iterable[definition.Question]) -> None:
        made = []
        for question in asked:
            field = self._begin(question)
            while not field.input.is_whole:
                field.input.make_more()
            made.append(question.key)
        self._take_in(made)

    def _begin(self, question: definition.Question) -> question_field.QuestionField:
        self._made[question.key] = field = self._new(question)
        self._sections[self._section_of[question.key]].put(question, field)
        return field

    def _finish(self) -> None:
        """Make the rest of the one that is being made."""
        if self._unfinished is not None:
            key, self._unfinished = self._unfinished, None
            while not self._made[key].input.is_whole:
                self._made[key].input.make_more()
            self._take_in([key])

    def _take_in(self, made: list[str]) -> None:
        """Let Tab come to them in their places; those that stand beneath all others are put there alone."""
        if not made:
            return
        first = min(self._order[key] for key in made)
        others = [key for key in self._made if key not in made and key != self._unfinished]
        before = max(others, key=self._order.__getitem__, default=None)
        if before is not None and first > self._order[before]:
            turns.take_turns(self._made[before], *(self._made[key] for key in (before, *made)))
        else:
            self.take_turns()
        self.grew.emit()

    def _make_in_pause(self, is_time_up: Callable[[], bool]) -> bool:
        """Make some more, and show it; tell whether there is more to make."""
        self._look_how_far()
        touched: list[str] = []
        for key in self._bits():
            if key not in touched:
                touched.append(key)
            if is_time_up():
                break
        self._take_in([key for key in touched if key != self._unfinished or not self.stands])
        for key in touched:
            self._show(key)
        self._look_how_far()
        return not self.is_whole

    def _bits(self) -> Iterator[str]:
        """Make one bit after another: a field, or a row or a cell of a table. Gives the key of each."""
        waiting = iter(self.waiting())
        while True:
            key = self._unfinished
            if key is not None:
                field = self._made[key]
                if not field.input.is_whole:  # others may have taken the rest of it away meanwhile
                    bit_by_bit.prepare(field.input.make_more())
            else:
                question = next(waiting, None)
                if question is None:
                    return
                key = question.key
                field = self._begin(question)
                field.hide()
                bit_by_bit.prepare(field)
            self._unfinished = None if field.input.is_whole else key
            yield key

    def _look_how_far(self) -> None:
        """Say once that what is made reaches down to the lower edge of the window, or is all."""
        if self.stands:
            return
        last, window = self._last(), self._view.window()
        if last is not None and not self.is_whole:
            field = self._made[last]
            low = field.mapTo(window, QtCore.QPoint(0, field.height())).y()
            if not field.isVisible() or low < window.height():
                return
        elif last is None or not self.is_whole:
            return
        self.stands = True
        self.stood.emit()

    def _show(self, key: str) -> None:
        """Show one that was made unseen, and its section."""
        self._made[key].setVisible(key in self._due())
        section = self._section_of[key]
        self._sections[section].setVisible(self._shows(section))

    def _show_made(self) -> None:
        due = self._due()
        for key, field in self:
            field.setVisible(key in due)
        made = {self._section_of[key] for key in self._made if key in due}
        for section_id, section in self._sections.items():
            section.setVisible(section_id in made and self._shows(section_id))
