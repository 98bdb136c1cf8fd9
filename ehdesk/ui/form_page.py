"""One form of one family: filled with everything kept as it is typed, checked, finished, read, amended."""

from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.forms import loader
from ehdesk.models import form
from ehdesk.ui import (
    chronology_beside,
    editing,
    flow,
    form_acts,
    form_opening,
    form_view,
    how_far,
    jump_dialog,
    offers,
    plan_beside,
    read_view,
    scrolling,
    section_rail,
    standing,
    theme,
    turns,
    widgets,
)
from ehdesk.ui import desk as desks

_ROOM_FOR_RAIL = 1000
_CHARACTERS = 92


class FormPage(desks.Page):
    """Shows one form of one family; whether it can be typed into is the record's word, not the page's.

    Ctrl+Z takes back typing while this question remembers any, then the saved steps of the form;
    Ctrl+Shift+Z brings them back. F8 shows a question's history, Ctrl+P prints, Ctrl+PgDown and
    Ctrl+PgUp go from section to section, Ctrl+J to any question, F6 to the next that must be answered;
    Ctrl+H opens the family's chronology beside it.
    """

    says_what_is_saved = True

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("")
        self._desk = desk
        self._record_id = str(place.record_id)
        self._view: form_view.FormView | None = None
        self._wanted: desks.Place | None = place if place.path else None
        self._is_returning = False
        self._edit = editing.Editing(self, desk, self._record_id)
        self._session = self._edit.session
        self._edit.summary.wanted.connect(self._go_to)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            self._edit.add_key(partial(self._step_section, step), keys)
        self._edit.add_key(self.jump, "Ctrl+J")
        self._edit.add_key(self.go_on, "F6")
        self._offers = offers.Offers(self, desk, self._edit, self._go_to)
        self._acts = form_acts.FormActs(self, desk, self._edit)
        self._finish: widgets.Button | None = None
        self._build()
        self._session.was_read.connect(self._on_read)
        self._session.note_view()
        self._session.read()

    # The page's parts

    def _build(self) -> None:
        outer = widgets.stack(self, gap=0)
        outer.addWidget(self._edit.strip)
        self._find = widgets.link("Go to", self.jump, sign="search")
        self._find.setAccessibleName("Go to a question")
        self._find.setToolTip("Go to a question (Ctrl+J)")
        self._edit.strip.lead_with(self._find)
        self._edit.carried.changed.connect(self._fit_strip)
        across = widgets.line(gap=0)
        outer.addLayout(across, 1)
        self._rail = section_rail.SectionRail()
        self._rail.chosen.connect(self._on_section_chosen)
        self._rail.hide()
        across.addWidget(self._rail)
        self._column = widgets.Column(characters=_CHARACTERS, gap=24)
        self._area = widgets.scrolled(self._column)
        across.addWidget(self._area, 1)
        self.beside = chronology_beside.ChronologyBeside(self._desk, self, self._area)
        self.beside.turned.connect(self._fit_rail)
        across.addWidget(self.beside)
        self.plan = plan_beside.PlanBeside(self._desk, self, self._area)
        self.plan.moved.connect(self._fit_rail)
        across.addWidget(self.plan)
        self._heading = widgets.heading("", 1)
        self._actions = widgets.line(gap=8)
        top = widgets.line(gap=16)
        top.addWidget(self._heading, 1)
        actions = widgets.stack(gap=0)
        actions.addLayout(self._actions)
        actions.addStretch(1)
        top.addLayout(actions)
        self._intro = widgets.quiet("")
        self._standing = standing.Standing(self._desk)
        self._place_for_view = widgets.stack(gap=0)
        self._foot = widgets.line(gap=12)
        self._above, self._beneath = flow.FlowLayout(16, 8), flow.FlowLayout(16, 8)
        self._column.body.addWidget(self._edit.summary)
        self._column.body.addLayout(top)
        self._column.body.addWidget(self._intro)
        self._column.body.addWidget(self._standing)
        self._column.body.addLayout(self._above)
        self._column.body.addLayout(self._place_for_view)
        self._column.body.addLayout(self._foot)
        self._column.body.addLayout(self._beneath)
        self._column.body.addStretch(1)

    # Reading the record

    def _on_read(self, opened: form_opening.Opened) -> None:
        """Show the record as it is now; what is being typed is newer and stays."""
        before, self._edit.opened = self._edit.opened, opened
        sheet = opened.sheet
        self._edit.form = sheet.form
        if before is None or _is_another(before.sheet, sheet):
            self._show_afresh(opened)
        elif _stands_otherwise(before.sheet, sheet):
            self._show_foot(opened)
            self._take_turns()
        if before is not None and self._view is not None:
            self._view.set_answers(sheet.answers, keep=self._edit.keep())
        if not self._session.autosave.holds():
            self._session.autosave.show_saved_at(None if sheet.is_locked else sheet.saved_at)
        if self._view is not None:
            self._offers.show(self._view, opened)
        self._fit_strip()
        self.plan.show_for(opened)
        self._show_progress()
        if self._wanted is not None and not self._is_returning:
            self._is_returning = True
            if self._view is not None and not self._wanted.path and not self._view.is_standing:
                self._view.stood.connect(self._return_to_wanted)
            else:
                QtCore.QTimer.singleShot(0, self, self._return_to_wanted)

    def _fit_strip(self, _said: object = None) -> None:
        """Of a form that is read it only says how it stands with the centre, where there is one."""
        is_locked = self._edit.opened is not None and self._edit.opened.sheet.is_locked
        self._find.setVisible(not is_locked)
        self._edit.strip.setVisible(not is_locked or bool(self._edit.strip.carried_words()))

    def _show_afresh(self, opened: form_opening.Opened) -> None:
        sheet, say = opened.sheet, self._desk.words
        self._is_returning = False
        widgets.clear(self._place_for_view)
        self._edit.summary.show_faults(())
        shown = self._reading(opened) if sheet.is_locked else self._editing(opened)
        shown.history_wanted.connect(self._edit.show_history)
        self._place_for_view.addWidget(shown)
        self._heading.setText(say(sheet.form.title))
        self._intro.setText("" if sheet.is_locked else say(sheet.form.intro.strip()))
        self._intro.setVisible(bool(self._intro.text()))
        self.setProperty("family_id", sheet.family_id)
        named = f" · {opened.family_name}" if opened.family_name else ""
        self.set_title(f"{say(sheet.form.short_title or sheet.form.title)}{named}")
        self._show_foot(opened)
        self._take_turns()
        self._fit_rail()
        if self._wanted is None:
            self._wanted = desks.Place("form", self._record_id)

    def _take_turns(self) -> None:
        above = (self._edit.strip, self._rail, self._edit.summary, self._actions, self._above)
        turns.take_turns(self, *above, self._place_for_view, self._foot, self._beneath, self.plan)

    def _editing(self, opened: form_opening.Opened) -> form_view.FormView:
        view = form_view.FormView(opened.sheet.form, opened.around, lazy=True)
        view.set_answers(opened.sheet.answers)
        view.spoke.connect(self._session.typed)
        view.left.connect(self._on_left)
        view.came.connect(self._on_came)
        view.progressed.connect(self._show_progress)
        view.stood.connect(self._take_turns)
        self._view, self._edit.view, self._edit.reading = view, view, None
        return view

    def _reading(self, opened: form_opening.Opened) -> read_view.ReadView:
        view = read_view.ReadView(opened.sheet.form, self._desk.words, opened.names)
        view.set_answers(opened.sheet.answers)
        self._view, self._edit.view, self._edit.reading = None, None, view
        return view

    def _show_foot(self, opened: form_opening.Opened) -> None:
        for layout in (self._foot, self._actions, self._above, self._beneath):
            widgets.clear(layout)
        self._standing.show_sheet(opened.sheet)
        acts = self._above if opened.sheet.is_locked else self._beneath
        for button in self._acts.buttons(opened):
            acts.addWidget(button)
        named = opened.sheet.form.named_in_a_sentence
        if opened.sheet.form.id in plan_beside.FORMS and not opened.sheet.is_locked:
            words = plan_beside.FORMS[opened.sheet.form.id]
            self._actions.addWidget(widgets.link(words, self.plan.toggle, sign="show"))
        if opened.sheet.form.sections:
            self._actions.addWidget(widgets.link("Print", self._edit.print_form, sign="print"))
        self._finish = None
        is_known = not loader.is_newer(opened.sheet.form)  # else nobody here can say that it is complete
        if opened.sheet.is_locked:
            if is_known:
                self._actions.addWidget(widgets.button("Amend", self._edit.amend, sign="edit"))
            if opened.sheet.family_id is not None:
                self._foot.addWidget(widgets.link("In the wrong file?", self._edit.move))
        elif is_known:
            self._finish = widgets.primary(f"Finish {named}", self.finish)
            self._foot.addWidget(self._finish)
            self._foot.addWidget(widgets.button("Check", self.check))
        self._foot.addStretch(1)

    # Finishing

    def check(self) -> None:
        """Say what is missing or wrong now."""
        self._edit.check()
        self._show_summary()

    def finish(self) -> None:
        """Finish, or say what has to be put right first."""
        self._edit.finish()
        self._show_summary()

    def _show_summary(self) -> None:
        if not self._edit.summary.isHidden():
            self._area.verticalScrollBar().setValue(0)

    def _on_left(self, _path: str) -> None:
        self._session.flush()

    def _on_came(self, path: str) -> None:
        if self._view is not None:
            self._rail.show_here(self._view.section_of(path))

    # Where the worker is

    def came_in(self, records: frozenset[str]) -> None:
        """Others have changed these records."""
        self._edit.came_in(records)

    def flush(self) -> None:
        """Hand in what is typed."""
        self._session.flush()

    def let_go(self) -> None:
        """Take the questions away a few at a time: a long form that ends at once holds the window up."""
        if self._view is None:
            super().let_go()
        else:
            self._session.was_read.disconnect(self._on_read)
            self._view.emptied.connect(self.deleteLater)
            self._view.take_away(desks.LET_GO_MS)

    def leave_for(self, to: desks.Place) -> None:
        """Hand in what is typed. A form that was only looked at leaves nothing behind."""
        self._session.flush()
        if to.record_id != self._record_id:
            self._session.leave_untouched()

    def place(self) -> desks.Place:
        """The record, the question, the character and the scroll."""
        if self._wanted is not None:
            return self._wanted
        path, cursor = self._view.stands() if self._view is not None else ("", 0)
        scroll = self._area.verticalScrollBar().value()
        return desks.Place("form", self._record_id, path or None, cursor, scroll)

    def restore(self, place: desks.Place) -> None:
        """Go back to the question and the character, or to the first question, once the form is read."""
        if self._edit.opened is None or self._is_returning:
            self._wanted = place
        else:
            self._return_to(place)

    @property
    def is_settling(self) -> bool:
        """Whether the record is not read yet, or the cursor not in its place."""
        return self._is_returning or self._edit.opened is None

    def take_focus(self) -> None:
        """The window calls `restore` next, which knows where to."""

    def _return_to_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._return_to(wanted)

    def _return_to(self, place: desks.Place) -> None:
        if self._view is not None:
            first = self._view.progress()[0].id if self._view.progress() else ""
            if place.path:
                self._view.go_to(place.path, place.cursor)
            elif first:
                self._view.go_to_section(first)
        elif self._edit.reading is not None:
            self._edit.reading.begin()
        QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.LayoutRequest)
        scrolling.return_to(self._area, place.scroll)
        focused: QtWidgets.QWidget | None = self.focusWidget()
        if not place.scroll and focused is not None and self._column.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 16, 48)
        self._is_returning = False
        self.settled.emit()

    # Sections and progress

    def _show_progress(self) -> None:
        opened = self._edit.opened
        if opened is None or self._view is None:
            return
        self._edit.strip.set_words(how_far.of_form(opened.sheet.form, self._view.answers()).words())
        self._rail.set_progress(self._view.progress())

    def _on_section_chosen(self, section_id: str) -> None:
        if self._view is not None:
            self._view.go_to_section(section_id)
            top = self._view.section_widget(section_id).mapTo(self._column, QtCore.QPoint(0, 0)).y()
            self._area.verticalScrollBar().setValue(max(top - 24, 0))

    def _step_section(self, step: int) -> None:
        if self._view is None:
            return
        ids = [section.id for section in self._view.progress()]
        here = self._view.section_of(self._view.here()[0] or self._view.last_here())
        place = ids.index(here) + step if here in ids else 0
        if 0 <= place < len(ids):
            self._on_section_chosen(ids[place])

    def jump(self) -> None:
        """Go to any question by typing a little of its words."""
        if self._view is not None:
            jump_dialog.JumpDialog(self, self._view.targets(), self._go_to)

    def go_on(self) -> None:
        """Go to the next question that must be answered before the form can be finished, then to Finish."""
        opened = self._edit.opened
        if self._view is None or opened is None:
            return
        here = self._view.here()[0] or self._view.last_here()
        path = form_answers.missing_after(opened.sheet.form, self._view.answers(), here)
        if path is not None:
            self._go_to(path)
        elif self._finish is not None:
            self._finish.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
            self._area.ensureWidgetVisible(self._finish, 16, 48)

    def _go_to(self, path: str) -> None:
        if self._view is not None:
            self._view.go_to(path)
            field = self._view.field(path)
            if field is not None:
                self._area.ensureWidgetVisible(field, 16, 48)
            focused: QtWidgets.QWidget | None = self.focusWidget()
            if focused is not None:
                self._area.ensureWidgetVisible(focused, 16, 120)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Show the sections at the side where there is room."""
        super().resizeEvent(event)
        self._fit_rail()
        self.beside.dress()
        self.plan.dress()

    def _fit_rail(self) -> None:
        taken = self.plan.taken() + (self.beside.minimumWidth() if self.beside.isVisible() else 0)
        roomy = self.width() - taken >= theme.scaled(_ROOM_FOR_RAIL)
        several = self._view is not None and len(self._view.progress()) > 2
        self._rail.setVisible(roomy and several)


def _is_another(before: form.Sheet, now: form.Sheet) -> bool:
    """Whether it is to be read now where it was written, or the other way, or stands in another file."""
    return before.is_locked != now.is_locked or before.family_id != now.family_id


def _stands_otherwise(before: form.Sheet, now: form.Sheet) -> bool:
    """Whether something was said of the whole form since."""
    was, is_now = ((each.sign_off, each.sent_back, each.to_manager) for each in (before, now))
    return was != is_now
