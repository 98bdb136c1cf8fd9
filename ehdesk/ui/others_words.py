"""What others changed on a page that stands open, until the worker has been there; and its two versions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from PySide6 import QtCore

from ehdesk.forms import newer
from ehdesk.models import form
from ehdesk.ui import desk as desks
from ehdesk.ui import field_sign, question_field


class View(Protocol):
    """What a view of a form lets be signed."""

    fields_made: Any
    left: Any

    def made(self) -> Iterator[tuple[str, question_field.QuestionField]]:
        """The fields that stand on the page by now, by the key of their question."""


class OthersWords(QtCore.QObject):
    """Signs the fields of one view after the other. `wanted` carries a key whose two versions are wanted."""

    wanted = QtCore.Signal(str)

    def __init__(self, desk: desks.Desk, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: View | None = None
        self._changed: dict[str, str] = {}
        self._two: frozenset[str] = frozenset()
        self._beyond: frozenset[str] = frozenset()

    def show_on(self, view: View | None) -> None:
        """Sign the fields of this view from now on."""
        self._view = view
        if view is not None:
            view.fields_made.connect(self._show)
            view.left.connect(self._on_left)
            QtCore.QTimer.singleShot(0, self, self._show)

    def note(
        self,
        changed: Mapping[str, form.FieldMark],
        in_hand: Iterable[str],
        two: Iterable[str],
        beyond: Iterable[str] = (),
    ) -> None:
        """Others changed these paths, some of them in hand; there are `two` versions of these, and what
        stands at `beyond` this version cannot show."""
        held = {_key(path) for path in in_hand}
        for path, mark in sorted(changed.items(), key=lambda each: each[1].revision):
            self._changed[_key(path)] = self._words(mark, is_held=_key(path) in held)
        self._two = frozenset(_key(path) for path in two)
        self._beyond = frozenset(beyond)
        QtCore.QTimer.singleShot(0, self, self._show)

    def summary(self, changed: Mapping[str, form.FieldMark], label: Any) -> str:
        """One sentence of what came in, or nothing."""
        keys = {_key(path) for path in changed}
        who = list(dict.fromkeys(mark.who for mark in changed.values()))
        if not keys:
            return ""
        named = who[0] if len(who) == 1 else f"{who[0]} and others"
        told = f"“{label(min(keys))}”" if len(keys) == 1 else f"{len(keys)} answers"
        return f"{named} changed {told}."

    def told(self, key: str) -> str:
        """What is said at a question now."""
        if key in self._two:
            return "Two versions are kept"
        return newer.SAID if key in self._beyond else self._changed.get(key, "")

    def _words(self, mark: form.FieldMark, *, is_held: bool) -> str:
        when = self._desk.words.when(mark.at, self._desk.clock.today())
        told = f"Changed by {mark.who}, {when}"
        return f"{told}. What you write here is kept beside it" if is_held else told

    def _show(self) -> None:
        if self._view is None:
            return
        for key, field in self._view.made():
            told = self.told(key)
            said = field_sign.Said(told, two=key in self._two) if told else None
            way = field.show_sign(said)
            if way is not None:
                way.clicked.connect(lambda _on=False, key=key: self.wanted.emit(key))

    def _on_left(self, path: str) -> None:
        """The worker has been there and goes on."""
        if self._changed.pop(_key(path), None) is not None:
            QtCore.QTimer.singleShot(0, self, self._show)


def _key(path: str) -> str:
    return path.partition("/")[0]
