"""A picture drawn anew: its pixels, turned the right way up, and nothing that came with them.

A photo carries where and when it was taken, with which phone, and often a small copy of itself.
"""

from PySide6 import QtCore, QtGui

from ehdesk import errors
from ehdesk.vault import cabinet

_JPEG_QUALITY = 90


def opened(content: bytes, *, most_pixels: int) -> QtGui.QImage:
    """A picture turned the right way up. Raises: errors.DocumentUnreadable."""
    buffer = QtCore.QBuffer()
    buffer.setData(content)
    buffer.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    reader = QtGui.QImageReader(buffer)
    reader.setAllocationLimit(0)  # ours is in pixels, and the process has its own
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > most_pixels:
        raise errors.DocumentUnreadable(reason="the picture has too many pixels")
    image = reader.read()
    if image.isNull():
        raise errors.DocumentUnreadable(reason="the picture is broken or cut off")
    return image


def bare(image: QtGui.QImage) -> QtGui.QImage:
    """A picture of the same pixels that knows nothing else: no texts, no profile, no resolution."""
    if image.colorSpace().isValid():
        image.convertToColorSpace(QtGui.QColorSpace(QtGui.QColorSpace.NamedColorSpace.SRgb))
    has_alpha = image.hasAlphaChannel()
    kind = QtGui.QImage.Format.Format_RGBA8888 if has_alpha else QtGui.QImage.Format.Format_RGB888
    same = image.convertToFormat(kind)
    bits = QtGui.QImage(same.constBits(), same.width(), same.height(), same.bytesPerLine(), kind)
    return bits.copy()


def encoded(image: QtGui.QImage, *, keep_lines: bool) -> tuple[bytes, str]:
    """As it is to be kept, and its media type: PNG where it came without loss (a scan), else JPEG."""
    content = _as(image, "PNG", -1) if keep_lines else b""
    if content and len(content) <= cabinet.LARGEST:
        return content, "image/png"
    return _as(image, "JPEG", _JPEG_QUALITY), "image/jpeg"


def _as(image: QtGui.QImage, kind: str, quality: int) -> bytes:
    buffer = QtCore.QBuffer()
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    if kind == "JPEG" and image.hasAlphaChannel():
        image = _on_white(image)
    image.save(buffer, kind, quality)  # type: ignore[call-overload] # the stub asks for bytes, Qt takes text
    return bytes(buffer.data().data())


def _on_white(image: QtGui.QImage) -> QtGui.QImage:
    paper = QtGui.QImage(image.size(), QtGui.QImage.Format.Format_RGB888)
    paper.fill(QtGui.QColor("white"))
    painter = QtGui.QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper
