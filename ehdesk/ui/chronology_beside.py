"""The chronology open beside a form that is being written: looked at, added to, and taken into the text."""

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.ui import background, chronology_panel, theme, widgets
from ehdesk.ui import desk as desks

_WIDTH = 400
_ROOM_FOR_FORM = 560
_NO_LIMIT = 16_777_215


class ChronologyBeside(QtWidgets.QFrame):
    """Hidden until Ctrl+H. A chosen event goes into the text where the cursor was last, as it stands.

    Where there is no room for both, it takes the place of `form` until it is closed.
    """

    turned = QtCore.Signal()  # opened or closed

    def __init__(self, desk: desks.Desk, page: QtWidgets.QWidget, form: QtWidgets.QWidget) -> None:
        super().__init__()
        self._desk, self._page, self._form = desk, page, form
        self.panel: chronology_panel.ChronologyPanel | None = None
        self._writing: QtWidgets.QTextEdit | None = None
        self.setProperty("look", "card")
        self.setAccessibleName("Chronology beside the form")
        column = widgets.stack(self, gap=0)
        top = widgets.line(gap=8)
        top.setContentsMargins(16, 12, 8, 4)
        self.how = widgets.quiet("Enter puts an event into your text.")
        top.addWidget(self.how, 1)
        self.close_button = widgets.icon_button("Close the chronology (Ctrl+H)", self.toggle, sign="close")
        top.addWidget(self.close_button)
        column.addLayout(top)
        self._inside = QtWidgets.QWidget()
        self._inside.setProperty("surface", "page")
        self._inner = widgets.stack(self._inside, gap=0)
        self._inner.setContentsMargins(16, 8, 16, 16)
        column.addWidget(widgets.scrolled(self._inside), 1)
        self.hide()
        app = QtWidgets.QApplication.instance()
        if isinstance(app, QtWidgets.QApplication):
            app.focusChanged.connect(self._on_focus)
        QtGui.QShortcut(QtGui.QKeySequence("Ctrl+H"), page).activated.connect(self.toggle)

    def toggle(self) -> None:
        """Open it for the family of the page, or close it and go back to the text."""
        family_id = self._page.property("family_id")
        if self.isVisible():
            self.hide()
            self._form.show()
            self.turned.emit()
            writing = self._text()
            if writing is not None:
                writing.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        elif family_id:
            self._open(str(family_id))

    def _open(self, family_id: str) -> None:
        if self.panel is None:
            self.panel = chronology_panel.ChronologyPanel(self._desk, family_id, can_pick=True)
            self.panel.picked.connect(self._put_in)
            self._inner.addWidget(self.panel)
        self.panel.begin()
        self.show()
        self.dress()
        self.turned.emit()
        self.panel.take_focus()

    def dress(self) -> None:
        """As wide as its words need; the whole page where the form would have no room beside it."""
        wanted = theme.scaled(_WIDTH)
        has_room = self._page.width() - wanted >= theme.scaled(_ROOM_FOR_FORM)
        self.setMinimumWidth(wanted if has_room else 0)
        self.setMaximumWidth(wanted if has_room else _NO_LIMIT)
        if self.isVisible():
            self._form.setVisible(has_room)

    def _on_focus(self, _old: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        """Remember the text that was being written last on this page."""
        if isinstance(now, QtWidgets.QTextEdit) and self._page.isAncestorOf(now):
            self._writing = now

    def _text(self) -> QtWidgets.QTextEdit | None:
        """The text that was written last, if it still stands."""
        return self._writing if self._writing is not None and background.is_here(self._writing) else None

    def _put_in(self, words: str) -> None:
        writing = self._text()
        if writing is None or writing.isReadOnly():
            widgets.announce(self, "Put the cursor into a text first, then choose the event.")
            self.how.setText("Put the cursor into a text first, then choose the event.")
            return
        if self._form.isHidden():
            self.toggle()
        writing.insertPlainText(words)
        writing.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
