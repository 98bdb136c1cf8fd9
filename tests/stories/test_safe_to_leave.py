"""Leaving a page is always safe, and what comes late never lands anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from ehdesk.models import acts, family, note, sheet
from tests.stories.laptop import Laptop
from tests.stories.worker import Worker


@contextmanager
def slow_vault(laptop: Laptop) -> Iterator[None]:
    """The vault answers nothing meanwhile: everything asked of it comes late, after this, and at once."""
    assert laptop.life is not None
    go_on, did_all = Event(), Event()
    laptop.life.lane.submit(lambda: go_on.wait(60))
    try:
        yield
    finally:
        laptop.life.lane.submit(did_all.set)
        go_on.set()
        assert did_all.wait(60), "The vault did not do what it was asked"


def texts(read: acts.Reading) -> dict[str, set[str]]:
    """The texts of today's notes by the family's name; "" where they wait for one."""
    found: dict[str, set[str]] = {}
    for line in (*note.todays_notes(read, 50), *note.unfiled_notes(read, 50)):
        told = sheet.sheet(read, line.record_id)
        found.setdefault(line.family_name or "", set()).add(str(told.answers.get("text")))
    return found


def test_a_late_answer_never_lands_in_another_familys_page(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.finds("kowal", "Kowalczyk-Hughes")
    worker.press("Ctrl+2")
    worker.looks_for("3 families")
    worker.settle()
    with slow_vault(laptop):
        worker.press("Down", "Return")
        worker.press("Alt+Left")
        worker.press("Down", "Down", "Return")

    worker.settle()

    told = "\n".join(worker.screen())
    assert told.count("HB-2026-") == 1, "one family is on the table"


def test_words_typed_while_the_vault_is_slow_stay_in_their_own_note(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.finds("kowal", "Kowalczyk-Hughes")
    with slow_vault(laptop):
        worker.press("Ctrl+N")
        worker.write("About Zofia")
        worker.press("Ctrl+N")
        worker.write("About the other one")
        worker.press("Ctrl+1")
        worker.press("Ctrl+N")
        worker.write("About nobody yet")
        worker.press("Ctrl+2")

    worker.settle()
    assert worker.screen()[0].startswith("Caseload"), "and nothing took the worker elsewhere"
    worker.locks()

    kept = laptop.read(texts)
    assert kept == {
        "Kowalczyk-Hughes": {"About Zofia", "About the other one"},
        "": {"About nobody yet"},
    }


def test_a_note_that_is_done_late_takes_nobody_back(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.finds("mas", "Al-Masri–Qureshi")
    worker.press("Ctrl+N")
    worker.write("Rang the nursery")
    with slow_vault(laptop):
        worker.press("Ctrl+Return")
        worker.press("Ctrl+2")

    worker.settle()
    worker.settle()

    assert worker.screen()[0].startswith("Caseload")
    worker.locks()
    line = laptop.read(note.todays_notes, 5)[0]
    assert laptop.read(sheet.sheet, line.record_id).status == "finished"


def test_leaving_by_every_way_keeps_the_last_letter(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    ways = (("Alt+Left",), ("Ctrl+1",), ("Ctrl+2",), ("Ctrl+F",), ("Ctrl+,",), ("Ctrl+N",))
    for place, way in enumerate(ways):
        worker.press("Ctrl+N")
        worker.write(f"Left by way {place}")
        worker.press(*way)
    worker.settle()
    worker.locks()

    assert laptop.read(texts) == {"": {f"Left by way {place}" for place in range(len(ways))}}


def test_an_empty_note_that_was_only_looked_at_is_never_written(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    for _ in range(3):
        worker.press("Ctrl+N", "Ctrl+1")
    worker.settle()
    worker.locks()

    assert laptop.read(texts) == {}


def test_the_notice_of_a_late_refusal_names_no_other_family(laptop: Laptop, worker: Worker) -> None:
    """A search for one family that answers after another was opened changes nothing on its page."""
    worker.unlocks()
    with slow_vault(laptop):
        worker.press("Ctrl+2")
        worker.enter("ionescu")
        worker.press("Return", "Ctrl+1")
    worker.settle()
    worker.settle()

    assert worker.screen()[0].startswith("Today")
    assert len(laptop.exits) == 0
    worker.locks()
    assert laptop.read(family.caseload).total == 3
