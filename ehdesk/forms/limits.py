"""The authority's time rules in a form: its numbers in the checks, and in the words beside them. Pure.

A definition is written with the usual number ("Within six weeks", `days = 42`); a check that names a
`limit` takes the authority's, and the words of its question are put right with it.
"""

from collections.abc import Iterator, Mapping
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
    words = dict(_told_beside(question, limits))
    if checks == question.checks and not words:
        return question
    pairs = zip(question.checks, checks, strict=True)
    words |= {_said(before): _said(after) for before, after in pairs if before != after}
    told = tuple(msgspec.structs.replace(each, message=_reworded(each.message, words)) for each in checks)
    hint, label = (_reworded(text, words) for text in (question.hint, question.label))
    return msgspec.structs.replace(question, checks=told, hint=hint, label=label)


def _told_beside(question: definition.Question, limits: settings.Limits) -> Iterator[tuple[str, str]]:
    """What a question says of a limit that no check of it names, as it is written and as it is here."""
    usual = settings.Limits()
    if question.key == "nth_eha":
        before, after = usual.new_practitioner_assessments, limits.new_practitioner_assessments
        if before != after:
            yield in_words(before), in_words(after)
    for key, before, after in zip(FOLLOW_UPS, usual.follow_up_months, limits.follow_up_months, strict=False):
        if question.key == key and before != after:
            yield f"{in_words(before)} months", f"{in_words(after)} months"
            yield f"{in_words(before)} months".capitalize(), f"{in_words(after)} months".capitalize()


FOLLOW_UPS = ("follow_up_6m", "follow_up_12m")
"""When a closed family is asked how things are, the first and the second time."""


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
        return in_words(check.number or 0)
    days = check.days or 0
    many, unit = (days // 7, "week") if days and days % 7 == 0 else (days, "day")
    return f"{in_words(many)} {unit}" + ("" if many == 1 else "s")


def in_words(number: int) -> str:
    """ "three"; a number above twelve in digits."""
    return _COUNTED[number] if number < len(_COUNTED) else str(number)


def _reworded(text: str, words: Mapping[str, str]) -> str:
    for before, after in words.items():
        text = text.replace(before, after)
    return text
