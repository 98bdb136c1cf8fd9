"""What a page is handed: the doors to the record, the way to other pages, and what may be said.

A page shows, asks (`desk.do`), shows again. It never holds the store, the lane or another page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ehdesk import clock
from ehdesk import settings as preferences
from ehdesk.ui import background, next_steps

if TYPE_CHECKING:
    from datetime import datetime

Tone = Literal["notice", "needs", "received"]


@dataclass(frozen=True)
class Place:
    """Where a worker is: a page, what it shows, and where in it. It is kept inside the vault.

    `page` is a name in the window's table: "today", "caseload", "family", "person", "episode", "plan",
    "directory", "new_family", "new_person", "note", "form", "visit", "visits", "together", "paper", "tray",
    "sync", "versions", "help" or "settings"; `record_id` the record it shows (for "plan" the episode's, for
    "family", "new_person" and "together" the family's id or the form's); `path` the question, `cursor` the
    character in it, `scroll` the pixels from the top; `undo` the page's own steps back, as plain JSON values.
    """

    page: str
    record_id: str | None = None
    path: str | None = None
    cursor: int = 0
    scroll: int = 0
    undo: tuple[Any, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """One line that is shown above the page. `action` is a button's words.

    With `stays` it stands until it is put away; else a line that only says what was done goes by itself once
    the worker has gone on.
    """

    text: str
    detail: str = ""
    tone: Tone = "notice"
    action: str = ""
    then: Callable[[], None] | None = None
    stays: bool = False


class Done(Protocol):
    """What the store hands back from an act: its result, when it was saved, and whether twice."""

    @property
    def result(self) -> Any:
        """What the verb returned."""

    @property
    def saved_at(self) -> datetime:
        """When the save was on the disk, UTC."""

    @property
    def second_copy(self) -> bool:
        """Whether the journal has it too."""


class Store(Protocol):
    """The two doors of the record that a desk uses; both run on the vault lane."""

    def do(
        self, verb: Callable[..., Any], *args: Any, why: str | None, sitting: str | None, **kw: Any
    ) -> Done:
        """Run a verb in one act."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""


Then = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Desk(QObject):
    """The desk of one worker in one window. `numbers().are_known` says whether a family may be taken.

    `carrying` is the `Carrying` that takes work to the centre by itself; None where nothing may go there.

    `do` runs a verb in an act and then calls `then(result)`; `ask` runs a query and calls
    `then(answer)`. Both answer on the window's thread, and not at all once `owner` (the page) is gone.
    Without `failed`, a refusal is shown by the window.
    """

    saving = Signal()
    saved = Signal(object)  # the store's Done; None when it was refused
    not_saved = Signal(object)  # the Exception that a save was refused with, whoever took it
    refused = Signal(object)  # an Exception that nobody took
    unforeseen = Signal(object)  # an Exception that is not a refusal: for the log and a calm page
    wanted = Signal(object)  # a Place to go to
    back_wanted = Signal()
    said = Signal(object)  # a Notice
    lock_wanted = Signal()
    handing_in = Signal()  # whoever holds what is typed in front of the page hands it in now
    next_steps_wanted = Signal()
    came_in = Signal(object)  # a frozenset of the ids of records that others have changed, once they are in
    acted = Signal(str)  # the verb of an act that is saved and will travel

    def __init__(
        self,
        *,
        store: Store,
        lane: background.Lane,
        clock: clock.Clock,
        settings: Any = None,
        me: Any = None,
        words: Any = None,
        sitting: str | None = None,
        numbers: Callable[[], next_steps.Numbers] = next_steps.Numbers,
        prefers: preferences.Preferences | None = None,
    ) -> None:
        super().__init__()
        self.numbers = numbers
        self.prefers = prefers or preferences.Preferences()
        self._store, self._lane = store, lane
        self.clock, self.settings, self.me, self.words = clock, settings, me, words
        self.sitting = sitting
        self.carrying: Any = None

    def do(
        self,
        verb: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
        why: str | None = None,
        sitting: str | None = None,
        quietly: bool = False,
        seen: int | None = None,
        **kw: Any,
    ) -> None:
        """Run a verb of the models in one act on the vault lane. The save is done even when the page goes.

        `seen` is the mark that came with what the worker had before them: what others said since stands.

        `quietly` says nothing of it in the status line: for what the worker did not write.
        """
        if not quietly:
            self.saving.emit()

        def arrived(done: Done) -> None:
            if not quietly:
                self.saved.emit(done)
            told = getattr(verb, "told", None)
            if told is not None and not told.local:
                self.acted.emit(told.verb)
            if then is not None and background.is_here(owner):
                then(done.result)

        def stumbled(error: Exception) -> None:
            if not quietly:
                self.saved.emit(None)
            self.not_saved.emit(error)
            (failed if failed is not None and background.is_here(owner) else self.refused.emit)(error)

        more = kw if seen is None else {**kw, "seen": seen}
        self._lane.submit(
            lambda: self._store.do(verb, *args, why=why, sitting=sitting or self.sitting, **more),
            arrived,
            stumbled,
        )

    def ask(
        self,
        query: Callable[..., Any],
        *args: Any,
        then: Then,
        failed: Failed | None = None,
        owner: QObject | None = None,
        **kw: Any,
    ) -> None:
        """Run a query of the models on the vault lane."""
        self._lane.submit(
            lambda: self._store.ask(query, *args, **kw), then, failed or self.refused.emit, owner=owner
        )

    def work(
        self,
        job: Callable[[], Any],
        *,
        then: Then,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run something slow that is not the record's (typesetting a page) on the same lane."""
        self._lane.submit(job, then, failed or self.refused.emit, owner=owner)

    def work_beside(
        self,
        job: Callable[[], Any],
        *,
        then: Then,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run something that may take half a minute and needs no vault, on a lane of its own.

        A save goes through while it runs.
        """
        self._lane.beside().submit(job, then, failed or self.refused.emit, owner=owner)

    def go(self, place: Place) -> None:
        """Open another page."""
        self.wanted.emit(place)

    def back(self) -> None:
        """Go to the page before this one."""
        self.back_wanted.emit()

    def say(self, notice: Notice | str) -> None:
        """Show one line above the page."""
        self.said.emit(Notice(notice) if isinstance(notice, str) else notice)


LET_GO_MS = 50
"""After this long a page that was left is taken apart: the one that was opened stands by then."""


class Page(QWidget):
    """What every page is: it has a title, saves what is being typed, and knows where the worker is in it.

    `shows_alone` says that a family looks on: no bar, no menu, no news, no way to a neighbour, and larger
    text. Such a page is left to its own family. `says_what_is_saved` says that the page has a line of its own
    for that: the foot of the window then only says where it is.
    """

    title_changed = Signal(str)
    shows_alone = False
    says_what_is_saved = False
    settled = Signal()  # after `is_settling`: the cursor stands where it belongs

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.setProperty("surface", "page")

    def set_title(self, title: str) -> None:
        """Change what the top bar and the window's title say."""
        self.title = title
        self.title_changed.emit(title)

    def leave_for(self, to: Place) -> None:  # noqa: ARG002
        """The worker goes to another place: hand in what is being typed. The page itself goes soon after."""
        self.flush()

    def flush(self) -> None:
        """Hand in what is being typed now (`desk.do`), without waiting. Called on leaving and on lock."""

    def came_in(self, records: frozenset[str]) -> None:  # noqa: ARG002 - for pages that show one record
        """Others have changed these records: by default the page reads again what it shows."""
        self.read_again()

    def read_again(self) -> None:
        """Read again what the page shows, quietly: cursor, focus, scroll and what is typed stay."""

    def place(self) -> Place | None:
        """Where the worker is in this page; None when this page cannot be come back to."""
        return None

    def restore(self, place: Place) -> None:
        """Put the worker back: question, cursor, scroll and undo. Called once the page is shown."""

    @property
    def is_settling(self) -> bool:
        """Whether the page still reads what it shows, and puts the cursor in its place once it has."""
        return False

    def let_go(self) -> None:
        """The worker has left this page: end it, so that no answer that is still on its way comes to it."""
        self.deleteLater()

    def take_focus(self) -> None:
        """Put the cursor where work starts. By default the first control in the tab order."""
        self.focusNextChild()


Factory = Callable[[Desk, Place], Page]
"""How a page is made for a place; `main_window` keeps a table of these by `Place.page`."""
