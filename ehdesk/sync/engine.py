"""Carrying work to the centre and back: collect, exchange, settle in one transaction, again until quiet.

The desk, the centre and the clock are handed in, so that a simulator can own them. Nothing here knows the
screen or the network.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from ehdesk import errors
from ehdesk.models import anew, arrivals, colleagues, enrolled, idle, practitioner, unsettled
from ehdesk.sync import batches, enclosures, protocol, whose

BITE = 150
"""So many acts of others are taken in by one transaction: about three hundredths of a second."""

_TOO_OLD = "too_old"
_OVER = {errors.LifeEnded: "copy", errors.NotKnownThere: "unknown", errors.DeviceRevoked: "revoked"}

MOST_ROUNDS = 10_000
"""So many exchanges in one go; what is left goes the next time."""


class Desk(Protocol):
    """What is needed of an opened vault."""

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act; its `result` is what the verb gave back."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""

    def take_standing(self, role: str, manages: Iterable[str] = ()) -> None:
        """Go by the worker's role, and whom they manage, from now on."""


class Centre(Protocol):
    """What is needed of the way to the centre. Both raise a CentreRefusal."""

    def hello(self) -> protocol.Hello:
        """What the centre says of itself."""

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        """Be let in with a code."""

    def exchange(self, body: bytes) -> protocol.Answer:
        """Hand in one message, and give the answer."""


def enrol(desk: Desk, centre: Centre, url: str, code: str) -> enrolled.Link:
    """Be let in at a centre with a code, and go by what it says of this worker. Raises: CentreRefusal."""
    before = desk.ask(enrolled.link)
    if before is not None and not before.over:
        raise errors.AlreadyEnrolled
    if before is not None and desk.ask(enrolled.life) == before.incarnation:  # else an answer was lost
        _begin_life(desk, before)
    me, life = desk.ask(practitioner.me), desk.ask(enrolled.life)
    with whose.nothing_goes_by_itself():
        hello = centre.hello()
        private, public = desk.do(enrolled.key_to_ask_with).result
        now = desk.ask(enrolled.now)
        asked = protocol.Enrol(code, public.hex(), life, str(me.id), me.name, me.agency, now)
        given = centre.enrol(whose.says(before, asked))
    if before is not None and whose.is_anothers(before, desk.ask(colleagues.known), given):
        _begin_life(desk, before)  # the one in which it asked is the other's there
        raise errors.CodeSpentOnAnother
    link = whose.link(url, hello, private.hex(), life, given)
    if before is not None:
        link = enrolled.let_in_again(before, link)
    desk.do(enrolled.remember, link)
    desk.take_standing(given.role, given.manages)
    return link


@dataclass
class Told:
    """What a go at the centre came to: acts taken and set aside, who changed which records, and rounds.
    `later` are acts that a centre which was put back from a copy cannot take yet: they go another time.
    `most` is how many acts go at once where the usual number was too many; `ready` is what was read
    ahead, `under_way` what went out ahead, `asked` the page that was asked for ahead; `pages`: more of
    others' work is to come, and these acts of ours have come in behind it, under these numbers; `looked_to`:
    up to this act nothing else waits; `left`: about how many acts of others are still to come. `is_too_old`:
    the centre takes our acts and tells nothing."""

    taken: int = 0
    aside: list[tuple[str, str]] = field(default_factory=list)
    records: dict[str, set[str]] = field(default_factory=dict)
    rounds: int = 0
    files: enclosures.Moved = field(default_factory=enclosures.Moved)
    later: set[str] = field(default_factory=set)
    most: int | None = None
    ready: batches.Ready | None = field(default=None, repr=False)
    under_way: batches.UnderWay | None = field(default=None, repr=False)
    asked: batches.Asked | None = field(default=None, repr=False)
    pages: dict[str, int] | None = None
    looked_to: int = 0
    left: int = 0
    is_too_old: bool = False

    def turn_page(self, answer: protocol.Answer, most: int) -> None:
        """More is to come, or not. Acts of ours that came in behind it are taken in in their place: they are
        sent once more with the page that reaches it."""
        came = {ack.act: ack.number for ack in answer.acks if ack.verdict == "taken"}
        behind = {one: n for one, n in {**(self.pages or {}), **came}.items() if n > answer.cursor}
        if self.pages and not self.pages.keys() <= behind.keys():
            self.looked_to = 0  # what was passed over has to be looked for once more
        is_near = any(n <= answer.cursor + most for n in behind.values())
        self.pages = behind if answer.more and not is_near else None
        self.left = (answer.about or max(0, self.left - len(answer.arrivals))) if answer.more else 0

    def reaches_ours(self, answer: protocol.Answer) -> bool:
        """Whether a page goes past an act of ours, which it does not bring."""
        return any(n <= answer.cursor for n in (self.pages or {}).values())

    def take_ahead(self) -> batches.Ahead | None:
        """What went out ahead, once."""
        ahead = self.under_way or self.asked
        self.under_way = self.asked = None
        return ahead

    def add(self, settled: arrivals.TakenIn) -> None:
        """Add what one answer, or a bite of it, came to."""
        self.taken += settled.taken
        self.aside += settled.aside
        for who, records in settled.records.items():
            self.records.setdefault(who, set()).update(records)


def sync(
    desk: Desk,
    centre: Centre,
    *,
    go_on: Callable[[], bool] = lambda: True,
    progress: Callable[[Told], object] = lambda _told: None,
) -> Told:
    """Exchange until there is nothing more to send or to hear. Raises: CentreRefusal; what was settled stays.

    `go_on` is asked before each message: a worker who locks does not wait for a long one. `progress` hears
    after each how far it is.
    """
    told, begun = Told(), False

    def may_begin() -> bool:
        return told.rounds < MOST_ROUNDS and go_on()

    while told.under_way is not None or may_begin():
        try:
            goes_on = _go(desk, centre, told, may_begin)
            progress(told)
            if not goes_on:
                break
        except errors.SecondLife:
            if begun:
                raise
            begun = True
            _begin_life(desk, desk.ask(enrolled.known))
        except (errors.LifeEnded, errors.NotKnownThere, errors.DeviceRevoked) as refusal:
            desk.do(enrolled.end_life, _OVER[type(refusal)])
            raise
        except errors.CentreRestored as refusal:
            _begin_epoch(desk, refusal)
    return told


def _go(desk: Desk, centre: Centre, told: Told, go_on: Callable[[], bool]) -> bool:
    """One exchange, or fetching anew what has to be; whether there is more to do."""
    stands = desk.ask(idle.look, told.pages, told.looked_to)
    told.looked_to, place = stands.newest, stands.place
    if stands.is_left or (place.anew and not told.is_too_old):
        return _catch_up(desk, centre, stands, told, go_on)
    if place.over == "copy":
        raise errors.LifeEnded
    ahead = told.take_ahead()
    batch = _next_batch(desk, centre, told, stands, ahead)
    if batch.too_large is not None:
        told.add(desk.do(enrolled.keep_aside, batch.too_large).result)
        return True
    try:
        answer, heard = _exchange(desk, centre, place, batch, told, ahead)
    except errors.TooMuchAtOnce:
        return _send_less(desk, batch, told)
    if _is_silent(answer):
        desk.ask(idle.heard)
        told.rounds, pages, told.pages = told.rounds + 1, told.pages, None
        if pages is not None:  # what is being typed was left for now
            return True
        _carry_files(desk, centre, go_on, told, is_any=stands.has_files)
        return False
    if answer.idle and told.reaches_ours(answer):
        told.pages = None
        return True
    told.later.update(ack.act for ack in answer.acks if ack.verdict == "later")
    told.turn_page(answer, place.limits.arrivals)
    _go_ahead(desk, centre, place, batch.message, answer, heard, told, go_on)
    for settled in _settle(desk, batch.message, answer, *heard):
        told.add(settled)
    told.rounds += 1
    if told.under_way is not None:
        return True
    _take_standing(desk, place, answer)
    if _is_more(desk, stands, answer, told):
        return True
    _carry_files(desk, centre, go_on, told, is_any=desk.ask(idle.has_files))
    return False


def _is_more(desk: Desk, stands: idle.Look, answer: protocol.Answer, told: Told) -> bool:
    """Whether there is more to say or to hear. Raises: TooOldForCentre once all of ours is handed in."""
    if answer.code == _TOO_OLD:  # what it has not heard cannot be compared, nor fetched anew
        told.is_too_old = True
        if answer.acks:
            desk.do(anew.note_unheard)
        if desk.ask(enrolled.waits, told.later):
            return True
        raise errors.TooOldForCentre
    is_unlike = answer.digests and not answer.more and _is_unlike(desk, answer.digests)
    is_to_compare = stands.asks is not None and not stands.is_compared
    is_more = is_unlike or answer.more or is_to_compare or desk.ask(enrolled.waits, told.later)
    return bool(is_more or (answer.acks and desk.ask(enrolled.known).is_behind))


def _go_ahead(
    desk: Desk,
    centre: Centre,
    place: enrolled.Link,
    sent: protocol.Exchange,
    answer: protocol.Answer,
    heard: tuple[str, bytes],
    told: Told,
    go_on: Callable[[], bool],
) -> None:
    """Let the centre work on what comes next, while what it answered is taken in here."""
    if told.pages is not None:
        told.asked = batches.ask_ahead(centre, place, sent, answer, heard[0])
    elif told.ready is not None and not told.later and go_on():
        told.under_way = batches.send_ahead(desk, centre, told.ready, sent, answer, *heard)
        told.ready = told.ready if told.under_way is None else None


def _next_batch(
    desk: Desk, centre: Centre, told: Told, stands: idle.Look, ahead: batches.Ahead | None
) -> batches.Batch:
    """What is said next, or is on its way already."""
    if isinstance(ahead, batches.UnderWay):
        return ahead.batch
    if stands.asks is not None:
        return batches.Batch(stands.asks)
    ready, told.ready = told.ready, None
    return batches.following(desk, ready, stands.place, told.later, told.most, centre)


def _send_less(desk: Desk, batch: batches.Batch, told: Told) -> bool:
    """Half as much at once; one act that is too large by itself is kept aside. Raises: TooMuchAtOnce."""
    acts = batch.message.acts
    if not acts:
        raise errors.TooMuchAtOnce
    told.ready, told.most = None, max(1, len(acts) // 2)
    if len(acts) == 1:
        told.add(desk.do(enrolled.keep_aside, acts[0]).result)
    return True


def _is_unlike(desk: Desk, digests: anew.Digests) -> bool:
    """Whether this desk holds something else than the centre: then that is fetched anew."""
    found = [scope for some in anew.portions(digests) for scope in desk.ask(anew.unlike, some)]
    return bool(desk.do(anew.compare, found).result)


def _catch_up(desk: Desk, centre: Centre, stands: idle.Look, told: Told, go_on: Callable[[], bool]) -> bool:
    """What comes before anything else that is said. Raises: LifeEnded, CentreRefusal."""
    if stands.is_left:
        told.add(desk.do(unsettled.settle).result)
        return True
    if stands.place.over == "copy":
        raise errors.LifeEnded
    return _fetch_anew(desk, centre, told, go_on)


def _fetch_anew(desk: Desk, centre: Centre, told: Told, go_on: Callable[[], bool]) -> bool:
    """Fetch some scopes from their beginning, and put them in the place of what is here at once."""
    answers: list[protocol.Answer] = []
    while not answers or answers[-1].more:
        if not go_on():
            return False
        sent = desk.do(enrolled.next_page, answers[-1] if answers else None).result
        answer, (digest, _) = _exchange(desk, centre, desk.ask(enrolled.known), batches.Batch(sent), told)
        desk.do(enrolled.count, sent, digest)
        answers.append(answer)
        told.rounds += 1
        if answer.code == _TOO_OLD:  # nothing was told: what is here stays until it can be fetched
            told.is_too_old = True
            return True
        if desk.ask(anew.has_unheard):  # a life is not told what it said itself, another one is
            _begin_life(desk, desk.ask(enrolled.known))
            return True
    desk.do(anew.swap, answers)
    return True


def _begin_epoch(desk: Desk, refusal: errors.CentreRestored) -> None:
    """Go on in the centre's new epoch, where it names one. Raises: CentreRestored."""
    epoch = str(refusal.details.get("epoch", ""))
    if epoch in ("", desk.ask(enrolled.known).epoch):
        raise refusal
    desk.do(anew.begin_epoch, epoch, int(str(refusal.details.get("kept", 0))))
    _begin_life(desk, desk.ask(enrolled.known))


def _begin_life(desk: Desk, place: enrolled.Link) -> None:
    """Let the vault go on as another life, and the desk go by what the vault says of itself now."""
    desk.do(enrolled.begin_life)
    desk.take_standing(place.role, place.manages)


def _exchange(
    desk: Desk,
    centre: Centre,
    place: enrolled.Link,
    batch: batches.Batch,
    told: Told,
    ahead: batches.Ahead | None = None,
) -> tuple[protocol.Answer, tuple[str, bytes]]:
    """Hand one message in: the answer, proved to be the centre's, the digest of what was sent, the receipts.
    What comes next is made ready meanwhile, or right after where the way cannot do two things."""
    sent = batch.message

    def meanwhile() -> None:
        if sent.acts and sent.rest:
            told.ready = batches.ahead(desk, sent, place, told.later, told.most, centre)

    known = ahead.answers(sent) if isinstance(ahead, batches.Asked) else None
    if ahead is not None and known is not None:
        answer, digest = known, ahead.digest
    elif isinstance(ahead, batches.UnderWay):
        meanwhile()
        answer, digest = ahead.answer(), ahead.digest
    elif sent.acts and batches.is_line(centre):
        gone = batch.sent()
        waits = centre.begin(gone)
        meanwhile()
        answer, digest = waits(), gone.digest
    else:
        body = protocol.encode(sent)
        answer, digest = centre.exchange(body), protocol.digest(body)
        meanwhile()
    if answer.idle and not sent.idle:
        raise errors.NotTheCentre
    if _is_silent(answer):
        _check_silence(sent, answer)
        return answer, (digest, b"")
    return answer, (digest, batches.checked_receipts(place, batch, answer, digest))


def _is_silent(answer: protocol.Answer) -> bool:
    """Nobody has anything to tell. What is signed says what the desk may hold, if nothing else."""
    return answer.idle and not answer.signature


def _check_silence(sent: protocol.Exchange, answer: protocol.Answer) -> None:
    """It says nothing else. Raises: NotTheCentre."""
    if answer != protocol.Answer(epoch=sent.epoch, cursor=sent.cursor, idle=True):
        raise errors.NotTheCentre


def _take_standing(desk: Desk, place: enrolled.Link, answer: protocol.Answer) -> None:
    is_new = (answer.role, answer.manages) != (place.role, place.manages) or answer.staff is not None
    if answer.role and is_new:
        desk.take_standing(answer.role, answer.manages)


def _carry_files(desk: Desk, centre: Centre, go_on: Callable[[], bool], told: Told, *, is_any: bool) -> None:
    """Files go after the words, over a way that carries them."""
    if is_any and isinstance(centre, enclosures.Way):
        told.files = enclosures.carry(desk, centre, go_on=go_on)


def _settle(
    desk: Desk, sent: protocol.Exchange, answer: protocol.Answer, digest: str, listed: bytes
) -> Iterator[arrivals.TakenIn]:
    """Take an answer in. A long one goes in bites, so that who saves meanwhile waits for one of them only.

    No act is ever taken in by half, and after each bite the record is as it once stood at the centre.
    """
    told = answer.arrivals
    if len(told) > BITE and desk.ask(enrolled.may_be_in_bites, answer):
        while len(told) > BITE:
            yield desk.do(enrolled.take_bite, told[:BITE]).result
            told = told[BITE:]
        answer = msgspec.structs.replace(answer, arrivals=told)
    yield desk.do(enrolled.settle, sent, answer, digest, listed).result
