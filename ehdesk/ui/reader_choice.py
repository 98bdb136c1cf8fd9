"""Who will read this? Asked before anything leaves: who, what is found in the words, what they do not get.

What is left out is listed behind “Show, nobody is looking” only, and the button is there for every reader, so
that a family who looks on learns nothing from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.models import acts, copies, readership
from ehdesk.rules import protected_words, readers, sharing, withholding
from ehdesk.ui import answer_choices, copies_words, reader_findings, theme, widgets
from ehdesk.ui import desk as desks

TEAM = "Me or my team"
COURT = "A court or an inspector"
_YOUNG = {"young_person": "young person", "child": "child"}
_AGENCY = "agency: "
_LABEL_WIDTH = 240


@dataclass(frozen=True)
class Known:
    """What is known before anybody is chosen: the family's facts, and the number of the next copy."""

    facts: readers.Facts = readers.NOTHING_KNOWN
    number: int = 1


@dataclass(frozen=True)
class Asked:
    """What the worker chose. `wait` says in words what is still to be done before a page may be made."""

    reader: readers.Reader = readers.TEAM
    wish: withholding.Wish = withholding.AS_THE_RULES_SAY
    because: str = ""
    looked: bool = False
    wait: str = ""

    @property
    def may_go(self) -> bool:
        """Whether the page may be made and go."""
        return not self.wait

    @property
    def kind(self) -> str:
        """What kind of reader it is, as the list of copies has it."""
        other = "practitioner" if self.reader.kind == "team" else self.reader.kind
        return "family" if self.reader.is_family else other

    def copy(self, form: definition.Form, record_id: str, *, method: str, how: str) -> copies.Copy:
        """The line for the family's file."""
        return copies.Copy(
            to=self.reader.name or copies_words.READERS[self.kind],
            what=form.short_title or form.title,
            reader=self.kind,
            method=method,
            format=how,
            of_record=record_id,
            reader_id=self.reader.person or None,
            released=", ".join(sorted(self.wish.released)),
            released_why=self.because if self.wish.released else "",
            looked="yes" if self.looked else "",
        )


@dataclass(frozen=True)
class About:
    """Which form is to leave, with its answers; what its family agreed to and which agencies are named."""

    form: definition.Form
    answers: Mapping[str, Any]
    agreements: sharing.Agreements
    agencies: Sequence[str] = ()
    family_id: str | None = None
    record_id: str | None = None
    today: date | None = None


def known(read: acts.Reading, family_id: str | None, record_id: str | None) -> Known:
    """What has to be read before a reader can be chosen."""
    number = copies.number(read, record_id) if record_id else 1
    return Known(readership.facts(read, family_id), number)


class ReaderChoice(QtWidgets.QWidget):
    """Asks who will read it. `changed` says that something else was chosen; `asked` is what."""

    changed = QtCore.Signal()

    def __init__(self, desk: desks.Desk, about: About) -> None:
        super().__init__()
        self._about, self._known = about, Known()
        self._lines = widgets.stack(self, gap=8)
        self._holder = widgets.stack(gap=4)
        self._lines.addLayout(self._holder)
        self.radios = self._radios()
        self.why = widgets.quiet("")
        self.was_asked = QtWidgets.QCheckBox("The family agrees")
        self.was_asked.setAccessibleName("The family has been asked about this, and agrees")
        self.was_asked.toggled.connect(self.changed)
        self.findings = reader_findings.Findings()
        self.findings.changed.connect(self.changed)
        self.left_out = reader_findings.LeftOutList()
        self.left_out.changed.connect(self._on_released)
        for each in (self.why, self.was_asked, self.findings, self.left_out):
            self._lines.addWidget(each)
            each.hide()
        desk.ask(known, about.family_id, about.record_id, then=self._on_known, owner=self)

    # Who

    def _radios(self) -> answer_choices.Radios:
        def name(control: QtWidgets.QWidget, label: str, _hint: str) -> None:
            control.setAccessibleName(f"{label}: Who will read it?")

        choices = tuple((key, label, "") for key, label, _reader in self._readers())
        made = answer_choices.Radios(choices, name, in_line=False)
        made.show_value("team")
        made.picked.connect(self._on_picked)
        for button in made.buttons:
            shorten(button)
        self._holder.addWidget(made)
        return made

    @property
    def buttons(self) -> Sequence[QtWidgets.QAbstractButton]:
        """One for everybody who may be chosen."""
        return self.radios.buttons

    def _readers(self) -> list[tuple[str, str, readers.Reader]]:
        """Everybody who may be chosen: its key, what it is called, and who it is."""
        form, found = self._about.form, [("team", TEAM, readers.TEAM)]
        if form.family_copy:
            offered = readers.offered(self._known.facts.people)
            found += [(one.person, _called(one), one) for one in offered if _fits(one, form)]
        if form.audience == "file":
            found += [
                (f"{_AGENCY}{name}", name, readers.Reader("agency", name)) for name in self._about.agencies
            ]
        return [*found, ("court", COURT, readers.Reader("court", COURT))]

    def _on_known(self, said: Known) -> None:
        self._known = said
        chosen = self.radios.value()
        widgets.clear(self._holder)
        self.radios = self._radios()
        self.radios.show_value(chosen)
        if self.reader().name:
            self._on_picked()

    def reader(self) -> readers.Reader:
        """Who is chosen."""
        chosen = self.radios.value()
        return next((reader for key, _label, reader in self._readers() if key == chosen), readers.TEAM)

    @property
    def facts(self) -> readers.Facts:
        """What is known of the family."""
        return self._known.facts

    @property
    def number(self) -> int:
        """The number of the copy that would be made."""
        return self._known.number

    # What of it

    def _on_picked(self, _value: object = None) -> None:
        self.was_asked.setChecked(False)
        self.left_out.forget()
        self._look()
        self.changed.emit()

    def _on_released(self) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        """Show what was found for this reader, and keep what they do not get at hand."""
        reader = self.reader()
        answer = self._agreed(reader)
        self.was_asked.setVisible(answer.verdict == "ask")
        wish = withholding.Wish(released=self.left_out.released())
        theirs = withholding.filtered(self._about.form, self._about.answers, reader, self.facts, wish)
        found = () if theirs.held else protected_words.found(theirs.form, theirs.answers, reader, self.facts)
        self.findings.show_found(found)
        plain = withholding.filtered(self._about.form, self._about.answers, reader, self.facts)
        lines = (plain.held,) if plain.held else plain.left_out
        self.left_out.show_lines(lines, can_release=not plain.for_nobody_else)
        self.left_out.setVisible(reader.kind != "team")
        self.why.setText(f"{answer.why}. {answer.todo}" if answer.verdict != "yes" else "")
        self.why.setVisible(answer.verdict != "yes")

    def _agreed(self, reader: readers.Reader) -> sharing.Answer:
        """Whether an agency may have it, as the family agreed."""
        if reader.kind != "agency":
            return sharing.Answer("yes", "")
        day = self._about.today.isoformat() if self._about.today else ""
        return sharing.may_share(self._about.agreements, reader.name, today=day)

    def asked(self) -> Asked:
        """What the worker chose, and what is still to be done."""
        reader = self.reader()
        wish = withholding.Wish(self.left_out.released(), self.findings.left_out())
        chosen = Asked(reader, wish, self.left_out.because(), looked=self.findings.any_found)
        return replace(chosen, wait=self._wait(chosen))

    def _wait(self, chosen: Asked) -> str:
        answer = self._agreed(chosen.reader)
        if answer.verdict == "no" or (answer.verdict == "ask" and not self.was_asked.isChecked()):
            return f"{answer.why}."
        theirs = withholding.filtered(
            self._about.form, self._about.answers, chosen.reader, self.facts, chosen.wish
        )
        if theirs.held is not None:
            return "This is not for this reader."
        if not self.findings.all_decided:
            return "Look at the words that were found first."
        if chosen.wish.released and not chosen.because:
            return "Say why they are to have it."
        return ""


def _fits(reader: readers.Reader, form: definition.Form) -> bool:
    """Whether a form that somebody in the family filled in is this one's."""
    if form.whose == "":
        return True
    return reader.is_young if form.whose in ("young_person", "child") else not reader.is_young


def _called(reader: readers.Reader) -> str:
    """A name as it is offered; of a child with what they are."""
    return f"{reader.name}, {_YOUNG[reader.kind]}" if reader.kind in _YOUNG else reader.name


def shorten(button: QtWidgets.QAbstractButton) -> None:
    """Cut a long name so that the pages stay beside it; the whole of it is the tip and the spoken name."""
    whole, room = " ".join(button.text().split()), theme.scaled(_LABEL_WIDTH)
    cut = button.fontMetrics().elidedText(whole, QtCore.Qt.TextElideMode.ElideRight, room)
    if cut != whole:
        button.setToolTip(whole)
        button.setText(cut)
