"""A desk as its worker knows it: a real vault with cheap key stretching, a clock that stands still, a family.

Builders for tests of the record, the window and the commands.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from ehdesk import clock as clocks
from ehdesk import files
from ehdesk.models import acts, base, family, form, person, practitioner, replay, store
from ehdesk.sync import protocol
from ehdesk.vault import device, keyslots, opening, public

Result = TypeVar("Result")

PASSPHRASE = "otter tram violin marmalade"
START = datetime(2026, 7, 7, 9, 40, tzinfo=UTC)


@dataclass
class Time:
    """Stands still until `pass_by` moves it. Ids count up, and never repeat between two of these."""

    moment: datetime = START
    life: int = 0
    ids: int = 0

    def pass_by(self, **amount: float) -> None:
        """Let so much time pass: hours=2, minutes=5."""
        self.moment += timedelta(**amount)

    def clock(self) -> clocks.Clock:
        return clocks.Clock(now=lambda: self.moment, new_id=self._new_id)

    def _new_id(self) -> str:
        self.ids += 1
        return f"01980000-0000-7000-8{self.life:03}-{self.ids:012}"


@dataclass
class Desk:
    """One opened vault in a folder of its own."""

    folder: files.DataFolder
    keys: keyslots.Keys
    time: Time
    store: store.Store
    others: list["Desk"] = field(default_factory=list)

    def do(self, verb: Callable[..., Result], *args: Any, **kw: Any) -> Result:
        """Run a verb and give its result."""
        return self.store.do(verb, *args, **kw).result

    def ask(self, query: Callable[..., Result], *args: Any, **kw: Any) -> Result:
        return self.store.ask(query, *args, **kw)

    def reopen(self) -> "Desk":
        """Lock and unlock."""
        self.store.close()
        self.store = store.open_store(self.folder, self.keys, self.time.clock())
        return self

    def photograph(self, folder: Path) -> files.DataFolder:
        """The folder as a power cut would leave it now; the open vault goes on."""
        shutil.copytree(self.folder.root, folder)
        return files.DataFolder(folder)

    def open_copy(self, folder: Path, *, life: int) -> "Desk":
        """Open the folder as it is at this moment somewhere else, as after a kill."""
        return self.open_at(self.photograph(folder), life=life)

    def open_at(self, folder: files.DataFolder, *, life: int) -> "Desk":
        """Open a folder of this vault with ids of its own."""
        time = Time(self.time.moment, life=life)
        other = Desk(folder, self.keys, time, store.open_store(folder, self.keys, time.clock()))
        self.others.append(other)
        return other

    def writer(self) -> sa.Engine:
        """The store's engine for writing, with its one connection free."""
        if self.store._held is not None:
            self.store._held.close()
            self.store._held = None
        return self.store._writer

    def close(self) -> None:
        for other in self.others:
            other.close()
        self.store.close()


def new_desk(
    root: Path,
    *,
    name: str = "Carol Ndlovu",
    agency: str = "Alder Bank Primary",
    life: int = 0,
    secrets: device.DeviceSecrets | None = None,
) -> Desk:
    """A new vault, opened. Desks of different lives never make the same ids."""
    folder, time = files.DataFolder(root), Time(life=life)
    keyring = secrets or device.InMemory()
    made = opening.create(folder, PASSPHRASE, device=keyring, stretching=keyslots.Stretching.cheap())
    enter_numbers(folder, made.keys)
    new = practitioner.New(name, agency)
    return Desk(folder, made.keys, time, store.create(folder, made.keys, time.clock(), me=new))


def enter_numbers(folder: files.DataFolder, keys: keyslots.Keys) -> None:
    """The two numbers to call, without which a real vault takes no family."""
    public.write(folder, public.Public(keys.vault_id, "", "01632 960 111", "01632 960 222"))


@dataclass(frozen=True)
class Household:
    """A family with two children and their mother."""

    family: base.FamilyId
    mother: base.PersonId
    zofia: base.PersonId
    lukasz: base.PersonId


def a_family(desk: Desk, name: str = "Kowalczyk-Hughes") -> Household:
    """The Kowalczyk-Hughes family, or another of the same shape."""
    made = desk.do(family.open_family, name=name)
    mother = {"given_names": "Agnieszka", "family_name": "Kowalczyk", "role": "parent_or_carer"}
    zofia = {"given_names": "Zofia", "family_name": name, "role": "child", "dob": "2017-03-14"}
    lukasz = {"given_names": "Łukasz", "family_name": name, "role": "child", "dob": "2019-11-09"}
    ids = [desk.do(person.add_person, made, answers) for answers in (mother, zofia, lukasz)]
    return Household(made, *ids)


def a_note(desk: Desk, family_id: str | None, **answers: Any) -> base.RecordId:
    """A note begun now, of a visit just before."""
    given = {"at": "2026-07-07T10:15", **answers}
    return desk.do(form.start, "note", family_id=family_id, answers=given)


def arrive(desk: Desk, record_id: str, *edits: protocol.Edit, incarnation: str = "sarah's desk") -> str:
    """An act of another device, as sync will bring it; gives its id."""

    @acts.act("test.arrived", local=True)
    def apply(work: acts.Work) -> str:
        held = work.record(record_id)
        change = protocol.Change(record_id, held.kind, held.scope, edits, family=held.family_id)
        said = protocol.Act(work.clock.new_id(), "answer.given", "sarah", work.at, incarnation, (change,))

        replay.apply(work, said, protocol.encode_act(said))
        return said.id

    return desk.do(apply)


def type_into(desk: Desk, record_id: str, text: str, *, path: str = "text", sitting: str = "page 1") -> None:
    """Type a text with pauses, so that it is saved again and again on its way."""
    for end in range(4, len(text) + 4, 4):
        desk.do(form.answer, record_id, path, text[:end], sitting=sitting)


def a_checklist(desk: Desk, family_id: str, *, stage: str = "closure", **answers: Any) -> base.RecordId:
    """A self-assessment at a stage (q27 to q30 at closure)."""
    return desk.do(form.start, "self_assessment", family_id=family_id, variant=stage, answers=answers)


def complete_checklist(desk: Desk, family_id: str) -> base.RecordId:
    """A self-assessment with nothing missing."""
    met = dict.fromkeys(("q27", "q28", "q29", "q30"), "met")
    return a_checklist(desk, family_id, **met, own_grade="2")


def statements(desk: Desk) -> list[str]:
    """Everything that the writer is about to say to the database, as SQLite hears it.

    A new act starts a trigger, and SQLite tells the statement once more for each step of that.
    """
    said: list[str] = []

    def hear(text: str) -> None:
        heard = " ".join(text.split())
        if not (heard.startswith("INSERT INTO act ") and said and said[-1] == heard):
            said.append(heard)

    with desk.store.writing() as connection:
        driver: Any = connection.connection.driver_connection
    driver.set_trace_callback(hear)
    return said


def scans(desk: Desk, query: Callable[..., Any], *args: Any) -> list[str]:
    """The tables that a query reads from end to end without an index."""
    said: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        said.append((statement, parameters))

    sa.event.listen(desk.store._reader, "before_cursor_execute", listen)
    desk.ask(query, *args)
    sa.event.remove(desk.store._reader, "before_cursor_execute", listen)
    return [line for statement, parameters in said for line in desk.ask(_scans, statement, parameters)]


def asked(desk: Desk, query: Callable[..., Any], *args: Any, **kw: Any) -> int:
    """How many statements a query says."""
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    sa.event.listen(desk.store._reader, "before_cursor_execute", listen)
    desk.ask(query, *args, **kw)
    sa.event.remove(desk.store._reader, "before_cursor_execute", listen)
    return len(said)


def _scans(read: acts.Reading, statement: str, parameters: Any) -> list[str]:
    rows = read.connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).all()
    return [
        row[3].removeprefix("SCAN ")
        for row in rows
        if row[3].startswith("SCAN") and not re.search(r" USING | VIRTUAL TABLE |^SCAN (anon_|\()", row[3])
    ]


NOT_COMPARED = ("meta", "place", "view_line", "waiting")
"""What a desk keeps for itself; what waits are numbers of acts, and no more."""
TABLES = [table for table in base.metadata.sorted_tables if table.name not in NOT_COMPARED]
LOCAL = {
    "n",
    "save",
    "seal",
    "digest",
    "act_n",
    "record_n",
    "revision_n",
    "undoes",
    "sitting",
    "opened_at",
    "is_open",
}


def logical(desk: Desk) -> dict[str, list[Any]]:
    """Everything in the record but numbers of rows and what only says how it came to be written."""

    def told(read: acts.Reading) -> dict[str, list[Any]]:
        content = {}
        for table in TABLES:
            if table.name == "trail":
                continue
            columns = [column for column in table.c if column.name not in LOCAL]
            rows = read.connection.execute(sa.select(*columns)).all()
            content[table.name] = sorted(map(repr, rows))
        return content

    return desk.ask(told)
