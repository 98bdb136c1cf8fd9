"""Who: the people of the family by tick box or radio, and anybody else by name."""

from collections.abc import Mapping

from PySide6 import QtWidgets

from ehdesk.forms import definition
from ehdesk.models import search
from ehdesk.ui import answer_choices, answer_input, answer_text, widgets

_SOMEBODY_ELSE = "somebody else"
_MANY = 8
_LINE = 420


def _offered(
    question: definition.Question, around: answer_input.Surroundings
) -> tuple[answer_input.PersonChoice, ...]:
    young = tuple(person for person in around.people if person.is_child or person.is_unborn)
    offered: Mapping[definition.Among, tuple[answer_input.PersonChoice, ...]] = {
        "family": around.people,
        "children": young,
        "adults": tuple(person for person in around.people if person not in young),
        "practitioners": around.colleagues,
        "anyone": (*around.people, *around.colleagues),
    }
    return offered[question.among]


def _label(person: answer_input.PersonChoice) -> str:
    return f"{person.name}, {person.about}" if person.about else person.name


def _finder(
    owner: answer_input.AnswerInput, named: Mapping[str, QtWidgets.QAbstractButton]
) -> answer_text.Line:
    """A line that leaves only those standing whose names have what is typed; who is chosen always stands."""
    line = answer_text.Line()
    line.setMaximumWidth(_LINE)
    line.setPlaceholderText(owner.say("Find a name"))
    owner.name_control(line, owner.say("Find a name"))

    def show(words: str) -> None:
        wanted = search.fold(words).split()
        for label, button in named.items():
            said = search.fold(label)
            button.setVisible(button.isChecked() or all(word in said for word in wanted))

    line.textChanged.connect(show)
    return line


class PersonInput(answer_input.AnswerInput):
    """One person: of the family, or another by name."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._people = _offered(question, around)
        choices: list[answer_choices.Choice] = [(person.id, _label(person), "") for person in self._people]
        if choices:
            choices.append((_SOMEBODY_ELSE, self.say("Somebody else"), ""))
        self._radios = answer_choices.Radios(tuple(choices), self.name_control)
        self._other = answer_text.Line()
        self._other.setMaximumWidth(420)
        self.name_control(self._other, self.say("Name"))
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if len(self._people) > _MANY:
            named = {_label(person): self._radios.buttons[at] for at, person in enumerate(self._people)}
            layout.addWidget(_finder(self, named))
        layout.addWidget(self._radios)
        layout.addWidget(self._other)
        self._other.setVisible(not choices)
        self._radios.picked.connect(self._on_picked)
        self._other.textEdited.connect(lambda _text: self.answered.emit(self.answer()))

    def answer(self) -> object:
        """A person's id, {"name": ...} for another, or None."""
        picked = self._radios.value()
        if picked not in (None, _SOMEBODY_ELSE):
            return picked
        name = self._other.text().strip()
        return {"name": name} if name and (picked or not self._people) else None

    def set_answer(self, value: object) -> None:
        """Show who it is."""
        if value == self.answer():
            return
        other = isinstance(value, dict)
        self._radios.show_value(_SOMEBODY_ELSE if other else value)
        self._other.setText(str(value.get("name", "")) if isinstance(value, dict) else "")
        self._other.setVisible(other or not self._people)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The radios, then the name."""
        return (*self._radios.buttons, self._other)

    def _on_picked(self, value: object) -> None:
        self._other.setVisible(value == _SOMEBODY_ELSE)
        if value == _SOMEBODY_ELSE:
            self._other.setFocus()
        self.answered.emit(self.answer())


class PeopleInput(answer_input.AnswerInput):
    """Several people: tick those of the family; others by name, one line each."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._boxes: dict[str, QtWidgets.QCheckBox] = {}
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        offered = _offered(question, around)
        named: dict[str, QtWidgets.QAbstractButton] = {}
        for person in offered:
            box = answer_choices.Tick(_label(person))
            self.name_control(box, _label(person))
            box.clicked.connect(lambda _on: self.answered.emit(self.answer()))
            layout.addWidget(box)
            self._boxes[person.id] = named[_label(person)] = box
        if len(offered) > _MANY:
            layout.insertWidget(0, _finder(self, named))
        told = "Others, with commas between names" if self._boxes else "Names, with commas between them"
        self._others_label = widgets.quiet(self.say(told))
        self._others = answer_text.Line()
        self._others.setMaximumWidth(520)
        self.name_control(self._others, self._others_label.text())
        self._others.textEdited.connect(lambda _text: self.answered.emit(self.answer()))
        layout.addSpacing(4)
        layout.addWidget(self._others_label)
        layout.addWidget(self._others)
        self._strangers: list[str] = []

    def answer(self) -> object:
        """Ids of the family's people and {"name": ...} of others, or None."""
        known: list[object] = [person for person, box in self._boxes.items() if box.isChecked()]
        names = [name.strip() for name in self._others.text().replace("،", ",").split(",")]
        return [*known, *self._strangers, *({"name": name} for name in names if name)] or None

    def set_answer(self, value: object) -> None:
        """Show who they are; ids that are not of this family any more are kept as they are."""
        if value == self.answer():
            return
        people = value if isinstance(value, list | tuple) else ()
        for person, box in self._boxes.items():
            box.setChecked(person in people)
        self._strangers = [
            person for person in people if isinstance(person, str) and person not in self._boxes
        ]
        self._others.setText(", ".join(str(p.get("name", "")) for p in people if isinstance(p, dict)))

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The boxes, then the line for others."""
        return (*self._boxes.values(), self._others)
