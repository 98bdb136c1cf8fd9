"""A document's pages as pictures in memory: nothing of it is written to the disk to be looked at."""

from dataclasses import dataclass

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.models import acts, document
from ehdesk.ui import apart, file_intake, widgets

_MOST_PAGES = 20
_DOTS_PER_INCH = 110
_WIDEST = 1400


@dataclass(frozen=True)
class Pages:
    """A document with its first pages as pictures, and how many pages it has in all."""

    line: document.DocumentLine
    pictures: tuple[QtGui.QImage, ...]
    count: int
    trouble: str = ""


def read(reading: acts.Reading, record_id: str) -> Pages:
    """A document ready to be looked at. Runs off the window's thread. Raises: RecordMissing.

    One that cannot be shown comes with `trouble` in words.
    """
    line = document.document(reading, record_id)
    try:
        content = document.content(reading, record_id)
        if line.media_type.startswith("image/"):
            asked = apart.Asked("look", len(content), most_pixels=file_intake.MOST_PIXELS, widest=_WIDEST)
            return Pages(line, _pictures(apart.run(asked, content)), 1)
        if line.media_type == "application/pdf":
            return _pdf(line, content)
    except errors.Refusal as refusal:
        title, _safe, todo = refusal.words()
        return Pages(line, (), 0, f"{title}. {todo}")
    return Pages(line, (), 0, "This kind of file cannot be shown here. Save a copy to open it elsewhere.")


def _pdf(line: document.DocumentLine, content: bytes) -> Pages:
    asked = apart.Asked(
        "pages", len(content), widest=_WIDEST, most_pages=_MOST_PAGES, dots_per_inch=_DOTS_PER_INCH
    )
    try:
        shown = apart.run(asked, content)
    except errors.DocumentUnreadable:
        return Pages(line, (), 0, "This PDF cannot be shown. Save a copy to open it elsewhere.")
    if shown.told.locked:
        return Pages(line, (), 0, "This PDF has a password. Save a copy to open it elsewhere.")
    return Pages(line, _pictures(shown), shown.told.count)


def _pictures(shown: apart.Opened) -> tuple[QtGui.QImage, ...]:
    return tuple(file_intake.picture_of(size, bits) for size, bits in shown.pictures)


class PageView(QtWidgets.QWidget):
    """Pictures one under the other, each as wide as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._column = widgets.stack(self, gap=16)

    def set_pictures(self, pictures: tuple[QtGui.QImage, ...], title: str, *, width: int) -> None:
        """Show these, fitted to `width` pixels of the window."""
        widgets.clear(self._column)
        for number, picture in enumerate(pictures, 1):
            label = QtWidgets.QLabel()
            shown = fitted(picture, width, self.devicePixelRatioF())
            label.setPixmap(shown)
            label.setMinimumSize(shown.deviceIndependentSize().toSize())
            label.setProperty("look", "paper")
            label.setAccessibleName(f"{title}, page {number} of {len(pictures)}")
            self._column.addWidget(label, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
            label.show()  # now, and not at the next turn: the dialog grows to it


def fitted(picture: QtGui.QImage, width: int, ratio: float) -> QtGui.QPixmap:
    """A picture for the screen, never larger than it is."""
    wide = min(picture.width(), round(width * ratio))
    smooth = QtCore.Qt.TransformationMode.SmoothTransformation
    shown = QtGui.QPixmap.fromImage(picture.scaledToWidth(wide, smooth))
    shown.setDevicePixelRatio(ratio)
    return shown
