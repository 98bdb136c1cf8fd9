"""A form as it lies on the table: its questions page by page in the order of the paper. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ehdesk.forms import definition, showing

_ELSEWHERE = "elsewhere"
Answers = Mapping[str, Any]


def as_on_paper(form: definition.Form, pages: Sequence[Sequence[str]]) -> definition.Form:
    """The same questions, in sections that each stand on one page; what is on no page comes last.

    Conditions and answers stay as they are: only where a question stands is another.
    """
    placed = {key for keys in pages for key in keys}
    sections = [part for number, keys in enumerate(pages, start=1) for part in _parts(form, number, keys)]
    rest = [_part(each, _ELSEWHERE, lambda key: key not in placed) for each in form.sections]
    return msgspec.structs.replace(form, sections=(*sections, *(each for each in rest if each.questions)))


def sections_of(form: definition.Form, page: int) -> frozenset[str]:
    """The ids of the sections of a form `as_on_paper` that stand on this page."""
    return frozenset(section.id for section in form.sections if section.id.startswith(f"{page}/"))


def keys_of(form: definition.Form, page: int) -> tuple[str, ...]:
    """The questions of a page, in the order of the paper."""
    here = sections_of(form, page)
    return tuple(q.key for section in form.sections if section.id in here for q in section.questions)


def stops(form: definition.Form, page: int, answers: Answers, *, whole: definition.Form) -> Iterator[str]:
    """The paths of a page that are asked with these answers, in order: questions, and cells of rows.

    A table without rows is a stop itself. Conditions are judged by `whole`, the form in its own order.
    """
    asked = frozenset(showing.visible(whole, answers))
    for key in (key for key in keys_of(form, page) if key in asked):
        question = form.question(key)
        cells = list(_cells(question, answers)) if question.kind == "table" else []
        yield from cells or [key]


def would_undo(form: definition.Form, key: str, answers: Answers) -> bool:
    """Whether ticking this box would hide an answer that was given ("they did not want to answer")."""
    question = form.question(key)
    if question.kind != "tick" or answers.get(key):
        return False
    before = {one for one in showing.visible(form, answers) if showing.is_answered(answers.get(one))}
    return not before <= set(showing.visible(form, {**answers, key: True}))


def _parts(form: definition.Form, number: int, keys: Sequence[str]) -> list[definition.Section]:
    """The sections of a page, in the order in which the page asks them."""
    home = {question.key: section for section in form.sections for question in section.questions}
    order = dict.fromkeys(home[key].id for key in keys if key in home)
    by_id = {section.id: section for section in form.sections}
    return [_part(by_id[each], str(number), lambda key: key in keys) for each in order]


def _part(section: definition.Section, where: str, stands: Any) -> definition.Section:
    questions = tuple(question for question in section.questions if stands(question.key))
    return msgspec.structs.replace(section, id=f"{where}/{section.id}", questions=questions)


def _cells(table: definition.Question, answers: Answers) -> Iterator[str]:
    for row_id, row in showing.rows(answers.get(table.key) or {}):
        for column in showing.visible_columns(table, row, answers):
            yield f"{table.key}/{row_id}/{column.key}"
