"""What is copied inside ehdesk is marked as private and forgotten; what others copied is left alone."""

import pytest
from PySide6.QtCore import QMimeData, QObject, Signal
from pytestqt.qtbot import QtBot

from ehdesk.ui import clipboard


class FakeClipboard(QObject):
    """A clipboard that says whose its content is."""

    dataChanged = Signal()  # noqa: N815 - Qt's own name

    def __init__(self) -> None:
        super().__init__()
        self.held, self.is_ours = QMimeData(), False

    def ownsClipboard(self) -> bool:  # noqa: N802 - Qt's own name
        return self.is_ours

    def mimeData(self) -> QMimeData:  # noqa: N802 - Qt's own name
        return self.held

    def setMimeData(self, made: QMimeData) -> None:  # noqa: N802 - Qt's own name
        self.held = made
        self.dataChanged.emit()

    def clear(self) -> None:
        self.held = QMimeData()
        self.dataChanged.emit()

    def copy(self, text: str, *, by_us: bool) -> None:
        self.is_ours = by_us
        made = QMimeData()
        made.setText(text)
        made.setHtml(f"<b>{text}</b>")
        self.setMimeData(made)


@pytest.fixture
def board(qtbot: QtBot) -> FakeClipboard:
    return FakeClipboard()


def test_a_copied_address_leaves_only_plain_words_marked_as_private(board: FakeClipboard) -> None:
    clipboard.Clipboard(board, board)  # type: ignore[arg-type]
    board.copy("4 Weir Road", by_us=True)
    assert board.held.text() == "4 Weir Road"
    assert not board.held.hasHtml()
    assert board.held.hasFormat("x-kde-passwordManagerHint")
    assert any("CanIncludeInClipboardHistory" in name for name in board.held.formats())


def test_what_was_copied_here_is_forgotten_when_its_minute_is_over(board: FakeClipboard) -> None:
    watch = clipboard.Clipboard(board, board)  # type: ignore[arg-type]
    board.copy("4 Weir Road", by_us=True)
    assert watch.is_waiting()
    watch.clear_if_ours()
    assert board.held.text() == ""


def test_what_another_program_copied_is_left_alone(board: FakeClipboard) -> None:
    watch = clipboard.Clipboard(board, board)  # type: ignore[arg-type]
    board.copy("4 Weir Road", by_us=True)
    board.copy("shopping list", by_us=False)
    assert not watch.is_waiting()
    watch.clear_if_ours()
    assert board.held.text() == "shopping list"
    assert board.held.hasHtml()
