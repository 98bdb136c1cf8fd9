"""What still has to be put right or is worth a second look, at the top of the page, with a link to each."""

from collections.abc import Sequence
from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.ui import widgets

_PROBLEM = "There is a problem"
_LOOK = "Worth a second look"
_AS_IT_IS = "Nothing is missing. You can finish as it is."


class ErrorSummary(QtWidgets.QFrame):
    """Says "There is a problem" and links to each question; `wanted` carries the path of the one followed.

    What is only worth a second look comes after, or alone; it keeps nothing from being finished.
    """

    wanted = QtCore.Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "needs")
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        column = widgets.stack(self, gap=4, margin=16)
        top = widgets.line(gap=10)
        top.addWidget(widgets.Sign("needs-you", "warm"))
        self._heading = widgets.heading(_PROBLEM, 2)
        top.addWidget(self._heading, 1)
        column.addLayout(top)
        self._first = widgets.words("Everything you wrote is kept. Put these right to finish:")
        column.addWidget(self._first)
        self._links = widgets.stack(gap=0)
        column.addLayout(self._links)
        self._second = widgets.words("")
        column.addWidget(self._second)
        self._doubts = widgets.stack(gap=0)
        column.addLayout(self._doubts)
        self.hide()

    def show_faults(
        self, faults: Sequence[form_answers.Fault], doubts: Sequence[form_answers.Fault] = ()
    ) -> None:
        """List these, take the focus and be read out; with none, go away."""
        widgets.clear(self._links)
        widgets.clear(self._doubts)
        self.setVisible(bool(faults or doubts))
        if not faults and not doubts:
            return
        self._heading.setText(_PROBLEM if faults else _LOOK)
        self._first.setVisible(bool(faults))
        self._second.setText(f"{_LOOK}, and right as they may be:" if faults else _AS_IT_IS)
        self._second.setVisible(bool(doubts))
        before = self._link_to(faults, self._links, self)
        self._link_to(doubts, self._doubts, before)
        spoken = f"{_PROBLEM}. {len(faults)} to put right: {_said(faults)}" if faults else ""
        if doubts:
            spoken = f"{spoken} {_LOOK}: {_said(doubts)}".strip()
        self.setAccessibleName(spoken)
        self.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        widgets.announce(self, spoken)

    def links(self) -> list[str]:
        """The words of the links to what has to be put right, in order."""
        return _words_in(self._links)

    def doubts(self) -> list[str]:
        """The words of the links to what is worth a second look, in order."""
        return _words_in(self._doubts)

    def _link_to(
        self, faults: Sequence[form_answers.Fault], column: QtWidgets.QVBoxLayout, before: QtWidgets.QWidget
    ) -> QtWidgets.QWidget:
        for fault in faults:
            link = widgets.link(fault.message, partial(self.wanted.emit, fault.path))
            link.setAccessibleDescription(fault.label)
            column.addWidget(link, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
            self.setTabOrder(before, link)
            before = link
        return before


def _said(faults: Sequence[form_answers.Fault]) -> str:
    return "; ".join(fault.message for fault in faults)


def _words_in(column: QtWidgets.QVBoxLayout) -> list[str]:
    shown = (column.itemAt(place) for place in range(column.count()))
    found = (item.widget() for item in shown if item is not None)
    return [link.text() for link in found if isinstance(link, QtWidgets.QPushButton)]
