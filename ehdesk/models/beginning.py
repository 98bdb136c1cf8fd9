"""Beginning a form with all that is known already: today, my name, a row for each child, the next number."""

from typing import Any

import sqlalchemy as sa

from ehdesk.clock import local
from ehdesk.forms import beginning as known_already
from ehdesk.forms import definition
from ehdesk.models import acts, assessment, base, beyond, closure, form, person, practitioner, taf, untouched

_UNBORN = "unborn"


@acts.act("form.started")
def begin(
    work: acts.Work,
    form_id: str,
    *,
    family_id: str | None = None,
    episode_id: str | None = None,
    answers: base.Fields | None = None,
    variant: str | None = None,
) -> base.RecordId:
    """Begin a form in the family's open episode, prefilled where nothing else was answered.

    Raises as `form.start`.
    """
    asked = work.form(form_id)
    given = dict(answers or {})
    if variant is not None and asked.variant_question:
        given[asked.variant_question] = variant
    here = episode_id or beyond.episode_of(work, family_id)
    if form_id == "closure" and family_id is not None and here is not None:
        given = {**closure.known_of(work, family_id, here, work.clock.new_id), **given}
    known = known_of(work, asked, family_id=family_id, episode_id=here)
    full = known_already.begun(asked, given, known, work.clock.new_id)
    made = form.start(work, form_id, family_id=family_id, episode_id=here, answers=full, variant=variant)
    return made if answers else untouched.mark(work, made)


def being_written(
    read: acts.Reading, form_id: str, *, family_id: str, episode_id: str | None = None
) -> base.RecordId | None:
    """The form of this kind that I am writing for the family (in the episode), the newest; or None."""
    record = base.record.c
    wanted = sa.select(record.id).where(
        record.family_id == family_id,
        record.form == form_id,
        record.beside.is_(None),
        record.status == "draft",
        record.author == read.me,
    )
    if episode_id is not None:
        wanted = wanted.where(sa.or_(record.episode_id == episode_id, record.episode_id.is_(None)))
    found = read.connection.execute(wanted.order_by(record.n.desc()).limit(1)).scalar()
    return None if found is None else base.RecordId(found)


@acts.act("form.started")
def go_on_or_begin(
    work: acts.Work, form_id: str, *, family_id: str, episode_id: str | None = None
) -> base.RecordId:
    """The form of this kind that I am writing, or a new one with all that is known. Raises as `begin`.

    A meeting that somebody of the team prepared is gone on with by whoever comes to it; a form that was
    looked at today and left untouched is taken up again.
    """
    found = being_written(work, form_id, family_id=family_id, episode_id=episode_id)
    here = episode_id or beyond.episode_of(work, family_id)
    if found is not None:
        return found
    left = untouched.left_today(work, form_id, family_id, here)
    if left is not None:
        untouched.take_up(work, left)
        return left
    if form_id == "taf_meeting" and here is not None:
        waits = next((one for one in taf.meetings(work, here) if one.stage != "written_up"), None)
        return untouched.mark(work, taf.prepare(work, family_id, here)) if waits is None else waits.id
    return begin(work, form_id, family_id=family_id, episode_id=here)


def known_of(
    read: acts.Reading, asked: definition.Form, *, family_id: str | None, episode_id: str | None
) -> known_already.Known:
    """What is known of a family, its episode and this worker when a form of this kind is begun."""
    people = person.people(read, family_id) if family_id else ()
    told = beyond.rows(read, asked, {}, family_id=family_id, episode_id=episode_id)
    now = local(read.clock.now())
    return known_already.Known(
        today=now.date().isoformat(),
        now=now.strftime("%Y-%m-%dT%H:%M"),
        me=read.me,
        agency=_agency(read),
        number=_next_number(read, asked, family_id, episode_id),
        assessments=_with_this_one(read, asked),
        children=tuple(str(card.id) for card in people if card.is_child and card.age != _UNBORN),
        adults=tuple(str(card.id) for card in people if not card.is_child and card.role in _CARERS),
        people=tuple(str(card.id) for card in people),
        rows={place: tuple(rows) for place, rows in told.items()},
    )


_CARERS = frozenset({"parent_or_carer", ""})
"""Who has a row of their own as an adult; others at home and wider family are added where they matter."""


def _agency(read: acts.Reading) -> str:
    wanted = sa.select(practitioner.TABLE.c.agency).where(practitioner.TABLE.c.id == read.me)
    return str(read.connection.execute(wanted).scalar() or "")


def _with_this_one(read: acts.Reading, asked: definition.Form) -> int | None:
    """How many assessments I have led, this one too; None where the form does not ask or nobody knows."""
    if all(each.prefill != "assessments" for each in asked.questions()):
        return None
    led = assessment.led_by_me(read)
    return None if led is None else led + 1


def _next_number(
    read: acts.Reading, asked: definition.Form, family_id: str | None, episode_id: str | None
) -> int | None:
    """One more than the highest number of this kind of form in the episode; the first is 1."""
    key = next((each.key for each in asked.questions() if each.prefill == "number"), None)
    if key is None or family_id is None:
        return None
    said: list[Any] = beyond.answers_to(read, asked.id, key, family_id=family_id, episode_id=episode_id)
    return max((int(each) for each in said if isinstance(each, int | float)), default=0) + 1
