"""Choosing files on the computer, without leaving a note anywhere of where one has been."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets


def open_files(parent: QtWidgets.QWidget, title: str) -> tuple[Path, ...]:
    """The files that the worker chose; none when they thought better of it."""
    chosen, _kind = QtWidgets.QFileDialog.getOpenFileNames(parent, title)
    forget_folders()
    return tuple(Path(name) for name in chosen)


def save_file(parent: QtWidgets.QWidget, title: str, name: str) -> Path | None:
    """Where to write a file, or None."""
    chosen, _kind = QtWidgets.QFileDialog.getSaveFileName(parent, title, name)
    forget_folders()
    return Path(chosen) if chosen else None


def forget_folders() -> None:
    """Qt's own file dialog notes in a plain file where one has been; a folder may have a family's name."""
    noted = QtCore.QSettings(QtCore.QSettings.Scope.UserScope, "QtProject")
    for key in ("history", "lastVisited"):
        noted.remove(f"FileDialog/{key}")
    noted.sync()
