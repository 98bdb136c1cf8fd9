"""An open vault at work: the desk and its window, what watches over them, and the way to lock."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ehdesk import clock, settings, words
from ehdesk.models import place, practitioner
from ehdesk.models import spelling as spelling_words
from ehdesk.ui import (
    background,
    carried,
    carrying,
    clipboard,
    doors,
    front,
    idle,
    leaving,
    lock_warning,
    main_window,
    next_steps,
    noticing,
    opened,
    pages,
    recovery_sheet,
    reminders,
    room,
    rounds,
    settings_page,
    spelling,
    theme,
    typed_ahead,
)
from ehdesk.ui import desk as desks

LANGUAGE = "en"
_LOOK_MS = 100


class Working(QObject):
    """Everything between unlocking and locking. `left` says that the vault is closed."""

    lock_wanted = Signal()
    unforeseen = Signal(object)
    left = Signal()

    def __init__(
        self,
        app: QApplication,
        opened: opened.Opened,
        vault: doors.Vault,
        lane: background.Lane,
        look: theme.Look,
        clock: clock.Clock,
        way: Callable[[], carrying.Way],
    ) -> None:
        super().__init__()
        self._app, self._opened, self._vault, self._lane = app, opened, vault, lane
        self._is_in_haste = False
        self._first_size = QSize()
        self._look_asked = look
        self._preferences = settings.read_preferences(opened.folder)
        self._prefers = replace(self._preferences.preferences, theme=look.scheme, text_percent=look.text)
        authority = settings.practice() if opened.public.practice else settings.authority()
        numbers = opened.public
        self.authority = settings.with_numbers(authority, numbers.daytime, numbers.out_of_hours)
        self.desk = desks.Desk(
            store=opened.store,
            lane=lane,
            clock=clock,
            settings=self.authority,
            me=opened.me,
            words=words.of(LANGUAGE),
            numbers=self.numbers,
            prefers=self._prefers,
        )
        theme.set_density(app, self._prefers.density)
        table = dict(page_table())
        table["settings"] = self._settings_page
        self.window = main_window.MainWindow(self.desk, table, app=app, numbers=self.numbers, look=look)
        self.carrying = self._carry(way)
        self._watch(app, clock)

    def _carry(self, way: Callable[[], carrying.Way]) -> carrying.Carrying:
        """What carries the work to the centre."""
        made = carrying.Carrying(
            self.desk,
            self._opened.store,
            self._lane,
            way,
            flush=self.window.flush,
            where=self.window.where,
            chance=random.random,
            folder=self._opened.folder,
            is_practice=self._opened.public.practice,
            parent=self,
        )
        made.changed.connect(self._show_carried)
        outside = noticing.SystemNotices(self.window)
        self._noticing = noticing.Noticing(
            lambda: self.window.isActiveWindow(), outside, lambda: self._prefers.notices
        )
        made.changed.connect(self._noticing.follow)
        self.desk.carrying = made
        return made

    def _show_carried(self, state: carrying.State) -> None:
        """At the foot of the window, once the laptop belongs to a centre."""
        if state.counts.is_enrolled:
            said = carried.shown(state, self.desk.words, self.desk.clock)
            needs = state.counts.aside + state.counts.seconds + (state.mood == "stopped")
            self.window.status.carried.tell(said, needs=needs)
            self.window.notices.withdraw(_CENTRE.text)

    def _watch(self, app: QApplication, clock: clock.Clock) -> None:
        """Put up what looks after the open vault."""
        self.desk.lock_wanted.connect(self.lock_wanted)
        self.desk.unforeseen.connect(self.unforeseen)
        self._looking = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._looking.timeout.connect(self._take_look)
        self.window.look_changed.connect(self._on_look)
        self.idle = idle.Idle(app, clock.now, self._prefers.lock_minutes)
        self.idle.expired.connect(self.lock_wanted)
        self.warning = lock_warning.LockWarning(self.window, self.idle)
        self._clipboard = clipboard.Clipboard(app.clipboard(), self)
        self.reminders = reminders.Reminders(self.desk, lambda: self._prefers.reminder_minutes, self)
        self.spelling = spelling.Spelling(app, self.window, self.desk, lambda: self._prefers.spelling)
        self.rounds = rounds.Rounds(self._opened.store, self._lane, clock, self.window.status)
        self._hearing = hear_the_system(self.window, self)
        if self._hearing is not None:
            self._hearing.locking.connect(self._on_system_locks)
        self._leaving = leaving.Leaving(
            self.desk,
            self.window,
            self._lane,
            remember=lambda here: self._opened.store.do(place.remember, here),
            close=lambda: self._vault.close(self._opened),
            before_close=self._leave_centre,
        )
        self._leaving.left.connect(self._on_left)

    def show(self, before: typed_ahead.Keeper | None = None) -> None:
        """Open the window where the worker was, and say what there is to say. `before` has the keys."""
        was = self._opened.place
        here = (
            desks.Place(was.page, was.record_id, was.path, was.cursor, was.scroll, was.undo, was.more)
            if was
            else None
        )
        self._first_size = room.fitting(self._prefers, self.window.screen())
        self.window.resize(self._first_size)
        if self._prefers.window_maximized:
            self.window.setWindowState(Qt.WindowState.WindowMaximized)
        self.window.keep_typing(before)
        self.window.go(here or desks.Place("today"))
        for notice in self._news():
            self.window.say(notice)
        self.window.show()
        self.window.activateWindow()
        self.carrying.begin(after_ms=carrying.FIRST_GO_MS)

    def _leave_centre(self, then: Callable[[], None]) -> None:
        """Before the vault is closed: a last short go to the centre, unless the laptop is falling asleep."""
        self.carrying.leave(then, at_once=self._is_in_haste)

    def _on_system_locks(self) -> None:
        self._is_in_haste = True
        self.lock_wanted.emit()

    def lock(self) -> None:
        """Save, keep the place, close the vault; `left` follows."""
        self.idle.stop()
        self.reminders.stop()
        self.warning.put_away()
        if self._looking.isActive():
            self._take_look()
        self._keep_size()
        self._leaving.start()

    def _keep_size(self) -> None:
        """The window comes back as large as it was left, on whatever screen has the room."""
        prefers = replace(self._prefers, window_maximized=self.window.isMaximized())
        size = self.window.size()
        if not prefers.window_maximized and size != self._first_size:
            prefers = replace(prefers, window_width=size.width(), window_height=size.height())
        if prefers != self._prefers:
            self._lane.submit(lambda: settings.write_preferences(self._opened.folder, prefers))

    def give_up(self) -> None:
        """The desk could not be shown: nothing of it stays."""
        self.take_down()
        self.window.hide()
        self.window.deleteLater()

    def take_down(self) -> None:
        """Stop what ticks. The vault is closed by `lock`, or by whoever takes this down."""
        for part in (self.idle, self.rounds, self.reminders):
            part.stop()
        self.carrying.take_down()

    def numbers(self) -> next_steps.Numbers:
        """The two numbers as they are now."""
        return front.numbers_of(self._opened.public)

    def _news(self) -> list[desks.Notice]:
        """What happened while nobody looked, in one line each."""
        opened, news = self._opened, []
        back = opened.store.recovered
        if back:
            counted = "1 change" if back == 1 else f"{back} changes"
            news.append(desks.Notice(f"{counted} came back from the journal", "Nothing you saved is lost."))
        if opened.store.damaged:
            self._lane.submit(lambda: opened.store.backup("rolling"))
            news.append(
                desks.Notice(
                    "Part of the second copy of your work could not be read",
                    "The first copy opened as usual. ehdesk is taking a fresh backup now.",
                )
            )
        if opened.header_mended:
            news.append(
                desks.Notice(
                    "One copy of the file that opens the vault was damaged and has been put right",
                    "Your work was not touched. If it happens again, have the laptop’s disk looked at.",
                )
            )
        if not self.numbers().are_known:  # they are asked last: first run ended on the way
            news.append(
                desks.Notice(
                    "Your authority’s two numbers are not entered yet",
                    "A family can be taken once they are.",
                    "needs",
                    "Enter the numbers",
                    partial(self.window.go, desks.Place("settings", path="numbers")),
                )
            )
            news.append(
                desks.Notice(
                    "Is your recovery code on paper?",
                    "Your first start ended before its last step. If you do not have the code, make a new "
                    "one: without it, nobody can help you once you forget your passphrase.",
                    "needs",
                    "Make a new code",
                    partial(self.window.go, desks.Place("settings", path="code")),
                )
            )
        if opened.recovery_code and not opened.public.practice:  # it was made just now
            news.append(replace(_CENTRE, then=self.open_centre))
        if self._preferences.notice:
            news.append(desks.Notice(self._preferences.notice))
        return [replace(one, stays=True) for one in news]

    def _on_left(self) -> None:
        self._clipboard.clear_if_ours()
        self.left.emit()

    # Settings

    def _settings_page(self, _desk: desks.Desk, _place: desks.Place) -> settings_page.SettingsPage:
        shown = settings_page.Shown(
            preferences=self._prefers,
            numbers=self.numbers(),
            name=self._opened.me.name,
            team=self._opened.me.team,
            agency=self._opened.me.agency,
            keyring=self._opened.public.keyring,
            longest_lock=self.authority.longest_lock_minutes,
            initials=self.authority.initials_in_lists,
            overseer=str(self._opened.me.fields.get("overseer") or ""),
            overseen_every=str(self._opened.me.fields.get("overseen_every") or ""),
            practice=self._opened.public.practice,
            centre=self.carrying.state.counts.authority,
            hands_in=self._vault.may_hand_in() if self._opened.public.keyring else None,
        )
        page = settings_page.SettingsPage(shown, self)
        self.carrying.changed.connect(page.follow)
        return page

    def _on_look(self, look: theme.Look) -> None:
        """Larger text is often asked for several times in a row: a page is laid out for the last only."""
        self._look_asked = look
        self._looking.start()

    def _take_look(self) -> None:
        """Dress the window as it was asked last."""
        self._looking.stop()
        look = self._look_asked
        self.prefer(replace(self._prefers, theme=look.scheme, text_percent=look.text))

    def prefer(self, preferences: settings.Preferences) -> None:
        """Take over how it looks and when it locks, and keep it for the next start."""
        self._prefers = self.desk.prefers = preferences
        look = theme.Look(preferences.theme, preferences.text_percent)
        theme.set_density(self._app, preferences.density)
        self.window.keep_look(look)
        theme.apply(self._app, self.window.look())
        self.spelling.refresh()
        self.idle.set_minutes(preferences.lock_minutes)
        folder = self._opened.folder
        self._lane.submit(lambda: settings.write_preferences(folder, preferences))

    def keep_numbers(self, daytime: str, out_of_hours: str, then: desks.Then, failed: desks.Failed) -> None:
        """Keep the two numbers, for the lock screen and for what is printed from now on."""

        def kept(opened: Any) -> None:
            self.authority = settings.with_numbers(self.authority, daytime, out_of_hours)
            self.desk.settings = self.authority
            then(opened)

        self._lane.submit(lambda: self._vault.keep_numbers(self._opened, daytime, out_of_hours), kept, failed)

    def rename(self, key: str, value: str, then: desks.Then, failed: desks.Failed) -> None:
        """Change the practitioner's name, team or agency, or who supervises them."""

        def renamed(_none: Any) -> None:
            me = self._opened.me
            known = {key: value} if key in ("name", "team", "agency") else {}
            self.desk.me = self._opened.me = replace(me, fields={**me.fields, key: value}, **known)
            then(None)

        self.desk.do(practitioner.change, self._opened.me.id, key, value, then=renamed, failed=failed)

    def change_passphrase(self, old: str, new: str, then: desks.Then, failed: desks.Failed) -> None:
        """Put a new passphrase in the place of the old one."""
        self._lane.submit(lambda: self._vault.change_passphrase(self._opened, old, new), then, failed)

    def new_code(self, then: desks.Then, failed: desks.Failed) -> None:
        """Make a new recovery code. The old one counts until it is taken into use."""
        self._lane.submit(self._vault.new_recovery_code, then, failed)

    def use_code(self, code: str, then: desks.Then, failed: desks.Failed) -> None:
        """Take a new recovery code into use, which ends the old one."""
        self._lane.submit(lambda: self._vault.use_recovery_code(self._opened, code), then, failed)

    def back_up(self, then: desks.Then, failed: desks.Failed) -> None:
        """Take a backup now."""
        self._lane.submit(lambda: self._opened.store.backup("rolling"), then, failed)

    def own_words(self, then: desks.Then) -> None:
        """The words that the worker added to the dictionary."""
        self.desk.ask(spelling_words.own_words, then=then)

    def forget_word(self, word: str) -> None:
        """Take one of them away again."""
        self.desk.do(spelling_words.remove_word, word, quietly=True)
        self.spelling.forget(word)

    def open_centre(self) -> None:
        """Go to the page that sends and receives, and connects."""
        self.window.go(desks.Place("sync"))

    def let_hand_in(self, *, may: bool, then: desks.Then, failed: desks.Failed) -> None:
        """Whether this laptop may send what waits while it is locked."""
        self._lane.submit(lambda: self._vault.let_hand_in(self._opened, may=may), then, failed)

    def print_code(self, parent: QWidget, code: str) -> None:
        """Print a recovery sheet."""
        recovery_sheet.print_sheet(parent, code, self._opened.me.agency, self.desk.clock.today())


_CENTRE = desks.Notice(
    "Does your authority have a centre?",
    "Connect this laptop with the code from your manager, and your work goes there by itself.",
    action="Connect",
)


def page_table() -> Mapping[str, desks.Factory]:
    """Which page stands for which place."""
    return pages.table()


def hear_the_system(window: QWidget, parent: QObject) -> Any:
    """What tells us that the laptop sleeps or its screen is locked; None where nothing does (macOS)."""
    from ehdesk.ui import system_lock  # late: the first window does not wait for D-Bus

    platform: str = sys.platform
    if platform == "linux":
        from PySide6.QtDBus import QDBusConnection  # late, as above

        return system_lock.LinuxLock(QDBusConnection.systemBus(), QDBusConnection.sessionBus(), parent)
    if platform == "win32":
        return system_lock.hear_windows(int(window.winId()), QApplication.instance(), parent)
    return None
