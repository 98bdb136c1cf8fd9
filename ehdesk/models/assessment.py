"""The assessment: Part A (F01) that opens an episode, Part B (F03) with its needs, and all scores."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.models import acts, agreement, base, columns, episode, from_forms, held

PART_A = columns.table(
    "part_a",
    sa.Column("opened_on", sa.String),
    sa.Column("entry_route", sa.String),
    sa.Column("referral_source", sa.String),
    sa.Column("main_reason", sa.String),
    sa.Column("initial_level", sa.String),
    sa.Column("next", sa.String),
    sa.Column("nth_eha", sa.Integer),
    sa.Column("declined", sa.Boolean(create_constraint=False)),
)
PART_B = columns.table(
    "part_b",
    sa.Column("started_on", sa.String),
    sa.Column("completed_on", sa.String),
    sa.Column("level", sa.String),
    sa.Column("recommendation", sa.String),
    sa.Column("lead_professional", sa.String),
    sa.Column("first_taf_on", sa.String),
    sa.Index("part_b_completed", "completed_on"),
)
NEEDS = columns.rows_table(
    "need",
    sa.Column("people", sa.String),
    sa.Column("domain", sa.String),
    sa.Column("sf", sa.String),
    sa.Column("statement", sa.String),
    sa.Column("priority", sa.String),
    sa.Column("baseline", sa.String),
)
SCORES = columns.rows_table(
    "score",
    sa.Column("source", sa.String, nullable=False),
    sa.Column("domain", sa.String),
    sa.Column("score_family", sa.Integer),
    sa.Column("score_worker", sa.Integer),
)
"""Scores of Part B, reviews and closures. The score of domestic abuse stands in the siblings only."""

DOMAINS = (
    *("physical_health", "emotional", "early_dev", "education", "identity_social", "parenting"),
    *("relationships", "domestic_abuse", "substances", "safety_exploitation", "offending", "housing"),
    *("money_work", "community"),
)

_PART_A: columns.Readers = {
    "opened_on": columns.day,
    **dict.fromkeys(("entry_route", "referral_source", "main_reason", "initial_level", "next"), columns.word),
    "nth_eha": columns.whole,
    "declined": columns.flag,
}
_PART_B: columns.Readers = {
    **dict.fromkeys(("started_on", "completed_on", "first_taf_on"), columns.day),
    **dict.fromkeys(("level", "recommendation"), columns.word),
    "lead_professional": columns.somebody,
}
_NEED: columns.Readers = {
    "people": columns.listed,
    **dict.fromkeys(("domain", "sf", "statement", "priority", "baseline"), columns.word),
}


def scores_in(table: str) -> Callable[[base.Standing], list[dict[str, Any]]]:
    """Lines of `score` from a table with the columns domain, score_family and score_worker."""
    readers: columns.Readers = {
        "domain": columns.word,
        "score_family": columns.whole,
        "score_worker": columns.whole,
    }
    rows = columns.rows_of(table, readers)
    source = "closure" if table == "end_scores" else "review"
    return lambda standing: [{"source": source, **row} for row in rows(standing) if row["domain"]]


def _part_b_scores(standing: base.Standing) -> list[dict[str, Any]]:
    """One line for each area that the family or the worker scored."""
    lines = []
    for place, domain in enumerate(DOMAINS, start=1):
        family, worker = (
            columns.whole(standing.fields.get(f"{domain}_{who}")) for who in ("score_family", "score_worker")
        )
        if family is not None or worker is not None:
            told = {"domain": domain, "score_family": family, "score_worker": worker}
            lines.append({"row_id": domain, "place": place, "source": "part_b", **told})
    return lines


_ROUTES = {"step_down_from_social_care": "step_down", "re_opened": "reopened"}
"""What Part A calls two ways in, as episodes say it."""


# What finishing brings about


def _part_a_finished(work: acts.Work, record: held.Held, answers: base.Fields) -> None:
    """Open the episode, or keep a declined offer. Raises: NotComplete without either agreement or refusal."""
    if answers.get("declined") or record.family_id is None:
        return
    if record.episode_id is not None:
        _tell_episode(work, record.episode_id, answers)
        return
    if agreement.standing(work, record.family_id).service != "yes":
        words = "Finish the agreement first, or say that the family declined"
        fault = form_answers.Fault("declined", "Agreement to take part", words)
        raise errors.NotComplete(faults=(fault,))
    opened = episode.standing_open(work, record.family_id)
    if opened is None:
        opened = episode.open_episode(work, record.family_id, _episode_answers(answers))
    work.move(record, record.scope, record.family_id, opened)
    sibling = work.sibling(record)
    if sibling is not None:
        work.move(sibling, sibling.scope, record.family_id, opened)
    from_forms.level_said(
        work, opened, answers.get("initial_level"), on=answers.get("opened_on"), source="Part A"
    )
    agreement.join_episode(work, record.family_id, opened)


def _tell_episode(work: acts.Work, episode_id: str, answers: base.Fields) -> None:
    """An episode that was opened with the file learns how the family came, and its level from that day on.

    What it says already is not said again.
    """
    found = episode.the_episode(work, episode_id)
    for key, value in _episode_answers(answers).items():
        if key not in found.fields:
            work.edit(found, key, value)
    if not found.fields.get("levels"):
        level, on = answers.get("initial_level"), answers.get("opened_on")
        from_forms.level_said(work, episode_id, level, on=on, source="Part A")


def _episode_answers(answers: base.Fields) -> base.Fields:
    """What Part A says of the episode: from when, by which way, and which children it is about."""
    kept = ("opened_on", "entry_route", "referral_source", "main_reason")
    children = {
        row_id: {"rank": row["rank"], "person": row["child"], "joined_on": answers["opened_on"]}
        for row_id, row in (answers.get("children") or {}).items()
        if isinstance(row.get("child"), str) and row.get("subject") is not False
    }
    told = {key: answers.get(key) for key in kept} | {"lawful_basis": agreement.lawful_basis()}
    told["entry_route"] = _ROUTES.get(str(told["entry_route"]), told["entry_route"])
    return {key: value for key, value in {**told, "children": children}.items() if value}


def _part_b_finished(work: acts.Work, record: held.Held, answers: base.Fields) -> None:
    """The lead whom the assessment names leads from its day on, at its level of need."""
    if record.episode_id is None:
        return
    on = answers.get("completed_on")
    lead, level = answers.get("lead_professional"), answers.get("level")
    from_forms.lead_said(work, record.episode_id, lead, on=on, source="Part B")
    from_forms.level_said(work, record.episode_id, level, on=on, source="Part B")


CONCEPT_A = base.Concept(PART_A, frozenset(_PART_A), columns.of(_PART_A), finished=_part_a_finished)
CONCEPT_B = base.Concept(
    PART_B,
    frozenset({*_PART_B, "needs", *(f"{d}_{w}" for d in DOMAINS for w in ("score_family", "score_worker"))}),
    columns.of(_PART_B),
    NEEDS,
    columns.rows_of("needs", _NEED),
    (base.Rows(SCORES, _part_b_scores),),
    finished=_part_b_finished,
)


@dataclass(frozen=True)
class PartA:
    """How a family came to Early Help. A declined one opened no episode."""

    id: base.RecordId
    family_id: base.FamilyId
    episode_id: str | None
    opened_on: str | None
    entry_route: str
    main_reason: str
    initial_level: str
    next: str
    nth_eha: int | None
    declined: bool
    is_finished: bool


@dataclass(frozen=True)
class PartB:
    """One assessment. Dates are ISO text."""

    id: base.RecordId
    family_id: base.FamilyId
    episode_id: str | None
    started_on: str | None
    completed_on: str | None
    level: str
    recommendation: str
    lead: str
    first_taf_on: str | None
    is_finished: bool


@dataclass(frozen=True)
class Need:
    """One need of the register. `id` is what the plan points at."""

    id: str
    number: int
    people: tuple[Any, ...]
    domain: str
    sf: str
    statement: str
    priority: str
    baseline: str


@dataclass(frozen=True)
class Score:
    """One area's score by the family and by the worker; `source` is part_b, review or closure."""

    domain: str
    source: str
    on: str
    family: int | None
    worker: int | None


def parts_a(read: acts.Reading, family_id: str, limit: int = 50) -> tuple[PartA, ...]:
    """The Parts A of a family, the newest first; declined offers too."""
    rows = read.connection.execute(_parts(PART_A, PART_A.c.opened_on, family_id, limit))
    return tuple(
        PartA(
            **_spine(row),
            opened_on=row.opened_on,
            entry_route=row.entry_route or "",
            main_reason=row.main_reason or "",
            initial_level=row.initial_level or "",
            next=row.next or "",
            nth_eha=row.nth_eha,
            declined=bool(row.declined),
        )
        for row in rows
    )


def led_by_me(read: acts.Reading) -> int | None:
    """How many assessments I have led: as many as stand here, or more where I said so. None: nobody knows."""
    record = base.record.c
    mine = (
        sa.select(sa.func.count(), sa.func.max(PART_A.c.nth_eha))
        .join(base.record, record.n == PART_A.c.n)
        .where(record.author == read.me, record.status != "void", PART_A.c.declined.is_not(True))
    )
    here, said = read.connection.execute(mine).one()
    return max(here, said or 0) if here else None


def parts_b(read: acts.Reading, family_id: str, limit: int = 50) -> tuple[PartB, ...]:
    """The Parts B of a family, the newest first."""
    rows = read.connection.execute(_parts(PART_B, PART_B.c.completed_on, family_id, limit))
    return tuple(
        PartB(
            **_spine(row),
            started_on=row.started_on,
            completed_on=row.completed_on,
            level=row.level or "",
            recommendation=row.recommendation or "",
            lead=row.lead_professional or "",
            first_taf_on=row.first_taf_on,
        )
        for row in rows
    )


def needs(read: acts.Reading, episode_id: str, limit: int = 200) -> tuple[Need, ...]:
    """The needs of the newest Part B of an episode, in its order."""
    newest = (
        sa.select(PART_B.c.n)
        .join(base.record, base.record.c.n == PART_B.c.n)
        .where(PART_B.c.episode_id == episode_id, columns.STANDS)
        .order_by(columns.FINISHED_AT.is_(None), PART_B.c.completed_on.desc(), PART_B.c.n.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = sa.select(NEEDS).where(NEEDS.c.record_n == newest).order_by(NEEDS.c.place).limit(limit)
    return tuple(_need(row) for row in read.connection.execute(wanted))


def scores(read: acts.Reading, episode_id: str, limit: int = 500) -> tuple[Score, ...]:
    """Every open score of an episode's finished forms, oldest first."""
    on = sa.func.coalesce(
        *(
            sa.func.json_extract(base.record.c.fields, f"$.{key}")
            for key in ("completed_on", "closed_on", "date")
        )
    )
    wanted = (
        sa.select(SCORES, on.label("day"))
        .join(base.record, base.record.c.n == SCORES.c.record_n)
        .where(base.record.c.episode_id == episode_id, columns.STANDS, columns.FINISHED_AT.is_not(None))
        .order_by(sa.text("day"), SCORES.c.record_n, SCORES.c.place)
        .limit(limit)
    )
    return tuple(
        Score(row.domain, row.source, row.day or "", row.score_family, row.score_worker)
        for row in read.connection.execute(wanted)
    )


def _parts(table: sa.Table, day: sa.ColumnElement[Any], family_id: str, limit: int) -> sa.Select[Any]:
    return (
        sa.select(table, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == table.c.n)
        .where(table.c.family_id == family_id, columns.STANDS)
        .order_by(day.is_(None).desc(), day.desc(), table.c.n.desc())
        .limit(limit)
    )


def _spine(row: Any) -> dict[str, Any]:
    told = {"id": row.id, "family_id": row.family_id, "episode_id": row.episode_id}
    return {**told, "is_finished": row.finished_at is not None}


def _need(row: Any) -> Need:
    return Need(
        id=row.row_id,
        number=row.place,
        people=tuple(base.unpack(row.people) or ()),
        domain=row.domain or "",
        sf=row.sf or "",
        statement=row.statement or "",
        priority=row.priority or "",
        baseline=row.baseline or "",
    )
