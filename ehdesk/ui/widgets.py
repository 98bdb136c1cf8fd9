"""The parts that every page is made of: words, buttons, signs, cards, rows and columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6 import QtCore  # whole: naming Qt here would build all of its enums, see `plain`
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ehdesk.ui import icons, plain, tall, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

Tone = Literal["ink", "quiet", "accent", "accent_ink", "warm", "received"]

_ROLES: dict[str, QPalette.ColorRole] = {
    "ink": QPalette.ColorRole.WindowText,
    "quiet": QPalette.ColorRole.PlaceholderText,
    "accent": QPalette.ColorRole.Accent,
    "accent_ink": QPalette.ColorRole.HighlightedText,
    "warm": theme.WARM,
    "received": theme.RECEIVED,
}
Kind = Literal["notice", "needs", "received"]
LINE_LENGTH = 75
"""Characters in a line of running text at most."""


def tint(tone: Tone) -> QColor:
    """The colour of a tone in the scheme that is on."""
    return QApplication.palette().color(_ROLES[tone])


# ---- words -------------------------------------------------------------------------------------


def words(text: str, look: str = "body", *, selectable: bool = False) -> QLabel:
    """Text that wraps. Looks: title, heading, label, body, quiet, small, number, code, warm, received."""
    label = QLabel()
    plain.put(label, textFormat=plain.PLAIN_TEXT)
    label.setProperty("look", look)  # before its text, by which it is told to a screen reader: see `headings`
    label.setWordWrap(True)
    label.setText(text)
    if selectable:
        plain.put(label, textInteractionFlags=plain.SELECTABLE)
    return label


def heading(text: str, level: int = 1) -> QLabel:
    """A heading: 1 is the page's title (24), 2 a section (18), 3 a label (12, heavier)."""
    return words(text, {1: "title", 2: "heading"}.get(level, "label"))


def quiet(text: str) -> QLabel:
    """Text in the quieter colour: why, when, where from."""
    return words(text, "quiet")


def small(text: str) -> QLabel:
    """The smallest text there is, quiet: the status line and the like."""
    return words(text, "small")


def caption(text: str, buddy: QWidget, hint: str = "") -> QWidget:
    """A label above its field, with the hint under it. `&` marks the letter for Alt."""
    holder = QWidget()
    column = stack(holder, gap=2)
    column.setContentsMargins(0, 0, 0, 4)
    label = heading(text, 3)
    label.setBuddy(buddy)
    column.addWidget(label)
    if hint:
        column.addWidget(quiet(hint))
        buddy.setAccessibleDescription(hint)
    buddy.setAccessibleName(text.replace("&", ""))
    return holder


# ---- buttons -----------------------------------------------------------------------------------


class Button(QPushButton):
    """A button of ours: at least 32 px high, its icon tinted with the palette and sized with the text."""

    def __init__(self, text: str, look: str = "", sign: str = "", tone: Tone = "accent") -> None:
        super().__init__(text)
        self._sign, self._tone = sign, tone
        self.setProperty("look", look)
        self.setAutoDefault(False)
        self.dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, on every system; held down it presses once."""
        is_enter = event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
        if not is_enter or event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def set_sign(self, sign: str) -> None:
        """Show another icon."""
        self._sign = sign
        self.dress()

    def dress(self) -> None:
        """Tint the icon again: the scheme or the size of text has changed."""
        if not self._sign:
            return
        size = theme.scaled(icons.SIZE)
        faded = QApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        room = theme.scaled(6) if self.text() else 0
        self.setIcon(icons.icon(self._sign, tint(self._tone), size, faded=faded, room=room))
        self.setIconSize(QSize(size + room, size))


def primary(text: str, on_click: Callable[[], object] | None = None) -> Button:
    """The one button of a page that does what the page is for."""
    return _wired(Button(text, look="primary", tone="accent_ink"), on_click)


def button(text: str, on_click: Callable[[], object] | None = None, sign: str = "") -> Button:
    """An ordinary button."""
    return _wired(Button(text, sign=sign), on_click)


def link(text: str, on_click: Callable[[], object] | None = None, sign: str = "") -> Button:
    """A button that looks like a link: for the quiet way out."""
    return _wired(Button(text, look="link", sign=sign), on_click)


def bar_button(text: str, on_click: Callable[[], object] | None = None, sign: str = "") -> Button:
    """A button of the top bar: no edge until it is pointed at or has the focus."""
    return _wired(Button(text, look="bar", sign=sign, tone="ink"), on_click)


def icon_button(name: str, on_click: Callable[[], object] | None = None, *, sign: str) -> Button:
    """A button that shows only a sign; `name` is what a screen reader says and the tool tip."""
    made = _wired(Button("", look="bar", sign=sign, tone="ink"), on_click)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def _wired(made: Button, on_click: Callable[[], object] | None) -> Button:
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


# ---- signs -------------------------------------------------------------------------------------


class Sign(QLabel):
    """An icon alone, tinted. It stands beside its word, so a screen reader passes over it."""

    def __init__(self, name: str, tone: Tone = "quiet", size: int = icons.SIZE) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.dress()

    def set_sign(self, name: str, tone: Tone) -> None:
        """Show another icon in another tone."""
        self._name, self._tone = name, tone
        self.dress()

    def dress(self) -> None:
        """Tint the icon again: the scheme or the size of text has changed."""
        size = theme.scaled(self._size)
        self.setPixmap(icons.pixmap(self._name, tint(self._tone), size, self.devicePixelRatioF()))
        self.setFixedWidth(size)


class Status(QWidget):
    """A status: icon and word together, never colour alone."""

    def __init__(self, text: str, sign: str, tone: Tone = "quiet", *, wraps: bool = False) -> None:
        super().__init__()
        across = line(self, gap=6)
        self._sign = Sign(sign, tone)
        self._words = words(text, tone if tone in ("warm", "received") else "quiet")
        self._words.setWordWrap(wraps)
        across.addWidget(self._sign)
        across.addWidget(self._words, 1)

    def set_status(self, text: str, sign: str, tone: Tone = "quiet") -> None:
        """Say something else."""
        self._sign.set_sign(sign, tone)
        self._words.setText(text)
        relook(self._words, tone if tone in ("warm", "received") else "quiet")

    def text(self) -> str:
        """The words that are shown."""
        return self._words.text()


def relook(widget: QWidget, look: str) -> None:
    """Give a widget another look of the style sheet."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


# ---- surfaces ----------------------------------------------------------------------------------


def stack(parent: QWidget | None = None, *, gap: int = 8, margin: int = 0) -> QVBoxLayout:
    """A column of things, `gap` apart, laid into `parent`."""
    made = QVBoxLayout()
    _lay(made, parent, gap, margin)
    return made


def line(parent: QWidget | None = None, *, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    """A row of things, `gap` apart, laid into `parent`."""
    made = QHBoxLayout()
    _lay(made, parent, gap, margin)
    return made


def _lay(made: QLayout, parent: QWidget | None, gap: int, margin: int) -> None:
    made.setSpacing(gap)
    made.setContentsMargins(margin, margin, margin, margin)
    if parent is not None:
        parent.setLayout(made)


def card(*, gap: int = 8, margin: int = 16) -> tuple[QFrame, QVBoxLayout]:
    """A raised surface with a hairline around it, and the column inside it."""
    frame = QFrame()
    frame.setProperty("look", "card")
    return frame, stack(frame, gap=gap, margin=margin)


def hairline() -> QFrame:
    """A thin line between two things."""
    frame = QFrame()
    frame.setProperty("look", "line")
    return frame


def notice(text: str, detail: str = "", *, kind: Kind = "notice") -> QFrame:
    """A line that tells the worker something, with its sign: news, something that needs them, or received."""
    sign, tone = _NOTICES[kind]
    frame = QFrame()
    frame.setProperty("look", kind)
    across = line(frame, gap=12, margin=12)
    across.addWidget(Sign(sign, tone), 0, QtCore.Qt.AlignmentFlag.AlignTop)
    column = stack(gap=4)
    column.addWidget(words(text))
    if detail:
        column.addWidget(quiet(detail))
    across.addLayout(column, 1)
    frame.setAccessibleName(f"{text} {detail}".strip())
    return frame


_NOTICES: dict[str, tuple[str, Tone]] = {
    "notice": ("info", "accent"),
    "needs": ("needs-you", "warm"),
    "received": ("received", "received"),
}


class Column(tall.Tall, QFrame):
    """One column of at most 75 characters, centred in what it is given, on the page's surface.

    Put things into `.body`; the column is a scroll area's page or stands by itself.
    """

    def __init__(self, *, characters: int = LINE_LENGTH, margin: int = 32, gap: int = 16) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self._characters = characters
        across = line(self)
        self._inner = _Inner()
        self._inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.body = stack(self._inner, gap=gap)
        self.body.setContentsMargins(24, margin, 24, margin)
        across.addStretch(1)
        across.addWidget(self._inner, 1000)
        across.addStretch(1)
        self.dress()

    def dress(self) -> None:
        """Keep to the same number of characters: the size of text has changed."""
        average = QFontMetricsF(QApplication.font()).averageCharWidth()
        self._inner.setMaximumWidth(round(average * self._characters) + 48)


class _Inner(tall.Tall, QWidget):
    """What a column is around."""


def scrolled(content: QWidget) -> QScrollArea:
    """A scroll area around a page's content that follows the focus and never scrolls sideways by choice."""
    area = _Following()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    plain.put(area, focusPolicy=plain.NO_FOCUS)
    area.setWidget(content)
    return area


class _Following(QScrollArea):
    """Brings whatever gets the focus into view, with room for its ring."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        moved = super().focusNextPrevChild(forward)
        now: QWidget | None = self.focusWidget()
        if moved and now and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 16, 48)
        return moved


def empty_state(sentence: str, action: Button | None = None, sign: str = "") -> QWidget:
    """What stands where there is nothing yet: one sentence, one button, one small drawing at most."""
    holder = QWidget()
    column = stack(holder, gap=12, margin=24)
    if sign:
        column.addWidget(Sign(sign, "quiet", 40), 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
    label = quiet(sentence)
    label.setAlignment(QtCore.Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(label)
    if action is not None:
        column.addWidget(action, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
    return holder


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say this when it has finished what it is saying: "Saved 10:42".

    Nothing is said while the window hides: see `quick_hide`.
    """
    app = QApplication.instance()
    if app is not None and app.property("hides"):
        return
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # late: nothing is said at start

    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)


def stand_in(layout: QVBoxLayout, shown: QWidget) -> None:
    """Put the body of a page in, shown at once.

    Qt shows it with a later event; where the window comes to the front before that, the cursor that was put
    into it goes to the first button of the window instead.
    """
    layout.addWidget(shown)
    shown.show()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
