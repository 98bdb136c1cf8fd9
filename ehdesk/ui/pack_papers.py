"""The papers of a pack as they will come out: made anew when something else is chosen, then given.

What is shown is what goes: the same PDF, under the same codes.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.ui import chosen_file, pack_giving, pack_looking, pack_run, print_pages, print_paper, printer
from ehdesk.ui import desk as desks

FILE_NAME = "early-help-papers.pdf"
_KIND = "PDF (*.pdf)"
_BREATH_MS = 200
_HEIGHT = 480
_DPI = 72
_MOST = 30
_NOTHING = "None of these papers can go yet."


class Papers(QtCore.QObject):
    """`pages` shows them, `looking` asks what has to be looked at, `told` carries a sentence.

    `busy` says that the worker waits for something they asked for, or waits no longer.
    """

    told = QtCore.Signal(str)
    busy = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget, desk: desks.Desk, room: Callable[[], int]) -> None:
        super().__init__(parent)
        self._window, self._desk, self._room = parent, desk, room
        self.giving = pack_giving.Giving(self, desk)
        self.pages = print_pages.Pages(_HEIGHT)
        self.looking = pack_looking.Looking()
        self.looking.changed.connect(self._begin)
        self._batches: tuple[pack_giving.Batch, ...] = ()
        self._made: tuple[Any, ...] | None = None
        self._then: Callable[[], None] | None = None
        self._pictures: list[QtGui.QImage] = []
        self._round = 0
        self._breath = QtCore.QTimer(self, singleShot=True)
        self._breath.timeout.connect(self._make)
        self.giving.told.connect(self._on_told)
        self.giving.began.connect(self.busy)
        self.giving.ended.connect(self._on_ended)

    # Choosing

    def choose(self, batches: Sequence[pack_giving.Batch]) -> None:
        """Show these papers, once the worker has stopped choosing for a moment."""
        self._batches = tuple(batches)
        self.looking.keep_for(piece for batch in batches for piece in batch.pieces)
        self._begin()

    def _begin(self) -> None:
        self._round += 1
        if any(batch.pieces for batch in self._batches):
            self._breath.start(_BREATH_MS if self._made else 0)  # the first ones at once
        else:
            self._breath.stop()
            self.pages.forget()

    def go_on(self, then: Callable[[], None]) -> None:
        """Go on with the papers that are chosen; where they are not made yet, make them first."""
        if self.is_ready:
            then()
            return
        self._then = then
        self.busy.emit()
        if not self.giving.is_busy or self._breath.isActive():
            self._make()

    @property
    def is_ready(self) -> bool:
        """Whether what is chosen is made, under codes that no paper has yet."""
        return bool(self.giving.ready) and self._made == self._wanted()

    @property
    def is_busy(self) -> bool:
        """Whether the worker waits for what they asked for: papers to go on with, or a printer."""
        return self._then is not None or self.giving.is_sending

    def _wanted(self) -> tuple[Any, ...]:
        return self._batches, self.looking.decided()

    # Making

    def _make(self) -> None:
        self._breath.stop()
        if self.giving.is_sending:
            return
        self._round += 1
        wanted = self._wanted()
        self.giving.make(self._batches, partial(self._on_made, wanted), decided=wanted[1])

    def _on_made(self, wanted: tuple[Any, ...]) -> None:
        self._made = wanted
        self.looking.show_found(self.giving.left_out)
        then, self._then = self._then, None
        if then is not None:
            self.busy.emit()
        if not self.giving.ready:
            self.pages.forget()
            self.told.emit(f"{_NOTHING}\n{self.giving.missing()}")
            return
        self._tell_count()
        self._picture([packed for _batch, packed in self.giving.ready], self._round)
        if then is not None:
            then()

    def _on_told(self, said: str) -> None:
        """While pages are made only to be shown, the count stays."""
        if self._then is not None or not self.giving.is_busy:
            self.told.emit(said)

    def _on_ended(self) -> None:
        """Made, sent, stopped or failed: the worker waits no longer."""
        if not self.giving.is_busy and not self.giving.ready:
            self._then = None
        self.busy.emit()

    def _tell_count(self) -> None:
        papers = sum(len(packed.made) for _batch, packed in self.giving.ready)
        said = f"{papers} {'paper' if papers == 1 else 'papers'}, and a cover that names nobody."
        self.told.emit("\n".join(part for part in (said, self.giving.missing()) if part))

    # Showing

    def _picture(self, packs: Sequence[pack_run.Packed], asked: int) -> None:
        self._pictures = []
        self._desk.work(
            partial(_counted, tuple(packed.pdf for packed in packs)),
            then=partial(self._draw, asked),
            owner=self,
        )

    def _draw(self, asked: int, left: list[tuple[bytes, int]]) -> None:
        """One page after another: the first shows at once, the others when all are there."""
        if asked != self._round:
            return
        at = len(self._pictures)
        if at in (1, len(left)):
            self.pages.show_pages(self._pictures, self._room(), total=len(left))
        if at < len(left):
            pdf, index = left[at]
            self._desk.work(
                partial(print_paper.one_picture, pdf, index, _DPI),
                then=partial(self._on_drawn, asked, left),
                owner=self,
            )

    def _on_drawn(self, asked: int, left: list[tuple[bytes, int]], picture: QtGui.QImage) -> None:
        if asked == self._round:
            self._pictures.append(picture)
            self._draw(asked, left)

    def fit(self) -> None:
        """Show them narrower or wider: the room has changed."""
        if not self.pages.fits(self._room()):
            self.pages.show_in(self._room())

    # Giving

    def print_them(self) -> None:
        """Ask for a printer, and send them there."""
        printer.choose(self._window, self.giving.send_to, lambda: self.told.emit("Nothing was printed."))

    def save_them(self) -> None:
        """Ask for a file, and write them there."""
        chosen = chosen_file.save_as(self._window, "Save the papers", FILE_NAME, _KIND)
        if chosen is not None:
            self.giving.save_to(Path(chosen))

    def stop(self, _result: int = 0) -> None:
        """Make and send no more."""
        self._breath.stop()
        self._then = None
        self.giving.stop()


def _counted(pdfs: Sequence[bytes]) -> list[tuple[bytes, int]]:
    """Which pages to draw: the first ones of all."""
    return [(pdf, index) for pdf in pdfs for index in range(print_paper.count(pdf))][:_MOST]
