"""To print and send: papers that wait for a printer, made when they are wanted and not before."""

from dataclasses import dataclass
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.models import acts, family, tray, visit_pack
from ehdesk.ui import (
    beside,
    messages,
    pack_giving,
    pack_papers,
    rows,
    send_dialog,
    telling,
    widgets,
)
from ehdesk.ui import desk as desks

_WIDTH = 880
_EMPTY = "Nothing waits for a printer. “Print later” puts papers here, also those that a visit needs."


@dataclass(frozen=True)
class Line:
    """Something in the tray, and whose it is."""

    item: tray.Waiting
    family_name: str


def read(reading: acts.Reading) -> tuple[Line, ...]:
    """What waits, with the families' names."""
    return tuple(
        Line(one, family.named(reading, one.family_id)[0] if one.family_id else "")
        for one in tray.waiting(reading)
    )


class TrayPage(desks.Page):
    """A list; each opens with what is in it, and what can be done with it."""

    def __init__(self, desk: desks.Desk, _place: desks.Place) -> None:
        super().__init__("To print and send")
        self._desk = desk
        self._lines: dict[str, Line] = {}
        column = widgets.Column(characters=84, gap=16)
        widgets.stack(self, gap=0).addWidget(widgets.scrolled(column))
        column.body.addWidget(widgets.heading("To print and send", 1))
        self.count = widgets.quiet("")
        column.body.addWidget(self.count)
        self.list = rows.RowList("Papers that wait", grows=True)
        self.list.chosen.connect(self.open_item)
        self.list.hide()
        column.body.addWidget(self.list)
        self.visits = widgets.button("See the visits", lambda: desk.go(desks.Place("visits")))
        self.visits.hide()
        column.body.addWidget(self.visits, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.body.addStretch(1)
        self._waits_for_focus = False
        self.begin()

    def read_again(self) -> None:
        """Others' work has come in."""
        self.begin()

    def begin(self) -> None:
        """Read what waits."""
        self._desk.ask(read, then=self._show, owner=self)

    def _show(self, lines: tuple[Line, ...]) -> None:
        self._lines = {str(line.item.record_id): line for line in lines}
        self.list.set_rows([self._row(key, line) for key, line in self._lines.items()])
        self.list.setVisible(bool(lines))
        self.visits.setVisible(not lines)
        self.count.setText(f"{len(lines)} waiting" if lines else _EMPTY)
        if self._waits_for_focus:
            self.take_focus()

    def _row(self, key: str, line: Line) -> rows.Row:
        number = len(line.item.pieces)
        named = telling.family_name(self._desk, line.family_name)
        since = self._desk.words.when(line.item.put_at, self._desk.clock.today())
        detail = " · ".join(
            part for part in (f"{number} {'paper' if number == 1 else 'papers'}", since) if part
        )
        title = " · ".join(part for part in (named, line.item.title) if part)
        return rows.Row(key, title, detail, "Open", sign="print")

    def open_item(self, key: str) -> "TrayDialog":
        """What is in it, and what can be done with it."""
        dialog = TrayDialog(self, self._desk, self._lines[key].item)
        dialog.finished.connect(lambda _result: self.begin())
        return dialog

    def place(self) -> desks.Place:
        """The list has no finer place than itself."""
        return desks.Place("tray")

    def take_focus(self) -> None:
        """The list, or where there is none the way to what papers are made for; once it is known."""
        shown = next((each for each in (self.list, self.visits) if not each.isHidden()), None)
        self._waits_for_focus = shown is None
        if shown is not None:
            shown.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


class TrayDialog(messages.Dialog):
    """Its pages; print it, save it, lock it for sending, or take it out."""

    def __init__(self, parent: QtWidgets.QWidget, desk: desks.Desk, item: tray.Waiting) -> None:
        super().__init__(parent, item.title, width=_WIDTH)
        self._desk, self._item = desk, item
        self._readers = {piece.to for piece in item.pieces}
        self.papers = pack_papers.Papers(self, desk, lambda: self.beside.room())
        self.giving = self.papers.giving
        self.beside = beside.Beside(self._about(), self.papers.pages)
        self.beside.resized.connect(self.papers.fit)
        self.papers.pages.wanted.connect(self._scroll.ensureWidgetVisible)
        self.body.addWidget(self.beside)
        self.print_button = widgets.primary("Print", lambda: self.make(self.papers.print_them))
        self.save_button = widgets.button("Save as PDF", lambda: self.make(self.papers.save_them))
        self.send_button = widgets.button("Copy to send", lambda: self.make(self.send))
        self.stop_button = widgets.button("Stop", self.papers.stop)
        self.stop_button.hide()
        self.out_button = widgets.link("Take it out", self.take_out)
        for button in (self.print_button, self.save_button, self.send_button, self.stop_button):
            self.buttons.addWidget(button)
        self.buttons.addWidget(self.out_button)
        self.send_button.setVisible(len(self._readers) == 1)
        self.buttons.addWidget(widgets.link("Close", self.reject))
        self.papers.told.connect(self._tell)
        self.papers.busy.connect(self._show_busy)
        self.giving.progressed.connect(self._on_progressed)
        self.giving.given.connect(lambda _method: self._done("printed"))
        self.finished.connect(self.papers.stop)
        self.papers.choose([self._batch()])
        self.open()

    def _about(self) -> QtWidgets.QWidget:
        """What is made, what has to be looked at, and under it what is in it: that list can be long."""
        self.bar = QtWidgets.QProgressBar()
        self.bar.setAccessibleName("Papers made")
        self.bar.setTextVisible(False)  # the words below say it
        self.bar.hide()
        self.told = widgets.quiet("")
        self.told.hide()
        holder = QtWidgets.QWidget()
        column = widgets.stack(holder, gap=12)
        for part in (self.bar, self.told, self.papers.looking):
            column.addWidget(part)
        for piece in self._item.pieces:
            column.addWidget(widgets.words(f"{piece.title}, for {piece.to or 'you'}"))
        column.addStretch(1)
        return holder

    def _batch(self) -> pack_giving.Batch:
        to = next(iter(self._readers)) if len(self._readers) == 1 else ""
        return pack_giving.Batch(self._item.family_id, to, self._item.pieces)

    def make(self, then: Any) -> None:
        """Go on with the papers; make them first where they are not made yet."""
        self.papers.go_on(then)

    def _tell(self, said: str) -> None:
        self.told.setText(said)
        self.told.show()
        widgets.announce(self.told, said)

    def _on_progressed(self, made: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(made)

    def _show_busy(self) -> None:
        """While papers that were asked for are made or sent there is only stopping and closing."""
        busy = self.papers.is_busy
        turns = busy is self.stop_button.isHidden()
        self.bar.setVisible(busy)
        self.stop_button.setVisible(busy)
        for button in (self.print_button, self.save_button, self.send_button, self.out_button):
            button.setEnabled(not busy)
        if turns:
            next_one = self.stop_button if busy else self.print_button
            next_one.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def send(self) -> "send_dialog.SendDialog":
        """Lock what is made with a password."""
        _batch, packed = self.giving.ready[0]
        first = self._item.pieces[0]

        def note() -> None:
            self._desk.do(visit_pack.given, self._item.family_id, packed.made, method="emailed", quietly=True)
            self._done("sent")

        return send_dialog.SendDialog(
            self, self._desk, packed.pdf, to=first.to, person_id=first.person, note=note
        )

    def _done(self, state: tray.State) -> None:
        left = [one.piece for one in self.giving.left_out]
        self._desk.do(tray.done, self._item.record_id, state, left, quietly=True)
        for button in (self.out_button, self.print_button, self.save_button, self.send_button):
            button.setEnabled(False)

    def take_out(self) -> None:
        """It waits no longer, and nothing is printed."""
        self._desk.do(
            tray.done, self._item.record_id, "taken_out", then=lambda _none: self.accept(), owner=self
        )
