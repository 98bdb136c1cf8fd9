"""Every catalogue that is here says all that families read, in its own language, and prints as a draft."""

import ast
import gettext
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import babel
import pikepdf
import pytest
from babel.messages import Catalog, mofile, pofile

from ehdesk import words
from ehdesk.forms import loader, texts
from ehdesk.paper import fonts
from ehdesk.paper import form as paper
from ehdesk.rules import readers
from ehdesk.settings import Contacts
from tests.house import tracked
from tests.paper import readback

FAMILY_FORMS = ("agreement", "feedback_parent", "feedback_young_person", "feedback_child")
LANGUAGES = sorted(path.parent.parent.name for path in words.locale_folder().glob("*/LC_MESSAGES/*.po"))
THE_SAME = {"Urdu", "urdu", "Pashto", "Tigrinya", "Farsi", "Status", "Data", "TAF"}
"""Words that another language may write as English does."""
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")
CONTACTS = Contacts(daytime="01632 960100", out_of_hours="01632 960101")

every_language = pytest.mark.parametrize("language", LANGUAGES)


def source(language: str) -> Path:
    return words.locale_folder() / language / "LC_MESSAGES" / "ehdesk.po"


def catalogue(language: str) -> Catalog:
    with source(language).open("rb") as opened:
        return pofile.read_po(opened, locale=language, abort_invalid=True)


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each text with its translation; of a count, each form with the plural."""
    for message in catalogue(language):
        if not isinstance(message.id, str):
            yield from ((str(message.id[1]), said) for said in message.string)
        elif message.id and message.id != words.CHECKED_BY:
            yield message.id, str(message.string)


def printed(form_id: str, spoken: words.Words) -> bytes:
    return paper.blank(loader.load(form_id), words=spoken, authority_name="Alder Bank", contacts=CONTACTS).pdf


def test_there_are_catalogues() -> None:
    assert {"ar", "bn", "cy", "pa", "pl", "ro", "ur"} <= set(LANGUAGES)


@every_language
def test_every_text_that_a_family_may_read_is_translated(language: str) -> None:
    said = {message.id for message in catalogue(language) if message.id and message.string}
    asked = {text for form_id in FAMILY_FORMS for text, _where in texts.of(loader.load(form_id))}
    around = {text for text, _where in texts.around()} - {words.CHECKED_BY}
    assert asked - said == set()
    assert around - said == set()


@every_language
def test_no_placeholder_is_lost_or_added(language: str) -> None:
    """A count may say one or two as a word, as Arabic does."""
    counted = {plural for _, plural in words.COUNTS}
    wrong = {
        text: said
        for text, said in pairs(language)
        if not (text in counted and {"واحد", "يومين"} & set(said.split()))
        and (
            sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(said))
            or re.search(r"[{}]", PLACEHOLDER.sub("", said))
        )
    }
    assert wrong == {}


@every_language
def test_the_white_around_a_text_stays(language: str) -> None:
    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert {text: said for text, said in pairs(language) if ends(text) != ends(said)} == {}


@every_language
def test_nothing_is_left_in_english(language: str) -> None:
    left = {
        text for text, said in pairs(language) if text == said and re.search(r"\w", PLACEHOLDER.sub("", said))
    }
    assert left - THE_SAME == set()


@every_language
def test_a_translation_is_of_a_text_that_is_still_said(language: str) -> None:
    forms = loader.load_all()
    asked = {form_id: {text for text, _where in texts.of(form)} for form_id, form in forms.items()}
    asked[words.MONTH_ALONE] = set(words.MONTHS)
    around: set[object] = {*words.COUNTS, *(text for text, _where in texts.around())}
    every = around.union(*asked.values())
    for message in catalogue(language):
        if message.id:
            known = every if message.context is None else asked[message.context] | around
            assert message.id in known


@every_language
def test_what_is_built_is_what_was_written(language: str, tmp_path: Path) -> None:
    folder = tmp_path / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(source(language), folder)
    (fresh,) = words.compile_catalogues(tmp_path)
    assert _built(source(language).with_suffix(".mo")) == _built(fresh), (
        "build the .mo again; see README.md there"
    )


def _built(path: Path) -> tuple[dict[str, str], str]:
    """Its texts, whatever the Babel that built it writes into the header."""
    with path.open("rb") as opened:
        read = mofile.read_mo(opened)
    return {f"{one.context} {one.id}": str(one.string) for one in read if one.id}, read.plural_forms


@every_language
def test_a_count_has_a_form_for_each_kind_of_number_that_the_language_tells_apart(language: str) -> None:
    """From 2 on: some grammars count 0 with 1, and their catalogues may or may not."""
    with source(language).with_suffix(".mo").open("rb") as opened:
        told = gettext.GNUTranslations(opened)
    rule = gettext.c2py(str(told.info()["plural-forms"]).split("plural=")[1].rstrip(";"))
    kinds = {number: babel.Locale.parse(language).plural_form(number) for number in range(2, 200)}
    forms = {
        kind: {rule(number) for number in kinds if kinds[number] == kind} for kind in set(kinds.values())
    }
    assert all(len(found) == 1 for found in forms.values()), forms
    assert len(set.union(*forms.values())) == len(forms), forms
    for message in catalogue(language):
        if isinstance(message.id, tuple):
            assert len(message.string) == catalogue(language).num_plurals
            assert all(message.string)


@every_language
def test_a_catalogue_names_its_language_and_nobody_has_checked_it_yet(language: str) -> None:
    assert str(catalogue(language).locale) == language
    assert words.of(language).is_translated
    assert words.of(language).is_draft


@every_language
@pytest.mark.parametrize("form_id", FAMILY_FORMS)
def test_paper_says_that_it_is_a_draft_in_both_languages(language: str, form_id: str) -> None:
    spoken = words.of(language)
    pdf = printed(form_id, spoken)
    said = readback.words(pdf).split("\n")
    assert spoken(words.CAUTION) in said
    assert words.CAUTION in said
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            assert "".join(spoken(words.CAUTION).split()) in "".join(readback.shown_on(page).split())


@pytest.mark.parametrize("reader", [readers.TEAM, readers.ANY_OF_THE_FAMILY])
def test_a_filled_copy_says_so_too(reader: readers.Reader) -> None:
    polish = words.of("pl")
    form = loader.load("feedback_parent")
    answers = {"stage": "taf", "p3": 4, "talk_today": True}
    pdf = paper.filled(
        form, answers, about=paper.About("HB-2026-0412", "C. Ndlovu"), reader=reader, words=polish
    )
    said = readback.words(pdf).split("\n")
    assert {polish(words.CAUTION), words.CAUTION, "Zgadzam się", "Słuchano nas."} <= set(said)


@every_language
@pytest.mark.parametrize("form_id", FAMILY_FORMS)
def test_no_letter_of_it_is_missing_on_paper(language: str, form_id: str) -> None:
    pdf = printed(form_id, words.of(language))
    assert 0 not in readback.glyphs_shown(pdf)
    assert fonts.REPLACEMENT not in readback.words(pdf)


def test_a_form_may_say_you_otherwise_than_the_others() -> None:
    romanian = words.of("ro")
    assert romanian("Do you want to talk to someone today?") == "Doriți să vorbiți cu cineva astăzi?"
    child = romanian.of_form("feedback_child")
    assert child("Do you want to talk to someone today?") == "Vrei să vorbești cu cineva astăzi?"
    assert child("Yes") == "Da"
    assert "Vrei să vorbești cu cineva astăzi?" in readback.words(printed("feedback_child", romanian))


def test_what_is_in_english_or_checked_carries_no_such_line() -> None:
    assert words.CAUTION not in readback.words(printed("feedback_child", words.of("en")))


def test_a_checked_catalogue_prints_without_the_line(tmp_path: Path) -> None:
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    checked = catalogue("pl")
    checked_by = checked.get(words.CHECKED_BY)
    assert checked_by is not None
    checked_by.string = "M. Wiśniewska"
    with (folder / "ehdesk.po").open("wb") as written:
        pofile.write_po(written, checked)
    words.compile_catalogues(tmp_path)
    said = readback.words(printed("feedback_parent", words.of("pl", tmp_path)))
    assert "Opinia o Wczesnej pomocy" in said
    assert "Wersja robocza" not in said
    assert words.CAUTION not in said


def test_every_text_that_paper_prints_of_its_own_is_given_to_translators() -> None:
    """What stands in the code as `say("…")` or `words.text("…")`; what a variable brings is not seen here."""
    given = {text for text, _where in texts.around()}
    found = {
        part.value
        for name, module in tracked.modules("ehdesk")
        if name.startswith("ehdesk/paper/")
        for call in ast.walk(module)
        if isinstance(call, ast.Call) and call.args and _says(call.func)
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    assert {"Page {n} of {m}", "Tick all that apply"} <= found
    assert found - given == set()


def _says(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("text", "say")
