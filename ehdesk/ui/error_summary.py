"""What still has to be put right, at the top of the page: a heading, and a link to each question."""

from collections.abc import Sequence
from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.ui import widgets


class ErrorSummary(QtWidgets.QFrame):
    """Says "There is a problem" and links to each question; `wanted` carries the path of the one followed."""

    wanted = QtCore.Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "needs")
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        column = widgets.stack(self, gap=4, margin=16)
        top = widgets.line(gap=10)
        top.addWidget(widgets.Sign("needs-you", "warm"))
        top.addWidget(widgets.heading("There is a problem", 2), 1)
        column.addLayout(top)
        column.addWidget(widgets.words("Everything you wrote is kept. Put these right to finish:"))
        self._links = widgets.stack(gap=0)
        column.addLayout(self._links)
        self.hide()

    def show_faults(self, faults: Sequence[form_answers.Fault]) -> None:
        """List these, take the focus and be read out; with none, go away."""
        widgets.clear(self._links)
        self.setVisible(bool(faults))
        if not faults:
            return
        before: QtWidgets.QWidget = self
        for fault in faults:
            link = widgets.link(fault.message, partial(self.wanted.emit, fault.path))
            link.setAccessibleDescription(fault.label)
            self._links.addWidget(link, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
            self.setTabOrder(before, link)
            before = link
        spoken = f"There is a problem. {len(faults)} to put right: " + "; ".join(f.message for f in faults)
        self.setAccessibleName(spoken)
        self.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        widgets.announce(self, spoken)

    def links(self) -> list[str]:
        """The words of the links, in order."""
        shown = (self._links.itemAt(place) for place in range(self._links.count()))
        found = (item.widget() for item in shown if item is not None)
        return [link.text() for link in found if isinstance(link, QtWidgets.QPushButton)]
