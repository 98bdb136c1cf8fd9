"""A full check of what the centre keeps of one authority: acts, numbers, history, records, grants, staff.

It reads page by page, in one transaction, and changes nothing. What it finds is told by id, never by what
somebody wrote.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from ehdesk.centre import enclosures, history, people, records, signing, standing, store, tables
from ehdesk.centre import shelf as shelves
from ehdesk.rules import merge, paths, rights
from ehdesk.sync import protocol

_PAGE = 200
_MOST_TOLD = 5
_settled_decoder = msgspec.json.Decoder(tuple[protocol.Settled, ...])


@dataclass
class Found:
    """What one part of the check found: how many things it looked at, and the ids of those that are wrong."""

    part: str
    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong."""
        return not self.wrong

    @property
    def words(self) -> str:
        """What is to be said of it."""
        if self.is_sound:
            return f"{self.looked_at} looked at"
        more = "" if len(self.wrong) <= _MOST_TOLD else f" and {len(self.wrong) - _MOST_TOLD} more"
        return f"{self.looked_at} looked at, wrong: {', '.join(self.wrong[:_MOST_TOLD])}{more}"


def check(ledger: store.Ledger, now: datetime, shelf: shelves.Shelf | None = None) -> tuple[Found, ...]:
    """Everything of one authority."""
    ledger.hold_still()
    first = (_file(ledger), _acts(ledger), _numbers(ledger))
    past = _history(ledger)
    told = Found("files", *enclosures.amiss(ledger, shelf))
    rest = (_records(ledger, past), _scopes(ledger), _grants(ledger, now), _staff(ledger))
    return (*first, past, *rest, told)


def _file(ledger: store.Ledger) -> Found:
    """The pages and seals of an encrypted file; a server looks after its own."""
    return Found("database", 1, list(ledger.faults()))


def _acts(ledger: store.Ledger) -> Found:
    """Every act is the bytes that came in, and says what is kept of it."""
    found, act = Found("acts"), tables.act
    for row in _paged(ledger, act, act.c.id):
        found.looked_at += 1
        is_taken = row.verdict == "taken" and row.number > 0 and not row.reason
        is_aside = row.verdict == "aside" and row.number == 0 and row.reason in protocol.ASIDE
        if signing.digest(row.content) != row.sha256 or not (is_taken or is_aside):
            found.wrong.append(row.id)
    return found


def _numbers(ledger: store.Ledger) -> Found:
    """The acts that were taken have the numbers from 1 to the authority's own, each once."""
    found, act = Found("numbers"), tables.act
    for row in _in_order(ledger, (act.c.number, act.c.id)):
        found.looked_at += 1
        if row.number != found.looked_at:
            found.wrong.append(row.id)
            found.looked_at = row.number
    if found.looked_at != ledger.rows(tables.authority)[0].n:
        found.wrong.append(f"number {found.looked_at}")
    return found


def _history(ledger: store.Ledger) -> Found:
    """The history holds what each act left: what it said, or what it was settled to."""
    found, act = Found("history"), tables.act
    after = 0
    for page in _pages(_in_order(ledger, (act.c.number, act.c.id, act.c.content, act.c.settled))):
        _compare(ledger, page, after, found)
        after = page[-1].number
    return found


def _compare(ledger: store.Ledger, page: list[store.Read], after: int, found: Found) -> None:
    revision, acts = tables.revision, [(row, protocol.decode_act(row.content)) for row in page]
    made = _made(ledger, {change.record for _, act in acts for change in act.changes})
    span = (revision.c.number > after, revision.c.number <= page[-1].number)
    here_made = {record: n if after < n <= page[-1].number else 0 for record, n in made.items()}
    lines = history.of(ledger, here_made, *span)
    stood = {(line.number, line.record, line.path): line.stood for line in lines}
    for row, act in acts:
        settled = _settled_decoder.decode(row.settled)
        said = {(one.record, one.path): one.value for one in settled}
        for change in act.changes:
            for edit in change.edits:
                place = (change.record, edit.path)
                said.setdefault(place, merge.merge(None, None, edit).value)
        here = {place: stood.pop((row.number, *place)) for place in said if (row.number, *place) in stood}
        found.looked_at += len(here)
        if any(said[place] != value for place, value in here.items()) or not _is_whole(act, here):
            found.wrong.append(row.id)
    found.wrong += sorted({record for _number, record, _path in stood})


def _made(ledger: store.Ledger, ids: Iterable[str]) -> dict[str, int]:
    """By which act, where it says all of it, each of these records was made; 0 for the others."""
    columns = (tables.record.c.id, tables.record.c.made)
    found = {
        row.id: row.made for row in ledger.rows_in(tables.record, tables.record.c.id, ids, columns=columns)
    }
    return dict.fromkeys(ids, 0) | found


def _is_whole(act: protocol.Act, here: dict[tuple[str, str], Any]) -> bool:
    """Every edit has its line. What is said of somebody else's card may have been passed over."""
    return all(
        (change.record, edit.path) in here
        for change in act.changes
        if change.kind != "practitioner"
        for edit in change.edits
    )


def _records(ledger: store.Ledger, history_found: Found) -> Found:
    """Every record is what its history comes to, and no line of it hangs in the air."""
    lines_in_all = 0
    found, record = Found("records"), tables.record
    for page in _pages(_paged(ledger, record, record.c.id)):
        past: dict[str, list[history.Line]] = {row.id: [] for row in page}
        for line in history.of(ledger, {row.id: row.made for row in page}):
            past[line.record].append(line)
        for row, stands in records.fields_of(ledger, page):
            found.looked_at += 1
            fields: dict[str, Any] = {}
            lines = past[row.id]
            lines_in_all += len(lines)
            are_put = [paths.put(fields, line.path, line.stood) for line in lines]
            if not all(are_put) or fields != stands:
                found.wrong.append(row.id)
    if lines_in_all != history_found.looked_at:
        history_found.wrong.append(f"{lines_in_all} lines, {history_found.looked_at} of acts")
    return found


def _scopes(ledger: store.Ledger) -> Found:
    """Whoever may hold a record has been told of it where it lies."""
    found, record, line = Found("scopes"), tables.record, tables.act_scope
    for page in _pages(_paged(ledger, record, record.c.id, (record.c.id, record.c.scope, record.c.kind))):
        ids = [row.id for row in page]
        told = {
            (row.record, row.scope)
            for row in ledger.rows_in(line, line.c.record, ids, columns=(line.c.record, line.c.scope))
        }
        found.looked_at += len(page)
        found.wrong += [row.id for row in page if (row.id, row.scope) not in told]
    return found


def _grants(ledger: store.Ledger, now: datetime) -> Found:
    """Who may hold what is what the ties say; where somebody's last day has just come it may yet follow."""
    wanted, waits = standing.wanted_now(ledger, now), standing.due_families(ledger, now)
    rows = ledger.rows(tables.grant, tables.grant.c.to_number.is_(None))
    granted = {(row.staff, row.scope): row.may_write for row in rows}
    differing = {
        f"{staff} {scope}"
        for staff, scope in wanted.keys() | granted.keys()
        if wanted.get((staff, scope)) is not granted.get((staff, scope))
        if rights.family_of(scope) not in waits
    }
    return Found("grants", len(granted), sorted(differing))


def _staff(ledger: store.Ledger) -> Found:
    """Every id, device and manager stands for somebody of the staff, and nobody manages themselves."""
    roster = people.roster(ledger)
    found = Found("staff", len(roster.by_id))
    found.wrong += [one for one, staff in roster.ids.items() if staff not in roster.by_id]
    found.wrong += [row.id for row in ledger.rows(tables.device) if row.staff not in roster.by_id]
    for one in roster.by_id.values():
        is_known = one.manager is None or one.manager in roster.by_id
        in_circle = one.id in {each.manager for each in (one, *roster.managers(one))}
        found.wrong += [] if is_known and not in_circle else [one.id]
    return found


# Reading page by page


def _paged(
    ledger: store.Ledger, table: Any, key: Any, columns: tuple[Any, ...] = (), *where: Any
) -> Iterator[store.Read]:
    """Every row of a table by its key, as many at once as a page holds."""
    last = ""
    while True:
        rows = ledger.rows(table, key > last, *where, columns=columns, order=key.asc(), limit=_PAGE)
        yield from rows
        if len(rows) < _PAGE:
            return
        last = getattr(rows[-1], key.name)


def _in_order(ledger: store.Ledger, columns: tuple[Any, ...]) -> Iterator[store.Read]:
    """The acts that were taken, in their order."""
    act, last = tables.act, 0
    while True:
        rows = ledger.rows(act, act.c.number > last, columns=columns, order=act.c.number.asc(), limit=_PAGE)
        yield from rows
        if len(rows) < _PAGE:
            return
        last = rows[-1].number


def _pages(rows: Iterator[store.Read]) -> Iterator[list[store.Read]]:
    page: list[store.Read] = []
    for row in rows:
        page.append(row)
        if len(page) == _PAGE:
            yield page
            page = []
    if page:
        yield page
