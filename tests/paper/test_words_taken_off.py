"""What other programs take off our pages: poppler (Evince, Okular, indexers) and pdfium (Chrome, Edge)."""

import re
from typing import Any

import pypdfium2
import pytest

from ehdesk.paper import anchors, fonts, page, sheet, showing, tags, text
from tests.paper import cases, looked_at, readback, samples

needs_poppler = pytest.mark.skipif(looked_at.POPPLER is None, reason="pdftotext is not on this machine")
ARABIC = "اتصل بالرقم 999. (Early Help) عرضٌ، وليس إجبارًا: 01632 960100؟ نعم."
URDU = "آپ 12 بار (Early Help) کہیں، اُس سے مدد نہیں بدلے گی۔ فون 01632 960100."


def printed(language: str, *paragraphs: tuple[str, str]) -> bytes:
    """A page in a language with paragraphs, each in its own."""
    on = sheet.Sheet(tags.Document("", language), text.Typesetter(fonts.Library()), language)
    for words, own in paragraphs:
        on.paragraph(words, text.Style(14), language=own)
    return page.render(on.document, on.strips, page.Furniture("", page_of=""), on.set, language)


def taken(pdf: bytes) -> str:
    """All words, a line that ends with a hyphen joined to the next."""
    return looked_at.plain(
        re.sub("-[\u200e\u200f\u202a-\u202c]+\n[\u202a-\u202c ]*", "-", looked_at.poppler(pdf))
    )


@needs_poppler
@pytest.mark.parametrize(("language", "words"), [("ar", ARABIC), ("ur", URDU), *samples.SCRIPTS.items()])
def test_poppler_takes_a_paragraph_off_letter_by_letter(language: str, words: str) -> None:
    assert taken(printed(language, (words, language))) == words


@needs_poppler
@pytest.mark.parametrize("language", ["ar", "ur"])
def test_english_comes_off_a_page_that_starts_at_the_right(language: str) -> None:
    said = "Words that many write in English (or may have to). 1, 2, 3 (all)"
    own = samples.SCRIPTS[language]
    found = taken(printed(language, (said, "en-GB"), (samples.IMPACT, "en-GB"), (own, language)))
    assert found == f"{said} {samples.IMPACT} {own}"


@needs_poppler
def test_names_in_other_scripts_come_off_an_english_page() -> None:
    assert taken(printed("en-GB", (samples.MIXED, "en-GB"))) == samples.MIXED


@needs_poppler
def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    pdf = printed("en-GB", (samples.IMPACT, "en-GB"))
    assert "a nine-\u200e\n" in looked_at.poppler(pdf)
    assert taken(pdf) == samples.IMPACT


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_pdfium_gets_the_words_of_a_page_that_reads_from_the_right(language: str) -> None:
    """Each word whole, so that it is found; the order on the line is pdfium's own."""
    words = {"ar": "مرحبا بكم في المدرسة", "ur": "میں اپنے پوتے یوسف کے لیے"}[language]
    opened = pypdfium2.PdfDocument(printed(language, (words, language)))
    assert sorted(opened[0].get_textpage().get_text_range().split()) == sorted(words.split())
    opened.close()


def test_who_reads_aloud_gets_the_words_and_no_marks() -> None:
    pdf = printed("ar", (ARABIC, "ar"), (samples.IMPACT, "en-GB"))
    assert readback.paragraphs(pdf) == [("ar", ARABIC), ("en-GB", samples.IMPACT)]


@needs_poppler
def test_without_the_marks_punctuation_is_misplaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "before", lambda line, leftward_page: [{} for _ in line.pieces])
    assert taken(printed("ar", (ARABIC, "ar"))) != ARABIC


# The looking itself

CASE = cases.Case("feedback_parent", language="ar")


@needs_poppler
def test_the_look_sees_a_line_that_comes_off_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "before", lambda line, leftward_page: [{} for _ in line.pieces])
    found = looked_at.look(CASE)
    assert any("not whole" in fault for fault in found.words)
    assert found.words == found.faults()


@needs_poppler
def test_the_look_sees_a_lost_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    written = showing.hexed
    monkeypatch.setattr(showing, "hexed", lambda words: written(words.replace("e", "")))
    found = looked_at.look(cases.Case("feedback_child"))
    assert any("letters lost {'e'" in fault for fault in found.words)
    assert any(fault.startswith("not asked in its place") for fault in found.order)


def test_the_look_sees_a_letter_that_no_font_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(samples.FILLED["note"], "text", "The sign for house is 家.")
    assert looked_at.look(cases.Case("note", filled=True)).letters == ["page 1: '家' has no sign"]


def test_the_look_sees_words_that_the_structure_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = page.Pen.lines

    def told_to_nobody(pen: page.Pen, element: tags.Element | None, *rest: Any, **more: Any) -> None:
        lines(pen, None if element and element.role == "LBody" else element, *rest, **more)

    found = looked_at.look(cases.Case("feedback_child"))
    assert found.faults() == []
    monkeypatch.setattr(page.Pen, "lines", told_to_nobody)
    assert any("Interpreter" in fault for fault in looked_at.look(cases.Case("feedback_parent")).order)
