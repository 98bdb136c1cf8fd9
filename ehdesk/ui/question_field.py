"""One question on the page: its label, its hint, the widget that answers it, and what is wrong with it."""

import functools

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_input, field_sign, offer_box, tall, theme, widgets

_ROOM_FOR_WORDS = 260
_GAP = 8


class QuestionField(tall.Tall, QtWidgets.QWidget):
    """Label above, hint beneath it, answer beneath that; a message between them when one is needed.

    `answered` carries the answer after every key or tap; `history_wanted` asks for what it was
    before; `accepted` says yes to what is offered from an earlier form.
    `level` 2 is a column within a table's row; `beside` a short question that stands next to
    its answer; `follows` one that belongs to the short question above it; `bare` one whose words the
    page says itself. `optional` lets it say so where an answer is; `history` that it has one.
    """

    answered = QtCore.Signal(object)
    history_wanted = QtCore.Signal()
    accepted = QtCore.Signal()

    def __init__(
        self,
        question: definition.Question,
        answer: answer_input.AnswerInput,
        *,
        level: int = 1,
        beside: bool = False,
        follows: bool = False,
        bare: bool = False,
        optional: bool = True,
        history: bool = True,
    ) -> None:
        super().__init__()
        self._says_optional = optional
        self._has_history = history
        self.question = question
        self.input = answer
        self._beside = beside
        self._bare = bare
        self._level, self._is_plain = level, level == 1 and not beside and not follows
        self._named: QtWidgets.QLabel | None = None
        self._offer: offer_box.OfferBox | None = None
        self._lines: dict[str, QtWidgets.QLabel] = {}
        self._sign: field_sign.FieldSign | None = None
        self._history: _HistoryWay | None = None
        self._room: QtWidgets.QSpacerItem | None = None
        self._top = widgets.line(gap=_GAP)
        self._box = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(*_margins(level, beside=beside, follows=follows))
        self._box.setSpacing(6)
        self._words = self._make_words()
        self._box.addLayout(self._words)
        self._box.addWidget(answer)
        answer.answered.connect(self.answered)
        answer.answered.connect(self._on_answered)
        answer.told.connect(self._on_told)

    def stand_first(self, section: str) -> None:
        """Stand nearer to the section's title; a label that says the same again is left to be heard."""
        if self._is_plain:
            self._box.setContentsMargins(0, 8, 0, 0)
        if self._named is not None and self.question.label == section:
            self._named.hide()

    def show_message(self, words: str) -> None:
        """Put a message between the hint and the answer, or take it away with an empty text."""
        self._tell("warm", words)
        for control in self.input.controls():
            if control.property("fault") != bool(words):
                control.setProperty("fault", bool(words))
                control.style().unpolish(control)
                control.style().polish(control)

    def message(self) -> str:
        """The message shown now."""
        return self._told("warm")

    def show_offer(self, offered: offer_box.Offered | None) -> None:
        """Put an answer that is known already before the empty one, or take it away."""
        if self._offer is not None and self._offer.offered != offered:
            self._offer.hide()
            self._offer.deleteLater()
            self._offer = None
        if offered is not None and self._offer is None:
            self._offer = offer_box.OfferBox(offered, self.input.say(self.question.label))
            self._offer.accepted.connect(self.accepted)
            self._words.addWidget(self._offer)

    def show_sign(self, said: field_sign.Said | None) -> widgets.Button | None:
        """Say of others' words what is to be said, or nothing; gives the way to both versions once."""
        if self._sign is not None and self._sign.said != said:
            self._sign.hide()
            self._sign.deleteLater()
            self._sign = None
        if said is None or self._sign is not None:
            return None
        self._sign = field_sign.FieldSign(said, self.input.say(self.question.label))
        if self.has_focus_inside():
            self._box.addWidget(self._sign)  # beneath: what is being written stays where it is
        else:
            self._words.addWidget(self._sign)
        controls = self.input.controls()
        before = controls[0].previousInFocusChain() if controls else None
        if self._sign.way is not None and before is not None:
            self.setTabOrder(before, self._sign.way)
        return self._sign.way

    def sign(self) -> field_sign.FieldSign | None:
        """What is said of others' words now."""
        return self._sign

    def offer(self) -> offer_box.OfferBox | None:
        """What is offered here now."""
        return self._offer

    def show_unfinished(self) -> None:
        """Say quietly, once the question is left, what to add before this is an answer."""
        self._tell("quiet", self.input.unfinished())

    def unfinished(self) -> str:
        """What is said quietly now."""
        return self._told("quiet")

    def _on_told(self, words: str) -> None:
        self._tell("quiet", words)
        widgets.announce(self._lines["quiet"], words)

    def _on_answered(self, _value: object) -> None:
        if "quiet" in self._lines and not self.input.unfinished():
            self._lines["quiet"].hide()

    def _tell(self, look: str, words: str) -> None:
        """Show a line under the hint, the warm one first. It is made when there is something to say."""
        if words and look not in self._lines:
            self._lines[look] = line = widgets.words("", look)
            place = self._words.count() - sum(beneath is not None for beneath in (self._offer,))
            self._words.insertWidget(place - (look == "warm" and "quiet" in self._lines), line)
        if look in self._lines:
            self._lines[look].setText(words)
            self._lines[look].setVisible(bool(words))

    def _told(self, look: str) -> str:
        return self._lines[look].text() if look in self._lines else ""

    def has_focus_inside(self) -> bool:
        """Whether the worker is in this question now."""
        focused = QtWidgets.QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def name_within(self, place: str) -> None:
        """Add to every control's name the row it stands in, so that no two on a page share one."""
        for control in self.input.controls():
            base = control.property("plain_name") or control.accessibleName()
            control.setProperty("plain_name", base)
            control.setAccessibleName(f"{base}, {place}")

    def enterEvent(self, event: QtGui.QEnterEvent) -> None:
        """Show the way to this answer's history."""
        self.show_history_way(shown=True)
        super().enterEvent(event)

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        """Keep the page calm again."""
        self.show_history_way(shown=self.has_focus_inside())
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        """The other way to the history, everywhere on the question."""
        if not self._has_history:
            return
        menu = QtWidgets.QMenu(self)
        menu.addAction(self.input.say("History of this answer") + "\tF8").triggered.connect(
            self.history_wanted
        )
        menu.popup(event.globalPos())

    def show_history_way(self, *, shown: bool) -> None:
        """The page tells this when the focus comes or goes. Nothing moves: its room is kept."""
        if shown and self._room is not None:
            self._make_history_way(self._room)
        if self._history is not None:
            self._history.setVisible(shown)

    def _make_history_way(self, room: QtWidgets.QSpacerItem) -> None:
        say = self.input.say
        self._history = _HistoryWay(say("History"))
        self._history.clicked.connect(self.history_wanted)
        self._history.setAccessibleName(f"{say('History')}: {say(self.question.label)}")
        self._top.removeItem(room)
        self._room = None
        self._top.addWidget(self._history, 0, QtCore.Qt.AlignmentFlag.AlignTop)

    def dress(self) -> None:
        """Keep as much room for the way to the history: the size of text has changed."""
        if self._room is not None:
            size = _room_for_history(self.input.say("History"), theme.scaled(100))
            self._room.changeSize(size.width(), size.height())
            self._words.invalidate()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """A short question stands beside its answer where there is room for both."""
        if self._beside:
            directions = QtWidgets.QBoxLayout.Direction
            room = event.size().width() - self.input.sizeHint().width()
            beside = room >= theme.scaled(_ROOM_FOR_WORDS)
            self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
            self._box.setStretch(0, 1 if beside else 0)
            middle = QtCore.Qt.AlignmentFlag.AlignVCenter
            self._box.setAlignment(self.input, middle if beside else QtCore.Qt.AlignmentFlag(0))
        super().resizeEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """A hairline parts one short question from the one before."""
        super().paintEvent(event)
        if self._beside:
            painter = QtGui.QPainter(self)
            painter.setPen(self.palette().color(QtGui.QPalette.ColorRole.Midlight))
            painter.drawLine(0, 0, self.width(), 0)
            painter.end()

    def _make_words(self) -> QtWidgets.QVBoxLayout:
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(4)
        say = self.input.say
        if self.question.kind != "tick" and not self._bare:
            self._named = self._label()
            self._top.addWidget(self._named, 1)
            self._top.addStretch(0)
            if self._level == 1 and self._has_history and not self._beside:
                size = _room_for_history(say("History"), theme.scaled(100))
                self._room = QtWidgets.QSpacerItem(size.width(), size.height())
                self._top.addItem(self._room)
            column.addLayout(self._top)
        for words in (self.question.hint, *self.question.prompts):
            if words and not self._bare:
                column.addWidget(widgets.words(say(words), "quiet"))
        return column

    def _label(self) -> QtWidgets.QLabel:
        question, words = self.question, self.input.say(self.question.label)
        optional = self._says_optional and not question.required and question.required_when is None
        optional = (
            optional and self._level == 1 and question.kind != "picture_scale"
        )  # "I skip this" is there
        label = widgets.words("", "body" if self._beside else "label")
        label.setText(f"{words} {self.input.say('(optional)')}" if optional and not self._beside else words)
        label.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred)
        controls = self.input.controls()
        if controls:
            label.setBuddy(controls[0])
        return label


def _margins(level: int, *, beside: bool, follows: bool) -> tuple[int, int, int, int]:
    if beside:
        return (0, 12, 0, 12)
    if follows:
        return (24, 0, 0, 20)
    return (0, 24 if level == 1 else 0, 0, 0)


class _HistoryWay(QtWidgets.QPushButton):
    """The quiet way to an answer's history: it keeps its place, and shows only where one is looking.

    Where a question has no room for it, F8 is there.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setProperty("look", "link")
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self.setToolTip("F8")
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setMaximumHeight(28)


@functools.cache
def _room_for_history(words: str, _text: int) -> QtCore.QSize:
    """What one takes at this size of text, with the gap before it: few of a page's are ever looked at."""
    holder = QtWidgets.QWidget()
    way = _HistoryWay(words)
    way.setParent(holder)
    way.ensurePolished()
    return QtWidgets.QWidgetItem(way).sizeHint() + QtCore.QSize(_GAP, 0)
