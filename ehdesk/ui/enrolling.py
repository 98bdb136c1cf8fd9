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
_LEFT = QtCore.Qt.AlignmentFlag.AlignLeft


class Enrolling(QtWidgets.QWidget):
    """One field that takes both, as they were pasted. `connected` says that it went well."""

    connected = QtCore.Signal()

    def __init__(self, carries: carrying.Carrying) -> None:
        super().__init__()
        self._carries = carries
        column = widgets.stack(self, gap=16)
        column.addWidget(
            widgets.words(
                "What you write stays on this laptop until it is connected to your authority’s centre. Once "
                "it is, your work goes there by itself, and your colleagues’ work on your families comes to "
                "you."
            )
        )
        self.field = QtWidgets.QLineEdit()
        self.field.returnPressed.connect(self.connect_now)
        hint = "Your manager gives you both. The code works once, and for a day."
        holder = QtWidgets.QWidget()
        asked = widgets.stack(holder, gap=0)
        asked.addWidget(widgets.caption("The centre’s address, and your code", self.field, hint))
        asked.addWidget(self.field)
        column.addWidget(holder)
        self.said = widgets.words("")
        self.said.hide()
        column.addWidget(self.said)
        self.button = widgets.primary("Connect this laptop", self.connect_now)
        column.addWidget(self.button, 0, _LEFT)
        column.addWidget(widgets.quiet("No code yet? Everything works without it, on this laptop."))

    def connect_now(self) -> None:
        """Ask the centre, with what is in the field."""
        told = invitation.read(self.field.text())
        if not (told.address and told.code):
            missing = (
                "the code" if told.address else "the address" if told.code else "the address and the code"
            )
            self._say(f"Enter {missing} too." if told.address or told.code else f"Enter {missing}.", "warm")
            self.field.setFocus()
            return
        self._say("Asking the centre…", "quiet")
        self._let(go=False)
        self._carries.enrol(told.address, told.code, self._on_let_in, self._on_refused)

    def _on_let_in(self, _link: enrolled.Link) -> None:
        self.field.clear()
        self.connected.emit()

    def _on_refused(self, error: Exception) -> None:
        self._let(go=True)
        if not isinstance(error, errors.Refusal):
            self.said.hide()
            raise error
        away = isinstance(error, errors.CentreAway)
        said = _AWAY if away else " ".join(unlock.stopped(part) for part in error.words())
        self._say(said, "warm")
        self.field.setFocus()

    def _let(self, *, go: bool) -> None:
        self.field.setReadOnly(not go)
        self.button.setEnabled(go)

    def _say(self, text: str, look: str) -> None:
        self.said.setText(text)
        widgets.relook(self.said, look)
        self.said.show()
        widgets.announce(self.said, text)


_AWAY = (
    "Nothing answered at this address. Nothing has been changed, and the code is not used up. Check the "
    "address, and that this laptop has a network; then try again."
)


def welcome(authority: str, role: str) -> str:
    """ "This laptop is connected to Harlow Beck. You are a line manager there."."""
    who = ROLES.get(role)
    told = f" You are {who} there." if who else ""
    if role == "administrator":
        told = " You are an administrator there, and hold no families’ records."
    return f"This laptop is connected to {authority}.{told}"
