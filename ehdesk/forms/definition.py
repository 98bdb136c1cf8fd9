"""What a form is: sections of questions, each with a key, a kind and the rules it keeps.

A definition is read from one TOML file in `resources/forms/` by `loader`; screen, checks, store,
sync, print and commands all read this. Nothing here is changed once loaded.

The shape of an answer, by kind (JSON values; None or an absent key means not answered):

    text, long_text      str
    number               int or float, from `low` to `high` where they are given
    scale                int: one of the numbers of its `options` where it has them, else `low` to `high`
    date                 "2026-07-03"
    time                 "2026-07-03T10:40" (London wall time of an event: date and time)
    partial_date         "2026", "2026-07" or "2026-07-03"
    date_range           {"from": partial date, "to": partial date or None}
    yes_no               bool
    yes_no_unknown       "yes" | "no" | "unknown"
    single_choice        option code; picture_scale too
    multiple_choice      list of option codes, in the definition's order
    tick                 True or None
    person               person record id, or {"name": str} for someone without a record
    people               list of those
    agency               str (a directory comes later)
    entry                row id (str) of the table that `rows_of` names
    entries              list of those
    table                {row id: {"rank": str, column key: answer, ...}}
    signature            {"method": ..., ...}: see `signatures`
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, Protocol

import msgspec

Kind = Literal[
    "text",
    "long_text",
    "number",
    "date",
    "time",
    "partial_date",
    "date_range",
    "yes_no",
    "yes_no_unknown",
    "single_choice",
    "multiple_choice",
    "scale",
    "tick",
    "person",
    "people",
    "agency",
    "entry",
    "entries",
    "table",
    "picture_scale",
    "signature",
]
Audience = Literal["file", "restricted", "quality", "practitioner"]
Format = Literal["", "nhs_number", "upn", "postcode", "email", "phone"]
Among = Literal["family", "children", "adults", "practitioners", "anyone"]
Rule = Literal[
    "not_before",
    "not_after",
    "within_days",
    "not_same_person",
    "at_most",
    "at_least",
    "some_row",
    "each_has_row",
    "not_one_of",
    "chosen_in",
]
Level = Literal["fault", "warn"]
Belongs = Literal["", "row", "adult", "people", "source", "third_party"]
Whose = Literal["", "adult", "young_person", "child"]


class Choice(msgspec.Struct, frozen=True):
    """One thing to pick on a screen or tick on paper, with the answer that it stands for."""

    value: str | int | bool
    label: str
    hint: str = ""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose. `hint` explains it under the label. On a scale the code is its number.

    An `exclusive` one of a multiple choice stands alone ("None"): choosing it takes the others away.
    """

    code: str
    label: str
    hint: str = ""
    exclusive: bool = False


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When something is shown or required: the named question's answer is one of `one_of`.

    `none_of` asks for an answer that is none of these; `answered` only whether there is an answer.
    Of a list of answers one is enough. Within a table row, `question` names a column of the same
    row first, then a question of the form. The answer of a question that is hidden does not count.
    """

    question: str
    one_of: tuple[str | int | bool, ...] = ()
    none_of: tuple[str | int | bool, ...] = ()
    answered: bool | None = None


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an answer must keep, once there is one. A "warn" is said on checking and stops nothing.

    not_before, not_after  this date and the date of `other`: a question here, `$opened_on`,
                           `$closed_on` (of the episode), `$agreed_on` (its first agreement) or `$today`
    within_days            no more than `days` between this date and the date of `other`
    not_same_person        nobody here is also the answer of `other`
    at_most, at_least      `number` rows, ticks, people or entries
    some_row               a table has a row whose `column` is one of `one_of`
    each_has_row           each row of table `other` (of this form, or "form.table" of another in the
                           episode) is named by column `column` of this table; {rows} in the message
                           tells which are not
    not_one_of             the answer is none of `one_of`
    chosen_in              this one choice is also ticked in `other`, a multiple choice of this form

    `limit` names a number of the authority (`settings.Limits`) that takes the place of `days` or `number`.
    In a table, `other` names a column of the same row first. `message` says what to put right.
    """

    rule: Rule
    message: str
    level: Level = "fault"
    other: str = ""
    days: int | None = None
    number: int | None = None
    limit: str = ""
    column: str = ""
    one_of: tuple[str | int | bool, ...] = ()


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `required` is to finish, never to save; `required_when` makes it so on a condition.

    `if_missing` is what the error summary says when it is required and has no answer ("Enter what
    happened"). `prefill` names what a new form starts with: now, today, me, agency (mine), language,
    number (one more than the last form of this kind in the episode), assessments (how many I have led, with
    this one, where that is known); a table also children, adults,
    people (a row for each of the family) or entries (a row for each entry that its first `entry`
    column offers). `among` says whom a person question offers.

    `carry` ("form.key") names the answer that a new form opens with, from the newest such form of
    this episode. `rows_of` ("form.table") says which rows an entry question offers and `row_label`
    which column names them. `format` and `max_length` are judged on finishing. `options_from` stays
    here only where it names something that an authority decides (`$levels`): see `with_options`.
    `box` leaves an open box on empty paper in place of lines: a child may draw in it.

    `belongs_to` says who in a family it belongs to, so that no other one's copy has it: in a table, each
    "row" to the person in its first column that asks for one; to an "adult" who is not named; the whole
    form to the "people" named here; to a "third_party" outside the family, whom no court learns of either.
    A "source" is on no family's copy: who told us is theirs.

    `picture` names the pictogram that stands beside it in easy read; `easy` says it there in at most 15
    words a sentence, in place of label and hint, where those are not easy enough.
    """

    key: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = False
    required_when: Condition | None = None
    show_when: Condition | None = None
    options: tuple[Option, ...] = ()
    low: int | None = None
    high: int | None = None
    low_label: str = ""
    high_label: str = ""
    columns: tuple["Question", ...] = ()
    row_name: str = ""
    restricted: bool = False
    prefill: str = ""
    future_allowed: bool = False
    filled_by: Literal["practitioner", "family", "manager"] = "practitioner"
    starred: bool = False
    lines: int = 0
    box: bool = False
    prompts: tuple[str, ...] = ()
    show_on_family_paper: bool = True
    if_missing: str = ""
    among: Among = "family"
    format: Format = ""
    max_length: int | None = None
    checks: tuple[Check, ...] = ()
    carry: str = ""
    rows_of: str = ""
    row_label: str = ""
    options_from: str = ""
    belongs_to: Belongs = ""
    easy: str = ""
    picture: str = ""

    def choices(self) -> tuple[Choice, ...]:
        """Everything to pick from, in order, with the answer each stands for; empty for other kinds."""
        if self.kind == "yes_no":
            return (Choice(value=True, label="Yes"), Choice(value=False, label="No"))
        if self.kind == "yes_no_unknown":
            return (
                Choice(value="yes", label="Yes"),
                Choice(value="no", label="No"),
                Choice(value="unknown", label="I do not know"),
            )
        if self.kind == "scale":
            return self._points()
        return tuple(Choice(value=o.code, label=o.label, hint=o.hint) for o in self.options)

    def label_of(self, value: Any) -> str:
        """The words of an answer that was picked; the answer itself where no choice stands for it."""
        return next((one.label for one in self.choices() if one.value == value), str(value or ""))

    def column(self, key: str) -> "Question":
        """The column of a table with this key. Raises: KeyError."""
        return {column.key: column for column in self.columns}[key]

    def _points(self) -> tuple[Choice, ...]:
        if self.options:
            return tuple(Choice(value=int(o.code), label=o.label, hint=o.hint) for o in self.options)
        low, high = self.bounds()
        ends = {low: self.low_label, high: self.high_label}
        return tuple(Choice(value=n, label=str(n), hint=ends.get(n, "")) for n in range(low, high + 1))

    def bounds(self) -> tuple[int, int]:
        """A scale's lowest and highest number: 0 to 10 where the definition says nothing."""
        return (0 if self.low is None else self.low, 10 if self.high is None else self.high)


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions that belong together, under one title.

    `on_blank` is false where the section is for typing in what came back, and so is not printed on
    an empty form. `restricted` makes every question here so. `prompts` are shown to the worker beside
    the section, and never printed. `block` says which block of the file gave the questions whose keys
    begin with `prefix` and "_". `easy` takes the place of `intro` in easy read.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    show_when: Condition | None = None
    break_before: bool = False
    on_blank: bool = True
    restricted: bool = False
    prompts: tuple[str, ...] = ()
    block: str = ""
    prefix: str = ""
    easy: str = ""


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One form in one version. `record` is the kind of record it fills; `audience` who may hold it.

    `variants` gives for each answer of `variant_question` the keys asked then; a question that no
    variant names is asked always. `columns` gives for each column that lists and measures ask for
    the key that fills it. `common` names blocks of `resources/forms/common.toml` that the loader has
    appended to `sections`. `closing` may hold {daytime} and {out_of_hours}, the authority's numbers.
    `blank_print` is false where it is never printed empty. `whose` says who in the family fills it in and
    has it back: nobody else in the family gets a copy.
    """

    id: str
    version: int
    register: str
    title: str
    record: str
    sections: tuple[Section, ...]
    intro: str = ""
    short_title: str = ""
    audience: Audience = "file"
    filled_by: Literal["practitioner", "family", "manager"] = "practitioner"
    family_copy: bool = True
    blank_print: bool = True
    closing: str = ""
    columns: dict[str, str] = {}
    variants: dict[str, tuple[str, ...]] = {}
    variant_question: str = ""
    common: tuple[str, ...] = ()
    whose: Whose = ""

    @property
    def named_in_a_sentence(self) -> str:
        """ "Part B" and "TAF meeting" as they are written, but "review" and "young person's feedback"."""
        named = self.short_title or self.title
        first, _, rest = named.partition(" ")
        is_a_name = first.isupper() or any(letter.isupper() for letter in rest)
        return named if is_a_name else f"{named[:1].lower()}{named[1:]}"

    @property
    def is_easy_read(self) -> bool:
        """Whether it can be printed in easy read: each question that empty paper asks has its picture."""
        asked = [each for section in self.sections if section.on_blank for each in section.questions]
        return any(each.picture for each in asked) and all(each.picture or each.restricted for each in asked)

    def questions(self) -> tuple[Question, ...]:
        """Every question of every section, in order (columns of tables not included)."""
        return self._every

    def question(self, key: str) -> Question:
        """The question with this key. Raises: KeyError."""
        return self._by_key[key]

    @cached_property
    def _every(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        """By key, the first of each: every autosave asks for its question."""
        return {question.key: question for question in reversed(self._every)}

    def stage_label(self, code: str) -> str:
        """The words of a stage: the answer of `variant_question`. "" where the form has no stages."""
        return self.question(self.variant_question).label_of(code) if self.variant_question else ""


class Named(Protocol):
    """A level of need as settings hold it."""

    @property
    def code(self) -> str:
        """What an answer holds."""
        ...

    @property
    def name(self) -> str:
        """What the worker reads."""
        ...

    @property
    def description(self) -> str:
        """What it means, in one line."""
        ...


def levels(scheme: Iterable[Named]) -> tuple[Option, ...]:
    """The levels of an authority's scheme as options, in the scheme's order."""
    return tuple(Option(level.code, level.name, level.description) for level in scheme)


def with_options(form: Form, offered: Mapping[str, tuple[Option, ...]]) -> Form:
    """The form with what the authority decides put in place: `{"levels": levels(...)}` for `$levels`.

    A set that is not offered stays empty: its answers are then kept as codes and not judged.
    """
    sections = tuple(
        msgspec.structs.replace(
            section, questions=tuple(_with_options(question, offered) for question in section.questions)
        )
        for section in form.sections
    )
    return form if sections == form.sections else msgspec.structs.replace(form, sections=sections)


def _with_options(question: Question, offered: Mapping[str, tuple[Option, ...]]) -> Question:
    options = offered.get(question.options_from.removeprefix("$")) if question.options_from else None
    columns = tuple(_with_options(column, offered) for column in question.columns)
    if options is None and columns == question.columns:
        return question
    return msgspec.structs.replace(question, options=options or question.options, columns=columns)
