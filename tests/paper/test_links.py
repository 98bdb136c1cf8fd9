"""Numbers to call, a pack's contents and a form's headings can be gone to, also by a screen reader."""

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest

from ehdesk import words
from ehdesk.paper import fonts, links, page, sheet, tags, text
from tests.paper import cases, readback, samples, test_pack
from tests.paper.test_tagged import faults

DAY, NIGHT = samples.AUTHORITY.contacts.daytime, samples.AUTHORITY.contacts.out_of_hours


def links_of(pdf: bytes) -> list[readback.Node]:
    return [node for node in readback.tree(pdf).all() if node.role == "Link"]


def test_numbers_are_found_whole_and_nothing_else_is() -> None:
    said = f"Call {DAY}, or 999. Not 1999, not 9990, not HB-2026-999x."
    found = links.to_numbers(said, (DAY, "999", "", "ask at the desk"))
    assert [said[each.start : each.end] for each in found] == [DAY, "999", "999"]
    assert [each.target for each in found][:2] == [f"tel:{DAY.replace(' ', '')}", "tel:999"]
    [abroad] = links.to_numbers("+44 1632 960100", ("+44 1632 960100",))
    assert abroad.target == "tel:+441632960100"


@pytest.mark.parametrize("language", ["en", "ar", "ur", "bn"])
def test_a_number_to_call_is_a_link_in_its_sentence(language: str) -> None:
    pdf = cases.Case("feedback_parent", language=language).printed()
    assert faults(pdf) == []
    found = links_of(pdf)
    assert {each.words.strip() for each in found} == {DAY, NIGHT, "999"}
    assert {opened for each in found for opened in each.opens} == {
        (f"tel:{number.replace(' ', '')}", number) for number in (DAY, NIGHT, "999")
    }
    closing = words.of(language).of_form("feedback_parent").text(cases.FORMS["feedback_parent"].closing)
    assert closing.format(daytime=DAY, out_of_hours=NIGHT) in readback.words(pdf)


def places(pdf: bytes) -> list[tuple[int, list[float], Any]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            (number, [float(edge) for edge in each.Rect], int(each.StructParent))
            for number, one in enumerate(opened.pages)
            for each in one.obj.get("/Annots", [])
        ]


def test_the_place_to_press_lies_over_the_number() -> None:
    on = sheet.Sheet(tags.Document("", "en-GB"), text.Typesetter(fonts.Library()), "en-GB")
    before, number = "Call ", "01632 960100"
    on.paragraph(f"{before}{number}.", text.Style(14), numbers=(number,))
    pdf = page.render(on.document, on.strips, page.Furniture("", page_of=""), on.set, "en-GB")
    [(_page, (left, bottom, right, top), _parent)] = places(pdf)
    start = (
        page.SIDE
        + on.set.width(before + "|", text.Style(14), "en-GB")
        - on.set.width("|", text.Style(14), "en-GB")
    )
    assert left == pytest.approx(start, abs=0.1)
    assert right - left == pytest.approx(on.set.width(number, text.Style(14, "semibold"), "en-GB"), abs=0.1)
    assert top - bottom == pytest.approx(14 * 1.45, abs=0.1)


def test_every_place_leads_back_to_its_link_in_the_structure() -> None:
    with pikepdf.open(io.BytesIO(test_pack.packed())) as opened:
        parents = opened.Root.StructTreeRoot.ParentTree.Nums
        by_key = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
        assert list(by_key) == sorted(by_key)
        assert int(opened.Root.StructTreeRoot.ParentTreeNextKey) == len(by_key)
        found = [each for one in opened.pages for each in one.obj.get("/Annots", [])]
        assert found
        for each in found:
            element = by_key[int(each.StructParent)]
            assert element.S == "/Link"
            assert any(kid.get("/Type") == "/OBJR" and kid.Obj.objgen == each.objgen for kid in element.K)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_contents_of_a_pack_lead_to_each_form(language: str) -> None:
    pdf = test_pack.packed(language)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {one.obj.objgen: at for at, one in enumerate(opened.pages)}
        led = [
            (str(each.Contents), numbers[each.Dest[0].objgen])
            for each in opened.pages[0].obj.Annots
            if "/Dest" in each
        ]
    rows = list(zip(led[::2], led[1::2], strict=True))
    assert len(rows) == 3
    for (title, there), (number, same) in rows:
        assert title in readback.words(pdf)
        assert there == same == int(number) - 1


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    opened: Any = pypdfium2.PdfDocument(pdf)
    found = [(each.level, each.get_title(), each.get_dest().get_index()) for each in opened.get_toc()]
    opened.close()
    return found


@pytest.mark.parametrize("case", [cases.Case("eha_part_a"), cases.Case("agreement", "large", "ur")], ids=str)
def test_each_heading_of_a_form_is_a_bookmark_to_its_page(case: cases.Case) -> None:
    pdf = case.printed()
    headings = [
        (0, " ".join(node.words.split()), min(node.pages))
        for node in readback.tree(pdf).all()
        if node.role == "H2"
    ]
    assert bookmarks(pdf) == headings
    assert len(headings) > 3


def test_in_a_pack_headings_come_under_their_form() -> None:
    found = bookmarks(test_pack.packed())
    at = [title for _level, title, _page in found]
    assert at.index("Agreement") < at.index("Sharing") < at.index("Child's feedback")
    assert {level for level, title, _page in found if title == "Sharing"} == {1}


def test_what_somebody_wrote_is_no_link() -> None:
    pdf = samples.filled(cases.FORMS["note"], {**samples.NOTE, "text": f"She called {DAY} and 999."})
    assert links_of(pdf) == []
