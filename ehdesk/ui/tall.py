"""A part of a page that is as tall as its words are at the width it has, and does not say so beforehand."""

from PySide6 import QtCore, QtWidgets


class Tall:
    """Mixed into a widget with a layout: its hints are those of its layout alone.

    Qt's own also lay it out at the width they hint at, each part of a page within each other part at
    widths of its own, which is more than Qt remembers: one more question on a long form measured all
    the others again, four times over.
    """

    def sizeHint(self: QtWidgets.QWidget) -> QtCore.QSize:  # type: ignore[misc]
        """As large as its parts hint at, side by side and one beneath another."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QtCore.QSize()

    def minimumSizeHint(self: QtWidgets.QWidget) -> QtCore.QSize:  # type: ignore[misc]
        """As small as its parts can be."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QtCore.QSize()
