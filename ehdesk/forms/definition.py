"""What a form is: sections of questions, each with a key, a kind and the rules it keeps.

A definition is read from one TOML file in `resources/forms/` by `loader`; screen, checks, store,
sync, print and commands all read this. Nothing here is changed once loaded.

The shape of an answer, by kind (JSON values; None or an absent key means not answered):

    text, long_text      str
    number, scale        int or float; a scale's numbers lie from `low` to `high`
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
    table                {row id: {"rank": str, column key: answer, ...}}
    signature            {"method": ..., "held_at": ...} (a later form uses it)
"""

from typing import Literal

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
    "table",
    "picture_scale",
    "signature",
]
Audience = Literal["file", "restricted", "quality", "practitioner"]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose. `hint` explains it under the label."""

    code: str
    label: str
    hint: str = ""


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When something is shown or required: the named question's answer is one of `one_of`.

    `answered` asks only whether there is an answer. Within a table row, `question` names a column
    of the same row first, then a question of the form.
    """

    question: str
    one_of: tuple[str | int | bool, ...] = ()
    answered: bool | None = None


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `required` is to finish, never to save; `required_when` makes it so on a condition."""

    key: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = False
    required_when: Condition | None = None
    show_when: Condition | None = None
    options: tuple[Option, ...] = ()
    low: int = 0
    high: int = 10
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
    prompts: tuple[str, ...] = ()
    show_on_family_paper: bool = True


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions that belong together, under one title."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    show_when: Condition | None = None
    break_before: bool = False


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form in one version. `record` is the kind of record it fills; `audience` who may hold it."""

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
    closing: str = ""
    columns: dict[str, str] = {}
    variants: dict[str, tuple[str, ...]] = {}
    variant_question: str = ""

    def questions(self) -> tuple[Question, ...]:
        """Every question of every section, in order (columns of tables not included)."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        """The question with this key. Raises: KeyError."""
        for question in self.questions():
            if question.key == key:
                return question
        raise KeyError(key)
