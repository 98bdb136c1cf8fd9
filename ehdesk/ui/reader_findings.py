"""What a worker looks at before a copy goes: words found in it, and what its reader does not get."""

from collections.abc import Iterable

from PySide6 import QtCore, QtWidgets

from ehdesk.rules import protected_words, withholding
from ehdesk.ui import answer_choices, widgets

SHOW = "Show, nobody is looking"
HIDE = "Hide again"
_OUT, _GO = "out", "go"
_CHOICES = ((_OUT, "Leave this answer out", ""), (_GO, "It may go", ""))


class Shown(QtWidgets.QWidget):
    """A list that shows only while it is asked for. Whoever looks on learns nothing from what is hidden.

    `about` tells a screen reader which of several lists it is.
    """

    def __init__(self, about: str = "") -> None:
        super().__init__()
        self._about = about
        lines = widgets.stack(self, gap=8)
        self.button = widgets.link(SHOW, self._turn)
        self._name()
        lines.addWidget(self.button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self.list = QtWidgets.QWidget()
        self.rows = widgets.stack(self.list, gap=6)
        self.list.hide()
        lines.addWidget(self.list)

    def _turn(self) -> None:
        shows = not self.list.isVisibleTo(self)
        self.list.setVisible(shows)
        self.button.setText(HIDE if shows else SHOW)
        self._name()

    def _name(self) -> None:
        if self._about:
            self.button.setAccessibleName(f"{self.button.text()}: {self._about}")

    def shut(self) -> None:
        """Hide the list again."""
        if self.list.isVisibleTo(self):
            self._turn()


class Findings(QtWidgets.QWidget):
    """Each answer in which something protected may stand, with its sentence; each is decided by a person.

    `about` says which paper it is, where there are several.
    """

    changed = QtCore.Signal()

    def __init__(self, about: str = "") -> None:
        super().__init__()
        self._about = about
        around = widgets.stack(self, gap=8)
        title = "Look at some words first"
        around.addWidget(widgets.heading(f"{title}: {about}" if about else title, 3))
        self.shown = Shown(about)
        around.addWidget(self.shown)
        self._lines = self.shown.rows
        self._radios: dict[str, answer_choices.Radios] = {}
        self._decided: dict[str, object] = {}
        self._found: tuple[protected_words.Found, ...] = ()

    def show_found(self, found: Iterable[protected_words.Found]) -> None:
        """Show these; what was decided of an answer before stays decided while its words are the same."""
        told = tuple(found)
        if told == self._found:
            return
        before = {one.key: one.excerpt for one in self._found}
        self._decided = {
            one.key: self._decided[one.key]
            for one in told
            if one.key in self._decided and before.get(one.key) == one.excerpt
        }
        self._found = told
        widgets.clear(self._lines)
        self._radios = {}
        self.setVisible(bool(told))
        if told:
            self._lines.addWidget(widgets.heading("Look at these words first", 3))
            self._lines.addWidget(
                widgets.quiet("They may tell where somebody lives who is to be safe there.")
            )
        for key in dict.fromkeys(one.key for one in told):
            self._add(key, [one for one in told if one.key == key])

    def _add(self, key: str, found: list[protected_words.Found]) -> None:
        first = found[0]
        kinds = ", ".join(dict.fromkeys(protected_words.KINDS[one.kind] for one in found))
        self._lines.addWidget(widgets.words(f"“{first.excerpt}”"))
        self._lines.addWidget(widgets.small(f"{first.where}: {kinds}"))

        def name(control: QtWidgets.QWidget, label: str, _hint: str) -> None:
            whole = ", ".join(part for part in (first.where, self._about) if part)
            control.setAccessibleName(f"{label}: {whole}")

        made = answer_choices.Radios(_CHOICES, name, in_line=False)
        if key in self._decided:
            made.show_value(self._decided[key])
        made.picked.connect(lambda value: self._decide(key, value))
        self._radios[key] = made
        self._lines.addWidget(made)

    def _decide(self, key: str, value: object) -> None:
        self._decided[key] = value
        if value is None:
            del self._decided[key]
        self.changed.emit()

    @property
    def found(self) -> tuple[protected_words.Found, ...]:
        """What there is to look at."""
        return self._found

    @property
    def any_found(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self._found)

    @property
    def all_decided(self) -> bool:
        """Whether a person has decided of each."""
        return self._radios.keys() == self._decided.keys()

    def left_out(self) -> frozenset[str]:
        """The answers that are left out."""
        return frozenset(key for key, value in self._decided.items() if value == _OUT)

    def radios(self) -> tuple[answer_choices.Radios, ...]:
        """One choice for each answer, in order."""
        return tuple(self._radios.values())


class LeftOutList(QtWidgets.QWidget):
    """What a reader does not get, shown only while it is asked for; each can be given out with a reason."""

    changed = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        lines = widgets.stack(self, gap=0)
        self.shown = Shown()
        lines.addWidget(self.shown)
        self._rows = self.shown.rows
        self._shown: tuple[withholding.LeftOut, ...] = ()
        self._can_release = True
        self._ticks: dict[str, QtWidgets.QCheckBox] = {}
        self._released: frozenset[str] = frozenset()
        self.reason = QtWidgets.QLineEdit()
        self.reason.setAccessibleName("Why they are to have it")
        self.reason.editingFinished.connect(self.changed)

    def forget(self) -> None:
        """Nothing is given out, and the list is hidden: another reader was chosen."""
        self._released = frozenset()
        self._shown = ()
        self.reason.clear()
        self.shown.shut()

    def show_lines(self, lines: Iterable[withholding.LeftOut], *, can_release: bool) -> None:
        """Keep what this reader does not get at hand; it shows on “Show, nobody is looking”."""
        told = tuple(lines)
        if (told, can_release) == (self._shown, self._can_release) and self._rows.count():
            return
        self._shown, self._can_release = told, can_release
        self._fill()

    def _fill(self) -> None:
        self.reason.setParent(None)
        widgets.clear(self._rows)
        self._ticks = {}
        if not self._shown:
            self._rows.addWidget(widgets.quiet("Nothing is left out for this reader."))
            return
        self._rows.addWidget(widgets.quiet("This reader does not get:"))
        for line in self._shown:
            self._rows.addWidget(widgets.words(line.where))
            self._rows.addWidget(widgets.small(line.why))
            if self._can_release:
                self._rows.addWidget(self._tick(line))
        if self._can_release:
            self._rows.addWidget(widgets.caption("Why they are to have what you ticked", self.reason))
            self._rows.addWidget(self.reason)

    def _tick(self, line: withholding.LeftOut) -> QtWidgets.QCheckBox:
        tick = answer_choices.Tick("Give this out")
        tick.setAccessibleName(f"Give this out: {line.where}. {line.why}")
        tick.setChecked(line.key in self._released)
        tick.toggled.connect(self._on_ticked)
        self._ticks[line.key] = tick
        return tick

    def _on_ticked(self, _on: object = None) -> None:
        self._released = frozenset(key for key, tick in self._ticks.items() if tick.isChecked())
        self.changed.emit()

    def released(self) -> frozenset[str]:
        """What is given out on purpose."""
        return self._released

    def because(self) -> str:
        """Why."""
        return self.reason.text().strip()
