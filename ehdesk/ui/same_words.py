"""Questions of a form that have the same words or the same options, and what tells them apart."""

from ehdesk.forms import definition

_ALIKE = 3


def repeated(form: definition.Form) -> dict[str, str]:
    """What tells questions with the same words apart: the section, or in one section the one they follow."""
    labels = [question.label for question in form.questions()]
    found = {}
    for section in form.sections:
        inside = [question.label for question in section.questions]
        for question in section.questions:
            if labels.count(question.label) > 1:
                when = question.show_when if inside.count(question.label) > 1 else None
                found[question.key] = form.question(when.question).label if when else section.title
    return found


def alike(form: definition.Form) -> set[tuple[definition.Option, ...]]:
    """The sets of options that so many questions share that they read as a list of criteria."""
    shared = [question.options for question in form.questions() if question.options]
    return {options for options in shared if shared.count(options) >= _ALIKE}
