"""A visit, walked through the real windows: what `ehdesk demo --offscreen` shows and leaves as pictures."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QApplication

from ehdesk.ui import connected, steps, theme, tour, tour_beside, walker
from ehdesk.ui import desk as desks

NAME = "Nia Roberts"
AGENCY = "Alder Bank Primary"
PASSPHRASE = "heron ladder tuesday marmalade"  # noqa: S105 - of a vault with invented families
NOTE = (
    "Met Zofia at the gate. She held up her new library card and read me the whole of the first page. "
    "Łukasz slept in his own bed all week. Agnieszka said: „Dziękuję, teraz jest spokojniej”, and that the "
)
_LOOKS: tuple[tuple[str, theme.Look], ...] = (
    ("dark", theme.Look("dark", 100)),
    ("contrast", theme.Look("contrast", 100)),
    ("large", theme.Look("light", 200)),
)
_USUAL = theme.Look("light", 100)


class Visit:
    """One day: set up, look around, write, fill, make a mistake, print, lock, come back.

    `start` begins a process on a folder: "own" for a worker's first minutes with a vault of their own,
    "practice" for all the rest.
    """

    def __init__(self, hands: walker.Walker, start: Callable[[str], walker.Process]) -> None:
        self._hands = hands
        self._start = start

    def walk(self) -> None:
        """Walk all of it. Raises: errors.WalkStopped where something did not come."""
        self._own_vault()
        self.practise()
        self._look_around()
        self._write_a_note()
        self._fill_a_form()
        self._print()
        self._see_everything()
        self._lock_and_return()

    def _own_vault(self) -> None:
        hands = self._begin("own")
        hands.picture("first-run")
        hands.click("Start with your own vault")
        self._say_who()
        hands.write(PASSPHRASE)
        hands.press("Tab", "Tab")
        hands.write(PASSPHRASE)
        hands.picture("passphrase")
        hands.click("Continue")
        hands.picture("keyring")
        hands.click("Go on with the passphrase alone")
        hands.wait("the recovery code stands there", lambda: self._code() is not None)
        hands.picture("recovery-code")
        code = self._code()
        for place in code.asked if code is not None else ():
            hands.write(code.groups[place] if code is not None else "")
            hands.press("Tab")
        hands.click("Continue")
        hands.write("01632 960 111")
        hands.press("Tab")
        hands.write("01632 960 222")
        hands.press("Tab", "Space")
        hands.picture("numbers")
        hands.click("Open my desk")
        hands.wait("the desk is open", lambda: "Today" in hands.front().windowTitle())
        hands.picture("first-day")
        hands.lock()

    def practise(self) -> None:
        """Make a practice vault as a worker does, up to its first page."""
        hands = self._begin("practice")
        hands.click("Practise with invented families")
        self._say_who()
        hands.write(PASSPHRASE)
        hands.press("Tab", "Tab")
        hands.write(PASSPHRASE)
        hands.click("Make the practice vault")
        hands.wait("the desk is open", lambda: "Today" in hands.front().windowTitle())
        self._dress(_USUAL)

    def _begin(self, folder: str) -> walker.Walker:
        self._hands.process = self._start(folder)
        self._dress(_USUAL)
        return self._hands

    def _say_who(self) -> None:
        self._hands.write(NAME)
        self._hands.press("Tab", "Tab")
        self._hands.write(AGENCY)
        self._hands.click("Continue")

    def _code(self) -> steps.RecoveryStep | None:
        shown: steps.RecoveryStep | None = self._hands.front().findChild(steps.RecoveryStep)
        return shown

    def _look_around(self) -> None:
        hands = self._hands
        hands.prepare(tour.fill_the_day)
        hands.go(desks.Place("caseload"))
        hands.go(desks.Place("today"))
        self._in_every_look("today")
        hands.press("F9")
        hands.picture("next-steps")
        hands.press("Esc", "Ctrl+2")
        hands.write("kowal")
        hands.looks_for("1 family found")
        hands.picture("caseload")
        hands.press("Return")
        hands.wait("the family file is open", lambda: "Kowalczyk" in hands.front().windowTitle())
        self._in_every_look("family")

    def _write_a_note(self) -> None:
        hands = self._hands
        hands.press("Ctrl+N")
        hands.write(NOTE)
        hands.looks_for("Saved ")
        self._in_every_look("note")

    def _fill_a_form(self) -> None:
        hands = self._hands
        hands.press("Alt+Left")
        hands.wait("the family file is open", lambda: "Kowalczyk" in hands.front().windowTitle())
        hands.click("Forms")
        hands.open_row("Forms", "Self-assessment")
        self._in_every_look("form")
        hands.click("Finish")
        self._in_every_look("mistake")

    def _print(self) -> None:
        hands = self._hands
        hands.press("Ctrl+P")
        hands.wait("the pages are set", lambda: hands.is_enabled("Save as PDF"))
        hands.picture("print")
        hands.press("Esc")

    def _see_everything(self) -> None:
        """Every page, part and dialog that was not on the way."""
        tour.look(self._hands, self._take, (*tour.STOPS, *tour_beside.STOPS))
        self._hands.go(desks.Place("family", tour.FAMILY))
        with self._hands.holding("Contact: Hold to show how to reach Agnieszka"):
            self._hands.picture("person-held")

    def _take(self, stop: tour.Stop) -> None:
        if stop.every:
            self._in_every_look(stop.name, stop.shows)
        else:
            self._hands.picture(stop.name)

    def _lock_and_return(self) -> None:
        hands = self._hands
        hands.press("Alt+Left", "Ctrl+N")
        hands.write("In the middle of a sen")
        hands.lock()
        hands.process = self._start("practice")
        hands.looks_for(connected.ALL_SHOWN)
        self._in_every_look("unlock")
        hands.write("not this one at all")
        hands.press("Return")
        hands.picture("wrong-passphrase")
        hands.wait("it may be tried again", lambda: hands.is_enabled("Unlock"))
        hands.write(PASSPHRASE)
        hands.press("Return")
        hands.wait("the note is there again", lambda: "Note" in hands.front().windowTitle())
        hands.settle()
        hands.write("tence, and on with it.")
        hands.looks_for("Saved ")
        hands.picture("returned")
        hands.lock()

    def walk_connected(self, town: connected.Town) -> None:
        """A laptop that belongs to a centre. Raises: errors.WalkStopped where something did not come."""
        connected.Connected(self._hands, town, PASSPHRASE, self._in_every_look).walk()

    # How it looks

    def _in_every_look(self, name: str, shows: str = "") -> None:
        self._hands.picture(name)
        for look_name, look in _LOOKS:
            self._dress(look)
            if shows:
                self._hands.bring_up(shows)
            self._hands.picture(f"{name}-{look_name}")
        self._dress(_USUAL)

    def _dress(self, look: theme.Look) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, look)
        self._hands.fit()
        self._hands.settle()


_ALSO = {"dark": "dark", "contrast": "high contrast", "large": "text at 200 %"}


def page_of(names: Iterable[str]) -> str:
    """A page (Markdown) that shows every picture once and leads to its other looks."""
    lines = ["# What ehdesk looks like", "", "A visit, walked by `ehdesk demo --offscreen`.", ""]
    known = list(names)
    for name in known:
        base, _, look = name.rpartition("-")
        if look in _ALSO and base in known:
            continue
        lines += [f"## {name.replace('-', ' ').capitalize()}", "", f"![{name}]({name}.png)", ""]
        also = [f"[{words}]({name}-{key}.png)" for key, words in _ALSO.items() if f"{name}-{key}" in known]
        lines += [f"Also: {', '.join(also)}.", ""] if also else []
    return "\n".join(lines)
