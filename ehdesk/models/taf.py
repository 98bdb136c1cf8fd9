"""Who is in the Team Around the Family: its meetings (F04), prepared and written up, and copies owed."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, columns, episode, form, held, person
from ehdesk.rules import merge

TABLE = columns.table(
    "taf_meeting",
    sa.Column("number", sa.Integer),
    sa.Column("kind", sa.String),
    sa.Column("date", sa.String),
    sa.Column("chair", sa.String),
    sa.Column("note_taker", sa.String),
    sa.Column("new_risk", sa.Boolean(create_constraint=False)),
    sa.Column("level_now", sa.String),
    sa.Column("lead_confirmed", sa.String),
    sa.Column("next_step", sa.String),
    sa.Column("next_on", sa.String),
    sa.Column("feedback_offered", sa.Boolean(create_constraint=False)),
)
ATTENDANCE = columns.rows_table(
    "attendance",
    sa.Column("person", sa.String),
    sa.Column("role", sa.String),
    sa.Column("agency", sa.String),
    sa.Column("invited_on", sa.String),
    sa.Column("attended", sa.String),
    sa.Column("report", sa.String),
)
CHILDREN = columns.rows_table("child_part", sa.Column("child", sa.String), sa.Column("took_part", sa.String))
UNMET = columns.rows_table(
    "unmet_need",
    sa.Column("need", sa.String),
    sa.Column("service_lacking", sa.String),
    sa.Column("reason", sa.String),
)
COPIES = columns.rows_table("copy_sent", sa.Column("to_whom", sa.String), sa.Column("sent_on", sa.String))

_READERS: columns.Readers = {
    "number": columns.whole,
    **dict.fromkeys(("kind", "level_now", "next_step"), columns.word),
    **dict.fromkeys(("date", "next_on"), columns.day),
    **dict.fromkeys(("chair", "note_taker", "lead_confirmed"), columns.somebody),
    **dict.fromkeys(("new_risk", "feedback_offered"), columns.flag),
}
_ATTENDANCE: columns.Readers = {
    "person": columns.somebody,
    **dict.fromkeys(("role", "agency", "attended", "report"), columns.word),
    "invited_on": columns.day,
}
_CAME = frozenset({"came", "joined_remotely"})


def _finished(work: acts.Work, record: held.Held, answers: base.Fields) -> None:
    """The lead that the meeting confirmed leads from its day on, and the level is the episode's."""
    if record.episode_id is None:
        return
    episode.lead_from(
        work, record.episode_id, answers.get("lead_confirmed"), on=answers.get("date"), source="taf_meeting"
    )
    episode.level_from(work, record.episode_id, answers.get("level_now"))


CONCEPT = base.Concept(
    TABLE,
    frozenset({*_READERS, "attendance", "children", "unmet_need", "copies_sent"}),
    columns.of(_READERS),
    ATTENDANCE,
    columns.rows_of("attendance", _ATTENDANCE),
    (
        base.Rows(
            CHILDREN,
            columns.rows_of("children", {"child": columns.somebody, "took_part": columns.word}),
        ),
        base.Rows(
            UNMET,
            columns.rows_of("unmet_need", dict.fromkeys(("need", "service_lacking", "reason"), columns.word)),
        ),
        base.Rows(
            COPIES,
            columns.rows_of("copies_sent", {"to_whom": columns.somebody, "sent_on": columns.day}),
        ),
    ),
    finished=_finished,
)


@dataclass(frozen=True)
class Member:
    """Somebody of the team, as the last meeting names them. `person` is a record's id or a name."""

    person: str
    role: str
    agency: str
    attended: str
    report: str
    has_record: bool


@dataclass(frozen=True)
class Meeting:
    """One meeting. `stage` is prepared (its day is to come), to_write_up, or written_up."""

    id: base.RecordId
    number: int | None
    kind: str
    on: str | None
    stage: str
    next_step: str
    next_on: str | None
    lead: str
    invited: int
    came: int


@dataclass(frozen=True)
class Owed:
    """A copy of a meeting's notes that somebody should have and has not been sent."""

    meeting_id: base.RecordId
    family_id: base.FamilyId
    episode_id: str
    number: int | None
    held_on: str
    to_whom: str
    agency: str


# Preparing


@acts.act("form.started")
def prepare(
    work: acts.Work, family_id: str, episode_id: str, *, on: str | None = None, kind: str | None = None
) -> base.RecordId:
    """Begin the next meeting: its number, whoever is in the team, and every child of the family.

    Whoever the last meeting asked is asked again; before the first, the parents and carers and the agencies
    of the episode. Raises: RecordMissing.
    """
    number = next_number(work, episode_id)
    answers: base.Fields = {
        "number": number,
        "kind": kind or ("first" if number == 1 else "review"),
        "note_taker": work.me,
    }
    if on is not None:
        answers["date"] = on
    team = last_team(work, episode_id) if number > 1 else ()
    asked = [_asked(member) for member in team] or _first_team(work, family_id, episode_id)
    children = [{"child": card.id} for card in person.people(work, family_id) if card.is_child]
    for key, rows in (("attendance", asked), ("children", children)):
        if rows:
            answers[key] = _as_table(work, rows)
    return form.start(work, "taf_meeting", family_id=family_id, episode_id=episode_id, answers=answers)


def next_number(read: acts.Reading, episode_id: str) -> int:
    """The number that the next meeting of an episode gets."""
    wanted = sa.select(sa.func.max(TABLE.c.number)).join(base.record, base.record.c.n == TABLE.c.n)
    last = read.connection.execute(wanted.where(TABLE.c.episode_id == episode_id, columns.STANDS)).scalar()
    return (last or 0) + 1


def last_team(read: acts.Reading, episode_id: str) -> tuple[Member, ...]:
    """Who the last meeting names, in its order; nobody before the first."""
    last = (
        sa.select(TABLE.c.n)
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.episode_id == episode_id, columns.STANDS)
        .order_by(TABLE.c.number.desc(), TABLE.c.n.desc())
        .limit(1)
        .scalar_subquery()
    )
    known = sa.exists().where(base.record.c.id == ATTENDANCE.c.person)
    wanted = (
        sa.select(ATTENDANCE, known.label("has_record"))
        .where(ATTENDANCE.c.record_n == last, ATTENDANCE.c.person.is_not(None))
        .order_by(ATTENDANCE.c.place)
        .limit(100)
    )
    return tuple(_member(row) for row in read.connection.execute(wanted))


# What there is


def meetings(read: acts.Reading, episode_id: str, limit: int = 100) -> tuple[Meeting, ...]:
    """The meetings of an episode, the first one first."""
    of_it = sa.select(sa.func.count()).where(ATTENDANCE.c.record_n == TABLE.c.n)
    asked = of_it.where(ATTENDANCE.c.attended.is_distinct_from("not_invited")).scalar_subquery()
    came = of_it.where(ATTENDANCE.c.attended.in_(_CAME)).scalar_subquery()
    wanted = (
        sa.select(TABLE, base.record.c.status, asked.label("asked"), came.label("came"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.episode_id == episode_id, columns.STANDS)
        .order_by(TABLE.c.number, TABLE.c.n)
        .limit(limit)
    )
    today = read.clock.today().isoformat()
    return tuple(_meeting(row, today) for row in read.connection.execute(wanted))


def copies_owed(read: acts.Reading, *, episode_id: str | None = None, limit: int = 100) -> tuple[Owed, ...]:
    """Copies of written-up meetings that nobody has been sent, the oldest meeting first.

    Everybody who was asked should have one; whoever stands among the copies with a date has theirs.
    """
    has_one = sa.exists().where(
        COPIES.c.record_n == TABLE.c.n,
        COPIES.c.to_whom == ATTENDANCE.c.person,
        COPIES.c.sent_on.is_not(None),
    )
    wanted = (
        sa.select(TABLE, ATTENDANCE.c.person, ATTENDANCE.c.agency)
        .join(ATTENDANCE, ATTENDANCE.c.record_n == TABLE.c.n)
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(base.record.c.status.in_(("finished", "amended")), ~has_one)
        .where(ATTENDANCE.c.person.is_not(None), ATTENDANCE.c.attended.is_distinct_from("not_invited"))
        .where(ATTENDANCE.c.person != base.record.c.author)
        .order_by(TABLE.c.date, TABLE.c.n, ATTENDANCE.c.place)
        .limit(limit)
    )
    if episode_id is not None:
        wanted = wanted.where(TABLE.c.episode_id == episode_id)
    else:
        wanted = wanted.where(episode.is_still_open(TABLE.c.episode_id))
    return tuple(
        Owed(
            meeting_id=row.id,
            family_id=row.family_id,
            episode_id=row.episode_id or "",
            number=row.number,
            held_on=row.date or "",
            to_whom=row.person,
            agency=row.agency or "",
        )
        for row in read.connection.execute(wanted)
    )


def unmet_needs(read: acts.Reading, since: str, until: str) -> tuple[tuple[str, str, int], ...]:
    """Help that could not be had at meetings from one day to another: service, reason, how often."""
    wanted = (
        sa.select(UNMET.c.service_lacking, UNMET.c.reason, sa.func.count().label("times"))
        .join(TABLE, TABLE.c.n == UNMET.c.record_n)
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.date >= since, TABLE.c.date <= until, columns.STANDS)
        .where(columns.FINISHED_AT.is_not(None))
        .group_by(UNMET.c.service_lacking, UNMET.c.reason)
        .order_by(sa.desc("times"), UNMET.c.service_lacking)
        .limit(200)
    )
    rows = read.connection.execute(wanted)
    return tuple((row.service_lacking or "", row.reason or "", row.times) for row in rows)


def _meeting(row: Any, today: str) -> Meeting:
    written = row.status in ("finished", "amended")
    to_come = row.date is None or row.date > today
    return Meeting(
        id=row.id,
        number=row.number,
        kind=row.kind or "",
        on=row.date,
        stage="written_up" if written else "prepared" if to_come else "to_write_up",
        next_step=row.next_step or "",
        next_on=row.next_on,
        lead=row.lead_confirmed or "",
        invited=row.asked,
        came=row.came,
    )


def _member(row: Any) -> Member:
    return Member(
        person=row.person,
        role=row.role or "",
        agency=row.agency or "",
        attended=row.attended or "",
        report=row.report or "",
        has_record=bool(row.has_record),
    )


def _asked(member: Member) -> base.Fields:
    who: Any = member.person if member.has_record else {"name": member.person}
    told = {"person": who, "role": member.role, "agency": member.agency}
    return {key: value for key, value in told.items() if value}


def _first_team(work: acts.Work, family_id: str, episode_id: str) -> list[base.Fields]:
    adults = [card for card in person.people(work, family_id) if card.role == "parent_or_carer"]
    family: list[base.Fields] = [{"person": card.id, "role": card.relationship} for card in adults]
    agencies = merge.ordered(work.record(episode_id).fields.get("agencies") or {})
    workers: list[base.Fields] = [
        {"person": {"name": row["worker"]}, "role": row.get("role"), "agency": row.get("agency")}
        for _row_id, row in agencies
        if row.get("worker")
    ]
    return [{key: value for key, value in row.items() if value} for row in (*family, *workers)]


def _as_table(work: acts.Work, rows: list[base.Fields]) -> base.Fields:
    return {work.clock.new_id(): {"rank": f"{n:03d}", **row} for n, row in enumerate(rows, start=1)}
