"""Who is around the family: the practitioners and agencies of an episode, each with what they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehdesk import errors
from ehdesk.models import acts, base, directory, episode

KEYS = ("agency", "worker", "role", "practitioner", "phone", "email", "for_whom", "from", "to", "why_left")


@dataclass(frozen=True)
class TeamLine:
    """Somebody of the team, or an agency without a name yet. Dates are ISO text, "" where there is none."""

    row_id: base.RowId
    agency: str
    worker: str
    role: str
    practitioner_id: base.PractitionerId | None
    phone: str
    email: str
    for_whom: str
    from_on: str
    to_on: str
    why_left: str

    @property
    def is_here(self) -> bool:
        """Still of the team."""
        return not self.to_on


@acts.act("team.joined")
def join_team(work: acts.Work, episode_id: str, answers: Mapping[str, Any]) -> base.RowId:
    """Let somebody or an agency (see KEYS) join the team; without `from` they join today.

    Raises: RecordMissing, FieldUnknown.
    """
    found = episode.the_episode(work, episode_id)
    _check(answers)
    given = {"agency": "", "from": work.clock.today().isoformat(), **answers}
    made = episode.add_row(work, found, "agencies", given)
    work.edit(found, f"agencies/{made}/agency", given["agency"])
    directory.learn(work, str(given["agency"]))
    return made


@acts.act("team.changed")
def change_team(work: acts.Work, episode_id: str, row_id: str, answers: Mapping[str, Any]) -> None:
    """Change what is known of a member (see KEYS). Raises: RecordMissing, FieldUnknown, RowGone."""
    found = episode.the_episode(work, episode_id)
    _check(answers)
    for key, value in answers.items():
        work.edit(found, f"agencies/{row_id}/{key}", value or ("" if key == "agency" else None))


@acts.act("team.left")
def leave_team(
    work: acts.Work, episode_id: str, row_id: str, *, on: str | None = None, reason: str = ""
) -> None:
    """Let a member leave; the line stays. Raises: RecordMissing, RowGone, DatesCrossed."""
    found = episode.the_episode(work, episode_id)
    day = on or work.clock.today().isoformat()
    episode.end_row(work, found, f"agencies/{row_id}", {"to": day, "why_left": reason})


def team(read: acts.Reading, episode_id: str) -> tuple[TeamLine, ...]:
    """The team of an episode: who is here, then who has left. Raises: RecordMissing."""
    rows = episode.rows(episode.get(read, episode_id).fields, "agencies")
    return tuple(sorted((_line(row_id, row) for row_id, row in rows), key=lambda line: not line.is_here))


def _check(answers: Mapping[str, Any]) -> None:
    for key in answers:
        if key not in KEYS:
            raise errors.FieldUnknown(field=key)


def _line(row_id: str, row: Mapping[str, Any]) -> TeamLine:
    said = row.get("practitioner")
    told = {key: str(row.get(key) or "") for key in KEYS if key not in ("practitioner", "from", "to")}
    return TeamLine(
        row_id=base.RowId(row_id),
        practitioner_id=base.PractitionerId(said) if said else None,
        from_on=row.get("from", ""),
        to_on=row.get("to", ""),
        **told,
    )
