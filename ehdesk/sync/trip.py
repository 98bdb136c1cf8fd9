"""One go to the centre, beside a worker who types: it can be stopped at any moment, and writes nothing after.

It stands between the vault and `engine`, on a thread of its own. Before what came in goes into the vault,
what is typed on the screen goes in; so it stands beside a colleague's words and never upon them unseen.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from ehdesk import errors
from ehdesk.models import arrivals, enrolled, unsettled
from ehdesk.sync import protocol

_TAKES_IN = frozenset({"answer.settled", "act.arrived"})
"""The verbs that bring what the centre said into the vault: an answer, or a bite of a long one."""


class Stopped(Exception):
    """The trip was stopped for good: its vault may be closed by now."""


class Store(Protocol):
    """What is needed of the opened vault."""

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""

    def take_standing(self, role: str, manages: Iterable[str] = ()) -> None:
        """Go by the worker's role from now on."""


class Trip:
    """The vault as `engine` sees it on one go.

    `typing_wanted` is called before an answer is taken in: whoever hears it hands in what is typed, then
    calls `typing_is_in`. `heard` is called once all of an answer is in. Both are called on the trip's thread.
    """

    def __init__(
        self,
        store: Store,
        *,
        typing_wanted: Callable[[], object],
        heard: Callable[[arrivals.TakenIn], object],
    ) -> None:
        self._store, self._typing_wanted, self._heard = store, typing_wanted, heard
        self._lock = threading.RLock()
        self._is_in = threading.Event()
        self._goes_on = True
        self._is_stopped = self._is_enough = False
        self._waits: int | None = None
        self._sent = 0
        self._came: list[arrivals.TakenIn] = []
        self.left = 0
        """About how many acts of others are still to come."""

    # What `engine` asks

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act. Raises: Stopped."""
        told = getattr(verb, "told", None)
        takes_in = told is not None and told.verb in _TAKES_IN
        if takes_in:
            self._let_typing_in()
        try:
            with self._lock:
                self._check()
                done = self._store.do(verb, *args, **kw)
        except errors.Refusal:
            self._tell_came()  # what came in before it is there
            raise
        if takes_in:
            self._came.append(done.result)
            self._took_in(done.result)
        if verb is enrolled.settle:
            self._count(args[0], args[1])
        if verb in (enrolled.settle, unsettled.settle):
            self._tell_came()
        return done

    def _tell_came(self) -> None:
        """Say what came in, all bites of an answer at once: no page reads again while half of it is here."""
        came, self._came = self._came, []
        if came:
            self._heard(_together(came))

    def _took_in(self, taken_in: arrivals.TakenIn) -> None:
        """A bite is in: for whoever counts along."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query. Raises: Stopped."""
        with self._lock:
            self._check()
            found = self._store.ask(query, *args, **kw)
        if query is enrolled.waits and not found:
            self._is_enough = False  # the words are through: files come after them, for as long as they take
        return found

    def take_standing(self, role: str, manages: Iterable[str] = ()) -> None:
        """Go by the worker's role from now on. Raises: Stopped."""
        with self._lock:
            self._check()
            self._store.take_standing(role, manages)

    def goes_on(self) -> bool:
        """Whether another exchange may begin.

        What is written while it is under way goes the next time: else it would never end for who types, and
        each exchange would cut what is typed into one more act.
        """
        if self._goes_on and self._waits is None:
            self._waits = self.ask(enrolled.standing).waits
        return self._goes_on and not self._is_enough

    # What the window asks

    def typing_is_in(self) -> None:
        """What was typed is in the vault."""
        self._is_in.set()

    def end_soon(self) -> None:
        """Take in the answer that is on its way, and begin no other exchange."""
        self._goes_on = False

    def stop(self) -> None:
        """Let what is being written be written, and nothing after it. An answer that still comes is let go:
        the centre gives it again."""
        self._goes_on = False
        self._is_stopped = True
        self._is_in.set()
        self._lock.acquire()  # whoever writes has written then
        self._lock.release()

    @property
    def was_cut_short(self) -> bool:
        """Whether somebody ended it."""
        return not self._goes_on

    def _count(self, sent: protocol.Exchange, answer: protocol.Answer) -> None:
        self._sent += len(sent.acts)
        is_all_sent = self._sent >= (self._waits or 0) or (sent.number > 1 and not sent.acts)
        self._is_enough = is_all_sent and not answer.more
        self.left = (answer.about or max(0, self.left - len(answer.arrivals))) if answer.more else 0

    def _let_typing_in(self) -> None:
        self._is_in.clear()
        self._check()
        self._typing_wanted()
        self._is_in.wait()

    def _check(self) -> None:
        if self._is_stopped:
            raise Stopped


def _together(some: Sequence[arrivals.TakenIn]) -> arrivals.TakenIn:
    """What came of an answer that was taken in by bites."""
    whole = arrivals.TakenIn(taken=sum(one.taken for one in some))
    for one in some:
        whole.aside += one.aside
        whole.touched |= one.touched
        for who, records in one.records.items():
            whole.records.setdefault(who, set()).update(records)
    return whole
