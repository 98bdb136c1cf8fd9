"""One person of a family: who they are, kept as it is typed; how to reach them only on “Show”."""

from dataclasses import replace
from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.models import acts, facts, family, person, practitioner
from ehdesk.ui import desk as desks
from ehdesk.ui import editing, form_opening, form_session, form_view, scrolling, widgets

_CHARACTERS = 92


def _read(
    read: acts.Reading, person_id: str, words: form_opening.Words, *, whole: bool
) -> form_opening.Opened:
    """The person's sheet and what its page needs. Raises: RecordMissing."""
    sheet = facts.facts(read, person_id, whole=whole)
    people = person.people(read, sheet.family_id) if sheet.family_id else ()
    others = tuple(card for card in people if card.id != person_id)
    name, reference = family.named(read, sheet.family_id) if sheet.family_id else ("", "")
    return form_opening.Opened(
        sheet=sheet,
        family_name=name,
        reference=reference,
        around=form_opening.surroundings(others, practitioner.names(read), read, words),
        names={str(card.id): card.full_name for card in people},
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
        top.addWidget(self._heading)
        top.addWidget(self._about)
        self._body = widgets.stack(gap=0)
        self._foot = widgets.stack(gap=8)
        self._column.body.addLayout(top)
        self._column.body.addLayout(self._body)
        self._column.body.addLayout(self._foot)
        self._column.body.addStretch(1)

    # Reading the record

    def _on_read(self, opened: form_opening.Opened) -> None:
        """Show the person as they are now; what is being typed is newer and stays."""
        asked = opened.sheet.form
        if asked is not facts.form_of(whole=self.is_shown):
            return  # it was asked for before Show or Hide was pressed
        self._edit.opened = opened
        self._name(opened)
        if self._view is None or self._view.form is not asked:
            self._show_afresh(opened)
        else:
            self._view.set_answers(opened.sheet.answers, keep=self._edit.keep())
        if not self._session.autosave.holds():
            self._session.autosave.show_saved_at(opened.sheet.saved_at)
        wanted, self._wanted = self._wanted, None
        self._is_returning = wanted is not None
        if wanted is not None:
            QtCore.QTimer.singleShot(0, self, partial(self._return_to, wanted))

    def _name(self, opened: form_opening.Opened) -> None:
        name = opened.names.get(self._person_id, "")
        self._heading.setText(name)
        self._about.setText(f"{opened.family_name} · {opened.reference}")
        self.setProperty("family_id", opened.sheet.family_id)
        self.set_title(f"{name} · {opened.family_name}")

    def _show_afresh(self, opened: form_opening.Opened) -> None:
        widgets.clear(self._body)
        view = form_view.FormView(opened.sheet.form, opened.around, optional=False)
        view.set_answers(opened.sheet.answers)
        view.spoke.connect(self._session.typed)
        view.left.connect(self._on_left)
        view.history_wanted.connect(self._edit.show_history)
        self._body.addWidget(view)
        self._view, self._edit.view, self._edit.form = view, view, opened.sheet.form
        self._show_foot()
        if self._goes_to_shown:
            self._goes_to_shown = False
            QtCore.QTimer.singleShot(0, self, self._go_to_shown)

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
            self._foot.addWidget(widgets.heading("How to reach them", 2))
            self._foot.addWidget(
                widgets.quiet("Numbers, addresses, what makes contact unsafe, and who must not know.")
            )
            self.toggle = widgets.button("Show, nobody is looking", self.show_reach, sign="show")
            self.toggle.setAccessibleDescription("How to reach them")
        self._foot.addWidget(self.toggle, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def show_reach(self) -> None:
        """Read how to reach them and put it on the page."""
        self._goes_to_shown = True
        self._turn(WHOLE)

    def _go_to_shown(self) -> None:
        if self._view is not None and self.is_shown:
            self._view.go_to_section(facts.APART)
            top = self._view.section_widget(facts.APART).mapTo(self._column, QtCore.QPoint(0, 0)).y()
            scrolling.return_to(self._area, max(top - 24, 0))

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
