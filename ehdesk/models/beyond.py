"""What lies around a form in its episode: the days that its checks ask for, the rows that it points at."""

from typing import Any

import sqlalchemy as sa

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, entries
from ehdesk.models import acts, base, episode

_AGREEMENT = "agreement"
_DONE = ("finished", "amended")


def around(
    read: acts.Reading,
    form: definition.Form,
    answers: base.Fields,
    *,
    family_id: str | None,
    episode_id: str | None = None,
) -> form_answers.Around:
    """What the checks of a form may ask for. Without an episode of its own, the family's open one counts."""
    found = _episode(read, family_id, episode_id)
    opened_on, closed_on = (found.opened_on, found.closed_on) if found is not None else (None, None)
    return form_answers.Around(
        today=read.clock.today(),
        opened_on=opened_on,
        closed_on=closed_on,
        agreed_on=_agreed_on(read, family_id, found.id if found else None) if family_id else None,
        rows=rows(read, form, answers, family_id=family_id, episode_id=found.id if found else None),
    )


def rows(
    read: acts.Reading,
    form: definition.Form,
    answers: base.Fields,
    *,
    family_id: str | None,
    episode_id: str | None = None,
) -> entries.Named:
    """The rows that the form's questions may choose, by "form.table": its own, and those of newest others."""
    found = dict(entries.own(form, answers))
    for place, label in entries.places(form).items():
        form_id, _, key = place.partition(".")
        if place not in found and family_id is not None:
            fields = _newest(read, form_id, family_id, episode_id)
            found[place] = entries.named(fields.get(key), label)
    return found


def names(said: entries.Named) -> dict[str, str]:
    """What each of these rows is called, by row id."""
    return {row_id: called for rows_of_it in said.values() for row_id, called in rows_of_it.items()}


def episode_of(read: acts.Reading, family_id: str | None) -> base.EpisodeId | None:
    """The family's open episode, or None."""
    found = _episode(read, family_id, None)
    return found.id if found is not None and found.is_open else None


def answers_to(
    read: acts.Reading, form_id: str, key: str, *, family_id: str, episode_id: str | None
) -> list[Any]:
    """What the forms of this kind in the episode answer to a question, the newest first."""
    wanted = _here(form_id, family_id, episode_id).limit(200)
    given = (base.unpack(row).get(key) for row in read.connection.execute(wanted).scalars())
    return [each for each in given if each is not None]


def _episode(read: acts.Reading, family_id: str | None, episode_id: str | None) -> episode.Episode | None:
    """The one that is named, else the newest that is open."""
    if family_id is None:
        return None
    known = episode.episodes(read, family_id)
    wanted = (each for each in known if (each.id == episode_id if episode_id else each.is_open))
    return next(wanted, None)


def _here(form_id: str, family_id: str, episode_id: str | None) -> sa.Select[Any]:
    """The fields of the forms of this kind, newest first: those of the episode, and those that name none."""
    record = base.record.c
    wanted = sa.select(record.fields).where(
        record.family_id == family_id,
        record.form == form_id,
        record.beside.is_(None),
        record.status != "void",
    )
    if episode_id is not None:
        wanted = wanted.where(sa.or_(record.episode_id == episode_id, record.episode_id.is_(None)))
    return wanted.order_by(record.n.desc())


def _newest(read: acts.Reading, form_id: str, family_id: str, episode_id: str | None) -> base.Fields:
    """The newest that was finished; while there is none, the newest that is being written.

    One that is opened again to amend it was finished once, and counts as finished.
    """
    once = sa.func.json_extract(base.record.c.fields, '$."$finished_at"')
    wanted = _here(form_id, family_id, episode_id).order_by(None)
    wanted = wanted.order_by(once.is_(None), base.record.c.n.desc()).limit(1)
    row = read.connection.execute(wanted).scalar()
    fields: base.Fields = base.unpack(row) or {}
    return fields


def _agreed_on(read: acts.Reading, family_id: str, episode_id: str | None) -> str | None:
    """The day of the first agreement that was finished."""
    wanted = _here(_AGREEMENT, family_id, episode_id).where(base.record.c.status.in_(_DONE)).limit(50)
    given = (base.unpack(row).get("agreed_at") for row in read.connection.execute(wanted).scalars())
    return min((str(each)[:10] for each in given if each), default=None)
