"""The forms that this desk knows, one form's keys and codes, and whether a definition file is sound."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ehdesk import errors, files
from ehdesk.commands import bundles, console
from ehdesk.forms import definition, links, loader, people, person_form, schema, small_forms, stages
from ehdesk.models import offered


def _named(name: str, made: definition.Form) -> definition.Form:
    return msgspec.structs.replace(made, id=name)


_OF_RECORDS: Mapping[str, Callable[[], definition.Form]] = {
    "new_family": lambda: people.NEW_FAMILY,
    "person": lambda: _named("person", person_form.sheet(whole=True)),
    "agency": lambda: _named("agency", small_forms.agency(is_new=True)),
    "colleague": lambda: _named("colleague", small_forms.colleague()),
    "team_member": lambda: _named("team_member", small_forms.member(is_new=True, has_accounts=True)),
}
"""What is no form, but is added from a file of answers as forms are filled."""


def every(*, as_json: bool) -> None:
    """One line a form, under the stages of the work: id, register, version, title."""
    known = sorted(loader.load_all().values(), key=lambda form: form.register)
    if as_json:
        console.as_json({"forms": [_told(form) for form in known]})
        return
    rows = [
        (stage if place == 0 else "", form.id, form.register, str(form.version), form.title)
        for stage, some in stages.by_stage(known)
        for place, form in enumerate(some)
    ]
    console.table(("Stage", "Form", "Register", "Version", "Title"), rows)


def show(form_id: str, *, as_json: bool) -> None:
    """A form's questions with keys, kinds and codes. Raises: errors.FormUnknown."""
    form = _OF_RECORDS[form_id]() if form_id in _OF_RECORDS else offered.form(form_id)
    if as_json:
        questions = [_question(question) for question in form.questions()]
        console.as_json({**_told(form), "variants": form.variants, "questions": questions})
        return
    console.say(f"{form.title} ({form.id}, version {form.version})")
    for section in form.sections:
        console.say(f"\n{section.title}")
        for question in section.questions:
            _say_question(question, "  ")


def check(path: Path) -> None:
    """Say that a definition file is sound, and what it names of other forms is there.

    Raises: errors.FormFaulty, FileUnreadable.
    """
    if not path.is_file():
        raise errors.FileUnreadable(file=path.name, reason="there is no such file")
    form = loader.read_form(path)
    beyond = links.across({**loader.load_all(), form.id: form})
    own = tuple(fault for fault in beyond if fault.where.startswith(f"{form.id}, "))
    if own:
        raise loader.faulty(path, own)
    console.say(
        f"{path.name}: {form.title}, version {form.version}, {len(form.questions())} questions. Sound."
    )


def schemas(folder: Path) -> None:
    """Write the JSON Schema of every form into a folder, each over the one before.

    Raises: errors.FileUnwritable.
    """
    try:
        files.make_folder(folder)
    except OSError as error:
        raise errors.FileUnwritable(file=folder.name, reason=error.strerror) from error
    for name, content in published():
        bundles.write(folder / name, content)
        console.say(name)


def published() -> Iterator[tuple[str, bytes]]:
    """Each form's schema as it is published: the name of its file, and what stands in it."""
    for form in loader.load_all().values():
        said = json.dumps(schema.of_form(form), ensure_ascii=False, indent=1)
        yield f"{form.id}.schema.json", said.encode() + b"\n"


def _told(form: definition.Form) -> dict[str, Any]:
    return {
        "id": form.id,
        "register": form.register,
        "version": form.version,
        "title": form.title,
        "stage": stages.stage_of(form),
        "audience": form.audience,
        "questions": len(form.questions()),
    }


def _question(question: definition.Question) -> dict[str, Any]:
    told: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind,
        "label": question.label,
        "required": question.required,
        "restricted": question.restricted,
    }
    if question.options:
        told["codes"] = [option.code for option in question.options]
    if question.options_from:
        told["codes_from"] = question.options_from
    if question.columns:
        told["columns"] = [_question(column) for column in question.columns]
    return told


def _say_question(question: definition.Question, indent: str) -> None:
    mark = "*" if question.required else ""
    console.say(f"{indent}{question.key}{mark}  {question.kind}  {question.label}")
    for option in question.options:
        console.say(f"{indent}    {option.code}: {option.label}")
    for column in question.columns:
        _say_question(column, indent + "    ")
