"""On a person's page: other records that are, or may be, of the same human; linked first, then joined."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import person_form, small_forms
from ehdesk.models import duplicates, joining, linking, one_human
from ehdesk.ui import answer_input, asking, flow, likeness_words, widgets
from ehdesk.ui import desk as desks


class SamePerson(QtWidgets.QWidget):
    """Shows links, likely others and joinings; `changed` says that the record is not what it was.

    `filled` says that other lines stand here now.
    """

    changed = QtCore.Signal()
    filled = QtCore.Signal()

    def __init__(self, desk: desks.Desk, person_id: str) -> None:
        super().__init__()
        self._desk, self._person_id = desk, person_id
        self._column = widgets.stack(self, gap=12)
        self.hide()

    def read(self) -> None:
        """Ask the record again."""
        self._desk.ask(one_human.one_human, self._person_id, then=self._show, owner=self)

    def _show(self, found: one_human.OneHuman) -> None:
        self._found = found
        widgets.clear(self._column)
        links = found.links if found.joined_into is None else ()
        lines = [
            *(self._link(line) for line in links),
            *(self._likely(like) for like in found.likely),
            *(self._joined(one) for one in found.joined_from),
        ]
        if lines:
            self._column.addWidget(widgets.heading("Other records of the same person", 2))
            frame, column = widgets.card(gap=0, margin=0)
            column.setContentsMargins(20, 4, 20, 4)
            for place, line in enumerate(lines):
                if place:
                    column.addWidget(widgets.hairline())
                column.addWidget(line)
            self._column.addWidget(frame)
        self.setVisible(bool(lines))
        self.filled.emit()

    def _link(self, line: linking.LinkLine) -> QtWidgets.QWidget:
        if not line.is_here:
            return _line("Also known to another team: ask the coordinator", "", ())
        where = "In this family’s file" if line.is_same_family else f"{line.family_name} · {line.reference}"
        ways: list[tuple[str, Callable[[], object]]] = [("Look", partial(self._look, line.person_id))]
        if line.is_same_family:
            ways.append(("Join the two records…", partial(self.ask_which, line)))
        ways.append(("They are not the same", partial(self._do, linking.unlink, line.link_id)))
        return _line(f"The same person: {line.name}", where, ways)

    def _likely(self, like: duplicates.Like) -> QtWidgets.QWidget:
        title = likeness_words.title(self._desk, like)
        about = " · ".join((likeness_words.where(self._desk, like), likeness_words.why(like)))
        ways: list[tuple[str, Callable[[], object]]] = []
        if like.family_id:
            ways.append(("Look", partial(self._look, like.person_id)))
        ways.append(("The same person", partial(self._do, linking.link, self._person_id, like.person_id)))
        ways.append(("Somebody else", partial(self._do, linking.tell_apart, self._person_id, like.person_id)))
        return _line(f"May be the same: {title}", about, ways)

    def _joined(self, one: joining.Joined) -> QtWidgets.QWidget:
        when = self._desk.words.when(one.at, self._desk.clock.today())
        ways = (
            ("Read it", partial(self._look, one.person_id)),
            ("Undo the joining", partial(self.part, one.person_id)),
        )
        return _line(f"Joined to this record: {one.name}", f"{one.by_name}, {when}", ways)

    # What can be done

    def ask_which(self, line: linking.LinkLine) -> None:
        """Ask for each field that differs which value stands, then join."""
        self._desk.ask(
            joining.differences,
            self._person_id,
            line.person_id,
            then=partial(self._on_differences, line),
            owner=self,
        )

    def _on_differences(self, line: linking.LinkLine, found: tuple[joining.Differing, ...]) -> None:
        kept = self._found.card.full_name
        fields = [(one.key, _label(one.key), self._options(one)) for one in found]
        told = "The other record stays readable, and joining can be undone. " + (
            "Choose what stands where the two differ. What only one of them knows comes in by itself, "
            "and warnings about contact are both kept."
            if fields
            else "They do not differ: what only one of them knows comes in by itself."
        )
        form = small_forms.joining(kept, fields, intro=told)
        around = answer_input.Surroundings(today=self._desk.clock.today(), words=self._desk.words)

        def verb(said: dict[str, Any]) -> Any:
            return joining.join, (self._person_id, line.person_id, said), {}

        begun = {one.key: "kept" for one in found}
        done = partial(self._on_joined, line.person_id)
        about = f"{self._person_id}/{line.person_id}"
        asking.ask(
            self,
            self._desk,
            form,
            around,
            words="Join them",
            about=about,
            verb=verb,
            done=done,
            answers=begun,
        )

    def _options(self, one: joining.Differing) -> list[tuple[str, str]]:
        found = [("kept", self._told(one.key, one.kept)), ("other", self._told(one.key, one.other))]
        return [*found, ("both", "Both")] if one.may_be_both else found

    def _told(self, key: str, value: Any) -> str:
        try:
            question = person_form.sheet(whole=True).question(key)
        except KeyError:
            return str(value)
        return form_answers.summary(question, value, self._desk.words, {})

    def _on_joined(self, other_id: str, _none: object) -> None:
        self._desk.say(
            desks.Notice("The two records are joined.", action="Undo", then=partial(self.part, other_id))
        )
        self._done(None)

    def part(self, other_id: str) -> None:
        """Undo a joining."""
        self._desk.do(joining.part, other_id, then=self._on_parted, failed=self._on_refused, owner=self)

    def _on_parted(self, kept: int) -> None:
        more = f" {kept} changed since and stayed as they are." if kept else ""
        self._desk.say(f"The two records stand apart again, as they were.{more}")
        self._done(None)

    def _do(self, verb: Any, *args: Any) -> None:
        self._desk.do(verb, *args, then=self._done, failed=self._on_refused, owner=self)

    def _done(self, _result: object) -> None:
        self.changed.emit()
        self.read()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            self._desk.say(desks.Notice(title, todo, tone="needs"))
        else:
            self._desk.refused.emit(error)

    def _look(self, person_id: str) -> None:
        self._desk.go(desks.Place("person", person_id))


def _line(title: str, about: str, ways: Any) -> QtWidgets.QWidget:
    holder = QtWidgets.QWidget()
    column = widgets.stack(holder, gap=2)
    column.setContentsMargins(0, 12, 0, 12)
    column.addWidget(widgets.words(title, "label"))
    if about:
        column.addWidget(widgets.quiet(about))
    if ways:
        inner = QtWidgets.QWidget()
        across = flow.FlowLayout(12, 4)
        inner.setLayout(across)
        for words, act in ways:
            button = widgets.link(words, act)
            button.setAccessibleName(f"{words}: {title}")
            across.addWidget(button)
        column.addWidget(inner)
    return holder


def _label(key: str) -> str:
    try:
        return person_form.sheet(whole=True).question(key).label
    except KeyError:
        return key.replace("_", " ").capitalize()
