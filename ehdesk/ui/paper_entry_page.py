"""Enter paper: the code of a page opens its record, and the page is typed in as it lies on the table."""

from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.forms import paper_order
from ehdesk.models import base, paper_entry, paper_run
from ehdesk.ui import (
    answer_text,
    editing,
    elided,
    family_picker,
    form_opening,
    form_view,
    paper_end,
    paper_keys,
    paper_words,
    theme,
    widgets,
)
from ehdesk.ui import desk as desks

_AROUND = 140  # so much is to be seen above and below the question that is asked
_HINT = "It stands at the head and foot of every page. Type it, or scan the square with a reader"
_HAS_A_FORM = (errors.PageEntered, errors.PaperFinished)


class PaperEntryPage(desks.Page):
    """Asks for a code; then shows the questions of its page in the order of the paper, and those after it.

    A number picks and goes on, Enter passes a question, F3 says that it cannot be read, F4 that it was left
    blank. A code that is not to be typed in is answered in words, and nothing is changed. What was typed in
    is checked against the paper in the same way, from its first question to its last.
    """

    says_what_is_saved = True

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Enter paper")
        self._desk = desk
        self._wanted = place
        self._entry: paper_entry.Entry | None = None
        self._opened: form_opening.Opened | None = None
        self._edit: editing.Editing | None = None
        self._view: form_view.FormView | None = None
        self._keys: paper_keys.PaperKeys | None = None
        self._marks: dict[str, str] = {}
        self._form: desks.Place | None = None
        self._found: paper_run.Run | None = None
        self._end: paper_end.PaperEnd | None = None
        self._build()
        self._is_check = bool(place.more.get("check"))
        if self._is_check:
            self._desk.ask(paper_run.run, str(place.more["check"]), then=self._on_check, owner=self)
        elif place.more.get("code"):
            self.code.setText(str(place.more["code"]))
            self.open_code()

    def _build(self) -> None:
        self._outer = widgets.stack(self, gap=0)
        column = widgets.Column(characters=84, gap=24)
        self._area = widgets.scrolled(column)
        self._outer.addWidget(self._area, 1)
        self._asking = QtWidgets.QWidget()
        asking = widgets.stack(self._asking, gap=12)
        asking.addWidget(widgets.heading("Enter paper", 1))
        self.code = answer_text.Line()
        self.code.setMaximumWidth(360)
        self.code.returnPressed.connect(self.open_code)
        asking.addWidget(widgets.caption("Code of the page", self.code, _HINT))
        asking.addWidget(self.code)
        self.message = widgets.words("", "warm")
        self.message.hide()
        asking.addWidget(self.message)
        self.form_link = widgets.link("Open its form", self._open_form)
        self.form_link.hide()
        self.check_link = widgets.link("Check it against the paper", self._check)
        self.check_link.hide()
        for link in (self.form_link, self.check_link):
            asking.addWidget(link, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self.open_button = widgets.primary("Open the page", self.open_code)
        asking.addWidget(self.open_button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.body.addWidget(self._asking)
        self.heading = widgets.heading("", 1)
        self.about = widgets.quiet("")
        self.heading.hide()
        self.about.hide()
        column.body.addWidget(self.heading)
        column.body.addWidget(self.about)
        self._body = widgets.stack(gap=24)
        column.body.addLayout(self._body)
        column.body.addStretch(1)
        self.hint = elided.Elided("", "quiet")
        self._foot = QtWidgets.QFrame()
        self._foot.setProperty("look", "bar")
        across = widgets.line(self._foot, gap=16)
        across.setContentsMargins(24, 10, 24, 10)
        across.addWidget(self.hint, 1)
        self._foot.hide()
        self._outer.addWidget(self._foot)

    # The code

    def open_code(self) -> None:
        """Open the page that the code stands for, or say why not."""
        typed = self.code.text().strip()
        self.form_link.hide()
        self.check_link.hide()
        self._desk.ask(paper_run.by_code, typed, then=self._on_found, failed=self._on_refused, owner=self)

    def _on_found(self, found: paper_run.Found) -> None:
        """A filled form comes back to be read; an empty one to be typed in."""
        self._found, self._form = found.run, paper_end.form_place(found.run)
        if found.run.printed.filled and self._form.record_id:
            self._desk.go(self._form)
        else:
            self._open()

    def _open(self, family_id: str | None = None, _name: str = "") -> None:
        self._desk.do(
            paper_entry.open_page,
            self.code.text().strip(),
            family_id=family_id,
            then=self._on_entry,
            failed=self._on_refused,
            owner=self,
            quietly=True,
        )

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, errors.PaperOfNobody):
            family_picker.FamilyPicker(self, self._desk, self._open)
            return
        if not isinstance(error, errors.Refusal):
            self._desk.refused.emit(error)
            return
        self.form_link.setVisible(
            isinstance(error, _HAS_A_FORM) and self._form is not None and bool(self._form.record_id)
        )
        self.check_link.setVisible(isinstance(error, errors.PageEntered))
        title, safe, todo = error.words()
        self.message.setText(" ".join(part for part in (f"{title}.", safe, todo) if part))
        self.message.show()
        widgets.announce(self.message, self.message.text())
        self.take_focus()
        self.code.selectAll()

    def _check(self) -> None:
        if self._found is not None:
            self._go(paper_end.check_place(self._found))

    def _on_check(self, run: paper_run.Run) -> None:
        """Every page again, from the first question to the last, with what was typed in."""
        if run.printed.of_record:
            self._on_entry(paper_entry.Entry(base.RecordId(run.printed.of_record), run, 1, frozenset()))

    def _open_form(self) -> None:
        if self._form is not None:
            self._desk.go(self._form)

    # The page

    def _on_entry(self, entry: paper_entry.Entry) -> None:
        self._entry = entry
        self._marks = dict(entry.run.marks)
        self._edit = editing.Editing(self, self._desk, entry.record_id)
        self._outer.insertWidget(0, self._edit.strip)
        self._edit.session.was_read.connect(self._on_read)
        self._edit.session.note_view()
        self._edit.session.read()

    def came_in(self, records: frozenset[str]) -> None:
        """Others have changed these records."""
        if self._edit is not None:
            self._edit.came_in(records)

    def _on_read(self, opened: form_opening.Opened) -> None:
        edit, entry, before = self._edit, self._entry, self._opened
        if edit is None or entry is None:
            return
        self._opened, edit.opened, edit.form = opened, opened, opened.sheet.form
        if before is not None and self._view is not None:
            self._view.set_answers(opened.sheet.answers, keep=edit.keep())
            return
        self.setProperty("family_id", opened.sheet.family_id)
        if opened.sheet.is_locked:
            self._go(paper_end.form_place(entry.run))
        else:
            self._show(opened, entry)

    def _show(self, opened: form_opening.Opened, entry: paper_entry.Entry) -> None:
        say, whole = self._desk.words, opened.sheet.form
        self._asking.hide()
        lying = paper_order.as_on_paper(whole, entry.run.printed.pages)
        self._view = form_view.FormView(
            paper_keys.numbered(lying, say),
            opened.around,
            optional=False,
            only=paper_order.sections_of(lying, entry.page),
            whole=whole,
        )
        self._view.set_answers(opened.sheet.answers)
        self._view.spoke.connect(self._on_spoke)
        self._view.came.connect(self._on_came)
        widgets.stand_in(self._body, self._view)
        self._keys = paper_keys.PaperKeys(self._view, whole, entry.known, entry.page)
        self._keys.page_done.connect(self._on_page_done)
        self._keys.marked.connect(self._on_marked)
        self._keys.hint.connect(self.hint.setText)
        if self._edit is not None:
            self._edit.view = self._view
        self.heading.setText(say(whole.title))
        self.heading.show()
        named = f" · {opened.family_name}" if opened.family_name else ""
        self.set_title(f"Enter paper{named}")
        self._foot.show()
        self._show_page(entry.page, self._wanted.path)

    def _show_page(self, page: int, path: str | None = None) -> None:
        """Show the questions of a page, and go to the first that is open."""
        entry, view, keys, opened = self._entry, self._view, self._keys, self._opened
        if entry is None or view is None or keys is None or opened is None:
            return
        keys.page = page
        view.show_only(paper_order.sections_of(view.form, page))
        for where, mark in self._marks.items():
            self._say_mark(where, mark)
        printed = self._desk.words.date(entry.run.printed_on.isoformat())
        of = f"Page {page} of {len(entry.run.printed.pages)}"
        of = f"Check against the paper: {of.lower()}" if self._is_check else of
        parts = (opened.family_name, of, f"printed {printed}")
        self.about.setText(" · ".join(part for part in parts if part))
        self.about.show()
        self._area.verticalScrollBar().setValue(0)
        if self._edit is not None:
            self._edit.strip.tell(of)
            self._edit.strip.set_words(of)
        keys.begin(path, at_the_top=self._is_check)

    def _on_came(self, path: str) -> None:
        """Bring the question that has the focus into sight, with some of what comes after it."""
        shown = self._view.input_at(path) if self._view is not None else None
        if shown is not None:
            self._area.ensureWidgetVisible(shown, 16, theme.scaled(_AROUND))

    def _on_spoke(self, said: object) -> None:
        """Hand in what is typed; a question that is answered is no longer marked."""
        if self._edit is None or self._entry is None:
            return
        self._edit.session.typed(said)
        where = _where(said.path) if isinstance(said, form_view.Given) else ""
        if where in self._marks:
            del self._marks[where]
            self._mark(where, None)

    def _on_marked(self, path: str, mark: str) -> None:
        where = _where(path)
        self._marks[where] = mark
        self._mark(where, mark)
        self._say_mark(where, mark)

    def _mark(self, where: str, mark: str | None) -> None:
        if self._entry is not None:
            self._desk.do(
                paper_run.mark_question, self._entry.run.record_id, where, mark, owner=self, quietly=True
            )

    def _say_mark(self, where: str, mark: str) -> None:
        view, (key, *_cell) = self._view, where.split(".")
        if view is None or key not in paper_order.keys_of(view.form, self._page()):
            return
        field = view.field(key)
        if field is not None:
            field.input.told.emit(paper_words.MARKS[mark])

    def _page(self) -> int:
        return self._keys.page if self._keys is not None else 0

    # The end of a page, and of the paper

    def _on_page_done(self) -> None:
        entry, edit = self._entry, self._edit
        if entry is None or edit is None:
            return
        edit.session.flush()
        page = self._page()
        if self._is_check:
            last = page == len(entry.run.printed.pages)
            (self._show_end(entry.run) if last else self._show_page(page + 1))
            return
        self._desk.do(
            paper_run.entered,
            entry.run.record_id,
            page,
            entry.record_id,
            then=lambda run: self._on_entered(page, run),
            owner=self,
        )

    def _on_entered(self, page: int, run: paper_run.Run) -> None:
        """Go on with the page that lies beneath; after the last one ask about the paper itself."""
        following = sorted(run.left, key=lambda one: (one < page, one))
        if following:
            self._show_page(following[0])
        else:
            self._show_end(run)

    def _show_end(self, run: paper_run.Run) -> None:
        opened, entry, edit, view = self._opened, self._entry, self._edit, self._view
        if opened is None or entry is None or edit is None or view is None:
            return
        self._foot.hide()
        view.hide()
        told = "every page was looked at" if self._is_check else "every page is in"
        edit.strip.tell("")
        edit.strip.set_words("")
        self.about.setText(f"{opened.family_name} · {told}".strip(" ·"))
        self._end = paper_end.PaperEnd(self._desk, opened, run, was_checked=self._is_check)
        self._end.spoke.connect(edit.session.typed)
        self._end.form_wanted.connect(partial(self._go, paper_end.form_place(run)))
        self._end.check_wanted.connect(partial(self._go, paper_end.check_place(run)))
        self._end.another_wanted.connect(partial(self._go, desks.Place("paper")))
        self._body.addWidget(self._end)
        self._area.verticalScrollBar().setValue(0)
        self._end.take_focus()

    def _go(self, place: desks.Place) -> None:
        self.flush()
        self._desk.go(place)

    # Where the worker is

    def flush(self) -> None:
        """Hand in what is typed."""
        if self._edit is not None:
            self._edit.session.flush()
        if self._end is not None:
            self._end.flush()

    def place(self) -> desks.Place:
        """The page that is typed in and the question in it; else the code as it was typed."""
        if self._entry is None or self._view is None:
            return desks.Place("paper")
        if self._end is not None:
            return paper_end.form_place(self._entry.run, self._entry.record_id)
        path, cursor = self._view.stands()
        run = self._entry.run
        more = {"check": run.record_id} if self._is_check else {"code": run.code(self._page())}
        return desks.Place("paper", self._entry.record_id, path or None, cursor, more=more)

    @property
    def is_settling(self) -> bool:
        """Whether a page was asked for and does not stand yet."""
        return self._entry is not None and self._view is None

    def take_focus(self) -> None:
        """The code, until a page is open."""
        if self._entry is None:
            self.code.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


def _where(path: str) -> str:
    """A path as the book keeps it: what stands between slashes there is one field."""
    return path.replace("/", ".")
