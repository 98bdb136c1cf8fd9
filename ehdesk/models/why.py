"""Why we are involved with a family, as the family itself may read it: for a page in plain words.

Only what cannot harm whoever lives in the same home: no reason that names abuse, no free words but those that
were written for the family, nothing restricted. The page is alike for all, so that nothing shows as missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ehdesk import errors
from ehdesk.models import acts, base, episode, family, lead, plan, readership, sheet, taf, team
from ehdesk.rules import protected_words, readers

_NEVER_ON_PAPER = frozenset({"SF6", "SF8"})
"""Abuse and exploitation: the page lies about in a home where somebody may read it who must not know."""
_OTHER = "other"  # says nothing by itself
_OUTCOMES = 5
_TEAM = 12


@dataclass(frozen=True)
class Plain:
    """What was written for the family in plain words; its translation, by whom and when."""

    words: str = ""
    translation: str = ""
    translator: str = ""
    translated_on: str = ""


@dataclass(frozen=True)
class Helper:
    """Somebody who works with the family."""

    name: str
    agency: str


@dataclass(frozen=True)
class Why:
    """What the page says. `reasons` are labels of ours, `next_step` is Part A's code, days are ISO text."""

    family_id: base.FamilyId
    reference: str
    family_label: str
    reasons: tuple[str, ...]
    plain: Plain
    hopes: tuple[str, ...]
    next_step: str
    meeting_on: str
    lead: Helper | None
    team: tuple[Helper, ...]


def why(read: acts.Reading, family_id: str) -> Why:
    """What brought us to this family, what we hope, what comes next and who helps.

    Raises: FamilyNotFound; NothingToPrint where Early Help is not open.
    """
    file = family.family_file(read, family_id)
    open_now = episode.standing_open(read, family_id)
    if open_now is None:
        raise errors.NothingToPrint
    part_a = _newest(read, family_id, "eha_part_a")
    reasons, next_step = ((), "") if part_a is None else _part_a(part_a)
    told = Why(
        family_id=file.id,
        reference=file.reference,
        family_label=file.name,
        reasons=reasons,
        plain=_plain(read, family_id),
        hopes=_hopes(read, open_now),
        next_step=next_step,
        meeting_on=_meeting(read, open_now),
        lead=_lead(read, open_now),
        team=_team(read, open_now),
    )
    return for_anybody(read, told)


def for_anybody(read: acts.Reading, told: Why) -> Why:
    """The same without a word that somebody of the family must not know: a hidden home, a school, a name.

    Nobody says who will read this page, so it is what each of them may read.
    """
    kept = protected_words.secrets(readers.ANY_OF_THE_FAMILY, readership.facts(read, told.family_id))

    def is_open(*said: str) -> bool:
        return not any(protected_words.in_text(each, kept) for each in said)

    lead_named = told.lead
    if lead_named is not None and not is_open(lead_named.agency):
        lead_named = replace(lead_named, agency="")
    return replace(
        told,
        plain=told.plain if is_open(told.plain.words, told.plain.translation) else Plain(),
        hopes=tuple(each for each in told.hopes if is_open(each)),
        lead=lead_named,
        team=tuple(each for each in told.team if is_open(each.name, each.agency)),
    )


def _newest(read: acts.Reading, family_id: str, form_id: str) -> sheet.Sheet | None:
    """The form that was finished last, as far as it may be read outside its restricted part."""
    found = [
        line
        for line in sheet.forms_of_family(read, family_id)
        if line.form_id == form_id and line.status != "draft"
    ]
    newest = max(found, key=lambda line: line.at, default=None)
    return None if newest is None else sheet.sheet(read, newest.record_id, audience="file")


def _part_a(part_a: sheet.Sheet) -> tuple[tuple[str, ...], str]:
    asked = part_a.form.question("presenting_reasons")
    chosen = part_a.answers.get("presenting_reasons") or []
    labels = tuple(asked.label_of(code) for code in reasons_for_paper(chosen))
    return labels, str(part_a.answers.get("next") or "")


def reasons_for_paper(chosen: Iterable[str]) -> tuple[str, ...]:
    """The codes of the reasons that may stand on a page that lies about in a home."""
    return tuple(code for code in chosen if code not in _NEVER_ON_PAPER and code != _OTHER)


def _plain(read: acts.Reading, family_id: str) -> Plain:
    """The plain words of the newest plan, else of the newest Part B."""
    for form_id in ("action_plan", "eha_part_b"):
        found = _newest(read, family_id, form_id)
        if found is not None and found.answers.get("in_plain_words"):
            keys = ("in_plain_words", "in_plain_words_translation", "translator", "translated_on")
            return Plain(*(str(found.answers.get(key) or "") for key in keys))
    return Plain()


def _hopes(read: acts.Reading, episode_id: str) -> tuple[str, ...]:
    living = plan.living(read, episode_id)
    if living is None:
        return ()
    return tuple(each.words for each in living.outcomes if not each.is_settled)[:_OUTCOMES]


def _meeting(read: acts.Reading, episode_id: str) -> str:
    """The day of the next meeting, where one was agreed and has not passed."""
    today = read.clock.today().isoformat()
    days = [meeting.next_on for meeting in taf.meetings(read, episode_id) if meeting.next_on]
    return max((day for day in days if day >= today), default="")


def _lead(read: acts.Reading, episode_id: str) -> Helper | None:
    found = lead.current_lead(read, episode_id)
    return Helper(found.name, found.agency) if found is not None and found.name else None


def _team(read: acts.Reading, episode_id: str) -> tuple[Helper, ...]:
    here = [line for line in team.team(read, episode_id) if line.is_here]
    return tuple(Helper(line.worker, line.agency) for line in here)[:_TEAM]
