"""What was copied inside ehdesk: marked as private, forgotten after a minute and on lock."""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

KEPT_SECONDS = 60
_MARK = "x-kde-passwordManagerHint"
_WINDOWS = (
    ("ExcludeClipboardContentFromMonitorProcessing", b"\x01\x00\x00\x00"),
    ("CanIncludeInClipboardHistory", b"\x00\x00\x00\x00"),
    ("CanUploadToCloudClipboard", b"\x00\x00\x00\x00"),
)


class Clipboard(QObject):
    """Watches the clipboard while a vault is open. What other programs put there is left alone."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(KEPT_SECONDS * 1000)
        self._forget.timeout.connect(self.clear_if_ours)
        clipboard.dataChanged.connect(self._on_changed)

    def is_waiting(self) -> bool:
        """Whether something of ours will be forgotten."""
        return self._forget.isActive()

    def clear_if_ours(self) -> None:
        """Forget what was copied here; something copied elsewhere since stays."""
        self._forget.stop()
        if self._clipboard.ownsClipboard():
            self._clipboard.clear()

    def _on_changed(self) -> None:
        if not self._clipboard.ownsClipboard():
            self._forget.stop()
            return
        held: QMimeData | None = self._clipboard.mimeData()
        if not held or not held.hasText() or held.hasFormat(_MARK):
            return
        self._clipboard.setMimeData(private(held.text()))
        self._forget.start()


def private(text: str) -> QMimeData:
    """The text alone, with the marks that keep it out of clipboard histories."""
    made = QMimeData()
    made.setText(text)
    made.setData(_MARK, b"secret")
    for name, value in _WINDOWS:
        made.setData(f'application/x-qt-windows-mime;value="{name}"', value)
    return made
