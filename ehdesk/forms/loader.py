"""Reading form definitions from `resources/forms`: `<id>.toml` now, `past/<id>.<version>.toml` before."""

import difflib
import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from ehdesk import errors, files
from ehdesk.forms import definition, faults, links, resolving

COMMON = "common.toml"
NEWER_FORM = "A form of a newer ehdesk"


def load(form_id: str, version: int | None = None) -> definition.Form:
    """The form with this id: as it is now, or in the version that an old record was written in.

    Raises: FormUnknown; FormFaulty.
    """
    form = load_all().get(form_id)
    if form is not None and version in (None, form.version):
        return form
    past = folder() / "past" / f"{form_id}.{version}.toml"
    if form is not None and past.exists():
        return _read_past(past)
    known = ", ".join(sorted(load_all()))
    raise errors.FormUnknown(form=form_id, version=version or "now", known=known)


def load_written(form_id: str, version: int | None) -> definition.Form:
    """The form of a record, whatever version it was written in. A newer one than ours has the questions that
    ours knows; one that is not ours at all has none. Nothing in the record is touched by that."""
    try:
        return load(form_id, version)
    except errors.FormUnknown:
        known = load_all().get(form_id)
    if known is None:
        return definition.Form(form_id, version or 1, "", NEWER_FORM, record=form_id, sections=())
    return msgspec.structs.replace(known, version=version or known.version)


def is_newer(form: definition.Form) -> bool:
    """Whether a record of this form was written with a newer ehdesk."""
    known = load_all().get(form.id)
    return known is None or form.version > known.version


def load_all() -> dict[str, definition.Form]:
    """Every form by its id, in the order of the register (F08, F12, F19). Raises: FormFaulty."""
    return {form.id: form for form in _all_forms()}


def read_form(path: Path) -> definition.Form:
    """The form that one file defines, with the common blocks beside it or of ours.

    Raises: FormFaulty with every fault that could be found at once.
    """
    raw = _toml(path)
    found = list(resolving.resolve(raw, _common(path)))
    mended: set[str] = set()
    found += list(_shape(raw, mended))
    form = _convert(raw, path, found)
    if form.id != path.name.split(".")[0]:
        found.append(faults.FormFault("id", f"“{form.id}” is not the name of the file", "Make them the same"))
    judged = (*faults.of(form, frozenset(mended)), *links.of(form, frozenset(mended)))
    found += faults.once(form, judged)
    if found:
        raise faulty(path, found)
    return form


def folder() -> Path:
    """Where our own definitions are."""
    return files.resources() / "forms"


@functools.cache
def _all_forms() -> tuple[definition.Form, ...]:
    paths = (path for path in sorted(folder().glob("*.toml")) if path.name != COMMON)
    return tuple(sorted((read_form(path) for path in paths), key=lambda form: form.register))


@functools.cache
def _read_past(path: Path) -> definition.Form:
    return read_form(path)


def _common(path: Path) -> dict[str, Any]:
    """The common blocks and option sets: those beside the file, else ours."""
    beside = path.parent / COMMON
    ours = folder() / COMMON
    return _toml(beside) if beside.exists() and beside != ours else _our_common(ours)


@functools.cache
def _our_common(path: Path) -> dict[str, Any]:
    return _toml(path)


def faulty(path: Path, found: Sequence[faults.FormFault]) -> errors.FormFaulty:
    """The refusal of a file, with every fault."""
    text = "\n".join(str(fault) for fault in found)
    return errors.FormFaulty(file=path.name, faults=tuple(found), text=text)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at (.*)\)$", str(error))
        where = place.group(1) if place else "the file"
        problem = str(error).removesuffix(place.group(0)).strip() if place else str(error)
        cure = "Write it as TOML: text in quotes, lists in [ ], a table's name in [ ]"
        raise faulty(path, [faults.FormFault(where, problem, cure)]) from error
    except UnicodeDecodeError as error:
        fault = faults.FormFault(f"byte {error.start}", "this is not UTF-8 text", "Save the file as UTF-8")
        raise faulty(path, [fault]) from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        fault = faults.FormFault("the file", reason, "Check its name and whether you may read it")
        raise faulty(path, [fault]) from error


# The shape: unknown words, kinds that do not exist, and whatever msgspec finds


def _shape(raw: dict[str, Any], mended: set[str]) -> Iterator[faults.FormFault]:
    """Faults of single questions and sections, mended in `raw` so that the rest can be looked at too.

    The keys of questions that had to be mended are put into `mended`.
    """
    yield from _unknown_words(raw, definition.Form, "the form")
    for section in resolving.sections(raw):
        yield from _unknown_words(section, definition.Section, f"section “{section.get('id', '?')}”")
    for place, (question, table) in enumerate(resolving.questions(raw), start=1):
        inside = f"{table.get('key', '?')}/" if table else ""
        named = isinstance(question.get("key"), str)
        where = faults.question_name(inside + question["key"]) if named else f"question number {place}"
        own = list(_question_shape(question, where, place))
        if own:
            mended.add(str((table or question).get("key")))
        yield from own


def _question_shape(question: dict[str, Any], where: str, place: int) -> Iterator[faults.FormFault]:
    yield from _unknown_words(question, definition.Question, where)
    kinds = get_args(definition.Kind)
    for name, stand_in in (("key", f"question_{place}"), ("kind", "text"), ("label", "?")):
        if name not in question:
            yield faults.FormFault(where, f"it has no {name}", f'Add {name} = "…"')
            question[name] = stand_in
    if question["kind"] not in kinds:
        near = difflib.get_close_matches(str(question["kind"]), kinds, n=1)
        cure = f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(kinds)}"
        yield faults.FormFault(where, f"there is no kind “{question['kind']}”", cure.rstrip("."))
        question["kind"] = "single_choice" if question.get("options") else "text"
        question.pop("columns", None)
    try:
        msgspec.convert(question, definition.Question)
    except msgspec.ValidationError as error:
        problem, cure = _said(error)
        yield faults.FormFault(where, problem, cure)
        kept = {name: question[name] for name in ("key", "kind", "label")}
        question.clear()
        question.update({name: str(value) for name, value in kept.items()}, kind="text")


def _unknown_words(
    table: dict[str, Any], shape: type[msgspec.Struct], where: str
) -> Iterator[faults.FormFault]:
    known = _words_of(shape)
    for word in [word for word in table if word not in known]:
        near = difflib.get_close_matches(word, known, n=1)
        cure = f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(known)}"
        yield faults.FormFault(where, f"there is nothing called “{word}”", cure)
        del table[word]


@functools.cache
def _words_of(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(shape))


def _said(error: msgspec.ValidationError) -> tuple[str, str]:
    """Problem and cure of a msgspec message: "Expected `str`, got `int` - at `$.options[...].code`"."""
    message, _, place = str(error).partition(" - at ")
    spot = place.strip("`").removeprefix("$").lstrip(".")
    problem = f"{spot}: {message}" if spot else message
    return problem.replace("`", "“", 1).replace("`", "”", 1), "Write it in that shape, as the other forms do"


def _convert(raw: dict[str, Any], path: Path, found: list[faults.FormFault]) -> definition.Form:
    try:
        return msgspec.convert(raw, definition.Form)
    except msgspec.ValidationError as error:
        problem, cure = _said(error)
        raise faulty(path, [*found, faults.FormFault("the form", problem, cure)]) from error
