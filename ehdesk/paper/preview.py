"""Pages as pictures, for the screen and for looking at."""

import io
from dataclasses import dataclass
from typing import Literal

import pypdfium2
from PIL.Image import Image

POINTS_PER_INCH = 72
_NEEDS_PASSWORD = 4


@dataclass(frozen=True)
class Picture:
    """One page: its size in pixels, and its pixels from the top left as red, green, blue and alpha."""

    width: int
    height: int
    rgba: bytes


def page_count(pdf: bytes) -> int:
    """How many pages there are."""
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count


def trouble(pdf: bytes) -> Literal["", "locked", "broken"]:
    """Why a PDF of somebody else's making cannot be shown, or nothing."""
    try:
        page_count(pdf)
    except pypdfium2.PdfiumError as error:
        return "locked" if getattr(error, "err_code", None) == _NEEDS_PASSWORD else "broken"
    return ""


def picture(pdf: bytes, index: int = 0, *, dots_per_inch: float = 96) -> Picture:
    """One page, counted from 0, for a window to show. Raises: IndexError."""
    image = _image(pdf, index, dots_per_inch).convert("RGBA")
    return Picture(image.width, image.height, image.tobytes())


def png(pdf: bytes, index: int = 0, *, dots_per_inch: float = 96) -> bytes:
    """One page, counted from 0, as a PNG file. Raises: IndexError."""
    file = io.BytesIO()
    _image(pdf, index, dots_per_inch).save(file, "PNG", optimize=True)
    return file.getvalue()


def _image(pdf: bytes, index: int, dots_per_inch: float) -> Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[index].render(scale=dots_per_inch / POINTS_PER_INCH).to_pil()
    finally:
        document.close()
