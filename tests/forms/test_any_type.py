"""Every place of a sound definition with a value of every wrong type: refused in our words, or read."""

import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ehdesk import errors
from ehdesk.forms import answers, loader

YES = {"question": "came", "one_of": [True]}
OPTIONS = [
    {"code": "a", "label": "A", "hint": "First"},
    {"code": "b", "label": "B", "exclusive": True},
]
SOUND: dict[str, Any] = {
    "id": "visit",
    "version": 1,
    "register": "F99",
    "title": "Visit",
    "short_title": "Visit",
    "record": "visit",
    "intro": "What was seen",
    "closing": "Ring {daytime}",
    "family_copy": True,
    "common": ["paper"],
    "variant_question": "stage",
    "variants": {"one": ["came"], "two": ["why", "came"]},
    "columns": {"at": "day"},
    "option_sets": {"marks": OPTIONS},
    "blocks": {
        "part": {
            "questions": [
                {"key": "is", "kind": "yes_no", "label": "Is it?"},
                {
                    "key": "how",
                    "kind": "text",
                    "label": "How",
                    "show_when": {"question": "is", "one_of": [True]},
                },
            ]
        }
    },
    "sections": [
        {
            "id": "first",
            "title": "First",
            "intro": "To begin with",
            "prompts": ["Look"],
            "on_blank": True,
            "questions": [
                {
                    "key": "stage",
                    "kind": "single_choice",
                    "label": "Stage",
                    "required": True,
                    "options": [{"code": "one", "label": "One"}, {"code": "two", "label": "Two"}],
                },
                {"key": "came", "kind": "yes_no", "label": "Came?", "starred": True, "filled_by": "family"},
                {
                    "key": "why",
                    "kind": "text",
                    "label": "Why",
                    "hint": "In a word",
                    "required_when": YES,
                    "show_when": YES,
                    "format": "phone",
                    "max_length": 40,
                    "lines": 2,
                    "if_missing": "Say why",
                },
                {
                    "key": "day",
                    "kind": "date",
                    "label": "Day",
                    "prefill": "today",
                    "checks": [
                        {"rule": "not_after", "other": "$today", "message": "Later", "level": "warn"},
                        {"rule": "within_days", "other": "$opened_on", "days": 45, "message": "Late"},
                    ],
                },
                {
                    "key": "marks",
                    "kind": "multiple_choice",
                    "label": "Marks",
                    "options_from": "marks",
                    "checks": [{"rule": "at_most", "number": 2, "message": "Too many"}],
                },
                {"key": "level", "kind": "single_choice", "label": "Level", "options_from": "$levels"},
                {
                    "key": "how_much",
                    "kind": "scale",
                    "label": "How much",
                    "low": 0,
                    "high": 5,
                    "low_label": "0",
                },
                {"key": "who", "kind": "person", "label": "Who", "among": "adults", "restricted": True},
                {
                    "key": "rows",
                    "kind": "table",
                    "label": "Rows",
                    "row_name": "row",
                    "prefill": "children",
                    "columns": [
                        {"key": "child", "kind": "person", "label": "Child"},
                        {"key": "seen", "kind": "yes_no", "label": "Seen"},
                        {
                            "key": "note",
                            "kind": "text",
                            "label": "Note",
                            "show_when": {"question": "seen", "answered": True},
                        },
                    ],
                    "checks": [
                        {"rule": "some_row", "column": "seen", "one_of": [True], "message": "Nobody"},
                    ],
                },
                {
                    "key": "about",
                    "kind": "entry",
                    "label": "About",
                    "rows_of": "visit.rows",
                    "row_label": "note",
                },
                {"key": "told", "kind": "long_text", "label": "Told", "carry": "note.text", "box": True},
                {"key": "signed", "kind": "signature", "label": "Signed", "show_on_family_paper": False},
            ],
        },
        {"id": "home", "title": "Home", "block": "part", "prefix": "home", "show_when": YES},
    ],
}
COMMON = """
[[block]]
id = "paper"
title = "Paper"
questions = [{ key = "held_at", kind = "text", label = "Where the paper is" }]
"""
WRONG: tuple[Any, ...] = (True, 7, -1.5, "zq", "", [], ["zq", 7], {}, {"zq": 7})


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a definition, but the whole."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inside:
        yield (*way, step)
        yield from places(each, (*way, step))


def with_put(way: tuple[Any, ...], wrong: Any) -> dict[str, Any]:
    raw: dict[str, Any] = copy.deepcopy(SOUND)
    holder: Any = raw
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = wrong
    return raw


def told_of(raw: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[str] | None:
    """What is said of a definition; None where it is read, and then it can be used."""
    monkeypatch.setattr(loader, "_toml", lambda path: copy.deepcopy(raw if path.stem == "visit" else BESIDE))
    try:
        form = loader.read_form(Path("visit.toml"))
    except errors.FormFaulty as refused:
        return [str(fault) for fault in refused.details["faults"]]  # type: ignore[attr-defined]
    answers.for_blank(form)
    assert answers.to_put_right(form, {}) is not None
    return None


BESIDE = tomllib.loads(COMMON)


def test_the_definition_that_is_spoiled_is_sound_and_uses_most_of_what_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert told_of(SOUND, monkeypatch) is None
    assert len(list(places(SOUND))) > 180


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_value_of_a_wrong_type_anywhere_is_refused_in_our_words(
    wrong: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = 0
    for way in places(SOUND):
        told = told_of(with_put(way, wrong), monkeypatch)
        assert told is None or told, way
        for fault in told or ():
            assert ": " in fault, (way, fault)
            assert fault.endswith((".", "?")), (way, fault)
        refused += told is not None
    assert refused > 40


def test_a_key_that_is_missing_anywhere_is_refused_in_our_words_or_was_not_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needed = set()
    for way in places(SOUND):
        raw: Any = copy.deepcopy(SOUND)
        holder = raw
        for step in way[:-1]:
            holder = holder[step]
        del holder[way[-1]]
        if told_of(raw, monkeypatch) is not None:
            needed.add(way[-1])
    assert {"id", "title", "sections", "key", "kind", "label", "rule", "message", "question"} <= needed
    assert not needed & {"hint", "intro", "prompts", "starred", "if_missing", "lines", "closing", "low_label"}
