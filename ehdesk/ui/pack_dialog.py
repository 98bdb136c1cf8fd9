"""The papers of a visit: what it needs is ticked already, for each reader in their language and size."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.models import tray, visit_pack
from ehdesk.ui import (
    answer_choices,
    beside,
    flow,
    messages,
    pack_giving,
    pack_papers,
    paper_choices,
    theme,
    widgets,
)
from ehdesk.ui import desk as desks

_WIDTH = 1080
_CHOICES = 510
_LATER = "Open “To print and send” in the menu when you are at a printer."


class PackDialog(messages.Dialog):
    """One dialog, one button: "Print" sends the pages that are shown. What is ticked is what goes."""

    def __init__(self, parent: QtWidgets.QWidget, desk: desks.Desk, family_id: str) -> None:
        super().__init__(parent, "Papers for a visit", width=_WIDTH)
        self._desk, self._family_id = desk, family_id
        self.ticks: list[tuple[QtWidgets.QCheckBox, tray.Piece]] = []
        self.languages: dict[str, QtWidgets.QComboBox] = {}
        self.sizes: dict[str, QtWidgets.QComboBox] = {}
        self.papers = pack_papers.Papers(self, desk, lambda: self.beside.room())
        self.giving = self.papers.giving
        self.told = widgets.quiet("")
        self.bar = QtWidgets.QProgressBar()
        self.bar.setAccessibleName("Papers made")
        self.bar.setTextVisible(False)  # the words below say it
        self.bar.hide()
        self.beside = beside.Beside(self._choices(), self.papers.pages, wide=_CHOICES)
        self.beside.resized.connect(self.papers.fit)
        self.papers.pages.wanted.connect(self._scroll.ensureWidgetVisible)
        self.body.addWidget(self.beside)
        self.print_button = widgets.primary("Print", lambda: self._make(self.papers.print_them))
        self.save_button = widgets.button("Save as PDF", lambda: self._make(self.papers.save_them))
        self.keep_button = widgets.button("Print later", self._keep)
        self.stop_button = widgets.button("Stop", self.papers.stop)
        self.stop_button.hide()
        for button in (self.print_button, self.save_button, self.keep_button, self.stop_button):
            self.buttons.addWidget(button)
        self.buttons.addWidget(widgets.link("Close", self.reject))
        self.papers.told.connect(self._tell)
        self.papers.busy.connect(self._show_busy)
        self.giving.progressed.connect(self._on_progressed)
        self.finished.connect(self.papers.stop)
        limits = getattr(desk.settings, "limits", None)
        desk.ask(visit_pack.suggest, family_id, limits, then=self._show, owner=self)

    def _choices(self) -> QtWidgets.QWidget:
        """What there is to tick, what has to be looked at, and what is made of it."""
        holder = QtWidgets.QWidget()
        column = widgets.stack(holder, gap=12)
        self._list = widgets.stack(gap=8)
        column.addLayout(self._list)
        self.each_alone = QtWidgets.QCheckBox("One pack for each reader")
        self.each_alone.setAccessibleDescription("Otherwise all of it comes in one, with one cover")
        self.each_alone.toggled.connect(self._count)
        column.addWidget(self.each_alone)
        for part in (self.papers.looking, self.bar, self.told):
            column.addWidget(part)
        column.addStretch(1)
        return holder

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
        self._count()
        self.open()
        self.print_button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _reader(self, person: str, name: str, some: Sequence[visit_pack.Suggestion]) -> None:
        self._list.addWidget(widgets.heading(f"For {name}" if name else "For you", 3))
        if person:
            first = some[0].piece
            choices = flow.FlowLayout(12, 8)
            spoken = paper_choices.languages()
            self.languages[person] = paper_choices.combo(f"Language for {name}", spoken, first.language)
            self.sizes[person] = paper_choices.combo(f"Size for {name}", paper_choices.SIZES, first.size)
            choices.addWidget(self.languages[person])
            choices.addWidget(self.sizes[person])
            for combo in (self.languages[person], self.sizes[person]):
                combo.currentIndexChanged.connect(self._count)
            self._list.addLayout(choices)
        for one in some:
            tick = answer_choices.Tick(one.piece.title)
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
        said = f"{number} {'paper' if number == 1 else 'papers'}, and a cover that names nobody."
        self.told.setText(said if number else "Tick what you need.")
        self.papers.choose(self.batches())

    # Making it

    def batches(self) -> tuple[pack_giving.Batch, ...]:
        """What goes into one PDF, and for whom: all of it, or each reader's."""
        pieces = self.pieces()
        if not self.each_alone.isChecked():
            return (pack_giving.Batch(self._family_id, "", pieces),)
        by_reader = groupby(pieces, lambda piece: piece.to)
        return tuple(pack_giving.Batch(self._family_id, to, tuple(some)) for to, some in by_reader)

    def _make(self, then: Any) -> None:
        self.papers.go_on(then)

    def _tell(self, said: str) -> None:
        if self.pieces():
            self.told.setText(said)
            widgets.announce(self.told, said)

    def _on_progressed(self, made: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(made)

    def _show_busy(self) -> None:
        """While the worker waits for a printer or a file there is one thing to do: stop."""
        busy = self.papers.is_busy
        self.bar.setVisible(busy)
        self.stop_button.setVisible(busy)
        for button in (self.print_button, self.save_button, self.keep_button):
            button.setVisible(not busy)
        choices = [tick for tick, _piece in self.ticks]
        for choice in (*choices, *self.languages.values(), *self.sizes.values(), self.each_alone):
            choice.setEnabled(not busy)

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
