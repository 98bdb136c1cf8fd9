"""A bad bundle is refused whole, with every fault by its place; a good one is read to the letter."""

import copy
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehdesk import errors
from ehdesk.models import bundle_file, bundle_shape, generate

TODAY = date(2026, 9, 30)


def an_id(n: int) -> str:
    return f"00000000-0000-7000-8000-{n:012d}"


def a_bundle() -> dict[str, Any]:
    return {
        "bundle": 1,
        "practitioners": [{"id": an_id(1), "name": "Carol Ndlovu", "agency": "Alder Bank Primary"}],
        "families": [
            {
                "id": an_id(10),
                "reference": "HB-2026-0412",
                "name": "Kowalczyk-Hughes",
                "people": [
                    {
                        "id": an_id(11),
                        "answers": {"given_names": "Zofia", "dob": "2017-03-14", "role": "child"},
                        "relationships": [{"to": an_id(12), "is": "daughter"}],
                    },
                    {
                        "id": an_id(12),
                        "answers": {"given_names": "Agnieszka", "role": "parent_or_carer"},
                        "restricted": {"contact_warning": "Never by post"},
                    },
                ],
                "episodes": [{"id": an_id(20), "answers": {"opened_on": "2026-06-08"}}],
                "forms": [
                    {
                        "id": an_id(30),
                        "form": "note",
                        "form_version": 1,
                        "episode": an_id(20),
                        "status": "finished",
                        "author": {"practitioner": an_id(1)},
                        "at": "2026-09-04T09:40:00Z",
                        "finished_at": "2026-09-04T09:52:00Z",
                        "answers": {
                            "text": "Zofia met me at the gate.",
                            "at": "2026-09-04T10:15",
                            "kind": "visit",
                            "children": {
                                "zofia": {"child": an_id(11), "rank": "a", "seen": "seen_alone"},
                            },
                        },
                    }
                ],
            }
        ],
    }


def read(said: object) -> bundle_shape.Checked:
    return bundle_file.read(json.dumps(said).encode(), today=TODAY)


def faults(said: object) -> dict[str, str]:
    with pytest.raises(errors.BundleFaulty) as refused:
        read(said)
    return {fault.path: fault.words for fault in refused.value.faults}  # type: ignore[attr-defined]


def changed(path: str, value: object) -> dict[str, Any]:
    """The good bundle with one thing put at a place such as `families[0].people[0].answers.dob`."""
    said: Any = a_bundle()
    *steps, last = [int(s) if s.isdigit() else s for s in re.findall(r"[^\[\].]+", path)]
    inside = said
    for step in steps:
        inside = inside[step]
    inside[last] = value
    return said  # type: ignore[no-any-return]


def test_a_good_bundle_is_read_to_the_letter() -> None:
    checked = read(a_bundle())

    family = checked.bundle.families[0]
    assert checked.warnings == ()
    assert family.people[1].restricted == {"contact_warning": "Never by post"}
    assert family.forms[0].answers["text"] == "Zofia met me at the gate."
    assert family.forms[0].author == bundle_shape.Author(an_id(1))


def test_what_is_written_is_read_again_the_same() -> None:
    bundle = generate.bundle(12, seed=4, until=TODAY)

    checked = bundle_file.read(bundle_file.write(bundle), today=TODAY)

    assert checked.bundle == bundle


PERSON = "families[0].people[0]"
FORM = "families[0].forms[0]"
OPENED = "families[0].episodes[0].answers"


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("bundle", 2, "should be 1"),
        ("families[0].colour", "red", "no such key"),
        (f"{PERSON}.answers.hobby", "chess", "no such key"),
        (f"{PERSON}.answers.sex", "X", "one of: M, F, U"),
        (f"{PERSON}.answers.dob", "14.3.2017", "right shape"),
        (f"{PERSON}.answers.dob", "2017-02-30", "no such day"),
        (f"{PERSON}.answers.dob", "2031", "future"),
        ("families[0].people[1].answers.given_names", "", "missing"),
        (f"{PERSON}.answers.disability", ["NONE", "HEAR"], "alone"),
        (f"{PERSON}.relationships[0].to", an_id(99), "No other person"),
        (f"{OPENED}.closed_on", "2026-01-01", "before"),
        (f"{FORM}.form", "poem", "no form"),
        (f"{FORM}.episode", an_id(98), "No episode"),
        (f"{FORM}.author.practitioner", an_id(97), "No practitioner"),
        (f"{FORM}.status", "lost", "one of"),
        (f"{FORM}.finished_at", None, "missing"),
        (f"{FORM}.at", "2026-02-30T10:00:00Z", "no such moment"),
        (f"{FORM}.at", "2026-09-04T10:00:00", "right shape"),
        (f"{FORM}.answers.mood", "sunny", "no such question"),
        (f"{FORM}.answers.kind", "party", "Choose one"),
        (f"{FORM}.answers.text", None, "Enter what happened"),
        (f"{FORM}.answers.at", "2026-12-24T10:00", "past"),
        (f"{FORM}.answers.at", "4 Sept 2026 10:15", "2026-09-04T10:15"),
        (f"{FORM}.answers.who_was_there", [an_id(96)], "Nobody"),
        (f"{FORM}.answers.children.zofia.child", an_id(95), "Nobody"),
        ("families[0].people[1].id", an_id(11), "already"),
    ],
)
def test_a_fault_is_named_by_its_place_in_plain_words(path: str, value: object, words: str) -> None:
    assert words in faults(changed(path, value))[path]


def test_a_newborn_without_a_name_yet_comes_in() -> None:
    nameless = changed(f"{PERSON}.answers.given_names", "")

    checked = bundle_file.read(json.dumps(nameless).encode(), today=TODAY)

    assert not checked.bundle.families[0].people[0].answers.get("given_names")


def test_a_version_of_a_form_that_this_program_lacks_is_refused() -> None:
    assert "no form" in faults(changed(f"{FORM}.form_version", 9))[f"{FORM}.form"]


def test_a_column_that_the_table_lacks_is_named() -> None:
    path = f"{FORM}.answers.children.zofia.height"

    assert "no such column" in faults(changed(path, 120))[path]


def test_every_fault_is_told_at_once() -> None:
    said = a_bundle()
    said["families"][0]["people"][0]["answers"]["dob"] = "2017-02-30"
    said["families"][0]["people"][1]["relationships"] = [{"to": an_id(12), "is": "herself"}]
    said["families"][0]["forms"][0]["answers"]["kind"] = "party"
    said["families"].append({**copy.deepcopy(said["families"][0]), "id": an_id(50)})

    found = faults(said)

    assert {
        "families[0].people[0].answers.dob",
        "families[0].people[1].relationships[0].to",
        "families[0].forms[0].answers.kind",
        "families[1].reference",
        "families[1].people[0].id",
    } <= set(found)


def test_a_hidden_address_may_not_stand_in_the_open() -> None:
    home = {"home": {"rank": "a", "type": "home", "town": "Harlow Beck"}}
    said = a_bundle()
    said["families"][0]["people"][1]["answers"]["addresses"] = home
    said["families"][0]["people"][1]["restricted"]["address_confidential_from"] = [{"name": "Gareth"}]

    assert "protected_addresses" in faults(said)["families[0].people[1].answers.addresses"]

    said["families"][0]["people"][1]["restricted"]["protected_phones"] = {
        "own": {"rank": "a", "number": "01632 960001"}
    }
    assert read(said).warnings == (), "once something is protected, the rest may be known"


def test_numbers_that_look_wrong_are_kept_and_warned_of() -> None:
    said = a_bundle()
    said["families"][0]["people"][0]["answers"] |= {"nhs_no": "999 000 1230", "upn": "Z000999921009"}

    checked = read(said)

    assert {warning.path for warning in checked.warnings} == {
        "families[0].people[0].answers.nhs_no",
        "families[0].people[0].answers.upn",
    }
    assert checked.bundle.families[0].people[0].answers["nhs_no"] == "999 000 1230"


def test_a_draft_may_lack_anything() -> None:
    said = a_bundle()
    said["families"][0]["forms"][0] |= {"status": "draft", "finished_at": None, "answers": {}}

    assert read(said).bundle.families[0].forms[0].answers == {}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "there is nothing in it"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"bundle": 1, "bundle": 1, "families": []}', "twice"),
        (b'{"bundle": NaN}', "NaN"),
        (b'{"bundle": ' + b"9" * 5000 + b"}", ""),
        (b"[" * 60 + b"]" * 60, "deep"),
        (b"[" * 200_000, "deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "deep"),
        (b'{"bundle": 1, "families": [], "made_at": "\\ud800"}', "half of a character"),
        (b'{"bundle": 1, "families": [], "made_at": "\\u0000"}', "NUL"),
    ],
)
def test_what_is_no_bundle_at_all_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(errors.BundleUnreadable) as refused:
        bundle_file.read(content, today=TODAY)

    assert reason in refused.value.words()[0]


def test_a_file_too_large_is_refused_unread() -> None:
    with pytest.raises(errors.BundleTooLarge):
        bundle_file.read(b" " * (bundle_file.LARGEST + 1), today=TODAY)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_PLACES = st.sampled_from(
    [
        "families",
        "families[0].people",
        "families[0].people[0]",
        "families[0].people[0].answers",
        "families[0].people[0].answers.dob",
        "families[0].people[0].answers.addresses",
        "families[0].people[0].restricted",
        "families[0].episodes[0].answers.children",
        "families[0].forms[0]",
        "families[0].forms[0].at",
        "families[0].forms[0].answers",
        "families[0].forms[0].answers.children",
        "families[0].forms[0].answers.children.zofia",
        "families[0].forms[0].answers.who_was_there",
        "families[0].forms[0].restricted",
        "unfiled",
    ]
)


@given(place=_PLACES, value=_JSON)
def test_nonsense_anywhere_is_read_or_refused_and_never_breaks(place: str, value: object) -> None:
    try:
        outcome: object = read(changed(place, value))
    except errors.BundleRefusal as refused:
        outcome = refused.words()
    assert outcome
