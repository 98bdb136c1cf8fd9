"""Real input: all that the three invented families say is opened, edited, finished, printed, taken out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ehdesk import cli, files
from ehdesk.commands import printing
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.models import acts, bundle_out, family, sheet
from ehdesk.paper import preview
from ehdesk.ui import questions
from tests.paper import readback
from tests.stories import laptop as laptops
from tests.stories.laptop import PASSPHRASE, Laptop
from tests.stories.worker import Worker

FAMILIES = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))["families"]
NAMES = [said["name"] for said in FAMILIES]
PARTS = {"Notes": "Alt+1", "Forms": "Alt+4"}
ADDED = " Read again."
GIVEN = "2026-08-26"


@pytest.fixture(params=NAMES)
def said(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One family of the bundle that ships."""
    return dict(next(each for each in FAMILIES if each["name"] == request.param))


def texts(value: object) -> Iterator[str]:
    """Every text that somebody wrote: whatever has a space in it."""
    if isinstance(value, str) and " " in value.strip():
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_everybody_and_every_stay_stands_in_the_file(said: dict[str, Any], worker: Worker) -> None:
    worker.unlocks()
    worker.finds(said["reference"], said["name"])

    told = "\n".join(worker.screen())

    for person in said["people"]:
        answers = person["answers"]
        for key in ("given_names", "name_own_script", "say_it", "known_as"):
            assert answers.get(key, "") in told, f"{key} of {person['id']}"
    ended = said["episodes"][0]["answers"].get("closed_on")
    assert ("Early Help closed" if ended else "Early Help since") in told


def test_how_to_reach_somebody_shows_only_while_the_key_is_held(worker: Worker) -> None:
    worker.unlocks()
    warned = [
        (family, person)
        for family in FAMILIES
        for person in family["people"]
        if "contact_warning" in person.get("restricted", {})
    ]
    assert warned
    for family_said, person in warned:
        warning = person["restricted"]["contact_warning"]
        worker.finds(family_said["reference"], family_said["name"])
        worker.tab_to(f"Contact: Hold to show how to reach {person['answers']['known_as']}")
        assert not worker.sees(warning)
        worker.hold("Space")
        worker.looks_for(warning)
        worker.let_go("Space")
        assert not worker.sees(warning)


def test_each_kind_of_form_opens_takes_an_edit_and_finishes_where_it_is_complete(
    said: dict[str, Any], laptop: Laptop, worker: Worker
) -> None:
    before = laptop.read(written, said["id"])
    worker.unlocks()
    for record, told in before.items():
        opens(worker, said, told)
        for text in texts(dict(told.answers)):
            assert any(text in line for line in worker.screen()), f"{text!r} of {told.form.id}"
        edits(worker, told)
        worker.settle()
        assert record
    worker.locks()

    after = laptop.read(written, said["id"])
    assert after.keys() == before.keys()
    for record, told in after.items():
        assert told.answers == {**before[record].answers, **edited(before[record])}
        complete = not form_answers.to_put_right(told.form, dict(told.answers), today=laptops.AUTUMN.date())
        assert told.status == ("draft" if not complete else expected(before[record].status))


def edited(told: sheet.Sheet) -> dict[str, str]:
    """The one answer that is different afterwards."""
    if told.answers.get("declined"):
        return {"given_on": GIVEN}
    asked = first_words(told)
    return {asked.key: told.answers.get(asked.key, "") + ADDED}


def first_words(told: sheet.Sheet) -> definition.Question:
    """The first text of a form that somebody wrote, in no table, under words that stand there once.

    Where nobody wrote any yet, the first that there is to write.
    """
    shown = form_answers.shown(told.form, told.answers)
    labels = [asked.label for asked in shown]
    texts = [one for one in shown if one.kind in ("long_text", "text") and labels.count(one.label) == 1]
    open_to_all = [one for one in texts if not one.restricted]
    return min(open_to_all, key=lambda one: (not told.answers.get(one.key), one.kind))


def expected(status: str) -> str:
    """What a complete form is once it was finished from here."""
    return "finished" if status == "draft" else "amended"


def opens(worker: Worker, said: dict[str, Any], told: sheet.Sheet) -> None:
    """From the family's file, by the list that has it."""
    worker.finds(said["reference"], said["name"])
    name = "Notes" if told.form.id == "note" else "Forms"
    worker.press(PARTS[name])
    worker.settle()
    worker.tab_to(name)
    row = place_in(worker, told)
    if row is None:
        worker.press("Tab", "Space")
        worker.wait("the whole list is shown", lambda: worker.focus() == name)
        row = place_in(worker, told)
    assert row is not None, f"{told.record_id} is not in the list"
    worker.press("Home", *["Down"] * row, "Return")
    worker.wait("the form is open", lambda: not worker.screen()[0].startswith(said["name"]))
    worker.settle()


def place_in(worker: Worker, told: sheet.Sheet) -> int | None:
    """The row of this record in the list that has the focus."""
    keys = worker.rows()
    return keys.index(told.record_id) if told.record_id in keys else None


def edits(worker: Worker, told: sheet.Sheet) -> None:
    """Add a word, and finish: a draft where it is complete, a finished form with a reason."""
    if told.is_locked:
        worker.tab_to("Amend")
        worker.press("Space")
        worker.wait("a reason is asked", lambda: worker.focus() == "Why are you amending it?")
        worker.write("Read again")
        worker.tab_to("Amend")
        worker.press("Space")
        worker.settle()
        worker.wait("it is open again", lambda: worker.sees("Done") or worker.sees("Finish "))
    add_a_word(worker, told)
    worker.settle()
    if told.form.id == "note":
        worker.press("Ctrl+Return")
    else:
        worker.tab_to(f"Finish {told.form.named_in_a_sentence}")
        worker.press("Space")
    worker.settle()
    worker.settle()


def add_a_word(worker: Worker, told: sheet.Sheet) -> None:
    """Where nobody wanted to answer there is no word to add: the date it was given is put right."""
    if told.answers.get("declined"):
        worker.tab_to("Day: Date it was given to the family")
        worker.press("Ctrl+A")
        worker.enter(GIVEN[-2:])
        return
    asked = first_words(told)
    label = asked.label
    apart = questions.repeated(told.form).get(asked.key, "")
    places = {label, f"{label}, {apart}", *(f"{label}, {section.title}" for section in told.form.sections)}
    if told.form.id == "note" and worker.focus() not in places:
        worker.tab_to(label)
    elif worker.focus() not in places:
        worker.press("Ctrl+J")
        worker.enter(label)
        worker.press("Return")
        worker.wait("the question has the focus", lambda: worker.focus() in places)
    worker.press("Ctrl+End")
    worker.write(ADDED)


def sheets(read: acts.Reading, family_id: str) -> dict[str, sheet.Sheet]:
    """Everything that was written of a family."""
    file = family.family_file(read, family_id)
    lines = [*[each.record_id for each in file.notes], *[each.record_id for each in file.forms]]
    return {record: sheet.sheet(read, record) for record in lines}


def written(read: acts.Reading, family_id: str) -> dict[str, sheet.Sheet]:
    """The newest form of each kind; events of the chronology stand in a panel of their own."""
    every = {told.form.id: record for record, told in reversed(sheets(read, family_id).items())}
    return {record: sheet.sheet(read, record) for kind, record in every.items() if kind != "chronology"}


def test_every_form_prints_word_for_word(said: dict[str, Any], laptop: Laptop) -> None:
    place = printing.place_of(laptop.folder)

    def printed(read: acts.Reading) -> list[tuple[sheet.Sheet, bytes]]:
        every = sheets(read, said["id"])
        return [
            (told, printing.typeset(read, record, printing.Page(told.form.id), place))
            for record, told in every.items()
        ]

    for told, pdf in laptop.read(printed):
        assert preview.page_count(pdf) > 0
        words = squeezed(readback.words(pdf))
        for text in texts(dict(told.answers)):
            assert squeezed(text) in words, f"{text!r} of {told.form.id}"


def test_what_is_exported_comes_in_the_same_elsewhere(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, secret = tmp_path / "families.json", tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    other = laptops.new(tmp_path / "other", laptop.application, families=False)

    def command(name: str, file: Path, at: Laptop, *more: str) -> int:
        vault = ("--data", str(at.folder.root), "--passphrase-file", str(secret), "--no-keyring")
        return cli.main([name, *more, str(file), *vault])

    assert command("export", out, laptop, "--reader", "practitioner", "-o") == 0
    assert command("import", out, other) == 0, capsys.readouterr().err
    assert other.read(bundle_out.logical) == laptop.read(bundle_out.logical)
    assert command("import", out, other) == 0, "and a second time"
    assert "Nothing is new" in capsys.readouterr().out
    assert other.read(bundle_out.logical) == laptop.read(bundle_out.logical)
