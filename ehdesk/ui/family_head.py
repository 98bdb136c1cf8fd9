"""The head of a family's file: who they are, where the work stands, and what the children say."""

from collections.abc import Sequence
from datetime import datetime

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import clock
from ehdesk.models import family, glance, person
from ehdesk.rules import due_words
from ehdesk.ui import answer_text, telling, widgets
from ehdesk.ui import desk as desks

_MOST_WORDS = 160
_MOST_CHILDREN = 2


class FamilyHead(QtWidgets.QWidget):
    """Title with the page's one button, where the work stands, and the children's own words."""

    def __init__(self, desk: desks.Desk, button: QtWidgets.QWidget) -> None:
        super().__init__()
        self._desk = desk
        column = widgets.stack(self, gap=4)
        self.name = widgets.heading("", 1)
        self.about = widgets.quiet("")
        self.stands = widgets.heading("", 3)
        self.stands.hide()
        top = widgets.line(gap=16)
        top.addWidget(self.name, 1)
        top.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self.about)
        column.addWidget(self.stands)
        self._words = widgets.stack(gap=4)
        self._words.setContentsMargins(0, 8, 0, 0)
        column.addLayout(self._words)

    def show_file(self, file: family.FamilyFile, told: glance.Glance) -> None:
        """Show what is known."""
        self.name.setText(file.name)
        self.about.setText(self._about(file))
        is_open = any(each.is_open for each in file.episodes[:1])
        alone = seen_alone(self._desk, file.children) if is_open or not file.episodes else ""
        stands = [self._plan(file, told), alone, self._next(told)]
        self.stands.setText(" · ".join(part for part in stands if part))
        self.stands.setVisible(bool(self.stands.text()))
        self._show_words(file, told.words)

    def show_missing(self) -> None:
        """This desk does not hold the family."""
        self.name.setText("This family is not on this laptop")

    def _about(self, file: family.FamilyFile) -> str:
        words = self._desk.words
        told = [file.reference]
        for each in file.episodes[:1]:
            if each.closed_on:
                told.append(f"Early Help closed {words.date(each.closed_on)}")
            else:
                told.append(f"Early Help since {words.date(each.opened_on)}")
        return " · ".join(told)

    def _plan(self, file: family.FamilyFile, told: glance.Glance) -> str:
        is_open = any(each.is_open for each in file.episodes[:1])
        if not is_open:
            return ""
        return "No plan yet" if told.plan_day is None else f"Plan day {told.plan_day}"

    def _next(self, told: glance.Glance) -> str:
        if told.next is None:
            return ""
        today = self._desk.clock.today()
        near = (told.next.on - today).days < 7
        day = self._desk.words.long_day(told.next.on, today)
        day = day.split(" ")[0] if near and told.next.on != today else "today" if near else day
        if told.next.at is not None:
            return f"visit {day} {self._desk.words.time(told.next.at)}"
        due = due_words.DUE[told.next.rule].next.format(about=told.next.about)
        return f"{due} by {day}"

    def _show_words(self, file: family.FamilyFile, heard: Sequence[glance.ChildsWords]) -> None:
        widgets.clear(self._words)
        born = {str(card.id): card.known_as for card in file.children if card.age != "unborn"}
        for one in [one for one in heard if one.child_id in born][:_MOST_CHILDREN]:
            said = one.words if len(one.words) <= _MOST_WORDS else f"{one.words[:_MOST_WORDS].rstrip()}…"
            self._words.addWidget(_Said(said, f"{born[one.child_id]}, {self._desk.words.date(one.on)}"))


class _Said(QtWidgets.QWidget):
    """A child's own words, and whose they are: beside them where there is room, else beneath."""

    def __init__(self, said: str, who: str) -> None:
        super().__init__()
        self._beside = widgets.line(self, gap=12)
        self._said = widgets.words(f"“{said}”", "answer")
        self._said.setLayoutDirection(answer_text.direction(said))
        self._who = widgets.quiet(who)
        self._who.setWordWrap(False)
        self._beside.addWidget(self._said)
        self._beside.addWidget(self._who, 1)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Choose again."""
        super().resizeEvent(event)
        across = self._said.fontMetrics().horizontalAdvance(self._said.text())
        needed = across + self._who.sizeHint().width() + 16
        is_one_line = needed <= self.width()
        way = QtWidgets.QBoxLayout.Direction
        self._beside.setDirection(way.LeftToRight if is_one_line else way.TopToBottom)
        self._beside.setSpacing(12 if is_one_line else 0)
        self._said.setWordWrap(not is_one_line)


def seen_alone(desk: desks.Desk, children: Sequence[person.PersonCard]) -> str:
    """ "seen alone 3 days ago"; of several children the one for whom it is longest ago."""
    born = [child for child in children if child.age not in ("unborn", "died")]
    if not born:
        return ""
    longest = min(born, key=lambda child: child.last_seen_alone or _NEVER)
    ago = telling.how_long_ago(desk, longest.last_seen_alone)
    if len(born) == 1:
        return f"seen alone {ago}" if ago else "not seen alone yet"
    return f"{longest.known_as} seen alone {ago}" if ago else f"{longest.known_as} not seen alone yet"


_NEVER = datetime(1, 1, 2, tzinfo=clock.LONDON)
