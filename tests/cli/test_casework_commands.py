"""The commands for the day, the file and casework: each does what its screen does, and refuses clearly."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ehdesk import cli
from ehdesk.commands import begin, opening
from ehdesk.rules import paper_code
from ehdesk.vault import keyslots
from tests import casework
from tests.cli.conftest import PASSPHRASE, Ran, Run
from tests.paper import readback

KOWALCZYK, IONESCU = "HB-2026-0412", "HB-2026-0455"
NEW = (
    *("today", "visits", "find", "plan", "chronology", "documents", "copies", "history", "paper"),
    *("episode", "sharing", "signoff", "move", "people"),
)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A practice vault for all of these tests, and the file with its passphrase."""
    root = tmp_path_factory.mktemp("commands")
    secret = root / "passphrase"
    secret.write_text(PASSPHRASE)
    chosen = opening.Chosen(root / "vault", secret, keyring=False)
    wanted = begin.Wanted("Carol Ndlovu", "Alder Bank Primary", "", "", sample=True)
    begin.new(chosen, wanted, stretching=keyslots.Stretching.cheap())
    return root / "vault", secret


@pytest.fixture
def run(command: Run, vault: tuple[Path, Path]) -> Run:
    def on_vault(*words: object) -> Ran:
        return command(*words, "--data", vault[0], "--passphrase-file", vault[1], "--no-keyring")

    return on_vault


def said(ran: Ran) -> Any:
    assert ran.status == 0, ran.err
    return ran.json()


def form_of(family: int, form_id: str, status: str = "finished") -> str:
    forms = casework.SAID["families"][family]["forms"]
    found: str = next(one["id"] for one in forms if (one["form"], one["status"]) == (form_id, status))
    return found


@pytest.mark.parametrize("name", NEW)
def test_every_command_says_what_it_does_in_plain_words(command: Run, name: str) -> None:
    ran = command(name, "--help")

    assert ran.status == 0
    assert f"Usage: ehdesk {name}" in ran.out
    for option in get_command(cli.app).commands[name].params:  # type: ignore[attr-defined]
        assert getattr(option, "help", "") or option.name == "help", option.name


def test_the_help_of_all_commands_names_each_of_them(command: Run) -> None:
    ran = command("--help")

    assert all(f"\n  {name} " in ran.out for name in NEW)


@pytest.mark.parametrize(
    "words",
    [
        ("today", "tomorrow"),
        ("visits", KOWALCZYK),
        ("visits", "--add", "2027-01-04T10:00", "--ics", "x.ics"),
        ("visits", "--minutes", "12", "--add", "2027-01-04T10:00"),
        ("find",),
        ("plan",),
        ("chronology", KOWALCZYK, "--ad", "x"),
        ("documents", KOWALCZYK, "--save", "an-id"),
        ("documents", KOWALCZYK, "--title", "A letter"),
        ("documents", KOWALCZYK, "--change", "an-id"),
        ("documents", KOWALCZYK, "--change", "an-id", "--dated", "31 February 2026"),
        ("copies", KOWALCZYK, "--to", "Gareth"),
        ("history", KOWALCZYK, "--what", "secrets"),
        ("paper", "--mark", "spoiled"),
        ("paper", KOWALCZYK, "--code", "7KQ4-M2XD-03F"),
        ("paper", "--why", "Tea"),
        ("print", "agreement", "--empty", "-o", "agreement.pdf"),
        ("episode", KOWALCZYK, "--role", "Teacher"),
        ("episode", KOWALCZYK, "--level", "targeted", "--on", "31 February 2026"),
        ("sharing", KOWALCZYK, "--withdraw"),
        ("signoff", "an-id", "--held-at", "The office"),
        ("move", "an-id", KOWALCZYK),
    ],
)
def test_wrong_use_is_told_and_does_nothing(command: Run, words: tuple[str, ...]) -> None:
    ran = command(*words)

    assert ran.status == 2
    assert ran.out == ""
    assert "Usage: ehdesk" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("plan", "XX-0000-0000"), "No families answer to that reference"),
        (("documents", KOWALCZYK, "--add", "/nowhere/at-all.pdf"), "could not be read"),
        (("chronology", KOWALCZYK, "--add", "/nowhere/at-all.json"), "could not be read"),
        (("visits", "--call-off", "0198a1c2-0000-7000-8000-00000000dead"), "not on this laptop"),
        (("episode", KOWALCZYK, "--level", "no_such_level", "--why", "x"), "level"),
        (("episode", KOWALCZYK, "--child-joins", "Nobody At All"), "No children of this family answer"),
        (("episode", KOWALCZYK, "--lead", "Tom Achebe"), "A reason is needed"),
        (("signoff", form_of(0, "action_plan", "draft"), "--name", "Helen Birch"), "This is not finished"),
        (("move", form_of(0, "note"), KOWALCZYK, "--why", " "), "A reason is needed"),
        (("move", "0198a1c2-0000-7000-8000-00000000dead", KOWALCZYK, "--why", "x"), "not on this laptop"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(run: Run, words: tuple[str, ...], why: str) -> None:
    ran = run(*words)

    assert ran.status == 1
    assert ran.out == ""
    assert why in ran.err
    assert "Traceback" not in ran.err


def test_today_tells_what_is_late_and_the_visits_that_are_planned(run: Run) -> None:
    told = said(run("today", "--json"))

    assert set(told) == {"day", "visits", "late", "soon", "seen_alone", "drifting", "drafts", "unfiled_notes"}
    lines = [line for name in ("late", "soon", "seen_alone", "drifting") for line in told[name]]
    assert lines, "three families always have something due"
    assert all(line["rule"] and line["family"] and line["on"] for line in lines)
    assert run("today").status == 0


def test_a_visit_is_planned_listed_put_in_a_calendar_and_called_off(run: Run, tmp_path: Path) -> None:
    day = said(run("today", "--json"))["day"]
    planned = said(run("visits", KOWALCZYK, "--add", f"{day}T23:30", "--for", "Tea with Dad", "--json"))
    listed = said(run("visits", "--json"))["visits"]
    ics = tmp_path / "visits.ics"

    assert run("visits", "--ics", ics, "--shows", "reference").status == 0
    assert run("visits", "--call-off", planned["id"], "--why", "Poorly").status == 0
    after = said(run("visits", "--json"))["visits"]

    assert [one["what_for"] for one in listed if one["id"] == planned["id"]] == ["Tea with Dad"]
    assert KOWALCZYK in ics.read_text()
    assert "Tea" not in ics.read_text()
    assert planned["id"] not in [one["id"] for one in after]


def test_words_are_found_in_any_spelling_and_what_is_restricted_never(run: Run) -> None:
    found = said(run("find", "lukasz", "--json"))["found"]

    assert {"person", "family"} <= {one["group"] for one in found}
    assert "Kowalczyk-Hughes" in run("find", "lukasz").out
    warning = next(
        one["restricted"]["contact_warning"]
        for one in casework.SAID["families"][0]["people"]
        if one.get("restricted", {}).get("contact_warning")
    )
    assert said(run("find", warning, "--json"))["found"] == []


def test_the_plan_tells_outcomes_and_who_does_what(run: Run) -> None:
    told = said(run("plan", KOWALCZYK, "--json"))

    assert told["outcomes"]
    assert told["actions"]
    assert all(action["owner_name"] and "-7000-" not in action["owner_name"] for action in told["actions"])
    assert told["outcomes"][0]["words"] in run("plan", KOWALCZYK).out


def test_an_event_is_added_to_the_chronology_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    before = said(run("chronology", KOWALCZYK, "--json"))["events"]
    answers = tmp_path / "event.json"
    answers.write_text(
        json.dumps(casework.answers_of(casework.KOWALCZYK, "chronology") | {"event": "A move"})
    )
    half = tmp_path / "half.json"
    half.write_text(json.dumps({"event": "Only this"}))

    refused = run("chronology", KOWALCZYK, "--add", half)
    made = said(run("chronology", KOWALCZYK, "--add", answers, "--json"))

    assert refused.status == 1
    after = said(run("chronology", KOWALCZYK, "--json"))["events"]
    assert [one["event"] for one in after if one["id"] == made["id"]] == ["A move"]
    assert len(after) == len(before) + 1
    assert "A move" in run("chronology", KOWALCZYK).out


def test_a_document_is_kept_listed_and_saved_for_its_reader(run: Run, tmp_path: Path) -> None:
    letter, out = tmp_path / "letter.txt", tmp_path / "out.txt"
    letter.write_text("Dear family")
    made = said(
        run("documents", KOWALCZYK, "--add", letter, "--kind", "letter", "--dated", "2026-09", "--json")
    )
    hidden = said(run("documents", KOWALCZYK, "--add", letter, "--title", "Hush", "--apart", "--json"))

    listed = said(run("documents", KOWALCZYK, "--json"))["documents"]
    assert [one["title"] for one in listed if one["id"] == made["id"]] == ["Letter"]
    assert "Hush" not in run("documents", KOWALCZYK).out
    assert "Hush" in run("documents", KOWALCZYK, "--apart").out

    save = ("documents", KOWALCZYK, "--save", made["id"], "-o", out)
    refused = run(*save, "--reader", "agency", "--agency", "Tannery Lettings", "--family-was-asked")
    apart = run("documents", KOWALCZYK, "--save", hidden["id"], "-o", out, "--reader", "family")
    assert (refused.status, apart.status, out.exists()) == (1, 1, False)
    assert "does not want Tannery Lettings" in refused.err
    assert "kept apart" in apart.err
    other = run("documents", IONESCU, "--save", made["id"], "-o", out)
    assert (other.status, out.exists()) == (1, False), "it is of another family"

    assert run(*save, "--reader", "family").status == 0
    assert out.read_text() == "Dear family"
    given = said(run("copies", KOWALCZYK, "--json"))["copies"]
    assert (given[0]["to"], given[0]["what"], given[0]["of_record"]) == ("The family", "Letter", made["id"])
    assert run(*save).status == 1, "never over a file"


def test_what_is_said_of_a_document_can_be_changed_and_what_it_was_stays(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear family")
    made = said(run("documents", KOWALCZYK, "--add", letter, "--note", "From the school", "--json"))["id"]
    change = ("--change", made, "--title", "Letter from school", "--dated", "7 September 2026", "--note", "")

    assert run("documents", IONESCU, *change).status == 1, "it is of another family"
    assert run("documents", KOWALCZYK, *change).status == 0

    listed = said(run("documents", KOWALCZYK, "--json"))["documents"]
    (told,) = [one for one in listed if one["id"] == made]
    assert (told["title"], told["dated"], told["note"]) == ("Letter from school", "2026-09-07", "")
    changed = said(run("history", KOWALCZYK, "--record", made, "--json"))["lines"]
    assert ["dated", "note", "title"] in [sorted(line["fields"]) for line in changed]


def test_a_copy_that_was_handed_over_is_written_down(run: Run) -> None:
    said(run("copies", KOWALCZYK, "--to", "Gareth Hughes", "--what", "The plan", "--json"))

    told = said(run("copies", KOWALCZYK, "--json"))
    assert ("Gareth Hughes", "handed") in [(one["to"], one["method"]) for one in told["copies"]]
    assert "Gareth Hughes" in run("copies", KOWALCZYK).out


def test_the_book_of_paper_knows_a_page_by_its_code_and_where_it_is(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    assert (
        run("print", "feedback_parent", KOWALCZYK, "--empty", "--stage", "taf", "-o", str(empty)).status == 0
    )
    (paper, *_) = said(run("paper", KOWALCZYK, "--json"))["paper"]
    assert (paper["form"], paper["variant"], paper["state"], paper["filled"]) == (
        "feedback_parent",
        "taf",
        "out",
        False,
    )
    code = paper["codes"][1]
    assert readback.page_words(empty.read_bytes())[1].count(code) == 2
    assert code[:9] in run("paper").out
    told = said(run("paper", "--code", code.lower(), "--mark", "spoiled", "--why", "Tea", "--json"))
    assert (told["page"], told["state"]) == (2, "spoiled")
    said(run("paper", "--code", code, "--held-at", "Room 4", "--json"))
    spoken = run("paper", "--code", code).out
    assert "Parent or carer feedback, empty, page 2 of " in spoken
    assert "Where it is: spoiled." in spoken
    assert "Kept at: Room 4" in spoken
    stray = paper_code.written(paper_code.PageCode(12345, 1))
    for typed, title in (
        (stray, "This page was not printed from here"),
        (stray[:-1], "not a whole page code"),
    ):
        refused = run("paper", "--code", typed, "--mark", "returned")
        assert refused.status == 1
        assert title in refused.err


def test_a_filled_form_is_in_the_book_too(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "filled.pdf"
    assert run("print", "action_plan", KOWALCZYK, "-o", str(out)).status == 0
    (paper, *_) = said(run("paper", KOWALCZYK, "--json"))["paper"]
    assert (paper["form"], paper["filled"], paper["left"]) == ("action_plan", True, [])
    for words, code in zip(readback.page_words(out.read_bytes()), paper["codes"], strict=True):
        assert words.count(code) == 2


def test_history_tells_who_and_what_and_never_what_a_field_said(run: Run) -> None:
    run("show", KOWALCZYK)
    told = said(run("history", KOWALCZYK, "--limit", "500", "--json"))["lines"]
    looked = said(run("history", KOWALCZYK, "--what", "looked", "--json"))["lines"]

    assert {one["what"] for one in told} >= {"changed", "looked"}
    assert {one["what"] for one in looked} == {"looked"}
    fields = {field.split("/")[0] for one in told for field in one["fields"]}
    assert fields
    assert not fields & {"contact_warning", "address_confidential_from", "protected_addresses"}
    assert "Carol Ndlovu" in run("history", KOWALCZYK).out


def test_an_episode_gets_a_level_a_lead_and_a_child(run: Run) -> None:
    before = said(run("episode", KOWALCZYK, "--json"))
    child = before["children"][0]["name"]
    code = before["levels"][0]["code"] or "targeted"

    left = said(run("episode", KOWALCZYK, "--child-leaves", child, "--why", "Moved away", "--json"))
    lead = ("--lead", "Tom Achebe", "--role", "Youth worker", "--why", "Carol is on leave")
    after = said(run("episode", KOWALCZYK, *lead, "--child-joins", child, "--level", code, "--json"))

    assert [one["name"] for one in left["children"] if one["left_on"]].count(child) >= 1
    assert (after["leads"][0]["name"], after["leads"][0]["role"]) == ("Tom Achebe", "Youth worker")
    assert after["levels"][0]["reason"] == "Carol is on leave"
    assert any(one["name"] == child and not one["left_on"] for one in after["children"])
    assert "Tom Achebe" in run("episode", KOWALCZYK).out


def test_taking_an_agreement_back_acts_at_once(run: Run, tmp_path: Path) -> None:
    before = said(run("sharing", IONESCU, "--agency", "Anybody", "--json"))
    assert before["service"] == "yes"

    assert run("sharing", IONESCU, "--withdraw", "--by", "Mirela Ionescu").status == 0

    after = said(run("sharing", IONESCU, "--agency", "Anybody", "--json"))
    assert (after["service"], after["may_share"]["verdict"]) == ("withdrawn", "no")
    assert "no longer agrees" in run("sharing", IONESCU).out
    bundle = tmp_path / "out.json"
    assert run("export", "-o", bundle, "--reader", "agency", "--family", IONESCU).status == 1
    assert not bundle.exists()


def test_whoever_must_never_have_anything_is_not_named(run: Run) -> None:
    told = run("sharing", KOWALCZYK, "--json")

    assert '"never"' not in told.out


def test_a_form_is_signed_off_on_paper_and_sent_back_with_a_reason(run: Run) -> None:
    assessment = form_of(0, "eha_part_b")
    signed = said(run("signoff", assessment, "--name", "Helen Birch", "--held-at", "Alder Bank", "--json"))
    typed = said(run("signoff", form_of(2, "eha_part_b"), "--name", "Helen Birch", "--json"))
    back = said(run("signoff", assessment, "--send-back", "Say what Zofia thinks", "--json"))

    assert (signed["state"], signed["sign_off"]["is_confirmed"]) == ("signed_off", True)
    assert typed["sign_off"]["is_confirmed"] is False
    assert back["state"] == "sent_back"


def test_a_note_in_the_wrong_file_moves_and_leaves_no_word_of_it(run: Run) -> None:
    note = form_of(0, "note")

    assert run("move", note, "HB-2026-0097", "--why", "Written in the wrong file").status == 0

    right = said(run("show", "HB-2026-0097", "--json"))
    wrong = said(run("show", KOWALCZYK, "--json"))
    assert note in [one["id"] for one in right["notes"]]
    assert note not in [one["id"] for one in wrong["notes"]]


# What the documentation says of all of them

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")


def keys_in(value: Any) -> set[str]:
    """Every key of a result, but for answers: those are the form's."""
    if isinstance(value, list):
        return {key for one in value for key in keys_in(one)}
    if not isinstance(value, dict):
        return set()
    return {*value, *(key for name, one in value.items() if name != "answers" for key in keys_in(one))}


@pytest.mark.parametrize(
    "words",
    [
        ("families",),
        ("show", KOWALCZYK),
        ("show", IONESCU),
        ("agencies",),
        ("today",),
        ("visits",),
        ("find", "school"),
        ("plan", KOWALCZYK),
        ("plan", "HB-2026-0097"),
        ("chronology", KOWALCZYK),
        ("documents", KOWALCZYK),
        ("copies", KOWALCZYK),
        ("history", KOWALCZYK),
        ("paper", KOWALCZYK),
        ("episode", "HB-2026-0097"),
        ("people", "HB-2026-0412", "--alike"),
        ("sharing", "HB-2026-0097"),
        ("check",),
    ],
)
def test_every_key_of_a_result_is_documented(run: Run, words: tuple[str, ...]) -> None:
    told = keys_in(said(run(*words, "--json")))

    parts = [part for part in DOCUMENTED.split("\n\n") if f"`{words[0]} --json`" in part]
    assert parts, f"docs/commands.md says nothing of {words[0]} --json"
    unsaid = {key for key in told if f'"{key}"' not in parts[0]}
    if words[0] == "episode":  # "the last four as in `show`"
        unsaid = {key for key in unsaid if f'"{key}"' not in DOCUMENTED}
    assert unsaid == set()


def test_every_command_and_option_is_documented() -> None:
    for name, command in get_command(cli.app).commands.items():  # type: ignore[attr-defined]
        assert f"ehdesk {name}" in DOCUMENTED, name
        for one in (one for one in command.params if one.name != "help" and one.opts[0].startswith("-")):
            assert any(option in DOCUMENTED for option in one.opts), f"{name} {one.opts}"
