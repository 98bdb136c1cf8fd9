"""Our own line icons, tinted by the palette of the widget that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehdesk import files

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QIcon, QPixmap

# Qt's painting is imported where it is used: the unlock window shows no icon, and does not wait for it.

SIZE = 20
"""Pixels at 100 % text."""
MARK = "ehdesk"
"""Our own mark, in its own colours: the window's icon."""


def icon(name: str, colour: QColor, size: int = SIZE, *, faded: QColor | None = None, room: int = 0) -> QIcon:
    """The icon `resources/icons/<name>.svg` in one colour, sharp at one, two and three dots a pixel.

    `room` is the empty space to its right, for the words that follow it on a button.
    """
    from PySide6.QtGui import QIcon  # late, as above

    made = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        made.addPixmap(pixmap(name, colour, size, ratio, room=room))
        if faded is not None:
            made.addPixmap(pixmap(name, faded, size, ratio, room=room), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0, *, room: int = 0) -> QPixmap:
    """One picture of the icon, `size` pixels square at `ratio` dots a pixel, and `room` to its right.

    A long form shows the same few signs a hundred times: Qt keeps each picture once it is drawn.
    """
    from PySide6.QtGui import QPixmap, QPixmapCache  # late, as above

    key = f"{MARK} {name} {colour.name()} {size} {ratio} {room}"
    known = QPixmap()
    if QPixmapCache.find(key, known):
        return known
    picture = _drawn(name, colour, size, ratio, room)
    QPixmapCache.insert(key, picture)
    return picture


def _drawn(name: str, colour: QColor, size: int, ratio: float, room: int) -> QPixmap:
    from PySide6.QtCore import QByteArray, QRectF, QSize, Qt  # late, as above
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer

    drawing = (files.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
    picture = QPixmap(QSize(size + room, size) * ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def names() -> tuple[str, ...]:
    """Every line icon that is shipped."""
    found = sorted(path.stem for path in (files.resources() / "icons").glob("*.svg"))
    return tuple(name for name in found if name != MARK)


def mark() -> QIcon:
    """Our own mark for the window and the task bar."""
    from PySide6.QtGui import QIcon  # late, as above

    return QIcon(str(files.resources() / "icons" / f"{MARK}.svg"))
