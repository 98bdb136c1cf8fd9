"""The chronology of a family: beside a form that is being written, or as a part of the family's file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.models import acts, chronology, person
from ehdesk.rules import patterns as rules
from ehdesk.ui import (
    answer_input,
    event_adding,
    form_opening,
    journey_words,
    listing,
    long_rows,
    rows,
    widgets,
)
from ehdesk.ui import desk as desks

_EMPTY = "No events yet. Births, moves, losses and good things belong here; visits are notes."
_FIVE = 5
_MOST = 1000


@dataclass(frozen=True)
class Told:
    """What the panel shows."""

    events: tuple[chronology.Event, ...] = ()
    suggestions: tuple[chronology.Suggestion, ...] = ()
    patterns: tuple[rules.Pattern, ...] = ()
    people: tuple[person.PersonCard, ...] = ()
    around: answer_input.Surroundings = field(default_factory=answer_input.Surroundings)


def read(reading: acts.Reading, family_id: str, child: str | None, words: form_opening.Words) -> Told:
    """The chronology, of all or of one child, and what adding to it needs."""
    people = person.people(reading, family_id)
    return Told(
        chronology.timeline(reading, family_id, child=child, limit=_MOST),
        chronology.suggestions(reading, family_id),
        chronology.patterns(reading, family_id, child=child),
        people,
        form_opening.surroundings(people, {}, reading, words),
    )


class ChronologyPanel(QtWidgets.QWidget):
    """Give it a family; `begin` reads. `event_wanted` carries an event that is to be opened.

    `picked` carries an event's words for the form beside it ("3 July 2026: moved to Bangor"), where
    `can_pick` says that there is one.
    """

    event_wanted = QtCore.Signal(str)
    picked = QtCore.Signal(str)

    def __init__(self, desk: desks.Desk, family_id: str, *, can_pick: bool = False) -> None:
        super().__init__()
        self._desk, self._family_id, self._can_pick = desk, family_id, can_pick
        self._told = Told()
        self._names: dict[str, str] = {}
        column = widgets.stack(self, gap=16)
        self.child = QtWidgets.QComboBox()
        self.child.addItem("The whole family", None)
        self.category = QtWidgets.QComboBox()
        self.category.addItem("Every kind of event", None)
        column.addLayout(self._filters())
        self._patterns = widgets.stack(gap=8)
        column.addLayout(self._patterns)
        self.list = listing.Listing("Chronology", empty=_EMPTY, first=200, make=long_rows.LongRowList)
        self.list.chosen.connect(self._open)
        column.addWidget(self.list)
        self.add_button = widgets.button("Add an event", self.add, sign="add")
        column.addWidget(self.add_button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._suggestions = widgets.stack(gap=8)
        column.addLayout(self._suggestions)
        column.addStretch(1)

    def _filters(self) -> QtWidgets.QBoxLayout:
        across: QtWidgets.QBoxLayout
        across = widgets.stack(gap=8) if self._can_pick else widgets.line(gap=16)
        for words, box in (("About", self.child), ("Kind", self.category)):
            inner = widgets.stack(gap=4)
            inner.addWidget(widgets.caption(words, box))
            inner.addWidget(box)
            box.setMinimumWidth(80)
            box.setSizeAdjustPolicy(
                QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(14)
            across.addLayout(inner, 1)
        self.child.currentIndexChanged.connect(lambda _index: self.begin())
        self.category.currentIndexChanged.connect(lambda _index: self._fill_list())
        return across

    def begin(self) -> None:
        """Read the chronology."""
        child = self.child.currentData()
        self._desk.ask(
            read, self._family_id, child, self._desk.words, then=partial(self._show, child), owner=self
        )

    def take_focus(self) -> None:
        """The first event, or the button."""
        first: QtWidgets.QWidget = self.list.list if self._told.events else self.add_button
        first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _show(self, child: str | None, told: Told) -> None:
        if child != self.child.currentData():
            return
        self._told = told
        self._names = {str(card.id): card.known_as for card in told.people}
        if self.child.count() == 1:
            self._fill_children(told.people)
        self._fill_categories()
        self._fill_patterns()
        self._fill_list()
        self._fill_suggestions()

    def _fill_children(self, people: tuple[person.PersonCard, ...]) -> None:
        self.child.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for card in people:
            if card.is_child:
                self.child.addItem(card.known_as, card.id)
        self.child.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _fill_categories(self) -> None:
        chosen = self.category.currentData()
        codes = dict.fromkeys(event.category for event in self._told.events if event.category)
        self.category.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.category.count() > 1:
            self.category.removeItem(1)
        for code in sorted(codes, key=journey_words.category):
            self.category.addItem(journey_words.category(code), code)
        self.category.setCurrentIndex(max(self.category.findData(chosen), 0))
        self.category.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _fill_list(self) -> None:
        chosen = self.category.currentData()
        shown = [event for event in self._told.events if chosen in (None, event.category)]
        self.list.set_rows([self._row(event) for event in shown])

    def _row(self, event: chronology.Event) -> rows.Row:
        return journey_words.event_row(self._desk, event, self._names)

    def _fill_patterns(self) -> None:
        widgets.clear(self._patterns)
        for found in self._told.patterns[:_FIVE]:
            told, question = journey_words.pattern(self._desk, found)
            self._patterns.addWidget(widgets.notice(told, question))

    def _fill_suggestions(self) -> None:
        widgets.clear(self._suggestions)
        if self._told.suggestions:
            self._suggestions.addWidget(widgets.heading("From the file: does it belong here?", 3))
        for suggestion in self._told.suggestions[:_FIVE]:
            self._suggestions.addWidget(self._offer(suggestion))
        left = len(self._told.suggestions) - _FIVE
        if left > 0:
            self._suggestions.addWidget(widgets.quiet(f"{left} more after these."))

    def _offer(self, suggestion: chronology.Suggestion) -> QtWidgets.QFrame:
        frame, column = widgets.card(gap=8, margin=12)
        words = suggestion.event
        day = journey_words.when(self._desk, suggestion.on)
        column.addWidget(widgets.words(words))
        column.addWidget(widgets.quiet(f"{day} · {suggestion.source}"))
        across = widgets.line(gap=8)
        accept = widgets.button("Add it", partial(self._settle, chronology.accept, suggestion.id))
        decline = widgets.link("Not here", partial(self._settle, chronology.decline, suggestion.id))
        for button, what in ((accept, "Add it"), (decline, "Not here")):
            button.setAccessibleName(f"{what}: {words} {day}")
            across.addWidget(button)
        across.addStretch(1)
        column.addLayout(across)
        return frame

    # What a worker does

    def add(self) -> event_adding.EventDialog:
        """Add an event."""
        dialog = event_adding.EventDialog(
            self.window(), self._desk, self._family_id, self._told.around, self.child.currentData()
        )
        dialog.added.connect(self.begin)
        return dialog

    def _settle(self, verb: Callable[..., Any], suggestion_id: str) -> None:
        """Take a suggestion in, or leave it out for good."""
        self._desk.do(verb, self._family_id, suggestion_id, then=lambda _done: self.begin(), owner=self)

    def _open(self, event_id: str) -> None:
        if not self._can_pick:
            self.event_wanted.emit(event_id)
            return
        event = next(event for event in self._told.events if event.id == event_id)
        self.picked.emit(f"{journey_words.day_of(self._desk, event)}: {event.event}")
