"""What is asked when a family or a person is taken in, and what their records make of the answers.

These are questions like those of a form, so that the same widgets ask them and the same checks hold;
but they fill the family's and the person's own records. Pure.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import dates, definition

Answers = Mapping[str, Any]
UNBORN = "unborn"
_MONTHS_AHEAD = 10
_OWN = frozenset({"who", "phone"})
"""Asked on taking in, and kept under another key: `role`, `phones`."""

ROLES = (
    definition.Option("child", "Child"),
    definition.Option("parent_or_carer", "Parent or carer"),
    definition.Option("household", "Somebody else at home"),
    definition.Option("network", "Wider family or friends"),
)
_WHO = (ROLES[0], definition.Option(UNBORN, "Unborn baby"), *ROLES[1:])
LANGUAGES = tuple(
    definition.Option(code, label)
    for code, label in (
        ("en", "English"), ("pl", "Polish"), ("ro", "Romanian"), ("ur", "Urdu"), ("pa", "Panjabi"),
        ("bn", "Bengali"), ("ar", "Arabic"), ("pt", "Portuguese"), ("so", "Somali"), ("uk", "Ukrainian"),
        ("cy", "Welsh"), ("bfi", "BSL"), ("gu", "Gujarati"), ("es", "Spanish"), ("sq", "Albanian"),
        ("tr", "Turkish"), ("ps", "Pashto"), ("fa", "Dari or Farsi"), ("ckb", "Kurdish Sorani"),
        ("ti", "Tigrinya"), ("ta", "Tamil"), ("zh", "Chinese"),
    )
)  # fmt: skip
_SHORT_LIST = 12
_IS_UNBORN = definition.Condition("who", one_of=(UNBORN,))
_IS_BORN = definition.Condition("who", none_of=(UNBORN,))


def _question(key: str, kind: definition.Kind, label: str, **said: Any) -> definition.Question:
    return definition.Question(key=key, kind=kind, label=label, **said)


GIVEN_NAMES = _question("given_names", "text", "Given names", if_missing="Enter a given name")
FAMILY_NAME = _question("family_name", "text", "Family name", hint="Leave it empty if there is none")
KNOWN_AS = _question("known_as", "text", "Known as", hint="If it is not the given name")
DOB = _question("dob", "partial_date", "Date of birth", hint="As much of it as is known: the year will do")
ESTIMATED = _question("dob_estimated", "tick", "This date is an estimate")
DUE = _question("due_date", "date", "Date the baby is due", future_allowed=True)
SAY_IT = _question("say_it", "text", "How to say the name", hint="As you would write it for a colleague")

PERSON_COLUMNS = (
    _question(
        "who", "single_choice", "Who are they?", options=_WHO, required=True, if_missing="Choose who they are"
    ),
    definition.Question(
        key="given_names",
        kind="text",
        label=GIVEN_NAMES.label,
        required_when=_IS_BORN,
        if_missing=GIVEN_NAMES.if_missing,
    ),
    FAMILY_NAME,
    _question("known_as", "text", KNOWN_AS.label, hint=KNOWN_AS.hint, show_when=_IS_BORN),
    _question("dob", "partial_date", DOB.label, hint=DOB.hint, show_when=_IS_BORN),
    _question("dob_estimated", "tick", ESTIMATED.label, show_when=_IS_BORN),
    _question(
        "due_date", "date", DUE.label, future_allowed=True, show_when=_IS_UNBORN, required_when=_IS_UNBORN,
        if_missing="Enter the date the baby is due; the middle of the month will do",
    ),
    SAY_IT,
    _question(
        "first_language", "single_choice", "First language", options=LANGUAGES[:_SHORT_LIST],
        show_when=_IS_BORN,
    ),
    _question("phone", "text", "Phone", hint="Only a number that is safe to ring", show_when=_IS_BORN),
)  # fmt: skip

NEW_FAMILY = definition.Form(
    id="new_family",
    version=1,
    register="",
    title="Open a new family file",
    record="family",
    sections=(
        definition.Section(
            "family",
            "The family",
            (
                _question(
                    "name", "text", "Name of the family", hint="What the file is called",
                    required=True, if_missing="Enter the family’s name",
                ),
                _question(
                    "people", "table", "People", columns=PERSON_COLUMNS, row_name="person",
                    hint="At least one child, or an unborn baby. Anybody can be added later.",
                ),
            ),
        ),
        definition.Section(
            "start",
            "Early Help",
            (
                _question("started", "tick", "Early Help has started"),
                _question(
                    "opened_on", "date", "Date it started", prefill="today",
                    show_when=definition.Condition("started", one_of=(True,)),
                    required_when=definition.Condition("started", one_of=(True,)),
                    if_missing="Enter the date Early Help started",
                ),
            ),
        ),
    ),
)  # fmt: skip

NEW_PERSON = definition.Form(
    id="new_person",
    version=1,
    register="",
    title="Add a person",
    record="person",
    sections=(definition.Section("person", "Who they are", PERSON_COLUMNS),),
)

# What is begun, and how far it has come


def begun(form: definition.Form, today: date, row_id: str) -> dict[str, Any]:
    """The answers that a page starts with: for a family, an empty row for a child."""
    given: dict[str, Any] = {q.key: today.isoformat() for q in form.questions() if q.prefill == "today"}
    if form.id == NEW_FAMILY.id:
        given["people"] = {row_id: {"rank": "V", "who": "child"}}
    return given


def meant(answers: Answers) -> dict[str, Any]:
    """The answers without the people of whom nothing but who they are was said."""
    kept = {key: value for key, value in answers.items() if form_answers.is_answered(value)}
    if "people" in kept:
        rows = {row_id: row for row_id, row in kept["people"].items() if _is_somebody(row)}
        kept = {**kept, "people": rows}
    return kept


def is_untouched(form: definition.Form, answers: Answers) -> bool:
    """Whether nothing was typed that leaving would lose."""
    said = meant(answers)
    typed = {key for key, value in said.items() if form_answers.is_answered(value)}
    return not typed - {question.key for question in form.questions() if question.prefill}


def lacks_a_child(form: definition.Form, answers: Answers) -> bool:
    """Whether nobody in the rows of a new family is a child or an unborn baby."""
    if form.id != NEW_FAMILY.id:
        return False
    rows = meant(answers).get("people", {})
    return not any(row.get("who") in ("child", UNBORN) for row in rows.values())


def start_of(answers: Answers) -> str:
    """The day on which Early Help started."""
    return dates.whole_date(answers["opened_on"])


def called(row: Answers) -> str:
    """What to call the person of a row: known as, else the given names, else "unborn baby" or nothing."""
    name = row.get("known_as") or row.get("given_names") or row.get("family_name")
    return str(name or ("unborn baby" if row.get("who") == UNBORN else ""))


def names(answers: Answers) -> tuple[str, ...]:
    """What the people of these rows are called, in their order; "a person" for one without a name."""
    rows = form_answers.rows(meant(answers).get("people"))
    return tuple(called(row) or "a person without a name" for _id, row in rows)


def told(form: definition.Form, answers: Answers) -> str:
    """What was typed, in a few words, for whoever is about to lose it: "Kowalczyk, and 2 people: …"."""
    if form.id == NEW_PERSON.id:
        return f"what you typed about {called(answers) or 'this person'}"
    who = names(answers)
    counted = "1 person" if len(who) == 1 else f"{len(who)} people"
    people = f"{counted}: {', '.join(who)}" if who else ""
    name = str(answers.get("name") or "").strip()
    family = f"the name {name}" if name else ""
    return ", and ".join(part for part in (family, people) if part) or "what you typed"


def known_of(form: definition.Form, answers: Answers) -> dict[str, dict[str, Any]]:
    """What is known so far of each person who is being taken in, by row: to look for others like them."""
    said = meant(answers)
    rows = form_answers.rows(said.get("people")) if form.id == NEW_FAMILY.id else [("", said)]
    return {row_id: _readable(row) for row_id, row in rows if called(row)}


def _readable(row: Answers) -> dict[str, Any]:
    """The answers of a row, without a date that cannot be read yet."""
    found = {}
    for column in PERSON_COLUMNS:
        value = row.get(column.key)
        try:
            kept = _kept(column, value)
        except errors.AnswerUnreadable:
            kept = None
        if kept is not None:
            found[column.key] = kept
    return found


def faults(form: definition.Form, answers: Answers, today: date) -> tuple[form_answers.Fault, ...]:
    """What stands between these answers and the record, in the form's order."""
    said = meant(answers)
    found = list(form_answers.to_put_right(form, said, today=today))
    wrong = {fault.path for fault in found}
    people = [(f"people/{row_id}/", row) for row_id, row in form_answers.rows(said.get("people"))]
    for at, row in people or [("", said)]:
        path = f"{at}due_date"
        if row.get("who") == UNBORN and path not in wrong and _is_too_far(row.get("due_date"), today):
            message = f"Check the date the baby is due: it is more than {_MONTHS_AHEAD} months ahead"
            found.append(form_answers.Fault(path, DUE.label, message))
    return tuple(found)


def person_fields(row: Answers, phone_id: str) -> dict[str, Any]:
    """The answers of a row as the person's record keeps them. Only what is shown counts."""
    asked = form_answers.visible_columns(_AS_TABLE, row, {})
    said = {column.key: _kept(column, row.get(column.key)) for column in asked}
    fields = {key: value for key, value in said.items() if key not in _OWN and value is not None}
    if said.get("who"):
        fields["role"] = "child" if said["who"] == UNBORN else said["who"]
    if "dob" not in fields:
        fields.pop("dob_estimated", None)
    if said.get("phone"):
        fields["phones"] = {phone_id: {"rank": "V", "number": said["phone"]}}
    return fields


_AS_TABLE = _question("people", "table", "People", columns=PERSON_COLUMNS)


def _kept(column: definition.Question, value: Any) -> Any:
    return form_answers.normalise(column, value) if form_answers.is_answered(value) else None


def _is_somebody(row: Answers) -> bool:
    said = {key for key, value in row.items() if form_answers.is_answered(value)}
    return bool(said - {"rank", "who"}) or row.get("who") == UNBORN


def _is_too_far(due: Any, today: date) -> bool:
    try:
        day = dates.whole_date(due)
    except dates.Unclear:
        return False
    year, month = divmod(today.year * 12 + today.month - 1 + _MONTHS_AHEAD, 12)
    return day > f"{year:04}-{month + 1:02}-{today.day:02}"
