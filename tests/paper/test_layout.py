"""How pages are filled: not too many of them, nothing on anything else, room for every answer."""

import io

import pikepdf
import pypdfium2
import pytest

from ehdesk import errors, words
from ehdesk.forms import answers, definition
from ehdesk.paper import columns as columns_of
from ehdesk.paper import fonts, looks, page, preview, ruled, sheet, tags, text
from ehdesk.paper import form as paper
from tests.paper import drawn, readback, samples

FORMS = {form.id: form for form in samples.forms()}
PRINTED = [form for form in FORMS.values() if form.blank_print]
MOST_PAGES = {
    "eha_part_a": 8,
    "agreement": 5,
    "eha_part_b": 16,
    "taf_meeting": 8,
    "action_plan": 6,
    "review": 4,
    "closure": 5,
    "self_assessment": 9,
    "feedback_parent": 6,
    "feedback_young_person": 5,
    "feedback_child": 6,
    "step_record": 7,
    "note": 2,
}


@pytest.mark.parametrize("asked", PRINTED, ids=lambda asked: asked.id)
def test_an_empty_form_has_no_more_pages_than_it_may(asked: definition.Form) -> None:
    assert preview.page_count(samples.blank(asked)) <= MOST_PAGES[asked.id]


@pytest.mark.parametrize("asked", PRINTED, ids=lambda asked: asked.id)
def test_nothing_on_an_empty_form_stands_on_anything_else(
    asked: definition.Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = drawn.Watch(monkeypatch)
    samples.blank(asked)
    assert [*watch.collisions()] == []
    assert watch.outside() == []


@pytest.mark.parametrize("told", FORMS.values(), ids=lambda told: told.id)
def test_nothing_on_a_filled_form_stands_on_anything_else(
    told: definition.Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = drawn.Watch(monkeypatch)
    samples.filled(told, samples.FILLED[told.id])
    assert [*watch.collisions()] == []
    assert watch.outside() == []


@pytest.mark.parametrize("form_id", ["agreement", "feedback_parent"])
def test_nothing_on_a_form_that_reads_from_the_right_stands_on_anything_else(
    form_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = drawn.Watch(monkeypatch)
    spoken = words.of("ar")
    contacts = samples.AUTHORITY.contacts
    paper.blank(FORMS[form_id], words=spoken, authority_name="Harlow Beck", contacts=contacts)
    assert [*watch.collisions()] == []
    assert watch.outside() == []


def test_the_watch_sees_a_word_on_a_word_and_a_box_on_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = drawn.Watch(monkeypatch)
    on = sheet.Sheet(tags.Document("", "en-GB"), text.Typesetter(fonts.Library()), "en-GB")
    pen = page.Pen(on.document, mirrored=False)
    element = on.element("P")
    line = on.set.lines("Somebody", looks.BODY, 200, "en-GB")
    for top in (700, 695):
        pen.lines(element, line, 0, top, 200)
        pen.box(300, top, 23, 23)
    assert len([*watch.collisions()]) == 2


@pytest.mark.parametrize("asked", PRINTED, ids=lambda asked: asked.id)
def test_a_long_answer_has_at_least_the_lines_that_the_form_asks_for(
    asked: definition.Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = drawn.Watch(monkeypatch)
    samples.blank(asked)
    wide = [
        mark
        for marks in watch.pages
        for mark in marks
        if mark.kind == "rule" and mark.right - mark.left > page.ROOM / 3
    ]
    wanted = sum(
        question.lines
        for _section, questions in answers.for_blank(asked)
        for question in questions
        if question.kind == "long_text" and not question.box
    )
    assert len(wide) >= wanted


@pytest.mark.parametrize("asked", PRINTED, ids=lambda asked: asked.id)
def test_no_empty_form_asks_what_is_kept_apart(asked: definition.Form) -> None:
    said = readback.words(samples.blank(asked)).split("\n")
    asked_openly = {
        each.label
        for _, questions in answers.for_blank(asked)
        for question in questions
        for each in (question, *question.columns)
    }
    restricted = {
        each.label
        for section in asked.sections
        for question in section.questions
        for each in (question, *question.columns)
        if each.restricted or question.restricted or section.restricted
    }
    assert not (restricted - asked_openly) & set(said)


@pytest.mark.parametrize("form_id", ["oversight", "chronology"])
def test_what_is_only_written_on_a_screen_is_refused_with_words(form_id: str) -> None:
    with pytest.raises(errors.NotBlank) as refused:
        samples.blank(FORMS[form_id])
    title, _safe, todo = refused.value.words()
    assert title == "This form is not printed empty"
    assert "on the screen" in todo


def test_a_part_that_starts_a_page_does() -> None:
    broken = _with_break(samples.KITCHEN_SINK)
    with pikepdf.open(io.BytesIO(samples.blank(broken))) as opened:
        pages = [readback.shown_on(each) for each in opened.pages]
    assert sum("Choices" in said for said in pages) == 1
    (at,) = [said for said in pages if "Choices" in said]
    assert "Since when?" not in at


def _with_break(form: definition.Form) -> definition.Form:
    import msgspec

    sections = tuple(msgspec.structs.replace(each, break_before=each.id == "two") for each in form.sections)
    return msgspec.structs.replace(form, sections=sections)


def test_a_row_of_a_table_is_never_split_and_its_heads_are_tagged() -> None:
    on = sheet.Sheet(tags.Document("", "en-GB"), text.Typesetter(fonts.Library()), "en-GB")
    table = samples.KITCHEN_SINK.question("jobs")
    asked = [columns_of.of(on, column, samples.ENGLISH) for column in table.columns]
    ruled.ask(on, asked, [f"Job {number}" for number in range(1, 31)])
    pages = page.paginate(on.strips)
    assert len(pages) > 1
    assert sum(strip.head is not None for placed in pages for strip, _ in placed) == 29
    assert all(placed[0][0].height == on.strips[0].height for placed in pages)
    (made,) = [child for child in on.parent.children if isinstance(child, tags.Element)]
    heads = [each for row in made.children if isinstance(row, tags.Element) for each in row.children]
    scopes = [each.attributes for each in heads if isinstance(each, tags.Element) and each.role == "TH"]
    assert scopes == ["<</O /Table /Scope /Column>>"] * len(table.columns)


@pytest.mark.parametrize("asked", PRINTED, ids=lambda asked: asked.id)
def test_only_the_last_page_of_an_empty_form_may_end_early(asked: definition.Form) -> None:
    opened = pypdfium2.PdfDocument(samples.blank(asked))
    lowest = []
    for each in list(opened)[:-1]:
        tops = [item.get_bounds() for item in each.get_objects() if item.get_bounds()[1] > page.BOTTOM - 4]
        lowest.append(min(bottom for _, bottom, _, _ in tops))
    opened.close()
    assert max(lowest, default=0) < page.BOTTOM + page.HEIGHT / 3
