"""What the third invented family says, cut into the days on which it could be known: what Tom types when."""

import copy
import fnmatch
from collections.abc import Iterator
from typing import Any

from ehdesk.forms import person_form
from tests import casework

Said = dict[str, Any]
NAME = "Ionescu-Țăranu"
SAID: Said = next(each for each in casework.SAID["families"] if each["name"] == NAME)
STAY: Said = SAID["episodes"][0]["answers"]
KNOWN: dict[str, str] = {one["id"]: one["answers"]["known_as"] for one in SAID["people"]}
TOM = "0197f000-0001-7000-8000-000000000003"
COLLEAGUES = {one["id"]: one["name"] for one in casework.SAID["practitioners"] if one["id"] != TOM}
ROLES = {"parent_or_carer": "Parent or carer", "household": "Somebody else at home", "child": "Child"}

LATER: dict[str, tuple[str, ...]] = {
    "agreement": ("shared_without_agreement",),
    "taf_meeting": ("copies_sent",),
    "action_plan": ("in_plain_words_translation", "translator", "translated_on"),
    "oversight": ("actions/send/done_on",),
    "closure": ("feedback_offered/marin/returned_on",),
}
"""What the bundle says in a form that could not be known when it was finished: it is amended then."""

AMENDED = (
    ("2026-08-12T10:30:00+00:00", "agreement", "What police were told on the night of 11 August"),
    ("2026-08-28T09:00:00+00:00", "taf_meeting", "Copies sent"),
    ("2026-08-28T09:10:00+00:00", "action_plan", "The translation has come"),
    ("2026-09-21T17:00:00+00:00", "oversight", "The request is sent"),
    ("2026-09-28T13:00:00+00:00", "closure", "Marin has sent his card back"),
)
KEPT_UP = (
    ("2026-09-08T16:00:00+00:00", "assess"),
    ("2026-09-10T16:00:00+00:00", "plan"),
    ("2026-09-16T16:00:00+00:00", "club"),
    ("2026-09-18T09:00:00+00:00", "pay"),
)
"""When each action was done."""

IN_PLACE = "pay"
"""The action that is added to the plan while the meeting is written up."""

OTHERWISE = {
    "*/status": "amended where something came later, which the bundle has as finished from the start",
    "chronology Police shared information about the people/*": "half an event: a window adds all or none",
    "closure begun/end_scores": "begun with a line for each domain that had a score",
    "closure begun/feedback_offered": "begun with a line for the parent",
    "feedback_parent taf/received_on": "begun with the day on which the card is opened",
    "feedback_young_person closure/received_on": "begun with the day on which the card is opened",
    "episode/levels": "the reason is the form that said so",
    "episode/team */from": "who is put into the team is asked since when, which the bundle does not say",
    "episode/children": "a child that joins with the file is one whom the help is about",
    "*/to Marin/is": "what somebody is to a grown-up is not asked: the domain asks it of each child",
    "*/to Elena/is": "the same",
}
"""Where what was typed may say something else than the bundle, and why."""


def is_otherwise(path: str) -> bool:
    """Whether this may differ."""
    return any(fnmatch.fnmatchcase(path, each) for each in OTHERWISE)


def forms() -> list[Said]:
    """The forms in the order in which they were finished; the plan is written at the meeting."""
    typed = [one for one in SAID["forms"] if one["form"] != "action_plan" and not is_half_an_event(one)]
    return sorted(typed, key=when)


def is_half_an_event(one: Said) -> bool:
    """The window that adds an event has no drafts."""
    return bool(one["form"] == "chronology" and one["status"] == "draft")


def the_form(form_id: str) -> Said:
    """The finished one of this kind."""
    return next(one for one in SAID["forms"] if one["form"] == form_id and one["status"] == "finished")


def when(one: Said) -> str:
    """The moment at which it was finished, or begun where it was not."""
    return str(one.get("finished_at") or one["at"]).replace("Z", "+00:00")


def told(one: Said) -> Said:
    """What a form says, restricted answers too; a colleague without a record on this laptop is named."""
    return dict(_named({**one["answers"], **one.get("restricted", {})}))


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _named(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_named(each) for each in value]
    return {"name": COLLEAGUES[value]} if value in COLLEAGUES else value


def parted(one: Said) -> tuple[Said, Said]:
    """What could be said when the form was finished, and what came later."""
    said, later = copy.deepcopy(told(one)), Said()
    for path in LATER.get(one["form"], ()) if one["status"] == "finished" else ():
        key, _, cell = path.partition("/")
        if cell:
            row, _, column = cell.partition("/")
            rank = said[key][row]["rank"]
            later.setdefault(key, {})[row] = {"rank": rank, column: said[key][row].pop(column)}
        else:
            later[key] = said.pop(key)
    return said, later


def the_plan() -> Said:
    """The plan as it was agreed: nothing is done yet, and nothing has moved."""
    said, _later = parted(the_form("action_plan"))
    for outcome in said["outcomes"].values():
        outcome["status"] = "not_started"
    del said["actions"][IN_PLACE]
    for action in said["actions"].values():
        action["status"] = "open"
        action.pop("done_on", None)
    return said


def only(said: Said, *keys: str) -> Said:
    """These answers of it."""
    return {key: value for key, value in said.items() if key in keys}


def other_children(one: Said) -> list[tuple[str, str]]:
    """The family's other children: id and what they are called."""
    return [
        (each["id"], KNOWN[each["id"]])
        for each in SAID["people"]
        if each["answers"]["role"] == "child" and each is not one
    ]


def of_person(one: Said) -> Said:
    """What a person's own page asks of them, what they are to each child among it."""
    children = dict(other_children(one))
    ties = {
        f"{person_form.TIE}{tie['to']}.{key}": tie[key]
        for tie in one["relationships"]
        for key in ("is", "parental_responsibility")
        if tie["to"] in children and key in tie
    }
    return {**one["answers"], **one.get("restricted", {}), **ties}


def between(since: str, to: str) -> Iterator[tuple[str, str, Said]]:
    """What is typed in these days, in its order: when, what ("form", "amend", "done"), and what it says."""
    typed = [(when(one), "form", one) for one in forms()]
    typed += [(at, "amend", {"form": form_id, "why": why}) for at, form_id, why in AMENDED]
    typed += [(at, "done", {"action": action}) for at, action in KEPT_UP]
    yield from sorted((each for each in typed if since <= each[0] < to), key=lambda each: each[0])
