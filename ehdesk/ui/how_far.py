"""How far a form is: answered of what counts, and about how long the rest takes, section by section."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition

_SECONDS = {"long_text": 90, "text": 20, "table": 60, "signature": 60}
_SECONDS_FOR_A_TAP = 15


@dataclass(frozen=True)
class Progress:
    """How far a section, or the whole form, is: answered of those that count, and minutes for the rest."""

    id: str
    title: str
    answered: int
    total: int
    minutes: int = 0

    @property
    def is_done(self) -> bool:
        """Whether all that counts is answered."""
        return self.answered == self.total

    def words(self) -> str:
        """ "11 of 28 answered · about 20 minutes left"; nothing is said of time where nothing is left."""
        if self.is_done:
            return f"All {self.total} answered" if self.total else "Nothing here has to be answered"
        return f"{self.answered} of {self.total} answered · about {minutes(self.minutes)} left"


def minutes(count: int) -> str:
    """ "1 minute", "20 minutes"."""
    return f"{count} {'minute' if count == 1 else 'minutes'}"


def of_sections(
    form: definition.Form, answers: Mapping[str, Any], say: Callable[[str], str] = str
) -> tuple[Progress, ...]:
    """How far each section that is shown has come; where nothing counts, 0 of 0."""
    return _of(form, answers, form_answers.sections(form, answers), say)


def of_form(form: definition.Form, answers: Mapping[str, Any]) -> Progress:
    """How far the whole form is: its sections together."""
    shown = form_answers.sections(form, answers)
    sections = _of(form, answers, shown, str)
    asked = [question for _section, some in shown for question in some]
    done, total = sum(one.answered for one in sections), sum(one.total for one in sections)
    return Progress(form.id, form.title, done, total, _minutes(asked, answers))


def _of(
    form: definition.Form, answers: Mapping[str, Any], shown: form_answers.Shown, say: Callable[[str], str]
) -> tuple[Progress, ...]:
    made = []
    for section, asked in shown:
        counted = [question for question in asked if _counts(form, question, answers)]
        done = sum(_is_done(question, answers) for question in counted)
        left = _minutes(asked, answers)
        made.append(Progress(section.id, say(section.title), done, len(counted), left))
    return tuple(made)


def _is_done(question: definition.Question, answers: Mapping[str, Any]) -> bool:
    """Whether it is answered. A table is once nothing lacks in its rows: one may stand there by itself."""
    if not form_answers.is_answered(answers.get(question.key)):
        return False
    if question.kind != "table":
        return True
    done, every = form_answers.tally(question, answers)
    return done == every


def _counts(form: definition.Form, question: definition.Question, answers: Mapping[str, Any]) -> bool:
    """What has to be answered, and what takes one tap."""
    if question.required or (question.choices() and question.kind != "multiple_choice"):
        return True
    return question.required_when is not None and form_answers.is_required(form, question, answers)


def _minutes(asked: Iterable[definition.Question], answers: Mapping[str, Any]) -> int:
    """About how long the unanswered questions take, in minutes; never nothing."""
    left = [question for question in asked if not _is_done(question, answers)]
    return max(1, round(sum(_SECONDS.get(q.kind, _SECONDS_FOR_A_TAP) for q in left) / 60))
