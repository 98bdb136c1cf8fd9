"""What a page holds: every question on a blank, every answer on a copy, and nothing for the wrong eyes."""

import io
import itertools
from dataclasses import replace

import pikepdf
import pytest

from ehdesk import errors, settings
from ehdesk import words as languages
from ehdesk.forms import answers, definition, loader
from ehdesk.paper import asking, form, looks, page, tags
from ehdesk.words import Words
from tests.paper import readback, samples

FORMS = loader.load_all()
NOTE, FEEDBACK, CHECKLIST = FORMS["note"], FORMS["feedback_parent"], FORMS["self_assessment"]
SINK = samples.KITCHEN_SINK
PRINTED = [asked for asked in FORMS.values() if asked.blank_print]
MILLIMETRE = 72 / 25.4


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


# Blank


@pytest.mark.parametrize("asked", [*PRINTED, SINK], ids=lambda asked: asked.id)
def test_a_blank_shows_every_question_that_it_can_ask(asked: definition.Form) -> None:
    said = readback.words(samples.blank(asked))
    for section, questions in answers.for_blank(asked):
        assert section.title in said
        for question in questions:
            if asked.filled_by == "family" and not question.show_on_family_paper:
                continue
            if question.key == "language_other":  # the language itself is written in
                continue
            assert question.label in said, question.key


def test_a_stage_prints_its_own_questions_only_and_says_which_it_is() -> None:
    said = readback.words(samples.blank(FEEDBACK, "taf"))
    assert "After a TAF meeting" in said
    assert "When this is asked" not in said
    assert "People listened." in said
    assert "We shaped the plan." not in said


def test_a_choice_among_very_many_is_written_in_and_not_ticked() -> None:
    said = readback.words(samples.blank(FEEDBACK, "taf"))
    assert "Language of the answers" in said
    assert "Tigrinya" not in said
    assert "Which language" not in said


def test_hidden_questions_carry_an_instruction_instead() -> None:
    said = readback.words(samples.blank(FEEDBACK, "closure"))
    assert "If you ticked “Yes”: What is wrong?" in said
    assert "If you ticked “Partly” or “Not met”: What was missing, and why" in readback.words(
        samples.blank(CHECKLIST, "assessment_done")
    )


def test_a_condition_on_a_question_further_up_names_it() -> None:
    far = definition.Question(
        "late", "text", "And then?", show_when=definition.Condition("agree", one_of=(True,))
    )
    moved = replace_questions(SINK, "three", (*SINK.sections[2].questions, far))
    assert "If you ticked “Yes” at “Do you agree?”: And then?" in readback.words(samples.blank(moved))


def replace_questions(
    whole: definition.Form, section_id: str, questions: tuple[definition.Question, ...]
) -> definition.Form:
    import msgspec

    sections = tuple(
        msgspec.structs.replace(each, questions=questions) if each.id == section_id else each
        for each in whole.sections
    )
    return msgspec.structs.replace(whole, sections=sections)


def test_prompts_are_never_printed() -> None:
    for pdf in (samples.blank(SINK), samples.filled(SINK, samples.SINK_ANSWERS, "family")):
        assert b"Ask alone" not in readback.everything(pdf)


def test_tick_boxes_are_eight_millimetres_or_more() -> None:
    assert looks.TICK_BOX >= 8 * MILLIMETRE
    ticks = [node for node in readback.tree(samples.blank(FEEDBACK, "closure")).all() if node.role == "Form"]
    assert all(node.alt for node in ticks)
    assert len([node for node in ticks if node.alt.startswith("People listened.")]) == 6


def test_no_list_of_choices_is_parted_by_a_page() -> None:
    for _, pdf in samples.every_blank():
        for node in readback.tree(pdf).all():
            if node.role == "L":
                assert len({number for each in node.all() for number in each.pages}) == 1, node.words


def test_a_heading_stays_with_what_follows_it() -> None:
    for _, pdf in [*samples.every_blank(), *samples.every_filled()]:
        nodes = [node for node in readback.tree(pdf).all() if node.pages]
        for heading, following in itertools.pairwise(nodes):
            if heading.role in ("H1", "H2"):
                assert max(heading.pages) == min(following.pages), heading.words


def test_every_page_has_its_number_and_its_code_or_the_reference() -> None:
    for pdf, reference in (
        (samples.blank(FEEDBACK, "closure"), samples.RUN.letters),
        (samples.filled(NOTE, samples.NOTE), lambda _page: "HB-2026-0412"),
    ):
        pages = readback.page_words(pdf)
        for number, words in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in words
            assert reference(number) in words


def test_a_family_is_told_who_to_call_before_the_worker_fills_in_their_part() -> None:
    said = readback.words(samples.blank(FEEDBACK, "closure"))
    assert "call 01632 960100" in said
    assert said.index("01632 960100") < said.index("For the worker")
    without = form.blank(FEEDBACK, words=samples.ENGLISH, authority_name="", contacts=settings.Contacts()).pdf
    assert "call ____________" in readback.words(without)


def test_a_blank_holds_no_name() -> None:
    for _, pdf in samples.every_blank():
        for name in ("Kowalczyk", "Ndlovu"):
            assert name.encode() not in readback.everything(pdf)


def test_practice_paper_says_so_on_every_page() -> None:
    for pdf in (samples.blank(NOTE, practice=True), samples.filled(NOTE, samples.NOTE, practice=True)):
        assert all("TRAINING" in words for words in readback.page_words(pdf))
    assert all("TRAINING" not in words for words in readback.page_words(samples.blank(NOTE)))


def test_every_kind_of_question_has_room_on_paper() -> None:
    kinds = {question.kind for question in SINK.questions()}
    assert kinds == set(definition.Kind.__args__)  # type: ignore[attr-defined]
    forms = [node.alt for node in readback.tree(samples.blank(SINK)).all() if node.role == "Form"]
    for question in SINK.questions():
        if question.kind != "table" and question.key not in samples.HIDDEN:
            assert any(alt.startswith(question.label) for alt in forms), question.key
    assert any(alt.startswith("Job 2: Who does it") for alt in forms)
    assert looks.FAMILY.lead > looks.TICK_BOX


# Filled


@pytest.mark.parametrize("reader", ["practitioner", "family"])
def test_a_copy_shows_every_answer(reader: str) -> None:
    said = readback.words(samples.filled(SINK, samples.SINK_ANSWERS, reader))
    for answer in (
        "Zosia", samples.SCRIPTS["pl"], "4", "14 March 2017", "3 July 2026, 10:40", "May 2026",
        "2026 – 3 July 2026", "No", "Too soon", "I do not know", "Green", "Cat, Snail",
        "7 on a scale from 0 to 10", "Always", "Happy", "Agnieszka Kowalczyk", "Zofia, A neighbour",
        "Alder Bank Primary", "Sleep every night", "Sleep every night, Walk to school",
        "1 July 2026", "Signed on paper, Alder Bank office",
    ):  # fmt: skip
        assert answer in said.split("\n"), answer


def test_rows_of_a_table_stand_in_their_order_under_its_heads() -> None:
    said = readback.words(samples.filled(SINK, samples.SINK_ANSWERS, "family"))
    assert "Who does it\nIs it done?\nWhen\nAgnieszka Kowalczyk\nYes\n1 July 2026\nZofia\nNo\n" in said


def test_a_table_with_a_long_answer_stands_as_blocks() -> None:
    rows = {"a": {"rank": "a", "owner": "z", "done": True, "secret": samples.IMPACT}}
    said = readback.words(samples.filled(SINK, {"jobs": rows}))
    assert "Zofia\nIs it done?\nYes" in said
    assert " ".join(samples.IMPACT.split()) in said


def test_a_practitioner_sees_the_gaps_and_a_family_does_not() -> None:
    some = {"name": "Zosia"}
    assert "Not answered" in readback.words(samples.filled(SINK, some))
    family = readback.words(samples.filled(SINK, some, "family"))
    assert "Not answered" not in family
    assert "Choices" not in family


def test_an_empty_form_still_prints() -> None:
    for whole in (*FORMS.values(), SINK):
        assert page_count(samples.filled(whole, {})) >= 1
    assert page_count(samples.filled(SINK, {}, "family")) == 1


def test_a_draft_says_so_to_practitioners_on_every_page() -> None:
    draft = replace(samples.ABOUT, status="draft")
    for words in readback.page_words(samples.filled(NOTE, samples.NOTE, about=draft)):
        assert "Draft – not finished" in words
    assert "Draft" not in readback.everything(samples.filled(NOTE, samples.NOTE)).decode("latin-1")


def test_a_very_long_answer_flows_over_pages_and_loses_nothing() -> None:
    words = (samples.IMPACT + " ") * 20
    pdf = samples.filled(NOTE, {**samples.NOTE, "text": words[:20_000]})
    assert page_count(pdf) > 5
    assert " ".join(words[:20_000].split()) in readback.words(pdf)


# For whose eyes


def test_a_checklist_is_never_printed_for_a_family() -> None:
    with pytest.raises(errors.NotForFamilies):
        samples.filled(CHECKLIST, samples.SELF_ASSESSMENT, "family")


def test_a_blank_asks_nothing_that_is_kept_apart_and_leaves_no_gap() -> None:
    words_of_it = readback.words(samples.blank(SINK))
    for secret in ("safe place", "hide it", "How do you get there"):
        assert secret not in words_of_it


def test_a_familys_copy_holds_nothing_restricted() -> None:
    pdf = samples.filled(SINK, {**samples.SINK_ANSWERS, **samples.HIDDEN}, "family")
    for secret in (b"Quillfeather", b"osier", b"quince", b"safe place", b"hide it", b"How do you get there"):
        assert secret not in readback.everything(pdf)
    worker = readback.everything(samples.filled(SINK, {**samples.SINK_ANSWERS, **samples.HIDDEN}))
    assert b"Quillfeather" in worker
    assert b"quince" in worker


def test_a_familys_copy_is_the_same_bytes_as_one_with_nothing_to_hide() -> None:
    open_jobs = {
        row_id: {key: value for key, value in row.items() if key != "secret"}
        for row_id, row in samples.SINK_ANSWERS["jobs"].items()
    }
    nothing = {**samples.SINK_ANSWERS, "jobs": open_jobs}
    hiding = {**samples.SINK_ANSWERS, **samples.HIDDEN}
    assert samples.filled(SINK, hiding, "family") == samples.filled(SINK, nothing, "family")


def test_what_only_the_office_needs_is_not_on_a_familys_paper() -> None:
    answered = {**samples.FEEDBACK, "best_translation": "At first I felt alone", "received_on": "2026-09-04"}
    assert "At first I felt alone" not in readback.words(samples.filled(FEEDBACK, answered, "family"))
    assert "At first I felt alone" in readback.words(samples.filled(FEEDBACK, answered))


# Other languages, and speed


class _Mirror(Words):
    """Words in a language that reads from the right, with the English left where it is."""


def test_a_sheet_in_a_language_from_the_right_is_mirrored() -> None:
    from gettext import NullTranslations

    urdu = _Mirror("ur", NullTranslations())
    pdf = form.blank(FEEDBACK, words=urdu, authority_name="", contacts=samples.AUTHORITY.contacts).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "ur"
    sheet_from_right = page.Pen(tags.Document("", "ur"), mirrored=True)
    assert sheet_from_right.x(0, looks.TICK_BOX) == page.WIDTH - page.SIDE - looks.TICK_BOX
    assert page.Pen(tags.Document("", "en-GB"), mirrored=False).x(0, looks.TICK_BOX) == page.SIDE


def test_a_child_has_an_open_box_to_draw_in_and_no_lines_in_it() -> None:
    asked, english = FORMS["feedback_child"], languages.of("en")
    heights = {}
    for key in ("something_i_like", "adult_notes"):
        question = asked.question(key)
        _words, on = form._start(asked, english, None, "standard", None, for_family=True)
        asking.Asker(on, asked, english, None)._room(question, question.label, 0.0, 0.0)
        heights[key] = [round(strip.height) for strip in on.strips]
    assert heights["something_i_like"] == [round(10 * looks.FAMILY.pitch)]
    assert len(heights["adult_notes"]) == 4


def test_the_face_that_asks_looks_the_way_its_readers_read() -> None:
    from gettext import NullTranslations

    child = loader.load("feedback_child")
    shown = {
        language: readback.words(
            form.blank(
                child,
                words=_Mirror(language, NullTranslations()),
                authority_name="",
                contacts=samples.AUTHORITY.contacts,
            ).pdf
        )
        for language in ("ur", "pl")
    }
    assert "؟" in shown["ur"].split("\n")
    assert "؟" not in shown["pl"]
