"""How copies are asked about and said: who reads it, how it went, in which format."""

from collections.abc import Sequence
from typing import Any

from ehdesk.forms import definition
from ehdesk.models import copies
from ehdesk.ui import desk as desks
from ehdesk.ui import rows

READERS = {
    "family": "The family",
    "practitioner": "Me or a colleague",
    "agency": "A school or another agency",
    "court": "A court or an inspector",
}
METHODS = {
    "printed": "Printed",
    "saved": "Saved as a file",
    "exported": "Exported",
    "handed": "Handed over",
    "posted": "Posted",
    "emailed": "Sent, locked with a password",
    "read_out": "Read out, with a witness",
    "signed_on_screen": "Read and signed on screen",
}
WHOLE_FILE = "The family's file"
APART = "This one is kept apart: somebody in the family must not know what it says."
QUESTIONS = (
    definition.Question(
        key="reader",
        kind="single_choice",
        label="Who will read it?",
        required=True,
        options=tuple(definition.Option(code, words) for code, words in READERS.items()),
    ),
    definition.Question(
        key="to", kind="text", label="Their name", hint="For example, Agnieszka, or the school"
    ),
    definition.Question(key="why", kind="text", label="Why"),
)
_BY_HAND = ("handed", "posted", "emailed", "read_out", "signed_on_screen")
BY_HAND = (
    definition.Question(key="what", kind="text", label="What it was a copy of", required=True),
    *QUESTIONS[:2],
    definition.Question(
        key="method",
        kind="single_choice",
        label="How it went",
        options=tuple(definition.Option(code, METHODS[code]) for code in _BY_HAND),
    ),
    definition.Question(
        key="witness",
        kind="text",
        label="Who was there as a witness",
        hint="Only where it was read out: somebody who is not of the family",
    ),
    definition.Question(
        key="format", kind="text", label="Format", hint="For example, large print, or Polish"
    ),
    QUESTIONS[2],
)


def by_hand_questions(desk: desks.Desk, owed: Sequence[copies.Owed]) -> tuple[definition.Question, ...]:
    """What is asked of a copy that was given by hand; first, whether it is one that the family is owed."""
    if not owed:
        return BY_HAND
    which = definition.Question(
        key="form",
        kind="single_choice",
        label="Which one was it?",
        hint="Leave this, and say below what it was, where it is none of these",
        options=tuple(definition.Option(str(one.record_id), _dated(desk, one)) for one in owed),
    )
    return (which, *BY_HAND)


def _dated(desk: desks.Desk, owed: copies.Owed) -> str:
    return f"{owed.title}, finished {desk.words.when(owed.finished_at, desk.clock.today())}"


def of_what(answers: dict[str, Any], owed: Sequence[copies.Owed]) -> dict[str, Any]:
    """The answers with the words for the form that was chosen, where none were typed."""
    chosen = next((one for one in owed if str(one.record_id) == answers.get("form")), None)
    return answers if chosen is None else {"what": chosen.title, **answers}


def faults(answers: dict[str, Any]) -> dict[str, str]:
    """What is missing before a copy may leave."""
    told = {} if answers.get("reader") else {"reader": "Choose who will read it"}
    if answers.get("reader") == "agency" and not answers.get("to"):
        told["to"] = "Enter which school or agency"
    if answers.get("method") == "read_out" and not answers.get("witness"):
        told["witness"] = "Enter who was there as a witness"
    return told


def copy_of(
    answers: dict[str, Any], title: str, record_id: str, *, is_apart: bool = False, method: str = "saved"
) -> copies.Copy:
    """The line for the file. What is kept apart is not named in it."""
    reader = str(answers.get("reader") or "practitioner")
    return copies.Copy(
        to=str(answers.get("to") or READERS[reader]),
        what="A document kept apart" if is_apart else title,
        reader=reader,
        method=method,
        why=str(answers.get("why") or ""),
        of_record=record_id,
    )


def by_hand(answers: dict[str, Any]) -> copies.Copy:
    """A copy that was noted afterwards."""
    reader = str(answers["reader"])
    return copies.Copy(
        to=str(answers.get("to") or READERS[reader]),
        what=str(answers["what"]),
        reader=reader,
        of_record=str(answers["form"]) if answers.get("form") else None,
        method=str(answers.get("method") or "handed"),
        format=str(answers.get("format") or "standard"),
        why=str(answers.get("why") or ""),
        witness=str(answers.get("witness") or ""),
    )


def row(desk: desks.Desk, line: copies.CopyLine) -> rows.Row:
    """One copy in a list: to whom and what, then when, how and why."""
    copy = line.copy
    when = desk.words.when(line.given_at, desk.clock.today())
    how = METHODS.get(copy.method, copy.method)
    told = [when, how, copy.format if copy.format != "standard" else "", f"by {line.by_name}", copy.why]
    told += [f"heard by {copy.witness}"] if copy.witness else []
    return rows.Row(
        line.record_id, f"{copy.to} · {copy.what}", " · ".join(part for part in told if part), sign="copy"
    )


def owed_row(desk: desks.Desk, owed: copies.Owed) -> rows.Row:
    """A form that the family has no copy of yet."""
    since = desk.words.when(owed.finished_at, desk.clock.today())
    return rows.Row(
        owed.record_id,
        owed.title,
        f"Finished {since}, no copy given yet",
        "Open",
        sign="needs-you",
        tone="warm",
    )
