"""The papers of a visit: what it needs is ticked already, for each reader in their language and size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk import errors, files, settings
from ehdesk.models import tray, visit_pack
from ehdesk.ui import chosen_file, messages, pack_run, paper_choices, printer, theme, widgets
from ehdesk.ui import desk as desks

_WIDTH = 640
FILE_NAME = "early-help-papers.pdf"
_KIND = "PDF (*.pdf)"
_SAVED = "Saved. The files are not encrypted: delete them after printing."
_LATER = "Open “To print” in the menu when you are at a printer."


@dataclass(frozen=True)
class _Ready:
    """One PDF that is made, and for whom."""

    to: str
    packed: pack_run.Packed


class PackDialog(messages.Dialog):
    """One dialog, one button: "Print" makes the pack and sends it. What is ticked is what goes."""

    def __init__(self, parent: QtWidgets.QWidget, desk: desks.Desk, family_id: str) -> None:
        super().__init__(parent, "Papers for a visit", width=_WIDTH)
        self._desk, self._family_id = desk, family_id
        self.ticks: list[tuple[QtWidgets.QCheckBox, tray.Piece]] = []
        self.languages: dict[str, QtWidgets.QComboBox] = {}
        self.sizes: dict[str, QtWidgets.QComboBox] = {}
        self._run: pack_run.PackRun | None = None
        self.ready: list[_Ready] = []
        self.told = widgets.quiet("Looking at what is due…")
        self._list = widgets.stack(gap=8)
        self.body.addLayout(self._list)
        self.each_alone = QtWidgets.QCheckBox("One pack for each reader")
        self.each_alone.setAccessibleDescription("Otherwise all of it comes in one, with one cover")
        self.body.addWidget(self.each_alone)
        self.bar = QtWidgets.QProgressBar()
        self.bar.setAccessibleName("Papers made")
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.body.addWidget(self.told)
        self.print_button = widgets.primary("Print", lambda: self._make(self._send))
        self.save_button = widgets.button("Save as PDF", lambda: self._make(self._save))
        self.keep_button = widgets.button("Print later", self._keep)
        self.stop_button = widgets.button("Stop", self._stop)
        self.stop_button.hide()
        for button in (self.print_button, self.save_button, self.keep_button, self.stop_button):
            self.buttons.addWidget(button)
        self.buttons.addWidget(widgets.link("Close", self.reject))
        self.buttons.addStretch(1)
        self._show_busy(busy=True)
        self.stop_button.hide()
        limits = getattr(desk.settings, "limits", None)
        desk.ask(visit_pack.suggest, family_id, limits, then=self._show, owner=self)
        self.finished.connect(lambda _result: self._stop())
        self.open()

    # What there is

    def _show(self, pack: visit_pack.Pack) -> None:
        def key(one: visit_pack.Suggestion) -> tuple[str, str]:
            return one.piece.person, one.piece.to

        names = (*pack.readers[1:], pack.readers[0])
        order = {person: place for place, (person, _name) in enumerate(names)}
        found = sorted(pack.suggestions, key=lambda one: order.get(one.piece.person, 0))
        for (person, name), some in groupby(found, key):
            self._reader(person, name, list(some))
        self.each_alone.setVisible(len({piece.person for _tick, piece in self.ticks}) > 1)
        self._show_busy(busy=False)
        self._count()
        self.print_button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.adjustSize()

    def _reader(self, person: str, name: str, some: Sequence[visit_pack.Suggestion]) -> None:
        self._list.addWidget(widgets.heading(f"For {name}" if name else "For you", 3))
        if person:
            first = some[0].piece
            choices = widgets.line(gap=12)
            spoken = paper_choices.languages()
            self.languages[person] = paper_choices.combo(f"Language for {name}", spoken, first.language)
            self.sizes[person] = paper_choices.combo(f"Size for {name}", paper_choices.SIZES, first.size)
            choices.addWidget(self.languages[person])
            choices.addWidget(self.sizes[person])
            choices.addStretch(1)
            self._list.addLayout(choices)
        for one in some:
            tick = QtWidgets.QCheckBox(one.piece.title)
            tick.setChecked(one.is_ticked)
            tick.setAccessibleName(f"{one.piece.title}, for {name or 'you'}")
            tick.setAccessibleDescription(one.why)
            tick.toggled.connect(self._count)
            self.ticks.append((tick, one.piece))
            why = widgets.quiet(one.why)
            why.setContentsMargins(theme.scaled(38), 0, 0, 0)
            pair = widgets.stack(gap=0)
            pair.addWidget(tick)
            pair.addWidget(why)
            self._list.addLayout(pair)
        self._list.addSpacing(8)

    def pieces(self) -> tuple[tray.Piece, ...]:
        """What is ticked, in the language and the size of its reader."""
        return tuple(self._as_chosen(piece) for tick, piece in self.ticks if tick.isChecked())

    def _as_chosen(self, piece: tray.Piece) -> tray.Piece:
        if piece.person not in self.languages:
            return piece
        language = str(self.languages[piece.person].currentData())
        return replace(piece, language=language, size=str(self.sizes[piece.person].currentData()))

    def _count(self, _checked: object = None) -> None:
        number = len(self.pieces())
        for button in (self.print_button, self.save_button, self.keep_button):
            button.setEnabled(number > 0)
        said = f"{number} {'paper' if number == 1 else 'papers'}, and a cover that names nobody"
        self.told.setText(said if number else "Tick what you need.")

    # Making it

    def _packs(self) -> Iterator[tuple[str, tuple[tray.Piece, ...]]]:
        """What goes into one PDF, and for whom: all of it, or each reader's."""
        pieces = self.pieces()
        if not self.each_alone.isChecked():
            yield "", pieces
            return
        for to, some in groupby(pieces, lambda piece: piece.to):
            yield to, tuple(some)

    def _make(self, then: Any) -> None:
        self.ready = []
        self._show_busy(busy=True)
        self._make_next(list(self._packs()), then)

    def _make_next(self, left: list[tuple[str, tuple[tray.Piece, ...]]], then: Any) -> None:
        if not left:
            self._run = None
            self._show_busy(busy=False)
            then()
            return
        to, pieces = left[0]
        own = {piece.language for piece in pieces}
        language = own.pop() if to and len(own) == 1 else "en"
        self._run = run = pack_run.PackRun(self, self._desk, self._family_id, pieces, language=language)
        run.progressed.connect(self._on_progressed)
        run.failed.connect(self._on_failed)

        def made(packed: pack_run.Packed) -> None:
            self.ready.append(_Ready(to, packed))
            self._make_next(left[1:], then)

        run.done.connect(made)

    def _on_progressed(self, made: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(made)
        self.told.setText(f"Making the papers: {made} of {total}")

    def _on_failed(self, error: Exception) -> None:
        self._run = None
        self._show_busy(busy=False)
        if isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            self.told.setText(f"{title}. {todo}")
        else:
            self._desk.refused.emit(error)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self._run = None
            self._show_busy(busy=False)
            self.told.setText("Stopped. Nothing was printed or saved.")

    def _show_busy(self, *, busy: bool) -> None:
        self.bar.setVisible(busy and bool(self.ticks))
        self.stop_button.setVisible(busy)
        for button in (self.print_button, self.save_button, self.keep_button):
            button.setVisible(not busy)
        for tick, _piece in self.ticks:
            tick.setEnabled(not busy)

    # Giving it

    def _send(self) -> None:
        printer.choose(self, self.send_to)

    def send_to(self, chosen: Any) -> None:
        """Send every pack that is made to this printer."""
        left = list(self.ready)

        def next_one(_sent: int = 0) -> None:
            if not left:
                self._given("printed", "Sent to the printer.")
                return
            sending = printer.Sending(self, self._desk, left.pop(0).packed.pdf, chosen)
            sending.progressed.connect(lambda at, total: self.told.setText(f"Sending page {at} of {total}"))
            sending.done.connect(next_one)

        next_one()

    def _save(self) -> None:
        chosen = chosen_file.save_as(self, "Save the papers", FILE_NAME, _KIND)
        if chosen is not None:
            self.save_to(chosen)

    def save_to(self, path: Path) -> None:
        """Write each pack to a file there; of several, each with a number."""
        total = len(self.ready)
        some = [(_numbered(path, at, total), one.packed.pdf) for at, one in enumerate(self.ready, 1)]
        self._desk.work(
            partial(_write, some),
            then=lambda _none: self._given("saved", _SAVED),
            failed=lambda _error: self.told.setText("It could not be saved there. Choose another folder."),
            owner=self,
        )

    def _keep(self) -> None:
        self._desk.do(
            tray.put,
            self._family_id,
            self.pieces(),
            title="Papers for a visit",
            then=lambda _id: self._kept(),
            owner=self,
        )

    def _kept(self) -> None:
        self.accept()
        self._desk.say(desks.Notice("The papers wait in your tray", _LATER, "received"))

    def _given(self, method: str, said: str) -> None:
        """Write it all into the book and among the copies, and say what could not go."""
        made = [one for ready in self.ready for one in ready.packed.made]
        limits = getattr(self._desk.settings, "limits", None) or settings.Limits()
        back = self._desk.clock.today() + timedelta(days=limits.paper_back_days)
        self._desk.do(visit_pack.given, self._family_id, made, method=method, back_on=back, quietly=True)
        missing = [line for ready in self.ready for line in ready.packed.left_out]
        told = " ".join(f"Not in it: {piece.title} for {piece.to or 'you'}. {why}" for piece, why in missing)
        self.told.setText(" ".join(part for part in (said, told) if part))
        widgets.announce(self.told, self.told.text())


def _numbered(path: Path, number: int, total: int) -> Path:
    path = path if path.suffix else path.with_suffix(".pdf")
    return path if total == 1 else path.with_stem(f"{path.stem}-{number}")


def _write(some: Sequence[tuple[Path, bytes]]) -> None:
    for path, pdf in some:
        files.write_durably(path, pdf)
