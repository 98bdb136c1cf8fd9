"""British spelling with the field's words: what is marked, what never is, and what is offered instead."""

import pytest

from ehdesk.ui import dictionary


@pytest.fixture(scope="module")
def known() -> dictionary.Dictionary:
    names = ("Łukasz Kowalczyk-Hughes", "Zofia", "Agnieszka", "Carol Ndlovu", "Noor Al-Masri")
    return dictionary.load(names, ("quietspace",))


def marked(known: dictionary.Dictionary, text: str) -> list[str]:
    return [span.word for span in known.misspelt(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She recieved the letter on tuesday and was hapy.", ["recieved", "tuesday", "hapy"]),
        ("The color of the room; he will organize it.", ["color", "organize"]),
        ("Definately a good day.", ["Definately"]),
    ],
)
def test_a_misspelt_word_and_an_american_one_are_marked(
    known: dictionary.Dictionary, text: str, words: list[str]
) -> None:
    assert marked(known, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The colour of the mould, the crèche, their behaviour and a licence to practise.",
        "Safeguarding, wellbeing, kinship carers, the TAFs, CAMHS, a SENCo and two EHCPs.",
        "She doesn’t like it, and they’re late; it wasn't Mum's fault.",
        "Zofia's toast, Carol Ndlovu’s list, and the Kowalczyks wait for Łukasz.",
        "kowalczyk and ndlovu, typed in a hurry",
        "We met in Cockfosters and went to Bryngwyn.",
        "Write to c.ndlovu@alderbank.example or look at www.harlowbeck.example/earlyhelp on 3rd.",
        "The quietspace was free.",
        "",
    ],
)
def test_what_is_spelt_right_or_is_a_name_is_never_marked(known: dictionary.Dictionary, text: str) -> None:
    assert marked(known, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Agnieszka said: „Dziękuję, teraz jest spokojniej”, and smiled.",
        "Rwy'n byw yn bell i ffwrdd ond hoffwn fod yn rhan o'r cynllun.",
        "العاملة سارة استمعت إليّ",
        "Nu am avut încredere la început.",
    ],
)
def test_what_was_said_in_another_language_is_left_alone(known: dictionary.Dictionary, text: str) -> None:
    assert marked(known, text) == []


def test_the_place_of_a_word_is_its_own(known: dictionary.Dictionary) -> None:
    (span,) = known.misspelt("All is wel, thanks for the teh.".replace("teh", "tea"))
    assert (span.start, span.end, span.word) == (7, 10, "wel")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recieved", "received"),
        ("definately", "definitely"),
        ("teh", "the"),
        ("apointment", "appointment"),
        ("Behavoir", "Behaviour"),
        ("quietspaec", "quietspace"),
    ],
)
def test_what_was_meant_is_offered_first(known: dictionary.Dictionary, typed: str, meant: str) -> None:
    assert known.suggestions(typed)[0] == meant


def test_nonsense_has_no_suggestion(known: dictionary.Dictionary) -> None:
    assert known.suggestions("qwrtzpsdfgh") == ()


def test_the_lists_say_whose_they_are() -> None:
    from ehdesk import files

    said = (files.resources() / "spelling" / "LICENCE.txt").read_text("utf-8")
    for owner in ("Kevin Atkinson", "Princeton University", "J Ross Beresford", "Geoff Kuenning"):
        assert owner in said
