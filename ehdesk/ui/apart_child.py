"""The process that opens what others made: bytes in, bare pixels out, and nothing else to be had in it."""

import sys
from collections.abc import Callable

import msgspec
from PySide6 import QtCore, QtGui

from ehdesk import errors
from ehdesk.ui import apart, redrawing

_MOST_MEMORY = 4 * 1024**3
"""Of addresses, libraries included: a picture of 100 million pixels takes 400 MB, and is turned twice."""
_CPU_SECONDS = 50
_FILES = 64


def main() -> int:
    """Do the one job that the pipe asks for. Gives the exit status."""
    way_in, way_out = sys.stdin.buffer, sys.stdout.buffer
    asked = msgspec.json.decode(way_in.readline(), type=apart.Asked)
    content = way_in.read()
    _warm(asked)
    _limit()
    try:
        told, parts = _JOBS[asked.job](asked, content)
    except errors.DocumentUnreadable as refusal:
        told, parts = apart.Told(refused=str(refusal.details["reason"])), []
    except MemoryError:
        told, parts = apart.Told(refused="it takes more memory than it may"), []
    way_out.write(msgspec.json.encode(told) + b"\n")
    for part in parts:
        way_out.write(part)
    way_out.flush()
    return 0


def _warm(asked: apart.Asked) -> None:
    """Load what the job needs before files are closed to it."""
    QtGui.QImageReader.supportedImageFormats()
    if asked.job == "pages":
        from ehdesk.paper import preview  # late: PDFium is for PDFs

        preview.page_count(_EMPTY)


def _limit() -> None:
    """No more memory, time and files than the job needs, and nothing written to the disk."""
    if sys.platform == "win32":
        return  # there the desk's own patience is the limit: see docs/security.md
    import resource  # only there

    for what, most in (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


_Done = tuple[apart.Told, list[bytes]]


def _redraw(asked: apart.Asked, content: bytes) -> _Done:
    """A picture as it is to be kept, and a small one of it to show."""
    bare = redrawing.bare(redrawing.opened(content, most_pixels=asked.most_pixels))
    made, media_type = redrawing.encoded(bare, keep_lines=asked.keep_lines)
    size, bits = _pixels(_fitted(bare, asked.widest))
    told = apart.Told(pictures=(size,), media_type=media_type, file_size=len(made))
    return told, [made, bits]


def _look(asked: apart.Asked, content: bytes) -> _Done:
    image = redrawing.opened(content, most_pixels=asked.most_pixels)
    size, bits = _pixels(redrawing.bare(_fitted(image, asked.widest)))
    return apart.Told(pictures=(size,)), [bits]


def _pages(asked: apart.Asked, content: bytes) -> _Done:
    """The first pages of a PDF, and how many there are; with no page asked for, whether it opens."""
    from ehdesk.paper import preview  # late: PDFium is for PDFs

    trouble = preview.trouble(content)
    if trouble == "locked":
        return apart.Told(locked=True, count=0), []
    if trouble:
        raise errors.DocumentUnreadable(reason="the PDF is broken or cut off")
    count, pictures, parts = preview.page_count(content), [], []
    for place in range(min(count, asked.most_pages)):
        page = preview.picture(content, place, dots_per_inch=asked.dots_per_inch)
        kind = QtGui.QImage.Format.Format_RGBA8888
        image = QtGui.QImage(page.rgba, page.width, page.height, 4 * page.width, kind).convertToFormat(
            QtGui.QImage.Format.Format_RGB888
        )
        size, bits = _pixels(_fitted(image, asked.widest))
        pictures.append(size)
        parts.append(bits)
    return apart.Told(count=count, pictures=tuple(pictures)), parts


_JOBS: dict[apart.Job, Callable[[apart.Asked, bytes], _Done]] = {
    "redraw": _redraw,
    "look": _look,
    "pages": _pages,
}


def _fitted(image: QtGui.QImage, widest: int) -> QtGui.QImage:
    smooth = QtCore.Qt.TransformationMode.SmoothTransformation
    return image.scaledToWidth(widest, smooth) if image.width() > widest else image


def _pixels(image: QtGui.QImage) -> tuple[apart.Pixels, bytes]:
    """Row after row, without the gaps that Qt leaves between rows."""
    each = 4 if image.hasAlphaChannel() else 3
    size = apart.Pixels(image.width(), image.height(), each)
    row, whole, step = image.width() * each, bytes(image.constBits()), image.bytesPerLine()
    if row == step:
        return size, whole
    return size, b"".join(whole[start : start + row] for start in range(0, step * image.height(), step))


_EMPTY = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""A page with nothing on it: opening it loads what opens PDFs."""
