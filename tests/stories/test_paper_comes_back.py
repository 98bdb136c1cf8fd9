"""A parent's form was filled in by hand at the kitchen table: its code brings it into the file, key by key.

Every key that is pressed after the code is counted, but the letters of what the parent wrote.
"""

import re
from pathlib import Path

from ehdesk.models import acts, family, sheet
from tests.paper import readback
from tests.stories.laptop import Laptop
from tests.stories.worker import Worker

KEYS = 25
WROTE = {
    "What was best?": "Carol listened and did not judge me.",
    "What one thing should we change?": "The letters. I could not read them.",
    "Was there help that you needed": "A club on Saturdays.",
    "What is wrong?": "The school still calls my sister.",
    "Phone number": "01632 960 777",
}
TICKED = {
    "Who may read this?": "1",
    "I understood why": "5",
    "I chose to take part": "4",
    "People listened": "5",
    "I was treated with respect": "5",
    "Our culture": "3",
    "The assessment describes": "4",
    "We shaped the plan": "4",
    "I knew who": "5",
    "People did what": "4",
    "We told our story": "2",
    "Things are better": "5",
    "I feel more able": "4",
    "How good was Early Help": "8",
    "Is anything wrong": "1",
    "Shall we call you": "1",
    "May we show your words": "2",
    "Do you want to talk": "2",
    "Who is answering": "1",
    "Who helped them answer": "1",
}
_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}")


def test_a_full_parents_form_is_keyed_from_its_code(
    laptop: Laptop, worker: Worker, private_home: Path
) -> None:
    worker.unlocks()
    code = prints_an_empty_one(worker, private_home / "empty.pdf")

    worker.press("Ctrl+K")
    worker.write(code)
    worker.press("Return")
    worker.looks_for("Page 1 of ")
    worker.settle()
    worker.keys = worker.letters = 0
    answered = types_it_in(worker)

    worker.looks_for("every page is in")
    assert answered == {*TICKED, *WROTE}, "every question of the paper was answered"
    assert worker.keys <= KEYS
    worker.locks()
    told = laptop.read(newest_parents_form).answers
    assert [told[f"p{number}"] for number in range(1, 13)] == [5, 4, 5, 5, 3, 4, 4, 5, 4, 2, 5, 4]
    kept = {key: told[key] for key in ("share", "overall", "concern", "call_me", "quote_ok", "talk_today")}
    assert kept == {
        "share": "worker_and_manager",
        "overall": 8,
        "concern": True,
        "call_me": True,
        "quote_ok": False,
        "talk_today": False,
    }
    words = [told[key] for key in ("best", "change", "missing_service", "concern_text", "phone")]
    assert words == list(WROTE.values())
    assert (told["respondent"], told["helped_by"], told["language"]) == ("parent", "alone", "en")
    assert (told["given_on"], told["received_on"]) == ("2026-10-01", "2026-10-01")


def prints_an_empty_one(worker: Worker, path: Path) -> str:
    """The form for a closing, empty, saved as a PDF; what stands at the head of its first page."""
    worker.begins("parent or carer feedback")
    worker.wait("the stage is asked", lambda: worker.focus().startswith("At the end of the assessment"))
    worker.press("3")
    worker.settle()
    worker.press("Ctrl+P")
    worker.looks_for("What to print")
    worker.tab_to("This form, filled: What to print")
    worker.press("Down")
    worker.looks_for(", A4")
    worker.settle()
    worker.tab_to("Save as PDF")
    worker.saves_as(path)
    worker.looks_for(f"Saved as {path.name}")
    worker.settle()
    worker.press("Escape")
    found = _CODE.search(readback.page_words(path.read_bytes())[0])
    assert found is not None
    return found.group()


def types_it_in(worker: Worker) -> set[str]:
    """Answer whatever has the focus, as it stands on the paper, until nothing more is asked."""
    answered: set[str] = set()
    for _ in range(len(TICKED) + len(WROTE)):
        asked = worker.focus()
        ticked = next((label for label in TICKED if label in asked), None)
        wrote = next((label for label in WROTE if asked.startswith(label)), None)
        if ticked is not None:
            answered.add(ticked)
            worker.enter(TICKED[ticked])
        elif wrote is not None:
            answered.add(wrote)
            worker.write(WROTE[wrote])
            worker.press("Return")
        worker.settle()
    return answered


def newest_parents_form(read: acts.Reading) -> sheet.Sheet:
    (line,) = [one for one in family.caseload(read).lines if one.name == "Kowalczyk-Hughes"]
    forms = [
        one for one in family.family_file(read, line.family_id).forms if one.form_id == "feedback_parent"
    ]
    return sheet.sheet(read, forms[0].record_id)
