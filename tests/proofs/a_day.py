"""A scripted day in a process of its own, full of words that must not be found anywhere afterwards.

`python -m tests.proofs.a_day FOLDER CHOSEN`: FOLDER gets the vault, CHOSEN the PDF that the worker asks for.
The words come as JSON on the first line of the input; the next line lets the day go on to its end.
"""

import json
import sys
from pathlib import Path

from PySide6 import QtWidgets

from ehdesk import files
from ehdesk.models import family, person, store
from ehdesk.ui import opened
from tests.stories import laptop as laptops
from tests.stories.worker import Worker


def set_up(laptop: laptops.Laptop, words: dict[str, str]) -> str:
    """A vault with one family whose mother must not be found; gives the recovery code."""
    vault = laptop.vault()
    new = opened.NewDesk(
        name=words["worker"],
        agency="Alder Bank Primary",
        passphrase=words["passphrase"],
        keyring=False,
        daytime=laptops.NUMBERS[0],
        out_of_hours=laptops.NUMBERS[1],
    )
    made = vault.create(new)
    fill(made.store, words)
    vault.close(made)
    return made.recovery_code


def fill(kept: store.Store, words: dict[str, str]) -> None:
    """The family, a child, and a parent with a warning and an address that one person must not know."""
    made = kept.do(family.open_family, name=words["family"]).result
    child = {"given_names": words["child"], "role": "child", "dob": "2017-03-14"}
    kept.do(person.add_person, made, child)
    mother = {"given_names": words["mother"], "family_name": words["family"], "role": "parent_or_carer"}
    restricted = {
        "contact_warning": words["warning"],
        "address_confidential_from": [{"name": words["hidden_from"]}],
        "protected_addresses": {"a": {"rank": "a", "line_1": words["address"], "town": "Harlow Beck"}},
    }
    kept.do(person.add_person, made, mother, restricted)


def work(worker: Worker, words: dict[str, str], chosen: Path) -> None:
    """Search, look, write, finish, print, meet an error that nobody foresaw, and write on."""
    worker.unlocks(words["passphrase"])
    worker.press("Ctrl+2")
    worker.enter(words["search"])
    worker.looks_for("No family here is called")
    worker.press("Ctrl+A")
    worker.enter(words["family"])
    worker.press("Return")
    worker.looks_for(words["child"])
    worker.settle()
    worker.tab_to(f"Contact: Hold to show how to reach {words['mother']}")
    worker.hold("Space")
    worker.looks_for(words["warning"])
    worker.let_go("Space")
    worker.press("Ctrl+N")
    worker.write(words["note"])
    worker.press("Ctrl+A", "Ctrl+C", "End")
    worker.press("Ctrl+Return")
    worker.looks_for("Add a person")
    worker.settle()
    worker.press("Ctrl+N")
    worker.write(words["half"])
    worker.saves()
    worker.press("Ctrl+P")
    worker.looks_for(", A4")
    worker.tab_to("Save as PDF")
    worker.saves_as(chosen / "early-help-form.pdf")
    worker.looks_for("Saved as")
    worker.press("Escape")
    worker.settle()
    assert worker.laptop.life is not None
    worker.laptop.life.unforeseen(ValueError(words["half"]))
    worker.press("Return")
    worker.settle()
    worker.write(words["last"])


def main(folder: str, chosen: str) -> None:
    """Live the day; wait while it is looked at with the vault open; lock; unlock and lock again."""
    words = json.loads(sys.stdin.readline())
    application = QtWidgets.QApplication(["ehdesk", "-style", "Fusion"])
    laptop = laptops.Laptop(files.DataFolder(Path(folder)), application)
    code = set_up(laptop, words)
    worker = Worker(laptop)
    work(worker, words, Path(chosen))
    tell(code)
    sys.stdin.readline()
    worker.locks()
    worker.unlocks(words["passphrase"])
    worker.locks()
    tell("locked")


def tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
