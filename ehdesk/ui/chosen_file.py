"""Asking where a file goes, without leaving on the laptop where one has been."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets


def save_as(parent: QtWidgets.QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where the worker wants a file; None where they closed the question."""
    chosen, _kind = QtWidgets.QFileDialog.getSaveFileName(parent, title, name, kinds)
    forget_folders()
    return Path(chosen) if chosen else None


def forget_folders() -> None:
    """Qt's own file dialog notes in a plain file where one has been; a folder may have a family's name."""
    noted = QtCore.QSettings(QtCore.QSettings.Scope.UserScope, "QtProject")
    for key in ("history", "lastVisited"):
        noted.remove(f"FileDialog/{key}")
    noted.sync()
