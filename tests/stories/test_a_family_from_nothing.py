"""The third invented family, entered by keyboard alone as a worker would, from an empty desk on."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import files
from ehdesk.models import acts, assessment, episode, family, offered
from ehdesk.rules import dates
from tests import casework
from tests.stories import laptop as laptops
from tests.stories.filler import Filler
from tests.stories.laptop import Laptop
from tests.stories.worker import Worker

NAME = "Ionescu-Țăranu"
SAID = next(each for each in casework.SAID["families"] if each["name"] == NAME)
ROLES = {"parent_or_carer": "Parent or carer", "household": "Somebody else at home", "child": "Child"}
LEAD = "0197f000-0001-7000-8000-000000000003"
"""Tom in the story; on this desk the worker herself."""


@pytest.fixture
def laptop(tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path) -> Iterator[Laptop]:
    """Set up, and nobody in its vault yet."""
    made = Laptop(files.DataFolder(tmp_path / "data"), qapp)
    made.time.moment = morning("2026-07-13")
    made.set_up(families=False)
    yield made
    made.end()
    assert made.noted() == "", "Something happened that nobody foresaw"


def test_the_third_family_from_nothing_to_its_assessment(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    opens_the_file(worker)
    known = {one["id"]: one["answers"]["known_as"] for one in SAID["people"]}
    filler = Filler(worker, {**known, LEAD: laptops.CAROL})
    for form_id, day in (("agreement", "07-13"), ("eha_part_a", "07-13"), ("eha_part_b", "07-31")):
        form = offered.form(form_id)
        worker.locks()
        laptop.time.moment = morning(f"2026-{day}")
        worker.unlocks()
        worker.begins(form.short_title or form.title, "ionescu", NAME)
        if form_id == "eha_part_a":
            says_whom_it_is_about(worker)
        filler.fill(form, casework.answers_of(casework.IONESCU, form_id))
        worker.settle()
        worker.press("Space")
        worker.looks_for("Finished 10:40 by Carol Ndlovu")
    worker.locks()
    laptop.time.moment = morning("2026-09-30")

    told = laptop.read(what_came_of_it)
    assert told["people"] == {one["answers"]["given_names"] for one in SAID["people"]}
    assert (told["opened"], told["assessed"]) == ("2026-07-13", "2026-07-31")
    opened, assessed = (date.fromisoformat(told[key]) for key in ("opened", "assessed"))
    assert dates.working_days(opened, assessed) == 14
    assert told["ages"] == {"Marin": "41", "Elena": "68", "Andrei": "16", "Ștefania": "13"}


def says_whom_it_is_about(worker: Worker) -> None:
    for child in (1, 2):
        worker.tab_to(f"Yes: Is the assessment about this child?, Child {child}, Children in the family")
        worker.press("1")


def morning(day: str) -> datetime:
    """Twenty to eleven on the wall of that day."""
    return datetime.fromisoformat(f"{day}T09:40:00+00:00")


def opens_the_file(worker: Worker) -> None:
    """Ctrl+Shift+N, the people one after another, and the day Early Help began."""
    worker.press("Ctrl+Shift+N")
    worker.wait("the name is asked", lambda: worker.focus() == "Name of the family")
    worker.write(NAME)
    filler = Filler(worker, {})
    for number, one in enumerate(reversed(SAID["people"]), 1):
        row = f"Person {number}, People"
        answers = one["answers"]
        if number > 1:
            worker.tab_to("Add person: People")
            worker.press("Space")
            worker.wait("the row is there", lambda: row in worker.focus())  # noqa: B023
            filler.choose(ROLES[answers["role"]])
        for key, label in (
            ("given_names", "Given names"),
            ("family_name", "Family name"),
            ("known_as", "Known as"),
        ):
            worker.tab_to(f"{label}, {row}")
            worker.write(answers[key])
        worker.press("Tab")
        filler.date(answers["dob"])
    worker.tab_to("Early Help has started")
    worker.press("Space", "Tab")
    filler.date("2026-07-13")
    worker.tab_to("Open the file")
    worker.press("Space")
    worker.looks_for("Write a note")
    worker.settle()


def what_came_of_it(read: acts.Reading) -> dict[str, Any]:
    """Names, dates and ages as the record has them."""
    (line,) = family.caseload(read).lines
    people = family.family_file(read, line.family_id).people
    (stay,) = episode.episodes(read, line.family_id)
    (part_b,) = assessment.parts_b(read, line.family_id)
    return {
        "people": {card.answers["given_names"] for card in people},
        "ages": {card.answers["given_names"]: card.age for card in people},
        "opened": stay.opened_on,
        "assessed": part_b.completed_on,
    }
