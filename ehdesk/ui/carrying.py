"""Work goes to the centre and comes back by itself: when it is time, beside the window, and never in its way.

It runs on a lane of its own. The vault lane is never held over a call to the network: a save goes through
while a slow centre thinks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from ehdesk import errors, files
from ehdesk.models import arrivals, enrolled, sent
from ehdesk.sync import schedule, trip
from ehdesk.ui import background, going
from ehdesk.ui import desk as desks

BEFORE_LOCK_MS = 3_000
"""A worker who locks waits no longer than this for the last of it."""
FIRST_GO_MS = 1_500
"""After unlocking the first page comes first, and the first words that are typed into it."""
_COUNT_AFTER_MS = 400
_GOES_AT_ONCE = frozenset(
    {
        *("form.finished", "form.signed_off", "form.sent_back", "agreement.withdrawn"),
        *("lead.handed_over", "lead.accepted", "team.joined", "team.left"),
    }
)
"""What somebody else waits for."""


class Way(Protocol):
    """The way to a centre. Both may take long, and raise a CentreRefusal."""

    def enrol(self, desk: Any, address: str, code: str) -> Any:
        """Let this desk in with a code."""

    def sync(self, desk: Any, go_on: Callable[[], bool]) -> Any:
        """Send what waits, and hear what is new."""

    def forget_handed_in(self, desk: Any, folder: files.DataFolder) -> None:
        """All has come in: what this laptop handed in while it was locked is needed no more."""


@dataclass(frozen=True)
class State:
    """How things stand: the counts, what the last go came to, and how far this one is."""

    counts: sent.Counts = field(default_factory=sent.Counts)
    mood: schedule.Mood = "not_yet"
    error: Exception | None = None
    is_going: bool = False
    is_ending: bool = False
    far: going.Far = field(default_factory=going.Far)


class Carrying(QObject):
    """Carries one vault's work. `changed` has a `State`, `went` the engine's `Told`, `failed` an error.

    Of a practice vault nothing leaves this computer: only a centre on it is gone to, as in the demonstration.
    """

    started = Signal()
    changed = Signal(object)
    went = Signal(object)
    failed = Signal(object)
    _typing_wanted = Signal(object)  # from the trip's thread: the trip
    _heard = Signal(object)
    _far = Signal(object)

    def __init__(
        self,
        desk: desks.Desk,
        store: trip.Store,
        vault_lane: background.Lane,
        way: Callable[[], Way],
        *,
        flush: Callable[[], None],
        where: Callable[[], desks.Place | None],
        chance: Callable[[], float],
        folder: files.DataFolder,
        is_practice: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._store, self._vault_lane = desk, store, vault_lane
        self._way, self._flush, self._chance, self._where = way, flush, chance, where
        self._folder, self.is_practice = folder, is_practice
        self._lane: background.Lane | None = None
        self._trip: trip.Trip | None = None
        self._then: Callable[[], object] | None = None
        self._is_leaving = False
        self._schedule = schedule.Schedule(due=None)
        self.state = State()
        self._timer = QTimer(self)
        self._timer.setInterval(round(schedule.LOOKED_EVERY.total_seconds() * 1000))
        self._timer.timeout.connect(self.look)
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(_COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self.count)
        self._typing_wanted.connect(self._on_typing_wanted)
        self._heard.connect(self._on_heard)
        self._far.connect(lambda far: self._say(far=far))
        desk.acted.connect(self._on_acted)

    def of(self, counts: sent.Counts) -> sent.Counts:
        """The counts as they count here: a practice vault belongs to no centre but one on this computer."""
        return sent.Counts() if self.is_practice and not counts.is_near else counts

    @property
    def is_enrolled(self) -> bool:
        """Whether there is a centre to carry to."""
        return self.state.counts.is_enrolled

    # When

    def begin(self, *, after_ms: int = FIRST_GO_MS) -> None:
        """The vault is open: look whether it belongs to a centre, and go there soon."""
        self._desk.ask(sent.counts, then=partial(self._on_found, after_ms), owner=self)

    def _on_found(self, after_ms: int, counts: sent.Counts) -> None:
        self._say(counts=counts)
        if self.is_enrolled and not self._is_leaving:
            self._schedule = schedule.begin(self._now())
            self._timer.start()
            QTimer.singleShot(after_ms, self, self.look)

    def look(self) -> None:
        """Go, if it is time."""
        self._schedule = schedule.look(self._schedule, self._now())
        if schedule.is_due(self._schedule, self._now()):
            self._go()

    def go_now(self) -> None:
        """A person asks for it."""
        if self.is_enrolled:
            self._schedule = schedule.asked(self._schedule, self._now())
            self.look()
            self.changed.emit(self.state)  # who asks hears how it stands, also where it waits for the centre

    def _on_acted(self, verb: str) -> None:
        if not self.is_enrolled or self._is_leaving:
            return
        if not self._count_soon.isActive():  # from the first of them on: who types for an hour is counted too
            self._count_soon.start()
        if verb in _GOES_AT_ONCE:
            self._schedule = schedule.finished(self._schedule, self._now())
            self.look()

    def count(self) -> None:
        """Count again what waits."""
        if not self._is_leaving:
            self._desk.ask(sent.counts, then=lambda counts: self._say(counts=counts), owner=self)

    # One go

    def _go(self) -> None:
        if self.state.is_going or self._is_leaving:
            return
        self._say(is_going=True, is_ending=False, far=going.Far())
        self.started.emit()
        self._flush()  # what is typed goes with it; the lane keeps the order
        self._vault_lane.submit(lambda: None, lambda _none: self._set_out(), owner=self)

    def _set_out(self) -> None:
        if self._trip is not None or (self._is_leaving and self._then is None):
            return
        gone = going.Going(
            self._store,
            typing_wanted=lambda: self._typing_wanted.emit(gone),
            heard=self._heard.emit,
            far=self._far.emit,
        )
        self._trip = gone
        self._own_lane().submit(
            partial(self._carry, gone),
            partial(self._on_went, gone),
            self._on_failed,
            owner=self,
        )

    def _carry(self, gone: trip.Trip) -> Any:
        """On the lane that goes to the centre."""
        way = self._way()
        told = way.sync(gone, gone.goes_on)
        if self._folder.handed_in.exists() and not gone.ask(enrolled.waits):
            way.forget_handed_in(gone, self._folder)
        return told

    def _own_lane(self) -> background.Lane:
        if self._lane is None:
            self._lane = background.Lane("centre", self, tidies=False)
            self._lane.stumbled.connect(self._vault_lane.stumbled)
        return self._lane

    def _on_typing_wanted(self, gone: trip.Trip) -> None:
        """An answer is here: what is typed goes in before it, so that neither overwrites the other."""
        if not self._is_leaving:
            self._flush()
        self._vault_lane.submit(gone.typing_is_in)

    def _on_heard(self, taken_in: arrivals.TakenIn) -> None:
        changed = frozenset(taken_in.touched).union(*taken_in.records.values())
        if changed and not self._is_leaving:
            self._desk.came_in.emit(changed)

    def _on_went(self, gone: trip.Trip, told: Any) -> None:
        now = self._now()
        ended = schedule.cut_short if gone.was_cut_short else schedule.went_well
        decided = self._desk.settings
        often = schedule.every(decided.sync_every_minutes) if decided is not None else schedule.EVERY
        self._schedule = ended(self._schedule, now, often)
        self._trip = None
        self._say(is_going=False, mood=self._schedule.mood, error=None)
        if self._is_leaving:
            self._part()
            return
        self.went.emit(told)
        self._vault_lane.submit(self._begin_news, None, self._desk.refused.emit)
        self.count()
        self._tell_aside(len(told.aside))

    def _begin_news(self) -> None:
        """All that came with the first go was there before: it is no news."""
        if not self._store.ask(sent.has_looked):
            self._store.do(sent.look)

    def _on_failed(self, error: Exception) -> None:
        self._trip = None
        if self._is_leaving:
            self._part()
            return
        was = self._schedule.mood
        self._schedule = schedule.failed(self._schedule, error, self._now(), self._chance)
        self._say(is_going=False, mood=self._schedule.mood, error=error)
        self.failed.emit(error)
        self.count()
        if not isinstance(error, errors.Refusal):
            self._desk.unforeseen.emit(error)
        elif self._schedule.mood == "stopped" and was != "stopped":
            self._tell(error.words()[0], error.words()[1])

    def end_soon(self) -> None:
        """The worker does not want to wait: what is on its way comes in, and no more is begun."""
        if self._trip is not None:
            self._trip.end_soon()
            self._say(is_ending=True)

    # Being let in

    def enrol(self, address: str, code: str, then: desks.Then, failed: desks.Failed) -> None:
        """Let this laptop in at a centre; then all that was written before goes there."""

        gone = trip.Trip(self._store, typing_wanted=lambda: None, heard=lambda _heard: None)

        def let_in(link: enrolled.Link) -> None:
            self._trip = None
            then(link)
            self.begin(after_ms=0)

        def refused(error: Exception) -> None:
            self._trip = None
            failed(error)

        self._trip = gone
        self._own_lane().submit(lambda: self._way().enrol(gone, address, code), let_in, refused, owner=self)

    # Locking

    def leave(self, then: Callable[[], object], *, at_once: bool = False) -> None:
        """The vault is about to be closed: a last short go where that helps, then `then`, once.

        From then on nothing writes. Called again while it goes, it ends at once.
        """
        if self._is_leaving:
            self._part()
            return
        self._is_leaving, self._then = True, then
        self._timer.stop()
        self._count_soon.stop()
        if at_once or not self.is_enrolled or not schedule.may_go_before_lock(self._schedule):
            self._part()
            return
        QTimer.singleShot(BEFORE_LOCK_MS, self, self._part)
        if self._trip is None:
            self._desk.ask(
                enrolled.waits, then=self._on_waits, failed=lambda _error: self._part(), owner=self
            )

    def _on_waits(self, waits: bool) -> None:  # noqa: FBT001 - what the lane brings
        if waits and self._then is not None:
            self._set_out()
        else:
            self._part()

    def _part(self) -> None:
        """Nothing writes from now on. Waiting for what is being written is the lane's, not the window's."""
        then, self._then = self._then, None
        if then is None:
            return
        gone = self._trip
        self._vault_lane.submit(gone.stop if gone is not None else lambda: None, lambda _none: then())

    def take_down(self) -> None:
        """Stop what ticks, and let go of what is on its way."""
        self._is_leaving = True
        self._timer.stop()
        self._count_soon.stop()
        if self._trip is not None:
            self._trip.stop()
        if self._lane is not None:
            self._lane.close()
            self._lane = None

    # What is said

    def _say(self, **changed: Any) -> None:
        if "counts" in changed:
            changed["counts"] = self.of(changed["counts"])
        self.state = replace(self.state, **changed)
        if not self._is_leaving:
            self.changed.emit(self.state)

    def _tell_aside(self, count: int) -> None:
        if count:
            title = "Something that you wrote was not taken by the centre"
            self._tell(title, "It is kept on this laptop. See why, and what to do.")

    def _tell(self, title: str, detail: str) -> None:
        here = self._where()
        if here is not None and here.page == "sync":
            return  # it stands there already
        go = partial(self._desk.go, desks.Place("sync"))
        self._desk.say(desks.Notice(title, detail, "needs", "See what to do", go))

    def _now(self) -> Any:
        return self._desk.clock.now()
