"""An authority's logo stands at the head of the first page, before its name, and says nothing of its own."""

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from ehdesk import errors, files, settings, words
from ehdesk.forms import loader
from ehdesk.paper import form
from tests.paper import looked_at, readback

_IMAGE = 3
"""What PDFium calls a picture among the objects of a page."""


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100)) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, (160, 30, 60)).save(into, kind)
    return into.getvalue()


def blank(logo: bytes, language: str = "en") -> bytes:
    return form.blank(
        loader.load("agreement"),
        words=words.of(language),
        authority_name="Harlow Beck",
        contacts=settings.practice().contacts,
        logo=logo,
    ).pdf


def images(pdf: bytes) -> list[list[tuple[float, ...]]]:
    """Where pictures stand on each page: left, bottom, right, top in points."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [[each.get_bounds() for each in page.get_objects((_IMAGE,))] for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_it_stands_on_the_first_page_alone_in_its_own_shape(kind: str) -> None:
    first, *others = images(blank(picture(kind)))
    ((left, bottom, right, top),) = first
    assert others
    assert others == [[] for _ in others]
    assert (right - left) / (top - bottom) == pytest.approx(3, rel=0.02)
    assert top - bottom <= 30.1


def test_it_stands_at_the_side_where_reading_starts() -> None:
    ((left, *_),), *_ = images(blank(picture(), "ar"))
    assert left > 400


def test_a_page_with_it_is_as_accessible_as_without() -> None:
    pdf = blank(picture())
    assert looked_at.faults(pdf) == []
    assert readback.words(pdf) == readback.words(blank(b""))


def test_what_is_no_picture_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "authority"
    folder.mkdir()
    monkeypatch.setattr(files, "resources", lambda: tmp_path)
    with_logo = replace(settings.Authority("Poole", "EH", *[None] * 4), logo="arms.png")  # type: ignore[arg-type]
    for content in (b"<svg/>", picture() + bytes(600_000)):
        (folder / "arms.png").write_bytes(content)
        with pytest.raises(errors.SettingsFaulty, match="601"):
            settings.logo(with_logo)
    (folder / "arms.png").write_bytes(picture())
    assert settings.logo(with_logo) == picture()
    assert settings.logo(replace(with_logo, logo="")) == b""
