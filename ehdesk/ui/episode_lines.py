"""The lines of an episode's page: what stands now first, what was before it quieter, ways to change each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import person_codes
from ehdesk.models import whole_episode
from ehdesk.ui import desk as desks
from ehdesk.ui import widgets

_GROUPS = {option.code: option.label for option in person_codes.REPORT_GROUPS}
_BEFORE_SHOWN = 3


@dataclass(frozen=True)
class Way:
    """Something that can be done with a line: its words, and what a screen reader adds."""

    words: str
    about: str
    act: Callable[[], object]


@dataclass(frozen=True)
class Line:
    """One line: what, then when and why; `is_over` makes it quiet."""

    title: str
    details: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    is_over: bool = False
    sign: str = ""
    mark: str = ""


class Part(QtWidgets.QWidget):
    """One part of the page: a heading, a card with its lines, and what can be done, if anything."""

    def __init__(
        self,
        title: str,
        empty: str = "",
        action: str = "",
        act: Callable[[], object] | None = None,
        *,
        level: int = 2,
    ) -> None:
        super().__init__()
        self._empty = empty
        column = widgets.stack(self, gap=12)
        column.addWidget(widgets.heading(title, level))
        self._card = QtWidgets.QFrame()
        self._card.setProperty("look", "card")
        self._card.setAccessibleName(title)
        self._lines = widgets.stack(self._card, gap=0)
        self._lines.setContentsMargins(20, 4, 20, 4)
        column.addWidget(self._card)
        self.action = widgets.button(action, act)
        column.addWidget(self.action, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self.action.setVisible(bool(action))
        self._before: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these: what stands first; of what is over the latest few, then “more”."""
        widgets.clear(self._lines)
        standing = [line for line in lines if not line.is_over]
        over = [line for line in lines if line.is_over]
        self._before = tuple(over[_BEFORE_SHOWN:])
        for line in (*standing, *over[:_BEFORE_SHOWN]):
            self._add(line)
        if not lines:
            quiet = widgets.quiet(self._empty)
            quiet.setContentsMargins(0, 12, 0, 12)
            self._lines.addWidget(quiet)
        if self._before:
            self._more = widgets.link(f"{len(self._before)} earlier", self._show_before)
            self._lines.addWidget(self._more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def turns(self) -> tuple[QtWidgets.QWidget, ...]:
        """What Tab visits here, in its order."""
        return (self._card, self.action)

    def words(self) -> str:
        """Everything that the part says."""
        return "\n".join(label.text() for label in self._card.findChildren(QtWidgets.QLabel))

    def _show_before(self) -> None:
        self._more.hide()
        self._more.deleteLater()
        for line in self._before:
            self._add(line)
        self._card.setFocus()

    def _add(self, line: Line) -> None:
        if self._lines.count():
            self._lines.addWidget(widgets.hairline())
        self._lines.addWidget(_LineView(line))


class _LineView(QtWidgets.QWidget):
    """One line as it is shown: what can be done stands at its right, or beneath where it is narrow."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._across = widgets.line(self, gap=12)
        self._across.setContentsMargins(0, 12, 0, 12)
        told = widgets.stack(gap=2)
        told.addWidget(widgets.words(line.title, "quiet" if line.is_over else "label"))
        if line.mark:
            told.addWidget(widgets.Status(line.mark, line.sign or "info", "accent"))
        for detail in line.details:
            told.addWidget(widgets.quiet(detail))
        self._across.addLayout(told, 1)
        self._ways = [_way(way) for way in line.ways]
        for button in self._ways:
            self._across.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QtCore.QSize:
        """As narrow as need be."""
        return QtCore.QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Side by side while at least half is left for the words."""
        super().resizeEvent(event)
        wide = sum(button.sizeHint().width() + 12 for button in self._ways)
        ways = QtWidgets.QBoxLayout.Direction
        self._across.setDirection(ways.LeftToRight if wide * 2 <= self.width() else ways.TopToBottom)


def _way(way: Way) -> widgets.Button:
    button = widgets.link(way.words, way.act)
    button.setAccessibleName(f"{way.words}: {way.about}")
    return button


class Lines:
    """Makes lines of what the record says."""

    def __init__(self, desk: desks.Desk, whole: whole_episode.WholeEpisode) -> None:
        self._words, self._whole = desk.words, whole

    def children(self, leave: Callable[[str], object]) -> list[Line]:
        """The children, who is in it first."""
        found = []
        for child in self._whole.children:
            age = child.age if child.age not in child.name.casefold() else ""
            title = ", ".join(part for part in (child.name, age) if part)
            way = Way("Leaves…", child.name, partial(leave, child.row_id))
            found.append(
                Line(
                    title,
                    (self._from_to(child.joined_on, child.left_on), *_said(child.why_left)),
                    () if child.left_on else (way,),
                    is_over=bool(child.left_on),
                    sign="child",
                    mark="" if child.is_subject else "Seen along the way",
                )
            )
        return found

    def levels(self) -> list[Line]:
        """The levels, newest first."""
        found = []
        for place, line in enumerate(self._whole.levels):
            title = f"{line.order}. {line.name}" if line.code else line.name
            told = " · ".join(part for part in (line.scheme_name, line.by_name) if part)
            details = (self._from_to(line.from_on, line.until), *_said(line.reason), *_said(told))
            found.append(Line(title, details, is_over=place > 0))
        return found

    def leads(self, accept: Callable[[str], object], correct: Callable[[str], object]) -> list[Line]:
        """Who leads, then who led."""
        found = []
        for line in self._whole.leads:
            named = " · ".join(part for part in (line.role, line.agency) if part)
            managed = f"Managed by {line.manager}" if line.manager else ""
            taken = f"Took it on {self._words.date(line.accepted_on)}" if line.accepted_on else ""
            waits = not line.to_on and not line.accepted_on and line.row_id is not None
            taken_on = Way("They have taken it on…", line.name, partial(accept, str(line.row_id)))
            put_right = Way("Correct…", line.name, partial(correct, str(line.row_id)))
            ways = (taken_on, put_right) if waits else (put_right,)
            may_change = not line.to_on and line.row_id is not None
            details = (named, self._from_to(line.from_on, line.to_on), taken, managed, line.why)
            found.append(
                Line(
                    line.name,
                    tuple(part for part in details if part),
                    ways if may_change else (),
                    is_over=bool(line.to_on),
                    sign="waiting",
                    mark="Not taken on yet" if waits else "",
                )
            )
        return found

    def team(self, change: Callable[[str], object], leave: Callable[[str], object]) -> list[Line]:
        """The team, who is here first."""
        found = []
        for line in self._whole.team:
            named = line.worker or line.agency
            group = _GROUPS.get(self._whole.report_groups.get(line.agency, ""), "")
            place = line.agency if line.worker else ""
            who = " · ".join(part for part in (line.role, place, group) if part)
            reach = " · ".join(part for part in (line.phone, line.email) if part)
            about = f"For {line.for_whom}" if line.for_whom else ""
            since = self._from_to(line.from_on, line.to_on)
            details = tuple(part for part in (who, about, reach, since, line.why_left) if part)
            ways = (
                Way("Change…", named, partial(change, line.row_id)),
                Way("Leaves…", named, partial(leave, line.row_id)),
            )
            found.append(Line(named, details, ways if line.is_here else (), is_over=not line.is_here))
        return found

    def _from_to(self, begun: str, ended: str) -> str:
        since = self._words.partial_date(begun) if begun else ""
        until = self._words.partial_date(ended) if ended else ""
        if since and until:
            return f"{since} to {until}"
        if until:
            return f"Until {until}"
        return f"Since {since}" if since else ""


def _said(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
