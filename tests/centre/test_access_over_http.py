"""Every cell of docs/access.md, done over HTTP: by each role with each tie, with every verb and kind.

What the page does not allow is set aside and nobody ever reads a word of it; what it allows is taken; and
what comes to a desk is exactly what the page lets its worker read.
"""

import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from ehdesk.centre import admin, history, records, store, tables
from ehdesk.models import concepts
from ehdesk.rules import rights
from ehdesk.sync import protocol
from tests.centre import access_page, building
from tests.centre.building import AUTHORITY, new

PAGE = access_page.read()
FAMILY_PLACES = ("file", "restricted", "quality")
AT_ONCE = 450
_WORD = re.compile(rb"word(\d+)\.")


@dataclass(eq=False, repr=False)
class Worker(building.Desk):
    """A desk that speaks over HTTP and remembers every byte that it heard."""

    web: httpx.Client = field(default_factory=httpx.Client)
    heard: set[int] = field(default_factory=set)

    def send(self, message: protocol.Exchange) -> protocol.Answer:
        body = protocol.encode(message)
        answer = self.web.post("/sync/v1/exchange", content=body, headers=self.signed(body))
        assert answer.status_code == 200, answer.text
        self.heard |= {int(found) for found in _WORD.findall(answer.content)}
        return msgspec.json.decode(answer.content, type=protocol.Answer)


@dataclass(eq=False, repr=False)
class Case:
    """Somebody of a role with a tie to a family, and who opened it. `twin` is another family of the two."""

    role: str
    tie: str
    subject: Worker
    opener: Worker

    @property
    def family(self) -> str:
        return f"{self.role}-{self.tie}"

    @property
    def twin(self) -> str:
        return f"{self.family}-twin"

    @property
    def column(self) -> str:
        return access_page.COLUMNS[self.role, self.tie]

    def people(self) -> tuple[Worker, Worker]:
        return self.subject, self.opener


@dataclass(frozen=True)
class Try:
    """One act that somebody tries: where, with which word in it, and whether the page allows it."""

    act: protocol.Act
    place: str
    family: str
    word: int
    is_allowed: bool


@dataclass(repr=False)
class Office:
    """A centre with every case, and what was tried."""

    centre: building.Centre
    web: httpx.Client
    cases: list[Case] = field(default_factory=list)
    tries: list[tuple[Worker, Try]] = field(default_factory=list)
    words: int = 0

    def word(self) -> str:
        self.words += 1
        return f"word{self.words}."

    def worker(self, name: str, role: str, manager: str | None = None) -> Worker:
        self.centre.joins(name, role, manager)  # type: ignore[arg-type]
        return Worker(**vars(self.centre.desk(name)), web=self.web)

    def case(self, role: str, tie: str) -> Case:
        subject = self.worker(f"{role} {tie}", role)
        manager = f"{role} {tie}" if tie == "manager_of" else None
        made = Case(role, tie, subject, self.worker(f"opener of {role} {tie}", "practitioner", manager))
        for family in (made.family, made.twin):
            self._open(made, family)
        self.cases.append(made)
        return made

    def _open(self, case: Case, family: str) -> None:
        opener, subject = case.opener, case.subject
        row = {"rank": "W", "practitioner": subject.me}
        named = {"lead": ("leads/subject",), "team": ("agencies/subject",)}.get(case.tie, ())
        episode = opener.opens_episode(family, f"{family}-episode")
        edits = (*episode.changes[0].edits, *(protocol.Edit(path, value=row) for path in named))
        told = msgspec.structs.replace(
            episode, changes=(msgspec.structs.replace(episode.changes[0], edits=edits),)
        )
        person = opener.act("person.added", new(f"{family}-person", "person", family, {"given_names": "Jo"}))
        answer = opener.swap(opener.opens_family(family), told, person)
        assert {ack.verdict for ack in answer.acks} == {"taken"}

    def tried(self, who: Worker, one: Try) -> protocol.Act:
        self.tries.append((who, one))
        return one.act


@contextmanager
def office(opened: store.Store, cases: list[tuple[str, str]]) -> Iterator[Office]:
    admin.add_authority(opened, AUTHORITY, "Harlow Beck")
    centre = building.Centre(opened)
    with building.served(opened, lambda: centre.now) as web:
        made = Office(centre, web)
        for role, tie in cases:
            made.case(role, tie)
        yield made


# What is tried


def scope_of(case: Case, place: str, family: str = "") -> str:
    if place == "authority":
        return "authority"
    if place == "own":
        return f"practitioner:{case.subject.me}"
    return building.scope(family or case.family, place)


def kind_in(place: str, kind: str) -> str:
    return f"{kind}.restricted" if place == "restricted" else kind


def makes(office: Office, case: Case, verb: str, kind: str, place: str, *, allowed: bool) -> Try:
    """An act that makes a record of its own, or sets a field of the family's or of its episode."""
    word, subject, record = office.word(), case.subject, building.new_id("r")
    is_there = place == "file" and kind in ("family", "episode")
    of_family = None if place == "authority" else case.family
    if is_there:
        record = case.family if kind == "family" else f"{case.family}-episode"
    fields: dict[str, Any] = {f"f{office.words}": word}
    if kind == "person_link":
        fields |= {"one": f"{case.family}-person", "other": f"{case.twin}-person"}
    change = new(record, kind_in(place, kind), of_family, fields, scope=scope_of(case, place))
    change = msgspec.structs.replace(change, new=not is_there)
    act = subject.act(verb, change)
    return Try(act, place, case.family, office.words, allowed)


def of_lines(office: Office, case: Case) -> Iterator[Try]:
    """Every line of what they do, in every place of a family, with all of its verbs and kinds."""
    for line, meant in access_page.LINES.items():
        if line.startswith(("Sign off", "Say that people", "Move")):
            continue
        for verbs, kinds in meant:
            for verb, kind, place in product(verbs, kinds, access_page.WHERE.get(line, FAMILY_PLACES)):
                allowed = PAGE.does(case.column, line) and PAGE.writes(case.column, place)
                yield makes(office, case, verb, kind, place, allowed=allowed)


def of_places(office: Office, case: Case) -> Iterator[Try]:
    """What is their own, what is everybody's, and what is nobody's."""
    own, shared = PAGE.writes(case.column, "own"), PAGE.writes(case.column, "authority")
    for verb in access_page.WRITING:
        for kind in ("note", "feedback", "self_assessment"):
            yield makes(office, case, verb, kind, "own", allowed=own)
        yield makes(office, case, verb, "agency", "authority", allowed=shared)
        yield makes(office, case, verb, "note", "authority", allowed=False)
        for kind in ("family", "episode"):
            yield makes(office, case, verb, kind, "own", allowed=False)
    for scope in (f"practitioner:{case.opener.me}", "practitioner:nobody", "everything", "family:/file"):
        word, record = office.word(), building.new_id("r")
        change = new(record, "note", case.family, {"text": word}, scope=scope)
        yield Try(case.subject.act("form.started", change), "nobody", case.family, office.words, False)


def of_pretexts(office: Office, case: Case) -> Iterator[Try]:
    for verbs, kinds in access_page.PRETEXTS:
        for verb, kind in product(verbs, kinds):
            yield makes(office, case, verb, kind, "file", allowed=False)


def of_links(office: Office, case: Case) -> Iterator[Try]:
    line = "Say that people of two families are the same"
    for verbs, kinds in access_page.LINES[line]:
        for verb, kind in product(verbs, kinds):
            yield makes(office, case, verb, kind, "authority", allowed=PAGE.does(case.column, line))


def of_judging(office: Office, case: Case) -> Iterator[Try]:
    """Somebody else's form is judged by who may; one's own by nobody."""
    line = "Sign off, confirm a sign-off, send back"
    for author in case.people():
        if author is case.subject and not PAGE.does(case.column, "Fill in an assessment, plan or review"):
            continue  # there is no form of their own
        for verb, kind, record in _made_by(author, case, access_page.LINES[line]):
            mark = protocol.Edit("$sign_off", value={"name": office.word()})
            signed = building.change(record, case.family, mark, kind=kind)
            allowed = author is case.opener and PAGE.does(case.column, line)
            yield Try(case.subject.act(verb, signed), "file", case.family, office.words, allowed)


def of_moving(office: Office, case: Case) -> Iterator[Try]:
    """A record that somebody else wrote goes to the other family."""
    line = "Move a record to the right family"
    there = building.scope(case.twin)
    for verb, kind, record in _made_by(case.opener, case, access_page.LINES[line]):
        edit = protocol.Edit("moved", value=office.word())
        moved = building.change(record, case.twin, edit, kind=kind, scope=there)
        allowed = PAGE.does(case.column, line)
        yield Try(case.subject.act(verb, moved), "file", case.twin, office.words, allowed)


def _made_by(
    author: Worker, case: Case, meant: tuple[tuple[list[str], list[str]], ...]
) -> list[tuple[str, str, str]]:
    """A record in the file for each verb and kind, made in one exchange; finished where it will be judged."""
    made = [
        (verb, kind, building.new_id("f")) for verbs, kinds in meant for verb, kind in product(verbs, kinds)
    ]
    answer = author.swap(*(
        author.act("form.started", new(record, kind, case.family, fields_of(verb)))
        for verb, kind, record in made
    ))  # fmt: skip
    assert {ack.verdict for ack in answer.acks} == {"taken"}
    return made


def fields_of(verb: str) -> dict[str, Any]:
    return {"$status": "finished" if verb in access_page.JUDGING else "draft"}


def of_several(office: Office, case: Case) -> Iterator[Try]:
    """One act that touches two records is taken whole or not at all."""
    for first, second in (
        ("file", "restricted"),
        ("quality", "file"),
        ("own", "file"),
        ("file", "authority"),
    ):
        word = office.word()
        places = [(first, "r1"), (second, "r2")]
        changes = tuple(
            new(
                building.new_id(name),
                "agency" if place == "authority" else kind_in(place, "note"),
                None if place == "authority" else case.family,
                {"text": word},
                scope=scope_of(case, place),
            )
            for place, name in places
        )
        allowed = PAGE.does(case.column, "Write a note")
        allowed = allowed and all(PAGE.writes(case.column, place) for place, _ in places)
        yield Try(
            case.subject.act("form.started", *changes),
            f"{first}+{second}",
            case.family,
            office.words,
            allowed,
        )


def everything(office: Office, case: Case) -> Iterator[Try]:
    for some in (of_lines, of_places, of_pretexts, of_links, of_judging, of_moving, of_several):
        yield from some(office, case)


# What became of it


def verdicts(office: Office, case: Case, tries: list[Try]) -> list[str]:
    """What the centre made of what one of them tried, where the page says something else."""
    case.subject.pull()
    wrong = []
    for start in range(0, len(tries), AT_ONCE):
        some = tries[start : start + AT_ONCE]
        answer = case.subject.swap(*(office.tried(case.subject, one) for one in some))
        for one, ack in zip(some, answer.acks, strict=True):
            why = "not_allowed" if one.act.verb in access_page.VERBS else "newer"
            expected = ("taken", "") if one.is_allowed else ("aside", why)
            if (ack.verdict, ack.reason) != expected:
                kinds = [change.kind for change in one.act.changes]
                wrong.append(f"{case.family} {one.act.verb} {kinds} {one.place}: {ack.verdict} {ack.reason}")
    return wrong


def may_hear(office: Office, listener: Worker, writer: Worker, one: Try) -> bool:
    """Whether the page lets a listener read what was tried, if it was taken."""
    home = next(each for each in office.cases if one.family in (each.family, each.twin))
    theirs = next(each for each in office.cases if listener in each.people())
    if listener is home.subject:
        column = home.column
    elif listener is home.opener:
        column = "Leads"
    else:
        role = theirs.role if listener is theirs.subject else "practitioner"
        column = access_page.COLUMNS[role, "none"]
    places = one.place.split("+")
    return any(PAGE.reads(column, place) and (place != "own" or listener is writer) for place in places)


def leaks(office: Office) -> list[str]:
    """Words that somebody heard and may not read, or did not hear and may."""
    wrong = []
    for case in office.cases:
        for listener in case.people():
            fresh = fresh_life(listener)
            fresh.pull()
            expected = {
                one.word
                for writer, one in office.tries
                if one.is_allowed and may_hear(office, listener, writer, one)
            }
            if fresh.heard != expected:
                more, less = sorted(fresh.heard - expected)[:5], sorted(expected - fresh.heard)[:5]
                told = {one.word: (one.act.verb, one.place, one.family) for _, one in office.tries}
                wrong.append(
                    f"{listener.me} {case.family}: too much {[told.get(n) for n in more]},"
                    f" too little {[told.get(n) for n in less]}"
                )
    return wrong


def fresh_life(listener: Worker) -> Worker:
    """The same desk in a new life, which hears everything from the beginning, its own words too."""
    life = building.new_id("life")
    return Worker(
        listener.centre, listener.device, listener.token, listener.me, listener.epoch, life, web=listener.web
    )


def kept_words(office: Office) -> set[int]:
    """The words that stand anywhere at the centre but in the bytes of acts as they came."""
    where = (
        (tables.record, ("fields", "voices")),
        (tables.second_version, ("value",)),
        (tables.act_scope, ("whole",)),
        (tables.act, ("settled",)),
    )
    with office.centre.opened.transaction(AUTHORITY) as ledger:
        found = b"".join(
            bytes(getattr(row, name) or b"")
            for table, names in where
            for row in ledger.rows(table)
            for name in names
        )
        past = history.everything(ledger)
    found += b"".join(records.pack([line.stood, line.brought]) for line in past)
    return {int(word) for word in _WORD.findall(found)}


def check(opened: store.Store, cases: list[tuple[str, str]], every: int = 1) -> Office:
    """Everybody tries everything (or one in so many things); then everybody listens."""
    with office(opened, cases) as made:
        wrong: list[str] = []
        for case in made.cases:
            chance = random.Random(case.family)
            tries = [one for one in everything(made, case) if chance.random() < 1 / every]
            assert tries
            said_by_opener(made, case)
            wrong += verdicts(made, case, tries)
        assert wrong == []
        heard_wrongly = leaks(made)
        assert heard_wrongly == []
        refused = {one.word for _, one in made.tries if not one.is_allowed}
        allowed = {one.word for _, one in made.tries if one.is_allowed}
        kept = kept_words(made)
        assert kept & refused == set()
        assert allowed <= kept
    return made


def said_by_opener(office: Office, case: Case) -> None:
    """Something for others to read, or not, in every place, and of their own."""
    tries = []
    for place in (*FAMILY_PLACES, "own"):
        word = office.word()
        where = f"practitioner:{case.opener.me}" if place == "own" else scope_of(case, place)
        said = new(building.new_id("said"), kind_in(place, "note"), case.family, {"text": word}, scope=where)
        tries.append(Try(case.opener.act("form.started", said), place, case.family, office.words, True))
    answer = case.opener.swap(*(office.tried(case.opener, one) for one in tries))
    assert {ack.verdict for ack in answer.acks} == {"taken"}


def kinds() -> set[str]:
    """Every kind of record, without what is kept apart beside it."""
    return {kind.removesuffix(".restricted") for kind in concepts.ALL}


ALL_CASES = list(access_page.COLUMNS)


def test_the_page_speaks_of_every_role_tie_verb_and_kind() -> None:
    """A verb, a kind or a line that is new is tried too, or this fails."""
    assert set(access_page.LINES) | set(access_page.PLACES.values()) == set(PAGE.cells)
    assert access_page.LIKE_A_LEAD in PAGE.text
    assert rights.VERBS.keys() == access_page.VERBS
    tried = {kind for meant in access_page.LINES.values() for _, kinds in meant for kind in kinds}
    shared = {"agency", "practitioner"}  # in the authority's scope, and in one's own
    assert kinds() - shared - tried == set()
    assert {column for one in PAGE.cells.values() for column in one} == set(access_page.COLUMNS.values())


EVERY = int(os.environ.get("EHDESK_ACCESS_EVERY", "8"))
"""Each of the sixteen tries one in so many acts, drawn by chance of its own: 1 is all of them."""


def test_every_cell_holds_over_http(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All of it: EHDESK_ACCESS_EVERY=1 python -m pytest -n0 tests/centre/test_access_over_http.py"""
    opened = store.open_store(str(tmp_path_factory.mktemp("access") / "centre.db"))
    made = check(opened, ALL_CASES, EVERY)
    assert len(made.tries) > 45_000 // EVERY
    tried = {(one.act.verb, one.act.changes[0].kind.removesuffix(".restricted")) for _, one in made.tries}
    assert {verb for verb, _ in tried} >= rights.VERBS.keys() - set(access_page.OPENING)
    assert {kind for _, kind in tried} >= kinds() - {"practitioner"}
    opened.close()


def test_a_sample_of_the_cells_holds_on_postgresql(server: building.Server) -> None:
    opened = store.open_store(server.fresh())
    made = check(opened, ALL_CASES, every=40)
    assert len(made.tries) > 1_000
    opened.close()


@pytest.mark.parametrize("role", ["practitioner", "line_manager", "coordinator", "administrator"])
def test_files_are_opened_by_everybody_but_administrators_and_who_opens_one_leads(
    role: str, tmp_path: Path
) -> None:
    opened = store.open_store(str(tmp_path / "centre.db"))
    with office(opened, []) as made:
        assert "opened by workers, line managers and the coordinator: who opens one leads" in PAGE.text
        who = made.worker("Sam", role)
        tries = [who.act(verb, new(verb, "family", verb, {"name": "O"})) for verb in access_page.OPENING]
        note = who.act("form.started", new("n", "note", "family.opened", {"text": "x"}))
        reasons = {ack.reason for ack in who.swap(*tries).acks}
        assert reasons == ({"not_allowed"} if role == "administrator" else {""})
        (ack,) = who.swap(note).acks
        assert ack.verdict == ("aside" if role == "administrator" else "taken")
    opened.close()


@pytest.mark.parametrize(
    ("cell", "to", "told"),
    [
        (("practitioner", "team", "restricted"), "r", "too much"),
        (("practitioner", "team", "restricted"), "rw", "taken"),
        (("practitioner", "team", "leading"), "yes", "taken"),
        (("practitioner", "team", "quality"), "r", "too much"),
        (("practitioner", "none", "own"), "w", "too little"),
        (("practitioner", "lead", "overseeing"), "yes", "taken"),
    ],
)
def test_a_centre_that_gives_more_or_less_than_the_page_says_is_found_out(
    cell: tuple[str, str, str], to: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "_CELLS", {**rights._CELLS, cell: to})
    opened = store.open_store(str(tmp_path / "centre.db"))
    with pytest.raises(AssertionError, match=told):
        check(opened, [("practitioner", "lead"), ("practitioner", "team")], every=10)
    opened.close()
