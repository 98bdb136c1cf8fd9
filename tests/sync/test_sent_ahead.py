"""The next message goes out before what was answered is taken in; whoever is cut off then loses nothing."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ehdesk import errors
from ehdesk.centre import refusing, store, tables
from ehdesk.models import acts, base, enrolled, unsettled
from ehdesk.sync import engine, packing, protocol
from tests import building
from tests.centre import building as centres
from tests.proofs.simulation.way import in_their_words
from tests.sync.test_batches import Line, Office


class Killed(BaseException):
    """The process ended here."""


class Refusing(Line):
    """What the centre refuses comes as the desk's way to the network says it."""

    def exchange(self, body: bytes, frames: Sequence[tuple[int, int, bytes]] = ()) -> protocol.Answer:
        try:
            return super().exchange(body, frames)
        except refusing.Refused as refused:
            raise in_their_words(refused) from refused


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = store.open_store(str(tmp_path / "centre.db"))
    centre = centres.a_centre(opened)
    desk = building.new_desk(tmp_path / "desk", name="Maya Okonjo", life=1)
    door = Refusing(centre)
    engine.enrol(desk.store, door, "https://centre.invalid", centre.code("Maya"))
    made = Office(desk, door, building.a_family(desk).family)
    made.sync()
    made.may_send(acts=3)
    yield made
    desk.close()
    opened.close()


def watch(office: Office, monkeypatch: pytest.MonkeyPatch, hears: Callable[[str], object]) -> None:
    """Hear of every message that goes out and of every answer that is taken in, just before it is."""
    begin, do = Line.begin, office.desk.store.do

    def going_out(self: Line, sent: packing.Sent) -> Callable[[], protocol.Answer]:
        waits = begin(self, sent)
        hears("out")
        return waits

    def doing(verb: Callable[..., Any], *given: Any, **kw: Any) -> Any:
        if verb is enrolled.settle:
            hears("in")
        return do(verb, *given, **kw)

    monkeypatch.setattr(Line, "begin", going_out)
    monkeypatch.setattr(office.desk.store, "do", doing)


def at_centre(office: Office) -> list[tuple[str, int]]:
    with office.door.centre.opened.transaction(centres.AUTHORITY) as ledger:
        return [(row.id, row.number) for row in ledger.rows(tables.act)]


def lives(office: Office) -> int:
    with office.door.centre.opened.transaction(centres.AUTHORITY) as ledger:
        return len(ledger.rows(tables.life))


def own_acts(desk: building.Desk) -> set[str]:
    def read(reading: acts.Reading) -> set[str]:
        return {row[0] for row in reading.connection.exec_driver_sql("SELECT id FROM act")}

    return desk.ask(read)


def cut_off(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, comes_there: bool, error: BaseException | None = None
) -> None:
    """Sync, and end just before the first of two answers is taken in: the second message is on its way."""
    seen: list[str] = []

    def hears(what: str) -> None:
        seen.append(what)
        if seen == ["out", "out", "in"]:
            raise error or Killed

    with monkeypatch.context() as patched:
        if comes_there:
            begin = Line.begin

            def at_once(self: Line, sent: packing.Sent) -> Callable[[], protocol.Answer]:
                told = begin(self, sent)()
                return lambda: told

            patched.setattr(Line, "begin", at_once)
        watch(office, patched, hears)
        with pytest.raises(type(error) if error else Killed):
            office.sync()
    assert seen == ["out", "out", "in"]


def test_the_next_message_is_out_before_the_answer_is_taken_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.writes(*"ABCDEFGH")
    seen: list[str] = []
    watch(office, monkeypatch, seen.append)
    told = office.sync()
    assert (told.taken, office.waits()) == (8, 0)
    assert seen[:6] == ["out", "out", "in", "out", "in", "in"], "and never two of them at once"
    assert [count for count, _, _ in office.door.sizes if count] == [3, 3, 2]
    assert not office.desk.ask(unsettled.is_any)


@pytest.mark.parametrize("comes_there", [True, False])
def test_who_is_killed_between_sending_and_taking_in_goes_on_in_the_same_life(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, comes_there: bool
) -> None:
    office.writes(*"ABCDEFGH")
    before, lived = office.desk.ask(enrolled.known), lives(office)
    cut_off(office, monkeypatch, comes_there=comes_there)
    office.desk = office.desk.open_copy(tmp_path / "after the kill", life=2)
    assert not office.desk.ask(unsettled.is_any), "taken in when the vault was opened"
    assert office.waits() == 5
    told = office.sync()
    assert (told.taken, office.waits()) == (5, 0)
    after = office.desk.ask(enrolled.known)
    assert (after.incarnation, lives(office)) == (before.incarnation, lived), "no other life was needed"
    came = at_centre(office)
    assert {one for one, _ in came} == own_acts(office.desk)
    assert sorted(number for _, number in came) == list(range(1, len(came) + 1)), "none of them twice"


def test_what_came_in_is_proved_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.writes(*"ABCDEFGH")
    cut_off(office, monkeypatch, comes_there=True)
    desk = office.desk.open_copy(tmp_path / "after the kill", life=2)

    def proofs(reading: acts.Reading) -> list[tuple[int, bytes]]:
        wanted = (
            "SELECT count(receipt.act_n), answered.listed FROM receipt"
            " JOIN answered ON answered.n = receipt.answered_n GROUP BY answered.n ORDER BY answered.n"
        )
        return [tuple(row) for row in reading.connection.exec_driver_sql(wanted)]

    count, listed = desk.ask(proofs)[-1]
    receipts = msgspec.json.decode(listed, type=list[protocol.Receipt])
    assert count == len(receipts) == 3


def test_what_a_power_cut_takes_back_is_said_again_in_a_new_life(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.writes(*"ABCDEFGH")
    cut_off(office, monkeypatch, comes_there=True)

    @acts.act("answer.lost", local=True)
    def lose(work: acts.Work) -> None:
        work.connection.execute(base.meta.delete().where(base.meta.c.key == enrolled.UNSETTLED))

    office.desk.do(lose)
    office.desk = office.desk.open_copy(tmp_path / "after the cut", life=2)
    assert office.waits() == 8
    office.sync()
    assert office.waits() == 0
    came = at_centre(office)
    assert {one for one, _ in came} == own_acts(office.desk)
    assert sorted(number for _, number in came) == list(range(1, len(came) + 1))


def test_a_full_disk_leaves_it_for_the_next_go(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.writes(*"ABCDEFGH")
    before = office.desk.ask(enrolled.known)
    cut_off(office, monkeypatch, comes_there=True, error=errors.DiskFull())
    assert office.waits() == 8, "nothing of it is in the vault yet"
    told = office.sync()
    assert (told.taken, office.waits()) == (8, 0)
    assert office.desk.ask(enrolled.known).incarnation == before.incarnation


def test_no_vault_stays_shut_by_it(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    office.writes(*"ABCDEFGH")
    cut_off(office, monkeypatch, comes_there=True)

    def full(*_given: Any) -> None:
        raise errors.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(enrolled, "settle", full)
        office.desk = office.desk.open_copy(tmp_path / "after the kill", life=2)
    assert office.waits() == 8
    assert office.sync().taken == 8


def test_what_this_version_cannot_read_is_let_go(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.writes(*"ABCDEFGH")
    cut_off(office, monkeypatch, comes_there=True)

    @acts.act("answer.spoilt", local=True)
    def spoil(work: acts.Work) -> None:
        here = base.meta.c.key == enrolled.UNSETTLED
        work.connection.execute(base.meta.update().where(here).values(value='{"of_later": 1}'))

    office.desk.do(spoil)
    office.desk = office.desk.open_copy(tmp_path / "another version", life=2)
    assert not office.desk.ask(unsettled.is_any)
    office.sync()
    assert office.waits() == 0
    assert {one for one, _ in at_centre(office)} == own_acts(office.desk)


def test_who_locks_takes_in_what_is_on_its_way_and_begins_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.writes(*"ABCDEFGH")
    seen: list[str] = []
    watch(office, monkeypatch, seen.append)
    told = engine.sync(office.desk.store, office.door, go_on=lambda: len(seen) < 2)
    assert seen == ["out", "out", "in", "in"]
    assert (told.taken, office.waits()) == (6, 2)


ONE = protocol.Ack(act="one", verdict="taken", number=1)


def all_taken(place: enrolled.Link, sent: protocol.Exchange) -> tuple[protocol.Ack, ...]:
    """Everything came in behind what the desk has heard."""
    one = msgspec.structs.replace(ONE, number=place.cursor + 1)
    return tuple(msgspec.structs.replace(one, act=protocol.decode_act(raw).id) for raw in sent.acts)


@pytest.mark.parametrize(
    "said",
    [
        {"more": True},
        {"idle": True},
        {"code": "too_old"},
        {"digests": {"authority": (1, 2)}},
        {"has": ("authority", "family:one/file")},
        {"filling": ("family:one/file",), "filled_to": 3},
        {"role": "coordinator"},
        {"manages": ("somebody",)},
        {"staff": (), "staff_mark": "other"},
        {"keys": ("00", "11")},
        {"seal_key": "22"},
        {"epoch": "another"},
        {"acks": (msgspec.structs.replace(ONE, verdict="aside", number=0, reason="row_gone"),)},
        {"acks": (msgspec.structs.replace(ONE, verdict="later", number=0),)},
        {"acks": ()},
        {"acks": (msgspec.structs.replace(ONE, act="another"),)},
    ],
)
def test_an_answer_that_says_more_is_taken_in_first(office: Office, said: dict[str, Any]) -> None:
    office.writes(*"ABCDEFGH")
    sent = office.desk.do(enrolled.collect)
    place, page = office.desk.ask(enrolled.known), office.desk.ask(enrolled.behind, sent.acts[-1])
    acks = all_taken(place, sent)
    plain = protocol.Answer(
        **{
            name: getattr(place, name)
            for name in ("epoch", "has", "filling", "filled_to", "manages", "frames")
        },
        cursor=place.cursor + 3,
        acks=acks,
        staff_mark=place.staff_mark,
    )
    if said.get("acks"):
        said = {"acks": (*acks[:-1], *said["acks"])}
    other = msgspec.structs.replace(plain, **said)
    assert office.desk.do(unsettled.keep, sent, other, "digest", b"[]", page) is None
    assert not office.desk.ask(unsettled.is_any)
    follows = office.desk.do(unsettled.keep, sent, plain, "digest", b"[]", page)
    assert follows is not None
    assert (follows.number, follows.previous, follows.acts) == (sent.number + 1, "digest", page.acts)


def test_what_is_not_right_behind_any_more_waits_for_its_turn(office: Office) -> None:
    office.writes(*"ABCDEFGH")
    first = office.desk.do(enrolled.collect)
    second = office.desk.ask(enrolled.behind, first.acts[-1])
    third = office.desk.ask(enrolled.behind, second.acts[-1])
    place = office.desk.ask(enrolled.known)
    acks = all_taken(place, first)
    plain = protocol.Answer(
        **{
            name: getattr(place, name)
            for name in ("epoch", "has", "filling", "filled_to", "manages", "frames")
        },
        cursor=place.cursor + 3,
        acks=acks,
        staff_mark=place.staff_mark,
    )
    assert office.desk.do(unsettled.keep, first, plain, "digest", b"[]", third) is None
    assert office.desk.do(unsettled.keep, first, plain, "digest", b"[]", second) is not None
