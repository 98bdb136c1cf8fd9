"""What can be wrong with the questions of a form, each with the place, the problem and the cure.

What they may name of one another is judged by `links`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ehdesk.forms import definition, limits

PREFILLS = {
    "now": ("time",),
    "today": ("date", "partial_date"),
    "me": ("person", "people"),
    "language": ("single_choice",),
    "agency": ("agency",),
    "number": ("number",),
    "assessments": ("number",),
    "children": ("table",),
    "adults": ("table",),
    "people": ("table",),
    "entries": ("table",),
}
"""What a new form may start with, and the kinds of question that can hold it."""
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PLACE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_WITH_OPTIONS = frozenset({"single_choice", "multiple_choice", "picture_scale"})
_NUMBERED = frozenset({"scale", "number"})
_ENTRIES = frozenset({"entry", "entries"})
_TYPED = frozenset({"text", "long_text"})
_PEOPLE = frozenset({"person", "people"})
_OF_PEOPLE = frozenset({"children", "adults", "people"})
_DATED = frozenset({"date", "partial_date", "time"})
_COUNTED = frozenset({"table", "multiple_choice", "people", "entries"})
_TAKE_OUT = "Take it out, or change the kind"


@dataclass(frozen=True)
class FormFault:
    """One fault. `where` names the question ("question “stage”"), the section, or the line."""

    where: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}. {self.cure}{'' if self.cure.endswith('?') else '.'}"


def of(form: definition.Form, mended: frozenset[str] = frozenset()) -> tuple[FormFault, ...]:
    """Every fault of keys, options, numbers, tables and the rest that one question holds.

    `mended` names questions whose shape was at fault: what they hold is not judged again.
    """
    whole = tuple(question for question in form.questions() if question.key not in mended)
    return (*_repeated_keys(form), *(fault for question in whole for fault in _question(question)))


def once(form: definition.Form, found: Iterable[FormFault]) -> tuple[FormFault, ...]:
    """The faults with those of a block told once, by the block's name, however many sections use it."""
    names = {}
    for section in form.sections:
        for question in section.questions:
            if section.block and question.key.startswith(f"{section.prefix}_"):
                short = question.key.removeprefix(f"{section.prefix}_")
                names[question_name(question.key)] = f"block “{section.block}”, question “{short}”"
    told = (FormFault(names.get(each.where, each.where), each.problem, each.cure) for each in found)
    return tuple(dict.fromkeys(told))


def question_name(key: str) -> str:
    """How a fault names a question, or a column by "table/column"."""
    return f"question “{key}”"


def _repeated_keys(form: definition.Form) -> Iterator[FormFault]:
    seen: set[str] = set()
    for section in form.sections:
        if section.id in seen:
            yield FormFault(
                f"section “{section.id}”", "this id is used twice", "Give each section its own id"
            )
        seen.add(section.id)
    yield from _repeated(form.questions())


def _repeated(questions: tuple[definition.Question, ...], inside: str = "") -> Iterator[FormFault]:
    seen: set[str] = set()
    for question in questions:
        where = question_name(inside + question.key)
        if question.key in seen:
            yield FormFault(where, "this key is used twice", "Give each question its own key")
        if not _KEY.fullmatch(question.key):
            cure = "Use small letters, digits and _, with a letter first"
            yield FormFault(where, "this key cannot be used", cure)
        seen.add(question.key)


def _question(question: definition.Question, inside: str = "") -> Iterator[FormFault]:
    where = question_name(inside + question.key)
    yield from _wording(question, where)
    yield from _easy(question, where)
    yield from _options(question, where)
    yield from _numbers(question, where)
    yield from _text(question, where)
    yield from _prefill(question, where)
    yield from _entries(question, where)
    for check in question.checks:
        yield from _check(check, question, where)
    yield from _table(question, where, inside)


def _wording(question: definition.Question, where: str) -> Iterator[FormFault]:
    if not question.label.strip():
        yield FormFault(where, "it has no label", 'Add label = "…", in the words that a person reads')


def _easy(question: definition.Question, where: str) -> Iterator[FormFault]:
    if question.easy and not question.picture:
        yield FormFault(where, "it has easy words and no picture", 'Add picture = "…", one of the pictograms')


def _options(question: definition.Question, where: str) -> Iterator[FormFault]:
    codes = [option.code for option in question.options]
    decided = question.options_from.startswith("$")
    if decided and (codes or question.kind not in _WITH_OPTIONS):
        cure = "Keep options_from and take the options out" if codes else _TAKE_OUT
        yield FormFault(where, f"it takes “{question.options_from}” and cannot", cure)
    if question.kind in _WITH_OPTIONS and not codes and not decided:
        cure = 'Add options = [{ code = "…", label = "…" }]'
        yield FormFault(where, f"a {question.kind} needs options", cure)
    if codes and question.kind not in _WITH_OPTIONS | {"scale"}:
        yield FormFault(where, f"a {question.kind} takes no options", "Take them out, or change the kind")
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield FormFault(where, f"option code “{code}” is used twice", "Give each option its own code")
    for option in question.options:
        if not option.code or not option.label.strip():
            yield FormFault(where, "an option has no code or no label", "Give every option both")
        if option.exclusive and question.kind != "multiple_choice":
            cure = "Take exclusive out: only one can be chosen anyway"
            yield FormFault(where, f"option “{option.code}” is exclusive in a {question.kind}", cure)
        if question.kind == "scale" and not option.code.isdecimal():
            cure = "Use whole numbers as the codes of a scale"
            yield FormFault(where, f"option code “{option.code}” is not a number", cure)


def _numbers(question: definition.Question, where: str) -> Iterator[FormFault]:
    if question.kind not in _NUMBERED and (question.low is not None or question.high is not None):
        yield FormFault(
            where, f"a {question.kind} takes no low and high", "Take them out, or change the kind"
        )
    low, high = question.bounds()
    if question.kind == "scale" and low >= high:
        yield FormFault(where, f"it runs from {low} to {high}", "Make low smaller than high")


def _text(question: definition.Question, where: str) -> Iterator[FormFault]:
    if question.format and question.kind != "text":
        yield FormFault(where, f"a {question.kind} has no format", _TAKE_OUT)
    if question.max_length is not None and question.kind not in _TYPED:
        yield FormFault(where, f"a {question.kind} has no max_length", _TAKE_OUT)
    if question.max_length is not None and question.max_length < 1:
        yield FormFault(where, f"max_length is {question.max_length}", "Use 1 or more, or take it out")
    if question.among != "family" and question.kind not in _PEOPLE:
        yield FormFault(where, f"a {question.kind} offers no people", "Take among out, or change the kind")


def _prefill(question: definition.Question, where: str) -> Iterator[FormFault]:
    wanted = question.prefill
    if wanted and wanted not in PREFILLS:
        known = ", ".join(sorted(PREFILLS))
        yield FormFault(where, f"prefill “{wanted}” is not known", f"Use one of: {known}")
    elif wanted and question.kind not in PREFILLS[wanted]:
        cure = f"Use it for one of: {', '.join(PREFILLS[wanted])}"
        yield FormFault(where, f"prefill “{wanted}” does not fit a {question.kind}", cure)
    elif wanted == "entries" and not any(column.kind == "entry" for column in question.columns):
        cure = "Add a column of kind entry, which says what the rows are for"
        yield FormFault(where, "prefill “entries” has no entry column to fill", cure)
    elif wanted in _OF_PEOPLE and not any(column.kind == "person" for column in question.columns):
        yield FormFault(where, f"prefill “{wanted}” has no person column to fill", "Add one of kind person")
    if question.carry and not _PLACE.fullmatch(question.carry):
        cure = 'Write it as carry = "form.key"'
        yield FormFault(where, f"it carries “{question.carry}”, which names no answer", cure)
    if question.carry and wanted:
        yield FormFault(where, "it has both prefill and carry", "Keep one of them")


def _entries(question: definition.Question, where: str) -> Iterator[FormFault]:
    said = question.rows_of or question.row_label
    if question.kind not in _ENTRIES:
        if said:
            yield FormFault(where, f"a {question.kind} takes no rows_of and row_label", _TAKE_OUT)
        return
    if not _PLACE.fullmatch(question.rows_of):
        cure = 'Add rows_of = "form.table", the table whose rows it offers'
        yield FormFault(where, f"it offers the rows of “{question.rows_of}”", cure)
    if not question.row_label:
        cure = 'Add row_label = "…", the column that names a row'
        yield FormFault(where, "nothing says how a row is called", cure)


# What a check needs, and what it can judge. What it names is looked up by `links`.

_FITS = {
    "not_before": _DATED,
    "not_after": _DATED,
    "within_days": _DATED,
    "not_same_person": _PEOPLE,
    "at_most": _COUNTED,
    "at_least": _COUNTED,
    "some_row": frozenset({"table"}),
    "each_has_row": frozenset({"table"}),
    "not_one_of": frozenset(
        {"single_choice", "multiple_choice", "yes_no", "yes_no_unknown", "scale", "tick"}
    ),
    "chosen_in": frozenset({"single_choice"}),
}
_NEEDS = {
    "not_before": {"other"},
    "not_after": {"other"},
    "within_days": {"other", "days"},
    "not_same_person": {"other"},
    "at_most": {"number"},
    "at_least": {"number"},
    "some_row": {"column", "one_of"},
    "each_has_row": {"other", "column"},
    "not_one_of": {"one_of"},
    "chosen_in": {"other"},
}


def _check(check: definition.Check, question: definition.Question, where: str) -> Iterator[FormFault]:
    if not check.message.strip():
        yield FormFault(where, f"its check {check.rule} says nothing", 'Add message = "…": what to put right')
    if question.kind not in _FITS[check.rule]:
        cure = f"Use it for one of: {', '.join(sorted(_FITS[check.rule]))}"
        yield FormFault(where, f"its check {check.rule} cannot judge a {question.kind}", cure)
    said = {
        "other": bool(check.other),
        "days": check.days is not None,
        "number": check.number is not None,
        "column": bool(check.column),
        "one_of": bool(check.one_of),
    }
    if check.limit and (check.limit not in limits.NAMES or not said["days"] | said["number"]):
        cure = f"Use it beside days or number, with one of: {', '.join(sorted(limits.NAMES))}"
        yield FormFault(where, f"its check {check.rule} cannot take the limit “{check.limit}”", cure)
    for word, given in said.items():
        if given and word not in _NEEDS[check.rule]:
            cure = f"Take {word} out"
            yield FormFault(where, f"its check {check.rule} has no use for {word}", cure)
        elif word in _NEEDS[check.rule] and not given:
            yield FormFault(where, f"its check {check.rule} needs {word}", f"Add {word} = …")


def _table(question: definition.Question, where: str, inside: str) -> Iterator[FormFault]:
    if question.kind != "table":
        if question.columns:
            yield FormFault(where, f"a {question.kind} takes no columns", "Take them out, or make it a table")
        return
    if inside:
        yield FormFault(where, "it is a table within a table", "Make it a table of the form")
        return
    if not question.columns:
        yield FormFault(where, "a table needs columns", "Add [[sections.questions.columns]]")
    path = f"{question.key}/"
    yield from _repeated(question.columns, path)
    for column in question.columns:
        yield from _question(column, path)
