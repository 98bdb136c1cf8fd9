"""What stands in the window before the vault is open, and how one page leads to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ehdesk import files
from ehdesk.ui import background, doors, front_window, next_steps, theme, unlock

if TYPE_CHECKING:
    from ehdesk.ui import steps, typed_ahead
    from ehdesk.ui.opened import NewDesk, Opened


class Pages(QObject):
    """Unlock, first run and the recovery code, for one data folder and the practice folder beside it."""

    opened = Signal(object)
    other_wanted = Signal(object)  # the files.DataFolder to look at instead
    unexpected = Signal(object)

    def __init__(
        self,
        vault_of: Callable[[files.DataFolder], doors.Vault],
        lane: background.Lane,
        folder: files.DataFolder,
    ) -> None:
        super().__init__()
        self._vault_of, self._lane, self._folder = vault_of, lane, folder
        self._window: front_window.FrontWindow | None = None
        self._public = self._vault_of(folder).front()
        self._unlock: unlock.UnlockPage | None = None
        self._page: unlock.UnlockPage | steps.Steps | None = None
        self._shows_all = False

    def numbers(self) -> next_steps.Numbers:
        """The numbers that may be shown before the passphrase."""
        return numbers_of(self._public)

    def show_in(self, window: front_window.FrontWindow) -> None:
        """Start in this window."""
        self.setParent(window)
        self._window = window
        if self._folder.exists():
            self._show_unlock()
        else:
            self._show_first_run()

    def _show_unlock(self) -> None:
        practice = bool(self._public and self._public.practice)
        vault = self._vault_of(self._folder)
        page = unlock.UnlockPage(
            unlock.Front(
                numbers=self.numbers(),
                practice=practice,
                has_other=self._other().exists() or practice,
                may_hand_in=vault.may_hand_in(),
            ),
            vault,
            self._lane,
        )
        page.opened.connect(self.opened)
        page.forgotten.connect(self._show_forgotten)
        page.other_wanted.connect(lambda: self.other_wanted.emit(self._other()))
        self._show(page, "Unlock")
        self._unlock = page
        if self._shows_all:
            self.show_rest()

    def show_rest(self) -> None:
        """Show what the first paint of the unlock page did not wait for, here and from now on."""
        self._shows_all = True
        if self._unlock is not None and background.is_here(self._unlock):
            self._unlock.show_rest(saved_words(self._public.saved_at) if self._public is not None else "")

    def keeper(self) -> typed_ahead.Keeper | None:
        """What keeps the keys typed since the passphrase was handed in, or the last step answered."""
        page = self._page
        return page.keeper if page is not None and background.is_here(page) else None

    def say_not_opened(self) -> None:
        """The desk could not be built after the passphrase: say so where it can be tried again."""
        if self._window is not None and self._window.currentWidget() is not self._unlock:
            self._show_unlock()
        if self._unlock is not None:
            self._unlock.show_not_opened()

    def _show_forgotten(self) -> None:
        from ehdesk.ui import forgotten  # late: hardly ever needed

        page = forgotten.Forgotten(self._vault_of(self._folder), self._lane)
        page.opened.connect(self.opened)
        page.unexpected.connect(self.unexpected)
        page.left.connect(self._show_unlock)
        self._show(page, "Recovery code")

    def _show_first_run(self) -> None:
        from ehdesk.ui import first_run  # late: needed once

        practice = doors.practice_folder(self._folder)
        page = first_run.FirstRun(
            FirstRunDoors(self._vault_of, self._folder, practice),
            self._lane,
            has_practice=practice.exists(),
        )
        page.opened.connect(self.opened)
        page.unexpected.connect(self.unexpected)
        page.other_wanted.connect(lambda: self.other_wanted.emit(practice))
        page.print_wanted.connect(self._print_sheet)
        self._show(page, "Welcome")

    def _print_sheet(self, code: str) -> None:
        from datetime import date  # late, as below

        from ehdesk.ui import recovery_sheet  # late: needed once

        if self._window is not None:
            recovery_sheet.print_sheet(self._window, code, "", date.today())

    def _other(self) -> files.DataFolder:
        """The practice vault beside the real one, or the real one beside the practice vault."""
        name = self._folder.root.name
        if name.endswith(doors.PRACTICE):
            return files.DataFolder(self._folder.root.with_name(name.removesuffix(doors.PRACTICE)))
        return doors.practice_folder(self._folder)

    def _show(self, page: unlock.UnlockPage | steps.Steps, title: str) -> None:
        self._page = page
        if self._window is not None:
            self._window.show_page(page, title)


class FirstRunDoors:
    """What first run asks, sent to the worker's own vault or to the practice vault."""

    def __init__(
        self,
        vault_of: Callable[[files.DataFolder], doors.Vault],
        own: files.DataFolder,
        practice: files.DataFolder,
    ) -> None:
        self._vault_of, self._own, self._practice = vault_of, own, practice

    def judge(self, phrase: str, avoid: tuple[str, ...]) -> Any:
        """How strong a passphrase is, in words."""
        return self._vault_of(self._own).judge(phrase, avoid)

    def has_keyring(self) -> bool:
        """Whether this computer has a password store that may be used."""
        return self._vault_of(self._own).has_keyring()

    def create(self, new: NewDesk) -> Opened:
        """Make the vault, the practice one where that was chosen."""
        return self._vault_of(self._practice if new.practice else self._own).create(new)

    def keep_numbers(self, opened: Opened, daytime: str, out_of_hours: str) -> Opened:
        """Keep the two numbers of the vault that was just made."""
        return self._vault_of(opened.folder).keep_numbers(opened, daytime, out_of_hours)


def numbers_of(public: Any) -> next_steps.Numbers:
    """The numbers in what the vault shows before it opens."""
    if public is None:
        return next_steps.Numbers()
    return next_steps.Numbers(public.daytime, public.out_of_hours, public.practice)


def saved_words(moment: str) -> str:
    """ "Saved Mon 16:52" for a UTC time in ISO form; with the date when it is a week ago or more."""
    from datetime import UTC, datetime  # late: see show_rest

    from ehdesk import clock, words

    try:
        then = datetime.fromisoformat(moment).astimezone(UTC)
    except ValueError:
        return ""
    now = clock.local(clock.system().now())
    return f"Saved {words.of('en').when(then, now.date())}"


def look(folder: files.DataFolder) -> theme.Look:
    """How the worker likes it, from the preferences; the usual look where there are none."""
    if not folder.preferences.exists():
        return theme.Look()
    from ehdesk import settings  # late: only where something was chosen

    chosen = settings.read_preferences(folder).preferences
    return theme.Look(chosen.theme, chosen.text_percent)
