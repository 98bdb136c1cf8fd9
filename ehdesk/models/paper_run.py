"""The out and in book: which paper was printed, under which code, where it is now, what came back of it.

A run is what was printed in one go of one form. Its number stands on every page as a code that means
nothing outside this vault (`rules.paper_code`); here it says which form, in which version, for whom, and
which questions each page asks, so that a page that comes back is typed in at the right place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk import aloud, errors
from ehdesk.forms import loader
from ehdesk.models import acts, base, family
from ehdesk.rules import paper_code

State = Literal["out", "returned", "spoiled", "kept_by_child", "destroyed"]
STATES: tuple[State, ...] = ("out", "returned", "spoiled", "kept_by_child", "destroyed")
ENTERED, MARKS = "entered", "marks"
"""Which pages were typed in, when and by whom: {"1": {"at", "by"}}; and by the key of a question what is to
be said of it: {"best": {"is": "unreadable"}}."""
Mark = Literal["unreadable", "left_blank"]
WHY, WHY_VERSION = "why_involved", 1
"""What stands in the book for the page on why we are involved, which is no form of ours."""
_WHY_TITLE = "Why we are involved"

TABLE = sa.Table(
    "paper_run",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("of_record", sa.String),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("printed_on", sa.String, nullable=False),
    sa.Column("expected_on", sa.String),
    sa.Index("paper_run_by_code", "code"),
    sa.Index("paper_run_of_family", "family_id"),
    sa.Index("paper_run_expected", "expected_on", sqlite_where=sa.text("expected_on IS NOT NULL")),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    """Only paper that is out and is to come back is expected."""
    fields = standing.fields
    state = fields.get("state", "out")
    return {
        "code": fields.get("code", ""),
        "of_record": fields.get("of_record"),
        "state": state,
        "printed_on": fields.get("printed_on", ""),
        "expected_on": fields.get("expected_on") if state == "out" else None,
    }


CONCEPT = base.Concept(
    TABLE, frozenset({"code", "of_record", "state", "printed_on", "expected_on"}), _columns
)


@dataclass(frozen=True)
class Printed:
    """What was printed. `pages` gives for each page the keys of the questions that stand on it.

    `of_record` is the record that a filled form shows, or into which an empty one will be typed;
    `expected_on` when the paper is to be back, None for paper that is given away. A `filled` form comes
    back to be found, not to be typed in. `beside` is the second language of a page in two, `tint` whether it
    has a pale ground.
    """

    form: str
    form_version: int
    pages: Sequence[Sequence[str]]
    variant: str | None = None
    language: str = "en"
    size: str = "standard"
    reader: str = "practitioner"
    of_record: str | None = None
    expected_on: date | None = None
    filled: bool = False
    beside: str = ""
    tint: bool = False

    @property
    def title(self) -> str:
        """What the paper is called, in English."""
        if self.form == WHY:
            return _WHY_TITLE
        asked = loader.load(self.form)
        return asked.short_title or asked.title

    @property
    def how(self) -> str:
        """Whether it went out filled or empty; "" where there is nothing to fill in."""
        return "" if self.form == WHY else "filled" if self.filled else "empty"


@dataclass(frozen=True)
class Run:
    """A run as the book holds it. `entered` are the numbers of the pages that were typed in, `marks` what was
    said of questions, by key; `held_at` where the paper is kept, `original` the document that shows it."""

    record_id: base.RecordId
    family_id: str | None
    number: int
    printed_on: date
    printed: Printed
    state: State
    entered: frozenset[int]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    held_at: str = ""
    original: str | None = None

    @property
    def left(self) -> tuple[int, ...]:
        """The pages that are still to be typed in."""
        pages = () if self.printed.filled else range(1, len(self.printed.pages) + 1)
        return tuple(page for page in pages if page not in self.entered)

    def code(self, page: int) -> str:
        """The code that stands on one of its pages."""
        return paper_code.written(paper_code.PageCode(self.number, page))


@dataclass(frozen=True)
class Found:
    """The page that a code stands for."""

    run: Run
    page: int


@acts.act("paper.printed")
def printed(work: acts.Work, number: int, what: Printed, *, family_id: str | None = None) -> base.RecordId:
    """Write down what was printed under a number of `new_number`. Raises: RecordMissing."""
    if family_id is not None:
        work.record(family_id)
    scope = base.family_scope(family_id) if family_id else base.own_scope(work.by)
    told = {name: getattr(what, name) or None for name in Printed.__dataclass_fields__}
    told |= {
        "code": _spelled(number),
        "pages": [list(keys) for keys in what.pages],
        "printed_on": work.clock.today().isoformat(),
        "expected_on": what.expected_on.isoformat() if what.expected_on else None,
    }
    return base.RecordId(work.create("paper_run", scope, family=family_id, fields=[*told.items()]).id)


@acts.act("paper.marked")
def mark(work: acts.Work, run_id: str, state: State, why: str = "") -> None:
    """Say where the paper of a run is now. Raises: RecordMissing, PaperStateUnknown."""
    if state not in STATES:
        raise errors.PaperStateUnknown(state=state, known=", ".join(STATES))
    held = _record(work, run_id)
    work.hand.why = why or None
    work.edit(held, "state", state)


@acts.act("paper.entered")
def entered(work: acts.Work, run_id: str, page: int, into: str) -> Run:
    """Note that a page was typed into a record; the whole run is back once every page was.

    Raises: RecordMissing; PageEntered, PaperSpoiled for a page that is not to be typed in.
    """
    held = _record(work, run_id)
    said = _run(held.id, held.family_id, held.fields)
    check_enterable(Found(said, page))
    work.edit(held, "of_record", into)
    work.edit(held, f"{ENTERED}/{page}", {"at": base.stamp(work.at), "by": work.by})
    if said.left == (page,):
        work.edit(held, "state", "returned")
    return _run(held.id, held.family_id, held.fields)


@acts.act("paper.filed")
def belongs_to(work: acts.Work, run_id: str, of_record: str, family_id: str | None) -> None:
    """Say into which record a run is typed, and whose file it is in. Raises: RecordMissing."""
    held = _record(work, run_id)
    work.edit(held, "of_record", of_record)
    if family_id is not None and held.family_id != family_id:
        work.move(held, base.family_scope(family_id), family_id, None)


def follow(work: acts.Work, of_record: str, before: str | None, family_id: str) -> None:
    """Let the paper of a record go with it to another file: the wrong one keeps nothing of it."""
    here = TABLE.c.family_id == before, TABLE.c.of_record == of_record
    for one in _runs(work, _RUNS.where(*here)):
        work.move(work.record(one.record_id), base.family_scope(family_id), family_id, None)


@acts.act("paper.question_marked")
def mark_question(work: acts.Work, run_id: str, key: str, mark: Mark | None) -> None:
    """Say of a question that its answer cannot be read, or was left blank. Raises: RecordMissing."""
    work.edit(_record(work, run_id), f"{MARKS}/{key}", {"is": mark} if mark else None)


@acts.act("paper.kept")
def keep(work: acts.Work, run_id: str, *, held_at: str | None = None, original: str | None = None) -> Run:
    """Say where the paper itself is kept, or which document of the file shows it. Raises: RecordMissing."""
    held = _record(work, run_id)
    if held_at is not None:
        work.edit(held, "held_at", held_at.strip() or None)
    if original is not None:
        work.record(original)
        work.edit(held, "original", original)
    return _run(held.id, held.family_id, held.fields)


def run(read: acts.Reading, run_id: str) -> Run:
    """One run. Raises: RecordMissing."""
    found = _runs(read, _RUNS.where(TABLE.c.id == run_id))
    if not found:
        raise errors.RecordMissing
    return found[0]


def new_number(read: acts.Reading) -> int:
    """A random number that no run of this vault has."""
    while True:
        number = int(read.clock.new_id().replace("-", "")[-10:], 16)  # the random end of a UUIDv7
        if not _by_number(read, number):
            return number


def by_code(read: acts.Reading, typed: str) -> Found:
    """The page that a typed or scanned code stands for.

    Raises: PaperCodeUnreadable; PaperUnknown for a code that this vault never printed.
    """
    code = paper_code.read(typed)
    found = _by_number(read, code.run)
    if found is None or not 1 <= code.page <= len(found.printed.pages):
        raise errors.PaperUnknown
    return Found(found, code.page)


def check_enterable(found: Found) -> None:
    """Whether a page may be typed in. Raises: PaperToKeep, PaperSpoiled, PageEntered."""
    if found.run.printed.form == WHY:
        raise errors.PaperToKeep
    if found.run.state in ("spoiled", "destroyed"):
        raise errors.PaperSpoiled
    if found.page in found.run.entered:
        raise errors.PageEntered


def of_family(read: acts.Reading, family_id: str, limit: int = 100) -> tuple[Run, ...]:
    """The paper of a family, the last printed first."""
    return _runs(read, _RUNS.where(TABLE.c.family_id == family_id).limit(limit))


def typed_into(read: acts.Reading, family_id: str, record_id: str) -> tuple[Run, ...]:
    """The paper that was typed into a record, the last printed first."""
    here = TABLE.c.family_id == family_id, TABLE.c.of_record == record_id
    return tuple(run for run in _runs(read, _RUNS.where(*here).limit(20)) if run.entered)


def still_out(read: acts.Reading, limit: int = 100) -> tuple[Run, ...]:
    """All paper that is out and is to come back, the first expected first."""
    wanted = _RUNS.where(TABLE.c.expected_on.is_not(None)).order_by(None)
    return _runs(read, wanted.order_by(TABLE.c.expected_on, TABLE.c.n).limit(limit))


def family_names(read: acts.Reading, runs: Sequence[Run]) -> dict[str, str]:
    """The names of the families of these runs by id."""
    ids = {run.family_id for run in runs if run.family_id}
    wanted = sa.select(family.TABLE.c.id, family.TABLE.c.name).where(family.TABLE.c.id.in_(ids))
    return {row.id: row.name for row in read.connection.execute(wanted)}


_RUNS = (
    sa.select(base.record.c.id, base.record.c.family_id, base.record.c.fields)
    .join(TABLE, TABLE.c.n == base.record.c.n)
    .order_by(TABLE.c.n.desc())
)


def _runs(read: acts.Reading, wanted: sa.Select[Any]) -> tuple[Run, ...]:
    rows = read.connection.execute(wanted)
    return tuple(_run(row.id, row.family_id, base.unpack(row.fields)) for row in rows)


def _by_number(read: acts.Reading, number: int) -> Run | None:
    found = _runs(read, _RUNS.where(TABLE.c.code == _spelled(number)).limit(1))
    return found[0] if found else None


def _spelled(number: int) -> str:
    return aloud.spelled(number, paper_code.RUN_BITS // aloud.BITS)


def _record(work: acts.Work, run_id: str) -> Any:
    found = work.record(run_id)
    if found.kind != "paper_run":
        raise errors.RecordMissing
    return found


def _run(record_id: str, family_id: str | None, fields: base.Fields) -> Run:
    names = Printed.__dataclass_fields__
    told = {name: fields[name] for name in names if fields.get(name) is not None}
    expected = told.pop("expected_on", None)
    return Run(
        record_id=base.RecordId(record_id),
        family_id=family_id,
        number=aloud.number(fields["code"]),
        printed_on=datetime.fromisoformat(fields["printed_on"]).date(),
        printed=Printed(**told, expected_on=date.fromisoformat(expected) if expected else None),
        state=fields.get("state", "out"),
        entered=frozenset(int(page) for page in fields.get(ENTERED) or {}),
        marks={key: said["is"] for key, said in (fields.get(MARKS) or {}).items()},
        held_at=fields.get("held_at") or "",
        original=fields.get("original"),
    )
