"""The questions of a person's own page, in groups: who, names, birth, ties, home, needs, how to reach them.

They are questions like those of a form, asked by the same widgets; they fill the person's record. What
somebody is to each child of the family depends on the family, so the form is made for one person. Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, identifiers, people
from ehdesk.forms import person_codes as codes

TIE = "tie."
"""A question about one child is `tie.<child id>.<cell>`; the record keeps it in the row of that child."""

CELLS = ("is", "parental_responsibility", "basis")
APART = "apart"
"""The section that is only on the whole sheet."""

ROW_BEGINS_WITH: Mapping[str, Mapping[str, str]] = {"phones": {"number": ""}, "addresses": {"type": "home"}}
"""What a row always holds: a number may still be empty, an address is a home until told otherwise."""

_SPOKEN_OR_SIGNED = tuple(sorted(people.LANGUAGES, key=lambda option: option.code != "bfi"))
_IS_CHILD = definition.Condition("role", one_of=("child",))
_IS_ADULT = definition.Condition("role", none_of=("child",))


def _question(key: str, kind: definition.Kind, label: str, **said: Any) -> definition.Question:
    return definition.Question(key=key, kind=kind, label=label, **said)


def _choice(key: str, label: str, options: Sequence[definition.Option], **said: Any) -> definition.Question:
    return _question(key, "single_choice", label, options=tuple(options), **said)


_WHO = definition.Section(
    "who",
    "Who they are",
    (
        _choice("role", "Who are they in this family?", people.ROLES),
        _question("relationship", "text", "What they are to the children", hint="Mother, grandfather"),
        people.GIVEN_NAMES,
        people.FAMILY_NAME,
        people.KNOWN_AS,
        people.SAY_IT,
        _question("subject_of_eha", "yes_no", "Is the help about this child?", show_when=_IS_CHILD),
        _question("involved", "yes_no", "Are they taking part?", show_when=_IS_ADULT),
        _question(
            "not_involved_reason",
            "long_text",
            "Why they are not taking part",
            lines=2,
            hint="And what was tried to reach them",
            show_when=definition.Condition("involved", one_of=(False,)),
        ),
    ),
)
_NAMES = definition.Section(
    "names",
    "Names and languages",
    (
        _question("name_own_script", "text", "The name in their own script"),
        _question("former_names", "text", "Former names"),
        _choice("first_language", "First language", people.LANGUAGES),
        _question("other_languages", "multiple_choice", "Other languages", options=people.LANGUAGES),
        _question("interpreter", "yes_no", "Do they want an interpreter?", hint="Never a child or relative"),
        _choice(
            "interpreter_language",
            "Interpreter for which language or sign language",
            _SPOKEN_OR_SIGNED,
            show_when=definition.Condition("interpreter", one_of=(True,)),
        ),
        _question("formats", "multiple_choice", "How they like to be given papers", options=codes.FORMATS),
    ),
)
_BIRTH = definition.Section(
    "birth",
    "Birth and health numbers",
    (
        people.DOB,
        people.ESTIMATED,
        _choice("sex", "Sex", codes.SEX),
        _question("gender_text", "text", "Gender, in their own words"),
        _choice("ethnicity", "Ethnicity", codes.ETHNICITY),
        _choice(
            "ethnicity_source",
            "Who said so",
            codes.ETHNICITY_SOURCE,
            show_when=definition.Condition("ethnicity", answered=True),
        ),
        _question("religion", "text", "Religion or belief"),
        _question("nationality", "text", "Nationality"),
        _question("nhs_no", "text", "NHS number", hint="10 digits"),
        _choice(
            "nhs_status",
            "Where the number comes from",
            codes.NHS_STATUS,
            show_when=definition.Condition("nhs_no", answered=True),
        ),
        _question("gp", "text", "GP"),
        _question("health_visitor", "text", "Health visitor or school nurse", show_when=_IS_CHILD),
        _question("deceased_on", "date", "Date of death, if they have died"),
    ),
)
_UNBORN = definition.Section(
    "unborn",
    "If the baby is not born yet",
    (
        _question(
            "due_date",
            "date",
            people.DUE.label,
            future_allowed=True,
            show_when=definition.Condition("dob", answered=False),
        ),
    ),
    show_when=_IS_CHILD,
)
_HOME = definition.Section(
    "home",
    "Where they live",
    (
        _question("lives_here", "yes_no", "Do they live in the family’s home now?"),
        _question(
            "stays",
            "table",
            "When they lived here",
            row_name="stay",
            columns=(
                _question("from", "partial_date", "From"),
                _question("to", "partial_date", "Until", hint="Leave it empty while they live here"),
                _choice("how", "How much of the time", codes.STAY),
                _question("why", "text", "Why they came or went"),
            ),
        ),
    ),
    intro="Addresses are kept further down, with how to reach them.",
)
_NEEDS = definition.Section(
    "needs",
    "Needs and access",
    (
        _question("disability", "multiple_choice", "Disability", options=codes.DISABILITY),
        _question(
            "access_needs", "long_text", "What makes it easier to take part", lines=2,
            hint="Ramp, quiet room, time of day, reading and writing",
        ),
    ),
)  # fmt: skip
_SCHOOL = definition.Section(
    "school",
    "School and plans",
    (
        _question(
            "setting", "agency", "School, nursery or college", hint="Or home-educated, or not in education"
        ),
        _question("upn", "text", "Unique pupil number", hint="A letter and 12 digits"),
        _choice("sen", "Special educational needs", codes.SEN),
        _question("young_carer", "yes_no_unknown", "Do they care for somebody?"),
        _choice("existing_plan", "Plan that is there already", codes.EXISTING_PLAN),
    ),
    show_when=_IS_CHILD,
)  # fmt: skip
_REACH = definition.Section(
    APART,
    "How to reach them safely",
    (
        _question(
            "contact_warning", "long_text", "What makes contact unsafe", lines=2, restricted=True,
            hint="Kept apart: never on a page for the family or another agency",
        ),
        _question(
            "address_confidential_from", "people", "Keep where they live from", restricted=True,
            hint="Addresses and numbers are then kept apart from the file too",
        ),
        _question("safe_to", "multiple_choice", "What is safe", options=codes.SAFE_TO),
        _question(
            "phones", "table", "Phone numbers", row_name="number",
            columns=(
                _question("number", "text", "Number"),
                _question("whose", "text", "Whose it is, or when to ring"),
            ),
        ),
        _question("email", "text", "Email"),
        _question(
            "addresses", "table", "Addresses", row_name="address",
            columns=(
                _choice("type", "What kind of address", codes.ADDRESS_TYPES),
                _question("line_1", "text", "Address line 1"),
                _question("line_2", "text", "Address line 2"),
                _question("town", "text", "Town"),
                _question("county", "text", "County"),
                _question("postcode", "text", "Postcode"),
                _question("uprn", "text", "Property reference (UPRN)"),
                _question("from", "partial_date", "From"),
                _question("to", "partial_date", "Until"),
            ),
        ),
    ),
)  # fmt: skip


def sheet(
    *,
    whole: bool,
    children: Sequence[tuple[str, str]] = (),
    adults: Sequence[tuple[str, str]] = (),
    called: str = "this person",
) -> definition.Form:
    """The questions about one person. `children` are the family's other children: id and name.

    `adults` are those of whom something is written down already.

    `whole` adds how to reach them, which is only ever shown on “Show”.
    """
    sections = [_WHO, _NAMES, _BIRTH, _UNBORN, _ties(children, adults, called), _HOME, _NEEDS, _SCHOOL]
    return definition.Form(
        id="person_whole" if whole else "person",
        version=1,
        register="",
        title="Person",
        record="person",
        sections=(*sections, _REACH) if whole else tuple(sections),
    )


def _ties(
    children: Sequence[tuple[str, str]], adults: Sequence[tuple[str, str]], called: str
) -> definition.Section:
    asked = [question for child, name in children for question in _about_child(child, name, called)]
    asked += [_question(f"{TIE}{one}.is", "text", f"What {called} is to {name}") for one, name in adults]
    same_for_all = (
        _question(
            "parental_responsibility", "yes_no_unknown", "Parental responsibility", show_when=_IS_ADULT,
            hint="Where it is the same for every child",
        ),
        _question(
            "parental_responsibility_basis", "text", "On what basis",
            show_when=definition.Condition("parental_responsibility", one_of=("yes",)),
        ),
    )  # fmt: skip
    return definition.Section("ties", "Family ties", (*asked, *same_for_all))


def _about_child(child_id: str, name: str, called: str) -> tuple[definition.Question, ...]:
    key = f"{TIE}{child_id}."
    return (
        _question(key + "is", "text", f"What {called} is to {name}"),
        _question(
            key + "parental_responsibility",
            "yes_no_unknown",
            f"Parental responsibility for {name}",
            show_when=_IS_ADULT,
        ),
        _question(
            key + "basis",
            "text",
            f"On what basis, for {name}",
            hint="Mother, marriage, birth certificate, agreement, court order, adoption",
            show_when=definition.Condition(key + "parental_responsibility", one_of=("yes",)),
        ),
    )


def oddities(answers: Mapping[str, Any]) -> dict[str, str]:
    """What may be right although it looks wrong, by path: it is kept, and said beside the answer."""
    found = {}
    if answers.get("nhs_no"):
        found["nhs_no"] = identifiers.nhs_number(str(answers["nhs_no"])).problem
    if answers.get("upn"):
        found["upn"] = identifiers.upn(str(answers["upn"])).problem
    chosen = answers.get("disability") or ()
    if "NONE" in chosen and len(chosen) > 1:
        found["disability"] = "“None” stands alone: take it away, or the others"
    for row_id, row in form_answers.rows(answers.get("addresses")):
        if row.get("postcode"):
            path = f"addresses/{row_id}/postcode"
            found[path] = identifiers.postcode(str(row["postcode"])).problem
    return {path: problem for path, problem in found.items() if problem}
