"""Wavy lines under words that no list knows, in whatever is being written; F7 or the menu offers others.

Lines are drawn over the text and never put into it: no answer, no undo step and no save comes of them. The
lists are read on the lane when the first page of writing gets the cursor.
"""

import re
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QTextEdit, QWidget

from ehdesk.models import acts, spelling
from ehdesk.ui import answer_text, dictionary, widgets
from ehdesk.ui import desk as desks

_PAUSE_MS = 350
_REST_MS = 1500
"""The first words of a page are saved before the lists are read."""
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LONGEST = 60_000
"""A text longer than this is not looked through at every pause."""


def read_words(read: acts.Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The vault's names and the worker's own words."""
    return spelling.names(read), spelling.own_words(read)


class Spelling(QObject):
    """Watches which page of writing has the cursor. `wanted()` says whether lines are wanted at all."""

    def __init__(
        self, app: QApplication, window: QMainWindow, desk: desks.Desk, wanted: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._desk, self._wanted = desk, wanted
        self._known: dictionary.Dictionary | None = None
        self._is_loading = False
        self._marked: dict[int, Marked] = {}
        app.focusChanged.connect(self._on_focus)
        following = QShortcut(QKeySequence("F7"), window)
        following.activated.connect(self.go_to_next)

    def refresh(self) -> None:
        """The setting has changed: draw the lines, or take them away."""
        for marked in self._alive():
            marked.mark(self._known if self._wanted() else None)

    def _alive(self) -> list["Marked"]:
        self._marked = {key: one for key, one in self._marked.items() if shiboken6.isValid(one.writing)}
        return list(self._marked.values())

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isinstance(now, answer_text.Writing) or not self._wanted():
            return
        self._alive()
        if id(now) not in self._marked:
            self._marked[id(now)] = Marked(now, self)
        if self._known is None:
            self._load()
        else:
            self._marked[id(now)].mark(self._known)

    def _load(self) -> None:
        if self._is_loading:
            return
        self._is_loading = True
        QTimer.singleShot(_REST_MS, self, self._read)

    def _read(self) -> None:
        self._desk.ask(read_words, then=self._on_words, owner=self)

    def _on_words(self, told: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        names, own = told
        self._desk.work(partial(dictionary.load, names, own), then=self._on_loaded, owner=self)

    def _on_loaded(self, known: dictionary.Dictionary) -> None:
        self._known, self._is_loading = known, False
        self.refresh()

    def known(self) -> dictionary.Dictionary | None:
        """The lists, once they are read and while lines are wanted."""
        return self._known if self._wanted() else None

    # Other spellings

    def go_to_next(self) -> None:
        """Go to the next marked word from the cursor, round to the top, and offer other spellings."""
        focused = QApplication.focusWidget()
        marked = self._marked.get(id(focused))
        if marked is None or not shiboken6.isValid(marked.writing):
            return
        span = marked.next_span()
        if span is None:
            widgets.announce(marked.writing, "No word is marked here.")
            return
        marked.select(span)
        self.offer(marked, span, marked.place_of(span))

    def offer(self, marked: "Marked", span: dictionary.Span, place: QPoint) -> None:
        """Find what was meant on the lane, then open the menu at the word."""
        known = self._known
        if known is not None:
            self._desk.work(
                partial(known.suggestions, span.word),
                then=partial(self._on_suggested, marked, span, place),
                owner=self,
            )

    def _on_suggested(
        self, marked: "Marked", span: dictionary.Span, place: QPoint, found: tuple[str, ...]
    ) -> None:
        if not shiboken6.isValid(marked.writing) or marked.word_at(span) != span.word:
            return
        menu = self.menu(marked, span, found)
        menu.popup(place)

    def menu(self, marked: "Marked", span: dictionary.Span, found: tuple[str, ...]) -> QMenu:
        """Other spellings, then keeping the word as one's own."""
        menu = QMenu(f"Spelling: {span.word}", marked.writing)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for word in found:
            menu.addAction(word).triggered.connect(partial(self._replace, marked, span, word))
        if not found:
            menu.addAction("No other spelling found").setEnabled(False)
        menu.addSeparator()
        menu.addAction(f"Add “{span.word}” to my words").triggered.connect(partial(self._add, span.word))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def forget(self, word: str) -> None:
        """A word of the worker's own is no longer known."""
        if self._known is not None:
            self._known.own.discard(word)
        self.refresh()

    def _replace(
        self,
        marked: "Marked",
        span: dictionary.Span,
        word: str,
        _checked: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        if marked.word_at(span) == span.word:
            cursor = marked.cursor(span)
            cursor.insertText(word)
            marked.writing.setTextCursor(cursor)

    def _add(self, word: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own
        if self._known is not None:
            self._known.own.add(word.replace("’", "'").lower())
        self._desk.do(spelling.add_word, word.replace("’", "'"), owner=self, quietly=True)
        self.refresh()


class Marked(QObject):
    """One page of writing with its lines."""

    def __init__(self, writing: answer_text.Writing, owner: Spelling) -> None:
        super().__init__(writing)
        self.writing, self._owner = writing, owner
        self.spans: tuple[dictionary.Span, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(lambda: self.mark(owner.known()))
        writing.textChanged.connect(lambda: self._pause.start(_PAUSE_MS))
        writing.cursorPositionChanged.connect(self._on_cursor)
        writing.installEventFilter(self)

    def mark(self, known: dictionary.Dictionary | None) -> None:
        """Draw a line under every word that is not known; with None take the lines away."""
        text = self.text()
        is_read = known is not None and len(text) <= _LONGEST and not self.writing.isReadOnly()
        found = tuple(known.misspelt(text)) if known is not None and is_read else ()
        here = self.writing.textCursor().position() if self.writing.hasFocus() else -1
        self.spans = tuple(span for span in found if span.end != here)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(widgets.tint("warm"))
        lines = []
        for span in self.spans:
            line = QTextEdit.ExtraSelection()
            line.cursor, line.format = self.cursor(span), look
            lines.append(line)
        self.writing.setExtraSelections(lines)

    def text(self) -> str:
        """What is written, one character for each place of Qt's cursor: an emoji takes two."""
        written = self.writing.text()
        return _ASTRAL.sub("\ue000\ue000", written)

    def _on_cursor(self) -> None:
        """A word that was being typed is looked at once the cursor has left it."""
        self._pause.start(_PAUSE_MS)

    def cursor(self, span: dictionary.Span) -> QTextCursor:
        """The word selected."""
        cursor = QTextCursor(self.writing.document())
        cursor.setPosition(span.start)
        cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def word_at(self, span: dictionary.Span) -> str:
        """What stands there now."""
        return self.text()[span.start : span.end]

    def select(self, span: dictionary.Span) -> None:
        """Put the cursor on the word and bring it into view."""
        self.writing.setTextCursor(self.cursor(span))
        self.writing.ensureCursorVisible()

    def place_of(self, span: dictionary.Span) -> QPoint:
        """Below the word, on the screen."""
        at = self.writing.cursorRect(self.cursor(span)).bottomLeft()
        return self.writing.viewport().mapToGlobal(at)

    def next_span(self) -> dictionary.Span | None:
        """The first marked word behind the cursor, or the first of all."""
        self.mark(self._owner.known())
        here = self.writing.textCursor().selectionEnd()
        behind = (span for span in self.spans if span.start >= here)
        return next(behind, self.spans[0] if self.spans else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu of a marked word offers other spellings; elsewhere it is the usual one."""
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
            at = self.writing.textCursor() if by_keys else self.writing.cursorForPosition(event.pos())
            span = next((one for one in self.spans if one.start <= at.position() <= one.end), None)
            if span is not None:
                place = self.place_of(span) if by_keys else event.globalPos()
                self._owner.offer(self, span, place)
                return True
        return super().eventFilter(watched, event)
