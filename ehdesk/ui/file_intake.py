"""A file as it comes into the vault: known by its content, and a picture drawn anew.

A photo carries where and when it was taken, with which phone, and often a small copy of itself. None
of that comes in: only the pixels do, turned the right way up. Everything happens in memory.
"""

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6 import QtCore, QtGui

from ehdesk import errors
from ehdesk.vault import cabinet

Shown = Literal["picture", "pages", "nothing"]

MOST_PIXELS = 100_000_000
"""A larger picture is a trap or a poster: 100 million pixels take 400 MB to open."""
_JPEG_QUALITY = 90
_MEGABYTE = 1024 * 1024
_LEFT_ALONE = "application/octet-stream"
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
)
_READ_BY_QT = {"image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff", "image/webp", "image/heic"}
_PROMISED = {
    **dict.fromkeys((".jpg", ".jpeg"), "image/jpeg"),
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    **dict.fromkeys((".tif", ".tiff"), "image/tiff"),
    **dict.fromkeys((".heic", ".heif"), "image/heic"),
}


@dataclass(frozen=True)
class TakenIn:
    """A file ready to be kept. `title` is its name without the ending; `is_redrawn` that it is a picture
    whose place, time and camera were left behind; `picture` is a small one of it, where there is one."""

    title: str
    content: bytes
    media_type: str
    shown: Shown
    is_redrawn: bool = False
    is_locked: bool = False
    picture: QtGui.QImage | None = None


def read(path: Path) -> bytes:
    """A file that a worker chose. Raises: errors.FileUnreadable, DocumentTooLarge."""
    try:
        if path.is_dir():
            raise errors.FileUnreadable(file="That", reason="it is a folder: choose the files in it")
        if path.stat().st_size > cabinet.LARGEST:
            raise errors.DocumentTooLarge(megabytes=cabinet.LARGEST // _MEGABYTE)
        return path.read_bytes()
    except OSError as error:
        raise errors.FileUnreadable(file="The file", reason=error.strerror or "it is gone") from error


def take_in(name: str, content: bytes) -> TakenIn:
    """Recognise a file and make it ready to be kept. Slow for a large picture: call it off the window's
    thread. Raises: errors.DocumentUnreadable, DocumentTooLarge.
    """
    if not content:
        raise errors.DocumentUnreadable(reason="there is nothing in it")
    if len(content) > cabinet.LARGEST:
        raise errors.DocumentTooLarge(megabytes=cabinet.LARGEST // _MEGABYTE)
    title, ending = _title(name), Path(name).suffix.lower()
    found, promised = kind_of(content), _PROMISED.get(ending)
    if promised and not found:
        raise errors.DocumentUnreadable(reason=f"it is called {ending} and is none")
    if found == "application/pdf":
        return _pdf(title, content)
    if found in _READ_BY_QT:
        return _picture(title, content, found)
    guessed = mimetypes.guess_type(name)[0] or _LEFT_ALONE
    return TakenIn(title, content, guessed, "nothing")


def from_clipboard(image: QtGui.QImage) -> TakenIn:
    """A picture that was copied elsewhere. Raises: errors.DocumentUnreadable, DocumentTooLarge."""
    if image.isNull():
        raise errors.DocumentUnreadable(reason="there is no picture in it")
    return _redrawn("Picture", image, keep_lines=True)


def kind_of(content: bytes) -> str:
    """What the first bytes say: a media type, or nothing where we do not know it."""
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"heif", b"msf1"):
        return "image/heic"
    return ""


def opened(content: bytes) -> QtGui.QImage:
    """A picture turned the right way up. Raises: errors.DocumentUnreadable."""
    buffer = QtCore.QBuffer()
    buffer.setData(content)
    buffer.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    reader = QtGui.QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        raise errors.DocumentUnreadable(reason="the picture has too many pixels")
    image = reader.read()
    if image.isNull():
        raise errors.DocumentUnreadable(reason="the picture is broken or cut off")
    return image


def _pdf(title: str, content: bytes) -> TakenIn:
    from ehdesk.paper import preview  # late: PDFium loads when the first PDF comes

    trouble = preview.trouble(content)
    if trouble == "broken":
        raise errors.DocumentUnreadable(reason="the PDF is broken or cut off")
    if trouble == "locked":
        return TakenIn(title, content, "application/pdf", "nothing", is_locked=True)
    return TakenIn(title, content, "application/pdf", "pages")


def _picture(title: str, content: bytes, found: str) -> TakenIn:
    if found == "image/heic" and b"heic" not in _formats():
        raise errors.DocumentUnreadable(reason="this computer cannot open HEIC photos. Save it as JPEG first")
    if found == "image/jpeg" and not _has_its_end(content):
        raise errors.DocumentUnreadable(reason="the picture is broken or cut off")
    keep_lines = found in ("image/png", "image/gif", "image/bmp")
    return _redrawn(title, opened(content), keep_lines=keep_lines)


def _has_its_end(jpeg: bytes) -> bool:
    """Whether the picture itself ends: Qt shows one that was cut off, with grey where the rest should be."""
    place = 2
    while jpeg[place : place + 1] == b"\xff" and jpeg[place + 1 : place + 2] != b"\xda":
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return b"\xff\xd9" in jpeg[place:]


def _formats() -> set[bytes]:
    return {bytes(name.data()) for name in QtGui.QImageReader.supportedImageFormats()}


def _redrawn(title: str, image: QtGui.QImage, *, keep_lines: bool) -> TakenIn:
    """The pixels alone: as PNG where the picture came without loss (a scan, a drawing), else as JPEG."""
    bare = _bare(image)
    content = _encoded(bare, "PNG", -1) if keep_lines else b""
    media_type = "image/png"
    if not content or len(content) > cabinet.LARGEST:
        content, media_type = _encoded(bare, "JPEG", _JPEG_QUALITY), "image/jpeg"
    if len(content) > cabinet.LARGEST:
        raise errors.DocumentTooLarge(megabytes=cabinet.LARGEST // _MEGABYTE)
    return TakenIn(title, content, media_type, "picture", is_redrawn=True, picture=bare)


def _bare(image: QtGui.QImage) -> QtGui.QImage:
    """A picture of the same pixels that knows nothing else: no texts, no profile, no resolution."""
    if image.colorSpace().isValid():
        image.convertToColorSpace(QtGui.QColorSpace(QtGui.QColorSpace.NamedColorSpace.SRgb))
    has_alpha = image.hasAlphaChannel()
    kind = QtGui.QImage.Format.Format_RGBA8888 if has_alpha else QtGui.QImage.Format.Format_RGB888
    same = image.convertToFormat(kind)
    bits = QtGui.QImage(same.constBits(), same.width(), same.height(), same.bytesPerLine(), kind)
    return bits.copy()


def _encoded(image: QtGui.QImage, kind: str, quality: int) -> bytes:
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


def _title(name: str) -> str:
    stem = Path(name).stem.replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] if stem else "Untitled"
