"""Letters that no font of ours has: known while the page is set, said in plain words, never silent."""

import pytest

from ehdesk.paper import text, unprintable
from tests.paper import cases, samples


def known_after(words: str) -> set[str]:
    setter = text.Typesetter()
    samples.filled(cases.FORMS["note"], {**samples.NOTE, "text": words}, typesetter=setter)
    return setter.unknown


@pytest.mark.parametrize(
    "words", [*samples.SCRIPTS.values(), samples.MIXED, "e\u0301\u0323 کہ\u200cہ 1½ €5 °C"]
)
def test_the_scripts_of_our_catalogues_and_of_names_are_all_printed(words: str) -> None:
    assert known_after(words) == set()


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("王小明", "Chinese"),
        ("ሰላም", "Ethiopic, as in Amharic and Tigrinya"),
        ("สมชาย", "Thai"),
        ("김민준", "Korean"),
        ("தமிழ்", "Tamil"),
        ("😀", "signs"),
    ],
)
def test_a_name_in_another_script_is_said_before_it_is_printed(name: str, script: str) -> None:
    told = unprintable.said(known_after(f"She calls herself {name} at home."))
    assert told.startswith(f"Some letters cannot be printed: {script} (")
    assert all(letter in told for letter in sorted(known_after(name))[:4])
    assert "write them in by hand" in told


def test_many_letters_are_told_shortly_and_nothing_is_said_of_none() -> None:
    told = unprintable.said("王小明李成龍ส")
    assert "(小 成 明 李 and others); Thai (ส)" in told
    assert unprintable.said("") == ""


def test_a_pack_knows_them_too() -> None:
    from ehdesk import words
    from ehdesk.paper import pack

    binder = pack.Binder(words.of("en"), None)
    samples.filled(cases.FORMS["note"], {**samples.NOTE, "text": "家"}, into=binder)
    assert binder.pdf()
    assert binder.set.unknown == {"家"}
