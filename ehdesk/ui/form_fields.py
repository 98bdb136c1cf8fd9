"""The fields of a form's page: made when they are due, each in its place, and Tab goes down the page."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_table, bit_by_bit, form_section, question_field, turns

New = Callable[[definition.Question], question_field.QuestionField]


class FormFields(QtCore.QObject):
    """Every field that is made, by the key of its question.

    `due` tells the keys of the questions that are due and `shows` whether a section is shown; `new`
    makes one field. With `lazy` the first screenful is made at once, the rest in the pauses.
    `grew` follows whenever fields were made.
    """

    grew = QtCore.Signal()

    def __init__(
        self,
        view: QtWidgets.QWidget,
        form: definition.Form,
        sections: Mapping[str, form_section.FormSection],
        *,
        due: Callable[[], set[str]],
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
        self._later = bit_by_bit.BitByBit(self, self.waiting, self._make_in_pause) if lazy else None

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

    def waiting(self, due: set[str] | None = None) -> list[definition.Question]:
        """The questions that are due and have no field yet, down the page."""
        due = self._due() if due is None else due
        asked = (q for key, q in self._questions.items() if key in due and key not in self._made)
        return [question for question in asked if self._shows(self._section_of[question.key])]

    def show_due(self) -> None:
        """Show what is due and hide what is not; make at once what the worker would miss."""
        due = self._due()
        waiting = self.waiting(due)
        self._make(waiting if self._later is None else self._at_once(waiting))
        self._show_made(due)
        if self._later is not None and self.waiting(due):
            self._later.go_on()

    def make_to(self, key: str) -> None:
        """Make what stands above this question, itself, and a screenful more; then lay them all out."""
        if self._later is None or key in self._made or key not in self._order:
            return
        waiting = self.waiting()
        place = next((at for at, question in enumerate(waiting) if question.key == key), None)
        if place is not None:
            self._make([*waiting[:place], *bit_by_bit.screenful(waiting[place:])])
            self._show_made(self._due())
            self._later.go_on()
            QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.LayoutRequest)

    def make_beneath(self, key: str) -> None:
        """Make more when the worker has come to the last field that is made: Tab goes on from there."""
        if self._later is not None and key == self._last():
            self.make_to(next((question.key for question in self.waiting()), ""))

    def take_turns(self) -> None:
        """Let Tab go down the page as it is read."""
        turns.take_turns(self._view, *(self._made[key] for key in self._order if key in self._made))

    def _last(self) -> str | None:
        return max(self._made, key=self._order.__getitem__, default=None)

    def _at_once(self, waiting: list[definition.Question]) -> list[definition.Question]:
        """A screenful at first; later whatever stands among what is made, or follows from its last answer."""
        last = self._last()
        if last is None:
            return bit_by_bit.screenful(waiting)
        end = self._order[last]
        beneath = (q for q in waiting if self._order[q.key] == end + 1 and q.show_when is not None)
        return [*(q for q in waiting if self._order[q.key] < end), *beneath]

    def _make(self, asked: Iterable[definition.Question], *, unseen: bool = False) -> None:
        before, made = self._last(), []
        for question in asked:
            self._made[question.key] = field = self._new(question)
            self._sections[self._section_of[question.key]].put(question, field)
            made.append(question.key)
            if unseen:
                bit_by_bit.prepare(field)
        if made:
            self._put_in_turn(before, made)
            self.grew.emit()

    def _put_in_turn(self, before: str | None, made: list[str]) -> None:
        """Let Tab come to them in their places; those that stand beneath all others are put there alone."""
        if before is not None and min(self._order[key] for key in made) > self._order[before]:
            turns.take_turns(self._made[before], *(self._made[key] for key in (before, *made)))
        else:
            self.take_turns()

    def _make_in_pause(self, asked: Iterable[definition.Question]) -> None:
        """Make some more unseen: a section is shown whole, so that the page is laid out once for it."""
        self._make(asked, unseen=True)
        due = self._due()
        unmade = {self._section_of[question.key] for question in self.waiting(due)}
        for key, field in self:
            if field.isHidden() and key in due and self._section_of[key] not in unmade:
                field.show()
        self._show_sections(due, but=unmade)

    def _show_made(self, due: set[str]) -> None:
        for key, field in self:
            field.setVisible(key in due)
        self._show_sections(due)

    def _show_sections(self, due: set[str], but: Container[str] = ()) -> None:
        """Show each section that is due, but for one of which nothing is made; leave those in `but`."""
        made = {self._section_of[key] for key in self._made if key in due}
        for section_id, section in self._sections.items():
            if section_id not in but:
                section.setVisible(section_id in made and self._shows(section_id))
