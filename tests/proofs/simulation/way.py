"""The way of one desk to the centre: what goes wrong on it, and which version either end speaks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import msgspec

from ehdesk import errors
from ehdesk.centre import bodies, enclosures, enrolling, people, refusing
from ehdesk.models import idle
from ehdesk.sync import http, packing, protocol
from ehdesk.sync.packed import LARGEST
from tests.proofs.simulation import doors, watching

if TYPE_CHECKING:
    from tests.proofs.simulation.world import World

AUTHORITY = "harlow"
URL = "https://centre.invalid"
_ASKED = httpx.Request("POST", URL)
SPEAKS = ("now", "now", "before", "later", "too old")
"""What a desk may speak: this version, the one before, a later one, or one that is not spoken any more."""


@dataclass
class Door:
    """The way of one desk to the centre."""

    world: "World"
    token: str = ""
    speaks: str = "now"

    def hello(self) -> protocol.Hello:
        told = enrolling.hello(self.world.centre.opened, AUTHORITY)
        return msgspec.structs.replace(told, limits=self.world.limits)

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        given = self._at_centre(
            lambda: enrolling.enrol(self.world.centre.opened, asked, self.world.time.moment)
        )
        if self.world.chance.random() < self.world.faults.lost:
            raise errors.CentreAway
        found: protocol.Enrolled = given
        self.token = found.token
        return found

    def exchange(self, body: bytes) -> protocol.Answer:
        chance, faults = self.world.chance, self.world.faults
        for desk in self.world.desks:
            if desk.door is self:
                self.world.wrong.extend(watching.words_missing(desk))
        sent = (self.token, body, self.speaks)
        if chance.random() < faults.dropped:
            raise errors.CentreAway
        if chance.random() < faults.late:
            self.world.late.append(sent)
            if chance.random() < 0.5:
                raise errors.CentreAway
        answer = self.world.deliver(*sent)
        if chance.random() < faults.twice:
            again = self.world.deliver(*sent)
            answer = chance.choice((answer, again))
        if chance.random() < faults.lost:
            raise errors.CentreAway
        return self._heard(answer)

    def _heard(self, answer: protocol.Answer) -> protocol.Answer:
        """As it comes over the wire."""
        content = protocol.encode(answer)
        if self.world.is_ahead:
            content = said_later(content)
        return msgspec.json.decode(content, type=protocol.Answer)

    def look(self, sha256: str, _previous: str) -> protocol.Filed | None:
        filed: protocol.Filed | None = self._about_file(enclosures.look, sha256)
        return filed

    def send_piece(
        self, sha256: str, _previous: str, start: int, size: int, piece: bytes
    ) -> protocol.Filed | None:
        given = enclosures.Piece(start, size, piece)
        filed: protocol.Filed | None = self._about_file(
            enclosures.take, sha256, given, self.world.time.moment
        )
        return filed

    def piece(self, sha256: str, _previous: str, start: int) -> bytes | None:
        found = self._about_file(enclosures.give, sha256, start)
        return None if found is None else bytes(found.content)

    def _about_file(self, say: Callable[..., Any], *said: Any) -> Any:
        """What the centre says of a file; None where it has nothing to do with it."""
        chance, faults, opened = self.world.chance, self.world.faults, self.world.centre.opened
        if chance.random() < faults.dropped:
            raise errors.CentreAway

        def asked() -> Any:
            try:
                return say(opened, people.device_at_door(opened, self.token), *said)
            except refusing.Refused as refused:
                if refused.trouble.code != "no_file":
                    raise
                return None

        found = self._at_centre(asked)
        if chance.random() < faults.lost:
            raise errors.CentreAway
        return found

    def _at_centre(self, asked: Callable[[], Any]) -> Any:
        try:
            return asked()
        except refusing.Refused as refused:
            raise in_their_words(refused) from refused
        except doors.Crash as crash:
            raise errors.CentreAway from crash


class Line(Door):
    """The way of a desk that goes on working while its message is on the way, or at the centre."""

    def begin(self, sent: packing.Sent) -> Callable[[], protocol.Answer]:
        """It comes there at once, or only when the desk waits for it: never, if the desk ends before."""
        body = bodies.unpacked(sent.content, "zstd" if sent.is_packed else "", LARGEST)
        if self.world.chance.random() < 0.5:
            return partial(self.exchange, body)
        try:
            return partial(_given, self.exchange(body))
        except errors.CentreRefusal as refusal:
            return partial(_refused, refusal)


def _given(answer: protocol.Answer) -> protocol.Answer:
    return answer


def _refused(refusal: errors.CentreRefusal) -> protocol.Answer:
    raise refusal


class OneVersionBack:
    """A desk that knows nothing of exchanges which do not count: they came with this version."""

    def __init__(self, desk: doors.Store) -> None:
        self.do, self.take_standing = desk.do, desk.take_standing
        self._asked = desk.ask

    def ask(self, query: Any, *args: Any, **kw: Any) -> Any:
        found = self._asked(query, *args, **kw)
        return replace(found, asks=None) if query is idle.look else found


def said_later(content: bytes) -> bytes:
    """A message as a later version would say it: with things in it that this one has never heard of."""
    said = msgspec.json.decode(content)
    said["of_later"] = {"any": ["thing"]}
    for acked in said.get("acks", ()):
        acked["of_later"] = 1
    return msgspec.json.encode(said)


def in_their_words(refused: refusing.Refused) -> errors.CentreRefusal:
    """A refusal as the desk's way to the network tells it."""
    status = refusing.STATUS.get(refused.trouble.code, 400)
    return http._refused(httpx.Response(status, content=protocol.encode(refused.trouble), request=_ASKED))
