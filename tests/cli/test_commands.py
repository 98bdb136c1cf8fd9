"""What each command does, says and ends with."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from ehdesk import files
from ehdesk.commands import begin, caseload, opening
from ehdesk.forms import loader
from ehdesk.models import bundle_out
from ehdesk.vault import keyslots
from tests.cli.conftest import PASSPHRASE, Run

KOWALCZYK = "HB-2026-0412"


def note(tmp_path: Path, **answers: object) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return path


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    heavy = "sqlalchemy sqlcipher3 cryptography reportlab PySide6 jsonschema alembic rich"
    program = (
        "import sys; from ehdesk import __main__; status = __main__.main(['--help']);"
        f"print(sorted(set(sys.modules) & set('{heavy}'.split())), status)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.splitlines()[-1] == "[] 0"
    for name in "new forms families show fill print import export backup restore check demo".split():
        assert f"\n  {name} " in said


def test_wrong_use_ends_with_two(command: Run) -> None:
    assert command("families", "--colour").status == 2
    assert command("nonsense").status == 2
    assert command("new", "--name", "A", "--agency", "B", "--families", "3").status == 2


def test_a_vault_for_real_families_is_not_made_without_the_numbers(
    command: Run, tmp_path: Path, passphrase_file: Path
) -> None:
    ran = command("new", "--name", "A B", "--agency", "C", "--data", tmp_path / "v",
                  "--passphrase-file", passphrase_file, "--no-keyring")  # fmt: skip

    assert ran.status == 1
    assert "numbers are missing" in ran.err
    assert "No vault was made." in ran.err
    assert not (tmp_path / "v").exists()


def test_a_weak_passphrase_makes_no_vault(command: Run, tmp_path: Path) -> None:
    weak = tmp_path / "weak"
    weak.write_text("password123456\n")

    ran = command("new", "--name", "A B", "--agency", "C", "--sample", "--data", tmp_path / "v",
                  "--passphrase-file", weak, "--no-keyring")  # fmt: skip

    assert ran.status == 1
    assert not files.DataFolder(tmp_path / "v").exists()


def test_the_recovery_code_is_shown_once_and_the_passphrase_never(
    tmp_path: Path, passphrase_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = opening.Chosen(tmp_path / "v", passphrase_file, keyring=False)
    wanted = begin.Wanted("Tom Achebe", "Bridge Street", "01632 960111", "01632 960222")

    begin.new(chosen, wanted, stretching=keyslots.Stretching.cheap())

    said = capsys.readouterr()
    assert said.out.count("Recovery code: ") == 1
    assert "passphrase alone" in said.err
    assert PASSPHRASE not in said.out + said.err


def test_the_recovery_code_can_go_to_a_file_that_only_its_worker_reads(
    tmp_path: Path, passphrase_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = opening.Chosen(tmp_path / "v", passphrase_file, keyring=False)
    wanted = begin.Wanted("Tom Achebe", "Bridge Street", "01632 960111", "01632 960222")

    begin.new(chosen, wanted, recovery_file=tmp_path / "code", stretching=keyslots.Stretching.cheap())

    code = (tmp_path / "code").read_text().strip()
    assert len(code) > 20
    assert code not in capsys.readouterr().out
    assert (tmp_path / "code").stat().st_mode & 0o077 == 0


def test_a_wrong_passphrase_is_refused_in_three_sentences(command: Run, data: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not the right words at all\n")

    ran = command("families", "--data", data, "--passphrase-file", wrong, "--no-keyring")

    assert ran.status == 1
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) >= 3
    assert "Traceback" not in ran.err


def test_without_a_terminal_the_passphrase_is_asked_of_nobody(
    command: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    ran = command("families", "--data", data, "--no-keyring")

    assert ran.status == 1
    assert "--passphrase-file" in ran.err


def test_a_folder_without_a_vault_is_said(command: Run, tmp_path: Path, passphrase_file: Path) -> None:
    ran = command("families", "--data", tmp_path / "none", "--passphrase-file", passphrase_file)

    assert ran.status == 1
    assert not (tmp_path / "none").exists()


def test_families_stand_in_a_table_and_are_found_however_they_are_typed(run: Run) -> None:
    assert "Kowalczyk-Hughes" in run("families").out
    assert "HB-2026-0412" in run("families", "lukasz").out
    assert "HB-2026-0097" in run("families", "المصري").out
    assert "HB-2026-0412" not in run("families", "taranu").out


def test_families_as_json_keep_their_shape(run: Run) -> None:
    told = run("families", "kowal", "--json").json()

    assert set(told) == {"families", "total"}
    assert set(told["families"][0]) == {
        "id", "reference", "name", "initials", "status", "people", "children",
        "last_seen", "last_note_at", "drafts",
    }  # fmt: skip


def test_a_family_file_is_shown_without_anything_restricted(run: Run, data: Path) -> None:
    text, told = run("show", KOWALCZYK), run("show", "hb-2026-0412", "--json").json()

    warnings = [one for one in _restricted_texts() if one in text.out + json.dumps(told, ensure_ascii=False)]
    assert warnings == []
    assert "Zofia" in text.out
    assert "more is restricted" in text.out
    assert {
        *("id", "reference", "name", "status", "people", "household", "episodes", "notes", "forms")
    } == set(told)


def test_a_family_file_tells_who_lives_there_who_leads_and_at_which_level(run: Run) -> None:
    text, told = run("show", KOWALCZYK).out, run("show", KOWALCZYK, "--json").json()

    names = {one["id"]: one["known_as"] for one in told["people"]}
    home = told["household"]
    assert [names[one["id"]] for one in home["members"]][:2] == ["Zofia", "Łukasz"]
    assert [(names[one["id"]], one["to"]) for one in home["before"]] == [("Gareth", "2024-09")]
    (help_,) = told["episodes"]
    assert [line["order"] for line in help_["levels"]] == [3, 2]
    assert [(line["name"], line["manager"]) for line in help_["leads"]] == [
        ("Carol Ndlovu", "Helen Birch, deputy head")
    ]
    assert {child["name"] for child in help_["children"]} > {"Zofia Kowalczyk-Hughes"}
    assert len(help_["team"]) == 5
    gareth = next(one for one in told["people"] if one["known_as"] == "Gareth")
    ties = [(tie["name"], tie["is"]) for tie in gareth["ties"]]
    assert ("Zofia Kowalczyk-Hughes", "father") in ties
    for words in ("Gareth Hughes until 2024-09 Moved to Bangor", "Level 3, Partnership Plus", "Lead: Carol"):
        assert words in text


def test_the_directory_is_listed_and_searched(run: Run) -> None:
    told = run("agencies", "school nursing", "--json").json()["agencies"]

    assert [(one["name"], one["report_group"]) for one in told] == [
        ("Harlow Beck NHS School Nursing", "health")
    ]
    assert "Bridge Street" in run("agencies").out


def _restricted_texts() -> list[str]:
    said = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))
    people = [person for family in said["families"] for person in family["people"]]
    apart = [person.get("restricted", {}) for person in people]
    found = [one["contact_warning"] for one in apart if "contact_warning" in one]
    assert found, "the invented families hold something restricted"
    return found


def test_what_nobody_foresaw_is_told_by_kind_and_place_without_what_was_typed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_asked: object, **_more: object) -> None:
        raise ValueError("Zofia counts heron-47")

    monkeypatch.setattr(caseload, "families", stumble)
    done = run("families")
    assert done.status == 3
    assert "What was saved is still saved." in done.err
    assert "ValueError at test_commands.py:" in done.err
    assert "heron" not in done.err + done.out
    assert "Traceback" not in done.err


def test_an_unknown_reference_is_refused(run: Run) -> None:
    ran = run("show", "XX-1999")

    assert ran.status == 1
    assert "No families answer" in ran.err


def test_a_note_is_filled_continued_and_finished_from_files(run: Run, tmp_path: Path) -> None:
    begun = run(
        "fill", "note", KOWALCZYK, "--answers", note(tmp_path, text="Rang the school."), "--json"
    ).json()
    more = note(tmp_path, at="20 November 2026 10:00", kind="call")

    done = run(
        "fill", "note", KOWALCZYK, "--answers", more, "--record", begun["id"], "--finish", "--json"
    ).json()

    assert begun["status"] == "draft"
    assert done == {
        "id": begun["id"],
        "form": "note",
        "status": "finished",
        "answers": {"text": "Rang the school.", "at": "2026-11-20T10:00", "kind": "call"},
    }


def test_a_form_is_begun_in_the_open_episode_and_a_finished_one_is_amended(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps({"date": "2026-09-30"}), encoding="utf-8")
    begun = run("fill", "review", KOWALCZYK, "--answers", path, "--json").json()
    run("export", "--reader", "practitioner", "-o", tmp_path / "all.json", "--family", KOWALCZYK)
    (said,) = json.loads((tmp_path / "all.json").read_bytes())["families"]
    review = next(one for one in said["forms"] if one["id"] == begun["id"])
    assert review["episode"] == said["episodes"][0]["id"]
    shown = run("show", KOWALCZYK, "--json").json()
    plan = next(
        one["id"] for one in shown["forms"] if one["form"] == "action_plan" and one["status"] != "draft"
    )
    path.write_text(json.dumps({"contingency": "Ring the duty desk."}), encoding="utf-8")

    refused = run("fill", "action_plan", KOWALCZYK, "--answers", path, "--record", plan)
    done = run(
        "fill",
        "action_plan",
        KOWALCZYK,
        "--answers",
        path,
        "--record",
        plan,
        "--amend",
        "The family asked for it",
        "--finish",
        "--json",
    ).json()

    assert refused.status == 1
    assert (done["status"], done["answers"]["contingency"]) == ("amended", "Ring the duty desk.")
    assert run("fill", "action_plan", KOWALCZYK, "--answers", path, "--amend", "Why").status == 2


def test_answers_that_do_not_fit_are_all_named_and_nothing_is_begun(run: Run, tmp_path: Path) -> None:
    before = run("show", KOWALCZYK, "--json").json()["notes"]

    ran = run("fill", "note", KOWALCZYK, "--answers", note(tmp_path, at="soon", kind="party", mood="glad"))

    assert ran.status == 1
    assert all(f"  {key}: " in ran.err for key in ("at", "kind", "mood"))
    assert run("show", KOWALCZYK, "--json").json()["notes"] == before


def test_finishing_with_gaps_keeps_the_draft_and_lists_them(run: Run, tmp_path: Path) -> None:
    ran = run("fill", "note", KOWALCZYK, "--answers", note(tmp_path, kind="call"), "--finish")

    assert ran.status == 1
    assert "  text: Enter what happened" in ran.err


def test_importing_the_same_bundle_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "families.json"
    run("export", "--reader", "practitioner", "-o", out)

    ran = run("import", out, "--json").json()

    assert set(ran["new"].values()) == {0}
    assert ran["differences"] == []
    assert ran["already_here"] > 50


def test_a_bad_bundle_is_refused_whole_with_every_fault(run: Run, tmp_path: Path) -> None:
    said = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))
    said["families"][0]["id"] = "00000000-0000-7000-8000-000000000001"
    said["families"][0]["people"][0]["answers"]["sex"] = "X"
    said["families"][1]["forms"][0]["form_version"] = "one"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(said), encoding="utf-8")
    before = run("families", "--json").out

    ran = run("import", bad)

    assert ran.status == 1
    assert "families[0].people[0].answers.sex" in ran.err
    assert "families[1].forms[0].form_version" in ran.err
    assert run("families", "--json").out == before


def test_an_export_for_a_family_holds_nothing_restricted_and_no_drafts(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "for-family.json"

    assert run("export", "-o", out, "--reader", "family", "--family", KOWALCZYK).status == 0

    text = out.read_text("utf-8")
    assert not any(one in text for one in _restricted_texts())
    forms = json.loads(text)["families"][0]["forms"]
    copied = {
        "note",
        "eha_part_a",
        "eha_part_b",
        "taf_meeting",
        "action_plan",
        "review",
        "chronology",
    }
    assert {form["form"] for form in forms} == copied, (
        "not the agreement: it is one parent's, and they live apart"
    )
    assert {form["status"] for form in forms} == {"finished"}
    assert out.stat().st_mode & 0o077 == 0


def test_an_export_never_writes_over_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "there.json").write_text("mine")

    assert run("export", "-o", tmp_path / "there.json", "--reader", "practitioner").status == 1
    assert (tmp_path / "there.json").read_text() == "mine"


def test_what_is_exported_and_imported_elsewhere_says_the_same(
    run: Run, command: Run, data: Path, passphrase_file: Path, tmp_path: Path
) -> None:
    out, elsewhere = tmp_path / "all.json", tmp_path / "elsewhere"
    run("export", "-o", out, "--reader", "practitioner")
    chosen = opening.Chosen(elsewhere, passphrase_file, keyring=False)
    wanted = begin.Wanted("Tom Achebe", "Bridge Street", "01632 960111", "01632 960222")
    begin.new(chosen, wanted, stretching=keyslots.Stretching.cheap())

    there = ("--data", elsewhere, "--passphrase-file", passphrase_file, "--no-keyring")
    assert command("import", out, *there).status == 0

    assert _logical(elsewhere, passphrase_file) == _logical(data, passphrase_file)


def _logical(folder: Path, passphrase_file: Path) -> str:
    with opening.opened(opening.Chosen(folder, passphrase_file, keyring=False)) as desk:
        return desk.store.ask(bundle_out.logical)


def test_a_backup_is_taken_listed_and_gone_back_to(run: Run, tmp_path: Path) -> None:
    assert "opened, compared and kept" in run("backup").out
    name = run("restore", "--json").json()["backups"][0]["name"]
    run("fill", "note", KOWALCZYK, "--answers", note(tmp_path, text="After the backup."))

    ran = run("restore", name)

    assert ran.status == 0
    assert "After the backup." in run("show", KOWALCZYK).out, "the journal brings back what came later"


def test_restoring_a_backup_that_is_not_there_is_refused(run: Run) -> None:
    assert run("restore", "rolling-20200101T000000Z-00000001.ehb").status == 1


def test_check_says_that_a_sound_vault_is_sound(run: Run, tmp_path: Path) -> None:
    run(
        "fill",
        "note",
        KOWALCZYK,
        "--answers",
        note(tmp_path, text="Rang.", at="2026-11-20T10:00"),
        "--finish",
    )
    run("backup")

    told = run("check", "--json").json()

    assert told["sound"] is True
    assert {one["part"].split()[0] for one in told["findings"]} == {
        "header", "database", "history", "trail", "search",
        "documents", "journal", "backup",
    }  # fmt: skip


def test_check_finds_a_damaged_header_copy_and_a_damaged_backup(run: Run, data: Path) -> None:
    run("backup")
    folder = files.DataFolder(data)
    folder.header_copy.write_bytes(b"\0" * 40)
    bad = next(folder.backups.glob("*.ehb"))
    content = bytearray(bad.read_bytes())
    content[len(content) // 2] ^= 1
    bad.write_bytes(content)

    ran = run("check")

    assert ran.status == 1
    assert "WRONG  header" in ran.out
    assert f"WRONG  backup {bad.name}" in ran.out


def test_forms_are_listed_shown_and_checked(command: Run, tmp_path: Path) -> None:
    listed = command("forms", "--json").json()["forms"]
    shown = command("forms", "feedback_parent", "--json").json()

    assert [form["id"] for form in listed] == list(loader.load_all())
    assert set(shown["variants"]) == {"end_of_assessment", "taf", "closure"}
    assert {form["stage"] for form in listed} >= {"Start", "Assessment", "Feedback", "Quality", "At any time"}
    assert "universal_plus: Universal Plus" in command("forms", "eha_part_b").out
    assert "seen_alone: Seen alone" in command("forms", "note").out
    assert "Sound." in command("forms", "--check", files.resources() / "forms" / "note.toml").out


def test_a_definition_that_points_at_what_another_form_has_not_is_refused(
    command: Run, tmp_path: Path
) -> None:
    bad = tmp_path / "eha_part_b.toml"
    good = (files.resources() / "forms" / "eha_part_b.toml").read_text("utf-8")
    bad.write_text(good.replace("eha_part_a.reason_text", "eha_part_a.reasons"), encoding="utf-8")

    ran = command("forms", "--check", bad)

    assert ran.status == 1
    assert "question “why_now”: eha_part_a has no “reasons”" in ran.err


def test_a_faulty_definition_is_refused_with_file_question_and_cure(command: Run, tmp_path: Path) -> None:
    bad = tmp_path / "note.toml"
    good = (files.resources() / "forms" / "note.toml").read_text("utf-8")
    bad.write_text(good.replace('kind = "time"', 'kind = "tyme"'), encoding="utf-8")

    ran = command("forms", "--check", bad)

    assert ran.status == 1
    assert "note.toml" in ran.err
    assert "at" in ran.err


def _without_when(bundle: dict[str, Any]) -> dict[str, Any]:
    """A bundle without the moments at which its families, people and episodes were written down."""
    for one in bundle["families"]:
        for kept in (one, *one["people"], *one["episodes"]):
            kept.pop("at", None)
    return bundle


def test_a_vault_of_generated_families_is_the_same_for_the_same_seed(
    tmp_path: Path, passphrase_file: Path
) -> None:
    said = []
    for name in ("one", "two"):
        chosen = opening.Chosen(tmp_path / name, passphrase_file, keyring=False)
        wanted = begin.Wanted("A B", "C", "", "", sample=True, families=8, seed=3)
        begin.new(chosen, wanted, stretching=keyslots.Stretching.cheap())
        with opening.opened(opening.Chosen(tmp_path / name, passphrase_file, keyring=False)) as desk:
            taken = desk.store.ask(bundle_out.take_out).decode().replace(desk.store.me, "the worker")
        said.append({**_without_when(json.loads(taken)), "made_at": ""})

    assert said[0] == said[1]


def _text(pdf: Path) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_an_empty_form_prints_without_a_passphrase(command: Run, tmp_path: Path) -> None:
    out = tmp_path / "blank.pdf"

    ran = command("print", "feedback_parent", "-o", out, "--stage", "taf", "--data", tmp_path / "no vault")

    assert ran.status == 0
    assert "People listened" in _text(out)
    assert "I chose to take part" not in _text(out), "the short card asks less"


def test_a_stage_that_the_form_lacks_is_named_with_those_it_has(command: Run, tmp_path: Path) -> None:
    ran = command("print", "feedback_parent", "-o", tmp_path / "x.pdf", "--stage", "spring")

    assert ran.status == 1
    assert "end_of_assessment, taf, closure" in ran.err


def test_a_form_that_is_never_printed_empty_is_refused_with_words(command: Run, tmp_path: Path) -> None:
    ran = command("print", "oversight", "-o", tmp_path / "x.pdf")

    assert ran.status == 1
    assert "This form is not printed empty" in ran.err
    assert not (tmp_path / "x.pdf").exists()


def test_a_filled_form_prints_and_a_practice_vault_says_so(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "filled.pdf"

    assert run("print", "feedback_parent", KOWALCZYK, "-o", out, "--stage", "taf").status == 0

    assert KOWALCZYK in _text(out)
    assert "TRAINING" in _text(out)
    assert out.stat().st_mode & 0o077 == 0


def test_what_is_no_copy_for_families_is_not_printed_for_one(run: Run, tmp_path: Path) -> None:
    ran = run("print", "self_assessment", KOWALCZYK, "-o", tmp_path / "x.pdf", "--reader", "family")

    assert ran.status == 1
    assert not (tmp_path / "x.pdf").exists()


def test_a_record_that_is_another_form_is_called_by_its_own_name(run: Run, tmp_path: Path) -> None:
    shown = json.loads(run("show", KOWALCZYK, "--json").out)
    feedback = next(line for line in shown["forms"] if line["form"] == "feedback_parent")

    ran = run("print", "note", "--record", feedback["id"], "-o", tmp_path / "x.pdf")

    assert ran.status == 1
    assert "another form: feedback_parent" in ran.err
    assert not (tmp_path / "x.pdf").exists()


def test_a_form_that_the_family_does_not_have_is_said(run: Run, tmp_path: Path) -> None:
    ran = run("print", "self_assessment", KOWALCZYK, "-o", tmp_path / "x.pdf", "--stage", "closure")

    assert ran.status == 1
    assert "no such form to print" in ran.err


def test_the_numbers_of_the_vault_stand_on_a_familys_page(
    command: Run, tmp_path: Path, passphrase_file: Path
) -> None:
    chosen = opening.Chosen(tmp_path / "v", passphrase_file, keyring=False)
    wanted = begin.Wanted("Tom Achebe", "Bridge Street", "01632 960111", "01632 960222")
    begin.new(chosen, wanted, stretching=keyslots.Stretching.cheap())

    command("print", "feedback_parent", "-o", tmp_path / "blank.pdf", "--data", tmp_path / "v")

    text = _text(tmp_path / "blank.pdf")
    assert "01632 960111" in text
    assert "01632 960222" in text
    assert "TRAINING" not in text
