"""The third invented family, typed whole by keyboard as its worker would, from an empty desk to the last form.

Each chapter goes on in the vault of the one before; what came of all of it is held against the bundle that ships.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk import files
from ehdesk.forms import plan_questions
from ehdesk.models import offered
from tests import casework
from tests.stories.filler import Filler
from tests.stories.laptop import Laptop
from tests.stories.scribe import Scribe
from tests.stories.worker import Worker

NAME = "Ionescu-Țăranu"
SAID = next(each for each in casework.SAID["families"] if each["name"] == NAME)
KNOWN = {one["id"]: one["answers"]["known_as"] for one in SAID["people"]}
PRACTITIONERS = {one["id"]: one["name"] for one in casework.SAID["practitioners"]}
TOM = "0197f000-0001-7000-8000-000000000003"
NAP = timedelta(minutes=5)
ROLES = {"parent_or_carer": "Parent or carer", "household": "Somebody else at home", "child": "Child"}


@dataclass
class Desk:
    laptop: Laptop
    worker: Worker
    before: dict[str, Any] = field(default_factory=dict)

    def comes(self, moment: str) -> None:
        """Be there at this moment; the laptop was locked in between."""
        until = datetime.fromisoformat(moment)
        if until - self.laptop.time.moment > NAP and self.laptop.life is not None:
            self.worker.locks()
        self.laptop.time.moment = until
        if self.laptop.life is None:
            self.worker.unlocks()

    def scribe(self) -> Scribe:
        return Scribe(self.worker, {**KNOWN, TOM: "Tom Achebe"}, self.before)

    def shown_as(self, title: str) -> int:
        """The place of the first form of this name in the list that has the focus."""
        return next(at for at, line in enumerate(self.worker.lines()) if line.startswith(title))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QtWidgets.QApplication) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("typed")
    for scope in (QtCore.QSettings.Format.NativeFormat, QtCore.QSettings.Format.IniFormat):
        QtCore.QSettings.setPath(scope, QtCore.QSettings.Scope.UserScope, str(root))
    made = Laptop(files.DataFolder(root / "data"), qapp)
    made.time.moment = datetime.fromisoformat("2026-07-13T09:00:00+00:00")
    made.set_up(families=False, name="Tom Achebe", agency="Bridge Street")
    yield Desk(made, Worker(made))
    made.end()
    assert made.noted() == "", "Something happened that nobody foresaw"


LATER: dict[str, tuple[str, ...]] = {
    "agreement": ("shared_without_agreement",),
    "taf_meeting": ("copies_sent",),
    "action_plan": ("in_plain_words_translation", "translator", "translated_on"),
}
"""What a form of the bundle says that could not be known when it was finished: it is amended then."""

AMENDED = (
    ("2026-08-12T10:30:00+00:00", "agreement", "What police were told on the night of 11 August"),
    ("2026-08-28T09:00:00+00:00", "taf_meeting", "Copies sent"),
    ("2026-08-28T09:10:00+00:00", "action_plan", "The translation has come"),
)


def events() -> list[tuple[str, str, Callable[[Desk], None]]]:
    """Everything that is typed, in the order of its days: when, what, and how."""
    found = [(when(one), f"{one['form']}-{one['id'][-3:]}", partial(HOW.get(one["form"], writes), one=one)) for one in SAID["forms"] if one["form"] != "action_plan"]
    found += [(at, f"amend-{form_id}", partial(amends, form_id=form_id, at=at, why=why)) for at, form_id, why in AMENDED]
    found += [(at, f"done-{action}", partial(keeps_up, at=at, action=action)) for at, action in KEPT_UP]
    return sorted(found, key=lambda each: each[0])


def when(one: dict[str, Any]) -> str:
    return str(one.get("finished_at") or one["at"]).replace("Z", "+00:00")


def told(one: dict[str, Any]) -> dict[str, Any]:
    """What a form says, restricted answers too; a colleague without a record on this laptop is named."""
    return dict(named({**one["answers"], **one.get("restricted", {})}))


def named(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: named(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [named(each) for each in value]
    return {"name": PRACTITIONERS[value]} if value in PRACTITIONERS and value != TOM else value


def the_form(form_id: str) -> dict[str, Any]:
    return next(one for one in SAID["forms"] if one["form"] == form_id and one["status"] == "finished")


def writes(desk: Desk, one: dict[str, Any]) -> None:
    worker = desk.worker
    desk.comes(when(one))
    form = offered.form(one["form"])
    worker.begins(form.short_title or form.title, "ionescu", NAME)
    said = {key: value for key, value in told(one).items() if key not in LATER.get(one["form"], ())}
    fill(desk, one["form"], said)
    if one["status"] == "finished":
        worker.press("Space")
        worker.looks_for("Finished ")


def fill(desk: Desk, form_id: str, said: dict[str, Any]) -> None:
    desk.scribe().writes(offered.form(form_id), said, until=lambda focus: focus.startswith("Finish "))
    desk.worker.settle()


def amends(desk: Desk, form_id: str, at: str, why: str) -> None:
    worker = desk.worker
    desk.comes(at)
    form = offered.form(form_id)
    worker.finds("ionescu", NAME)
    worker.press("Alt+4")
    worker.settle()
    worker.tab_to("Forms")
    wanted = desk.shown_as(form.short_title or form.title)
    worker.press("Home", *["Down"] * wanted, "Return")
    worker.looks_for("Amend")
    worker.settle()
    worker.tab_to("Amend")
    worker.press("Space")
    worker.wait("a reason is asked", lambda: worker.focus() == "Why are you amending it?")
    worker.write(why)
    worker.tab_to("Amend")
    worker.press("Space")
    worker.settle()
    worker.looks_for("Finish ")
    worker.settle()
    said = told(the_form(form_id))
    fill(desk, form_id, {key: said[key] for key in LATER[form_id]})
    worker.press("Space")
    worker.looks_for("Amended ")


def notes(desk: Desk, one: dict[str, Any]) -> None:
    """Ctrl+N in the family's file, the words first, then when it was and the taps."""
    worker, said = desk.worker, told(one)
    desk.comes(when(one))
    worker.finds("ionescu", NAME)
    worker.press("Ctrl+N")
    worker.wait("the cursor is in the note", lambda: worker.focus() == "What happened")
    worker.write(said["text"])
    worker.press("Shift+Tab", "Space")
    worker.wait("the day is asked", lambda: worker.focus().startswith("Day: "))
    Filler(worker, {}).date(said["at"])
    worker.tab_to("Visit: What kind of contact it was", back=True)
    form = offered.form("note")
    scribe = Scribe(worker, KNOWN)
    is_rest = "Who else was there, and more".__eq__
    main = {key: said[key] for key in ("kind", "place") if key in said}
    scribe.writes(form, main, until=lambda focus: not focus.endswith(("it was")))
    says_of_each_child(desk, said)
    if "who_was_there" in said or "also_present" in said:
        worker.tab_to("Who else was there, and more")
        worker.press("Space")
        worker.settle()
        rest = {key: said[key] for key in ("who_was_there", "also_present") if key in said}
        scribe.writes(form, rest, until="Done".__eq__)
    if one["status"] == "finished":
        worker.press("Ctrl+Return")
        worker.looks_for_title(NAME)
    worker.settle()


def says_of_each_child(desk: Desk, said: dict[str, Any]) -> None:
    worker, scribe = desk.worker, Scribe(desk.worker, KNOWN)
    rows = {row["child"]: row for row in said.get("children", {}).values()}
    words = {"seen": "Seen", "seen_alone": "Seen alone", "not_seen": "Not seen"}
    for child in sorted(rows, key=lambda each: KNOWN[each]):
        if worker.focus() != f"Seen: {KNOWN[child]}":
            worker.tab_to(f"Seen: {KNOWN[child]}")
        scribe.chooses(words[rows[child]["seen"]])
        if "why_not" in rows[child]:
            worker.press("Tab")
            assert worker.focus() == f"Why not? {KNOWN[child]}"
            worker.write(rows[child]["why_not"])


IN_PLACE = "pay"
"""The action that is added to the plan while the meeting is written up."""

KEPT_UP = (
    ("2026-09-08T16:00:00+00:00", "assess"),
    ("2026-09-10T16:00:00+00:00", "plan"),
    ("2026-09-16T16:00:00+00:00", "club"),
    ("2026-09-18T09:00:00+00:00", "pay"),
)
"""When each action was done."""


def the_plan() -> dict[str, Any]:
    """The plan as it was agreed: nothing is done yet, and how each outcome stands is not said."""
    said = {key: value for key, value in told(the_form("action_plan")).items() if key not in LATER["action_plan"]}
    outcomes = {row: {**cells, "status": "not_started"} for row, cells in said["outcomes"].items()}
    actions = {
        row: {key: value for key, value in {**cells, "status": "open"}.items() if key != "done_on"}
        for row, cells in said["actions"].items()
        if row != IN_PLACE
    }
    return {**said, "outcomes": outcomes, "actions": actions}


def meets(desk: Desk, one: dict[str, Any]) -> None:
    """The plan first, then the meeting; what is decided there is put into the plan in its place beside it."""
    worker, form = desk.worker, offered.form("action_plan")
    desk.comes(when(one))
    worker.begins(form.short_title or form.title, "ionescu", NAME)
    fill(desk, "action_plan", the_plan())
    worker.press("Space")
    worker.looks_for("Finished ")
    form = offered.form("taf_meeting")
    worker.begins(form.short_title or form.title, "ionescu", NAME)
    fill(desk, "taf_meeting", {key: value for key, value in told(one).items() if key not in LATER["taf_meeting"]})
    plan = told(the_form("action_plan"))
    if not worker.sees("Who does what"):
        worker.press("Ctrl+Shift+P")
    worker.looks_for("Who does what")
    worker.settle()
    worker.tab_to("Add an action")
    worker.press("Space")
    worker.looks_for_title("Add an action")
    asked = plan_questions.new_row("actions", "Add an action")
    row = {key: value for key, value in plan["actions"][IN_PLACE].items() if key in {q.key for q in asked.questions()}}
    desk.scribe().writes(asked, row, until="Add to the plan".__eq__)
    worker.press("Space")
    worker.looks_for("The plan is kept up.")
    worker.settle()
    for outcome in ("elena", "flat", "afternoon"):
        stands(desk, plan["outcomes"][outcome])
    worker.tab_to("Finish taf meeting", back=True)
    worker.press("Space")
    worker.looks_for("Finished ")


def stands(desk: Desk, outcome: dict[str, Any]) -> None:
    worker = desk.worker
    worker.tab_to(f"Change how it stands: {outcome['outcome']}")
    worker.press("Space")
    worker.looks_for_title("How does it stand?")
    asked = plan_questions.stands(outcome["outcome"])
    desk.scribe().writes(asked, {"status": outcome["status"]}, until="Save".__eq__)
    worker.press("Space")
    worker.looks_for("The plan is kept up.")
    worker.settle()


def keeps_up(desk: Desk, at: str, action: str) -> None:
    worker, plan = desk.worker, told(the_form("action_plan"))
    desk.comes(at)
    worker.finds("ionescu", NAME)
    worker.press("Alt+2")
    worker.settle()
    worker.tab_to("The plan, its meetings and reviews")
    worker.press("Space")
    worker.looks_for_title("Plan")
    worker.settle()
    worker.tab_to(f"Done: {plan['actions'][action]['what']}")
    worker.press("Space")
    worker.looks_for("The action is marked as done.")
    worker.settle()
    if action == "pay":
        stands(desk, plan["outcomes"]["andrei"])


def adds_an_event(desk: Desk, one: dict[str, Any]) -> None:
    """In the family's chronology, in its small window."""
    worker, said, form = desk.worker, told(one), offered.form("chronology")
    desk.comes(when(one))
    worker.finds("ionescu", NAME)
    worker.press("Alt+8")
    worker.settle()
    if worker.focus() != "Add an event":
        worker.tab_to("Add an event")
    worker.press("Space")
    worker.looks_for_title("Add an event")
    kind = form.question("category")
    desk.scribe().writes(form, only(said, "event", "date"), until=lambda focus: focus.startswith("Choose, "))
    label = next(option.label for option in kind.options if option.code == said["category"])
    for _ in kind.options:
        if worker.value() != label:
            worker.press("Down")
    worker.press("Tab")
    rest = {key: value for key, value in said.items() if key not in ("event", "date", "category")}
    desk.scribe().writes(form, rest, until="Add it".__eq__)
    worker.press("Space")
    worker.wait("the event is in", lambda: NAME in worker.screen()[0])
    worker.settle()


def only(said: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key in keys}


HOW: dict[str, Callable[..., None]] = {
    "note": notes,
    "chronology": adds_an_event,
    "taf_meeting": meets,
}


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


