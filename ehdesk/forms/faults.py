"""What can be wrong with a form definition, each with the place, the problem and the cure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ehdesk.forms import definition

PREFILLS = frozenset({"", "now", "today", "me", "language", "children"})
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_WITH_OPTIONS = frozenset({"single_choice", "multiple_choice", "picture_scale"})
_NUMBERED = frozenset({"scale", "number"})
_Named = Mapping[str, definition.Question]


@dataclass(frozen=True)
class FormFault:
    """One fault. `where` names the question ("question “stage”"), the section, or the line."""

    where: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}. {self.cure}."


def of(form: definition.Form, mended: frozenset[str] = frozenset()) -> tuple[FormFault, ...]:
    """Every fault that the shape alone does not show: keys, codes, conditions and variants.

    `mended` names questions whose shape was at fault: what they hold is not judged again.
    """
    whole = tuple(question for question in form.questions() if question.key not in mended)
    return (
        *_repeated_keys(form),
        *(fault for question in whole for fault in _question(question)),
        *_conditions(form, mended),
        *_variants(form),
        *_columns(form),
    )


def _question_name(key: str) -> str:
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
        where = _question_name(inside + question.key)
        if question.key in seen:
            yield FormFault(where, "this key is used twice", "Give each question its own key")
        if not _KEY.fullmatch(question.key):
            cure = "Use small letters, digits and _, with a letter first"
            yield FormFault(where, "this key cannot be used", cure)
        seen.add(question.key)


def _question(question: definition.Question, inside: str = "") -> Iterator[FormFault]:
    where = _question_name(inside + question.key)
    yield from _wording(question, where)
    yield from _options(question, where)
    yield from _numbers(question, where)
    yield from _table(question, where, inside)
    if question.prefill not in PREFILLS:
        known = ", ".join(sorted(PREFILLS - {""}))
        yield FormFault(where, f"prefill “{question.prefill}” is not known", f"Use one of: {known}")


def _wording(question: definition.Question, where: str) -> Iterator[FormFault]:
    if not question.label.strip():
        yield FormFault(where, "it has no label", 'Add label = "…", in the words that a person reads')


def _options(question: definition.Question, where: str) -> Iterator[FormFault]:
    codes = [option.code for option in question.options]
    if question.kind in _WITH_OPTIONS and not codes:
        cure = 'Add options = [{ code = "…", label = "…" }]'
        yield FormFault(where, f"a {question.kind} needs options", cure)
    if codes and question.kind not in _WITH_OPTIONS | {"scale"}:
        yield FormFault(where, f"a {question.kind} takes no options", "Take them out, or change the kind")
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield FormFault(where, f"option code “{code}” is used twice", "Give each option its own code")
    for option in question.options:
        if not option.code or not option.label.strip():
            yield FormFault(where, "an option has no code or no label", "Give every option both")
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


def _conditions(form: definition.Form, mended: frozenset[str]) -> Iterator[FormFault]:
    known = {question.key: question for question in form.questions()}
    earlier: dict[str, definition.Question] = {}
    for section in form.sections:
        yield from _condition(section.show_when, f"section “{section.id}”", known, earlier, mended)
        for question in section.questions:
            where = _question_name(question.key)
            for condition in (question.show_when, question.required_when):
                yield from _condition(condition, where, known, earlier, mended)
            yield from _row_conditions(question, known, earlier)
            earlier[question.key] = question


def _row_conditions(table: definition.Question, known: _Named, earlier: _Named) -> Iterator[FormFault]:
    columns = {column.key: column for column in table.columns}
    before = dict(earlier)
    for column in table.columns:
        where = _question_name(f"{table.key}/{column.key}")
        for condition in (column.show_when, column.required_when):
            yield from _condition(condition, where, {**known, **columns}, before)
        before[column.key] = column


def _condition(
    condition: definition.Condition | None,
    where: str,
    known: _Named,
    earlier: _Named,
    mended: frozenset[str] = frozenset(),
) -> Iterator[FormFault]:
    if condition is None:
        return
    asked = known.get(condition.question)
    if asked is None:
        cure = "Name a question of this form"
        yield FormFault(where, f"its condition names “{condition.question}”, which is not here", cure)
        return
    if condition.question not in earlier:
        cure = "Put that question before this one"
        yield FormFault(where, f"its condition waits for “{condition.question}”, which comes later", cure)
    if not condition.one_of and not condition.none_of and condition.answered is None:
        cure = "Add one_of = […], none_of = […] or answered = true"
        yield FormFault(where, "its condition asks for nothing", cure)
    if asked.key not in mended:
        yield from _condition_values(condition, asked, where)


def _condition_values(
    condition: definition.Condition, asked: definition.Question, where: str
) -> Iterator[FormFault]:
    possible = _possible(asked)
    cure = "Ask only whether it is answered: answered = true"
    if possible:
        cure = "Use one of: " + ", ".join(str(each).lower() for each in possible)
    for value in (*condition.one_of, *condition.none_of):
        if not any(value == each and type(value) is type(each) for each in possible):
            yield FormFault(where, f"“{value}” is never the answer of “{asked.key}”", cure)


def _possible(asked: definition.Question) -> tuple[str | int | bool, ...]:
    """Every answer that a condition may ask for; none where the answer is free."""
    if asked.kind == "tick":
        return (True,)
    if asked.kind == "scale" and asked.options:
        return tuple(int(option.code) for option in asked.options if option.code.isdecimal())
    return tuple(choice.value for choice in asked.choices())


def _variants(form: definition.Form) -> Iterator[FormFault]:
    if not form.variants and not form.variant_question:
        return
    keys = {question.key: question for question in form.questions()}
    asked = keys.get(form.variant_question)
    if asked is None or asked.kind != "single_choice":
        cure = "Name a single_choice question of this form"
        yield FormFault("variant_question", f"“{form.variant_question}” chooses no variant", cure)
        return
    codes = [option.code for option in asked.options]
    for code in codes:
        if code not in form.variants:
            cure = f"Add {code} = […] under [variants]"
            yield FormFault(f"variant “{code}”", "nothing says what is asked then", cure)
    for name, named in form.variants.items():
        where = f"variant “{name}”"
        if name not in codes:
            yield FormFault(where, f"“{asked.key}” has no such option", f"Use one of: {', '.join(codes)}")
        for key in named:
            if key not in keys:
                yield FormFault(where, f"it names “{key}”, which is not here", "Name a question of this form")
            elif named.count(key) > 1:
                yield FormFault(where, f"it names “{key}” twice", "Name each question once")
    yield from _never_shown(form)


def _never_shown(form: definition.Form) -> Iterator[FormFault]:
    """A condition upon a question that is asked in no variant in which this one is asked."""
    for section in form.sections:
        for question in section.questions:
            for condition in (section.show_when, question.show_when):
                if condition is None or condition.answered is False:
                    continue
                if not _asked_in(form, question.key) & _asked_in(form, condition.question):
                    cure = "Ask both at the same stage, or take the condition out"
                    problem = f"it can never be shown: “{condition.question}” is not asked when it is"
                    yield FormFault(_question_name(question.key), problem, cure)


def _asked_in(form: definition.Form, key: str) -> frozenset[str]:
    """The variants that ask this question: all of them where none names it."""
    naming = frozenset(name for name, keys in form.variants.items() if key in keys)
    return naming or frozenset(form.variants)


def _columns(form: definition.Form) -> Iterator[FormFault]:
    keys = {question.key for question in form.questions()}
    for column, key in form.columns.items():
        if key not in keys:
            cure = "Name a question of this form"
            yield FormFault(f"column “{column}”", f"it is filled by “{key}”, which is not here", cure)
