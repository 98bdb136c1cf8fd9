"""Which widget answers which kind of question. One line for each kind of `forms.definition`."""

from collections.abc import Callable, Mapping

from ehdesk.forms import definition
from ehdesk.ui import (
    answer_agency,
    answer_choices,
    answer_dates,
    answer_entries,
    answer_faces,
    answer_input,
    answer_people,
    answer_pick,
    answer_signature,
    answer_table,
    answer_text,
    question_field,
)

Make = Callable[[definition.Question, answer_input.Surroundings], answer_input.AnswerInput]


def make_input(question: definition.Question, around: answer_input.Surroundings) -> answer_input.AnswerInput:
    """The widget that answers this question."""
    if around.compact and question.kind in _PICKED and len(question.options) > _PICKED[question.kind]:
        if question.kind == "multiple_choice":
            return answer_pick.PickManyInput(question, around)
        return answer_pick.PickInput(question, around)
    return KINDS[question.kind](question, around)


_ALIKE = 3
_PICKED = {"single_choice": 6, "multiple_choice": 6}
"""From how many options on a compact page offers a drop-down."""


def make_field(
    question: definition.Question,
    around: answer_input.Surroundings,
    *,
    level: int = 1,
    beside: bool = False,
    follows: bool = False,
    optional: bool = True,
    history: bool = True,
) -> question_field.QuestionField:
    """The question with its label and hint, ready for a page."""
    made = make_input(question, around)
    return question_field.QuestionField(
        question, made, level=level, beside=beside, follows=follows, optional=optional, history=history
    )


def _table(question: definition.Question, around: answer_input.Surroundings) -> answer_input.AnswerInput:
    return answer_table.TableInput(question, around, lambda column: make_field(column, around, level=2))


KINDS: Mapping[definition.Kind, Make] = {
    "text": answer_text.LineInput,
    "long_text": answer_text.WritingInput,
    "number": answer_text.NumberInput,
    "date": answer_dates.DateInput,
    "time": answer_dates.MomentInput,
    "partial_date": answer_dates.DateInput,
    "date_range": answer_dates.DateRangeInput,
    "yes_no": answer_choices.RadioInput,
    "yes_no_unknown": answer_choices.RadioInput,
    "single_choice": answer_choices.RadioInput,
    "multiple_choice": answer_choices.TicksInput,
    "scale": answer_choices.RadioInput,
    "tick": answer_choices.TickInput,
    "person": answer_people.PersonInput,
    "people": answer_people.PeopleInput,
    "agency": answer_agency.AgencyInput,
    "entry": answer_entries.EntryInput,
    "entries": answer_entries.EntriesInput,
    "table": _table,
    "picture_scale": answer_faces.faces,
    "signature": answer_signature.SignatureInput,
}


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
