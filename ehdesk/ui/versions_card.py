"""One field with two versions: both texts, what differs between them, and the ways to settle it."""

from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import choosing, versions
from ehdesk.models import half_typed as keeping
from ehdesk.ui import (
    answer_text,
    flow,
    half_typed,
    theme,
    version_side,
    versions_words,
    widgets,
    word_marks,
)
from ehdesk.ui import desk as desks

_ACROSS = QtWidgets.QBoxLayout.Direction.LeftToRight
_DOWN = QtWidgets.QBoxLayout.Direction.TopToBottom
_NARROW = 300
_LEFT = QtCore.Qt.AlignmentFlag.AlignLeft
_FOCUS = QtCore.Qt.FocusReason.OtherFocusReason
_APART = "Kept apart. Make sure that nobody looks over your shoulder."


class VersionsCard(QtWidgets.QFrame):
    """Waits to be settled, is being put together, or is settled and can be taken back."""

    chosen = QtCore.Signal(object, str)  # a choosing.Choice, and what was done in words
    undo_wanted = QtCore.Signal(str)  # the id of the act that settled it
    unfolded = QtCore.Signal(object)  # it has grown, for a text to be put together: its lowest part

    def __init__(self, desk: desks.Desk, shown: versions_words.Shown) -> None:
        super().__init__()
        self._desk, self.shown, self.act_id = desk, shown, ""
        self.named = versions_words.question(desk, shown)
        self.editor: answer_text.Writing | None = None
        self._begun = shown.begun
        self._offered = ""
        self._soon = QtCore.QTimer(self, singleShot=True, interval=half_typed.AFTER_MS)
        self._soon.timeout.connect(self.keep_typed)
        self.setProperty("look", "card")
        self._whole = widgets.stack(self, gap=12, margin=16)
        self._whole.addWidget(widgets.heading(self.named, 3))
        self._body: QtWidgets.QWidget | None = None
        self._sides: QtWidgets.QBoxLayout | None = None
        self.first: QtWidgets.QWidget = self
        if shown.two.is_restricted:
            self._show_apart()
        else:
            self._show_both()

    # What it shows

    def _begin(self) -> None:
        """What it shows next stands before what it showed goes: so the focus never falls out of the card."""
        self._before, self._sides = self._body, None
        self._body = QtWidgets.QWidget()
        self._column = widgets.stack(self._body, gap=12)
        self._whole.addWidget(self._body)

    def _end(self, focus: QtWidgets.QWidget | None = None) -> None:
        if self._before is None or self._body is None:
            return
        self._body.show()
        if focus is not None:
            focus.setFocus(_FOCUS)
        self._whole.removeWidget(self._before)
        self._before.hide()
        self._before.deleteLater()

    def _show_apart(self) -> None:
        self._begin()
        self._column.addWidget(widgets.quiet(_APART))
        self.first = widgets.button("Show both, nobody is looking", self._show_both, sign="show")
        self.first.setAccessibleName(f"{self.first.text()}: {self.named}")
        self._column.addWidget(self.first, 0, _LEFT)
        self._end()

    def _show_both(self) -> None:
        self.keep_typed()
        self._begin()
        self.editor, self.act_id = None, ""
        why = versions_words.why(self.shown)
        if why:
            self._column.addWidget(widgets.words(why))
        self._column.addWidget(self._both())
        self._column.addWidget(self._presses())
        self._end(self.first)

    def _both(self) -> QtWidgets.QWidget:
        holder = QtWidgets.QWidget()
        self._sides = QtWidgets.QBoxLayout(_ACROSS, holder)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(24)
        two = self.shown.two
        now = self._text(two.now)
        marked = _plain if versions_words.is_signature(self.shown) else _marks
        marks = [marked(now, self._text(each)) for each in two.others]
        ours = marks[0][0] if len(marks) == 1 else (word_marks.Piece(now, is_other=False),)
        for version, some in ((two.now, ours), *zip(two.others, (each[1] for each in marks), strict=True)):
            self._sides.addLayout(version_side.side(self._desk, self.shown, version, some), 1)
        self._turn()
        return holder

    def _text(self, version: versions.Version) -> str:
        return versions_words.said(self._desk, self.shown, version.value)

    def _presses(self) -> QtWidgets.QWidget:
        holder = QtWidgets.QWidget()
        across = flow.FlowLayout(12, 8)
        holder.setLayout(across)
        two = self.shown.two
        buttons = [
            widgets.button(versions_words.keep(self.shown, version), partial(self._choose, version))
            for version in (two.now, *two.others)
        ]
        self.first = buttons[0]
        if versions_words.is_written(self.shown):
            words = "Go on putting together" if self._begun else "Put together"
            buttons.append(widgets.button(words, self._put_together, sign="edit"))
        for button in buttons:
            button.setAccessibleName(f"{button.text()}: {self.named}")
            across.addWidget(button)
        return holder

    # What its buttons do

    def _choose(self, version: versions.Version) -> None:
        two = self.shown.two
        is_now = version is two.now
        choice = choosing.of(two, keeps=is_now, value=version.value)
        self.chosen.emit(choice, versions_words.kept(self.shown, version))

    def _put_together(self) -> None:
        two = self.shown.two
        between = "\n" if versions_words.is_long(self.shown) else " / "
        text = two.now.value
        for each in two.others:
            text = word_marks.joined(text, each.value, between=between)
        self._begin()
        self._column.addWidget(self._both())
        self.editor = answer_text.Writing(4 if versions_words.is_long(self.shown) else 1)
        self._offered = text
        self.editor.setPlainText(self._begun or text)
        self.editor.textChanged.connect(self._soon.start)
        self._column.addWidget(widgets.caption("Put together", self.editor, "Change it until it is right"))
        self._column.addWidget(self.editor)
        holder = QtWidgets.QWidget()
        across = flow.FlowLayout(12, 8)
        holder.setLayout(across)
        done = widgets.primary("Keep this", self._keep_joined)
        back = widgets.button("Back to both", self._show_both)
        for button in (done, back):
            button.setAccessibleName(f"{button.text()}: {self.named}")
            across.addWidget(button)
        self._column.addWidget(holder)
        self._end(self.editor)
        self.unfolded.emit(holder)

    def keep_typed(self) -> None:
        """Keep what is typed here so far: a lock, or another page, loses none of it."""
        self._soon.stop()
        text = self.editor.text() if self.editor is not None else self._begun
        if text not in (self._begun, self._begun or self._offered):
            self._keep(text)

    def _keep(self, text: str) -> None:
        self._begun = text
        typed = {"text": text} if text else None
        self._desk.do(keeping.keep, versions_words.typed_in(self.shown.two), typed, quietly=True)

    def _keep_joined(self) -> None:
        self.keep_typed()
        two, text = self.shown.two, self.editor.text() if self.editor is not None else ""
        if not versions_words.is_long(self.shown):
            text = " ".join(text.split())
        value: Any = text if text.strip() else None
        self.chosen.emit(
            choosing.of(two, keeps=value == two.now.value, value=value),
            "Put together",
        )

    # What becomes of it

    @property
    def waits(self) -> bool:
        """Whether it is still to be settled."""
        return not self.act_id

    @property
    def is_in_hand(self) -> bool:
        """Whether a text is being put together in it."""
        return self.editor is not None

    def show_settled(self, words: str, act_id: str, *, may_undo: bool) -> None:
        """Say what was done, with a way back."""
        if self._begun:
            self._keep("")
        self._begin()
        self.act_id, self.editor = act_id, None
        across = widgets.line(gap=12)
        across.addWidget(widgets.Status(words, "tick", "received"))
        if may_undo:
            undo = widgets.link("Undo", partial(self.undo_wanted.emit, act_id), sign="undo")
            undo.setAccessibleName(f"Undo: {self.named}")
            across.addWidget(undo)
            self.first = undo
        across.addStretch(1)
        self._column.addLayout(across)
        self._end(self.first if may_undo else None)
        widgets.announce(self, f"{self.named}: {words}")

    def show_waiting(self) -> None:
        """It waits again."""
        self._show_both()

    def take_focus(self) -> None:
        """Its first button."""
        self.first.setFocus(_FOCUS)

    # Room

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Side by side where each has room for a few words, else one beneath the other."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        if self._sides is not None:
            number = 1 + len(self.shown.two.others)
            fits = self.width() >= number * theme.scaled(_NARROW)
            self._sides.setDirection(_ACROSS if fits else _DOWN)


def _marks(now: str, other: str) -> tuple[tuple[word_marks.Piece, ...], tuple[word_marks.Piece, ...]]:
    """What differs; where nothing is the same there is nothing to point out."""
    ours, theirs = word_marks.pieces(now, other)
    if any(not one.is_other and one.text.strip() for one in (*ours, *theirs)):
        return ours, theirs
    return _plain(now, other)


def _plain(now: str, other: str) -> tuple[tuple[word_marks.Piece, ...], tuple[word_marks.Piece, ...]]:
    """Nothing pointed out: the words are ours, or nothing in them is the same."""
    return (word_marks.Piece(now, is_other=False),), (word_marks.Piece(other, is_other=False),)
