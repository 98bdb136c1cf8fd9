"""The documents and photos of a family: a list, and four ways in: choose, drop, paste, or a key."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import acts, document, person
from ehdesk.ui import (
    answer_input,
    choosing,
    document_adding,
    document_dialog,
    document_words,
    file_intake,
    form_opening,
    listing,
    widgets,
)
from ehdesk.ui import desk as desks

_PAGE = 100
_EMPTY = "No documents yet. A letter, a drawing or a photo of one is kept here, inside the vault."
_HOW = "Choose files, drop them here, or paste a picture (Ctrl+V). Up to 25 MB each."


def read(reading: acts.Reading, family_id: str, words: form_opening.Words, offset: int = 0) -> "Read":
    """A page of documents, and the people they may be about."""
    people = person.people(reading, family_id)
    around = form_opening.surroundings(people, {}, reading, words)
    names = {str(card.id): card.known_as for card in people}
    return Read(document.documents(reading, family_id, limit=_PAGE, offset=offset), around, names)


class Read:
    """What the part shows."""

    def __init__(
        self,
        lines: Sequence[document.DocumentLine],
        around: answer_input.Surroundings,
        names: dict[str, str],
    ) -> None:
        self.lines, self.around, self.names = tuple(lines), around, names


class DocumentsPart(QtWidgets.QWidget):
    """`counted` carries how many documents are shown."""

    counted = QtCore.Signal(int)

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._lines: list[document.DocumentLine] = []
        self._around, self._names = answer_input.Surroundings(), dict[str, str]()
        self._waiting: list[Path] = []
        self.setAcceptDrops(True)
        column = widgets.stack(self, gap=12)
        self.list = listing.Listing("Documents and photos", empty=_EMPTY, first=_PAGE)
        self.list.chosen.connect(self.open_document)
        self.add_button = widgets.button("Add documents…", self._choose, sign="add")
        self.paste_button = widgets.link("Paste a picture", self.paste)
        self.more = widgets.link("Older documents", self._ask_more)
        self.more.hide()
        across = widgets.line(gap=12)
        across.addWidget(self.add_button)
        across.addWidget(self.paste_button)
        across.addStretch(1)
        column.addWidget(self.list)
        column.addWidget(self.more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addLayout(across)
        column.addWidget(widgets.quiet(_HOW))
        paste = QtGui.QShortcut(QtGui.QKeySequence.StandardKey.Paste, self)
        paste.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    def begin(self) -> None:
        """Read the list."""
        self._desk.ask(read, self._family_id, self._desk.words, then=self._show, owner=self)

    def take_focus(self) -> None:
        """The list, or the button where it is empty."""
        first = self.list.list if self._lines else self.add_button
        first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _show(self, told: Read) -> None:
        self._lines = []
        self._add_lines(told)

    def _ask_more(self) -> None:
        self._desk.ask(
            read, self._family_id, self._desk.words, len(self._lines), then=self._add_lines, owner=self
        )

    def _add_lines(self, told: Read) -> None:
        self._around, self._names = told.around, told.names
        self._lines += told.lines
        self.list.set_rows([document_words.row(self._desk, line, self._names) for line in self._lines])
        self.list.show_all_quietly()
        self.more.setVisible(len(told.lines) == _PAGE)
        self.counted.emit(len(self._lines))

    def open_document(self, record_id: str) -> document_dialog.DocumentDialog:
        """Show a document."""
        shown = document_dialog.DocumentDialog(
            self.window(), self._desk, record_id, self._around, self._names
        )
        shown.changed.connect(self.begin)
        return shown

    # Ways in

    def _choose(self) -> None:
        self.add_files(choosing.open_files(self, "Add documents"))

    def add_files(self, paths: Sequence[Path]) -> None:
        """Ask about each file, one after the other."""
        self._waiting += paths
        self._next()

    def paste(self) -> None:
        """Take what is on the clipboard: a picture, or files that were copied."""
        held: QtCore.QMimeData | None = QtGui.QGuiApplication.clipboard().mimeData()
        if held is None or not self._take(held):
            self._desk.say("There is no picture and no file on the clipboard.")

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        """Files and pictures may be dropped here."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        """Take what was dropped."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def _take(self, held: QtCore.QMimeData) -> bool:
        paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if paths:
            self.add_files(paths)
            return True
        image = held.imageData()
        if not held.hasImage() or not isinstance(image, QtGui.QImage):
            return False
        self._ask(partial(file_intake.from_clipboard, image))
        return True

    def _next(self) -> None:
        if self._waiting:
            self._ask(document_adding.reading(self._waiting.pop(0)))

    def _ask(self, job: "document_adding.Job") -> document_adding.AddingDialog:
        dialog = document_adding.AddingDialog(self.window(), self._desk, self._family_id, self._around)
        dialog.added.connect(lambda _id: self.begin())
        dialog.finished.connect(lambda _result: QtCore.QTimer.singleShot(0, self, self._next))
        dialog.take(job)
        return dialog
