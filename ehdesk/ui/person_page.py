"""One person of a family: who they are, kept as it is typed; how to reach them only on “Show”."""

from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import person_form
from ehdesk.models import facts, joining, person
from ehdesk.ui import (
    answer_choices,
    editing,
    form_opening,
    form_session,
    form_view,
    hold,
    people_card,
    person_opening,
    person_ways,
    read_view,
    same_person,
    scrolling,
    turns,
    widgets,
)
from ehdesk.ui import desk as desks

_CHARACTERS = 92


class PersonPage(desks.Page):
    """Edits a person as a form is edited: autosave, Ctrl+Z, F8 for the history of an answer.

    How to reach them is not on the page, and not in its memory, until “Show” is pressed; leaving,
    locking and “Hide” take it away again.
    """

    says_what_is_saved = True

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Person")
        self._desk = desk
        self._person_id = str(place.record_id)
        self._view: form_view.FormView | None = None
        self._wanted: desks.Place | None = None
        self._is_returning = False
        self._goes_to_shown = False
        self._group = person_form.GROUPS[0][0]
        self._edit = editing.Editing(self, desk, self._person_id, kind=person_opening.OPEN)
        self._session = self._edit.session
        self._build()
        self._session.was_read.connect(self._on_read)
        self._session.note_view()
        self._session.read()

    def _build(self) -> None:
        outer = widgets.stack(self, gap=0)
        outer.addWidget(self._edit.strip)
        self._column = widgets.Column(characters=_CHARACTERS, gap=24)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area, 1)
        top = widgets.stack(gap=4)
        self._heading = widgets.heading("", 1)
        self._about = widgets.quiet("")
        self._groups = widgets.stack(gap=0)
        top.addWidget(self._heading)
        top.addWidget(self._about)
        top.addSpacing(8)
        top.addLayout(self._groups)
        self._gone = widgets.stack(gap=8)
        top.addLayout(self._gone)
        self._body = widgets.stack(gap=0)
        self._foot = widgets.stack(gap=8)
        self._foot.setContentsMargins(0, 24, 0, 0)
        self.same = same_person.SamePerson(self._desk, self._person_id)
        self.same.changed.connect(self._session.read)
        self.same.filled.connect(self._take_turns)
        self._ways = person_ways.PersonWays(self._desk, self._person_id)
        self._ways.asked.connect(self._session.flush)
        self._ways.changed.connect(self._on_moved)
        self._column.body.addLayout(top)
        self._column.body.addLayout(self._body)
        self._column.body.addLayout(self._foot)
        self._column.body.addWidget(self.same)
        self._column.body.addWidget(self._ways)
        self._column.body.addStretch(1)

    # Reading the record

    def _on_read(self, opened: form_opening.Opened) -> None:
        """Show the person as they are now; what is being typed is newer and stays."""
        asked = opened.sheet.form
        if facts.is_whole(asked) is not self.is_shown:
            return  # it was asked for before Show or Hide was pressed
        was_locked = self._edit.opened is not None and self._edit.opened.sheet.is_locked
        self._edit.opened = opened
        self._name(opened)
        if opened.sheet.is_locked:
            self._show_joined(opened)
            return
        if self._view is None or self._view.form != asked or was_locked:
            self._show_afresh(opened)
        else:
            self._view.set_answers(opened.sheet.answers, keep=self._edit.keep())
        self._view_now().show_faults(person_form.oddities(opened.sheet.answers))
        if not self._session.autosave.holds():
            self._session.autosave.show_saved_at(opened.sheet.saved_at)
        wanted, self._wanted = self._wanted, None
        self._is_returning = wanted is not None
        if wanted is not None:
            QtCore.QTimer.singleShot(0, self, partial(self._return_to, wanted))

    def _view_now(self) -> form_view.FormView:
        if self._view is None:
            raise AssertionError("the page shows its answers")
        return self._view

    def _name(self, opened: form_opening.Opened) -> None:
        name = opened.names.get(self._person_id, "")
        if opened.sheet.is_locked:
            name = person.full_name(opened.sheet.answers)
        self._heading.setText(name)
        self._about.setText(f"{opened.family_name} · {opened.reference}")
        self.setProperty("family_id", opened.sheet.family_id)
        self.set_title(f"{name} · {opened.family_name}")

    def _show_afresh(self, opened: form_opening.Opened) -> None:
        widgets.clear(self._body)
        widgets.clear(self._gone)
        only = self._sections_of(self._group)
        view = form_view.FormView(opened.sheet.form, opened.around, optional=False, only=only)
        view.set_answers(opened.sheet.answers)
        view.spoke.connect(self._session.typed)
        view.left.connect(self._on_left)
        view.history_wanted.connect(self._edit.show_history)
        view.section_wanted.connect(self._on_section_wanted)
        widgets.stand_in(self._body, view)
        self._view, self._edit.view, self._edit.form = view, view, opened.sheet.form
        self._show_groups(view)
        self._show_foot()
        self._ways.show_for(self._heading.text(), str(opened.sheet.family_id or ""))
        self.same.read()
        if self._goes_to_shown:
            self._goes_to_shown = False
            QtCore.QTimer.singleShot(0, self, self._go_to_shown)

    def _show_joined(self, opened: form_opening.Opened) -> None:
        """A record that was joined to another one is read, not written."""
        self._ways.hide()
        for layout in (self._body, self._foot, self._groups, self._gone):
            widgets.clear(layout)
        self._view = self._edit.view = None
        self._desk.ask(joining.joined_into, self._person_id, then=self._show_where_it_went, owner=self)
        self._wanted, self._is_returning = None, False
        self.settled.emit()
        view = read_view.ReadView(opened.sheet.form, self._desk.words, opened.names)
        view.set_answers(opened.sheet.answers)
        widgets.stand_in(self._body, view)
        self.same.read()

    def _show_where_it_went(self, joined: joining.Joined | None) -> None:
        if joined is None:
            return
        when = self._desk.words.when(joined.at, self._desk.clock.today())
        told = f"{joined.by_name}, {when}. It can be read, and the joining can be undone."
        self._gone.addWidget(widgets.notice(f"This record was joined to {joined.kept_name}", told))
        across = widgets.line(gap=12)
        standing = desks.Place("person", joined.kept_id)
        across.addWidget(widgets.primary("Open the record that stands", partial(self._desk.go, standing)))
        across.addWidget(widgets.button("Undo the joining", partial(self.same.part, self._person_id)))
        across.addStretch(1)
        self._gone.addLayout(across)

    def _show_groups(self, view: form_view.FormView) -> None:
        """The groups by name: one is shown at a time, so that the page opens at once."""
        widgets.clear(self._groups)
        due = {section.id for section in view.form.sections}
        found = [(group, title, "") for group, title, inside in person_form.GROUPS if due & set(inside)]
        self._taps = answer_choices.Radios(tuple(found), _name_group, look="tap")
        self._taps.show_value(self._group)
        self._taps.picked.connect(self._on_group_picked)
        self._groups.addWidget(self._taps)

    def _on_group_picked(self, group: object) -> None:
        """Show a group; tapped again it stays."""
        self.show_group(str(group) if group else self._group)

    def _on_section_wanted(self, section_id: str) -> None:
        group = next(name for name, _title, inside in person_form.GROUPS if section_id in inside)
        self.show_group(group)

    def show_group(self, group: str) -> None:
        """Show one group of questions in the place of the one before."""
        self._session.flush()
        self._group = group
        self._taps.show_value(group)
        if self._view is not None:
            self._view.show_only(self._sections_of(group))
            if self._edit.opened is not None:
                self._view.show_faults(person_form.oddities(self._view.answers()))
        self._take_turns()

    def _sections_of(self, group: str) -> frozenset[str]:
        return next(frozenset(inside) for name, _title, inside in person_form.GROUPS if name == group)

    def _take_turns(self) -> None:
        """Tab goes through groups, answers, how to reach them, other records, and what can be done."""
        turns.take_turns(self, self._groups, self._gone, self._body, self._foot, self.same, self._ways)

    def _on_moved(self) -> None:
        """They moved in or out: show where that stands."""
        self.show_group("home")
        self._session.read()

    # Show and hide

    @property
    def is_shown(self) -> bool:
        """Whether how to reach them is on the page."""
        return self._session.kind is person_opening.WHOLE

    def _show_foot(self) -> None:
        widgets.clear(self._foot)
        if self.is_shown:
            self.toggle = widgets.button("Hide how to reach them", self.hide_reach, sign="hide")
        else:
            self._foot.addWidget(widgets.heading("How to reach them safely", 2))
            self._foot.addWidget(
                widgets.quiet("Numbers, addresses, what makes contact unsafe, and who must not know.")
            )
            self.hold = hold.Hold("Hold to show", "How to reach them")
            self.toggle = widgets.button("Show to change, nobody is looking", self.show_reach, sign="edit")
            self.toggle.setAccessibleDescription("How to reach them")
            self._foot.addWidget(self.hold, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
            held = hold.Held(self._desk, self.hold, people_card.read_contact, self._person_id, told=str)
            self._foot.addWidget(held)
        self._foot.addWidget(self.toggle, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def show_reach(self) -> None:
        """Read how to reach them and put it on the page."""
        self._goes_to_shown = True
        self._group = facts.APART
        self._turn(person_opening.WHOLE)

    def _go_to_shown(self) -> None:
        if self._view is not None and self.is_shown:
            self._view.go_to_section(facts.APART)

    def hide_reach(self) -> None:
        """Take it off the page."""
        self._group = person_form.GROUPS[0][0]
        self._turn(person_opening.OPEN)
        if self._view is not None:
            self._view.hide()
        self._wanted = desks.Place("person", self._person_id)

    def _turn(self, kind: form_session.Kind) -> None:
        self._session.flush()
        self._session.kind = kind
        self._session.read()

    # Where the worker is

    def _on_left(self, _path: str) -> None:
        """Hand in what was typed, and say at once what looks wrong in it."""
        self._session.flush()
        if self._view is not None:
            self._view.show_faults(person_form.oddities(self._view.answers()))

    def came_in(self, records: frozenset[str]) -> None:
        """Others have changed these records."""
        self._edit.came_in(records)

    def flush(self) -> None:
        """Hand in what is typed."""
        self._session.flush()

    def place(self) -> desks.Place:
        """The person, the question, the character and the scroll; never that something was shown."""
        path, cursor = self._view.stands() if self._view is not None else ("", 0)
        scroll = self._area.verticalScrollBar().value()
        return desks.Place("person", self._person_id, path or None, cursor, scroll)

    def restore(self, place: desks.Place) -> None:
        """Go back to the question and the character, or to the first question, once it is read."""
        if self._view is None:
            self._wanted = place
        else:
            self._return_to(place)

    @property
    def is_settling(self) -> bool:
        """Whether the record is not read yet, or the cursor not in its place."""
        return self._is_returning or self._wanted is not None

    def take_focus(self) -> None:
        """The window calls `restore` next, which knows where to."""

    def _return_to(self, place: desks.Place) -> None:
        view = self._view
        if view is None:
            return
        if place.path and view.section_of(place.path):
            view.go_to(place.path, place.cursor)
        else:
            view.go_to_section(min(self._sections_of(self._group), key=view.order_of))
        scrolling.return_to(self._area, place.scroll)
        focused: QtWidgets.QWidget | None = self.focusWidget()
        if focused is not None and self._column.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 16, 48)
        self._is_returning = False
        self.settled.emit()


def _name_group(button: QtWidgets.QWidget, title: str, _hint: str) -> None:
    button.setAccessibleName(f"Show: {title}")
