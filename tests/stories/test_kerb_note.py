"""A note at the kerb: written in the car after a visit, filed before the engine is on."""

from collections.abc import Mapping
from typing import Any

from ehdesk.models import acts, family, note, sheet
from tests.stories.laptop import Laptop
from tests.stories.worker import Worker

PROSE = "Łukasz opened the door himself today. He showed me the bed with the trains.\nSlept until seven."
KEYS_TO_THE_FIRST_WORD = 2
KEYS_BESIDE_THE_PROSE = 8


def newest_note(read: acts.Reading) -> sheet.Sheet:
    line = note.todays_notes(read, 1)[0]
    return sheet.sheet(read, line.record_id)


def seen(told: sheet.Sheet, people: Mapping[str, str]) -> dict[str, Any]:
    """What is said of each child, by name."""
    return {people[row["child"]]: row["seen"] for row in told.answers["children"].values()}


def names(read: acts.Reading, family_id: str) -> dict[str, str]:
    return {card.id: card.known_as for card in family.family_file(read, family_id).people}


def test_a_kerb_note_is_filed_with_one_child_ticked_in_eight_keys(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.keys = worker.letters = 0

    worker.press("Ctrl+N")
    assert worker.focus() == "What happened", "the cursor is in the note"
    assert worker.keys <= KEYS_TO_THE_FIRST_WORD
    worker.write(PROSE)
    worker.press("Shift+Tab", "Shift+Tab", "Space")
    worker.looks_for_title("Which family is this about?")
    worker.enter("k")
    worker.press("Return")
    worker.wait("the first child's tap has the focus", lambda: worker.focus() == "Seen: Zofia")
    worker.press("Space")
    worker.settle()
    worker.looks_for("Saved 10:40")

    assert worker.keys <= KEYS_BESIDE_THE_PROSE
    assert worker.letters == len(PROSE), "nothing was typed twice"
    worker.locks()
    told = laptop.read(newest_note)
    assert told.answers["text"] == PROSE
    assert told.answers["at"] == "2026-10-01T10:40"
    assert told.family_id is not None
    assert seen(told, laptop.read(names, told.family_id)) == {"Zofia": "seen"}


def test_a_note_from_the_family_file_is_filed_already(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+K")
    worker.enter("kowal")
    worker.press("Return")
    worker.looks_for_title("Kowalczyk-Hughes")
    worker.settle()
    worker.keys = 0

    worker.press("Ctrl+N")
    worker.write(PROSE)
    worker.tab_to("Seen: Zofia")
    worker.press("Space", "Ctrl+Return")
    worker.looks_for_title("Kowalczyk-Hughes")

    assert worker.keys <= KEYS_BESIDE_THE_PROSE
    worker.looks_for("Łukasz opened the door himself today")
    worker.locks()
    told = laptop.read(newest_note)
    assert (told.status, seen(told, laptop.read(names, str(told.family_id)))) == (
        "finished",
        {"Zofia": "seen"},
    )


def test_tab_walks_the_note_as_it_stands_on_the_screen(laptop: Laptop, worker: Worker) -> None:
    """The children come late, when the family is chosen; they still take their turn."""
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.press("Shift+Tab", "Shift+Tab", "Space")
    worker.looks_for_title("Which family is this about?")
    worker.enter("kow")
    worker.press("Return")
    worker.looks_for("Seen: Łukasz")
    worker.wait("the cursor is in the text", lambda: worker.focus() == "What happened")

    walked = []
    for _ in range(7):
        worker.press("Tab")
        walked.append(worker.focus().partition(":")[0])

    assert walked == ["Visit", "Home", "Seen", "Seen", "Who else was there, and more", "Done", "Print"]


def test_enter_straight_after_the_last_letter_opens_what_was_searched_for(worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+K")

    worker.enter("المصري")
    worker.press("Return")

    worker.looks_for_title("Al-Masri–Qureshi")


def test_a_note_can_be_printed_and_its_history_seen_before_it_was_ever_left(worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N", "Ctrl+P")
    assert worker.sees("Nothing is written yet.")
    worker.write(PROSE)

    worker.press("Ctrl+P")

    worker.looks_for("What to print")
    worker.looks_for(", A4")
    worker.press("Escape")
    worker.settle()
    worker.press("F8")
    worker.looks_for_title("History of this answer")
    worker.looks_for("Written when the form was begun")
    worker.press("Escape")
    worker.settle()
    assert worker.focus() == "What happened"
