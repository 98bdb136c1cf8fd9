"""The few questions behind a new outcome, a new action, how an outcome stands: those of the plan's form."""

import msgspec

from ehdesk.forms import definition, loader

_LATER = frozenset({"status", "done_on", "result", "cancelled_reason"})


def new_row(table: str, title: str) -> definition.Form:
    """A row of the plan: the columns of its form but those that are said later."""
    asked = loader.load("action_plan").question(table).columns
    return _form(title, *(msgspec.structs.replace(one, checks=()) for one in asked if one.key not in _LATER))


def stands(words: str) -> definition.Form:
    """How an outcome stands now."""
    columns = loader.load("action_plan").question("outcomes").columns
    status = next(one for one in columns if one.key == "status")
    asked = msgspec.structs.replace(status, label=words, required=True, if_missing="Choose how it stands")
    return _form("How does it stand?", asked)


def _form(title: str, *questions: definition.Question) -> definition.Form:
    section = definition.Section("asked", "", questions)
    return definition.Form(id="small", version=1, register="", title=title, record="", sections=(section,))
