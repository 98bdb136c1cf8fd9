"""What goes into one message: never more than it may hold; the next is made ready while the centre works."""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
import zstandard

from ehdesk import errors
from ehdesk.centre import bodies, enrolling, exchange, people, signing, store, tables
from ehdesk.models import acts, base, enrolled, form, idle, sent
from ehdesk.sync import batches, engine, packing, protocol
from tests import building
from tests.centre import building as centres

CHANCE = Random("words that cannot be packed")


def words(size: int) -> str:
    """Invented words in which nothing comes twice."""
    return base64.b64encode(CHANCE.randbytes(size * 3 // 4)).decode()


@dataclass
class Door:
    """The way to a real centre without a network. `takes` is what something on the way lets through."""

    centre: centres.Centre
    token: str = ""
    takes: int = 1 << 30
    sizes: list[tuple[int, int, int]] = field(default_factory=list)

    def hello(self) -> protocol.Hello:
        return enrolling.hello(self.centre.opened, "")

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        told = enrolling.enrol(self.centre.opened, asked, self.centre.now)
        self.token = told.token
        return told

    def exchange(self, body: bytes, frames: Sequence[tuple[int, int, bytes]] = ()) -> protocol.Answer:
        message = msgspec.json.decode(body, type=protocol.Exchange)
        self.sizes.append((len(message.acts), len(body), len(zstandard.ZstdCompressor(1).compress(body))))
        if self.sizes[-1][2] > self.takes:
            raise errors.TooMuchAtOnce
        device = people.device_at_door(self.centre.opened, self.token)
        digest = signing.digest(body)
        heard = (self.centre.opened, device, message, self.centre.now)
        came = bodies.Body(body, frames).frames_of(message.acts)
        return exchange.answered(*heard, digest=digest, frames=came)[0]


@dataclass
class Line(Door):
    """One over which goes what was packed before. `happens` is what a worker does while the centre works."""

    happens: Callable[[], object] = lambda: None

    def begin(self, sent: packing.Sent) -> Callable[[], protocol.Answer]:
        came = bodies.read(sent.content, "zstd" if sent.is_packed else "", 32 << 20)
        assert signing.digest(came.plain) == sent.digest

        def answer() -> protocol.Answer:
            self.happens()
            told = self.exchange(came.plain, came.frames)
            self.sizes[-1] = (*self.sizes[-1][:2], len(sent.content))
            return told

        return answer


@acts.act("limits.told", local=True)
def limited(work: acts.Work, limits: protocol.Limits) -> None:
    enrolled.go_on(work, limits=limits)


@dataclass
class Office:
    """A desk that was let in, its family, and its way."""

    desk: building.Desk
    door: Door
    family: str

    def writes(self, *texts: str) -> list[str]:
        return [building.a_note(self.desk, self.family, text=text) for text in texts]

    def sync(self) -> engine.Told:
        self.door.sizes.clear()
        return engine.sync(self.desk.store, self.door)

    def waits(self) -> int:
        return self.desk.ask(enrolled.standing).waits

    def may_send(self, **limits: Any) -> None:
        self.desk.do(limited, protocol.Limits(**limits))


@pytest.fixture(params=[Door, Line])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    opened = store.open_store(str(tmp_path / "centre.db"))
    centre = centres.a_centre(opened)
    desk = building.new_desk(tmp_path / "desk", name="Maya Okonjo", life=1)
    door = request.param(centre)
    engine.enrol(desk.store, door, "https://centre.invalid", centre.code("Maya"))
    made = Office(desk, door, building.a_family(desk).family)
    made.sync()
    yield made
    desk.close()
    opened.close()


@pytest.mark.parametrize(("count", "size"), [(180, 8_192), (24, 61_440)])
def test_a_message_is_never_larger_than_it_may_be(office: Office, count: int, size: int) -> None:
    office.writes(*(words(size) for _ in range(count)))
    before = office.waits()
    told = office.sync()
    assert told.taken == before
    assert office.waits() == 0
    limits = protocol.Limits()
    if isinstance(office.door, batches.Line):
        assert max(packed for _, _, packed in office.door.sizes) <= limits.sent_bytes
        assert len([1 for acts, _, _ in office.door.sizes if acts]) == 2, (
            "and not much smaller than it may be"
        )
    assert max(plain for _, plain, _ in office.door.sizes) <= limits.plain_bytes


def test_an_act_that_no_message_can_carry_is_kept_aside_and_holds_up_nothing(office: Office) -> None:
    office.may_send(sent_bytes=96 << 10, plain_bytes=96 << 10)
    (large,) = office.writes(words(130 << 10))
    small = office.writes("One", "Two")
    told = office.sync()
    assert [reason for _, reason in told.aside] == ["too_large"]
    assert office.waits() == 0
    assert office.desk.ask(form.sheet, small[1]).answers["text"] == "Two"
    (aside,) = office.desk.ask(sent.overview).aside
    assert (aside.reason, aside.record.line.record_id) == ("too_large", large)


def test_where_something_on_the_way_takes_less_half_as_much_goes_at_once(office: Office) -> None:
    office.writes(*(words(2_000) for _ in range(40)))
    office.door.takes = 24_000
    before = office.waits()
    assert office.sync().taken == before
    assert office.waits() == 0
    counts = [acts for acts, _, packed in office.door.sizes if packed <= 24_000]
    assert max(counts) <= 20


def test_what_is_too_large_even_alone_is_kept_aside(office: Office) -> None:
    office.writes("One", words(60_000), "Two")
    office.door.takes = 24_000
    told = office.sync()
    assert [reason for _, reason in told.aside] == ["too_large"]
    assert office.waits() == 0


def test_a_centre_that_takes_nothing_at_all_is_said(office: Office) -> None:
    office.door.takes = 0
    with pytest.raises(errors.TooMuchAtOnce) as met:
        office.sync()
    assert met.value.words()[0] == "What was sent at once was too large for the centre"


def test_the_next_acts_are_made_ready_while_the_centre_works(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.may_send(acts=3)
    office.writes(*"ABCDEFGH")
    used: list[bool] = []
    following = batches.following

    def watched(desk: batches.Desk, ready: batches.Ready | None, *given: object) -> batches.Batch:
        batch = following(desk, ready, *given)  # type: ignore[arg-type]
        used.append(ready is not None and batch.message.acts == ready.page.acts)
        return batch

    monkeypatch.setattr(batches, "following", watched)
    told = office.sync()
    assert office.waits() == 0
    assert used == [False, *[True] * (len(used) - 1)]
    assert told.taken >= 8


@pytest.mark.parametrize("office", [Line], indirect=True)
def test_what_is_written_meanwhile_goes_behind_it_and_nothing_twice(office: Office) -> None:
    assert isinstance(office.door, Line)
    office.may_send(acts=3)
    office.writes(*"ABCDE")
    texts = iter("FGH")

    def happens() -> None:
        text = next(texts, "")
        if text:
            office.writes(text)

    office.door.happens = happens
    before = office.waits()
    told = office.sync()
    office.sync()
    assert office.waits() == 0
    assert told.taken >= before
    with office.door.centre.opened.transaction(centres.AUTHORITY) as ledger:
        numbers = [row.number for row in ledger.rows(tables.act)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_what_is_not_next_any_more_is_not_sent(office: Office) -> None:
    office.may_send(acts=2)
    office.writes(*"ABCD")
    first = office.desk.do(enrolled.collect)
    page = office.desk.ask(enrolled.behind, first.acts[-1])
    assert office.desk.ask(enrolled.next_with, page) is None, "two others wait before it"
    assert office.desk.ask(enrolled.next_with, page, without_of(first)) is not None


@pytest.fixture
def newcomer(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A manager's desk that has a page or more to hear, five acts in each."""
    office.writes(*(f"Note {n}" for n in range(30)))
    office.sync()
    monkeypatch.setattr(exchange, "LIMITS", protocol.Limits(arrivals=5))
    desk = building.new_desk(tmp_path / "ruth", name="Ruth", life=2)
    door = type(office.door)(office.door.centre)
    engine.enrol(desk.store, door, "https://centre.invalid", office.door.centre.code("Ruth"))
    made = Office(desk, door, office.family)
    made.may_send(arrivals=5)
    yield made
    desk.close()


def notes(office: Office) -> list[str]:
    def read(reading: acts.Reading) -> list[str]:
        wanted = "SELECT id FROM record WHERE kind = 'note' ORDER BY id"
        return [row[0] for row in reading.connection.exec_driver_sql(wanted)]

    return office.desk.ask(read)


def test_the_next_page_is_asked_for_while_this_one_is_taken_in(
    office: Office, newcomer: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[bool] = []
    answers = batches.Asked.answers

    def watched(self: batches.Asked, message: protocol.Exchange) -> protocol.Answer | None:
        told = answers(self, message)
        used.append(told is not None)
        return told

    monkeypatch.setattr(batches.Asked, "answers", watched)
    newcomer.sync()
    newcomer.sync()  # the comparison of the day
    assert notes(newcomer) == notes(office)
    assert len(used) >= 3
    assert all(used)
    place = newcomer.desk.ask(enrolled.known)
    assert place.number < len(newcomer.door.sizes) + 4, "pages do not count"


def test_who_is_cut_off_while_the_next_page_is_on_its_way_goes_on_from_what_is_in_the_vault(
    office: Office, newcomer: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    do, left = newcomer.desk.store.do, iter(range(4))

    def cut_off(verb: Callable[..., Any], *given: Any, **kw: Any) -> Any:
        if verb is enrolled.settle and next(left, None) is None:
            raise errors.DiskFull
        return do(verb, *given, **kw)

    with monkeypatch.context() as patched:
        patched.setattr(newcomer.desk.store, "do", cut_off)
        with pytest.raises(errors.DiskFull):
            newcomer.sync()
    before = newcomer.desk.ask(enrolled.known)
    assert 0 < len(notes(newcomer)) < len(notes(office))
    newcomer.sync()
    assert notes(newcomer) == notes(office)
    assert newcomer.desk.ask(enrolled.known).incarnation == before.incarnation, "no other life was needed"


def test_what_is_written_while_pages_come_in_goes_too(office: Office, newcomer: Office) -> None:
    made: list[str] = []
    do = newcomer.desk.store.do

    def writing(verb: Callable[..., Any], *given: Any, **kw: Any) -> Any:
        done = do(verb, *given, **kw)
        if verb is enrolled.settle and len(made) < 2:
            made.append("")
            made[-1] = building.a_note(newcomer.desk, office.family, text="Ruth's")
        return done

    newcomer.desk.store.do = writing  # type: ignore[method-assign]
    newcomer.sync()
    newcomer.sync()
    assert newcomer.waits() == 0
    office.sync()
    assert set(made) <= set(notes(office)) == set(notes(newcomer))


def test_what_was_looked_through_once_is_not_looked_through_again(office: Office) -> None:
    office.writes("One")
    pages = without_of(office.desk.do(enrolled.collect))
    first = office.desk.ask(idle.look, pages)
    assert first.asks is not None
    assert first.newest == office.desk.store.bench.newest_n("act")
    assert office.desk.ask(idle.look, pages, first.newest).asks is not None
    office.writes("Two")
    office.desk.store.close_sitting()
    assert office.desk.ask(idle.look, pages, first.newest).asks is None, "it waits behind"


def test_what_is_being_typed_is_not_cut_into_pieces_by_each_page(office: Office, newcomer: Office) -> None:
    """It goes once all has come: it is saved, and each page would end the act that it grows in."""
    note = building.a_note(newcomer.desk, None, text="Ruth's")
    said, do = ["Ruth's"], newcomer.desk.store.do

    def typing(verb: Callable[..., Any], *given: Any, **kw: Any) -> Any:
        done = do(verb, *given, **kw)
        if verb is enrolled.settle and given[1].more:
            said.append(f"{said[-1]} and more")
            do(form.answer, note, "text", said[-1], sitting="a page")
        return done

    newcomer.desk.store.do = typing  # type: ignore[method-assign]
    newcomer.sync()
    pages, wrote = len(said), acts_of(newcomer, note)
    assert pages > 4
    assert wrote <= 4, "when it is begun, at the first page, and once all has come"
    newcomer.desk.store.do = do  # type: ignore[method-assign]
    newcomer.sync()
    assert newcomer.waits() == 0
    assert newcomer.desk.ask(form.sheet, note).answers["text"] == said[-1]


def test_a_centre_that_has_nothing_more_to_say_after_all_still_gets_what_is_being_typed(
    newcomer: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange, said = newcomer.door.exchange, newcomer.desk.store.do
    note = building.a_note(newcomer.desk, None, text="Begun")
    silent: list[Any] = []

    def keeps_silent(body: bytes, *given: Any) -> protocol.Answer:
        message = msgspec.json.decode(body, type=protocol.Exchange)
        if message.idle and not silent:
            silent.append(said(form.answer, note, "text", "Begun and typed on", sitting="a page"))
            return protocol.Answer(epoch=message.epoch, cursor=message.cursor, idle=True)
        return exchange(body, *given)

    monkeypatch.setattr(newcomer.door, "exchange", keeps_silent)
    newcomer.sync()
    assert silent
    assert newcomer.waits() == 0


def acts_of(office: Office, record_id: str) -> int:
    """How many acts a record was written in."""
    joined = sa.join(base.revision, base.record, base.record.c.n == base.revision.c.record_n)
    wanted = sa.select(sa.func.count(sa.distinct(base.revision.c.act_n))).select_from(joined)
    here = wanted.where(base.record.c.id == record_id)
    return int(office.desk.ask(lambda read: read.connection.execute(here).scalar_one()))


def test_what_is_typed_while_pages_come_goes_at_once_when_it_is_closed(office: Office) -> None:
    note = office.desk.do(form.start, "note")
    office.sync()
    office.desk.do(form.answer, note, "text", "Typed", sitting="a page")
    first = office.desk.ask(idle.look, {})
    assert first.asks is not None, "it grows"
    office.desk.store.close_sitting()
    assert office.desk.ask(idle.look, {}, first.newest).asks is None
    assert office.desk.ask(idle.look).asks is None


def without_of(message: protocol.Exchange) -> set[str]:
    return {msgspec.json.decode(one)["id"] for one in message.acts}
