"""The authority's time rules in a form: its numbers in the checks, and in the words beside them. Pure.

A definition is written with the usual number ("Within six weeks", `days = 42`); a check that names a
`limit` takes the authority's, and the words of its question are put right with it.
"""

from collections.abc import Mapping
from dataclasses import fields

import msgspec

from ehdesk import settings
from ehdesk.forms import definition

NAMES = frozenset(each.name for each in fields(settings.Limits) if each.type in (int, "int"))
"""What a check may name: the limits that are one number."""

_COUNTED = "no one two three four five six seven eight nine ten eleven twelve".split()


def with_limits(form: definition.Form, limits: settings.Limits) -> definition.Form:
    """The form with the authority's numbers; the same form where they are the usual ones."""
    sections = tuple(
        msgspec.structs.replace(section, questions=tuple(_put(each, limits) for each in section.questions))
        for section in form.sections
    )
    return form if sections == form.sections else msgspec.structs.replace(form, sections=sections)


def _put(question: definition.Question, limits: settings.Limits) -> definition.Question:
    checks = tuple(_check(each, limits) for each in question.checks)
    if checks == question.checks:
        return question
    pairs = zip(question.checks, checks, strict=True)
    words = {_said(before): _said(after) for before, after in pairs if before != after}
    told = tuple(msgspec.structs.replace(each, message=_reworded(each.message, words)) for each in checks)
    hint, label = (_reworded(text, words) for text in (question.hint, question.label))
    return msgspec.structs.replace(question, checks=told, hint=hint, label=label)


def _check(check: definition.Check, limits: settings.Limits) -> definition.Check:
    if not check.limit:
        return check
    value = getattr(limits, check.limit)
    if check.rule == "within_days":
        return msgspec.structs.replace(check, days=value)
    return msgspec.structs.replace(check, number=value)


def _said(check: definition.Check) -> str:
    """ "six weeks", "30 days"; of a number "four"."""
    if check.rule != "within_days":
        return _number(check.number or 0)
    days = check.days or 0
    many, unit = (days // 7, "week") if days and days % 7 == 0 else (days, "day")
    return f"{_number(many)} {unit}" + ("" if many == 1 else "s")


def _number(number: int) -> str:
    return _COUNTED[number] if number < len(_COUNTED) else str(number)


def _reworded(text: str, words: Mapping[str, str]) -> str:
    for before, after in words.items():
        text = text.replace(before, after)
    return text
