"""Opening the vault when something is wrong: the passphrase, the memory for it, or the file itself."""

from ehdesk.models import family, note
from tests.stories.laptop import PASSPHRASE, Laptop
from tests.stories.worker import Worker

NEW_PASSPHRASE = "walnut harbour sixteen ladder"
HEADER_MENDED = "One copy of the file that opens the vault was damaged and has been put right"


def test_a_wrong_passphrase_is_told_calmly_and_waits_longer_each_time(worker: Worker) -> None:
    worker.opens_the_lid()

    worker.write("otter tram violin marmelade")
    worker.press("Return")

    worker.looks_for("That is not the passphrase of this vault. Is Caps Lock on? Try again in 1 second.")
    worker.looks_for("01632 960 001")  # who to call still stands there
    worker.looks_for("You can try again now.")
    assert worker.focus() == "Passphrase"
    worker.write("otter tram violin")
    worker.press("Return")
    worker.looks_for("That is not the passphrase of this vault. Try again in 2 seconds.")
    worker.press("Return")
    assert worker.sees("Try again in 2 seconds."), "Enter does not get round the wait"
    worker.looks_for("You can try again now.")

    worker.unlocks()

    assert worker.sees("Thursday 1 October")


def test_a_forgotten_passphrase_is_replaced_with_the_code_on_the_sheet(
    laptop: Laptop, worker: Worker
) -> None:
    worker.opens_the_lid()
    worker.tab_to("I have forgotten my passphrase")
    worker.press("Return" if worker.focus() == "" else "Space")
    worker.looks_for("Open with the recovery code")
    worker.wait("the code is asked for", lambda: worker.focus() == "Recovery code")
    worker.enter(laptop.recovery_code.lower().replace("-", " "))
    worker.press("Return")
    worker.wait("a new passphrase is asked for", lambda: worker.focus() == "New passphrase")
    worker.enter("password")
    worker.press("Return")
    worker.looks_for("Strength:")
    assert worker.sees("Choose a new passphrase"), "a weak one is not taken"
    worker.press("Ctrl+A")
    worker.enter(NEW_PASSPHRASE)
    worker.tab_to("The same again")
    worker.enter(NEW_PASSPHRASE)
    worker.press("Return")

    worker.looks_for("Thursday 1 October")

    worker.settle()
    worker.locks()
    assert laptop.recovery_code
    worker.opens_the_lid()
    worker.write(PASSPHRASE)
    worker.press("Return")
    worker.looks_for("That is not the passphrase of this vault.")
    worker.looks_for("You can try again now.")
    worker.unlocks(NEW_PASSPHRASE)
    assert worker.sees("Write a note"), "and every family is still there:"
    worker.press("Ctrl+2")
    worker.looks_for("3 families")


def test_a_wrong_recovery_code_opens_nothing(laptop: Laptop, worker: Worker) -> None:
    worker.opens_the_lid()
    worker.tab_to("I have forgotten my passphrase")
    worker.press("Space")
    worker.wait("the code is asked for", lambda: worker.focus() == "Recovery code")
    worker.enter(laptop.recovery_code.translate(str.maketrans("0123456789", "1234567890")))
    worker.press("Return")

    worker.settle()

    assert not worker.sees("Choose a new passphrase")
    worker.looks_for("ode")
    assert worker.focus() == "Recovery code", "and the line can be put right"


def test_a_damaged_header_copy_opens_says_so_and_is_mended(laptop: Laptop, worker: Worker) -> None:
    good = laptop.folder.header.read_bytes()
    broken = bytearray(good)
    broken[len(broken) // 2] ^= 0xFF
    laptop.folder.header.write_bytes(broken)

    worker.unlocks()

    assert worker.sees(HEADER_MENDED)
    assert worker.sees("Your work was not touched.")
    worker.locks()
    assert laptop.folder.header.read_bytes() == laptop.folder.header_copy.read_bytes()
    worker.unlocks()
    assert not worker.sees(HEADER_MENDED), "it is told once"


def test_nothing_of_a_family_stands_before_the_passphrase(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write("Kerfuffle at the gate")
    worker.locks()

    worker.opens_the_lid()

    told = "\n".join(worker.screen())
    named = [line.name for line in laptop.read(family.caseload).lines]
    assert not [name for name in (*named, "Kerfuffle", "Zofia", "Kowalczyk") if name in told]
    worker.press("F9")
    worker.looks_for("01632 960 002")
    assert worker.sees("999")
    assert laptop.read(note.unfiled_notes, 5)[0].first_words == "Kerfuffle at the gate"
