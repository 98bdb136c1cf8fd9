"""The third invented family, typed by keyboard alone as its worker would, from an empty desk to the end.

Each chapter goes on in the vault of the one before. What came of it is held against the bundle that ships.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import files, settings
from ehdesk.models import (
    acts,
    assessment,
    bundle_out,
    closure,
    episode,
    family,
    feedback,
    history,
    lead,
    level,
    plan,
    step,
    taf,
)
from ehdesk.rules import dates
from tests import casework
from tests.stories import third_family, told_again
from tests.stories.laptop import Laptop
from tests.stories.third_family import NAME
from tests.stories.tom import Tom
from tests.stories.worker import Worker

LIMITS = settings.authority().limits
Read = Callable[..., Any]
FIRST_DAY, LAST_DAY = "2026-07-13T08:00:00+00:00", "2026-09-30T10:00:00+00:00"


@pytest.fixture
def tom(tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path) -> Iterator[Tom]:
    """At a laptop that is set up, and nobody in its vault yet."""
    laptop = Laptop(files.DataFolder(tmp_path / "data"), qapp)
    laptop.time.moment = datetime.fromisoformat(FIRST_DAY)
    laptop.set_up(families=False, name="Tom Achebe", agency="Bridge Street")
    yield Tom(laptop, Worker(laptop))
    laptop.end()
    assert laptop.noted() == "", "Something happened that nobody foresaw"


def test_the_third_family_from_nothing_to_its_last_card(tom: Tom) -> None:
    """One test: in random order and on several workers, chapters apart would each be typed again."""
    registers(tom)
    assert_registered(tom.laptop.read)
    tom.types_all("2026-07-15", "2026-08-10")
    assert_assessed(tom.laptop.read)
    tom.types_all("2026-08-10", "2026-09-01")
    assert_met(tom.laptop.read)
    tom.types_all("2026-09-01", "2026-10-01")
    tom.laptop.time.moment = datetime.fromisoformat(LAST_DAY)
    assert_ended(tom.laptop.read)
    assert_told_as_it_ships(tom.laptop.read)


def registers(tom: Tom) -> None:
    """The file with its people, the step down, the agreement, Part A, and who helps."""
    tom.comes(FIRST_DAY)
    tom.opens_the_file()
    for one in third_family.SAID["people"]:
        tom.says_of(one)
    tom.types_all("2026-07-13", "2026-07-14")
    tom.comes("2026-07-14T09:00:00+00:00")
    tom.says_who_helps()
    tom.worker.locks()


def assert_registered(read: Read) -> None:
    """The people stand in the file with their ages, their level and their lead."""
    told = read(first_day)
    assert told["ages"] == {"Marin": "41", "Elena": "68", "Andrei": "16", "Ștefania": "12"}
    assert told["stay"] == ("2026-07-13", "step_down", "5A", "young_carer", "public_task")
    assert told["level"] == [(3, "2026-07-13")]
    assert told["lead"] == ("Tom Achebe", "Family support worker", "Bridge Street", "2026-07-14")
    assert dates.part_b_due(date(2026, 7, 13), LIMITS) == date(2026, 8, 10)


def first_day(read: acts.Reading) -> dict[str, Any]:
    (line,) = family.caseload(read).lines
    (stay,) = episode.episodes(read, line.family_id)
    leads = lead.current_lead(read, stay.id)
    assert leads is not None
    said = ("entry_route", "referral_source", "main_reason", "lawful_basis")
    people = family.family_file(read, line.family_id).people
    return {
        "ages": {card.answers["given_names"]: card.age for card in people},
        "stay": (stay.opened_on, *(stay.fields.get(key) for key in said)),
        "level": [(one.order, one.from_on) for one in level.level_history(read, stay.id)],
        "lead": (leads.name, leads.role, leads.agency, leads.accepted_on),
    }


def assert_assessed(read: Read) -> None:
    """Part B is done on the fourteenth working day, with its scores."""
    (part_b,) = read(of_family, assessment.parts_b)

    assert part_b.completed_on == "2026-07-31"
    assert dates.working_days(date(2026, 7, 13), date(2026, 7, 31)) == 14
    assert dates.first_taf_due(date(2026, 7, 31), LIMITS) == date(2026, 8, 21)
    scores = {one.domain: one.worker for one in read(of_stay, closure.roll_up).travels}
    assert scores == {"safety_exploitation": (4, None), "relationships": (3, None), "housing": (3, None)}


def assert_met(read: Read) -> None:
    """The meeting is late, and what it decided stands in the plan."""
    (meeting,) = read(of_stay, taf.meetings)
    found = read(of_stay, plan.living)

    assert (meeting.on, meeting.number, meeting.stage) == ("2026-08-26", 1, "written_up")
    assert dates.working_days(date(2026, 7, 31), date(2026, 8, 26)) == 18
    assert found.start_on == "2026-08-26"
    assert [one.what for one in found.actions][-1] == "Pay the first part of the arrears"
    assert [one.status for one in found.outcomes] == ["on_track", "on_track", "not_started", "on_track"]
    assert read(taf.unmet_needs, "2026-07-01", "2026-09-30") == (
        ("Young carers’ programme", "none_locally", 1),
    )
    changed = read(history.history, found.id, "outcomes")
    assert "Meeting 1, 26 August 2026" in {voice.why for voice in changed}


def assert_told_as_it_ships(read: Read) -> None:
    """What was typed is what the bundle says."""
    typed = told_again.told(json.loads(read(bundle_out.take_out, anyones=True)), NAME)
    ships = told_again.told(casework.SAID, NAME)

    paths = {path for path in (*typed, *ships) if not third_family.is_otherwise(path)}
    other = {path: (typed.get(path), ships.get(path)) for path in paths if typed.get(path) != ships.get(path)}
    assert other == {}
    assert len(paths) > 500, "something was held together"


def assert_ended(read: Read) -> None:
    """It ends as the story says."""
    (stay,) = read(of_family, episode.episodes)
    accepted, end = (read(of_stay, ask) for ask in (step.accepted, closure.closure))

    assert (stay.closed_on, stay.fields["end_reason"]) == ("2026-09-24", "step_up")
    assert (str(accepted.sent_at)[:10], str(accepted.response_at)[:10]) == ("2026-09-21", "2026-09-24")
    assert (end.outcome, end.group, end.accepted_on) == ("step_up", "up", "2026-09-24")
    scores = {one.domain: one.worker for one in read(of_stay, closure.roll_up).travels}
    assert scores == {"safety_exploitation": (4, 1), "relationships": (3, 5), "housing": (3, 4)}
    done = {one.what: (one.status, one.done_on) for one in read(of_stay, plan.living).actions}
    assert done["Pay the first part of the arrears"] == ("done_late", "2026-09-18")
    cards = read(of_family, feedback.of_family)
    assert "2026-09-28" in {one.received_on for one in cards if one.is_finished}
    ages = {card.answers["given_names"]: card.age for card in read(people)}
    assert ages["Ștefania"] == "13", "she had her birthday within the story"


def people(read: acts.Reading) -> Any:
    return family.family_file(read, the_family(read)).people


def of_family(read: acts.Reading, query: Any) -> Any:
    """What a query says of the one family that there is."""
    return query(read, the_family(read))


def of_stay(read: acts.Reading, query: Any) -> Any:
    """What a query says of its one episode."""
    (stay,) = episode.episodes(read, the_family(read))
    return query(read, stay.id)


def the_family(read: acts.Reading) -> str:
    (line,) = family.caseload(read).lines
    return str(line.family_id)
