"""Several forms in one PDF: one structure, a cover that names nobody, pages numbered through, bookmarks."""

from datetime import date
from typing import Any

import pypdfium2
import pytest

from ehdesk import words
from ehdesk.forms import loader
from ehdesk.paper import codes, pack, preview
from ehdesk.paper import form as paper
from tests.paper import samples
from tests.paper.test_tagged import faults

COVER = pack.Cover("HB-2026-0412", date(2026, 7, 7), samples.AUTHORITY.contacts, samples.AUTHORITY.name)


def put_in(binder: pack.Binder, form_id: str, language: str = "en", run: int | None = None) -> None:
    paper.blank(
        loader.load(form_id),
        words=words.of(language),
        authority_name=samples.AUTHORITY.name,
        contacts=samples.AUTHORITY.contacts,
        run=codes.Marks(run) if run else None,
        into=binder,
    )


def packed(language: str = "en") -> bytes:
    binder = pack.Binder(words.of(language), COVER)
    put_in(binder, "agreement", language, 111_111)
    put_in(binder, "feedback_child", language, 222_222)
    paper.filled(
        loader.load("note"),
        samples.NOTE,
        about=samples.ABOUT,
        reader=samples.READERS["family"],
        words=samples.ENGLISH,
        into=binder,
    )
    return binder.pdf()


@pytest.mark.parametrize("language", ["en", "pl", "ar", "ur"])
def test_a_pack_is_pdf_ua(language: str) -> None:
    assert faults(packed(language)) == []


def test_pages_are_numbered_through_the_whole_pack() -> None:
    pdf = packed()
    total = preview.page_count(pdf)
    for number in range(1, total + 1):
        assert f"Page {number} of {total}" in text_of(pdf, number - 1)


def test_the_cover_names_nobody_and_says_what_is_inside_and_whom_to_call() -> None:
    cover = text_of(packed(), 0)
    assert "HB-2026-0412" in cover
    assert samples.AUTHORITY.contacts.daytime in cover
    for name in ("Kowalczyk", "Agnieszka", "Zofia", "Hughes"):
        assert name not in cover


def test_the_contents_and_the_bookmarks_lead_to_the_first_page_of_each_form() -> None:
    pdf = packed()
    opened: Any = pypdfium2.PdfDocument(pdf)
    marked = [(mark.get_title(), mark.get_dest().get_index()) for mark in opened.get_toc() if mark.level == 0]
    cover = text_of(pdf, 0)
    assert marked[0][0] == "Contents"
    assert len(marked) == 4
    for title, index in marked[1:]:
        assert title in cover
        assert f"{index + 1}" in cover
    opened.close()


def test_each_form_keeps_its_own_code_counted_from_its_own_first_page() -> None:
    binder = pack.Binder(words.of("en"), COVER)
    put_in(binder, "agreement", run=111_111)
    put_in(binder, "feedback_child", run=222_222)
    first = 1 + binder.counts[0]
    pdf = binder.pdf()
    assert codes.Marks(111_111).letters(1) in text_of(pdf, 1)
    assert codes.Marks(222_222).letters(1) in text_of(pdf, first)


def test_the_same_pack_is_the_same_bytes() -> None:
    assert packed() == packed()


def test_a_pack_of_one_without_a_cover_has_only_its_pages() -> None:
    binder = pack.Binder(words.of("en"), None)
    put_in(binder, "feedback_child")
    alone = samples.blank(loader.load("feedback_child"))
    assert preview.page_count(binder.pdf()) == preview.page_count(alone)


def text_of(pdf: bytes, index: int) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    said: str = opened[index].get_textpage().get_text_bounded()
    opened.close()
    return said
