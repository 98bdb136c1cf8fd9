"""The lines above a page: that this is practice, and news that stands until it is put away."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from ehdesk.ui import desk as desks
from ehdesk.ui import widgets


class Notices(QFrame):
    """News above the page. While somebody else may be looking (`hold`), it waits and is not said aloud."""

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
        strip = _Strip(notice)
        self._column.addWidget(strip)
        widgets.announce(strip, f"{notice.text} {notice.detail}".strip())

    def hold(self, holds: bool) -> None:  # noqa: FBT001 - like setVisible
        """Keep news back, or say what has waited."""
        self._holds = holds
        self.setVisible(not holds)
        if not holds:
            waiting, self._waiting = self._waiting, []
            for notice in waiting:
                self.say(notice)


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
        across = widgets.line(self)
        across.setContentsMargins(12, 8, 12, 0)
        across.addWidget(widgets.notice(notice.text, notice.detail, kind=notice.tone), 1)
        if notice.action and notice.then is not None:
            then = notice.then
            act = widgets.button(notice.action, then)
            act.clicked.connect(self._put_away)
            across.addWidget(act)
        across.addWidget(widgets.icon_button("Put this away", self._put_away, sign="close"))

    def _put_away(self) -> None:
        self.hide()
        self.deleteLater()
