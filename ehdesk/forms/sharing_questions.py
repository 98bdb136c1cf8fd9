"""The few questions behind taking an agreement back, and behind sharing without one: those of its form."""

from collections.abc import Sequence

import msgspec

from ehdesk.forms import definition, loader

PURPOSES = "choice_"


def purposes() -> dict[str, str]:
    """What a family says yes or no to, by key, in the words of the form."""
    asked = loader.load("agreement").questions()
    return {one.key: one.label for one in asked if one.key.startswith(PURPOSES)}


def taking_back(agencies: Sequence[str], activities: Sequence[str]) -> definition.Form:
    """What is taken back: everything, one of these agencies or one of these activities; by whom."""
    columns = {one.key: one for one in loader.load("agreement").question("withdrawals").columns}
    there = {"all": True, "agency": bool(agencies), "activity": bool(activities)}
    options = tuple(one for one in columns["scope"].options if there.get(str(one.code), True))
    scope = _changed(columns["scope"], options=options, required=True, if_missing="Choose what is taken back")
    by = _changed(columns["by"], required=True, if_missing="Say who said so")
    return _form(
        "Take back what was agreed",
        "It counts from this moment. What was shared before cannot be called back.",
        by,
        scope,
        _which("agency", "Which agency?", agencies, "Choose the agency"),
        _which("activity", "Which one?", activities, "Choose what they no longer want"),
        _changed(columns["date"], required=True, if_missing="Enter the date"),
        columns["effects_explained"],
        columns["actions"],
        columns["manager_told"],
    )


def sharing_without() -> definition.Form:
    """What was shared without agreement, on which ground, why, and who advised and authorised it."""
    columns = loader.load("agreement").question("shared_without_agreement").columns
    needed = {"what": "Enter what was shared", "to_whom": "Enter who has it", "ground": "Choose the ground"}
    asked = (
        _changed(one, required=True, if_missing=needed[one.key]) if one.key in needed else one
        for one in columns
    )
    return _form(
        "Sharing without agreement",
        "Write down the decision and the reasons, whether you shared or not. It is kept apart: never on a "
        "page for the family or another agency.",
        *asked,
    )


def _which(key: str, label: str, options: Sequence[str], missing: str) -> definition.Question:
    return definition.Question(
        key=key,
        kind="single_choice",
        label=label,
        options=tuple(definition.Option(one, one) for one in options),
        required=True,
        if_missing=missing,
        show_when=definition.Condition(question="scope", one_of=(key,)),
    )


def _changed(asked: definition.Question, **said: object) -> definition.Question:
    return msgspec.structs.replace(asked, **said)


def _form(title: str, intro: str, *questions: definition.Question) -> definition.Form:
    section = definition.Section(
        "asked", "", tuple(msgspec.structs.replace(one, checks=()) for one in questions)
    )
    return definition.Form(
        id="small", version=1, register="", title=title, record="", sections=(section,), intro=intro
    )
