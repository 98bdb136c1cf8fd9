"""Who leads: the lead professional of an episode, before and now, accepted when, and whose manager knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehdesk import errors
from ehdesk.models import acts, base, directory, episode

KEYS = ("name", "practitioner", "agency", "role", "manager")


@dataclass(frozen=True)
class LeadLine:
    """Somebody who leads or led. Dates are ISO text, "" where there is none."""

    row_id: base.RowId | None
    name: str
    practitioner_id: base.PractitionerId | None
    agency: str
    role: str
    manager: str
    from_on: str
    to_on: str
    accepted_on: str
    why: str

    @property
    def is_accepted(self) -> bool:
        """Whether they have said that they take it on."""
        return bool(self.accepted_on)


@acts.act("lead.handed_over")
def hand_over_lead(
    work: acts.Work,
    episode_id: str,
    to: Mapping[str, Any],
    *,
    from_on: str | None = None,
    reason: str = "",
    accepted_on: str | None = None,
) -> base.RowId:
    """Let somebody (see KEYS) lead from today or another day on; who led before leads until then.

    Raises: RecordMissing, FieldUnknown, ReasonMissing where somebody led before, DatesCrossed.
    """
    found = episode.the_episode(work, episode_id)
    for key in to:
        if key not in KEYS:
            raise errors.FieldUnknown(field=key)
    day = from_on or work.clock.today().isoformat()
    if not found.fields.get("leads"):
        for row in _before_history(found.fields):
            episode.add_row(work, found, "leads", row)
    standing = [row_id for row_id, row in episode.rows(found.fields, "leads") if not row.get("to")]
    if standing and not reason.strip():
        raise errors.ReasonMissing
    for row_id in standing:
        episode.end_row(work, found, f"leads/{row_id}", {"to": day, "why": reason.strip()})
    made = episode.add_row(work, found, "leads", {**to, "from": day, "accepted_on": accepted_on})
    for key, said in (("lead_name", "name"), ("lead_role", "role"), ("lead_agency", "agency")):
        work.edit(found, key, to.get(said) or None)
    directory.learn(work, str(to.get("agency") or ""))
    return made


@acts.act("lead.accepted")
def accept_lead(work: acts.Work, episode_id: str, row_id: str, *, on: str | None = None) -> None:
    """Write down that a lead has taken it on, today unless another date is given. Raises: RowGone."""
    found = episode.the_episode(work, episode_id)
    work.edit(found, f"leads/{row_id}/accepted_on", on or work.clock.today().isoformat())


@acts.act("lead.changed")
def change_lead(work: acts.Work, episode_id: str, row_id: str, to: Mapping[str, Any]) -> None:
    """Correct who somebody is who leads or led (see KEYS). Raises: RecordMissing, FieldUnknown, RowGone."""
    found = episode.the_episode(work, episode_id)
    row = dict(episode.rows(found.fields, "leads")).get(row_id)
    if row is None:
        raise errors.RowGone
    for key, value in to.items():
        if key not in KEYS:
            raise errors.FieldUnknown(field=key)
        work.edit(found, f"leads/{row_id}/{key}", value or None)
        if not row.get("to") and key in ("name", "role", "agency"):
            work.edit(found, f"lead_{key}", value or None)


def lead_history(read: acts.Reading, episode_id: str) -> tuple[LeadLine, ...]:
    """Everybody who leads or led, newest first. Raises: RecordMissing."""
    fields = episode.get(read, episode_id).fields
    rows: list[tuple[str | None, Mapping[str, Any]]] = [*episode.rows(fields, "leads")]
    rows = rows or [(None, row) for row in _before_history(fields)]
    lines = [_line(row_id, row) for row_id, row in reversed(rows)]
    return tuple(sorted(lines, key=lambda line: line.from_on, reverse=True))


def current_lead(read: acts.Reading, episode_id: str, *, on: str | None = None) -> LeadLine | None:
    """Who leads on a day (ISO text), today unless it is given; None where nobody does."""
    day = on or read.clock.today().isoformat()
    return next(
        (
            line
            for line in lead_history(read, episode_id)
            if line.from_on <= day and (not line.to_on or line.to_on > day)
        ),
        None,
    )


def _before_history(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lead of an episode that was written before leads had a history."""
    if not fields.get("lead_name"):
        return []
    told = {key: fields.get(f"lead_{key}") for key in ("name", "role", "agency")}
    return [{**{key: value for key, value in told.items() if value}, "from": fields.get("opened_on", "")}]


def _line(row_id: str | None, row: Mapping[str, Any]) -> LeadLine:
    said = row.get("practitioner")
    return LeadLine(
        row_id=base.RowId(row_id) if row_id else None,
        name=row.get("name", ""),
        practitioner_id=base.PractitionerId(said) if said else None,
        agency=row.get("agency", ""),
        role=row.get("role", ""),
        manager=row.get("manager", ""),
        from_on=row.get("from", ""),
        to_on=row.get("to", ""),
        accepted_on=row.get("accepted_on", ""),
        why=row.get("why", ""),
    )
