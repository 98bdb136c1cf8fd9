"""Which papers there are: every form, blank and filled, in every size and every language that it has."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ehdesk import words
from ehdesk.forms import answers, definition
from ehdesk.paper import looks
from tests.paper import samples

FORMS = {form.id: form for form in samples.forms()}
LANGUAGES = (
    "en",
    *sorted(path.parent.parent.name for path in words.locale_folder().glob("*/LC_MESSAGES/*.po")),
)
SIZES: tuple[looks.Size, ...] = ("standard", "large", "easy")


@dataclass(frozen=True)
class Case:
    """One paper: which form, how it is set, in which language, filled or empty."""

    form: str
    size: looks.Size = "standard"
    language: str = "en"
    beside: str = ""
    filled: bool = False
    tint: bool = False

    def __str__(self) -> str:
        kind = "filled" if self.filled else "blank"
        return "-".join(filter(None, (self.form, kind, self.size, self.language, self.beside)))

    def printed(self) -> bytes:
        setting: dict[str, Any] = {"size": self.size, "tint": self.tint, "language": self.language}
        if self.beside:
            setting["beside"] = words.of(self.beside)
        form = FORMS[self.form]
        if self.filled:
            return samples.filled(form, samples.FILLED[self.form], **setting)
        return samples.blank(form, **setting)


def every() -> Iterator[Case]:
    """All of them, and each empty one with a second language beside the English."""
    for form, size, language, filled in itertools.product(FORMS.values(), SIZES, LANGUAGES, (False, True)):
        if (filled or form.blank_print) and (size != "easy" or form.is_easy_read):
            yield Case(form.id, size, language, filled=filled)
    for form, language in itertools.product(FORMS.values(), LANGUAGES[1:]):
        if form.blank_print:
            yield Case(form.id, beside=language)


SOME = (
    *(Case(form.id, "easy") for form in FORMS.values() if form.is_easy_read),
    Case("eha_part_a", "large"),
    Case("self_assessment", "large", filled=True),
    Case("taf_meeting", "large", filled=True, tint=True),
    Case("action_plan", "large"),
    Case("agreement", language="ar", filled=True),
    Case("feedback_parent", "large", "ar", tint=True),
    Case("feedback_parent", language="ur"),
    Case("feedback_child", "easy", "ur"),
    Case("agreement", language="bn"),
    Case("agreement", "easy", "bn", filled=True),
    Case("feedback_young_person", "easy", "pa"),
    Case("agreement", beside="ur"),
    Case("feedback_child", beside="ar"),
    Case("review", "large", beside="pl", filled=True),
    Case("action_plan", language="pl", filled=True),
)
"""A set that shows each way of setting."""


def asked_in_order(case: Case) -> Iterator[str]:
    """What an empty form asks, in the order of paper: on a family's the worker's questions come last."""
    form = FORMS[case.form]
    spoken = words.of(case.language).of_form(form.id)
    own: list[definition.Question] = []
    workers: list[definition.Question] = []
    for _section, questions in answers.for_blank(form):
        theirs = form.filled_by != "family" or any(each.filled_by == "family" for each in questions)
        shown = [each for each in questions if form.filled_by != "family" or each.show_on_family_paper]
        (own if theirs else workers).extend(each for each in shown if each.key != "language_other")
    for question in [*own, *workers]:
        yield spoken.text((question.easy if case.size == "easy" else "") or question.label)
