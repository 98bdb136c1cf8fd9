"""Handing in what is typed: within a second of the key, on leaving a field or a page, and on lock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6 import QtCore

from ehdesk import errors
from ehdesk.ui import desk as desks

WITHIN_MS = 700
_TRY_AGAIN_MS = 2000

Kind = Literal["nothing", "saving", "saved", "saved_once", "not_saved"]
Keep = Callable[[str, object, desks.Then, desks.Failed], None]


@dataclass(frozen=True)
class SaveState:
    """What may truthfully be said about this page's work now."""

    kind: Kind
    when: str = ""

    def words(self) -> str:
        """The one line that the worker reads."""
        return {
            "saving": "Saving…",
            "saved": f"Saved {self.when}",
            "saved_once": "Saved once; second copy not written – trying again",
            "not_saved": "Not saved yet – trying again",
        }.get(self.kind, "")


class Autosave(QtCore.QObject):
    """Keeps what is typed until the record has it. One value per path; the newest wins.

    `keep(path, value, then, failed)` hands one answer in (`desk.do(form.answer, ...)`). The clock
    runs from the first unsaved key, not the last, so that an hour of steady typing is never an hour
    unsaved. `refused` carries (path, Refusal, value) when the record will never take this answer as it is.
    """

    changed = QtCore.Signal(object)  # SaveState
    refused = QtCore.Signal(str, object, object)

    def __init__(self, desk: desks.Desk, keep: Keep, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keep = keep
        self._waiting: dict[str, object] = {}
        self._under_way: dict[str, int] = {}
        self._state = SaveState("nothing")
        self._last_done: desks.Done | None = None
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._hand_in_settled)
        desk.saved.connect(self._on_desk_saved)

    @property
    def state(self) -> SaveState:
        """What may be said now."""
        return self._state

    def show_saved_at(self, at: datetime | None) -> None:
        """What was saved when the page was opened."""
        self._say(SaveState("saved", self._when(at)) if at is not None else SaveState("nothing"))

    def typed(self, path: str, value: object) -> None:
        """A key was pressed: this is the answer at `path` now."""
        self._waiting[path] = value
        self._say(SaveState("saving"))
        if not self._timer.isActive():
            self._timer.start(WITHIN_MS)

    def flush(self) -> None:
        """Hand in everything at once, without waiting for what is under way: the lane keeps the order."""
        self._timer.stop()
        for path in list(self._waiting):
            self._hand_in(path)

    def holds(self) -> frozenset[str]:
        """The paths whose newest answer the record may not have yet."""
        return frozenset(self._waiting) | frozenset(self._under_way)

    def forget(self, path: str) -> None:
        """Drop what waits at a path that is no longer there (a row that was taken away)."""
        for waiting in [key for key in self._waiting if key == path or key.startswith(path + "/")]:
            del self._waiting[waiting]

    def _hand_in_settled(self) -> None:
        for path in [path for path in self._waiting if path not in self._under_way]:
            self._hand_in(path)

    def _hand_in(self, path: str) -> None:
        value = self._waiting.pop(path)
        self._under_way[path] = self._under_way.get(path, 0) + 1
        self._keep(
            path,
            value,
            lambda _result: self._on_kept(path),
            lambda error: self._on_not_kept(path, value, error),
        )

    def _on_desk_saved(self, done: object) -> None:
        self._last_done = done if done is not None else None  # type: ignore[assignment]
        if self._state.kind == "saved_once" and self._last_done is not None and self._last_done.second_copy:
            self._say(SaveState("saved", self._when(self._last_done.saved_at)))

    def _on_kept(self, path: str) -> None:
        self._land(path)
        if self.holds():
            if not self._timer.isActive() and self._waiting:
                self._timer.start(WITHIN_MS)
            return
        done = self._last_done
        if done is not None:
            self._say(SaveState("saved" if done.second_copy else "saved_once", self._when(done.saved_at)))

    def _on_not_kept(self, path: str, value: object, error: Exception) -> None:
        self._land(path)
        if isinstance(error, errors.FormRefusal | errors.RecordRefusal):
            self.refused.emit(path, error, value)
        else:
            self._waiting.setdefault(path, value)
            self._timer.start(_TRY_AGAIN_MS)
        self._say(SaveState("not_saved"))

    def _land(self, path: str) -> None:
        left = self._under_way.pop(path) - 1
        if left:
            self._under_way[path] = left

    def _when(self, at: datetime) -> str:
        """ "10:42" today, "Mon 16:52" this week."""
        return str(self._desk.words.when(at, self._desk.clock.today()))

    def _say(self, state: SaveState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)
