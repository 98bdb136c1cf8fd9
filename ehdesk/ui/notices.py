"""The lines above a page: that this is practice, and news that stands until it is put away."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from ehdesk.ui import desk as desks
from ehdesk.ui import widgets

_MOST_TOLD = 2
"""So many lines that only say what was done stand at a time."""


class Notices(QFrame):
    """News above the page. While somebody else may be looking (`hold`), it waits and is not said aloud.

    Lines that only say what was done make room for newer ones, and go when the worker has gone on; what
    needs somebody stands until it is put away.
    """

    def __init__(self) -> None:
        super().__init__()
        self._column: QVBoxLayout = widgets.stack(self, gap=4)
        self._waiting: list[desks.Notice] = []
        self._holds = False

    def say(self, notice: desks.Notice) -> None:
        """Show one line until it is put away."""
        if self._holds:
            self._waiting.append(notice)
            return
        self._make_room(notice)
        strip = _Strip(notice)
        self._column.addWidget(strip)
        widgets.announce(strip, f"{notice.text} {notice.detail}".strip())

    def gone_on(self) -> None:
        """The worker goes to another page: what was said on the page before the last one has been read."""
        for strip in self._strips():
            if _only_tells(strip.notice):
                if strip.has_gone_on:
                    strip.put_away()
                strip.has_gone_on = True

    def standing(self) -> list[desks.Notice]:
        """The lines that stand, from the oldest."""
        return [strip.notice for strip in self._strips()]

    def withdraw(self, text: str) -> None:
        """What this line offers has been done: it stands no longer."""
        self._waiting = [one for one in self._waiting if one.text != text]
        for strip in self._strips():
            if strip.notice.text == text:
                strip.put_away()

    def _make_room(self, fresh: desks.Notice) -> None:
        for strip in self._strips():
            if (strip.notice.text, strip.notice.detail) == (fresh.text, fresh.detail):
                strip.put_away()
        told = [strip for strip in self._strips() if _only_tells(strip.notice)]
        if _only_tells(fresh):
            for strip in told[: len(told) + 1 - _MOST_TOLD]:
                strip.put_away()

    def _strips(self) -> list["_Strip"]:
        places = map(self._column.itemAt, range(self._column.count()))
        found = (item.widget() for item in places if item is not None)
        return [strip for strip in found if isinstance(strip, _Strip) and not strip.is_away]

    def hold(self, holds: bool) -> None:  # noqa: FBT001 - like setVisible
        """Keep news back, or say what has waited."""
        self._holds = holds
        self.setVisible(not holds)
        if not holds:
            waiting, self._waiting = self._waiting, []
            for notice in waiting:
                self.say(notice)


def _only_tells(notice: desks.Notice) -> bool:
    """Whether it says what was done, and asks for nothing but, perhaps, to be undone."""
    return not notice.stays and notice.tone != "needs" and notice.action in ("", "Undo")


def practice_banner() -> QFrame:
    """Says on every page that nothing here is real."""
    banner = QFrame()
    banner.setProperty("look", "practice")
    across = widgets.line(banner)
    across.setContentsMargins(16, 6, 16, 6)
    across.addWidget(widgets.Sign("info", "warm"))
    across.addWidget(
        widgets.words("PRACTICE: every family here is invented. Nothing here reaches the real record."), 1
    )
    return banner


class _Strip(QFrame):
    """A notice above the page, with its button and a way to put it away."""

    def __init__(self, notice: desks.Notice) -> None:
        super().__init__()
        self.notice, self.is_away, self.has_gone_on = notice, False, False
        across = widgets.line(self)
        across.setContentsMargins(12, 8, 12, 0)
        across.addWidget(widgets.notice(notice.text, notice.detail, kind=notice.tone), 1)
        if notice.action and notice.then is not None:
            then = notice.then
            act = widgets.button(notice.action, then)
            act.clicked.connect(self.put_away)
            across.addWidget(act)
        across.addWidget(widgets.icon_button("Put this away", self.put_away, sign="close"))

    def put_away(self) -> None:
        """Take it off."""
        self.is_away = True
        self.hide()
        self.deleteLater()
