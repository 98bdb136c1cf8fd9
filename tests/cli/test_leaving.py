"""By command: a locked copy to send, what waits in the tray, and copies that were read out or signed for."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ehdesk.commands import opening
from ehdesk.models import copies, form, paper_run, person, tray
from ehdesk.paper import sealed
from tests import casework
from tests.cli.conftest import Run
from tests.paper import readback

KOWALCZYK = "HB-2026-0412"
MOTHER = casework.person_of(casework.KOWALCZYK, 1)
BLANK = tray.Piece("blank", "Agreement, to fill in", "agreement", person=MOTHER, to="Agnieszka Kowalczyk")


@pytest.fixture
def chosen(data: Path, passphrase_file: Path) -> opening.Chosen:
    return opening.Chosen(data, passphrase_file, keyring=False)


def safe_to(chosen: opening.Chosen, *ways: str) -> None:
    with opening.opened(chosen) as desk:
        desk.store.do(person.change_person, MOTHER, "safe_to", list(ways))


def put(chosen: opening.Chosen, *pieces: tray.Piece) -> str:
    with opening.opened(chosen) as desk:
        made = desk.store.do(tray.put, casework.KOWALCZYK, pieces, title="Papers for a visit").result
    return str(made)


def given(chosen: opening.Chosen) -> list[copies.Copy]:
    with opening.opened(chosen) as desk:
        return [line.copy for line in desk.store.ask(copies.copies, casework.KOWALCZYK)]


def runs(chosen: opening.Chosen) -> tuple[paper_run.Run, ...]:
    with opening.opened(chosen) as desk:
        return desk.store.ask(paper_run.of_family, casework.KOWALCZYK)


def waiting(run: Run) -> list[dict[str, Any]]:
    return list(run("tray", "--json").json()["waiting"])


# A copy to send


def test_a_copy_to_send_is_locked_named_by_nothing_logged_and_its_password_said_once(
    run: Run, chosen: opening.Chosen, tmp_path: Path
) -> None:
    safe_to(chosen, "email")
    before = len(given(chosen))
    out = tmp_path / "out"
    out.mkdir()
    ran = run("print", "action_plan", KOWALCZYK, "--for", "Agnieszka Kowalczyk", "--to-send", out)
    assert ran.status == 0
    (file,) = out.iterdir()
    assert file.name.startswith("document-")
    words = next(line.strip() for line in ran.out.splitlines() if line.startswith("  "))
    assert ran.out.count(words) == 1
    assert words not in ran.err
    assert "never in the same email" in ran.err
    assert all(word in sealed.spoken_words() for word in words.split())
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(file)
    with pikepdf.open(file, password=words) as pdf:
        assert pdf.encryption.bits == 256
    newest, *_ = given(chosen)
    assert len(given(chosen)) == before + 1
    assert (newest.to, newest.method, newest.reader_id) == ("Agnieszka Kowalczyk", "emailed", MOTHER)
    assert runs(chosen)[0].printed.form == "action_plan"


def test_its_password_in_the_json_opens_the_file(run: Run, chosen: opening.Chosen, tmp_path: Path) -> None:
    safe_to(chosen, "email")
    to = tmp_path / "document-1.pdf"
    how = ("--for", "Agnieszka Kowalczyk", "--to-send", to, "--json")
    told = run("print", "why_involved", KOWALCZYK, *how).json()
    assert told["file"] == str(to)
    pikepdf.open(to, password=told["password"]).close()
    assert given(chosen)[0].to == "Agnieszka Kowalczyk"


@pytest.mark.parametrize("form", [("action_plan",), ("why_involved",), ("agreement", "--empty")])
def test_whoever_may_not_safely_be_emailed_is_not(
    run: Run, chosen: opening.Chosen, tmp_path: Path, form: tuple[str, ...]
) -> None:
    safe_to(chosen, "call")
    before, printed = given(chosen), runs(chosen)
    asked, *more = form
    to = tmp_path / "document-1.pdf"
    ran = run("print", asked, KOWALCZYK, *more, "--for", "Agnieszka Kowalczyk", "--to-send", to)
    assert ran.status == 1
    assert "It is not marked as safe to send Agnieszka an email (415)" in ran.err
    assert "What is marked as safe: " in ran.err
    assert ran.out == ""
    assert not to.exists()
    assert (given(chosen), runs(chosen)) == (before, printed)


def test_for_the_family_somebody_of_it_is_to_be_named(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "document-1.pdf"
    ran = run("print", "action_plan", KOWALCZYK, "--reader", "family", "--to-send", to)
    assert ran.status == 1
    assert "Say who of the family the copy is sent to (419)" in ran.err
    assert not to.exists()


@pytest.mark.parametrize("name", ["Kowalczyk plan.pdf", "plan_ZOFIA.pdf", "hb-2026-0412.pdf", "lukasz.pdf"])
def test_a_file_name_that_tells_whose_it_is_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("print", "action_plan", KOWALCZYK, "--to-send", tmp_path / name)
    assert ran.status == 1
    assert "The file's name tells whose it is (421)" in ran.err
    assert not (tmp_path / name).exists()


def test_a_locked_copy_is_never_written_over_a_file_or_into_nowhere(run: Run, tmp_path: Path) -> None:
    here = tmp_path / "document-1.pdf"
    here.write_bytes(b"somebody else's")
    ran = run("print", "action_plan", KOWALCZYK, "--to-send", here)
    assert (ran.status, here.read_bytes()) == (1, b"somebody else's")
    assert "is there already" in ran.err
    ran = run("print", "action_plan", KOWALCZYK, "--to-send", tmp_path / "nowhere" / "document-1.pdf")
    assert ran.status == 1
    assert "could not be written" in ran.err


def test_neither_or_both_ways_out_are_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("print", "action_plan", KOWALCZYK).status == 2
    both = run("print", "action_plan", KOWALCZYK, "-o", tmp_path / "a.pdf", "--to-send", tmp_path / "b.pdf")
    assert both.status == 2
    assert run("print", "agreement", "--to-send", tmp_path / "b.pdf").status == 2


# The tray


def test_the_tray_lists_what_waits(run: Run, chosen: opening.Chosen) -> None:
    assert run("tray").out == "Nothing waits for a printer.\n"
    item = put(chosen, BLANK)
    (line,) = waiting(run)
    assert (line["id"], line["reference"], line["title"]) == (item, KOWALCZYK, "Papers for a visit")
    assert line["papers"] == [
        {
            "kind": "blank",
            "title": "Agreement, to fill in",
            "form": "agreement",
            "of_record": None,
            "variant": None,
            "reader_id": MOTHER,
            "to": "Agnieszka Kowalczyk",
            "language": "en",
            "beside": "",
            "size": "standard",
            "tint": False,
        }
    ]
    told = run("tray").out
    assert item in told
    assert "Agreement, to fill in for Agnieszka Kowalczyk" in told


def test_what_waits_is_made_into_a_file_noted_and_waits_no_longer(
    run: Run, chosen: opening.Chosen, tmp_path: Path
) -> None:
    item = put(chosen, BLANK, tray.Piece("contacts", "How to reach them"))
    before = len(runs(chosen))
    out = tmp_path / "papers.pdf"
    ran = run("tray", item, "-o", out)
    assert ran.status == 0
    assert "is not encrypted" in ran.err
    newest, *_ = runs(chosen)
    assert len(runs(chosen)) == before + 1
    assert readback.page_words(out.read_bytes())[1].count(newest.code(1)) == 2
    assert given(chosen)[0].what == "How to reach them"
    assert waiting(run) == []
    again = run("tray", item, "-o", tmp_path / "again.pdf")
    assert again.status == 1
    assert "not on this laptop" in again.err


def test_what_cannot_be_written_still_waits(run: Run, chosen: opening.Chosen, tmp_path: Path) -> None:
    item = put(chosen, BLANK)
    before = runs(chosen)
    ran = run("tray", item, "-o", tmp_path / "nowhere" / "papers.pdf")
    assert ran.status == 1
    assert "could not be written" in ran.err
    assert runs(chosen) == before
    assert [one["id"] for one in waiting(run)] == [item]


def test_from_the_tray_a_locked_copy_goes_to_one_reader_who_may_be_emailed(
    run: Run, chosen: opening.Chosen, tmp_path: Path
) -> None:
    safe_to(chosen, "call")
    several = put(chosen, BLANK, tray.Piece("contacts", "How to reach them"))
    ran = run("tray", several, "--to-send", tmp_path)
    assert ran.status == 1
    assert "These papers are for more than one reader (420)" in ran.err
    one = put(chosen, BLANK)
    ran = run("tray", one, "--to-send", tmp_path)
    assert ran.status == 1
    assert "It is not marked as safe" in ran.err
    safe_to(chosen, "email")
    told = run("tray", one, "--to-send", tmp_path, "--json").json()
    pikepdf.open(told["file"], password=told["password"]).close()
    assert given(chosen)[0].method == "emailed"
    assert [line["id"] for line in waiting(run)] == [several]


def test_what_is_taken_out_waits_no_longer_and_nothing_is_made(run: Run, chosen: opening.Chosen) -> None:
    item = put(chosen, BLANK)
    before = runs(chosen)
    assert run("tray", item, "--take-out", "--json").json() == {"id": item, "state": "taken_out"}
    assert waiting(run) == []
    assert runs(chosen) == before
    assert run("tray", item, "--take-out").status == 1


def test_words_to_look_at_are_listed_before_anything_goes(
    run: Run, chosen: opening.Chosen, tmp_path: Path
) -> None:
    gareth = casework.person_of(casework.KOWALCZYK, 2)
    home = {"h": {"rank": "a", "type": "home", "line_1": "12 Quillfeather Street", "postcode": "ZZ7 3QX"}}
    with opening.opened(chosen) as desk:
        for child in (1, 3):
            one = casework.person_of(casework.KOWALCZYK, child)
            desk.store.do(person.change_person, one, "protected_addresses", home)
            desk.store.do(person.change_person, one, "address_confidential_from", [gareth])
        who = desk.store.ask(person.get, gareth).full_name
        said = {"history": "They live in Quillfeather St with an aunt."}
        record = desk.store.do(form.start, "eha_part_b", family_id=casework.KOWALCZYK, answers=said).result
    item = put(chosen, tray.Piece("filled", "Part B", "eha_part_b", str(record), person=gareth, to=who))
    out = tmp_path / "papers.pdf"
    ran = run("tray", item, "-o", out)
    assert ran.status == 1
    assert "before this goes out (413)" in ran.err
    assert "history: where somebody lives" in ran.err
    assert not out.exists()
    assert run("tray", item, "-o", out, "--leave-out", "history").status == 0
    assert b"Quillfeather" not in readback.everything(out.read_bytes())
    assert (given(chosen)[0].to, given(chosen)[0].looked) == (who, "yes")


@pytest.mark.parametrize(
    "words",
    [
        ("tray", "an-id"),
        ("tray", "-o", "papers.pdf"),
        ("tray", "an-id", "-o", "papers.pdf", "--take-out"),
        ("tray", "an-id", "--take-out", "--checked"),
    ],
)
def test_wrong_use_of_the_tray_is_told(command: Run, words: tuple[str, ...]) -> None:
    ran = command(*words)
    assert ran.status == 2
    assert "Usage: ehdesk" in ran.err


# Read out, or signed for on the screen


def test_a_paper_that_was_read_out_before_a_witness_is_a_copy_given(run: Run, chosen: opening.Chosen) -> None:
    owed, *_ = run("copies", KOWALCZYK, "--json").json()["owed"]
    to = ("--to", "Agnieszka Kowalczyk", "--record", owed["id"], "--how", "read_out")
    ran = run("copies", KOWALCZYK, *to)
    assert ran.status == 1
    assert "Say who was there as a witness (422)" in ran.err
    assert run("copies", KOWALCZYK, *to, "--witness", "Dr Amara Osei").status == 0
    assert (given(chosen)[0].method, given(chosen)[0].witness) == ("read_out", "Dr Amara Osei")
    left = [one["id"] for one in run("copies", KOWALCZYK, "--json").json()["owed"]]
    assert owed["id"] not in left


def test_a_copy_by_hand_is_of_a_form_of_this_family(run: Run, chosen: opening.Chosen) -> None:
    before = given(chosen)
    ran = run("copies", KOWALCZYK, "--to", "Agnieszka", "--record", "01980000-0000-7000-8000-00000000ffff")
    assert ran.status == 1
    assert run("copies", KOWALCZYK, "--to", "Agnieszka", "--what", "Plan", "--witness", "Jo").status == 2
    assert given(chosen) == before
