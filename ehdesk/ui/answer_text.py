"""Answers that are typed: a line, a page of writing, a number. Any script, any length, plain text only."""

import unicodedata
from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_input, pasting, theme

_MOST_LINES = 26
_FEWEST_LINES = 4
WIDEST = 780
_UNDO_AND_REDO = (QtGui.QKeySequence.StandardKey.Undo, QtGui.QKeySequence.StandardKey.Redo)


def direction(text: str) -> QtCore.Qt.LayoutDirection:
    """The direction in which this text is read: that of its first letter."""
    for letter in text:
        side = unicodedata.bidirectional(letter)
        if side in ("R", "AL"):
            return QtCore.Qt.LayoutDirection.RightToLeft
        if side == "L":
            return QtCore.Qt.LayoutDirection.LeftToRight
    return QtCore.Qt.LayoutDirection.LeftToRight


def _is_undo(event: QtCore.QEvent) -> bool:
    """Whether the text widget is asking to have Ctrl+Z or its return for itself: the page decides those."""
    if event.type() != QtCore.QEvent.Type.ShortcutOverride or not isinstance(event, QtGui.QKeyEvent):
        return False
    return any(event.matches(key) for key in _UNDO_AND_REDO)


class _OneLine(QtGui.QValidator):
    """Lets every text in, as one plain line: also what is pasted, dropped or put in by a menu."""

    def validate(self, text: str, position: int) -> tuple[QtGui.QValidator.State, str, int]:
        """The text as we keep it. It is never refused."""
        kept = text if text.isalnum() else pasting.plain(text, one_line=True)
        return QtGui.QValidator.State.Acceptable, kept, min(position, len(kept))


class Line(QtWidgets.QLineEdit):
    """One line of text that turns with its script and leaves undo to the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(40)
        self.setValidator(_OneLine(self))
        self.textChanged.connect(self._turn)

    def event(self, event: QtCore.QEvent) -> bool:
        """Let the page's undo win over the widget's own."""
        if _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def _turn(self, text: str) -> None:
        self.setLayoutDirection(direction(text))


class Writing(QtWidgets.QTextEdit):
    """A page of plain writing that grows with its words; each paragraph reads as its script does.

    QTextEdit, because QPlainTextEdit leaves a right-to-left paragraph at the left edge (seen with
    6.11); with 4,000 paragraphs a key takes it 3 ms.
    """

    overflowed = QtCore.Signal(int)  # so many characters of a paste did not fit

    def __init__(self, lines: int = _FEWEST_LINES) -> None:
        super().__init__()
        self._fewest = lines
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(4)
        self.setMaximumWidth(theme.scaled(WIDEST))
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def set_fewest(self, lines: int) -> None:
        """How many lines it shows while less is written."""
        self._fewest = lines
        self._grow()

    def text(self) -> str:
        """Everything written, with \\n between paragraphs and no-break spaces kept."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def event(self, event: QtCore.QEvent) -> bool:
        """Let the page's undo win over the widget's own."""
        if _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def changeEvent(self, event: QtCore.QEvent) -> None:
        """Keep the height right when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.Type.FontChange, QtCore.QEvent.Type.StyleChange):
            self.setMaximumWidth(theme.scaled(WIDEST))
            self._grow()

    def insertFromMimeData(self, source: QtCore.QMimeData) -> None:
        """Paste the words and nothing of their looks; what does not fit stays in the clipboard."""
        if source.hasText():
            cursor = self.textCursor()
            taken = abs(cursor.selectionEnd() - cursor.selectionStart())
            here = self.document().characterCount() - 1 - taken
            pasted = pasting.fitting(source.text(), pasting.MOST - here)
            cursor.beginEditBlock()  # one step for undo, apart from what was typed before
            cursor.insertText(pasted.text)
            cursor.endEditBlock()
            self.ensureCursorVisible()
            if pasted.left_out:
                self.overflowed.emit(pasted.left_out)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """Scroll the page, not this box, while everything in the box is in sight."""
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
            return
        super().wheelEvent(event)

    def _grow(self, _size: object = None) -> None:
        line = self.fontMetrics().lineSpacing()
        margins = 2 * self.document().documentMargin()
        written = self.document().size().height() - margins
        padding = max(0, self.height() - self.viewport().height())  # before it is laid out they do not fit
        wanted = min(max(written, self._fewest * line), _MOST_LINES * line)
        height = round(wanted + margins + padding) + 2
        if height != self.minimumHeight():
            self.setFixedHeight(height)
            self.updateGeometry()


class LineInput(answer_input.AnswerInput):
    """Text on one line (also an agency's name)."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._line = Line()
        self.name_control(self._line)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        self._line.textEdited.connect(lambda _text: self.answered.emit(self.answer()))
        offered = around.suggestions.get(question.key, ())
        if offered:
            self._suggest(offered)

    def _suggest(self, offered: Sequence[str]) -> None:
        """Offer what is known already while it is typed; anything else may be typed too."""
        completer = QtWidgets.QCompleter(list(offered), self)
        completer.setCaseSensitivity(QtCore.Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(QtCore.Qt.MatchFlag.MatchContains)
        shown = completer.popup()
        assert shown is not None  # noqa: S101 - it makes one
        shown.setProperty("look", "offered")  # a window of its own: nothing may shine through it
        completer.activated.connect(lambda _text: self.answered.emit(self.answer()))
        self._line.setCompleter(completer)

    def answer(self) -> object:
        """The text, or None when nothing is written."""
        return self._line.text() or None

    def set_answer(self, value: object) -> None:
        """Show the text."""
        if value != self.answer():
            self._line.setText(str(value) if value is not None else "")

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The line."""
        return (self._line,)

    def cursor_place(self) -> int:
        """Characters before the cursor."""
        return self._line.cursorPosition()

    def set_cursor_place(self, position: int) -> None:
        """Return to the same character."""
        self._line.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._line.deselect()
        self._line.setCursorPosition(position)

    def undo_typing(self) -> bool:
        """Take back typing in this line."""
        if not self._line.isUndoAvailable():
            return False
        self._line.undo()
        self.answered.emit(self.answer())
        return True

    def redo_typing(self) -> bool:
        """Bring back typing in this line."""
        if not self._line.isRedoAvailable():
            return False
        self._line.redo()
        self.answered.emit(self.answer())
        return True


class WritingInput(answer_input.AnswerInput):
    """A long text."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self.writing = Writing(min(max(question.lines or _FEWEST_LINES, 2), 8))
        self.name_control(self.writing)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.writing)
        self._quiet = False
        self.writing.textChanged.connect(self._on_text)
        self.writing.overflowed.connect(self._on_overflow)

    def answer(self) -> object:
        """The text, or None when nothing is written."""
        return self.writing.text() or None

    def set_answer(self, value: object) -> None:
        """Show the text; what was typed before can no longer be taken back by typing's own undo."""
        if value == self.answer():
            return
        self._quiet = True
        self.writing.setPlainText(str(value) if value is not None else "")
        self._quiet = False

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The box."""
        return (self.writing,)

    def cursor_place(self) -> int:
        """Characters before the cursor."""
        return self.writing.textCursor().position()

    def set_cursor_place(self, position: int) -> None:
        """Return to the same character."""
        cursor = self.writing.textCursor()
        cursor.setPosition(min(position, self.writing.document().characterCount() - 1))
        self.writing.setTextCursor(cursor)
        self.writing.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.writing.ensureCursorVisible()

    def undo_typing(self) -> bool:
        """Take back typing in this box."""
        if not self.writing.document().isUndoAvailable():
            return False
        self.writing.undo()
        return True

    def redo_typing(self) -> bool:
        """Bring back typing in this box."""
        if not self.writing.document().isRedoAvailable():
            return False
        self.writing.redo()
        return True

    def _on_text(self) -> None:
        if not self._quiet:
            self.answered.emit(self.answer())

    def _on_overflow(self, left_out: int) -> None:
        many = "character" if left_out == 1 else "characters"
        told = self.say(f"There was room for the first part only: {{count}} {many} did not fit here.")
        kept = self.say("They are still in the clipboard. Keep them in a document of this family.")
        self.told.emit(f"{told.format(count=f'{left_out:,}')} {kept}")


class NumberInput(answer_input.AnswerInput):
    """A number: spaces and a decimal comma are understood."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._line = Line()
        self._line.setMaximumWidth(180)
        self._line.setInputMethodHints(QtCore.Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.name_control(self._line)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        layout.addStretch(1)
        self._line.textEdited.connect(lambda _text: self.answered.emit(self.answer()))

    def answer(self) -> object:
        """An int or a float, or what is typed so far, or None."""
        typed = self._line.text().strip()
        number = _number(typed)
        return number if number is not None else typed or None

    def set_answer(self, value: object) -> None:
        """Show the number."""
        if value != self.answer():
            self._line.setText("" if value is None else str(value))

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The line."""
        return (self._line,)

    def unfinished(self) -> str:
        """Says so when what is typed is no number."""
        return self.say("Enter a number, like 3") if isinstance(self.answer(), str) else ""


def _number(text: str) -> int | float | None:
    cleaned = "".join(text.split()).replace(",", ".")
    try:
        return int(cleaned)
    except ValueError:
        pass  # no whole number: perhaps one with a point
    try:
        number = float(cleaned)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None
