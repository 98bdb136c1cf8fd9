"""What a family agreed to (F02): taking part, and sharing agency by agency; and taking it back, at once.

Agreeing to the service is one thing and the lawful basis of the record another: both are told, never mixed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ehdesk import errors, settings
from ehdesk.models import acts, answering, base, columns, episode, form, person
from ehdesk.rules import dates, merge, sharing

TABLE = columns.table(
    "agreement",
    sa.Column("given_by", sa.String),
    sa.Column("agreed_at", sa.String),
    sa.Column("choice_assessment", sa.Boolean(create_constraint=False)),
    sa.Column("choice_team_around_family", sa.Boolean(create_constraint=False)),
    sa.Column("choice_contact_after_closing", sa.Boolean(create_constraint=False)),
    sa.Column("renew_by", sa.String),
)
SHARING = columns.rows_table(
    "agreement_sharing",
    sa.Column("agency", sa.String),
    sa.Column("choice", sa.String),
    sa.Column("limits", sa.String),
    sa.Column("date", sa.String),
)
WITHDRAWALS = columns.rows_table(
    "agreement_withdrawal",
    sa.Column("date", sa.String),
    sa.Column("by", sa.String),
    sa.Column("scope", sa.String),
    sa.Column("which", sa.String),
)

_READERS: columns.Readers = {
    "given_by": columns.somebody,
    "agreed_at": columns.moment,
    **dict.fromkeys(
        ("choice_assessment", "choice_team_around_family", "choice_contact_after_closing"), columns.flag
    ),
    "renew_by": columns.day,
}
_SHARING: columns.Readers = {
    **dict.fromkeys(("agency", "choice", "limits"), columns.word),
    "date": columns.day,
}
_WITHDRAWAL: columns.Readers = {
    "date": columns.day,
    "by": columns.somebody,
    **dict.fromkeys(("scope", "which"), columns.word),
}

_ASK_AGAIN_AFTER = 12
"""Months after which an agreement is asked for again, where nobody chose a day: the form says so."""


def _columns(standing: base.Standing) -> dict[str, Any]:
    told = columns.of(_READERS)(standing)
    return {**told, "renew_by": _ask_again_by(told["renew_by"], told["agreed_at"])}


def _ask_again_by(chosen: str | None, agreed_at: str | None) -> str | None:
    """The day that somebody chose, or else a year after the agreement."""
    try:
        agreed = date.fromisoformat(str(agreed_at)[:10])
    except ValueError:
        return chosen
    return chosen or dates.after_months(agreed, _ASK_AGAIN_AFTER).isoformat()


CONCEPT = base.Concept(
    TABLE,
    frozenset({*_READERS, "sharing", "withdrawals"}),
    _columns,
    SHARING,
    columns.rows_of("sharing", _SHARING),
    (base.Rows(WITHDRAWALS, columns.rows_of("withdrawals", _WITHDRAWAL)),),
)


@dataclass(frozen=True)
class Withdrawal:
    """What is taken back, when, by whom. `scope` is all, agency or activity; `which` names the latter."""

    on: str
    by: Any
    scope: str = "all"
    which: str | None = None
    effects_explained: bool = False
    actions: str | None = None
    manager_told: bool = False

    def as_row(self) -> base.Fields:
        """As the agreement's table keeps it."""
        told = {
            "date": self.on,
            "by": self.by,
            "scope": self.scope,
            "which": self.which,
            "effects_explained": self.effects_explained or None,
            "actions": self.actions,
            "manager_told": self.manager_told or None,
        }
        return {key: value for key, value in told.items() if value is not None}


# What stands


def standing(read: acts.Reading, family_id: str) -> sharing.Agreements:
    """What the family's agreements amount to today, with what was taken back since."""
    said = _agreements(read, family_id)
    signed = next((one for one in said if one.finished_at is not None), None)
    since = signed.fields.get("agreed_at") if signed else None
    withdrawn = sorted(_withdrawals(said), key=lambda row: str(row.get("date") or ""))
    later = [row for row in withdrawn if str(row.get("date") or "") >= str(since or "")[:10]]
    everything = next((row for row in later if row.get("scope") == "all"), None)
    service, day, by = _service(read, family_id, signed, everything)
    return sharing.Agreements(
        service=service,
        since=day,
        by=by,
        agencies=tuple(_agencies(read, signed, said, later)),
        renew_by=_ask_again_by(signed.fields.get("renew_by"), signed.fields.get("agreed_at"))
        if signed
        else None,
        lawful_basis=_basis_of_episode(read, family_id),
        shared_without=sum(len(_hidden(read, one).get("shared_without_agreement") or {}) for one in said),
        record_id=signed.id if signed else None,
    )


@dataclass(frozen=True)
class Agreed:
    """One agreement as it was given: by whom, when, until when, and what they said to each purpose.

    `purposes` are (the question's key, what they said); `taken_back` are the rows of the form.
    """

    record_id: str
    by: str
    on: str | None
    renew_by: str | None
    is_finished: bool
    purposes: tuple[tuple[str, bool], ...]
    taken_back: tuple[base.Fields, ...]


def agreements(read: acts.Reading, family_id: str) -> tuple[Agreed, ...]:
    """The family's agreements, the newest first, each with what was taken back in it."""
    return tuple(
        Agreed(
            record_id=one.id,
            by=_called(read, one.fields.get("given_by")),
            on=str(one.fields.get("agreed_at") or "")[:10] or None,
            renew_by=one.fields.get("renew_by"),
            is_finished=one.finished_at is not None,
            purposes=tuple(
                (key, said)
                for key, said in one.fields.items()
                if key.startswith("choice_") and said is not None
            ),
            taken_back=tuple(
                {**row, "by": _called(read, row.get("by"))}
                for _id, row in merge.ordered(one.fields.get("withdrawals") or {})
            ),
        )
        for one in _agreements(read, family_id)
    )


def decisions(read: acts.Reading, family_id: str) -> tuple[base.Fields, ...]:
    """What was shared without agreement, and why, the newest first. Only for who may read what is apart."""
    rows = [
        row
        for one in _agreements(read, family_id)
        for row in (_hidden(read, one).get("shared_without_agreement") or {}).values()
    ]
    return tuple(sorted(rows, key=lambda row: str(row.get("when") or ""), reverse=True))


def lawful_basis() -> str:
    """The lawful basis that the authority works on, for a new episode."""
    return settings.authority().lawful_basis


def agencies_of(read: acts.Reading, family_id: str) -> tuple[str, ...]:
    """Every agency that may be meant when something is shared: those agreed upon, then the episode's.

    Whoever must never have anything is not among them: their name stands in what is kept apart.
    """
    names = [one.name for one in standing(read, family_id).agencies if one.choice != "never"]
    for each in episode.episodes(read, family_id, limit=5):
        rows = merge.ordered(each.fields.get("agencies") or {})
        names += [row["agency"] for _row_id, row in rows if row.get("agency")]
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(sharing.plain(name), name)
    return tuple(known.values())


def may_share(read: acts.Reading, family_id: str, agency: str = "") -> sharing.Answer:
    """Whether an agency may have what this family's file says; without a name, whether anybody may."""
    agreements = standing(read, family_id)
    if not agency.strip():
        return sharing.may_share_with_anybody(agreements)
    return sharing.may_share(agreements, agency.strip(), today=read.clock.today().isoformat())


def check_agency(read: acts.Reading, family_id: str, agency: str, *, was_asked: bool = False) -> None:
    """Let pass what may go to an agency. `was_asked`: the family has been asked about this and agreed.

    Raises: SharingRefused, AskTheFamily.
    """
    answer = may_share(read, family_id, agency)
    if answer.verdict == "no":
        raise errors.SharingRefused(why=answer.why, advice=answer.todo)
    if answer.verdict == "ask" and not was_asked:
        raise errors.AskTheFamily(why=answer.why, advice=answer.todo)


# Taking it back


@acts.act("agreement.withdrawn")
def withdraw(work: acts.Work, family_id: str, said: Withdrawal) -> base.RecordId:
    """Write down that the family takes its agreement back. It acts from this moment on.

    It stands in the newest agreement, as a new version of it; where there is none, in a new one that waits
    for the rest. Raises: RecordMissing.
    """
    return _written_in(work, family_id, "withdrawals", said.as_row(), "The family takes its agreement back")


@acts.act("agreement.shared_without")
def share_without(work: acts.Work, family_id: str, decision: base.Fields) -> base.RecordId:
    """Write down what was shared, or not shared, without the family's agreement, and why.

    `decision` is a row of the agreement's table; it is kept apart, and who authorised it stands in it.
    Raises: RecordMissing.
    """
    why = "A decision to share without agreement"
    return _written_in(work, family_id, "shared_without_agreement", decision, why)


def _written_in(work: acts.Work, family_id: str, table: str, row: base.Fields, why: str) -> base.RecordId:
    """A row of the newest agreement, as a new version of it where that was finished."""
    found = next(iter(_agreements(work, family_id)), None)
    if found is None:
        record_id = form.start(work, "agreement", family_id=family_id)
    else:
        record_id = base.RecordId(found.id)
    record = work.record(record_id)
    asked = work.form(record.form or "agreement", record.form_version)
    is_finished = record.status in ("finished", "amended")
    if is_finished:
        form.amend(work, record_id, why)
    answering.new_row(work, record, answering.question(asked, table), row, None)
    if is_finished:
        work.edit(record, "$status", "amended")
        work.edit(record, "$finished_at", work.at.isoformat())
    return record_id


def join_episode(work: acts.Work, family_id: str, episode_id: str) -> None:
    """Let the agreements that were made before the episode belong to it."""
    for one in _agreements(work, family_id):
        record = work.record(one.id)
        if record.episode_id is None:
            for each in filter(None, (record, work.sibling(record))):
                work.move(each, each.scope, family_id, episode_id)


# Within


@dataclass(frozen=True)
class _Agreement:
    id: str
    fields: base.Fields
    finished_at: str | None


def _agreements(read: acts.Reading, family_id: str) -> tuple[_Agreement, ...]:
    """The family's agreements, the one that was agreed last first."""
    wanted = (
        sa.select(TABLE.c.id, base.record.c.fields, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.family_id == family_id, columns.STANDS)
        .order_by(columns.FINISHED_AT.is_(None), TABLE.c.agreed_at.desc(), TABLE.c.n.desc())
        .limit(50)
    )
    rows = read.connection.execute(wanted)
    return tuple(_Agreement(row.id, base.unpack(row.fields), row.finished_at) for row in rows)


def _withdrawals(said: Iterable[_Agreement]) -> Iterator[Mapping[str, Any]]:
    for one in said:
        yield from (one.fields.get("withdrawals") or {}).values()


def _service(
    read: acts.Reading, family_id: str, signed: _Agreement | None, withdrawn: Mapping[str, Any] | None
) -> tuple[sharing.Service, str | None, str]:
    """Whether the family takes part, since when, and who said so."""
    if withdrawn is not None:
        return "withdrawn", withdrawn.get("date"), _called(read, withdrawn.get("by"))
    if signed is None:
        declined = _declined_on(read, family_id)
        return ("declined", declined, "") if declined else ("none", None, "")
    day = str(signed.fields.get("agreed_at") or "")[:10] or None
    agreed: sharing.Service = "no" if signed.fields.get("choice_assessment") is False else "yes"
    return agreed, day, _called(read, signed.fields.get("given_by"))


def _declined_on(read: acts.Reading, family_id: str) -> str | None:
    """The day on which the family declined Early Help in its newest Part A, or None."""
    declined = sa.func.json_extract(base.record.c.fields, "$.declined")
    wanted = (
        sa.select(declined.label("declined"), columns.FINISHED_AT.label("finished_at"))
        .where(base.record.c.family_id == family_id, base.record.c.kind == "part_a", columns.STANDS)
        .where(columns.FINISHED_AT.is_not(None))
        .order_by(base.record.c.n.desc())
        .limit(1)
    )
    row = read.connection.execute(wanted).first()
    return str(row.finished_at)[:10] if row is not None and row.declined else None


def _agencies(
    read: acts.Reading,
    signed: _Agreement | None,
    said: Iterable[_Agreement],
    withdrawn: Iterable[Mapping[str, Any]],
) -> Iterator[sharing.Agency]:
    """Each agency once: never before withdrawn, and withdrawn before what was chosen first."""
    found: dict[str, sharing.Agency] = {}
    day = str(signed.fields.get("agreed_at") or "")[:10] if signed else None
    for _row_id, row in merge.ordered((signed.fields.get("sharing") or {}) if signed else {}):
        if row.get("agency") and row.get("choice"):
            since, limits = row.get("date") or day, row.get("limits") or ""
            chosen = sharing.Agency(row["agency"], row["choice"], since, limits)
            found[sharing.plain(chosen.name)] = chosen
    for row in withdrawn:
        if row.get("scope") == "agency" and row.get("which"):
            found[sharing.plain(row["which"])] = sharing.Agency(row["which"], "withdrawn", row.get("date"))
    for one in said:
        for name in _never(_hidden(read, one).get("never_share_with")):
            found[sharing.plain(name)] = sharing.Agency(name, "never")
    yield from found.values()


def _never(said: Any) -> Iterator[str]:
    """The names in the restricted answer: a text with a name on each line."""
    lines = said.replace(";", "\n").splitlines() if isinstance(said, str) else []
    yield from (line.strip() for line in lines if line.strip())


def _hidden(read: acts.Reading, one: _Agreement) -> base.Fields:
    """What the agreement keeps apart."""
    wanted = sa.select(base.record.c.fields).where(base.record.c.beside == one.id)
    return base.unpack(read.connection.execute(wanted).scalar()) or {}


def _basis_of_episode(read: acts.Reading, family_id: str) -> str:
    newest = next(iter(episode.episodes(read, family_id, limit=1)), None)
    return str(newest.fields.get("lawful_basis") or "") if newest else ""


def _called(read: acts.Reading, who: Any) -> str:
    """The name of a person in an answer."""
    if isinstance(who, str):
        wanted = sa.select(base.record.c.fields).where(base.record.c.id == who)
        fields = base.unpack(read.connection.execute(wanted).scalar())
        return person.full_name(fields) if fields else ""
    return columns.somebody(who) or ""
