"""A worker in a process of its own, who types until somebody kills it.

`python -m tests.stories.typist FOLDER SCENE` opens the vault in FOLDER, does what the scene says, tells
on its output what the screen has called saved, and goes on typing.
"""

import itertools
import sys
from pathlib import Path

from PySide6 import QtWidgets

from ehdesk import files
from tests import building
from tests.stories import laptop
from tests.stories.worker import Worker

SAVED = "Zofia met me at the gate.\nShe said that the wall is dry. "
NEVER_SAID = "She has drawn "
FINISHED = "Rang the school about Thursday."


def tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def in_mid_sentence(worker: Worker) -> None:
    worker.press("Ctrl+N")
    for sentence in SAVED.splitlines(keepends=True):
        worker.write(sentence)
        worker.saves()
    tell("saved")
    worker.write(NEVER_SAID)
    for letter in itertools.cycle("the trains "):
        tell("typing")
        worker.write(letter)


def finishes(worker: Worker) -> None:
    worker.finds("mas", "Al-Masri–Qureshi")
    worker.press("Ctrl+N")
    worker.write(FINISHED)
    worker.press("Ctrl+Return")
    worker.wait("the note is done", lambda: not worker.screen()[0].startswith("Note"))
    worker.settle()
    tell("saved")
    while True:
        tell("typing")
        worker.press("Ctrl+N")
        worker.press("Ctrl+1")


SCENES = {"in mid-sentence": in_mid_sentence, "finishes": finishes}


def main(folder: str, scene: str) -> None:
    """Play one scene; it has no end of its own."""
    application = QtWidgets.QApplication(["ehdesk", "-style", "Fusion"])
    time = building.Time(laptop.AUTUMN, life=1)
    worker = Worker(laptop.Laptop(files.DataFolder(Path(folder)), application, time))
    worker.unlocks()
    SCENES[scene](worker)


if __name__ == "__main__":
    main(*sys.argv[1:])
