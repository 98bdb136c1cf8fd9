"""The three invented families say what the domain says of them, word for word."""

import json
from datetime import date
from typing import Any

import pytest

from ehdesk import files
from ehdesk.forms import answers, identifiers, loader

BUNDLE: dict[str, Any] = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))
FAMILIES: dict[str, dict[str, Any]] = {family["reference"]: family for family in BUNDLE["families"]}
FORMS = ("note", "self_assessment", "feedback_parent")

# How each text begins and ends, and its length: as the families' own story tells it.
WORD_FOR_WORD = [
    ("HB-2026-0412", "note", "text", "Łukasz has missed", "ninety per cent by half-term.", 1109),
    ("HB-2026-0412", "note", "text", "Rwy'n byw yn bell", "copi o'r cofnodion yn Gymraeg.", 189),
    (
        "HB-2026-0412",
        "feedback_parent",
        "change",
        "Na początku bałam się",
        "prosić córkę o tłumaczenie.",
        306,
    ),
    ("HB-2026-0097", "note", "text", "Yusuf was found asleep", "will review after eight weeks.", 638),
    ("HB-2026-0097", "note", "text", "میں اپنے پوتے یوسف کے لیے", "آواز سنائی دیتی ہے، الحمد للہ۔", 183),
    ("HB-2026-0097", "feedback_parent", "best", "في البداية كنت", "ويوسف ينام أفضل. شكراً لكم.", 210),
    ("HB-2026-0455", "note", "text", "Social work ended when", "what voluntary support can hold.", 682),
    ("HB-2026-0455", "feedback_parent", "missing_service", "Nu am avut încredere", "noastră nu există.", 276),
]

GIVEN: dict[str, dict[str | None, dict[str, Any]]] = {
    "HB-2026-0412": {
        "Agnieszka": {"first_language": "pl", "interpreter": True, "ethnicity": "WOTH"},
        "Gareth": {"first_language": "cy", "parental_responsibility": "yes"},
        "Zofia": {"dob": "2017-03-14", "upn": "Z000999921001", "nhs_no": "999 000 1235"},
        "Łukasz": {"dob": "2019-11-09", "upn": "W000999924002", "nhs_no": "999 000 2347"},
        None: {"due_date": "2026-12-02"},
    },
    "HB-2026-0097": {
        "Noor": {"name_own_script": "نور المصري", "first_language": "ar", "ethnicity": "OOTH"},
        "Imran": {"name_own_script": "عمران قریشی", "ethnicity": "APKN"},
        "Razia": {"name_own_script": "رضیہ بیگم", "first_language": "ur"},
        "Yusuf": {
            "name_own_script": "يوسف",
            "dob": "2012-05-02",
            "upn": "L000999916004",
            "ethnicity": "MOTH",
        },
        "Maryam": {
            "name_own_script": "مريم",
            "dob": "2022-01-19",
            "disability": ["HEAR"],
            "ethnicity": "MOTH",
        },
    },
    "HB-2026-0455": {
        "Marin": {"ethnicity": "WROM", "first_language": "ro"},
        "Elena": {"known_as": "Bunica", "family_name": "Țăranu"},
        "Andrei": {"dob": "2010-06-30", "setting": "Not in education"},
        "Ștefania": {
            "dob": "2013-09-08",
            "upn": "U000999918003",
            "nhs_no": "999 000 5672",
            "young_carer": "yes",
        },
    },
}

EPISODES = {
    "HB-2026-0412": ("2026-06-08", None, 3, "Carol Ndlovu", None),
    "HB-2026-0097": ("2026-02-16", "2026-08-27", 3, "Sarah Doyle", "met_single"),
    "HB-2026-0455": ("2026-07-13", "2026-09-24", 3, "Tom Achebe", "step_up"),
}


@pytest.mark.parametrize(("reference", "form_id", "key", "begins", "ends", "length"), WORD_FOR_WORD)
def test_what_the_family_and_the_worker_said_stands_word_for_word(
    reference: str, form_id: str, key: str, begins: str, ends: str, length: int
) -> None:
    said = [form["answers"].get(key, "") for form in _forms(reference, form_id)]
    (text,) = [each for each in said if each.startswith(begins)]
    assert text.endswith(ends)
    assert len(text) == length


def test_zofias_words_are_kept() -> None:
    said = [form["answers"]["text"] for form in _forms("HB-2026-0412", "note")]
    assert any("I want Mama to sleep. I can do the toast but I don't like the big knife." in s for s in said)


@pytest.mark.parametrize("reference", GIVEN)
def test_people_are_as_the_domain_gives_them(reference: str) -> None:
    people = {person["answers"].get("given_names"): person for person in FAMILIES[reference]["people"]}
    assert set(people) == set(GIVEN[reference])
    for name, given in GIVEN[reference].items():
        said = people[name]["answers"]
        assert {key: said.get(key) for key in given} == given


@pytest.mark.parametrize("reference", EPISODES)
def test_episodes_are_as_the_domain_gives_them(reference: str) -> None:
    (episode,) = FAMILIES[reference]["episodes"]
    said = episode["answers"]
    keys = ("opened_on", "closed_on", "level", "lead_name", "end_reason")
    assert tuple(said.get(key) for key in keys) == EPISODES[reference]


@pytest.mark.parametrize("reference", EPISODES)
@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("status", ["finished", "draft"])
def test_each_family_has_a_finished_one_and_a_draft_of_each_form(
    reference: str, form_id: str, status: str
) -> None:
    assert [form for form in _forms(reference, form_id) if form["status"] == status]


def test_every_form_holds_what_its_questions_can_hold_and_finished_ones_are_complete() -> None:
    for reference in FAMILIES:
        for said in FAMILIES[reference]["forms"]:
            form = loader.load(said["form"], said["form_version"])
            if said["status"] in ("finished", "amended"):  # a meeting that is prepared lies in the future
                faults = answers.to_put_right(form, said["answers"], today=date(2026, 9, 30))
                assert not faults, (said["id"], faults)
            hidden = set(said["answers"]) - set(answers.visible(form, said["answers"]))
            assert not hidden, (said["id"], hidden)


def test_every_number_fits_and_every_phone_is_a_fiction() -> None:
    text = json.dumps(BUNDLE, ensure_ascii=False)
    numbers = [part for part in text.split('"') if part.startswith("01632")]
    assert numbers
    assert all(number.startswith("01632 960") for number in numbers)
    for family in BUNDLE["families"]:
        for person in family["people"]:
            said = person["answers"]
            assert identifiers.nhs_number(said.get("nhs_no", "999 000 1235")).is_valid
            assert identifiers.upn(said.get("upn", "B801200005001")).is_valid


def test_a_protected_address_stands_only_in_the_restricted_part() -> None:
    people = FAMILIES["HB-2026-0412"]["people"]
    hidden = [person for person in people if "address_confidential_from" in person.get("restricted", {})]
    assert [person["answers"]["given_names"] for person in hidden] == ["Agnieszka", "Zofia", "Łukasz"]
    open_part = [{**person, "restricted": None} for person in people] + FAMILIES["HB-2026-0412"]["forms"]
    assert "Tannery Row" not in json.dumps(open_part)


@pytest.mark.parametrize("reference", EPISODES)
def test_each_family_has_a_warning_about_contact(reference: str) -> None:
    assert any("contact_warning" in person.get("restricted", {}) for person in FAMILIES[reference]["people"])


def _forms(reference: str, form_id: str) -> list[dict[str, Any]]:
    return [form for form in FAMILIES[reference]["forms"] if form["form"] == form_id]
