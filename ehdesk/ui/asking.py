"""A small form in a dialog: a few questions, checked when it is done, and no record of it before."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.ui import answer_input, error_summary, form_view, half_typed, messages, widgets
from ehdesk.ui import desk as desks


class Asking(messages.Dialog):
    """Asks the questions of `form`. `then` gets the answers as the record keeps them, once all are right.

    The safe button is “Cancel”; Enter in a line does what the dialog is for. A refusal of the record
    is shown in the dialog, and everything typed stays. `about` names the record or row that it is about:
    what is typed is kept under it until it is handed in, or given up by “Cancel”.
    """

    def __init__(
        self,
        parent: QtWidgets.QWidget | None,
        desk: desks.Desk,
        form: definition.Form,
        around: answer_input.Surroundings,
        *,
        words: str,
        about: str,
        then: Callable[[dict[str, Any]], None],
        answers: Mapping[str, Any] | None = None,
        seen: int | None = None,
    ) -> None:
        super().__init__(parent, form.title, width=600)
        self._desk, self._form, self._then = desk, form, then
        if form.intro:
            self.body.addWidget(widgets.words(form.intro))
        self.summary = error_summary.ErrorSummary()
        self.summary.wanted.connect(self._go_to)
        self.body.addWidget(self.summary)
        self.view = form_view.FormView(form, around, optional=False, history=False)
        self.view.set_answers(answers or {})
        self.body.addWidget(self.view)
        self.done_button = widgets.primary(words, self.finish)
        self.buttons.addWidget(self.done_button)
        self.buttons.addWidget(widgets.button("Cancel", self.give_up))
        self.buttons.addStretch(1)
        self.typed = half_typed.HalfTyped(
            self, desk, about, answers=self.view.answers, show=self.view.set_answers, seen=seen
        )
        self.view.spoke.connect(self.typed.changed)
        self.open()
        QtCore.QTimer.singleShot(0, self, self._begin)

    def finish(self) -> None:
        """Hand the answers over, or say what has to be put right first."""
        answers, today = self.view.answers(), self._desk.clock.today()
        faults = form_answers.to_put_right(self._form, answers, today=today)
        self.view.show_faults({fault.path: fault.message for fault in reversed(faults)})
        self.summary.show_faults(faults)
        if not faults:
            self.done_button.setEnabled(False)
            shown = form_answers.visible(self._form, answers)
            said = {key: answers.get(key) for key in shown}
            self._then(
                {
                    key: self._kept(key, value)
                    for key, value in said.items()
                    if form_answers.is_answered(value)
                }
            )

    def give_up(self) -> None:
        """Close it, and keep nothing of what was typed."""
        self.typed.let_go()
        self.reject()

    def refused(self, error: Exception) -> None:
        """Say in the dialog why the record did not take it; for `desk.do(..., failed=…)`."""
        self.done_button.setEnabled(True)
        if isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            fault = form_answers.Fault(self._form.questions()[0].key, title, f"{title}. {todo}")
            self.summary.show_faults((fault,))
        else:
            self.reject()
            self._desk.refused.emit(error)

    def _kept(self, key: str, value: Any) -> Any:
        return form_answers.normalise(self._form.question(key), value)

    def _begin(self) -> None:
        for question in self._form.questions():
            field = self.view.field(question.key)
            if field is not None and not field.isHidden():
                self.view.go_to(question.key)
                return

    def _go_to(self, path: str) -> None:
        self.view.go_to(path)


def ask(
    parent: QtWidgets.QWidget,
    desk: desks.Desk,
    form: definition.Form,
    around: answer_input.Surroundings,
    *,
    words: str,
    about: str,
    verb: Callable[[dict[str, Any]], tuple[Any, tuple[Any, ...], dict[str, Any]]],
    done: Callable[[Any], None],
    answers: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Asking:
    """Ask, run the verb that `verb` makes of the answers (verb, arguments, named ones), close, and go on.

    `seen` is the mark of what `answers` were read with: see `desk.do`.
    """
    dialog: Asking

    def run(said: dict[str, Any]) -> None:
        act, given, named = verb(said)

        def arrived(result: Any) -> None:
            dialog.accept()
            done(result)

        upon = dialog.typed.seen
        desk.do(act, *given, then=arrived, failed=dialog.refused, owner=dialog, seen=upon, **named)

    dialog = Asking(
        parent, desk, form, around, words=words, about=about, then=run, answers=answers, seen=seen
    )
    return dialog
