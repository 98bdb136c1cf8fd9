"""The journey of a family: one line for each thing that happened, of all or of one child."""

from PySide6 import QtCore, QtWidgets

from ehdesk.models import acts, person, timeline
from ehdesk.ui import desk as desks
from ehdesk.ui import journey_words, listing, section_strip, widgets

_EMPTY = "Nothing of this kind has happened yet."
_TURNS = ("level", "lead")
_FIRST = 40


def read(
    reading: acts.Reading, family_id: str
) -> tuple[tuple[timeline.Event, ...], tuple[person.PersonCard, ...]]:
    """The journey, and the family's children."""
    children = tuple(card for card in person.people(reading, family_id) if card.is_child)
    return timeline.journey(reading, family_id), children


class TimelinePart(QtWidgets.QWidget):
    """Filters above, lines below, the newest first. `wanted` carries a line that has something to open."""

    wanted = QtCore.Signal(str, str)  # its kind, its record
    notes_wanted = QtCore.Signal()

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._events: tuple[timeline.Event, ...] = ()
        self._shown: tuple[timeline.Event, ...] = ()
        self._names: dict[str, str] = {}
        column = widgets.stack(self, gap=12)
        self.kind = section_strip.SectionStrip(journey_words.KINDS)
        self.kind.choose("all")
        self.kind.picked.connect(lambda _key: self._filter())
        self.child = QtWidgets.QComboBox()
        self.child.addItem("The whole family", None)
        self.child.currentIndexChanged.connect(lambda _index: self._filter())
        self._caption = widgets.caption("About", self.child)
        self.list = listing.Listing("Journey", empty=_EMPTY, first=_FIRST)
        self.list.chosen.connect(self._open)
        for part in (self.kind, self._caption, self.child, self.list):
            column.addWidget(part)
        column.setAlignment(self.child, QtCore.Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        """Read the journey."""
        self._desk.ask(read, self._family_id, then=self._show, owner=self)

    def take_focus(self) -> None:
        """The first line, or the filters."""
        first: QtWidgets.QWidget = self.list.list if self._shown else self.kind.button("all")
        first.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _show(self, told: tuple[tuple[timeline.Event, ...], tuple[person.PersonCard, ...]]) -> None:
        self._events, children = told
        self._names = {str(card.id): card.known_as for card in children}
        chosen = self.child.currentData()
        self.child.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.child.count() > 1:
            self.child.removeItem(1)
        for card in children:
            self.child.addItem(card.known_as, card.id)
        self.child.setCurrentIndex(max(self.child.findData(chosen), 0))
        self.child.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        for part in (self.child, self._caption):
            part.setVisible(len(children) > 1)
        self._filter()

    def _filter(self) -> None:
        kind, child = self.kind.chosen(), self.child.currentData()
        found = timeline.of_child(self._events, child) if child else self._events
        wanted = _TURNS if kind == "turn" else (kind,)
        self._shown = tuple(event for event in found if kind == "all" or event.kind in wanted)
        self.list.set_rows(
            [
                journey_words.journey_row(self._desk, event, self._names, str(place))
                for place, event in enumerate(self._shown)
            ]
        )

    def _open(self, key: str) -> None:
        event = self._shown[int(key)]
        if event.kind == "notes":
            self.notes_wanted.emit()
        elif event.record_id is not None:
            kind = "episode" if event.kind in _TURNS else event.kind
            self.wanted.emit(kind, event.record_id)
