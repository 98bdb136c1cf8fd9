"""How paper that was typed in is told: what could not be read, what was left blank, and where it is kept."""

from collections.abc import Callable, Iterable, Iterator

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.models import paper_run

MARKS: dict[str, str] = {
    "unreadable": "Cannot be read on the paper",
    "left_blank": "Left blank on the paper",
}


def marked(say: Callable[[str], str], form: definition.Form, run: paper_run.Run) -> Iterator[tuple[str, str]]:
    """Each question that something was said of, in its own words, with what was said."""
    for where, mark in run.marks.items():
        try:
            asked = form_answers.question_at(form, where.replace(".", "/"))
        except KeyError:  # of an older version of the form
            continue
        yield say(asked.label), MARKS[mark]


def of_form(
    say: Callable[[str], str], form: definition.Form, runs: Iterable[paper_run.Run]
) -> Iterator[tuple[str, str]]:
    """What is said at the top of a form that came on paper: a title and its detail."""
    for run in runs:
        told = [f"{mark}: {asked}" for asked, mark in marked(say, form, run)]
        if run.held_at:
            told.append(f"The paper is kept at: {run.held_at}")
        if told:
            yield "Typed in from paper", "\n".join(told)
