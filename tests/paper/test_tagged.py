"""Every PDF is PDF/UA-1, the same bytes each time, neutral outside, and reads back word for word."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import page as checker
import pikepdf
import pypdfium2
import pytest

from ehdesk.forms import loader
from ehdesk.paper import preview
from tests.paper import readback, samples

NOTE = loader.load("note")


def faults(pdf: bytes) -> list[str]:
    report = checker.validate_pdf_bytes(pdf, profile=checker.ValidationProfile.PDF_UA_1)
    return sorted({failure.message for failure in report.failures})


def stress() -> bytes:
    return samples.filled(NOTE, {**samples.NOTE, "text": samples.STRESS}, "family")


@pytest.mark.parametrize("each", list(samples.every_blank()), ids=lambda each: each[0])
def test_every_blank_form_is_pdf_ua(each: tuple[str, bytes]) -> None:
    assert faults(each[1]) == []


@pytest.mark.parametrize("each", list(samples.every_filled()), ids=lambda each: each[0])
def test_every_filled_form_is_pdf_ua(each: tuple[str, bytes]) -> None:
    assert faults(each[1]) == []


def test_a_form_with_every_kind_of_question_is_pdf_ua() -> None:
    assert faults(samples.blank(samples.KITCHEN_SINK, practice=True)) == []
    assert faults(samples.filled(samples.KITCHEN_SINK, samples.SINK_ANSWERS, practice=True)) == []


def test_the_stress_page_is_pdf_ua() -> None:
    assert faults(stress()) == []


def _no_alternatives(opened: pikepdf.Pdf) -> None:
    for element in _elements(opened):
        if element.S in ("/Form", "/Figure"):
            del element["/Alt"]


def _skipped_heading(opened: pikepdf.Pdf) -> None:
    next(element for element in _elements(opened) if element.S == "/H2").S = pikepdf.Name("/H4")


def _no_language(opened: pikepdf.Pdf) -> None:
    del opened.Root["/Lang"]
    for element in _elements(opened):
        if "/Lang" in element:
            del element["/Lang"]


def _not_marked(opened: pikepdf.Pdf) -> None:
    del opened.Root["/MarkInfo"]


def _untagged_page(opened: pikepdf.Pdf) -> None:
    del opened.pages[0].obj["/StructParents"]
    opened.pages[0].Contents = opened.make_stream(b"BT ET 0 0 10 10 re f")


def _no_title_shown(opened: pikepdf.Pdf) -> None:
    del opened.Root.ViewerPreferences["/DisplayDocTitle"]


def _link_that_says_nothing(opened: pikepdf.Pdf) -> None:
    for place in _places(opened):
        del place["/Contents"]


def _link_outside_the_structure(opened: pikepdf.Pdf) -> None:
    for place in _places(opened):
        del place["/StructParent"]


def _no_order_for_tab(opened: pikepdf.Pdf) -> None:
    for each in opened.pages:
        del each.obj["/Tabs"]


def _places(opened: pikepdf.Pdf) -> list[Any]:
    return [place for each in opened.pages for place in each.obj.get("/Annots", [])]


def _row_without_a_table(opened: pikepdf.Pdf) -> None:
    next(element for element in _elements(opened) if element.S == "/Table").S = pikepdf.Name("/Sect")


def _font_not_embedded(opened: pikepdf.Pdf) -> None:
    for font in opened.pages[0].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


@pytest.mark.parametrize(
    "plant",
    [
        _no_alternatives,
        _skipped_heading,
        _no_language,
        _not_marked,
        _untagged_page,
        _no_title_shown,
        _link_that_says_nothing,
        _link_outside_the_structure,
        _no_order_for_tab,
        _row_without_a_table,
        _font_not_embedded,
    ],
    ids=lambda plant: plant.__name__.strip("_"),
)
def test_the_checker_catches_a_planted_fault(plant: Callable[[pikepdf.Pdf], None]) -> None:
    whole = samples.blank(samples.KITCHEN_SINK)
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole)) as opened:
        plant(opened)
        opened.save(file)
    assert faults(file.getvalue())


def _elements(opened: pikepdf.Pdf) -> Iterator[Any]:
    waiting = [opened.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop(0)
        if element.get("/S") is not None:
            yield element
            waiting += list(element.get("/K", []))


def test_the_same_form_gives_the_same_bytes() -> None:
    assert stress() == stress()
    assert samples.blank(samples.KITCHEN_SINK) == samples.blank(samples.KITCHEN_SINK)


def test_every_font_is_embedded_and_cut_down() -> None:
    with pikepdf.open(io.BytesIO(stress())) as opened:
        fonts = {str(font.BaseFont): font for each in opened.pages for font in each.Resources.Font.values()}
        assert len(fonts) >= 7
        for name, font in fonts.items():
            assert re.match(r"/[A-Z]{6}\+Noto", name)
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert len(stress()) < 200_000


def test_the_title_and_what_surrounds_the_pages_name_nobody() -> None:
    pdf = samples.filled(NOTE, samples.NOTE, about=samples.ABOUT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        around = b"\n".join(
            [str(dict(opened.docinfo)).encode(), opened.Root.Metadata.read_bytes(), opened.Root.unparse()]
        ).decode()
        assert str(opened.docinfo.Title) == "Early Help form F19"
    for name in ("Kowalczyk", "Zofia", "Łukasz", "Ndlovu", "HB-2026", "anonymous", "unspecified"):
        assert name not in around


@pytest.mark.parametrize(("language", "words"), samples.SCRIPTS.items())
def test_a_reader_gets_each_paragraph_back_word_for_word_in_its_language(language: str, words: str) -> None:
    assert (language, words) in readback.paragraphs(stress())


def test_mixed_scripts_and_an_unbroken_string_are_read_back_whole() -> None:
    found = [said for _, said in readback.paragraphs(stress())]
    assert samples.MIXED in found
    assert samples.UNBROKEN in found
    assert found.count(samples.IMPACT) == 12


def test_another_program_finds_the_words_of_scripts_that_read_from_the_left() -> None:
    opened = pypdfium2.PdfDocument(stress())
    found = " ".join(each.get_textpage().get_text_range() for each in opened)
    opened.close()
    words = set(re.sub(r"[\ufffe\x02]", "", found).split())
    for language in ("pl", "cy", "ro", "bn", "pa", "gu", "el", "uk"):
        assert set(samples.SCRIPTS[language].split()) <= words, language


def test_no_page_shows_a_missing_glyph() -> None:
    assert 0 not in readback.glyphs_shown(stress())


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    preview.png(samples.blank(NOTE))
    assert list(tmp_path.iterdir()) == []


def test_a_page_becomes_a_picture_for_the_screen() -> None:
    pdf = stress()
    picture = preview.picture(pdf, 0, dots_per_inch=72)
    assert (picture.width, picture.height) == (596, 842)
    assert len(picture.rgba) == picture.width * picture.height * 4
    assert preview.page_count(pdf) == 9
    assert preview.png(pdf, 1).startswith(b"\x89PNG")
