"""A bundle that holds something of everything, with a value of every wrong type at every place of it."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from ehdesk import errors
from ehdesk.models import bundle as bundles
from ehdesk.models import bundle_file, bundle_shape, generate, sheet
from tests import building, casework
from tests.models.test_bundle_reading import TODAY, a_bundle, an_id, faults, read

AT = "2026-09-01T10:00:00Z"
KEPT = {"author": an_id(1), "at": AT}
RUN = {
    "form": "agreement",
    "form_version": 1,
    "code": "7KQ4M2XD",
    "pages": [["agreed"], []],
    "printed_on": "2026-09-01",
}
CAME_BACK = {
    "of_record": an_id(30),
    "expected_on": "2026-09-15",
    "state": "returned",
    "entered": {"1": {"at": AT, "by": an_id(1)}},
    "marks": {"agreed": {"is": "left_blank"}},
    "held_at": "Room 4",
    "original": an_id(42),
}
HOME = {"rank": "A", "type": "home", "line_1": "4 Canary Street", "postcode": "LS1 4AP", "from": "2020"}


def a_full_bundle() -> dict[str, Any]:
    """The good bundle with something in each part that it can have."""
    said = a_bundle()
    said |= {
        "made_at": AT,
        "made_for": "practitioner",
        "unfiled": [
            {
                "id": an_id(31),
                "form": "note",
                "form_version": 1,
                "status": "draft",
                "author": {"practitioner": an_id(1), "agency": "Alder Bank Primary"},
                "at": AT,
                "answers": {"text": "At the kerb"},
            }
        ],
        "agencies": [{"id": an_id(50), "name": "Beck Food Bank", "report_group": "voluntary", "phone": "1"}],
        "links": [{"id": an_id(51), "one": an_id(11), "other": an_id(12), "verdict": "different"}],
        "visits": [{"id": an_id(52), **KEPT, "answers": {"at": "2026-10-05T09:00", "minutes": "30"}}],
        "copies": [{"id": an_id(53), **KEPT, "answers": {"given_at": AT, "to": "A colleague"}}],
        "paper": [{"id": an_id(54), **KEPT, "answers": copy.deepcopy({**RUN, "filled": True})}],
        "own_words": {"wnuczka": "2026-09-01"},
    }
    family = said["families"][0]
    family |= {
        "answers": {"status": "open", "meeting_language": "pl", "say_it": "Ko-val-chick"},
        "documents": [
            {
                "id": an_id(42),
                "title": "A letter",
                "kind": "letter",
                "dated": "2026-07",
                "about": [an_id(11)],
                "media_type": "image/png",
                "size": 3,
                "sha256": "0" * 64,
                "apart": True,
                **KEPT,
            }
        ],
        "visits": [{"id": an_id(40), **KEPT, "answers": {"at": "2026-10-02T14:00", "who": an_id(1)}}],
        "copies": [{"id": an_id(41), **KEPT, "answers": {"given_at": AT, "of_record": an_id(30)}}],
        "paper": [{"id": an_id(44), **KEPT, "answers": copy.deepcopy({**RUN, **CAME_BACK})}],
        "moved_away": [{"id": an_id(43), **KEPT}],
    }
    family["people"][0]["answers"] |= {
        "other_languages": ["pl", "cy"],
        "interpreter": True,
        "disability": ["HEAR"],
        "addresses": {"h": {**HOME}},
        "phones": {"p": {"rank": "A", "number": "01632 960001", "whose": "Her own"}},
        "stays": {"s": {"rank": "A", "from": "2020", "how": "all_the_time"}},
        "dob_estimated": True,
    }
    family["people"][0] |= {"as_typed": {"addresses/h/to": "around Easter"}}
    family["people"][1]["restricted"] |= {
        "address_confidential_from": [an_id(11), {"name": "Gareth"}],
        "protected_addresses": {"h": {**HOME}},
    }
    family["people"].append({"id": an_id(13), "answers": {"given_names": "Zosia"}, "merged_into": an_id(11)})
    family["episodes"][0]["answers"] |= {
        "closed_on": "2026-09-20",
        "level": 2,
        "children": {"c": {"rank": "A", "person": an_id(11), "joined_on": "2026-06-08", "subject": True}},
        "leads": {"l": {"rank": "A", "name": "Carol", "practitioner": an_id(1), "from": "2026-06-08"}},
        "levels": {"v": {"rank": "A", "order": 2, "name": "Plus", "from": "2026-06-08", "by": an_id(1)}},
        "agencies": {"a": {"rank": "A", "agency": "CAMHS", "from": "2026-06"}},
    }
    family["forms"][0] |= {
        "status": "amended",
        "why": "A word was wrong",
        "version": 2,
        "language": "pl",
        "as_shown": {an_id(11): "Zofia"},
        "signing": {"sign_off": {"name": "Helen", "how": "paper", "at": AT, "signed_on": "2026-09-05"}},
        "reopened_on": "2026-09-06",
        "checked_together": {"text": "2026-09-05"},
        "gone": ["a-row"],
    }
    return said


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a bundle, but the whole."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inside:
        yield (*way, step)
        yield from places(each, (*way, step))


def with_put(way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    said = a_full_bundle()
    holder: Any = said
    for step in way[:-1]:
        holder = holder[step if isinstance(holder, list) else str(step)]
    holder[way[-1]] = copy.deepcopy(value)
    return said


def the_way(path: str) -> tuple[Any, ...]:
    steps = path.replace("[", ".").replace("]", "").split(".")
    return tuple(int(step) if step.isdigit() else step for step in steps)


def told_of(said: dict[str, Any]) -> dict[str, str] | None:
    """What is said of a bundle by place; None where it is read."""
    try:
        read(said)
    except errors.BundleFaulty as refused:
        return {fault.path: fault.words for fault in refused.faults}  # type: ignore[attr-defined]
    return None


def test_the_bundle_that_is_spoiled_is_sound_and_comes_in(desk: building.Desk) -> None:
    desk.time.moment = casework.STORY_ENDS
    checked = read(a_full_bundle())
    assert checked.warnings == ()
    assert len(list(places(a_full_bundle()))) > 200
    assert desk.do(bundles.bring_in, checked.bundle).differences == []


@pytest.mark.parametrize("wrong", [None, 7, "zq", [7], {"zq": 7}], ids=repr)
def test_a_value_of_a_wrong_type_anywhere_is_refused_by_its_place(wrong: Any) -> None:
    refused = 0
    for way in places(a_full_bundle()):
        told, at = told_of(with_put(way, wrong)), bundle_shape.place(way)
        if told is not None:
            assert all(told.values()), at
            assert wrong == "zq" or any(one.startswith(at) or at.startswith(one) for one in told), (at, told)
            refused += 1
    assert refused > 100


MOMENT, DAY, FORM = "There is no such moment", "There is no such day", "families[0].forms[0]"


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (f"{FORM}.signing.sign_off.at", "soon", MOMENT),
        (f"{FORM}.signing.sign_off.at", "2026-02-31T10:00:00Z", MOMENT),
        (f"{FORM}.signing.sign_off.at", "2026-02-03T10:00:00", "with its zone"),
        (f"{FORM}.signing.sign_off.at", "0001-01-01T00:00:00Z", "between 1850 and 2200"),
        (f"{FORM}.signing.sign_off.signed_on", "2026-2-3", DAY),
        (f"{FORM}.signing.sign_off.signed_on", "2026-02-31", DAY),
        (f"{FORM}.checked_together.text", "2026-02-31", DAY),
        (f"{FORM}.reopened_on", "2026-02-31", DAY),
        (f"{FORM}.at", "0001-01-01T00:00:00+14:00", "between 1850 and 2200"),
        (f"{FORM}.finished_at", "9999-12-31T23:59:59-12:00", "between 1850 and 2200"),
        (f"{FORM}.at", "2026-10-01T00:00:00Z", "future"),
        (f"{FORM}.finished_at", "2026-09-04T09:39:00Z", "before it was begun"),
        (f"{FORM}.status", "draft", ""),
        ("unfiled[0].finished_at", AT, "A draft has not been finished"),
        ("unfiled[0].episode", an_id(20), "has no episode"),
        (f"{FORM}.answers.children.zofia", "Zofia", "an id in small letters and digits, and a rank"),
        (f"{FORM}.answers.children.zofia.rank", 7, "an id in small letters and digits, and a rank"),
        (f"{FORM}.restricted", {"text": "apart"}, "belongs into `answers`"),
        ("families[0].visits[0].at", "0001-01-01T00:00:00+14:00", "between 1850 and 2200"),
        ("families[0].visits[0].author", an_id(99), "No practitioner"),
        ("families[0].visits[0].answers.who", an_id(99), "No practitioner"),
        ("families[0].copies[0].answers.of_record", an_id(99), "Nothing in this bundle"),
        ("families[0].copies[0].answers.given_at", "2026-02-31T10:00:00Z", MOMENT),
        ("families[0].paper[0].answers.of_record", an_id(99), "Nothing in this bundle"),
        ("families[0].paper[0].answers.original", an_id(99), "Nothing in this bundle"),
        ("families[0].paper[0].answers.expected_on", "2026-02-31", DAY),
        ("families[0].paper[0].answers.entered.1.by", an_id(99), "No practitioner"),
        ("families[0].paper[0].answers.entered.1.at", "2026-02-31T10:00:00Z", MOMENT),
        ("families[0].documents[0].author", an_id(99), "No practitioner"),
        ("families[0].documents[0].about", [an_id(99)], "Nobody in this bundle"),
        ("families[0].documents[0].at", "9999-12-31T23:59:59-12:00", "between 1850 and 2200"),
        ("families[0].people[0].answers.due_date", "2026-12-01", "no due date"),
        ("families[0].people[0].as_typed", {"stays/none/from": "spring"}, "No row of this person"),
        ("families[0].people[0].relationships", [{"to": an_id(12)}, {"to": an_id(12)}], "said twice"),
        ("families[0].people[0].relationships", [{"to": an_id(11)}], "No other person"),
        ("families[0].people[1].restricted.address_confidential_from", [an_id(99)], "No person of this"),
        ("families[0].people[2].merged_into", an_id(13), "leads to no person"),
        ("families[0].episodes[0].answers.children.c.person", an_id(99), "No person of this family"),
        ("families[0].episodes[0].answers.leads.l.practitioner", an_id(99), "No practitioner"),
        ("links[0].other", an_id(11), "not linked to themselves"),
        ("links[0].one", an_id(99), "No person of this bundle"),
        ("own_words.wnuczka", "2026-02-31", DAY),
        ("agencies[0].id", an_id(1), "used already"),
    ],
)
def test_what_no_schema_can_see_is_refused_by_its_place(path: str, value: object, words: str) -> None:
    way = tuple(
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    )
    if path == f"{FORM}.status":
        read(with_put(way, value))  # a draft that says why is one that is being amended
        return
    told = faults(with_put(way, value))
    near = [said for at, said in told.items() if at.startswith(path) or path.startswith(at)]
    assert any(words in said for said in near), told


def test_two_families_do_not_share_a_reference() -> None:
    said = a_full_bundle()
    said["families"].append({"id": an_id(60), "name": "Ionescu", "reference": "HB-2026-0412", "people": []})
    assert "families[0] has this reference too" in faults(said)["families[1].reference"]
    del said["families"][1]["reference"]
    assert read(said).bundle.families[1].reference is None


def test_of_very_many_faults_the_first_five_hundred_are_told() -> None:
    said = a_bundle()
    said["families"] = [{"name": 7} for _ in range(400)]
    with pytest.raises(errors.BundleFaulty) as refused:
        read(said)
    told = refused.value.faults
    assert len(told) == len(set(told)) == bundle_file.MOST_FAULTS


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("families[0].documents[0].size", 0, "out of bounds (the minimum is 1)"),
        ("families[0].reference", "R" * 41, "out of bounds (the maxLength is 40)"),
        ("families[0].people[0].answers.other_languages", ["pl", "pl"], "stands here twice"),
        ("families[0].visits[0].answers.who", 7, "none of the shapes"),
        ("families[0].visits", {}, "should be a list"),
    ],
)
def test_what_a_schema_sees_is_told_in_plain_words(path: str, value: object, words: str) -> None:
    way = tuple(
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    )
    told = faults(with_put(way, value))
    assert any(words in said for said in told.values()), told


def test_a_signature_of_a_manager_that_came_in_can_be_read(desk: building.Desk) -> None:
    desk.time.moment = casework.STORY_ENDS
    desk.do(bundles.bring_in, read(a_full_bundle()).bundle)
    signed = desk.ask(sheet.sheet, an_id(30)).sign_off
    assert signed is not None
    assert (signed.name, signed.how, signed.signed_on) == ("Helen", "paper", "2026-09-05")
    assert signed.at.isoformat() == "2026-09-01T10:00:00+00:00"


def test_generated_families_say_only_what_a_bundle_may_say() -> None:
    made = bundle_file.write(generate.bundle(2, seed=9, until=TODAY))
    assert json.loads(made)["bundle"] == 1
    assert bundle_file.read(made, today=TODAY).warnings == ()
