"""Strips on pages: what keeps together, what is left out at a page's top, what is drawn again."""

import io
import itertools
from collections.abc import Sequence

import pikepdf
import pytest

from ehdesk.paper import fonts, grid, page, sheet, tags, text


def strip(
    height: float, *, gap: float = 0, keeps: bool = False, head: page.Strip | None = None, parts: bool = False
) -> page.Strip:
    return page.Strip(height, lambda _pen, _top: None, gap=gap, keeps=keeps, head=head, parts=parts)


def heights(pages: list[list[tuple[page.Strip, float]]]) -> list[list[float]]:
    return [[each.height for each, _ in placed] for placed in pages]


FIRST_ROOM = page.HEIGHT - page.FIRST_TOP - page.BOTTOM


def test_a_heading_goes_over_with_what_it_heads() -> None:
    filler = strip(FIRST_ROOM - 60)
    assert heights(page.paginate([filler, strip(20, keeps=True), strip(50)])) == [[filler.height], [20, 50]]


def test_a_group_taller_than_a_page_is_broken_instead_of_lost() -> None:
    group = [strip(100, keeps=True) for _ in range(12)] + [strip(100)]
    pages = page.paginate(group)
    assert sum(len(each) for each in pages) == 13
    assert len(pages) == 3
    assert all(y - each.height >= page.BOTTOM for placed in pages for each, y in placed)


def test_a_group_taller_than_a_page_does_not_begin_with_its_heading_alone() -> None:
    filler, heading = strip(FIRST_ROOM - 60), strip(20, keeps=True)
    group = [heading, *(strip(50, keeps=True) for _ in range(20)), strip(50)]
    pages = page.paginate([filler, *group])
    assert [filler.height] == heights(pages)[0]
    assert pages[1][0][0] is heading


def test_white_and_rules_above_a_heading_vanish_at_the_top_of_a_page() -> None:
    pages = page.paginate([strip(FIRST_ROOM), strip(1, gap=26, keeps=True, parts=True), strip(20, gap=7)])
    assert heights(pages) == [[FIRST_ROOM], [20]]
    assert pages[1][0][1] == page.HEIGHT - page.NEXT_TOP


def test_a_tables_head_is_drawn_again_where_the_table_goes_on() -> None:
    head = strip(30)
    pages = page.paginate([strip(FIRST_ROOM - 50), strip(40, head=head), strip(40, head=head)])
    assert heights(pages) == [[FIRST_ROOM - 50, 40], [30, 40]]


def test_no_strips_still_make_a_page() -> None:
    assert page.paginate([]) == [[]]


@pytest.mark.parametrize(
    ("language", "name"), [("en-GB", "Early Help"), ("ur", "ارلی ہیلپ"), ("ar", "تقييم")]
)
def test_the_name_at_the_head_stays_clear_of_the_rule_below_it(language: str, name: str) -> None:
    """Urdu letters hang low."""
    typesetter = text.Typesetter(fonts.Library())
    on = sheet.Sheet(tags.Document("", language), typesetter, language)
    pdf = page.render(on.document, [strip(20)], page.Furniture("", authority=name), typesetter, language)
    [line] = typesetter.lines(name, text.Style(12, "semibold"), 400, language)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        drawn = pikepdf.parse_content_stream(opened.pages[0])
    baseline = next(float(step.operands[5]) for step in drawn if str(step.operator) == "Tm")
    rule = page.HEIGHT - page.TOP + 10 - 23
    assert baseline - line.below >= rule + 1.9


class _Watched(page.Pen):
    """Notes how far each line of text reaches across, instead of drawing it."""

    def __init__(self, document: tags.Document) -> None:
        super().__init__(document, mirrored=True)
        self.reaches: list[tuple[float, float]] = []

    def lines(
        self,
        element: tags.Element | None,
        lines: Sequence[text.Line],
        left: float,
        top: float,
        width: float,
        colour: page.Colour = page.INK,
        align: page.Align = "start",
    ) -> None:
        widest = max(line.width for line in lines)
        self.reaches.append((left + (width - widest) / 2, left + (width + widest) / 2))


def test_the_answers_at_the_head_of_a_table_stay_apart() -> None:
    labels = ["أوافق", "بين بين", "لا أوافق", "لا أوافق أبدًا", "لا ينطبق"]
    on = sheet.Sheet(tags.Document("", "ar"), text.Typesetter(fonts.Library()), "ar")
    width = grid.column_width(on, labels)
    assert width is not None
    pen = _Watched(on.document)
    with on.within("Table"):
        grid._head(on, labels, page.ROOM - width * len(labels), width).draw(pen, 700)
    assert all(after[0] - before[1] >= 4.9 for before, after in itertools.pairwise(pen.reaches))
