"""A day's work by keyboard alone, with one mistake of each kind, and nothing lost by any of them."""

from pathlib import Path

import pikepdf
import pytest

from ehdesk import cli
from ehdesk.models import acts, family, note, sheet
from tests.paper import readback
from tests.stories.laptop import PASSPHRASE, Laptop
from tests.stories.worker import Worker

NOTE = "Maryam wore both aids all morning and told me about the fish."
LATE = "The nursery rang about Thursday."
BEST = "Carol rang when she said she would."


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of a screen in memory: a popup
def test_a_days_work_by_keyboard_alone_with_a_mistake_of_each_kind(
    laptop: Laptop, worker: Worker, private_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mistypes_the_passphrase(worker)
    finds_families_in_any_script(worker)
    writes_a_note_and_enters_a_date_that_does_not_exist(worker)
    forgets_the_family_and_files_the_note_later(worker)
    types_into_the_wrong_box_and_takes_it_back(worker)
    finishes_a_checklist_with_something_missing(worker)
    changes_a_finished_form_only_with_a_reason(worker)
    prints_it_filled_and_blank(worker, private_home)
    is_refused_a_command_while_the_desk_is_open(laptop, worker, capsys)
    worker.locks()

    kept = laptop.read(what_the_day_left)
    assert kept == {
        ("note", "finished", NOTE),
        ("note", "draft", LATE),
        ("feedback_parent", "draft", BEST),
        ("self_assessment", "amended", "2"),
    }


def mistypes_the_passphrase(worker: Worker) -> None:
    worker.opens_the_lid()
    worker.write("otter tram violin marmelade")
    worker.press("Return")
    worker.looks_for("You can try again now.")
    worker.unlocks(PASSPHRASE)
    assert worker.sees("Thursday 1 October")
    assert worker.sees("forms to continue")


def finds_families_in_any_script(worker: Worker) -> None:
    worker.press("Ctrl+2")
    worker.enter("Lukasz")
    worker.wait("one family is found", lambda: worker.sees("1 family found"))
    assert worker.sees("Kowalczyk-Hughes"), "found without the stroke through the Ł"
    worker.press("Ctrl+A")
    worker.enter("Smithson")
    worker.looks_for("No family here is called “Smithson”.")
    worker.press("Ctrl+A")
    worker.enter("المصري")
    worker.press("Return")
    worker.looks_for_title("Al-Masri–Qureshi")


def writes_a_note_and_enters_a_date_that_does_not_exist(worker: Worker) -> None:
    worker.settle()
    worker.press("Ctrl+N")
    worker.write(NOTE)
    worker.press("Shift+Tab")
    assert worker.focus() == "Today 10:40"
    worker.press("Space")
    worker.wait("the day is asked", lambda: worker.focus().startswith("Day"))
    for entered in ("31", "February", "2026"):
        worker.press("Ctrl+A")
        worker.enter(entered)
        worker.press("Tab")
    worker.press("Ctrl+Return")
    worker.looks_for("There is a problem")
    worker.wait("the summary has the focus", lambda: worker.focus().startswith("There is a problem"))
    worker.press("Tab")
    assert worker.focus().startswith("Date must be a real date"), worker.focus()
    worker.press("Space")
    worker.wait("the day has the focus", lambda: worker.focus().startswith("Day"))
    assert worker.value() == "31", "what was typed stays to be put right"
    worker.press("Ctrl+A")
    worker.enter("30")
    worker.press("Tab", "Ctrl+A")
    worker.enter("September")
    worker.press("Ctrl+Return")
    worker.looks_for("Visit · 26 August")
    worker.looks_for("Maryam wore both aids all morning")


def forgets_the_family_and_files_the_note_later(worker: Worker) -> None:
    worker.press("Ctrl+1")
    worker.settle()
    worker.press("Ctrl+N")
    worker.write(LATE)
    worker.press("Ctrl+1")
    worker.looks_for("1 note without a family")
    worker.tab_to("Notes without a family")
    worker.press("Return")
    worker.wait("the note is open", lambda: worker.value() == LATE)
    worker.press("Shift+Tab", "Shift+Tab", "Space")
    worker.looks_for_title("Which family is this about?")
    worker.enter("mas")
    worker.press("Return")
    worker.looks_for_title("Note · Al-Masri–Qureshi")
    worker.settle()
    worker.press("Ctrl+1")
    worker.settle()
    worker.wait("nothing waits for a family", lambda: not worker.sees("without a family"))


def types_into_the_wrong_box_and_takes_it_back(worker: Worker) -> None:
    worker.begins("parent or carer feedback")
    worker.wait("the stage is asked", lambda: worker.focus().startswith("At the end of the assessment"))
    worker.press("Space")
    worker.settle()
    worker.tab_to("What one thing should we change?")
    worker.write(BEST)
    worker.saves()
    worker.press("Ctrl+Z")
    worker.wait("the box is empty again", lambda: worker.value() == "")
    worker.settle()
    worker.press("Shift+Tab")
    assert worker.focus() == "What was best?", worker.focus()
    worker.write(BEST)
    worker.saves()


def finishes_a_checklist_with_something_missing(worker: Worker) -> None:
    worker.begins("self-assessment", "ionescu", "Ionescu-Țăranu")
    worker.wait("the stage is asked", lambda: worker.focus().startswith("Assessment done"))
    worker.press("Right", "Right", "Right")
    worker.settle()
    assert worker.focus().startswith("Closure")
    for _ in range(3):
        worker.press("Tab", "Space")
    worker.tab_to("1 Outstanding: How you grade this work")
    worker.press("Right")
    worker.tab_to("Finish self-assessment")
    worker.press("Space")
    worker.looks_for("There is a problem")
    worker.wait("the summary has the focus", lambda: worker.focus().startswith("There is a problem"))
    assert worker.screen()[0].startswith("Error: Self-assessment")
    worker.press("Tab")
    assert worker.focus().startswith("Choose how far criterion 30 was met")
    worker.press("Space")
    worker.wait("the criterion has the focus", lambda: worker.focus().startswith("Met: "))
    worker.press("Space")
    worker.tab_to("Finish self-assessment")
    worker.press("Space")
    worker.looks_for("Finished 10:40 by Carol Ndlovu")


def changes_a_finished_form_only_with_a_reason(worker: Worker) -> None:
    worker.tab_to("Amend")
    worker.press("Space")
    worker.looks_for("Why are you amending it?")
    worker.wait("a reason is asked", lambda: worker.focus() == "Why are you amending it?")
    worker.tab_to("Amend")
    worker.press("Space")
    worker.looks_for("Enter a reason to amend it")
    worker.write("The grade was a slip")
    worker.tab_to("Amend")
    worker.press("Space")
    worker.looks_for("Finish self-assessment")
    worker.settle()
    worker.tab_to("Finish self-assessment")
    worker.press("Space")
    worker.settle()
    worker.looks_for("Amend")


def prints_it_filled_and_blank(worker: Worker, home: Path) -> None:
    for what, pages in (("filled", home / "filled.pdf"), ("blank", home / "blank.pdf")):
        worker.press("Ctrl+P")
        worker.looks_for("What to print")
        if what == "blank":
            worker.tab_to("This form, filled: What to print")
            worker.press("Down")
        worker.looks_for(", A4")
        worker.settle()
        worker.tab_to("Save as PDF")
        worker.saves_as(pages)
        worker.looks_for(f"Saved as {pages.name}. It is not encrypted there.")
        worker.press("Escape")
        worker.settle()
        with pikepdf.open(pages) as opened:
            assert len(opened.pages) > 0
            assert "Ionescu" not in str(opened.docinfo)
    assert "HB-2026-0455" in readback.words((home / "filled.pdf").read_bytes())
    assert "HB-2026-0455" not in readback.words((home / "blank.pdf").read_bytes())


def is_refused_a_command_while_the_desk_is_open(
    laptop: Laptop, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = laptop.folder.root.with_name("passphrase")
    secret.write_text(PASSPHRASE, encoding="utf-8")
    said = ["families", "--data", str(laptop.folder.root), "--passphrase-file", str(secret), "--no-keyring"]

    status = cli.main(said)

    told = capsys.readouterr().err
    assert status == 1
    assert "open" in told
    assert "Traceback" not in told
    worker.settle()


def what_the_day_left(read: acts.Reading) -> set[tuple[str, str, object]]:
    """Form, status and the one answer that the day was about, of everything that Carol wrote."""
    found = set()
    for line in family.caseload(read).lines:
        file = family.family_file(read, line.family_id)
        for record in (*[each.record_id for each in file.forms], *[each.record_id for each in file.notes]):
            told = sheet.sheet(read, record)
            if told.author_name == "Carol Ndlovu" and told.begun_at.date().isoformat() == "2026-10-01":
                kind = told.form.id
                key = {"note": "text", "feedback_parent": "best", "self_assessment": "own_grade"}[kind]
                found.add((kind, told.status, told.answers.get(key)))
    assert not note.unfiled_notes(read, 5)
    return found
