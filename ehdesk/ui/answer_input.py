"""What every answer widget promises: it takes an answer by one setter and speaks by one signal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import tall


@dataclass(frozen=True)
class PersonChoice:
    """Somebody of the family who can be picked. `about` is a quiet word beside the name ("9, girl")."""

    id: str
    name: str
    about: str = ""
    is_child: bool = False
    is_unborn: bool = False


@dataclass(frozen=True)
class RowChoice:
    """A row of a table that an entry question can choose, by the words that name it."""

    id: str
    label: str


@dataclass(frozen=True)
class Surroundings:
    """What a question may need beside its definition. `words` looks a text up in the form's language.

    `rows` gives for each "form.table" the rows that entry questions can choose.
    `suggestions` are offered while a line is typed, by question key; with `compact` a long list of
    options is chosen from a drop-down, for pages that ask for many things by the way.
    """

    people: tuple[PersonChoice, ...] = ()
    colleagues: tuple[PersonChoice, ...] = ()
    today: date | None = None
    rows: Mapping[str, tuple[RowChoice, ...]] = field(default_factory=dict)
    agencies: tuple[str, ...] = ()
    words: Callable[[str], str] = field(default=str)
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compact: bool = False


class AnswerInput(tall.Tall, QtWidgets.QWidget):
    """The widget under a question's label. `answered` carries the answer after every key or tap.

    The shapes of answers are those of `forms.definition`. `set_answer` never speaks, and leaves a
    widget that already shows that answer alone, so that a cursor never jumps.
    """

    answered = QtCore.Signal(object)
    told = QtCore.Signal(str)  # something to say beside the answer, now

    def __init__(self, question: definition.Question, around: Surroundings) -> None:
        super().__init__()
        self.question = question
        self.around = around

    def answer(self) -> object:
        """What is answered now; None is not answered."""
        raise NotImplementedError

    def set_answer(self, value: object) -> None:
        """Show `value` without speaking."""
        raise NotImplementedError

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """Everything that can hold the focus, in reading order."""
        raise NotImplementedError

    @property
    def is_whole(self) -> bool:
        """Whether every part of it is made; one that comes bit by bit goes on with `make_more`."""
        return True

    def come_bit_by_bit(self) -> None:
        """Make no more of the first answer than `make_more` asks for, where that is much."""

    def make_more(self) -> QtWidgets.QWidget:
        """Make the next part of it, and tell which."""
        return self

    def parts(self) -> tuple[QtWidgets.QWidget, ...]:
        """What it is made of, where that is much: parts that may end one after the other."""
        return ()

    def focus_first(self) -> None:
        """Put the focus where answering begins."""
        for control in self.controls():
            if control.isEnabled():
                control.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
                return

    def cursor_place(self) -> int:
        """Where the cursor stands in the text, in characters; 0 where there is no text."""
        return 0

    def set_cursor_place(self, position: int) -> None:  # noqa: ARG002 - inputs without text ignore it
        """Return to where `cursor_place` was, with the focus."""
        self.focus_first()

    def undo_typing(self) -> bool:
        """Take back the last typing that this widget still remembers; False when there is none."""
        return False

    def redo_typing(self) -> bool:
        """Bring back what `undo_typing` took; False when there is nothing."""
        return False

    def unfinished(self) -> str:
        """What to add before this is an answer, in words ("Date must include a year"); else empty."""
        return ""

    def say(self, text: str) -> str:
        """`text` in the language of the form."""
        return self.around.words(text)

    def name_control(self, control: QtWidgets.QWidget, part: str = "", extra: str = "") -> None:
        """Give a control its accessible name: its own visible word first, then the question."""
        label = self.say(self.question.label)
        control.setAccessibleName(f"{part}: {label}" if part else label)
        hint = " ".join(
            text for text in (extra, self.say(self.question.hint) if self.question.hint else "") if text
        )
        control.setAccessibleDescription(hint)
