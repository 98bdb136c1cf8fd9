"""The numbers that stand in for Qt's enums on the way to the first window are Qt's own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from ehdesk.ui import plain


def test_they_mean_what_qt_means(qapp: QApplication) -> None:
    label = QLabel("words")
    plain.put(
        label,
        textFormat=plain.PLAIN_TEXT,
        textInteractionFlags=plain.SELECTABLE,  # Qt changes the focus policy with these, so they come first
        focusPolicy=plain.NO_FOCUS,
        alignment=plain.RIGHT_AND_MIDDLE,
    )
    flags = Qt.TextInteractionFlag
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert label.textInteractionFlags() == flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
    assert label.alignment() == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
