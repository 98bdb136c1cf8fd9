"""Tables over several pages: the head is read once, and drawn again on each page for who looks."""

import pytest

from ehdesk.paper import fonts, grid, lists, page, sheet, tags, text
from tests.paper import cases, looked_at, readback
from tests.paper.test_tagged import faults

HEADS = ("What is to be done", "Who does it", "By when")


def sheet_in(language: str) -> sheet.Sheet:
    return sheet.Sheet(tags.Document("", language), text.Typesetter(fonts.Library()), language)


def printed(on: sheet.Sheet) -> bytes:
    return page.render(on.document, on.strips, page.Furniture(""), on.set, on.language)


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_the_head_of_a_long_table_stands_on_each_page_and_is_read_once(language: str) -> None:
    on = sheet_in(language)
    rows = [[lists.Said(f"Step {number}"), lists.Said("Zofia"), lists.Said("2026")] for number in range(60)]
    assert lists.tell(on, HEADS, rows, gap=8)
    pdf = printed(on)
    assert faults(pdf) == []
    pages = readback.page_words(pdf)
    assert len(pages) >= 3
    assert all(head in shown for shown in pages for head in HEADS)
    read = readback.tree(pdf)
    columns = [node for node in read.all() if node.role == "TH" and node.words in HEADS]
    assert [node.words for node in columns] == [*HEADS]
    assert {at for node in columns for at in node.pages} == {0}
    assert [node.words for node in read.all() if node.words.startswith("Step")] == [
        f"Step {number}" for number in range(60)
    ]


def test_the_answers_over_a_long_table_of_boxes_stand_on_each_page_and_are_read_once() -> None:
    on = sheet_in("en-GB")
    grid.ask(on, [f"Statement number {number}" for number in range(40)], ["Always", "Often", "Never"])
    pdf = printed(on)
    assert faults(pdf) == []
    assert all("Always" in shown and "Never" in shown for shown in readback.page_words(pdf))
    assert readback.words(pdf).split("\n").count("Often") == 1


def test_a_table_starts_on_the_page_of_its_heading_with_its_first_row() -> None:
    rows = [[lists.Said("Step"), lists.Said("Zofia"), lists.Said("2026")]] * 30
    for filler in range(300, 700, 3):
        on = sheet_in("en-GB")
        on.add(page.Strip(float(filler), lambda _pen, _top: None))
        on.heading("What comes next", 2)
        assert lists.tell(on, HEADS, rows, gap=8)
        _filler, _rule, heading, head, row = on.strips[:5]
        (there,) = [
            placed for placed in page.paginate(on.strips) if heading in [strip for strip, _ in placed]
        ]
        assert {head, row} <= {strip for strip, _ in there}


def test_no_heading_is_parted_from_its_text_nor_a_question_from_its_lines() -> None:
    case = cases.Case("eha_part_b", "large")
    assert list(looked_at.parted(readback.tree(case.printed()))) == []


def test_the_look_sees_what_a_page_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_groups", lambda strips: [[strip] for strip in strips])
    parted = list(looked_at.parted(readback.tree(cases.Case("eha_part_b", "large").printed())))
    assert len(parted) > 3
