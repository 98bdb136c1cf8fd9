"""A copy to send: is it safe, where does the file go, the password to say aloud, and the file's end."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6 import QtWidgets

from ehdesk import errors, files
from ehdesk.models import visit_pack
from ehdesk.ui import chosen_file, messages, widgets
from ehdesk.ui import desk as desks

_KIND = "PDF (*.pdf)"
_WHY = (
    "The file is locked. It opens with six words that you say to them on the telephone or at the door, and "
    "never write in the same email."
)
_AFTER = "Attach it to your email now. Once it is sent, delete the file here: theirs stays locked."


class SendDialog(messages.Dialog):
    """`note` is called once the file is made: the copy stands in the family's file from then on."""

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        pdf: bytes,
        *,
        to: str,
        person_id: str,
        note: Callable[[], None],
    ) -> None:
        super().__init__(parent, "Copy to send", width=560)
        self._desk, self._pdf, self._to, self._note = desk, pdf, to, note
        self._file: Path | None = None
        self._sum = ""
        self.said = widgets.words("")
        self.password = widgets.words("", "code", selectable=True)
        self.password.setAccessibleName("The password, six words")
        self.password.hide()
        self.after = widgets.words("")
        for each in (self.said, self.password, self.after):
            self.body.addWidget(each)
        self.save_button = widgets.primary("Choose where to save it", self._choose)
        self.delete_button = widgets.button("Delete the file", self.delete)
        self.delete_button.hide()
        self.buttons.addWidget(self.save_button)
        self.buttons.addWidget(self.delete_button)
        self.buttons.addWidget(widgets.link("Close", self.reject))
        self.buttons.addStretch(1)
        self.save_button.hide()
        if person_id:
            check = visit_pack.check_safe_to_send
            desk.ask(check, person_id, then=lambda _none: self._offer(), failed=self._refuse, owner=self)
        else:
            self._offer()
        self.open()

    def _offer(self) -> None:
        self.said.setText(f"For {self._to}." if self._to else "For a colleague.")
        self.after.setText(_WHY)
        self.save_button.show()
        self.grow()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, errors.Refusal):
            self._desk.refused.emit(error)
            return
        title, safe, todo = error.words()
        self.said.setText(f"{title}.")
        self.after.setText(f"{safe} {todo}")
        self.grow()
        widgets.announce(self.said, f"{title}. {safe} {todo}")

    def _choose(self) -> None:
        from ehdesk.paper import sealed  # late: only sending needs it

        chosen = chosen_file.save_as(self, "Save the locked copy", sealed.neutral_name(), _KIND)
        if chosen is not None:
            self.save_to(chosen)

    def save_to(self, path: Path) -> None:
        """Lock the pages and write them there."""
        self.save_button.setEnabled(False)
        self._desk.work(
            partial(_write, path, self._pdf),
            then=partial(self._on_written, path),
            failed=self._on_not,
            owner=self,
        )

    def _on_not(self, _error: Exception) -> None:
        self.save_button.setEnabled(True)
        self.after.setText("It could not be saved there. Choose another folder.")

    def _on_written(self, path: Path, made: tuple[str, str]) -> None:
        password, self._sum = made
        self._file = path
        self.said.setText(f"Saved as {path.name}. Say these words to {self._to or 'them'}:")
        self.password.setText(password)
        self.password.show()
        self.after.setText(_AFTER)
        self.save_button.hide()
        self.delete_button.show()
        widgets.announce(self.said, f"{self.said.text()} {password}")
        self.grow()
        self._note()

    def delete(self) -> None:
        """Delete the file that was made here; one that has changed since is left alone."""
        if self._file is not None:
            self._desk.work(partial(_delete, self._file, self._sum), then=self._on_deleted, owner=self)

    def _on_deleted(self, how: str) -> None:
        said = {
            "deleted": "The file is deleted.",
            "gone": "The file is not there any more.",
            "changed": "The file has changed since. It was left where it is: delete it yourself.",
        }[how]
        self.after.setText(said)
        widgets.announce(self.after, said)
        self.delete_button.setVisible(how == "changed")
        self.grow()


def _write(path: Path, pdf: bytes) -> tuple[str, str]:
    """Write the locked pages; gives their password and what the file's content sums up to."""
    from ehdesk.paper import sealed  # late: see above

    password = sealed.password()
    content = sealed.sealed(pdf, password)
    files.write_durably(path, content)
    return password, hashlib.sha256(content).hexdigest()


def _delete(path: Path, expected: str) -> str:
    if not path.exists():
        return "gone"
    if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        return "changed"
    path.unlink()
    return "deleted"
