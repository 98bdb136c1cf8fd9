"""What a question says of others' words: who changed it just now, or that two versions of it are kept."""

from dataclasses import dataclass

from PySide6 import QtWidgets

from ehdesk.ui import widgets


@dataclass(frozen=True)
class Said:
    """The words of the sign. With `two` there are two versions, and a way to both."""

    words: str
    two: bool = False


class FieldSign(QtWidgets.QWidget):
    """One calm line; `way`, where there is one, leads to both versions."""

    def __init__(self, said: Said, question: str) -> None:
        super().__init__()
        self.said = said
        across = widgets.line(self, gap=12)
        sign, tone = ("needs-you", "warm") if said.two else ("info", "quiet")
        self.status = widgets.Status(said.words, sign, tone, wraps=not said.two)  # type: ignore[arg-type]
        across.addWidget(self.status, 0 if said.two else 1)
        self.way: widgets.Button | None = None
        if said.two:
            self.way = widgets.link("Look at both")
            self.way.setAccessibleName(f"Look at both versions: {question}")
            across.addWidget(self.way)
            across.addStretch(1)
        self.setAccessibleName(f"{said.words}: {question}")
