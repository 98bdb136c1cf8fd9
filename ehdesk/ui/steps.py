"""One step of a calm column: a heading, a question or two, one primary button, and a safe way back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLineEdit, QStackedWidget, QWidget

from ehdesk import errors
from ehdesk.ui import background, tick, typed_ahead, unlock, widgets

Go = Callable[[], object]

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})  # the code has none of these letters
_JUDGE_AFTER = 250  # milliseconds after the last key; judging takes a few


class Step(QWidget):
    """A page of first run and its relatives. Fill `.body`, then call `finish`."""

    unexpected = Signal(object)

    def __init__(self, title: str, why: str = "", *, number: str = "", is_inside: bool = False) -> None:
        """`is_inside` a dialog, which has its title and scrolls already."""
        super().__init__()
        page = widgets.Column(characters=56, margin=40)
        widgets.stack(self).addWidget(page if is_inside else widgets.scrolled(page))
        self.body = page.body
        if is_inside:
            self.body.setContentsMargins(0, 0, 0, 0)
        self.first: QWidget | None = None
        self.primary: widgets.Button | None = None
        self.title = title
        if number:
            self.body.addWidget(widgets.quiet(number))
        if not is_inside:
            self.body.addWidget(widgets.heading(title))
        if why:
            self.body.addWidget(widgets.words(why))
        self.body.addSpacing(4)
        self.buttons = widgets.line(gap=12)
        self.said = widgets.words("", "warm")
        self.said.setVisible(False)
        self._keeper: typed_ahead.Keeper | None = None
        self._resting: list[widgets.Button] = []

    def ask(self, label: str, text: str = "", hint: str = "", *, into: QBoxLayout | None = None) -> QLineEdit:
        """A line to fill in, with its label above and its hint between."""
        line = QLineEdit(text)
        holder = QWidget()
        column = widgets.stack(holder, gap=4)
        column.addWidget(widgets.caption(label, line, hint))
        column.addWidget(line)
        (into or self.body).addWidget(holder)
        if self.first is None:
            self.first = line
        return line

    def finish(self, words: str = "", go_on: Go | None = None, back: Go | None = None) -> None:
        """Put what is said and the buttons under the step."""
        self.body.addWidget(self.said)
        across = self.buttons
        if words and go_on is not None:
            self.primary = widgets.primary(words, go_on)
            across.addWidget(self.primary)
            for line in self.findChildren(QLineEdit):
                line.returnPressed.connect(self.primary.click)
                line.textEdited.connect(self._on_edited)
        if back is not None:
            across.addWidget(widgets.link("Back", back, sign="back"))
        across.addStretch(1)
        self.body.addLayout(across)
        self.body.addStretch(1)

    def take_focus(self) -> None:
        """Put the cursor into the first question."""
        if self.first is not None:
            self.first.setFocus()

    @property
    def keeper(self) -> typed_ahead.Keeper:
        """What keeps the keys typed since this step was answered."""
        if self._keeper is None:
            self._keeper = typed_ahead.Keeper(self)
        return self._keeper

    def typed_since(self) -> list[typed_ahead.Stroke]:
        """Those keys; they are forgotten here."""
        return self._keeper.take() if self._keeper is not None else []

    def complain(self, text: str, *fields: QWidget) -> None:
        """Say what is needed, and go to its first field. What was typed for the next step has no place."""
        self.typed_since()
        self._say(text, "warm")
        self._mark(fields)
        if fields:
            fields[0].setFocus()

    def _mark(self, fields: tuple[QWidget, ...]) -> None:
        for line in self.findChildren(QLineEdit):
            line.setProperty("fault", line in fields)
            line.style().unpolish(line)
            line.style().polish(line)

    def _on_edited(self) -> None:
        """What was wrong is being put right: it is not said of words that nobody has judged yet."""
        self._say("", "quiet")
        self._mark(())

    def busy(self, text: str) -> None:
        """Say what is being done, while nothing can be pressed twice, nor gone back from.

        Keys wait for what comes next: on a button that is left, a space would press it.
        """
        self.wake()
        self.keeper.setAccessibleName(text or "One moment…")
        self.keeper.setFocus()
        self._resting = [one for one in self.findChildren(widgets.Button) if one.isEnabled()]
        for one in self._resting:
            one.setEnabled(False)
        self._say(text, "quiet")

    def wake(self) -> None:
        """It is done: what could be pressed before can be pressed again."""
        for one in self._resting:
            one.setEnabled(True)
        self._resting = []

    def refused(self, error: Exception) -> None:
        """Say why it was not done, and let the worker try again."""
        self.wake()
        self.typed_since()
        if self._keeper is not None and self._keeper.hasFocus():
            self.take_focus()
        if isinstance(error, errors.Refusal):
            self._say(" ".join(unlock.stopped(part) for part in error.words()), "warm")
        else:
            self._say("", "quiet")
            self.unexpected.emit(error)

    def _say(self, text: str, look: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        widgets.relook(self.said, look)
        if text:
            widgets.announce(self.said, text)


class PassphraseStep(Step):
    """A new passphrase, its strength in words while it is typed. It is typed twice only when hidden."""

    chosen = Signal(str)

    def __init__(
        self,
        title: str,
        why: str,
        judge: Callable[[str], Any],
        lane: background.Lane,
        *,
        number: str = "",
    ) -> None:
        super().__init__(title, why, number=number)
        self._judge, self._lane = judge, lane
        self._judgement: Any = None
        self._judged = ""
        self.field = unlock.PassphraseField("New passphrase")
        self.again = unlock.PassphraseField("The same again")
        self.again.show_button.setVisible(False)
        self.strength = widgets.quiet("")
        self.body.addWidget(self.field)
        self.body.addWidget(self.strength)
        self.body.addWidget(self.again)
        self.first = self.field.line
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_JUDGE_AFTER)
        self._pause.timeout.connect(self.judge_now)
        self.field.changed.connect(lambda _text: self._pause.start())
        self.field.show_button.toggled.connect(lambda is_shown: self.again.setVisible(not is_shown))

    def judge_now(self, then: Go | None = None) -> None:
        """Judge what stands in the field, on the lane."""
        phrase = self.field.text()

        def arrived(judgement: Any) -> None:
            self._judgement, self._judged = judgement, phrase
            self._show_strength()
            if then is not None:
                then()

        self._lane.submit(lambda: self._judge(phrase), arrived, self.refused, owner=self)

    def go_on(self) -> None:
        """Take the passphrase if it is good enough and was meant."""
        if self._judged != self.field.text() or self._judgement is None:
            self.busy("")  # else what is typed meanwhile would become part of it
            self.judge_now(self.go_on)
            return
        self.wake()
        if not self._judgement.accepted:
            self.strength.setText(f"Strength: {self._judgement.word.lower()}.")  # why is said below
            self.complain(f"{self._judgement.reason} {self._judgement.hint}", self.field.line)
        elif not self.field.is_shown() and self.again.text() != self.field.text():
            self._ask_again()
        else:
            self.chosen.emit(self.field.text())

    def _ask_again(self) -> None:
        if self.again.text():
            self.complain(
                "The two are not the same. Type it again, or press Show and read it.", self.again.line
            )
            return
        typed = self.typed_since()  # Enter after the first of the two: nothing is wrong yet
        self._mark(())
        self._say("Now the same again, or press Show and read it.", "quiet")
        self.again.line.setFocus()
        typed_ahead.type_into(self.again.line, typed)

    def _show_strength(self) -> None:
        found = self._judgement
        if not self.field.text():
            self.strength.setText("")
            return
        enough = f"Strength: {found.word.lower()}. That is good enough."
        self.strength.setText(
            enough if found.accepted else f"Strength: {found.word.lower()}. {found.reason} {found.hint}"
        )
        widgets.announce(self.strength, self.strength.text())


class RecoveryStep(Step):
    """The recovery code in groups, to print or write down; two of its groups are typed back."""

    chosen = Signal()
    print_wanted = Signal()

    def __init__(
        self, code: str, asked: tuple[int, int], *, number: str = "", is_inside: bool = False
    ) -> None:
        super().__init__(
            "Your recovery code",
            "If the passphrase is ever forgotten, or this computer loses its half of the key, this code "
            "opens the vault. It is shown now and never again. Keep it on paper, away from the laptop.",
            number=number,
            is_inside=is_inside,
        )
        self.groups = code.replace(" ", "-").split("-")
        self.asked = asked
        frame, column = widgets.card(margin=20)
        column.addLayout(_code_grid(self.groups))
        frame.setAccessibleName("Recovery code")
        self.body.addWidget(frame)
        self.print_button = widgets.button("Print the recovery sheet", self.print_wanted.emit, sign="print")
        self.body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(widgets.quiet("Or write it down. Then type two of its groups back from paper."))
        across = widgets.line(gap=16)  # beside each other: the button below stays in sight
        self.lines = tuple(self.ask(f"Group {place + 1}", into=across) for place in asked)
        self.body.addLayout(across)

    def go_on(self) -> None:
        """Go on once both groups are right."""
        for place, line in zip(self.asked, self.lines, strict=True):
            typed = "".join(line.text().split()).replace("-", "").upper().translate(_READ_AS)
            if typed != self.groups[place]:
                self.complain(f"Group {place + 1} is not the same as on the paper. Check it.", line)
                return
        self.chosen.emit()


class NumbersStep(Step):
    """The authority's two numbers, entered and read back before a family can be taken."""

    chosen = Signal(str, str)

    def __init__(self, daytime: str, out_of_hours: str, *, number: str = "") -> None:
        super().__init__(
            "Two numbers to call",
            "When a child is not safe you press F9, anywhere, and these two stand there with 999. "
            "Take them from your authority’s own list.",
            number=number,
        )
        self.daytime = self.ask("Children’s services, daytime", daytime)
        self.out_of_hours = self.ask("Children’s services, evenings and weekends", out_of_hours)
        self.read_back = tick.Tick("I have read both numbers back, digit by digit, from the list")
        self.read_back.box.clicked.connect(self._on_edited)
        self.read_back.entered.connect(self.go_on)
        self.body.addWidget(self.read_back)

    def go_on(self) -> None:
        """Go on once both look like numbers and were read back."""
        for line in (self.daytime, self.out_of_hours):
            fault = number_fault(line.text())
            if fault:
                self.complain(fault, line)
                return
        if not self.read_back.isChecked():
            self.complain("Read both numbers back from the list, then tick the box.", self.read_back.box)
            return
        self.chosen.emit(self.daytime.text().strip(), self.out_of_hours.text().strip())


class Steps(QStackedWidget):
    """One step at a time, each in the place of the one before."""

    unexpected = Signal(object)

    def step(self) -> Step:
        """The step that is shown."""
        shown = self.currentWidget()
        assert isinstance(shown, Step)  # noqa: S101 - only steps are ever put in
        return shown

    @property
    def keeper(self) -> typed_ahead.Keeper:
        """What keeps the keys typed since the last step was answered."""
        return self.step().keeper

    def show_step(self, step: Step) -> None:
        """Show this step, with the cursor where it starts, and there what was typed since the last one.

        At once: Qt would put the cursor elsewhere first, and the next key may be here already.
        """
        before = self.currentWidget()
        typed = before.typed_since() if isinstance(before, Step) else []
        self.addWidget(step)
        self.setCurrentWidget(step)
        step.take_focus()
        typed_ahead.type_into(step.first, typed)
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()
        step.unexpected.connect(self.unexpected)


def number_fault(text: str) -> str:
    """What keeps this from being a number to call; nothing when it is one."""
    digits = "".join(character for character in text if character.isdigit())
    if not digits:
        return "Enter the number to call."
    if digits in ("999", "112"):
        return "999 stands there already. Enter your authority’s own number."
    if len(digits) < 6 or not set(text) <= set("0123456789 +()-"):
        return "That does not look like a whole telephone number. Enter its digits, with spaces if you like."
    return ""


def _code_grid(groups: list[str]) -> QGridLayout:
    """The groups in three columns, each under its number, so that "group 5" can be found."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(2)
    for place, group in enumerate(groups):
        row, column = divmod(place, 3)
        grid.addWidget(widgets.small(str(place + 1)), row * 3, column)
        shown = widgets.words(group, "code", selectable=True)
        shown.setAccessibleName(f"Group {place + 1}: {' '.join(group)}")
        shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(shown, row * 3 + 1, column)
        grid.setRowMinimumHeight(row * 3 + 2, 8)
    return grid
