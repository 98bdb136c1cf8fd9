"""What a good passphrase is, in words that a worker can use."""

import pytest

from ehdesk import errors
from ehdesk.vault import passphrase

MINE = ("Agnieszka Nowak", "Darlington North Team")


@pytest.mark.parametrize(
    "text",
    [
        "otter tram violin marmalade",
        "korbschrankpferdlampe",
        "ślimak rower okno deszcz",
        "مظلة دراجة نافذة مطر",
        "ছাতা সাইকেল জানালা বৃষ্টি",
        "雨傘 自転車 窓辺 みかん箱",
        "x7#Qv!m2Zp@9Lw",
        "Agnieszka otter violin marmalade",
    ],
)
def test_long_ones_of_any_script_are_welcome(text: str) -> None:
    judgement = passphrase.judge(text, MINE)
    assert judgement.accepted
    assert judgement.strength >= 3
    assert judgement.reason == judgement.hint == ""
    passphrase.require(text, MINE)


@pytest.mark.parametrize("text", ["", "   ", "otter", "x7#Qv!m2Zp@9L", "otter tram"])
def test_short_ones_are_told_how_long_they_must_be(text: str) -> None:
    judgement = passphrase.judge(text)
    assert not judgement.accepted
    assert judgement.strength <= 2
    assert "14 characters" in judgement.hint
    assert "four words" in judgement.hint


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("password123456", "common passwords"),
        ("aaaaaaaaaaaaaaaaaa", "repeats"),
        ("abcabcabcabcabc", "repeats"),
        ("abcdefghijklmnopqrst", "order"),
        ("Agnieszka Nowak Darlington", "your name"),
        ("agnieszkanowak2026", "your name"),
        ("early help family support", "words of this work"),
        ("EarlyHelp2026!", "words of this work"),
        ("a a a a", ""),
        ("q j z x", "Add a word or two"),
        ("agnieszka123456", "your name"),
    ],
)
def test_what_others_would_try_first_is_refused_with_the_reason(text: str, because: str) -> None:
    judgement = passphrase.judge(text, MINE)
    assert not judgement.accepted
    assert judgement.reason
    assert because in judgement.hint
    with pytest.raises(errors.PassphraseTooWeak) as refused:
        passphrase.require(text, MINE)
    assert refused.value.words()[0] == judgement.reason


def test_four_short_words_are_enough_when_they_are_hard_to_guess() -> None:
    assert passphrase.judge("ox jut fen wy").accepted


@pytest.mark.parametrize(
    ("text", "word", "is_enough"),
    [
        ("iloveyougrandma", "Weak", False),
        ("liverpoolfc2019", "Fair", False),
        ("sunshine cup 12", "Good", True),
        ("otter tram violin", "Strong", True),
    ],
)
def test_good_is_good_enough_and_fair_is_not(text: str, word: str, *, is_enough: bool) -> None:
    judgement = passphrase.judge(text)
    assert (judgement.word, judgement.accepted) == (word, is_enough)


def test_strength_is_told_in_a_word() -> None:
    assert passphrase.judge("otter tram violin marmalade").word == "Strong"
    assert passphrase.judge("").word == "Very weak"


def test_a_very_long_one_is_judged_at_once() -> None:
    assert passphrase.judge("otter tram violin marmalade " * 2_000).accepted


def test_waiting_after_wrong_ones_grows_to_a_minute() -> None:
    waits = [passphrase.unlock_delay(failures) for failures in (0, 1, 2, 3, 4, 5, 6, 7, 8, 1000)]
    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_refusal_never_repeats_the_passphrase() -> None:
    with pytest.raises(errors.PassphraseTooWeak) as refused:
        passphrase.require("password123456")
    assert "password123456" not in " ".join(refused.value.words())
