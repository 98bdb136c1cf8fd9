"""Why a finished form is being changed: asked before it opens again."""

from collections.abc import Callable

from PySide6 import QtWidgets

from ehdesk.ui import answer_text, messages, widgets


def ask_reason(parent: QtWidgets.QWidget, title: str, then: Callable[[str], None]) -> messages.Dialog:
    """Ask why `title` is amended; `then` gets the reason. Closing without one changes nothing."""
    dialog = messages.Dialog(parent, f"Amend “{title}”?")
    dialog.body.addWidget(
        widgets.words("The finished version stays as it is and can always be read. Yours becomes the next.")
    )
    why = answer_text.Writing(3)
    dialog.body.addWidget(widgets.caption("Why are you amending it?", why))
    dialog.body.addWidget(why)
    missing = widgets.words("Enter a reason to amend it", "warm")
    missing.hide()
    dialog.body.addWidget(missing)
    keep = widgets.primary("Keep it as it is", dialog.reject)
    keep.setDefault(True)

    def amend() -> None:
        reason = why.text().strip()
        missing.setVisible(not reason)
        if not reason:
            why.setFocus()
            return
        dialog.accept()
        then(reason)

    dialog.buttons.addWidget(keep)
    dialog.buttons.addWidget(widgets.button("Amend", amend))
    dialog.buttons.addStretch(1)
    why.setFocus()
    dialog.open()
    return dialog
