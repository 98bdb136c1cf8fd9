"""A file as it comes into the vault: known by its content, and a picture drawn anew.

Only the pixels of a picture come in. What somebody else made is opened in a process of its own
(`apart`), over pipes: nothing is written to the disk on the way.
"""

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6 import QtGui

from ehdesk import errors
from ehdesk.ui import apart, redrawing
from ehdesk.vault import cabinet

Shown = Literal["picture", "pages", "nothing"]

MOST_PIXELS = 100_000_000
"""A larger picture is a trap or a poster: 100 million pixels take 400 MB to open."""
_SMALL = 800
"""Pixels across of the small one that is shown before it is kept."""
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
    bare = redrawing.bare(image)
    content, media_type = redrawing.encoded(bare, keep_lines=True)
    return _kept("Picture", content, media_type, bare)


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


def picture_of(size: apart.Pixels, bits: bytes) -> QtGui.QImage:
    """The pixels that the other process gave back, as a picture to show."""
    kind = QtGui.QImage.Format.Format_RGBA8888 if size.bytes_each == 4 else QtGui.QImage.Format.Format_RGB888
    return QtGui.QImage(bits, size.width, size.height, size.width * size.bytes_each, kind).copy()


def _pdf(title: str, content: bytes) -> TakenIn:
    told = apart.run(apart.Asked("pages", len(content)), content).told
    if told.locked:
        return TakenIn(title, content, "application/pdf", "nothing", is_locked=True)
    return TakenIn(title, content, "application/pdf", "pages")


def _picture(title: str, content: bytes, found: str) -> TakenIn:
    if found == "image/heic" and b"heic" not in _formats():
        raise errors.PhotoFromPhone
    if found == "image/jpeg" and not _has_its_end(content):
        raise errors.DocumentUnreadable(reason="the picture is broken or cut off")
    keep_lines = found in ("image/png", "image/gif", "image/bmp")
    asked = apart.Asked("redraw", len(content), most_pixels=MOST_PIXELS, keep_lines=keep_lines, widest=_SMALL)
    made = apart.run(asked, content)
    if not made.pictures or made.told.media_type not in ("image/png", "image/jpeg"):
        raise errors.DocumentUnreadable(reason="the picture is broken or cut off")
    return _kept(title, made.content, made.told.media_type, picture_of(*made.pictures[0]))


def _kept(title: str, content: bytes, media_type: str, small: QtGui.QImage) -> TakenIn:
    if len(content) > cabinet.LARGEST:
        raise errors.DocumentTooLarge(megabytes=cabinet.LARGEST // _MEGABYTE)
    return TakenIn(title, content, media_type, "picture", is_redrawn=True, picture=small)


def _has_its_end(jpeg: bytes) -> bool:
    """Whether the picture itself ends: Qt shows one that was cut off, with grey where the rest should be."""
    place = 2
    while jpeg[place : place + 1] == b"\xff" and jpeg[place + 1 : place + 2] != b"\xda":
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return b"\xff\xd9" in jpeg[place:]


def _formats() -> set[bytes]:
    return {bytes(name.data()) for name in QtGui.QImageReader.supportedImageFormats()}


def _title(name: str) -> str:
    stem = Path(name).stem.replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] if stem else "Untitled"
