"""Connecting this laptop to the authority's centre: an address and a code, and then what it came to."""

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.models import enrolled
from ehdesk.sync import invitation
from ehdesk.ui import carrying, unlock, widgets

ROLES = {
    "practitioner": "a practitioner",
    "line_manager": "a line manager",
    "coordinator": "the Early Help Coordinator",
}
_LAID_OUT_MS = 50
_LEFT = QtCore.Qt.AlignmentFlag.AlignLeft


_FIRST = (
    "What you write stays on this laptop until it is connected to your authority’s centre. Once it is, your "
    "work goes there by itself, and your colleagues’ work on your families comes to you."
)


class Enrolling(QtWidgets.QWidget):
    """One field that takes both, as they were pasted. `connected` says that it went well.

    With `again_at`, the address of a centre that the laptop was connected to before, the code is enough.
    """

    connected = QtCore.Signal()

    def __init__(self, carries: carrying.Carrying, *, again_at: str = "") -> None:
        super().__init__()
        self._carries, self.again_at = carries, again_at
        column = widgets.stack(self, gap=16)
        self.field = QtWidgets.QLineEdit()
        self.field.returnPressed.connect(self.connect_now)
        asks = "Your new code" if again_at else "The centre’s address, and your code"
        both = "Your manager gives you both: enter one after the other. The code"
        given = "Your manager gives it to you. It" if again_at else both
        holder = QtWidgets.QWidget()
        asked = widgets.stack(holder, gap=4)  # as in first run
        asked.addWidget(widgets.caption(asks, self.field, f"{given} works once, and for a day."))
        asked.addWidget(self.field)
        self.said = widgets.words("")
        self.said.hide()
        self.trouble = QtWidgets.QWidget()
        self._trouble = widgets.stack(self.trouble, gap=0)
        self.trouble.hide()
        self.button = widgets.primary("Connect this laptop", self.connect_now)
        if not again_at:
            column.addWidget(widgets.words(_FIRST))
        for part in (holder, self.said, self.trouble):
            column.addWidget(part)
        column.addWidget(self.button, 0, _LEFT)
        if not again_at:
            column.addWidget(widgets.quiet("No code yet? Everything works without it, on this laptop."))

    def connect_now(self) -> None:
        """Ask the centre, with what is in the field."""
        told = invitation.read(self.field.text())
        address = told.address or self.again_at
        if not (address and told.code):
            missing = "the code" if address else "the address" if told.code else "the address and the code"
            too = " too" if told.address or told.code else ""
            self._say(f"Enter {missing}{too}.", "warm")
            self.field.setFocus()
            return
        self._say("Asking the centre…", "quiet")
        self._let(go=False)
        self._carries.enrol(address, told.code, self._on_let_in, self._on_refused)

    def _on_let_in(self, _link: enrolled.Link) -> None:
        self.field.clear()
        self.connected.emit()

    def _on_refused(self, error: Exception) -> None:
        self._let(go=True)
        if not isinstance(error, errors.Refusal):
            self.said.hide()
            raise error
        title, safe, todo = error.words()
        detail = f"{safe} {todo}"
        self.said.hide()
        widgets.clear(self._trouble)
        self._trouble.addWidget(widgets.notice(title, detail, kind="needs"))
        self.trouble.show()
        widgets.announce(self.trouble, f"{unlock.stopped(title)} {detail}")
        self.field.setFocus()
        QtCore.QTimer.singleShot(_LAID_OUT_MS, self.trouble, self._show_trouble)

    def _show_trouble(self) -> None:
        """Bring into sight why it was refused: in a small window, or with large text, it lies below."""
        above: QtWidgets.QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, QtWidgets.QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self.trouble, 0, 24)

    def _let(self, *, go: bool) -> None:
        self.field.setReadOnly(not go)
        self.button.setEnabled(go)

    def _say(self, text: str, look: str) -> None:
        self.trouble.hide()
        self.said.setText(text)
        widgets.relook(self.said, look)
        self.said.show()
        widgets.announce(self.said, text)


def welcome(authority: str, role: str) -> str:
    """ "This laptop is connected to Harlow Beck. You are a line manager there."."""
    who = ROLES.get(role)
    told = f" You are {who} there." if who else ""
    if role == "administrator":
        told = " You are an administrator there, and hold no families’ records."
    return f"This laptop is connected to {authority}.{told}"
