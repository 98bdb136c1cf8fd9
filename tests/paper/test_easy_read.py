"""Easy read: a picture beside every question, short sentences, one idea each, and big places to tick."""

import itertools
import re

import pytest

from ehdesk import words
from ehdesk.forms import answers, definition, loader, texts
from ehdesk.paper import languages, looks, pictograms
from tests.paper import drawn, readback, samples

EASY = [form for form in samples.forms() if form.is_easy_read]
LONGEST = 15
MILLIMETRE = 72 / 25.4
each_form = pytest.mark.parametrize("form", EASY, ids=lambda form: form.id)


def asked(form: definition.Form) -> list[definition.Question]:
    return [each for _section, questions in answers.for_blank(form) for each in questions]


def sentences(said: str) -> list[str]:
    return [part for line in said.split("\n") for part in re.split(r"(?<=[.?!:”])\s+", line) if part.strip()]


def test_the_agreement_and_all_feedback_are_there_in_easy_read() -> None:
    assert [form.register for form in EASY] == ["F02", "F12", "F13", "F14"]


@each_form
def test_no_sentence_of_easy_read_has_more_than_15_words(form: definition.Form) -> None:
    for variant in (None, *form.variants):
        said = readback.words(samples.blank(form, variant, size="easy"))
        long = [each for each in sentences(said) if len(re.findall(r"[\w’'-]+", each)) > LONGEST]
        assert long == []


def test_the_count_sees_a_sentence_that_is_too_long() -> None:
    [long] = sentences("One two three four five six seven eight nine ten eleven twelve thirteen a b c.")
    assert len(long.split()) > LONGEST
    assert len(sentences("This is one. This is another? And a third:")) == 3


@each_form
def test_every_question_has_a_picture_of_its_own_with_words_for_who_cannot_see_it(
    form: definition.Form,
) -> None:
    shown = [each for each in asked(form) if each.key != "language_other"]
    names = [each.picture for each in shown]
    assert set(names) <= set(pictograms.PICTURES)
    assert len(set(names)) == len(names), "two questions share a picture"
    figures = [
        node.alt for node in readback.tree(samples.blank(form, size="easy")).all() if node.role == "Figure"
    ]
    for name in names:
        assert pictograms.PICTURES[name].alt in figures


def test_no_two_pictures_are_told_alike_and_none_is_without_use() -> None:
    told = [each.alt for each in pictograms.PICTURES.values()]
    assert len(set(told)) == len(told)
    used = {each.picture for form in EASY for each in asked(form)}
    assert set(pictograms.PICTURES) - used == set()


@pytest.mark.parametrize("language", ["ar", "bn", "cy", "pa", "pl", "ro", "ur"])
def test_what_a_picture_shows_is_told_in_the_language_of_the_page(language: str) -> None:
    say = words.of(language)
    form = loader.load("feedback_child")
    nodes = readback.tree(samples.blank(form, size="easy", language=language)).all()
    figures = {node.alt: node.language for node in nodes if node.role == "Figure"}
    for question in asked(form):
        if question.picture:
            said = say(pictograms.PICTURES[question.picture].alt)
            assert said != pictograms.PICTURES[question.picture].alt
            assert figures[said] == languages.tag(language)


def test_a_page_in_two_languages_tells_its_pictures_in_the_first() -> None:
    form = loader.load("feedback_child")
    pdf = samples.blank(form, size="easy", language="pl", beside=words.of("ur"))
    told = {node.alt for node in readback.tree(pdf).all() if node.role == "Figure"}
    first = {words.of("pl")(pictograms.PICTURES[each.picture].alt) for each in asked(form) if each.picture}
    assert first <= told
    assert not {words.of("ur")(each.alt) for each in pictograms.PICTURES.values()} & told


def test_every_picture_is_given_to_translators() -> None:
    given = {text for text, _where in texts.around()}
    assert {each.alt for each in pictograms.PICTURES.values()} <= given


def test_the_picture_stands_left_and_the_words_stand_right_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = drawn.Watch(monkeypatch)
    samples.blank(next(form for form in EASY if form.id == "feedback_parent"), size="easy")
    marks = [mark for marks in watch.pages for mark in marks]
    edge = min(mark.left for mark in marks if mark.said == "People listened.")
    assert edge >= 51 + pictograms.START
    boxes = [mark for mark in marks if mark.kind == "box" and mark.right - mark.left < 40]
    assert boxes
    assert min(mark.right - mark.left for mark in boxes) >= 9.5 * MILLIMETRE


def test_faces_differ_by_their_mouths_and_each_has_its_word() -> None:
    child = next(form for form in EASY if form.id == "feedback_child")
    nodes = list(readback.tree(samples.blank(child, size="easy")).all())
    faces = [
        node.alt for node in nodes if node.role == "Figure" and node.alt in ("Happy", "In between", "Sad")
    ]
    assert len(faces) == 18
    assert looks.EASY.face > looks.FAMILY.face


def test_a_picture_and_its_question_are_never_parted_by_a_page() -> None:
    for form in EASY:
        nodes = [node for node in readback.tree(samples.blank(form, size="easy")).all() if node.pages]
        for figure, following in itertools.pairwise(nodes):
            if figure.role == "Figure":
                assert max(figure.pages) == min(following.pages), figure.alt
