"""What a manager says of a finished form: signed off, or sent back with a reason. Finishing never waits.

Each is an act of its own. A sign-off says how it came: by the manager on a desk of theirs; on paper, and
where that is held; or typed on the worker's laptop, and then not confirmed until the manager says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.clock import local
from ehdesk.forms import definition
from ehdesk.models import acts, base, held, practitioner

How = Literal["desk", "paper", "laptop"]
State = Literal["draft", "sent_back", "finished", "amended", "signed_off", "void"]

SIGN_OFF, SENT_BACK, TO_MANAGER = "$sign_off", "$sent_back", "$to_manager"
NOTED = "form.send_back_noted"
MARKS = (SIGN_OFF, SENT_BACK, TO_MANAGER)
_VERBS = (
    *("form.started", "form.finished", "form.amended", "form.voided", "form.filed"),
    *("form.signed_off", "form.sign_off_noted", "form.sign_off_confirmed"),
    *("form.sent_back", "form.send_back_noted"),
)
_NEVER = frozenset({"note", "chronology_event"})


@dataclass(frozen=True)
class SignOff:
    """One sign-off. `name` is whose it is; `held_at` where the paper is; `confirmed_by` by name, or ""."""

    name: str
    how: How
    at: datetime
    held_at: str = ""
    signed_on: str = ""
    confirmed_by: str = ""

    @property
    def is_confirmed(self) -> bool:
        """Whether the manager said it themselves, on paper or on a desk of theirs."""
        return self.how != "laptop" or bool(self.confirmed_by)


@dataclass(frozen=True)
class SentBack:
    """Why a form came back, who sent it and when."""

    why: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a form: the verb, who, when, and why where a reason was given."""

    verb: str
    who: str
    at: datetime
    why: str | None


def may_be_signed_off(form: definition.Form) -> bool:
    """Whether forms of this kind go to a manager at all: those of the file, but no notes."""
    return form.audience == "file" and form.record not in _NEVER


def sign_off_in(fields: base.Fields) -> SignOff | None:
    """The sign-off that stands on a record."""
    told = fields.get(SIGN_OFF)
    return SignOff(**{**told, "at": datetime.fromisoformat(told["at"])}) if told else None


def sent_back_in(fields: base.Fields) -> SentBack | None:
    """Why a draft was sent back, while it is one."""
    told = fields.get(SENT_BACK)
    return SentBack(**{**told, "at": datetime.fromisoformat(told["at"])}) if told else None


def state(status: str, *, is_signed: bool, is_sent_back: bool) -> State:
    """How a form stands, in one word for lists and pages."""
    if status == "draft":
        return "sent_back" if is_sent_back else "draft"
    if is_signed and status in ("finished", "amended"):
        return "signed_off"
    return status if status in ("amended", "void") else "finished"  # type: ignore[return-value]


@acts.act("form.signed_off")
def sign_off(work: acts.Work, record_id: str) -> None:
    """The practitioner of this desk signs a form off that somebody else wrote.

    Raises: NotFinishedYet, OwnSignOff, RecordMissing.
    """
    record = _finished(work, record_id)
    if work.by in (record.standing_author(), record.author):
        raise errors.OwnSignOff
    _sign(work, record, SignOff(_name(work), "desk", work.at))


@acts.act("form.sign_off_noted")
def sign_off_on_laptop(work: acts.Work, record_id: str, name: str) -> None:
    """A manager beside the worker signs off on the worker's laptop: shown as not confirmed yet.

    Raises: NotFinishedYet, NameNeeded, RecordMissing.
    """
    _sign(work, _finished(work, record_id), SignOff(_given(name), "laptop", work.at))


@acts.act("form.sign_off_noted")
def sign_off_on_paper(
    work: acts.Work, record_id: str, name: str, held_at: str, signed_on: str | None = None
) -> None:
    """A manager signed the printed form: who, on which day (ISO), and where the paper is held.

    Raises: NotFinishedYet, NameNeeded, PlaceNeeded, RecordMissing.
    """
    record = _finished(work, record_id)
    if not held_at.strip():
        raise errors.PlaceNeeded
    day = signed_on or work.clock.today().isoformat()
    _sign(work, record, SignOff(_given(name), "paper", work.at, held_at.strip(), day))


@acts.act("form.sign_off_confirmed")
def confirm_sign_off(work: acts.Work, record_id: str) -> None:
    """The manager confirms, on a desk of theirs, what was typed on the worker's laptop.

    Raises: NothingToConfirm, OwnSignOff, RecordMissing.
    """
    record = work.record(record_id)
    standing = sign_off_in(record.fields)
    if standing is None or standing.is_confirmed:
        raise errors.NothingToConfirm
    if work.by in (record.standing_author(), record.author):
        raise errors.OwnSignOff
    work.edit(record, SIGN_OFF, {**record.fields[SIGN_OFF], "confirmed_by": _name(work)})


@acts.act("form.sent_back")
def send_back(work: acts.Work, record_id: str, why: str, *, name: str = "") -> None:
    """Send a finished form back: it opens as a draft with the reason above; the finished one stays readable.

    `name` is whose reason it is, where a worker types it in: then the act says that it was noted.
    Raises: NotFinishedYet, ReasonMissing.
    """
    record = _finished(work, record_id)
    if not why.strip():
        raise errors.ReasonMissing
    work.hand.why = why.strip()
    if name.strip():
        work.hand.verb = NOTED
    reopen(work, record)
    told = {"why": why.strip(), "name": name.strip() or _name(work), "at": work.at.isoformat()}
    work.edit(record, SENT_BACK, told)


@acts.act("form.commented")
def comment_to_manager(work: acts.Work, record_id: str, text: str) -> None:
    """A line that goes with the form to whoever signs it off, and is never printed. Empty takes it away."""
    record = work.record(record_id)
    work.edit(record, TO_MANAGER, text.strip() or None)


def reopen(work: acts.Work, record: held.Held) -> None:
    """Let a finished form be written again as its next version: its sign-off was of the one before."""
    close(work, record)
    version = record.fields.get("$version", 1) + 1
    for each in filter(None, (record, work.sibling(record))):
        work.edit(each, "$version", version)
    work.edit(record, "$status", "draft")
    work.edit(record, SIGN_OFF, None)
    work.edit(record, "$reopened_on", local(work.at).date().isoformat())


def close(work: acts.Work, record: held.Held) -> None:
    """Close what is still being typed in a record and its sibling."""
    for each in filter(None, (record, work.sibling(record))):
        work.close_acts(each)


def to_sign(read: acts.Reading, limit: int = 50) -> tuple[str, ...]:
    """Finished forms of others that nobody has signed off, or that wait to be confirmed; oldest first."""
    signed = sa.func.json_extract(base.record.c.fields, f'$."{SIGN_OFF}".how')
    confirmed = sa.func.json_extract(base.record.c.fields, f'$."{SIGN_OFF}".confirmed_by')
    wanted = (
        sa.select(base.record.c.id, base.record.c.form, base.record.c.form_version)
        .where(
            base.record.c.status.in_(("finished", "amended")),
            base.record.c.beside.is_(None),
            base.record.c.form.is_not(None),
            base.record.c.kind.not_in(_NEVER),
            base.record.c.author != read.me,
            base.record.c.scope.endswith("/file"),
            sa.or_(signed.is_(None), sa.and_(signed == "laptop", sa.func.coalesce(confirmed, "") == "")),
        )
        .order_by(base.record.c.changed_at, base.record.c.n)
        .limit(limit)
    )
    return tuple(row.id for row in read.connection.execute(wanted))


def happened(read: acts.Reading, record_id: str, limit: int = 100) -> tuple[Happened, ...]:
    """What happened to a form from its beginning on, newest first; answers are not among it."""
    who = practitioner.called(base.act.c.by).label("who")
    wanted = (
        sa.select(base.act.c.n, base.act.c.verb, base.act.c.at, base.act.c.why, who)
        .distinct()
        .select_from(
            base.act.join(base.revision, base.revision.c.act_n == base.act.c.n).join(
                base.record, base.record.c.n == base.revision.c.record_n
            )
        )
        .where(base.record.c.id == record_id, base.act.c.verb.in_(_VERBS))
        .order_by(base.act.c.n.desc())
        .limit(limit)
    )
    return tuple(Happened(row.verb, row.who, row.at, row.why) for row in read.connection.execute(wanted))


def _finished(work: acts.Work, record_id: str) -> held.Held:
    record = work.record(record_id)
    if record.form is None or record.status not in ("finished", "amended"):
        raise errors.NotFinishedYet
    return record


def _sign(work: acts.Work, record: held.Held, said: SignOff) -> None:
    told = {key: value for key, value in _told(said) if value}
    close(work, record)
    work.hand.why = said.name if said.how != "desk" else None
    work.edit(record, SIGN_OFF, told)


def _told(said: SignOff) -> Iterator[tuple[str, Any]]:
    yield from (("name", said.name), ("how", said.how), ("at", said.at.isoformat()))
    yield from (("held_at", said.held_at), ("signed_on", said.signed_on))


def _name(work: acts.Work) -> str:
    return practitioner.me(work).name


def _given(name: str) -> str:
    if not name.strip():
        raise errors.NameNeeded
    return name.strip()
