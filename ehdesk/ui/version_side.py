"""One of two versions: whose it is and of when, then its words, or the signature as it was drawn."""

from PySide6 import QtCore, QtWidgets

from ehdesk.models import versions
from ehdesk.ui import answer_text, signature_pad, versions_words, widgets, word_marks
from ehdesk.ui import desk as desks


def side(
    desk: desks.Desk,
    shown: versions_words.Shown,
    version: versions.Version,
    some: tuple[word_marks.Piece, ...],
) -> QtWidgets.QVBoxLayout:
    """A column. `some` are its words, marked where the other version has something else."""
    column = widgets.stack(gap=4)
    whose, stands = versions_words.whose(version), version is shown.two.now
    column.addWidget(widgets.words(whose, "label"))
    when = desk.words.when(version.at, desk.clock.today()) if version.at else ""
    column.addWidget(widgets.quiet(" · ".join(part for part in (when, "stands now" * stands) if part)))
    strokes = versions_words.strokes(shown, version.value)
    if strokes:
        drawn = signature_pad.SignatureShown(strokes)
        drawn.setAccessibleName(f"{whose}: a signature, drawn")
        column.addWidget(drawn)
    whole = "".join(one.text for one in some)
    column.addWidget(_words(whose, whole, some, versions_words.nothing(shown)))
    column.addStretch(1)
    return column


def _words(whose: str, whole: str, some: tuple[word_marks.Piece, ...], nothing: str) -> QtWidgets.QLabel:
    label = widgets.words("", "answer" if whole else "quiet", selectable=True)
    label.setTextFormat(QtCore.Qt.TextFormat.RichText)
    label.setText(word_marks.marked(some, gone=False) if whole else nothing)
    label.setLayoutDirection(answer_text.direction(whole))
    label.setAccessibleName(f"{whose}: {whole or nothing}")
    own = ", ".join(one.text.strip() for one in some if one.is_other and one.text.strip())
    if own and own != whole:
        label.setAccessibleDescription(f"Only here: {own}")
    return label
