"""Saved is saved: the process is killed, and at the next unlock the words are there, once."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from ehdesk import files
from ehdesk.models import acts, note, sheet
from tests.stories import typist
from tests.stories.laptop import Laptop
from tests.stories.worker import Worker

HOUSE = Path(__file__).parent.parent.parent
GIVEN_BACK = "came back from the journal"


def types_and_is_killed(laptop: Laptop, scene: str) -> None:
    """Let the typist play its scene in a process of its own, and kill it while it types."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stories.typist", str(laptop.folder.root), scene],
        cwd=HOUSE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(HOUSE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = []
    try:
        for line in process.stdout:
            said.append(line.strip())
            if said.count("typing") == 5:
                break
    finally:
        process.send_signal(signal.SIGKILL)
        _rest, stderr = process.communicate(timeout=60)
    assert said[:1] == ["saved"], f"The typist could not work: {stderr}"
    assert process.returncode == -signal.SIGKILL


def lose_todays_database(folder: files.DataFolder, yesterday: Path) -> None:
    """The disk gives back an old database, and nothing of what was written since."""
    for path in folder.root.glob("vault.db*"):
        path.unlink()
    shutil.copy(yesterday, folder.database)


def todays(read: acts.Reading) -> list[tuple[str, str, str]]:
    """Text, status and family of every note of today."""
    lines = {line.record_id: line for line in (*note.unfiled_notes(read, 9), *note.todays_notes(read, 9))}
    found = []
    for line in lines.values():
        told = sheet.sheet(read, line.record_id)
        found.append((str(told.answers["text"]), told.status, line.family_name or ""))
    return found


def test_killed_in_mid_sentence_everything_called_saved_is_there(laptop: Laptop, worker: Worker) -> None:
    types_and_is_killed(laptop, "in mid-sentence")

    worker.unlocks()

    worker.looks_for("1 note without a family")
    assert worker.sees("Zofia met me at the gate")
    worker.tab_to("Notes without a family")
    worker.press("Return")
    worker.wait("the note is open", lambda: worker.value().startswith(typist.SAVED))
    worker.write("!")
    worker.saves()
    worker.locks()
    assert len(laptop.read(todays)) == 1, "and once"


def test_what_the_database_lost_comes_back_from_the_journal_and_one_line_says_so(
    laptop: Laptop, worker: Worker, tmp_path: Path
) -> None:
    yesterday = tmp_path / "yesterday.db"
    shutil.copy(laptop.folder.database, yesterday)
    types_and_is_killed(laptop, "in mid-sentence")
    lose_todays_database(laptop.folder, yesterday)

    worker.unlocks()

    assert worker.sees(f"2 changes {GIVEN_BACK}"), "the note and its words, however often they were saved"
    assert worker.sees("Nothing you saved is lost.")
    worker.looks_for("1 note without a family")
    worker.locks()
    worker.unlocks()
    assert not worker.sees(GIVEN_BACK), "it is told once"
    worker.locks()
    ((text, status, family),) = laptop.read(todays)
    assert text.startswith(typist.SAVED)
    assert (status, family) == ("draft", "")


def test_a_finished_form_survives_a_kill_as_finished_and_once(
    laptop: Laptop, worker: Worker, tmp_path: Path
) -> None:
    yesterday = tmp_path / "yesterday.db"
    shutil.copy(laptop.folder.database, yesterday)
    types_and_is_killed(laptop, "finishes")
    kept = [(typist.FINISHED, "finished", "Al-Masri–Qureshi")]

    assert laptop.read(todays) == kept

    lose_todays_database(laptop.folder, yesterday)
    worker.unlocks()
    assert worker.sees(GIVEN_BACK)
    worker.locks()
    assert laptop.read(todays) == kept, "the journal finishes it again, and not twice"
