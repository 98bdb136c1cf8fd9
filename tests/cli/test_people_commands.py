"""The commands that take families in and keep their people, plan, team, agencies and documents up."""

import json
from pathlib import Path
from typing import Any

import pytest

from ehdesk.commands import begin, opening
from ehdesk.vault import keyslots
from tests.cli.conftest import PASSPHRASE, Ran, Run

KOWALCZYK, IONESCU = "HB-2026-0412", "HB-2026-0455"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A practice vault for all of these tests, and the file with its passphrase."""
    root = tmp_path_factory.mktemp("people")
    secret = root / "passphrase"
    secret.write_text(PASSPHRASE)
    chosen = opening.Chosen(root / "vault", secret, keyring=False)
    wanted = begin.Wanted("Carol Ndlovu", "Alder Bank Primary", "", "", sample=True)
    begin.new(chosen, wanted, stretching=keyslots.Stretching.cheap())
    return root / "vault", secret


@pytest.fixture
def run(command: Run, vault: tuple[Path, Path], tmp_path: Path) -> Run:
    """Run a command; an object among its words is written to a file, which stands in its place."""

    def on_vault(*words: object) -> Ran:
        said = [
            file_of(word, tmp_path, n) if isinstance(word, dict) else word for n, word in enumerate(words)
        ]
        return command(*said, "--data", vault[0], "--passphrase-file", vault[1], "--no-keyring")

    return on_vault


def file_of(said: dict[str, Any], folder: Path, n: int) -> Path:
    path = folder / f"said-{n}.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def said(ran: Ran) -> Any:
    assert ran.status == 0, ran.err
    return ran.json()


def person(run: Run, reference: str, begins: str) -> dict[str, Any]:
    people = said(run("people", reference, "--json"))["people"]
    found: dict[str, Any] = next(one for one in people if one["full_name"].startswith(begins))
    return found


def new_family(run: Run, name: str) -> str:
    child = {"who": "child", "given_names": "Mina", "family_name": name, "dob": "2019-05-02"}
    adult = {"who": "parent_or_carer", "given_names": "Ruta", "family_name": name}
    opened = {
        "name": name,
        "people": {"mina": child, "ruta": adult},
        "started": True,
        "opened_on": "2026-09-01",
    }
    found: str = said(run("families", "--add", opened, "--json"))["reference"]
    return found


# Each does what it says


def test_a_family_is_opened_with_its_people_and_its_episode(run: Run) -> None:
    reference = new_family(run, "Balode")

    file = said(run("show", reference, "--json"))
    assert file["name"] == "Balode"
    assert [one["full_name"] for one in file["people"]] == ["Mina Balode", "Ruta Balode"]
    assert [one["name"] for one in file["episodes"][0]["children"]] == ["Mina Balode"]


def test_a_person_is_added_with_ties_and_a_safe_number(run: Run) -> None:
    reference = new_family(run, "Added")
    baby = {"role": "child", "due_date": "2026-12-20", "relationships": [{"to": "Mina", "is": "sister"}]}
    father = {
        "role": "parent_or_carer",
        "given_names": "Juris",
        "phones": {"own": {"number": "01632 960123"}},
        "contact_warning": "Never ring after six",
        "relationships": [{"to": "Mina", "is": "father", "parental_responsibility": "yes"}],
    }
    said(run("people", reference, "--add", baby, "--json"))
    made = said(run("people", reference, "--add", father, "--json"))

    assert made["full_name"] == "Juris"
    assert made["has_restricted"]
    told = person(run, reference, "Juris")
    assert [(tie["name"], tie["is"], tie["parental_responsibility"]) for tie in told["ties"]] == [
        ("Mina Added", "father", "yes")
    ]
    assert told["answers"]["phones"]["own"]["number"] == "01632 960123"
    assert "contact_warning" not in json.dumps(told)


def test_a_person_is_changed_row_by_row_and_an_answer_cleared(run: Run) -> None:
    reference = new_family(run, "Changed")
    rows = {"own": {"number": "01632 960001"}, "work": {"number": "01632 960002"}}
    run("people", reference, "--change", "Ruta", "--answers", {"phones": rows, "religion": "Lutheran"})
    turned = {
        "phones": {"own": {"number": "01632 960009"}, "work": None},
        "religion": None,
        "say_it": "ROO-ta",
    }
    said(run("people", reference, "--change", "Ruta", "--answers", turned, "--json"))

    answers = person(run, reference, "Ruta")["answers"]
    assert {key: row["number"] for key, row in answers["phones"].items()} == {"own": "01632 960009"}
    assert "religion" not in answers
    assert answers["say_it"] == "ROO-ta"


def test_once_an_address_is_kept_from_somebody_it_is_in_no_list(run: Run) -> None:
    reference = new_family(run, "Hidden")
    mina = person(run, reference, "Mina")["id"]
    home = {
        "addresses": {"home": {"type": "home", "line_1": "4 Fern Row"}},
        "address_confidential_from": [mina],
    }
    said(run("people", reference, "--change", "Ruta", "--answers", home, "--json"))

    assert "4 Fern Row" not in run("people", reference, "--json").out
    assert person(run, reference, "Ruta")["has_restricted"]


def test_somebody_moves_out_of_the_home_and_in_again(run: Run) -> None:
    reference = new_family(run, "Moved")
    said(run("people", reference, "--moves-in", "Ruta", "--on", "2026-01-01", "--json"))
    said(
        run(
            "people", reference, "--moves-out", "Ruta", "--on", "2026-02-01", "--why", "In hospital", "--json"
        )
    )
    gone = said(run("show", reference, "--json"))["household"]
    said(run("people", reference, "--moves-in", "Ruta", "--part-time", "--json"))
    back = said(run("show", reference, "--json"))["household"]

    assert [one["why"] for one in gone["before"]] == ["In hospital"]
    assert [one["part_time"] for one in back["members"]] == [True]


def test_two_records_are_found_alike_linked_joined_and_parted(run: Run) -> None:
    reference = new_family(run, "Twice")
    again = {
        "role": "parent_or_carer", "given_names": "Ruta", "family_name": "Twice", "religion": "None",
        "dob": "1990-03-04",
    }  # fmt: skip
    run("people", reference, "--change", "Ruta", "--answers", {"religion": "Lutheran", "dob": "1990-03-04"})
    first = person(run, reference, "Ruta")["id"]
    added = run("people", reference, "--add", again, "--json")
    second = said(added)["id"]

    assert "may be here already" in added.err
    alike = said(run("people", reference, "--alike", "--json"))["alike"]
    assert {first, second} in [{one["id"], one["may_be"]["id"]} for one in alike]
    linked = said(run("people", reference, "--link", first, "--with", second, "--json"))
    assert "religion" in [one["key"] for one in linked["differences"]]
    said(run("people", reference, "--join", first, "--with", second, "--choose", "religion=other", "--json"))
    assert person(run, reference, "Ruta")["answers"]["religion"] == "None"
    said(run("people", reference, "--part", second, "--json"))
    people = said(run("people", reference, "--json"))["people"]
    assert sorted(one["answers"].get("religion", "") for one in people if one["id"] in (first, second)) == [
        "Lutheran",
        "None",
    ]


def test_a_link_can_reach_another_family_and_be_taken_back(run: Run) -> None:
    one, other = new_family(run, "Hither"), new_family(run, "Yonder")
    there = person(run, other, "Ruta")["id"]
    said(run("people", one, "--link", "Ruta", "--with", there, "--json"))
    assert person(run, one, "Ruta")["links"][0]["reference"] == other

    assert run("people", one, "--unlink", "Ruta", "--with", there).status == 0
    assert person(run, one, "Ruta")["links"] == []


def test_an_action_is_done_called_off_and_open_again(run: Run) -> None:
    def action() -> dict[str, Any]:
        found: dict[str, Any] = said(run("plan", KOWALCZYK, "--json"))["actions"][0]
        return found

    number = action()["number"]
    done = said(run("plan", KOWALCZYK, "--action", number, "--done", "1 September 2026", "--json"))
    assert done["status"] in ("done", "done_late")
    assert action()["done_on"] == "2026-09-01"
    said(run("plan", KOWALCZYK, "--action", number, "--called-off", "The club has closed", "--json"))
    assert (action()["status"], action()["done_on"]) == ("cancelled", None)
    said(run("plan", KOWALCZYK, "--action", number, "--open-again", "--json"))
    assert action()["status"] == "open"


def test_an_outcome_is_judged_and_actions_come_to_the_plan(run: Run) -> None:
    words = ("--outcome", 1, "--stands", "slipping", "--why", "Meeting of September")
    assert said(run("plan", KOWALCZYK, *words, "--json"))["status"] == "slipping"
    more = {
        "outcome": "1", "what": "Ring the school nurse", "owned_by": "worker", "owner": {"name": "Carol"},
        "due": "2026-12-01",
    }  # fmt: skip
    said(run("plan", KOWALCZYK, "--add-action", more, "--why", "Agreed by phone", "--json"))

    told = said(run("plan", KOWALCZYK, "--json"))
    assert told["outcomes"][0]["status"] == "slipping"
    assert told["actions"][-1]["what"] == "Ring the school nurse"
    assert told["actions"][-1]["outcome"] == told["outcomes"][0]["id"]


def test_an_agency_and_a_colleague_are_added_and_the_agency_changed(run: Run) -> None:
    said(run("agencies", "--add", {"name": "Larch Debt Advice", "report_group": "voluntary"}, "--json"))
    said(run("agencies", "--change", "larch debt advice", "--answers", {"phone": "01632 960555"}, "--json"))
    said(run("agencies", "--colleague", {"name": "Ewa Lis", "agency": "Larch Debt Advice"}, "--json"))

    found = said(run("agencies", "larch", "--json"))["agencies"]
    assert [(one["name"], one["phone"]) for one in found] == [("Larch Debt Advice", "01632 960555")]


def test_somebody_joins_the_team_is_changed_and_leaves(run: Run) -> None:
    said(run("episode", IONESCU, "--team", {"agency": "Rowan Debt Advice", "worker": "Ewa Lis"}, "--json"))
    changed = {"role": "Debt adviser"}
    told = said(run("episode", IONESCU, "--team-change", "Ewa", "--answers", changed, "--json"))
    assert [one["role"] for one in told["team"] if one["worker"] == "Ewa Lis"] == ["Debt adviser"]
    left = said(run("episode", IONESCU, "--team-leaves", "Ewa", "--why", "New post", "--json"))

    assert [one["why_left"] for one in left["team"] if one["worker"] == "Ewa Lis"] == ["New post"]


def test_a_document_is_taken_off_the_file_with_a_reason(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    made = said(run("documents", KOWALCZYK, "--add", letter, "--title", "A letter", "--json"))["id"]

    assert run("documents", KOWALCZYK, "--take-away", made, "--why", "Of another family").status == 0
    assert made not in run("documents", KOWALCZYK, "--json").out
    assert "Of another family" in run("history", KOWALCZYK).out


@pytest.mark.parametrize("name", ["new_family", "person", "agency", "colleague", "team_member"])
def test_the_keys_and_codes_of_what_is_added_can_be_looked_up(command: Run, name: str) -> None:
    told = said(command("forms", name, "--json"))

    assert told["id"] == name
    assert all(one["key"] and one["kind"] and one["label"] for one in told["questions"])
    assert told["questions"][0]["key"] in command("forms", name).out


# Each refuses a mistake, says where, and changes nothing

PARENT = {"role": "parent_or_carer", "given_names": "Somebody"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ("families", "--add", {"name": "Nowhere", "people": ["Mina"]}),
            "people: Enter each row under its own id",
        ),
        (("families", "--add", {"people": {}}), "name: Enter the family’s name"),
        (("families", "--add", {"name": "No start", "started": True}), "opened_on: "),
        (("people", KOWALCZYK, "--add", {"given_names": "Ola"}), "role: Choose who they are"),
        (("people", KOWALCZYK, "--add", {"role": "child"}), "given_names: Enter a given name"),
        (("people", KOWALCZYK, "--add", {**PARENT, "shoe_size": 5}), "shoe_size: “Person” has no such"),
        (("people", KOWALCZYK, "--add", {**PARENT, "dob": "2150-01-01"}), "dob: Date must be today"),
        (("people", KOWALCZYK, "--add", {**PARENT, "dob": "2020", "due_date": "2026-12-01"}), "due_date: "),
        (("people", KOWALCZYK, "--add", {**PARENT, "disability": ["NONE", "LD"]}), "disability: "),
        (("people", KOWALCZYK, "--add", {**PARENT, "phones": {"A b": {"number": "1"}}}), "phones.A b: A row"),
        (
            ("people", KOWALCZYK, "--add", {**PARENT, "relationships": [{"to": "Nobody", "is": "aunt"}]}),
            "relationships[0].to: No other person",
        ),
        (
            ("people", KOWALCZYK, "--add", {**PARENT, "address_confidential_from": ["x"]}),
            "nobody in this family",
        ),
        (
            ("people", KOWALCZYK, "--add", {**PARENT, "stays": {"a": {"from": "2026-05", "to": "2025"}}}),
            "stays.a.to: This is before it began",
        ),
        (("people", KOWALCZYK, "--change", "Nobody", "--answers", {}), "No people of this family answer"),
        (
            ("people", KOWALCZYK, "--change", "Zofia", "--answers", {"given_names": None, "dob": None}),
            "given name",
        ),
        (("people", KOWALCZYK, "--moves-out", "Zofia"), "A reason is needed"),
        (("people", KOWALCZYK, "--link", "Zofia", "--with", "Zofia"), "No people of this family answer"),
        (("people", KOWALCZYK, "--unlink", "Zofia", "--with", "Gareth"), "There is no word on these two"),
        (("people", KOWALCZYK, "--join", "Zofia", "--with", "Gareth"), "cannot be joined yet"),
        (
            ("people", KOWALCZYK, "--join", "Zofia", "--with", "Gareth", "--choose", "dob=mine"),
            "dob=mine: Say KEY=kept",
        ),
        (("people", KOWALCZYK, "--part", "Zofia"), "No people of this family answer"),
        (("plan", KOWALCZYK, "--action", "99", "--done", "2026-09-01"), "There is no action 99"),
        (("plan", KOWALCZYK, "--action", "1", "--done", "2150-09-01"), "--done: Date must be today"),
        (("plan", KOWALCZYK, "--action", "1", "--called-off", " "), "A reason is needed"),
        (
            ("plan", KOWALCZYK, "--outcome", "1", "--stands", "splendid", "--why", "x"),
            "Choose one of the answers",
        ),
        (("plan", KOWALCZYK, "--outcome", "1", "--stands", "achieved"), "A reason is needed"),
        (("plan", KOWALCZYK, "--add-action", {"outcome": "77"}, "--why", "x"), "The plan has no outcome 77"),
        (("plan", KOWALCZYK, "--add-outcome", {}, "--why", "x"), "outcome: "),
        (("agencies", "--add", {"phone": "1"}), "name: Enter the agency’s name"),
        (("agencies", "--add", {"name": "X", "report_group": "circus"}), "report_group: Choose one of"),
        (
            ("agencies", "--change", "No such agency", "--answers", {"phone": "1"}),
            "There is no agency called",
        ),
        (("agencies", "--colleague", {"name": "Ewa"}), "agency: Enter the agency"),
        (("episode", KOWALCZYK, "--team", {"worker": "Ewa"}), "agency: Enter the agency"),
        (("episode", KOWALCZYK, "--team-leaves", "Nobody"), "No members of the team of this family answer"),
        (("documents", KOWALCZYK, "--take-away", "no-such-id", "--why", "x"), "not on this laptop"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_changed(run: Run, words: tuple[Any, ...], why: str) -> None:
    before = said(run("show", KOWALCZYK, "--json")), said(run("families", "--json"))["total"]
    ran = run(*words)

    assert ran.status == 1
    assert ran.out == ""
    assert why in ran.err
    assert len([line for line in ran.err.splitlines() if not line.startswith("  ")]) >= 3
    assert "Traceback" not in ran.err
    assert (said(run("show", KOWALCZYK, "--json")), said(run("families", "--json"))["total"]) == before


def test_a_document_goes_with_a_reason_only(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "another.txt"
    letter.write_text("Dear all of you")
    made = said(run("documents", KOWALCZYK, "--add", letter, "--json"))["id"]

    assert "A reason is needed" in run("documents", KOWALCZYK, "--take-away", made).err
    assert "not on this laptop" in run("documents", IONESCU, "--take-away", made, "--why", "x").err


@pytest.mark.parametrize(
    "words",
    [
        ("families", "Balode", "--add", "x.json"),
        ("people",),
        ("people", KOWALCZYK, "--add", "x.json", "--alike"),
        ("people", KOWALCZYK, "--change", "Zofia"),
        ("people", KOWALCZYK, "--link", "Zofia"),
        ("people", KOWALCZYK, "--with", "Zofia"),
        ("people", KOWALCZYK, "--choose", "dob=kept"),
        ("people", KOWALCZYK, "--moves-in", "Zofia", "--on", "31 February 2026"),
        ("people", KOWALCZYK, "--why", "Because"),
        ("plan", KOWALCZYK, "--action", "1"),
        ("plan", KOWALCZYK, "--done", "2026-09-01"),
        ("plan", KOWALCZYK, "--action", "1", "--done", "soon"),
        ("plan", KOWALCZYK, "--action", "1", "--open-again", "--called-off", "x"),
        ("plan", KOWALCZYK, "--outcome", "1"),
        ("agencies", "--change", "Larch"),
        ("agencies", "words", "--add", "x.json"),
        ("episode", KOWALCZYK, "--team-change", "Ewa"),
        ("documents", KOWALCZYK, "--take-away", "an-id", "--save", "an-id"),
        ("documents", KOWALCZYK, "--why", "x"),
    ],
)
def test_wrong_use_is_told_and_does_nothing(command: Run, words: tuple[str, ...]) -> None:
    ran = command(*words)

    assert ran.status == 2
    assert ran.out == ""
    assert "Usage: ehdesk" in ran.err
    assert "Traceback" not in ran.err
