"""Asking for a few words first: why a form is amended or sent back, a line to the manager."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6 import QtWidgets

from ehdesk.ui import answer_text, messages, widgets


@dataclass(frozen=True)
class Asked:
    """What is asked, in words. `missing` is said where nothing is written; empty where that is allowed."""

    title: str
    told: str
    label: str
    missing: str
    keep: str
    do: str
    written: str = ""


def ask_reason(parent: QtWidgets.QWidget, title: str, then: Callable[[str], None]) -> messages.Dialog:
    """Ask why `title` is amended; `then` gets the reason. Closing without one changes nothing."""
    asked = Asked(
        f"Amend “{title}”?",
        "The finished version stays as it is and can always be read. Yours becomes the next.",
        "Why are you amending it?",
        "Enter a reason to amend it",
        "Keep it as it is",
        "Amend",
    )
    return ask_words(parent, asked, then)


def ask_words(parent: QtWidgets.QWidget, asked: Asked, then: Callable[[str], None]) -> messages.Dialog:
    """Ask for a few words; `then` gets them. Closing without them changes nothing."""
    dialog = messages.Dialog(parent, asked.title)
    dialog.body.addWidget(widgets.words(asked.told))
    written = answer_text.Writing(3)
    written.setPlainText(asked.written)
    dialog.body.addWidget(widgets.caption(asked.label, written))
    dialog.body.addWidget(written)
    missing = widgets.words(asked.missing, "warm")
    missing.hide()
    dialog.body.addWidget(missing)
    keep = widgets.primary(asked.keep, dialog.reject)
    keep.setDefault(True)

    def do() -> None:
        words = written.text().strip()
        missing.setVisible(not words and bool(asked.missing))
        if not words and asked.missing:
            widgets.announce(missing, asked.missing)
            written.setFocus()
            return
        dialog.accept()
        then(words)

    dialog.buttons.addWidget(keep)
    dialog.buttons.addWidget(widgets.button(asked.do, do))
    dialog.buttons.addStretch(1)
    written.setFocus()
    dialog.open()
    return dialog
