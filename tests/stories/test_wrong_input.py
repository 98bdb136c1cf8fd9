"""Wrong input has its words: it is kept as it was typed, named, and never the end of the program."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import cli, files
from ehdesk.models import acts, bundle_out, family, note, person, sheet
from tests.stories.laptop import PASSPHRASE, Laptop
from tests.stories.worker import Worker

UNBROKEN = "x" * 200
EMOJI = "👩‍👧 she laughed 😀"
ZOFIA = "Zofia Kowalczyk-Hughes"
SAMPLE = (files.resources() / "sample" / "families.json").read_text("utf-8")


def newest_note(read: acts.Reading) -> str:
    return str(sheet.sheet(read, note.todays_notes(read, 1)[0].record_id).answers["text"])


def pastes(worker: Worker, text: str) -> None:
    QtWidgets.QApplication.clipboard().setText(text)
    worker.press("Ctrl+V")


# Dates


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("31", "June", "2026"), "Date must be a real date"),
        (("3", "", ""), "Date must include a month and a year"),
        (("3", "Julember", "2026"), "Month must be a real month"),
        (("3", "7", "26"), "Year must have 4 numbers"),
        (("3", "7", "2099"), "Date must be today or in the past"),
    ],
)
def test_a_date_that_is_none_is_kept_and_named(worker: Worker, typed: tuple[str, ...], said: str) -> None:
    worker.unlocks()
    worker.begins("Part B")
    worker.press("F6")
    assert worker.focus() == "Day: Date it was complete"

    for part in typed:
        worker.enter(part)
        worker.press("Tab")
    worker.settle()
    worker.tab_to("Finish Part B")
    worker.press("Space")

    worker.looks_for("There is a problem")
    assert worker.sees(said)
    worker.locks()


# Numbers with a check digit


@pytest.mark.parametrize(
    ("part", "label", "good", "wrong"),
    [
        ("3", "NHS number", "999 000 1235", "999 000 1236"),
        ("6", "Unique pupil number", "Z000999921001", "Q000999921001"),
    ],
)
def test_a_number_whose_check_digit_is_wrong_is_kept_and_said(
    laptop: Laptop, worker: Worker, part: str, label: str, good: str, wrong: str
) -> None:
    worker.unlocks()
    worker.finds("kowal", "Kowalczyk-Hughes")
    worker.tab_to(f"Change: {ZOFIA}")
    worker.press("Space")
    worker.looks_for("Show: Needs, access and school")
    worker.settle()
    worker.tab_to("Show: Who they are", back=True)
    worker.press(part)
    worker.tab_to(label)
    before = worker.screen()

    worker.press("Ctrl+A")
    worker.enter(wrong)
    worker.press("Tab")
    worker.settle()
    told = [line for line in worker.screen() if line not in before and "does not fit" in line]
    assert told, "what is doubtful is said"

    worker.press("Shift+Tab")
    assert worker.value() == wrong, "it is kept as it was typed"
    worker.press("Ctrl+A")
    worker.enter(good)
    worker.press("Tab")
    worker.settle()
    assert not worker.sees(told[0])
    worker.locks()
    assert good.replace(" ", "") in laptop.read(numbers)


def numbers(read: acts.Reading) -> set[str]:
    (line,) = [one for one in family.caseload(read).lines if one.name == "Kowalczyk-Hughes"]
    cards = person.people(read, line.family_id)
    kept = (str(card.answers.get(key, "")) for card in cards for key in ("nhs_no", "upn"))
    return {one.replace(" ", "") for one in kept}


# Texts


def test_a_long_word_and_an_emoji_are_kept_to_the_letter(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    pastes(worker, f"{UNBROKEN} {EMOJI}")
    worker.saves()
    worker.locks()

    assert laptop.read(newest_note) == f"{UNBROKEN} {EMOJI}"


def test_what_nobody_can_see_does_not_come_in_with_a_paste(laptop: Laptop, worker: Worker) -> None:
    """NUL would end the text for some programs; an override would turn the reading round."""
    worker.unlocks()
    worker.press("Ctrl+N")
    pastes(worker, "She said\x00 yes\u202e and\u202d went.")
    worker.saves()
    worker.locks()

    assert laptop.read(newest_note) == "She said yes and went."


def test_a_megabyte_pasted_is_cut_between_two_words_and_says_so(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    pastes(worker, "damp wall " * 100_000)
    worker.wait("what did not fit is said", lambda: worker.sees("did not fit") or worker.sees("left out"))
    worker.saves()
    worker.locks()

    kept = laptop.read(newest_note)
    assert 190_000 < len(kept) <= 200_000
    assert set(kept.split()) == {"damp", "wall"}


# Files


def command(laptop: Laptop, *words: str) -> int:
    secret = laptop.folder.root.with_name("passphrase")
    secret.write_text(PASSPHRASE, encoding="utf-8")
    vault = ("--data", str(laptop.folder.root), "--passphrase-file", str(secret), "--no-keyring")
    return cli.main([*words, *vault])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("name",), 7),
        (("people",), "nobody"),
        (("people", 0, "answers", "given_names"), ["Zofia"]),
        (("people", 0, "answers", "dob"), True),
        (("people", 0, "answers", "dob"), "2026-06-31"),
        (("forms", 0, "answers"), None),
        (("forms", 0, "at"), 20260904),
        (("episodes", 0, "answers", "level"), {"three": 3}),
    ],
)
def test_a_bundle_with_a_wrong_type_is_refused_whole_by_its_place(
    laptop: Laptop,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    place: tuple[Any, ...],
    value: object,
) -> None:
    said = json.loads(SAMPLE)
    inside: Any = said["families"][0]
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(said), encoding="utf-8")
    before = laptop.read(bundle_out.logical)

    status = command(laptop, "import", str(wrong))

    told = capsys.readouterr().err
    assert status == 1
    assert "families[0]" in told
    assert str(place[-1]) in told
    assert "The bundle was refused" in told
    assert "Nothing has been changed" in told
    assert "Mend what is listed and import it again" in told
    assert "Traceback" not in told
    assert laptop.read(bundle_out.logical) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "there is nothing in it"),
        (b'{"bundle": 1', "line 1, column 13"),
        (b"\xff\xfe", "it is not UTF-8 text"),
        (SAMPLE.replace("Zofia", "Zo\\u0000fia", 1).encode(), "a NUL"),
        (b"[" * 4000 + b"]" * 4000, "nested too deep"),
    ],
)
def test_a_file_that_is_no_bundle_says_why(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_bytes(content)

    status = command(laptop, "import", str(wrong))

    told = capsys.readouterr().err
    assert status == 1
    assert said in told
    assert "Nothing has been changed" in told
    assert "Ask whoever made the file to make it again" in told
    assert "Traceback" not in told


def test_a_sign_in_a_bundle_that_turns_the_reading_round_is_told(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(SAMPLE)
    said["families"][0]["people"][0]["answers"]["known_as"] = "Zo\u202efia"
    wrong = tmp_path / "turned.json"
    wrong.write_text(json.dumps(said), encoding="utf-8")

    assert command(laptop, "import", str(wrong)) == 0

    told = capsys.readouterr().err
    assert "families[0].people[0].answers.known_as: An invisible sign" in told
    assert "Read it letter by letter" in told


# Answers by command


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"at": "2026-06-31T10:00"}, "at: Date must be a real date, like 3 July 2026"),
        ({"at": "3 July"}, "at: Enter a date and a time, like 3 July 2026 10:40"),
        ({"kind": "poem"}, "kind: Choose one of the answers: visit, call"),
        ({"text": ["damp"]}, "text: Enter text"),
        ({"children": "Zofia"}, "children: Enter each row under its own id"),
        ({"poem": "x"}, "poem: “Note” has no such question"),
    ],
)
def test_an_answer_that_does_not_fit_is_named_and_nothing_is_begun(
    laptop: Laptop,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    answers: dict[str, Any],
    said: str,
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    before = laptop.read(bundle_out.logical)

    status = command(laptop, "fill", "note", "HB-2026-0412", "--answers", str(path))

    told = capsys.readouterr().err
    assert status == 1
    assert said in told
    assert "Nothing has been changed" in told
    assert "shows the keys and codes" in told
    assert laptop.read(bundle_out.logical) == before


def test_what_nobody_can_see_does_not_come_in_by_command_either(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"text": f"a\x00b\u202ec {EMOJI} {UNBROKEN}"}), encoding="utf-8")

    assert command(laptop, "fill", "note", "HB-2026-0412", "--answers", str(path), "--json") == 0

    assert json.loads(capsys.readouterr().out)["answers"]["text"] == f"a\ufffdbc {EMOJI} {UNBROKEN}"


# Definitions

FAULTY = """
id = "visit"
version = "one"
register = "F99"
title = "Visit"
record = "visit"
colour = "red"

[[sections]]
id = "one"
title = "One"

[[sections.questions]]
key = "kind"
kind = "poem"
label = "Kind"
"""
TWICE = """
id = "visit"
version = 1
register = "F99"
title = "Visit"
record = "visit"

[[sections]]
id = "one"
title = "One"

[[sections.questions]]
key = "a"
kind = "text"
label = "A"

[[sections.questions]]
key = "a"
kind = "single_choice"
label = ""

[[sections.questions]]
key = "b"
kind = "text"
label = "B"
show_when = { question = "nothing", one_of = ["x"] }
"""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (FAULTY.encode(), ["version"]),
        (TWICE.encode(), ["used twice", "nothing"]),
        (b"id = no quotes\n", ["line 1"]),
        (b'id = "\xff"', ["UTF-8"]),
        (b"", ["id"]),
    ],
)
def test_a_faulty_definition_is_refused_with_each_fault_by_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: bytes, said: list[str]
) -> None:
    path = tmp_path / "visit.toml"
    path.write_bytes(written)

    status = cli.main(["forms", "--check", str(path)])

    told = capsys.readouterr().err
    assert status == 1
    assert "visit.toml" in told
    assert "Traceback" not in told
    assert [words for words in said if words not in told] == []
