"""Conversations of a desk and a centre as they really went: recorded once for each protocol, kept for ever.

    .venv/bin/python -m tests.sync.told_before

writes those of today's protocol into `tests/sync/transcripts/v<n>`, where there are none yet. What a centre
draws by chance (its epoch, tokens, ids, signatures) stands in them by name, «like this».
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.centre import admin, enrolling, exchange, people, store
from ehdesk.centre.refusing import Refused
from ehdesk.models import acts, base, enrolled, episode, form, history, team
from ehdesk.sync import engine, protocol
from tests import building
from tests.centre import building as centres

FOLDER = Path(__file__).parent / "transcripts"
Line = dict[str, Any]
_SIGNATURE = re.compile(r"\b[0-9a-f]{128}\b")


@dataclass
class House:
    """A fresh centre, and the names of what it has drawn by chance."""

    centre: centres.Centre
    names: dict[str, str] = field(default_factory=dict)
    devices: dict[str, people.Device] = field(default_factory=dict)
    told: protocol.Answer | None = None

    def named(self, said: bytes) -> Any:
        """What was said, with names in the place of what is drawn by chance."""
        text = _SIGNATURE.sub("«signature»", said.decode())
        for actual, name in self.names.items():
            text = text.replace(actual, name)
        return json.loads(text)

    def meant(self, line: Any) -> bytes:
        """The other way round: today's draw in the place of the names."""
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        for actual, name in self.names.items():
            text = text.replace(name, actual)
        return text.encode()

    # The three things that can be said, and what the keeper does

    def answer(self, line: Line) -> Line:
        """Say a line to today's centre: the line with what it hears today."""
        try:
            heard = self._say(line)
        except Refused as refused:
            return {**line, "refused": refused.trouble.code}
        return {**line, "hears": heard} if heard is not None else line

    def _say(self, line: Line) -> Any:
        who, opened, now = line["who"], self.centre.opened, self.centre.now
        if line["way"] == "hello":
            told = enrolling.hello(opened, "")
            self.names |= {staff: f"«staff {name}»" for name, staff in self.centre.staff.items()}
            self.names |= {told.epoch: "«epoch»", told.keys[0]: "«key»", told.keys[1]: "«spare key»"}
            return self.named(protocol.encode(told))
        if line["way"] == "enrol":
            self.names.setdefault(self.centre.code(who), f"«code of {who}»")
            asked = msgspec.json.decode(self.meant(line["says"]), type=protocol.Enrol)
            let_in = enrolling.enrol(opened, asked, now)
            self.devices[who] = people.device_at_door(opened, let_in.token)
            self.names |= {let_in.device: f"«device of {who}»", let_in.token: f"«token of {who}»"}
            return self.named(protocol.encode(let_in))
        if line["way"] == "keeper":
            with opened.transaction(centres.AUTHORITY) as ledger:
                admin.change_staff(ledger, self.centre.staff[who], line["says"], now)
            return None
        body = self.meant(line["says"])
        message = msgspec.json.decode(body, type=protocol.Exchange)
        answer = exchange.exchange(opened, self.devices[who], message, now, digest=protocol.digest(body))
        self.names[protocol.digest(body)] = f"«exchange {message.number} of {who}»"
        self.told = answer
        return self.named(protocol.encode(answer))


def house(root: Path) -> Iterator[House]:
    """A centre that nobody has spoken to yet."""
    with closing(store.open_store(str(root / "centre.db"))) as opened:
        yield House(centres.a_centre(opened))


# Recording


@dataclass
class Door:
    """A desk's way to the centre, which writes down what goes through."""

    house: House
    who: str
    lines: list[Line]

    def exchange(self, body: bytes) -> protocol.Answer:
        said = self.house.named(body)
        assert self.house.meant(said) == body, "the very bytes are signed"
        self.lines.append(self.house.answer({"who": self.who, "way": "exchange", "says": said}))
        assert self.house.told is not None
        return self.house.told

    def say(self, line: Line) -> Line:
        self.lines.append(self.house.answer({"who": self.who, **line}))
        return self.lines[-1]


@dataclass
class Worker:
    """A real desk, let in, and its door."""

    desk: building.Desk
    door: Door

    def sync(self) -> None:
        engine.sync(self.desk.store, self.door)  # type: ignore[arg-type]
        self.door.lines.append({"who": self.door.who, "holds": holds(self.desk)})


LIVES = {"Maya": 1, "Sam": 2, "Ruth": 3}


def new_desk(root: Path, who: str) -> building.Desk:
    return building.new_desk(root / who, name=who, life=LIVES[who])


def let_in(desk: building.Desk, token: str, given: Line) -> None:
    """Remember what a centre said at enrolling; without its keys, for a transcript holds no signatures."""
    known = enrolled.Link(
        url="https://centre.invalid",
        device=given["device"],
        token=token,
        keys=(),
        signs_with="",
        epoch=given["epoch"],
        incarnation=desk.store.bench.incarnation,
    )
    desk.do(enrolled.remember, known)


def worker(house: House, root: Path, who: str, lines: list[Line]) -> Worker:
    desk, door = new_desk(root, who), Door(house, who, lines)
    asks = {
        "code": f"«code of {who}»",
        "key": centres.KEY,
        "incarnation": desk.store.bench.incarnation,
        "practitioner": str(desk.store.me),
        "name": who,
    }
    given = door.say({"way": "enrol", "says": asks})["hears"]
    let_in(desk, given["token"], json.loads(house.meant(given)))
    return Worker(desk, door)


def holds(desk: building.Desk) -> Line:
    """What a vault holds of families, and the second versions in it."""

    def read(reading: acts.Reading) -> Line:
        record = base.record
        wanted = sa.select(record.c.id, record.c.kind, record.c.fields).where(record.c.scope.like("family:%"))
        rows = {row.id: row for row in reading.connection.execute(wanted)}
        seconds = {one: history.second_versions(reading, one) for one in rows}
        return {
            one: {
                "kind": row.kind,
                "fields": base.unpack(row.fields),
                "second": [second.value for second in seconds[one]],
            }
            for one, row in sorted(rows.items())
        }

    told: Line = json.loads(msgspec.json.encode(desk.ask(read)))
    return told


def a_family_in_two_hands(house: House, root: Path, lines: list[Line]) -> Iterator[building.Desk]:
    """Work together, two versions, acts that are set aside, what is said twice, and a family withdrawn."""
    lines.append(house.answer({"who": "", "way": "hello"}))
    maya, sam, ruth = (worker(house, root, who, lines) for who in LIVES)
    yield from (one.desk for one in (maya, sam, ruth))
    home = building.a_family(maya.desk)
    stay = maya.desk.do(episode.open_episode, home.family, {"opened_on": "2026-07-01"})
    note = building.a_note(maya.desk, home.family, text="Zofia showed me a drawing.")
    for one in (maya, ruth, sam):
        one.sync()
    he = {"practitioner": str(sam.desk.store.me), "agency": "School", "role": "Teacher"}
    maya.desk.do(team.join_team, stay, he)
    for one in (maya, sam):
        one.sync()
    sam.desk.do(form.answer, note, "text", "Sam's words", sitting="s")
    maya.desk.do(form.answer, note, "text", "Maya's words", sitting="m")
    maya.desk.do(form.answer, note, "place", "home", sitting="m")
    for one in (maya, sam, maya, ruth):
        one.sync()
    spoilt(maya.door, str(maya.desk.store.me), str(home.family))
    house_keeper = Door(house, "Maya", lines)
    house_keeper.say({"way": "keeper", "says": {"manager": None}})
    house_keeper.who = "Sam"
    house_keeper.say({"way": "keeper", "says": {"manager": None}})
    ruth.sync()


def spoilt(door: Door, me: str, family: str) -> None:
    """What a desk of ours would not say: its last exchange again, and acts that are set aside."""
    last = next(line for line in reversed(door.lines) if line["who"] == door.who and "says" in line)
    door.say({"way": "exchange", "says": last["says"]})
    said = {**last["says"], "number": last["says"]["number"] + 1, "cursor": last["hears"]["cursor"]}
    said["previous"] = f"«exchange {last['says']['number']} of {door.who}»"
    act = {"verb": "form.started", "by": me, "at": "2026-07-07T09:40:00Z", "incarnation": said["incarnation"]}
    note = {"kind": "note", "edits": [{"path": "text", "value": "x"}], "family": family}
    elsewhere = {**note, "record": "n1", "scope": "family:elsewhere/file", "new": True, "family": "elsewhere"}
    missing = {**note, "record": "n2", "scope": f"family:{family}/file"}
    alone = {**note, "record": "n3", "scope": "practitioner:nobody", "new": True}
    said["acts"] = [
        {**act, "id": "a1", "changes": [elsewhere]},
        {**act, "id": "a2", "changes": [missing]},
        {**act, "id": "a3", "changes": [alone]},
        {**act, "id": "a4", "changes": "none", "later": True},
        {**act, "id": "a5", "changes": [{**alone, "scope": f"practitioner:{me}", "later": [1]}], "later": 2},
    ]
    door.say({"way": "exchange", "says": {**said, "later": {"a": 1}}})
    for changed in (
        {"epoch": "another"},
        {"number": 99},
        {"cursor": 9999},
        {"incarnation": "new", "number": 1},
    ):
        door.say({"way": "exchange", "says": {**said, **changed}})


STORIES: dict[str, Callable[[House, Path, list[Line]], Iterator[building.Desk]]] = {
    "a_family_in_two_hands": a_family_in_two_hands,
}


def record(story: str) -> list[Line]:
    """One conversation, as it goes today."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        for one in house(Path(folder)):
            for desk in STORIES[story](one, Path(folder), lines):
                desk.others.clear()
    return lines


def kept() -> list[Path]:
    """Every conversation that was ever written down."""
    return sorted(FOLDER.glob("v*/*.jsonl"))


def read(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# Replaying


def wrong_at_centre(lines: list[Line], root: Path) -> Iterator[str]:
    """Say everything again to today's centre, and tell where it hears something else."""
    for one in house(root):
        for at, line in enumerate(lines, 1):
            if "way" not in line:
                continue
            said: Line = {name: line[name] for name in ("who", "way", "says") if name in line}
            now = one.answer(said)
            if in_order(now) != in_order(line):
                yield f"line {at}: {line['who']} {line['way']}: {now} instead of {line}"


SINCE = frozenset({"seal_key", "is_part", "frames", "account"})
"""What a centre says since then, beside what it said: a desk of then passes it over."""


def in_order(said: Any, name: str = "") -> Any:
    """What was said, with lists of ids and of staff in one order: a centre sorts them by ids of chance."""
    if isinstance(said, dict):
        return {name: in_order(value, name) for name, value in said.items() if name not in SINCE}
    if isinstance(said, list):
        told = [in_order(one) for one in said]
        is_set = name == "staff" or all(isinstance(one, str) for one in told)
        return sorted(told, key=json.dumps) if is_set else told
    return said


@dataclass
class Parrot:
    """A centre that says what was said then."""

    answers: list[Line]

    def exchange(self, _body: bytes) -> protocol.Answer:
        said = json.dumps({**self.answers.pop(0), "keys": []})
        return msgspec.json.decode(said.encode(), type=protocol.Answer)


def wrong_on_desk(lines: list[Line], who: str, root: Path) -> Iterator[str]:
    """Let a fresh vault of today hear what somebody who only listened heard then."""
    mine = [line for line in lines if line["who"] == who]
    desk = new_desk(root, who)
    with closing(desk):
        heard: list[Line] = []
        for at, line in enumerate(mine, 1):
            if line.get("way") == "enrol":
                let_in(desk, "token", line["hears"])
            elif "hears" in line:
                heard.append(line["hears"])
            elif "holds" in line:
                with suppress(IndexError):
                    engine.sync(desk.store, Parrot(heard))  # type: ignore[arg-type]
                if heard or holds(desk) != line["holds"]:
                    yield f"{who}, line {at}: {holds(desk)} instead of {line['holds']}"


def main() -> int:
    """Write down what is not written down yet."""
    folder = FOLDER / f"v{protocol.PROTOCOL}"
    folder.mkdir(parents=True, exist_ok=True)
    for story in STORIES:
        path = folder / f"{story}.jsonl"
        if path.exists():
            sys.stdout.write(f"{path.name} of v{protocol.PROTOCOL} is kept as it is\n")
            continue
        lines = [json.dumps(line, ensure_ascii=False) for line in record(story)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        sys.stdout.write(f"{path.name} of v{protocol.PROTOCOL}: {len(lines)} lines\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
