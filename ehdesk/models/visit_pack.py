"""What a visit needs on paper: suggested from what is due and what is known; the worker ticks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ehdesk import errors, settings, words
from ehdesk.forms import person_codes
from ehdesk.models import (
    acts,
    agreement,
    chronology,
    copies,
    due,
    episode,
    family,
    offered,
    paper_run,
    person,
    plan,
    readership,
    taf,
    tray,
)
from ehdesk.rules import protected_words, readers

ME = ""
"""The reader of what the worker keeps."""
_YOUNGEST = 4
_FORMATS = {"large_print": "large", "easy_read": "easy"}


@dataclass(frozen=True)
class Suggestion:
    """One paper that the visit may need, and why. `is_ticked` is what we would take."""

    piece: tray.Piece
    why: str
    is_ticked: bool


@dataclass(frozen=True)
class Pack:
    """The suggestions for one family's visit, in the order of the pack. `readers` are (person, name)."""

    family_id: str
    name: str
    reference: str
    suggestions: tuple[Suggestion, ...]
    readers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Known:
    """What the suggestions are made from."""

    file: family.FamilyFile
    at: episode.Episode | None
    rules: frozenset[str]
    owed: frozenset[str]
    people: tuple[readers.Reader, ...]


def suggest(read: acts.Reading, family_id: str, limits: settings.Limits | None = None) -> Pack:
    """What a visit to this family needs. Raises: RecordMissing."""
    file = family.family_file(read, family_id)
    soon = read.clock.today() + due.SOON
    running = due.of_family(read, family_id, limits or settings.Limits())
    known = _Known(
        file=file,
        at=next((one for one in file.episodes if one.is_open), None),
        rules=frozenset(line.rule for line in running if line.on <= soon),
        owed=frozenset(str(one.record_id) for one in copies.owed(read, family_id)),
        people=_at_home(read, file),
    )
    found = [
        *_agreement(read, known),
        *_plan(read, known),
        *_meeting(read, known),
        *_feedback(read, known),
        *_why(known),
        *_chronology(read, known),
        _contacts(),
    ]
    names = tuple((one.person, one.name) for one in known.people)
    return Pack(family_id, file.name, file.reference, tuple(found), ((ME, "You"), *names))


def _at_home(read: acts.Reading, file: family.FamilyFile) -> tuple[readers.Reader, ...]:
    """Who of the family a visit may hand something to: who lives there, and may be told."""
    facts = readership.facts(read, file.id)
    away = {str(one.id) for one in file.people if one.answers.get("lives_here") is False}
    away |= {str(one.id) for one in file.people if one.age in ("unborn", "died")}
    offered_to = readers.offered(one for one in facts.people if one.id not in away)
    return tuple(one for one in offered_to if not readers.may_have_nothing(one, facts))


def _agreement(read: acts.Reading, known: _Known) -> Iterator[Suggestion]:
    stands = agreement.standing(read, known.file.id)
    asked = offered.form("agreement")
    adult = next((one for one in known.people if one.kind == "member"), None)
    title = asked.short_title or asked.title
    why, ticked = "In case they want to change what they agreed to", False
    if stands.service == "none":
        why, ticked = "There is no agreement yet", True
    elif "agreement" in known.rules:
        why, ticked = "The agreement is to be renewed", True
    piece = tray.Piece("blank", f"{title}, to fill in", asked.id)
    yield Suggestion(_for(piece, adult, known), why, ticked)


def _plan(read: acts.Reading, known: _Known) -> Iterator[Suggestion]:
    living = plan.living(read, known.at.id) if known.at else None
    if living is None:
        return
    to_sign = not living.family_agrees
    why = "The family has not agreed to it yet" if to_sign else "Their own copy"
    for one in known.people:
        if one.kind == "member":
            piece = tray.Piece("filled", "Plan", "action_plan", record_id=str(living.id))
            yield Suggestion(_for(piece, one, known), why, to_sign or str(living.id) in known.owed)


def _meeting(read: acts.Reading, known: _Known) -> Iterator[Suggestion]:
    held = taf.meetings(read, known.at.id) if known.at else ()
    last = next((one for one in reversed(held) if one.stage == "written_up"), None)
    if last is None:
        return
    owed = str(last.id) in known.owed
    number = f" {last.number}" if last.number else ""
    title = f"Notes of team meeting{number}"
    why = "They have no copy yet" if owed else "The last meeting"
    for one in known.people:
        if one.kind == "member":
            piece = tray.Piece("filled", title, "taf_meeting", record_id=str(last.id))
            yield Suggestion(_for(piece, one, known), why, owed)


def _feedback(read: acts.Reading, known: _Known) -> Iterator[Suggestion]:
    """The form of each who can fill one in, at the stage where the work stands."""
    if known.at is None:
        return
    met = any(one.stage == "written_up" for one in taf.meetings(read, known.at.id))
    is_due = "feedback" in known.rules
    why = "Feedback is to be offered" if is_due else "If they want to say how it goes"
    cards = {str(card.id): card for card in known.file.people}
    for one in known.people:
        form_id = _feedback_form(one, cards.get(one.person))
        if form_id:
            asked = offered.form(form_id)
            stage = "taf" if met else "end_of_assessment"
            variant = stage if stage in asked.variants else ""
            piece = tray.Piece("blank", asked.short_title or asked.title, form_id, variant=variant)
            yield Suggestion(_for(piece, one, known), why, is_due)


def _feedback_form(reader: readers.Reader, card: person.PersonCard | None) -> str:
    if reader.kind == "member":
        is_carer = card is not None and card.role in ("parent_or_carer", "")
        return "feedback_parent" if is_carer else ""
    if reader.kind == "young_person":
        return "feedback_young_person"
    years = card.age.removeprefix("about ") if card is not None else ""
    return "feedback_child" if years.isdigit() and int(years) >= _YOUNGEST else ""


def _why(known: _Known) -> Iterator[Suggestion]:
    """In plain words, for a family that is new to us."""
    adult = next((one for one in known.people if one.kind == "member"), None)
    if adult is not None:
        piece = tray.Piece("why", "Why we are involved")
        yield Suggestion(_for(piece, adult, known), "In plain words, to leave with them", is_ticked=False)


def _chronology(read: acts.Reading, known: _Known) -> Iterator[Suggestion]:
    if chronology.timeline(read, known.file.id, limit=1):
        yield Suggestion(tray.Piece("chronology", "Chronology"), "To read before you go", is_ticked=False)


def _contacts() -> Suggestion:
    piece = tray.Piece("contacts", "How to reach them")
    return Suggestion(piece, "Only numbers that are safe to call", is_ticked=True)


def _for(piece: tray.Piece, reader: readers.Reader | None, known: _Known) -> tray.Piece:
    """The same for somebody of the family: in their language and their size, where we have it."""
    if reader is None:
        return piece
    card = next((one for one in known.file.people if str(one.id) == reader.person), None)
    told = card.answers if card is not None else {}
    wanted = str(told.get("first_language") or known.file.fields.get("meeting_language") or "en")
    formats = told.get("formats") or ()
    size = next((_FORMATS[one] for one in formats if one in _FORMATS), "standard")
    language = wanted if words.of(wanted).is_translated else "en"
    return replace(piece, person=reader.person, to=reader.name, language=language, size=size)


# What was made


@dataclass(frozen=True)
class Looked:
    """What a person decided of the words that were found in a paper: `seen` they have read, and the answers
    `without` which it goes. What they have not seen is still to be looked at."""

    without: frozenset[str] = frozenset()
    seen: frozenset[protected_words.Found] = frozenset()


NOT_LOOKED = Looked()


@dataclass(frozen=True)
class Made:
    """One paper that was typeset: its number in the book, and for each page the questions answered there.

    `piece` is what was made: large print where there was no easy read. `looked`: a person has read the words
    that were found in it.
    """

    piece: tray.Piece
    number: int | None
    pages: tuple[tuple[str, ...], ...]
    looked: bool = False


@acts.act("pack.given")
def given(
    work: acts.Work, family_id: str | None, made: Sequence[Made], *, method: str, back_on: date | None = None
) -> int:
    """Write down what left the vault: every paper into the book, every filled one as a copy. Gives how many.

    `method` is a way of giving (`copies.METHODS`). Empty forms are to be back by `back_on`. Raises:
    RecordMissing.
    """
    for one in made:
        if one.number is not None:
            paper_run.printed(work, one.number, _printed(one, back_on), family_id=family_id)
        if one.piece.kind != "blank" or method == "emailed":
            copies.given(work, family_id, _copy(one, method))
    return len(made)


def _printed(made: Made, back_on: date | None) -> paper_run.Printed:
    piece, filled = made.piece, made.piece.kind != "blank"
    is_why = piece.kind == "why"
    return paper_run.Printed(
        form=paper_run.WHY if is_why else piece.form,
        form_version=paper_run.WHY_VERSION if is_why else offered.form(piece.form).version,
        pages=made.pages,
        variant=piece.variant or None,
        language=piece.language,
        size=piece.size,
        reader="family" if piece.is_for_family else "practitioner",
        of_record=piece.record_id or None,
        expected_on=None if filled else back_on,
        filled=filled,
        beside=piece.beside,
        tint=piece.tint,
    )


def _copy(made: Made, method: str) -> copies.Copy:
    piece = made.piece
    return copies.Copy(
        to=piece.to or "Me or a colleague",
        what=piece.title,
        reader="family" if piece.is_for_family else "practitioner",
        method=method,
        format=copies.written_as(piece.language, size=piece.size, beside=piece.beside),
        of_record=piece.record_id or None,
        reader_id=piece.person or None,
        looked="yes" if made.looked else "",
    )


def check_safe_to_send(read: acts.Reading, person_id: str) -> None:
    """Let pass what may be sent to one of the family by email. Raises: RecordMissing, NotSafeToSend."""
    card = person.get(read, person_id)
    safe = card.answers.get("safe_to") or ()
    if "email" not in safe:
        known = {option.code: option.label for option in person_codes.SAFE_TO}
        told = ", ".join(known[code].lower() for code in safe if code in known)
        raise errors.NotSafeToSend(name=card.known_as, safe=told or "nothing yet")
