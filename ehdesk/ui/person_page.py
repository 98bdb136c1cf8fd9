"""One person of a family: who they are, kept as it is typed; how to reach them only on “Show”."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import person_form, small_forms
from ehdesk.models import acts, directory, facts, family, household, joining, person, practitioner
from ehdesk.ui import (
    answer_input,
    asking,
    editing,
    flow,
    form_opening,
    form_session,
    form_view,
    hold,
    move_dialog,
    people_card,
    read_view,
    same_person,
    scrolling,
    turns,
    widgets,
)
from ehdesk.ui import desk as desks

_CHARACTERS = 92


def _read(
    read: acts.Reading, person_id: str, words: form_opening.Words, *, whole: bool
) -> form_opening.Opened:
    """The person's sheet and what its page needs. Raises: RecordMissing."""
    sheet = facts.facts(read, person_id, whole=whole)
    people = person.people(read, sheet.family_id) if sheet.family_id else ()
    others = tuple(card for card in people if card.id != person_id)
    name, reference = family.named(read, sheet.family_id) if sheet.family_id else ("", "")
    around = form_opening.surroundings(others, practitioner.names(read), read, words)
    agencies = tuple(line.name for line in directory.directory(read))
    names = person.names(read, sheet.family_id) if sheet.family_id else {}
    return form_opening.Opened(
        sheet=sheet,
        family_name=name,
        reference=reference,
        around=replace(around, compact=True, suggestions={"setting": agencies}),
        names=names,
    )


def _read_open(read: acts.Reading, person_id: str, words: form_opening.Words) -> form_opening.Opened:
    return _read(read, person_id, words, whole=False)


def _read_whole(read: acts.Reading, person_id: str, words: form_opening.Words) -> form_opening.Opened:
    return _read(read, person_id, words, whole=True)


OPEN = form_session.Kind(
    read=_read_open,
    answer=facts.verb_for,
    add_row=facts.add_row,
    remove_row=facts.remove_row,
    move_row=facts.move_row,
    undo=facts.undo,
    redo=facts.redo,
    history=facts.voices,
)
WHOLE = replace(OPEN, read=_read_whole, undo=facts.undo_any, redo=facts.redo_any)


class PersonPage(desks.Page):
    """Edits a person as a form is edited: autosave, Ctrl+Z, F8 for the history of an answer.

    How to reach them is not on the page, and not in its memory, until “Show” is pressed; leaving,
    locking and “Hide” take it away again.
    """

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Person")
        self._desk = desk
        self._person_id = str(place.record_id)
        self._view: form_view.FormView | None = None
        self._wanted: desks.Place | None = None
        self._is_returning = False
        self._goes_to_shown = False
        self._edit = editing.Editing(self, desk, self._person_id, kind=OPEN)
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
        self._groups = flow.FlowLayout(4, 4)
        self._groups_holder = QtWidgets.QWidget()
        self._groups_holder.setLayout(self._groups)
        top.addWidget(self._heading)
        top.addWidget(self._about)
        top.addSpacing(8)
        top.addWidget(self._groups_holder)
        self._gone = widgets.stack(gap=8)
        top.addLayout(self._gone)
        self._body = widgets.stack(gap=0)
        self._foot = widgets.stack(gap=8)
        self.same = same_person.SamePerson(self._desk, self._person_id)
        self.same.changed.connect(self._session.read)
        self.same.filled.connect(self._take_turns)
        self._ways = widgets.stack(gap=8)
        self._column.body.addLayout(top)
        self._column.body.addLayout(self._body)
        self._column.body.addLayout(self._foot)
        self._column.body.addWidget(self.same)
        self._column.body.addLayout(self._ways)
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
        view = form_view.FormView(opened.sheet.form, opened.around, optional=False)
        view.set_answers(opened.sheet.answers)
        view.spoke.connect(self._session.typed)
        view.left.connect(self._on_left)
        view.history_wanted.connect(self._edit.show_history)
        self._body.addWidget(view)
        self._view, self._edit.view, self._edit.form = view, view, opened.sheet.form
        self._show_groups(view)
        self._show_foot()
        self._show_ways()
        self.same.read()
        if self._goes_to_shown:
            self._goes_to_shown = False
            QtCore.QTimer.singleShot(0, self, self._go_to_shown)

    def _show_joined(self, opened: form_opening.Opened) -> None:
        """A record that was joined to another one is read, not written."""
        for layout in (self._body, self._foot, self._ways, self._groups, self._gone):
            widgets.clear(layout)
        self._view = self._edit.view = None
        self._desk.ask(joining.joined_into, self._person_id, then=self._show_where_it_went, owner=self)
        view = read_view.ReadView(opened.sheet.form, self._desk.words, opened.names)
        view.set_answers(opened.sheet.answers)
        self._body.addWidget(view)
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
        """The groups by name, to go straight to one."""
        widgets.clear(self._groups)
        for section in view.form.sections:
            if view.section_widget(section.id).isHidden():
                continue
            way = widgets.link(section.title, partial(self._go_to_group, section.id))
            way.setAccessibleName(f"Go to: {section.title}")
            self._groups.addWidget(way)
        if not self.is_shown:
            reach = widgets.link("How to reach them", self._go_to_reach)
            reach.setAccessibleName("Go to: How to reach them")
            self._groups.addWidget(reach)

    def _go_to_group(self, section_id: str) -> None:
        if self._view is not None:
            self._view.go_to_section(section_id)
            QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.LayoutRequest)
            top = self._view.section_widget(section_id).mapTo(self._column, QtCore.QPoint(0, 0)).y()
            scrolling.return_to(self._area, max(top - 24, 0))

    def _go_to_reach(self) -> None:
        self.hold.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self.hold, 16, 96)

    def _take_turns(self) -> None:
        """Tab goes through groups, answers, how to reach them, other records, and what can be done."""
        layouts = (self._gone, self._body, self._foot, self._ways)
        gone, body, foot, ways = ([*_widgets_of(layout)] for layout in layouts)
        turns.take_turns(self, self._groups_holder, *gone, *body, *foot, self.same, *ways)

    # Show and hide

    @property
    def is_shown(self) -> bool:
        """Whether how to reach them is on the page."""
        return self._session.kind is WHOLE

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
        self._turn(WHOLE)

    def _go_to_shown(self) -> None:
        if self._view is not None and self.is_shown:
            self._go_to_group(facts.APART)

    def hide_reach(self) -> None:
        """Take it off the page."""
        self._turn(OPEN)
        if self._view is not None:
            self._view.hide()
        self._wanted = desks.Place("person", self._person_id)

    def _turn(self, kind: form_session.Kind) -> None:
        self._session.flush()
        self._session.kind = kind
        self._session.read()

    # What can be done with the whole record

    def _show_ways(self) -> None:
        widgets.clear(self._ways)
        holder = QtWidgets.QWidget()
        across = flow.FlowLayout(12, 8)
        holder.setLayout(across)
        for words, act in (
            ("Does not live here any more…", self.moves_out),
            ("Lives here…", self.moves_in),
            ("Move to another family…", self.move_away),
        ):
            across.addWidget(widgets.button(words, act))
        self._ways.addWidget(widgets.heading("This record", 2))
        self._ways.addWidget(holder)

    def moves_out(self) -> None:
        """Take them out of the household, with a date and a reason; nothing is deleted."""

        def verb(said: dict[str, Any]) -> Any:
            return household.take_out, (self._person_id,), {"on": said["on"], "reason": said["reason"]}

        self._ask(small_forms.moves_out(self._heading.text()), verb)

    def moves_in(self) -> None:
        """Let them live here."""

        def verb(said: dict[str, Any]) -> Any:
            more = {"part_time": bool(said.get("part_time")), "reason": said.get("reason", "")}
            return household.bring_in, (self._person_id,), {"on": said["on"], **more}

        self._ask(small_forms.moves_in(self._heading.text()), verb)

    def _ask(self, form: Any, verb: Any) -> None:
        self._session.flush()
        today = self._desk.clock.today()
        around = answer_input.Surroundings(today=today, words=self._desk.words)
        begun = {"on": today.isoformat()}
        done = self._on_household
        asking.ask(self, self._desk, form, around, words="Save", verb=verb, done=done, answers=begun)

    def _on_household(self, _result: object) -> None:
        self._edit.strip.tell("Saved. It stands under “Where they live”.")
        self._session.read()

    def move_away(self) -> None:
        """Move the whole record to the right family."""
        self._session.flush()
        leaving = str(self.property("family_id") or "")
        then = partial(self._on_moved_away, leaving)
        move_dialog.ask(self, self._desk, self._person_id, leaving=leaving, then=then)

    def _on_moved_away(self, leaving: str, _family_id: str) -> None:
        self._desk.go(desks.Place("family", leaving))

    # Where the worker is

    def _on_left(self, _path: str) -> None:
        self._session.flush()

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
        if place.path and view.field(place.path) is not None:
            view.go_to(place.path, place.cursor)
        else:
            view.go_to_section(view.form.sections[0].id)
        scrolling.return_to(self._area, place.scroll)
        focused: QtWidgets.QWidget | None = self.focusWidget()
        if focused is not None and self._column.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 16, 48)
        self._is_returning = False
        self.settled.emit()


def _widgets_of(layout: QtWidgets.QLayout) -> Iterator[QtWidgets.QWidget]:
    """The widgets of a layout, in their order, whatever they are laid into."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets_of(inner)
