"""In which language and size a paper is set: the choices that every way of printing offers."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from ehdesk import words
from ehdesk.forms import definition

SIZES = (("standard", "Standard"), ("large", "Large print"), ("easy", "Easy read, where there is one"))


def languages(asked: definition.Form | None = None) -> tuple[tuple[str, str], ...]:
    """English, and every language that has a catalogue; for a form, those whose catalogue has its title."""
    folders = {path.parent.parent.name for path in words.locale_folder().glob("*/LC_MESSAGES/*.mo")} - {"en"}
    spoken = sorted(code for code in folders if asked is None or words.of(code)(asked.title) != asked.title)
    return (
        ("en", "English"),
        *((code, QtCore.QLocale(code).nativeLanguageName() or code) for code in spoken),
    )


def sizes(asked: definition.Form) -> tuple[tuple[str, str], ...]:
    """Standard and large print, and easy read where the form has easy words."""
    return (*SIZES[:2], ("easy", "Easy read")) if asked.is_easy_read else SIZES[:2]


def combo(name: str, choices: Sequence[tuple[str, str]], chosen: str) -> QtWidgets.QComboBox:
    """A list to pick one from, named for a screen reader."""
    made = QtWidgets.QComboBox()
    made.setAccessibleName(name)
    for code, label in choices:
        made.addItem(label, code)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made
