"""The frame around every page: a quiet bar above, one status line below, and the way between pages."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QFontMetricsF, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QStackedWidget, QWidget

from ehdesk import errors
from ehdesk.ui import (
    came_in,
    carrying,
    elided,
    find_dialog,
    focus,
    messages,
    next_steps,
    notices,
    quick_hide,
    shortcuts,
    status_line,
    theme,
    typed_ahead,
    widgets,
    window_menu,
)
from ehdesk.ui import desk as desks

Place = desks.Place
_TRAIL = 50
_TOGETHER_TEXT = 140


class MainWindow(QMainWindow):
    """The window of an open vault. Pages are made by the table of factories it is given."""

    look_changed = Signal(object)  # a theme.Look
    page_shown = Signal(object)  # a desk.Page

    def __init__(
        self,
        desk: desks.Desk,
        pages: Mapping[str, desks.Factory],
        *,
        app: QApplication,
        numbers: Callable[[], next_steps.Numbers],
        look: theme.Look,
    ) -> None:
        super().__init__()
        self._desk, self._pages, self._numbers, self._look = desk, pages, numbers, look
        self._app = app
        self._found: find_dialog.FindDialog | None = None
        self._trail: list[Place] = []
        self._page: desks.Page | None = None
        self._at: Place | None = None
        self.has_arrived = False
        self._actions: dict[str, QAction] = {}
        self._steps: messages.Dialog | None = None
        self._ahead: typed_ahead.Ahead | None = None
        self._build()
        self.setMinimumSize(360, 320)
        self._ring = focus.FocusRing(self, app)
        desk.wanted.connect(self.go)
        desk.back_wanted.connect(self.back)
        desk.said.connect(self.say)
        desk.refused.connect(self.refuse)
        desk.next_steps_wanted.connect(self.show_next_steps)
        self._came_in = came_in.CameIn(desk, self.page, self)
        desk.saving.connect(self.status.saving)
        desk.saved.connect(self.status.saved)

    # How it is laid out

    def _build(self) -> None:
        whole = QWidget()
        whole.setProperty("surface", "page")
        column = widgets.stack(whole, gap=0)
        self.back_button = widgets.bar_button("Back", self.back, sign="back")
        self.title = elided.Elided(look="where")
        self.search_button = widgets.bar_button("Search", self.search, sign="search")
        self.note_button = widgets.bar_button("New note", self.new_note, sign="new-note")
        self.steps_button = widgets.bar_button("Next steps", self.show_next_steps, sign="help")
        self.menu_button = widgets.bar_button("Menu", sign="menu")
        self._bar_buttons = (
            (self.back_button, "Back", "Alt+Left"),
            (self.search_button, "Search", "Ctrl+K"),
            (self.note_button, "New note", "Ctrl+N"),
            (self.steps_button, "Next steps", "F9"),
            (self.menu_button, "Menu", "F10"),
        )
        for button, words, keys in self._bar_buttons:
            button.setToolTip(f"{words} ({keys})")
            button.setAccessibleName(words)
            button.setAccessibleDescription(keys)
        self._top = self._bar()
        column.addWidget(self._top)
        self._practice = notices.practice_banner()
        self._practice.setVisible(self._numbers().practice)
        column.addWidget(self._practice)
        self.notices = notices.Notices()
        column.addWidget(self.notices)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.status = status_line.StatusLine()
        self.status.carried.clicked.connect(lambda _checked=False: self.go(Place("sync")))
        column.addWidget(self.status)
        layers = QStackedWidget()
        layers.addWidget(whole)
        self.setCentralWidget(layers)
        keys = shortcuts.shown("hide")
        self.hiding = quick_hide.QuickHide(self, layers, self._desk.clock, self._on_hidden, keys)
        self._make_actions()
        self._schemes = window_menu.schemes(self, self._look.scheme, self.set_scheme)
        opened = window_menu.menu(self, self.menu_button, self._actions, self._schemes)
        self.menu_button.setMenu(opened)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("look", "bar")
        across = widgets.line(bar, gap=4)
        across.setContentsMargins(12, 6, 12, 6)
        across.addWidget(self.back_button)
        across.addWidget(self.title, 1)
        for button in (self.search_button, self.note_button, self.steps_button, self.menu_button):
            across.addWidget(button)
        return bar

    def _make_actions(self) -> None:
        for name, doing in (
            ("back", self.back),
            ("search", self.search),
            ("new_note", self.new_note),
            ("next_steps", self.show_next_steps),
            ("today", lambda: self.go(Place("today"))),
            ("caseload", lambda: self.go(Place("caseload", path="search"))),
            ("visits", lambda: self.go(Place("visits"))),
            ("new_visit", self.new_visit),
            ("together", self.together),
            ("hide", self.hide_or_go_on),
            ("new_family", lambda: self.go(Place("new_family"))),
            ("paper", lambda: self.go(Place("paper"))),
            ("tray", lambda: self.go(Place("tray"))),
            ("sync", lambda: self.go(Place("sync"))),
            ("sync_now", self.sync_now),
            ("directory", lambda: self.go(Place("directory"))),
            ("settings", lambda: self.go(Place("settings"))),
            ("larger", lambda: self._resize_text(1)),
            ("smaller", lambda: self._resize_text(-1)),
            ("help", self.show_help),
            ("lock", self._desk.lock_wanted.emit),
            ("menu", self.menu_button.showMenu),
            ("save", self._save_now),
        ):
            self._add_action(name, doing)

    def _add_action(self, name: str, doing: Callable[[], object]) -> None:
        words, keys = shortcuts.ALL[name]
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _checked=False: doing())
        self.addAction(action)
        self._actions[name] = action

    # Going between pages

    def go(self, place: Place) -> None:
        """Open a page. What was being typed on the one before is saved on the way out."""
        left = self.where()
        stays = left is not None and left.page != "together"
        if left is not None and stays and self._at is not None and not _is_same(left, place):
            self._trail = [*self._trail, left][-_TRAIL:]
        self._open(place)

    def keep_typing(self, before: typed_ahead.Keeper | None) -> None:
        """Keep what is typed until the first page stands; `before` has what was typed before this window."""
        self._ahead = typed_ahead.Ahead(self, before)

    def back(self) -> None:
        """Go to the page before this one, or to Today."""
        self._open(self._trail.pop() if self._trail else Place("today"))

    def where(self) -> Place | None:
        """Where the worker is, as the page says it."""
        return (self._page.place() or self._at) if self._page is not None else None

    def page(self) -> desks.Page | None:
        """The page that is shown."""
        return self._page

    def flush(self) -> None:
        """Hand in what is being typed now, in the page and in a small window in front of it."""
        self._desk.handing_in.emit()
        if self._page is not None:
            self._page.flush()

    def _open(self, place: Place) -> None:
        if self._page is not None:
            self._page.leave_for(place)  # first, so that the new page reads what was typed on the old one
        made = self._pages.get(place.page, self._pages["today"])(self._desk, place)
        before, self._page, self._at, self.has_arrived = self._page, made, place, False
        self.notices.gone_on()
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        if before is not None:
            self._stack.removeWidget(before)
            before.let_go()
        made.title_changed.connect(self._show_title)
        self._stand_alone(made, before)
        self._show_title(made.title)
        self.status.leave_saved_to_page(said_above=made.says_what_is_saved)
        self._allow()
        self.page_shown.emit(made)
        QTimer.singleShot(0, made, lambda: self._arrive(made, place))

    def _arrive(self, page: desks.Page, place: Place) -> None:
        page.take_focus()
        page.restore(place)
        self.has_arrived = True
        if self._ahead is not None:
            self._ahead.arrived(page)
            self._ahead = None

    def _stand_alone(self, page: desks.Page, before: desks.Page | None) -> None:
        """Where a family looks on, nothing but the page is in the window, and its words are larger."""
        alone = page.shows_alone
        for part in (self._top, self.status):
            part.setVisible(not alone)
        self.notices.hold(alone)
        if alone != (before is not None and before.shows_alone):
            theme.apply(self._app, self.look())

    def _allow(self) -> None:
        """Let only those keys do something that may now."""
        hidden, alone = self.hiding.is_hidden, self._page is not None and self._page.shows_alone
        for name, action in self._actions.items():
            may = name in shortcuts.LEFT_WHILE_HIDDEN or not hidden
            may = may and (name in shortcuts.LEFT_WHILE_TOGETHER or not alone)
            action.setEnabled(may and (name != "back" or bool(self._trail)))
        self.back_button.setEnabled(bool(self._trail))

    def _show_title(self, title: str) -> None:
        self.title.setText(title)
        if self.hiding.is_hidden:
            return
        practice = "PRACTICE · " if self._numbers().practice else ""
        self.setWindowTitle(f"{practice}{title} · ehdesk")

    # What the bar and the keys do

    def search(self) -> None:
        """Search everywhere, over whatever is open."""
        if self._found is None:
            self._found = find_dialog.FindDialog(self, self._desk, self._commands())
            self._found.destroyed.connect(self._on_found_closed)

    def _on_found_closed(self) -> None:
        self._found = None

    def _commands(self) -> list[find_dialog.Command]:
        """The places of ehdesk and what it does, as search finds them."""
        names = [name for name in shortcuts.ALL if name not in ("search", "menu", "back", "save")]
        return [
            find_dialog.Command(shortcuts.ALL[name][0], shortcuts.shown(name), self._actions[name].trigger)
            for name in names
            if self._actions[name].isEnabled()
        ]

    def hide_or_go_on(self) -> None:
        """Put the calm page over everything, or take it off."""
        if not self.hiding.is_hidden:
            self.flush()
        self.hiding.toggle()

    def _on_hidden(self) -> None:
        self._allow()
        if self._page is not None:
            self._show_title(self._page.title)

    def together(self) -> None:
        """Show the open form to the family, or go back to the family's file."""
        if self._page is None:
            return
        if self._page.shows_alone:
            self.go(Place("family", self._open_family()))
        elif (here := self.where()) is not None and here.page in ("form", "note") and here.record_id:
            self.go(Place("together", here.record_id))
        else:
            self.say(desks.Notice("Open the form first", "Together shows one form of one family."))

    def show_help(self) -> None:
        """Open help, with what is about this page first."""
        here = self.where()
        self.go(Place("help", more={"from": here.page if here is not None else ""}))

    def new_visit(self) -> None:
        """Plan a visit, to the family that is open where there is one."""
        family = self._open_family()
        self.go(Place("visit", more={"family": family} if family else {}))

    def new_note(self) -> None:
        """Open an empty note, for the family that is open where there is one."""
        self.go(Place("note", more={"family": self._open_family()}))

    def _open_family(self) -> str | None:
        family = self._page.property("family_id") if self._page is not None else None
        return str(family) if family else None

    def sync_now(self) -> None:
        """Send and receive now; where there is no centre yet, the page that connects to one."""
        carries: carrying.Carrying | None = self._desk.carrying
        if carries is None or not carries.is_enrolled:
            self.go(Place("sync"))
        else:
            carries.go_now()

    def show_next_steps(self, parent: QWidget | None = None) -> None:
        """Show who to call, over whatever is open."""
        if self._steps is None:
            self._steps = next_steps.show(parent or self, self._numbers())
            self._steps.destroyed.connect(self._on_steps_closed)

    def _on_steps_closed(self) -> None:
        self._steps = None

    def say(self, notice: desks.Notice) -> None:
        """Show one line above the page until it is put away."""
        self.notices.say(notice)

    def refuse(self, error: Exception) -> None:
        """Show a refusal in its own words. Anything else is for whoever keeps the log."""
        if isinstance(error, errors.Refusal):
            messages.refusal(self, error)
        else:
            self._desk.unforeseen.emit(error)

    def _save_now(self) -> None:
        self.flush()
        self.status.reassure()

    # How it looks

    def set_scheme(self, scheme: theme.Scheme) -> None:
        """Choose the colours."""
        self._set_look(self._look._replace(scheme=scheme))

    def _resize_text(self, steps: int) -> None:
        sizes = theme.TEXT_SIZES
        at = min(range(len(sizes)), key=lambda place: abs(sizes[place] - self._look.text))
        self._set_look(self._look._replace(text=sizes[max(0, min(at + steps, len(sizes) - 1))]))

    def _set_look(self, look: theme.Look) -> None:
        if look != self._look:
            self._look = look
            self.look_changed.emit(look)

    def keep_look(self, look: theme.Look) -> None:
        """Take over a look that was chosen elsewhere, in Settings."""
        self._look = look
        for scheme, action in self._schemes.items():
            action.setChecked(scheme == look.scheme)

    def look(self) -> theme.Look:
        """How it looks now: as the worker chose, and larger while a family looks on."""
        alone = self._page is not None and self._page.shows_alone
        return self._look._replace(text=max(self._look.text, _TOGETHER_TEXT)) if alone else self._look

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow or the text large, the bar shows its signs alone."""
        super().resizeEvent(event)
        self._fit_bar()

    def dress(self) -> None:
        """The size of text has changed."""
        self._fit_bar()

    def _fit_bar(self) -> None:
        letters = QFontMetricsF(QApplication.font()).averageCharWidth()
        needed = sum(len(words) * letters + theme.scaled(64) for _button, words, _keys in self._bar_buttons)
        is_narrow = self.width() < needed + letters * 12
        for button, words, _keys in self._bar_buttons:
            button.setText("" if is_narrow else words)
            button.dress()

    def leave_screen(self) -> None:
        """Take every window of ours off the screen, dialogs too: it is being locked."""
        for shown in QApplication.topLevelWidgets():
            shown.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window locks: the work is saved and the process ends."""
        event.ignore()
        self._desk.lock_wanted.emit()


def _is_same(one: Place, other: Place) -> bool:
    return (one.page, one.record_id) == (other.page, other.record_id) and other.page != "note"
