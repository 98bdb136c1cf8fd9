"""Who is in the family: names, how to say them, ages, when each child was seen; contact while held."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import acts, person
from ehdesk.ui import answer_text, hold, telling, widgets
from ehdesk.ui import desk as desks

_SAFE = {
    "call": "call",
    "voicemail": "voicemail",
    "text": "text",
    "post": "post",
    "email": "email",
    "visit": "visit",
}


def read_contact(read: acts.Reading, person_id: str) -> str:
    """How to reach a person, in words: what the file may show, and what not everybody may read."""
    card = person.get(read, person_id)
    names = person.names(read, card.family_id) if card.family_id else {}
    return contact_words(card, person.restricted(read, person_id), names)


class PeopleCard(QtWidgets.QFrame):
    """One line for each person, children first. `chosen` carries the id of one who is to be changed."""

    chosen = QtCore.Signal(str)

    def __init__(self, desk: desks.Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("look", "card")
        self._column = widgets.stack(self, gap=0)
        self._column.setContentsMargins(20, 4, 14, 4)

    def set_people(self, people: Sequence[person.PersonCard]) -> None:
        """Show these people."""
        widgets.clear(self._column)
        for place, card in enumerate(people):
            if place:
                self._column.addWidget(widgets.hairline())
            line = PersonLine(self._desk, card)
            line.change.clicked.connect(lambda _on=False, who=str(card.id): self.chosen.emit(who))
            self._column.addWidget(line)
        if not people:
            self._column.addWidget(widgets.quiet("Nobody has been added to this family yet."))


class PersonLine(QtWidgets.QWidget):
    """One person on one line; the name opens them. How to reach them shows only while the button is held."""

    def __init__(self, desk: desks.Desk, card: person.PersonCard) -> None:
        super().__init__()
        self._desk = desk
        self._card = card
        column = widgets.stack(self, gap=0)
        column.setContentsMargins(0, 2, 0, 2)
        self._top = widgets.line(gap=12)
        self._names = widgets.line(gap=12)
        self._fill_names()
        self._top.addLayout(self._names, 1)
        self._last_seen = widgets.quiet(self._seen())
        if not self._last_seen.text():
            self._last_seen.hide()
        self._top.addWidget(self._last_seen)
        self.hold = hold.Hold("Contact", f"Hold to show how to reach {self._card.known_as}")
        if not self._card.has_restricted and not _open_contact(self._card):
            room = self.hold.sizePolicy()
            room.setRetainSizeWhenHidden(True)
            self.hold.setSizePolicy(room)
            self.hold.hide()
        self._top.addWidget(self.hold, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._top)
        self.held = hold.Held(desk, self.hold, read_contact, card.id, told=str)
        self.contact = self.held.label
        self.contact.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.held)

    def minimumSizeHint(self) -> QtCore.QSize:
        """As narrow as need be: what does not fit side by side goes one under the other."""
        return QtCore.QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """On one line where there is room for all of it; big text or a small window: one under the other."""
        super().resizeEvent(event)
        told = (self._about_label, self._last_seen)
        self._lay(QtWidgets.QBoxLayout.Direction.LeftToRight)
        for label in told:
            label.setWordWrap(False)
        self._top.invalidate()
        if self._top.minimumSize().width() > self.width():
            self._lay(QtWidgets.QBoxLayout.Direction.TopToBottom)
            for label in told:
                label.setWordWrap(True)

    def _lay(self, direction: QtWidgets.QBoxLayout.Direction) -> None:
        is_one_line = direction == QtWidgets.QBoxLayout.Direction.LeftToRight
        for layout in (self._top, self._names):
            layout.setDirection(direction)
            layout.setSpacing(12 if is_one_line else 2)

    def _fill_names(self) -> None:
        self.change = widgets.Button(self._card.full_name.replace("&", "&&"), look="name")
        self.change.setAccessibleName(f"Change: {self._card.full_name}")
        self.change.setToolTip("Open, to read or to change")
        self._names.addWidget(self.change, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        own = self._card.name_own_script
        if own and own != self._card.full_name:
            label = widgets.words(own, "own-script")
            label.setLayoutDirection(answer_text.direction(own))
            label.setWordWrap(False)
            self._names.addWidget(label, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._about_label = widgets.quiet(self._about())
        self._names.addWidget(self._about_label, 1)

    def _about(self) -> str:
        card = self._card
        called = f"called {card.known_as}" if card.known_as not in card.full_name else ""
        say = f"say “{card.say_it}”" if card.say_it else ""
        due = str(card.answers.get("due_date") or "")
        age = f"due {self._desk.words.partial_date(due)}" if due and card.age == "unborn" else card.age
        away = "lives elsewhere" if card.answers.get("lives_here") is False else ""
        return " · ".join(part for part in (age, card.relationship, called, say, away) if part)

    def _seen(self) -> str:
        if not self._card.is_child:
            return ""
        seen = telling.how_long_ago(self._desk, self._card.last_seen)
        alone = telling.how_long_ago(self._desk, self._card.last_seen_alone)
        if not seen:
            return "" if self._card.age == "unborn" else "Not seen yet"
        if alone == seen:
            return f"Seen alone {seen}"
        return f"Seen {seen}, " + (f"alone {alone}" if alone else "not alone yet")


def _open_contact(card: person.PersonCard) -> dict[str, Any]:
    return {
        key: card.answers[key] for key in ("phones", "email", "addresses", "safe_to") if card.answers.get(key)
    }


def contact_words(card: person.PersonCard, restricted: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Everything there is on reaching this person; the warning first."""
    known = {**_open_contact(card), **restricted}
    told = [str(known["contact_warning"])] if known.get("contact_warning") else []
    hidden_from = known.get("address_confidential_from")
    if hidden_from:
        who = [one.get("name", "") if isinstance(one, dict) else names.get(one, "") for one in hidden_from]
        told.append("The address is not to be known to: " + ", ".join(name for name in who if name))
    safe = [_SAFE.get(way, way) for way in known.get("safe_to", ())]
    if safe:
        told.append("Safe to " + ", ".join(safe))
    for row in _rows(_both(known, "phones")):
        told.append(" ".join(part for part in (row.get("number", ""), _brackets(row.get("whose"))) if part))
    told += [str(known[key]) for key in (person.PROTECTED["email"], "email") if known.get(key)]
    for row in _rows(_both(known, "addresses")):
        parts = (row.get(key) for key in ("line_1", "line_2", "town", "county", "postcode"))
        told.append(", ".join(part for part in parts if part))
    return "\n".join(told) or "Nothing is written down yet."


def _both(known: dict[str, Any], key: str) -> dict[str, Any]:
    """The rows that the file may show, and those that are kept apart."""
    return {**(known.get(person.PROTECTED[key]) or {}), **(known.get(key) or {})}


def _rows(table: Any) -> list[dict[str, Any]]:
    found = list((table or {}).values()) if isinstance(table, dict) else list(table or ())
    return sorted((row for row in found if isinstance(row, dict)), key=lambda row: str(row.get("rank", "")))


def _brackets(words: Any) -> str:
    return f"({words})" if words else ""
