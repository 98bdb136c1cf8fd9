"""The few questions behind each thing that is done with an episode, a household or the directory. Pure.

Each is a form of its own, asked in a small window and checked before anything is written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ehdesk.forms import definition
from ehdesk.forms import person_codes as codes


def _question(key: str, kind: definition.Kind, label: str, **said: Any) -> definition.Question:
    return definition.Question(key=key, kind=kind, label=label, **said)


def _form(title: str, *questions: definition.Question, intro: str = "") -> definition.Form:
    section = definition.Section("asked", "", questions)
    return definition.Form(
        id="small", version=1, register="", title=title, record="", sections=(section,), intro=intro
    )


def _day(key: str, label: str, **said: Any) -> definition.Question:
    given = {"required": True, "if_missing": f"Enter the date: {label.lower()}", **said}
    return _question(key, "date", label, **given)


def _because(label: str, *, required: bool = True, hint: str = "") -> definition.Question:
    missing = "Say why in a few words"
    return _question("reason", "long_text", label, lines=2, required=required, if_missing=missing, hint=hint)


def child_joins(children: Sequence[tuple[str, str]]) -> definition.Form:
    """A child joins the episode: one of these (id, name)."""
    return _form(
        "Add a child to this episode",
        _question(
            "child", "single_choice", "Which child?", options=_options(children), required=True,
            if_missing="Choose a child",
        ),
        _day("joined_on", "From"),
        _question(
            "subject", "yes_no", "Is the help about this child?",
            hint="A brother or sister may only be seen along the way",
        ),
    )  # fmt: skip


def child_leaves(name: str) -> definition.Form:
    """A child leaves the episode; the line stays."""
    return _form(
        f"{name} leaves this episode",
        _day("on", "From"),
        _because("Why", required=False),
        intro="What was written stays in the file.",
    )


def level(levels: Sequence[tuple[str, str, str]], scheme_name: str) -> definition.Form:
    """Another level of need, out of the authority's scheme: code, name and description of each."""
    options = tuple(definition.Option(code, name, hint) for code, name, hint in levels)
    return _form(
        "Change the level of need",
        _question(
            "level", "single_choice", scheme_name, options=options, required=True,
            if_missing="Choose a level",
        ),
        _because("Why this level", hint="What has changed, in a sentence or two"),
        _day("from_on", "From"),
    )  # fmt: skip


def lead(*, is_first: bool) -> definition.Form:
    """Who leads from now on."""
    asked = [
        _question(
            "who", "person", "Who leads from now on?", among="practitioners", required=True,
            if_missing="Say who leads",
        ),
        _question("agency", "agency", "Agency"),
        _question("role", "text", "Role"),
        _question("manager", "text", "Who manages them?", hint="Whom to tell when the lead is away"),
        _day("from_on", "From"),
        _question("accepted", "tick", "They have said that they take it on"),
    ]  # fmt: skip
    if not is_first:
        asked.append(_because("Why it is handed over"))
    return _form("Choose who leads" if is_first else "Hand over the lead", *asked)


def corrected_lead() -> definition.Form:
    """Who somebody is who leads, put right: nothing is handed over."""
    return _form(
        "Correct who leads",
        _question("name", "text", "Name", required=True, if_missing="Enter the name"),
        _question("agency", "agency", "Agency"),
        _question("role", "text", "Role"),
        _question("manager", "text", "Who manages them?"),
        intro="Only to put a word right. To let somebody else lead, hand the lead over.",
    )


def accepted(name: str) -> definition.Form:
    """The day on which somebody took the lead on."""
    return _form(f"{name} has taken the lead on", _day("on", "On"))


def member(*, is_new: bool, has_accounts: bool = False) -> definition.Form:
    """Somebody of the team, or an agency; by their account, where the authority's staff is known.

    Whoever is chosen by their account is asked for neither name nor agency: both are known.
    """
    account = _question(
        "practitioner", "person", "Do they work for the authority?", among="practitioners",
        hint="Whom you choose here sees this family’s file from their next contact on",
    )  # fmt: skip
    unnamed = definition.Condition("practitioner" if has_accounts else "worker", answered=False)
    needed: dict[str, Any] = {"required_when": unnamed} if has_accounts or not is_new else {"required": True}
    unknown: dict[str, Any] = {"show_when": unnamed} if has_accounts else {}
    asked = (
        *((account,) if has_accounts else ()),
        _question("agency", "agency", "Agency", if_missing="Enter the agency", **needed),
        _question("worker", "text", "Who", hint="Leave it empty while nobody is named yet", **unknown),
        _question("role", "text", "What they do for the family"),
        _question("for_whom", "text", "For whom", hint="The whole family, or one of them"),
        _question("phone", "text", "Phone"),
        _question("email", "text", "Email"),
        _question("from", "partial_date", "Since", hint="As much of it as is known"),
    )
    return _form("Add to the team" if is_new else "Change what is known of them", *asked)


def leaves(name: str) -> definition.Form:
    """Somebody leaves the team; the line stays."""
    return _form(f"{name} leaves the team", _day("on", "From"), _because("Why", required=False))


def agency(*, is_new: bool) -> definition.Form:
    """An agency of the directory."""
    return _form(
        "Add an agency" if is_new else "Change this agency",
        _question("name", "text", "Name", required=True, if_missing="Enter the agency’s name"),
        _question("report_group", "single_choice", "Counted in reports as", options=codes.REPORT_GROUPS),
        _question("phone", "text", "Phone"),
        _question("email", "text", "Email"),
        _question("contact", "text", "Whom to ask for"),
        _question("about", "long_text", "What they do", lines=2),
    )


def colleague() -> definition.Form:
    """Somebody who works with families, of an agency."""
    return _form(
        "Add a colleague",
        _question("name", "text", "Name", required=True, if_missing="Enter their name"),
        _question("agency", "agency", "Agency", required=True, if_missing="Enter the agency"),
        _question("role", "text", "What they are"),
        _question("report_group", "single_choice", "Counted in reports as", options=codes.REPORT_GROUPS),
        _question("team", "text", "Team"),
        _question("phone", "text", "Phone"),
        _question("email", "text", "Email"),
    )


def moves_out(name: str) -> definition.Form:
    """Somebody does not live in the family's home any more."""
    return _form(
        f"{name} does not live here any more",
        _question(
            "on", "partial_date", "Since", required=True, if_missing="Enter since when",
            hint="As much of it as is known",
        ),
        _because("Why", hint="Moved to her father, in hospital, in custody"),
        intro="They stay in this family’s file, and nothing is deleted.",
    )  # fmt: skip


def moves_in(name: str) -> definition.Form:
    """Somebody lives in the family's home."""
    return _form(
        f"{name} lives here",
        _question(
            "on", "partial_date", "Since", required=True, if_missing="Enter since when",
            hint="As much of it as is known",
        ),
        _question("part_time", "tick", "Only part of the time"),
        _because("Why they came", required=False),
    )  # fmt: skip


def joining(
    kept: str, differing: Sequence[tuple[str, str, Sequence[tuple[str, str]]]], *, intro: str
) -> definition.Form:
    """Which value stands of each field that differs: key, words, and what can be chosen (code, words)."""
    asked = [
        _question(
            key, "single_choice", label, options=_options(options), required=True,
            if_missing=f"Choose for “{label}”",
        )
        for key, label, options in differing
    ]  # fmt: skip
    return _form(f"Join both records into {kept}", *asked, intro=intro)


def begun(form: definition.Form, today: str) -> Mapping[str, Any]:
    """What a small form starts with: today's date where it asks for a whole one."""
    return {question.key: today for question in form.questions() if question.kind == "date"}


def _options(pairs: Sequence[tuple[str, str]]) -> tuple[definition.Option, ...]:
    return tuple(definition.Option(code, label) for code, label in pairs)
