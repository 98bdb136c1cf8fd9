"""Filling a form from a file of answers: the same acts as the form page, in the same order."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ehdesk import errors
from ehdesk.commands import bundles, console, opening, reference
from ehdesk.forms import answers, definition, loader
from ehdesk.models import acts, base, beyond, form, sheet


@dataclass(frozen=True)
class Wanted:
    """Which form, of which family, with which answers; `record` continues one, `finish` finishes it, and
    `amend` opens a finished one again: why."""

    form: str
    reference: str
    answers: Path
    record: str | None = None
    finish: bool = False
    amend: str | None = None


def fill(chosen: opening.Chosen, wanted: Wanted, *, as_json: bool) -> None:
    """Start or continue a form and say its id.

    Raises: errors.FormUnknown, AnswersUnusable, FamilyNotFound, RecordMissing, RecordLocked, NotComplete.
    """
    asked = loader.load(wanted.form)
    given = read_answers(wanted.answers, asked)
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, wanted.reference)
        record_id = wanted.record
        if record_id is None:
            started = desk.store.do(start_in_episode, wanted.form, family_id, given)
            record_id = started.result
        else:
            _check_is(desk.store.ask(sheet.sheet, record_id), wanted, family_id)
            if wanted.amend is not None:
                desk.store.do(form.amend, record_id, wanted.amend)
            desk.store.do(continue_with, record_id, given)
        if wanted.finish:
            desk.store.do(form.finish, record_id)
        filled = desk.store.ask(sheet.sheet, record_id)
    if as_json:
        told = {"id": filled.record_id, "form": filled.form.id, "status": filled.status}
        console.as_json({**told, "answers": filled.answers})
        return
    console.say(f"{filled.record_id}  {filled.form.title}  {filled.status}")


@acts.act("form.started")
def start_in_episode(work: acts.Work, form_id: str, family_id: str, given: base.Fields) -> base.RecordId:
    """Start a form in the family's open episode, as the desk does. Raises as `form.start`."""
    here = beyond.episode_of(work, family_id) if form_id != "note" else None
    return form.start(work, form_id, family_id=family_id, episode_id=here, answers=given)


@acts.act("answer.given")
def continue_with(work: acts.Work, record_id: str, given: Mapping[str, Any]) -> None:
    """Set several answers of one form in one act; an answer of null is cleared. Raises as `form.answer`."""
    for key, value in given.items():
        form.answer(work, record_id, key, value)


def read_answers(path: Path, asked: definition.Form) -> dict[str, Any]:
    """The answers in a JSON file, in the shapes that the form keeps.

    Raises: errors.FileUnreadable, AnswersUnusable with every fault.
    """
    kept, faults = fitted(read_object(path), asked)
    if faults:
        raise errors.AnswersUnusable(tuple(faults))
    return kept


def read_object(path: Path) -> dict[str, Any]:
    """What a JSON file of answers says, by question key. Raises: errors.FileUnreadable."""
    try:
        said = json.loads(bundles.read(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise errors.FileUnreadable(file=path.name, reason="it is not JSON") from error
    if not isinstance(said, dict):
        raise errors.FileUnreadable(file=path.name, reason="it holds no answers by question key")
    return said


def fitted(said: Mapping[str, Any], asked: definition.Form) -> tuple[dict[str, Any], list[answers.Fault]]:
    """The answers in the shapes that the form keeps, and what does not fit it."""
    questions = {question.key: question for question in asked.questions()}
    kept: dict[str, Any] = {}
    faults: list[answers.Fault] = []
    for key, value in said.items():
        if key not in questions:
            faults.append(answers.Fault(key, "", f"“{asked.title}” has no such question"))
            continue
        try:
            kept[key] = answers.normalise(questions[key], value)
        except errors.AnswerUnreadable as error:
            faults.append(answers.Fault(key, questions[key].label, str(error.details["message"])))
    return kept, faults


def _check_is(filled: sheet.Sheet, wanted: Wanted, family_id: str) -> None:
    """The record that was named is that form of that family. Raises: errors.OtherForm, RecordMissing."""
    if filled.family_id != family_id:
        raise errors.RecordMissing
    if filled.form.id != wanted.form:
        raise errors.OtherForm(form=filled.form.id)
