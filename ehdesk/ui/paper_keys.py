"""Keys made for typing in what stands on paper: a number picks and goes on, Enter passes a question."""

from collections.abc import Mapping
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, paper_order
from ehdesk.models import paper_run
from ehdesk.ui import answer_choices, answer_input, form_view

_HELD = (
    QtCore.Qt.KeyboardModifier.ControlModifier
    | QtCore.Qt.KeyboardModifier.AltModifier
    | QtCore.Qt.KeyboardModifier.MetaModifier
    | QtCore.Qt.KeyboardModifier.ShiftModifier
)
_ENTER = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
MARKS: Mapping[int, paper_run.Mark] = {
    int(QtCore.Qt.Key.Key_F3): "unreadable",
    int(QtCore.Qt.Key.Key_F4): "left_blank",
}
_LETTERS = {"yes_no": "yn", "yes_no_unknown": "ynd"}
_TEN = "t"


class PaperKeys(QtCore.QObject):
    """Takes the keys of a page of questions while one of them has the focus.

    `page_done` follows when the last question of the page is passed; `marked` carries a path and what was
    said of it; `hint` the keys of the question that has the focus now.
    """

    page_done = QtCore.Signal()
    marked = QtCore.Signal(str, str)
    hint = QtCore.Signal(str)

    def __init__(
        self, view: form_view.FormView, whole: definition.Form, known: frozenset[str], page: int
    ) -> None:
        super().__init__(view)
        self._view, self._whole, self._known = view, whole, known
        self.page = page
        self._digits = ""
        app = QtWidgets.QApplication.instance()
        if isinstance(app, QtWidgets.QApplication):
            app.focusChanged.connect(self._on_focus)

    def begin(self, path: str | None = None) -> None:
        """Go to a path, or to the first question of the page that has no answer yet."""
        answers = self._view.answers()
        stops = [each for each in self._stops() if not self._is_passed(each)]
        empty = (each for each in stops if not form_answers.is_answered(_value(answers, each)))
        first = path or next(empty, None) or next(iter(stops), None)
        if first is None:
            self.page_done.emit()
        else:
            self._view.go_to(first)

    def go_on(self, path: str) -> None:
        """Go to the next question that is asked; after the last the page is done."""
        self._digits = ""
        after = next((each for each in self._after(path) if not self._is_passed(each)), None)
        if after is None:
            self.page_done.emit()
        else:
            self._view.go_to(after)

    def _stops(self) -> list[str]:
        answers = self._view.answers()
        return list(paper_order.stops(self._view.form, self.page, answers, whole=self._whole))

    def _after(self, path: str) -> list[str]:
        """The stops below a path; below a table's own button all that stand after its rows."""
        stops = self._stops()
        if path in stops:
            return stops[stops.index(path) + 1 :]
        inside = [at for at, each in enumerate(stops) if each.partition("/")[0] == path]
        return stops[inside[-1] + 1 :] if inside else stops

    def _is_passed(self, path: str) -> bool:
        """Whether the paper has told this already, or ticking it would undo what was typed above."""
        answers = self._view.answers()
        told = path in self._known and form_answers.is_answered(answers.get(path))
        return told or ("/" not in path and paper_order.would_undo(self._whole, path, answers))

    # Keys

    def _on_focus(self, _old: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        if now is None or not self._view.isAncestorOf(now):
            return
        now.removeEventFilter(self)
        now.installEventFilter(self)
        path = self._view.here()[0]
        if path:
            self.hint.emit(self._hint(path))

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Take the keys that pick, pass and mark; leave all others to the answer."""
        is_key = event.type() == QtCore.QEvent.Type.KeyPress and isinstance(event, QtGui.QKeyEvent)
        if is_key and self._take(event):  # type: ignore[arg-type]  # a key press, as just asked
            return True
        return super().eventFilter(watched, event)

    def _take(self, event: QtGui.QKeyEvent) -> bool:
        path = self._view.here()[0]
        if not path or event.modifiers() & _HELD:
            return False
        key, letter = event.key(), event.text().casefold()
        if key in _ENTER:
            if not self._settle(path):
                self.go_on(path)
        elif key in MARKS:
            self.marked.emit(path, MARKS[key])
            self.go_on(path)
        elif letter.isdecimal():
            return self._on_digit(path, letter)
        elif self._digits and letter.isprintable() and letter:
            self._go_on_with(path, event)
        else:
            return self._on_letter(path, letter)
        return True

    def _on_letter(self, path: str, letter: str) -> bool:
        """Y and N answer yes or no; T is ten where there is one."""
        radios = self._radios(path)
        question = form_answers.question_at(self._view.form, path) if radios is not None else None
        if radios is None or question is None or not letter:
            return False
        letters = _LETTERS.get(question.kind, "")
        number = letters.find(letter) + 1 if letters else 0
        if letter == _TEN and question.kind == "scale" and 10 in radios.numbers():
            number = 10
        if not number:
            return False
        radios.choose(number)
        self.go_on(path)
        return True

    def _on_digit(self, path: str, digit: str) -> bool:
        """Pick by number and go on; where a longer number begins with it, wait for the next key."""
        radios, boxes = self._radios(path), self._boxes(path)
        numbers = radios.numbers() if radios is not None else tuple(range(1, len(boxes) + 1))
        if not numbers:
            return False
        typed = self._digits + digit
        number = int(typed)
        longer = any(str(each).startswith(typed) and each != number for each in numbers)
        if number not in numbers and not longer:
            return self._on_no_such(path, digit)
        self._digits = typed if longer else ""
        if number in numbers and radios is not None:
            radios.choose(number)
            if not longer and self._view.here()[0] == path:
                self.go_on(path)
        elif not longer:
            self._tick(path, boxes[number - 1])
        return True

    def _tick(self, path: str, box: QtWidgets.QCheckBox) -> None:
        """Tick one of several and stay; the only one is ticked and left."""
        if form_answers.question_at(self._view.form, path).kind != "tick":
            box.click()
            return
        if not box.isChecked():
            box.click()
        self.go_on(path)

    def _on_no_such(self, path: str, digit: str) -> bool:
        """After 1 of 0 to 10, a 2 belongs to the next question."""
        if not self._digits:
            return True
        self._settle(path)
        self.go_on(path)
        here = self._view.here()[0]
        return self._on_digit(here, digit) if here and here != path else True

    def _go_on_with(self, path: str, event: QtGui.QKeyEvent) -> None:
        """The number stands; what is typed now is the next question's."""
        self._settle(path)
        self.go_on(path)
        focused: QtWidgets.QWidget | None = QtWidgets.QApplication.focusWidget()
        if focused is not None and self._view.here()[0] != path:
            QtCore.QCoreApplication.sendEvent(focused, event.clone())

    def _settle(self, path: str) -> bool:
        """Tick the box whose number could have gone on; whether there was one."""
        digits, self._digits = self._digits, ""
        boxes = self._boxes(path)
        if not digits or not boxes or self._radios(path) is not None:
            return False
        boxes[int(digits) - 1].click()
        return True

    # What is answered by numbers

    def _radios(self, path: str) -> answer_choices.Radios | None:
        shown = self._view.input_at(path)
        found = shown.findChildren(answer_choices.Radios) if shown is not None else []
        focused = QtWidgets.QApplication.focusWidget()
        typing = isinstance(focused, QtWidgets.QLineEdit | QtWidgets.QTextEdit)
        return found[0] if found and not typing else None

    def _boxes(self, path: str) -> list[QtWidgets.QCheckBox]:
        shown = self._view.input_at(path)
        focused = QtWidgets.QApplication.focusWidget()
        if not isinstance(shown, answer_input.AnswerInput) or not isinstance(focused, QtWidgets.QCheckBox):
            return []
        return shown.findChildren(QtWidgets.QCheckBox)

    def _hint(self, path: str) -> str:
        question = form_answers.question_at(self._view.form, path)
        radios, boxes = self._radios(path), self._boxes(path)
        ways = []
        if radios is not None and radios.buttons:
            numbers = radios.numbers()
            ways.append(f"{min(numbers)} to {max(numbers)} choose and go on")
            if question.kind == "scale" and 10 in numbers:
                ways.append("T is 10")
            if question.kind in _LETTERS:
                ways.append("Y and N too")
        elif len(boxes) > 1:
            ways.append(f"1 to {len(boxes)} tick")
        elif boxes:
            ways.append("1 ticks")
        elif question.kind == "long_text":
            ways.append("Shift+Enter begins a new line")
        return " · ".join((*ways, "Enter goes on", "F3 cannot be read", "F4 left blank"))


def numbered(form: definition.Form, say: Any) -> definition.Form:
    """The form with the number of each option before its words."""
    import msgspec  # late: only a page that is typed in needs it

    def with_numbers(question: definition.Question) -> definition.Question:
        are_numbers = question.kind == "scale"
        options = tuple(
            msgspec.structs.replace(one, label=f"{one.code if are_numbers else at}  {say(one.label)}")
            for at, one in enumerate(question.options, start=1)
        )
        columns = tuple(with_numbers(column) for column in question.columns)
        return msgspec.structs.replace(question, options=options, columns=columns)

    return msgspec.structs.replace(
        form,
        sections=tuple(
            msgspec.structs.replace(one, questions=tuple(with_numbers(each) for each in one.questions))
            for one in form.sections
        ),
    )


def _value(answers: Mapping[str, Any], path: str) -> Any:
    return form_answers.value_at(answers, path)
