"""How far one go to the centre has come, heard from what it does to the vault: records, then files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ehdesk.models import anew, arrivals, came_in, enclosed
from ehdesk.sync import trip

_ENDS_A_FILE = (enclosed.note_filed, enclosed.keep, enclosed.let_go)


@dataclass(frozen=True)
class Far:
    """Records that came so far, about how many there are in all (0: nobody knows), and files of how many."""

    records: int = 0
    of_records: int = 0
    files: int = 0
    of_files: int = 0


class Going(trip.Trip):
    """A trip that says how far it is. `far` is called on the trip's thread."""

    def __init__(
        self,
        store: trip.Store,
        *,
        typing_wanted: Callable[[], object],
        heard: Callable[[arrivals.TakenIn], object],
        far: Callable[[Far], object],
    ) -> None:
        super().__init__(store, typing_wanted=typing_wanted, heard=heard)
        self._tell_far = far
        self._far = Far()

    def _took_in(self, taken_in: arrivals.TakenIn) -> None:
        came = len(frozenset().union(*taken_in.records.values()))
        if came:
            records = self._far.records + came
            self._say(records=records, of_records=records + self.left if self.left else 0)

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query. Raises: Stopped."""
        found = super().ask(query, *args, **kw)
        if query is enclosed.waiting:
            self._say(of_files=self._far.files + len(found))
        return found

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act. Raises: Stopped."""
        fetched = super().ask(came_in.to_be_fetched) if verb is anew.swap else frozenset()
        if verb is anew.swap:  # it puts other records in the place of these: what is typed goes in before
            self._let_typing_in()
        done = super().do(verb, *args, **kw)
        if verb is anew.swap and done.result:
            self._heard(arrivals.TakenIn(touched=set(fetched)))
        if verb in _ENDS_A_FILE:
            self._say(files=min(self._far.files + 1, self._far.of_files))
        return done

    def _say(self, **changed: int) -> None:
        self._far = replace(self._far, **changed)
        self._tell_far(self._far)
