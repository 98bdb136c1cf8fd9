"""The walk at a laptop that belongs to a centre: connecting, no network, two versions, all received."""

from collections.abc import Callable
from typing import Protocol

from ehdesk.ui import desk as desks
from ehdesk.ui import walker

ALL_SHOWN = "If somebody needs help now"
"""The last thing that comes on the lock screen."""
_NOTE = "Met Agnieszka at the gate. The keys for the flat come on Friday."
_CALLED = "Rang the school: Zofia has her place in the breakfast club."


class Town(Protocol):
    """A centre on this computer, the colleague at another laptop, and the way there."""

    invitation: str
    """The centre's address with a code for the worker."""

    def start(self) -> walker.Process:
        """Begin a process on the worker's vault."""

    def goes_down(self) -> None:
        """There is no network from now on."""

    def comes_up(self) -> None:
        """There is one again."""

    def stands_still_after(self, records: int) -> None:
        """The next go stands still once so many records have come; 0: before any."""

    @property
    def stands_still(self) -> bool:
        """Whether it does."""

    def goes_on(self) -> None:
        """It goes on."""

    def lets_join(self) -> None:
        """The colleague lets the worker into the team of a family."""

    def writes_beside(self, text: str) -> None:
        """The colleague writes into the worker's first note, and makes the second one void; all is sent."""

    def notes_of(self) -> tuple[str, str]:
        """The ids of the two notes that the worker shares with the colleague."""


class Connected:
    """Walks it by keyboard and clicks, as its worker does. `in_every_look` takes a picture in each look."""

    def __init__(
        self, hands: walker.Walker, town: Town, passphrase: str, in_every_look: Callable[[str], None]
    ) -> None:
        self._hands, self._town = hands, town
        self._passphrase, self._in_every_look = passphrase, in_every_look

    def walk(self) -> None:
        """All of it. Raises: errors.WalkStopped where something did not come."""
        self._unlock()
        self._connect()
        self._without_a_network()
        self._with_two_versions()
        self._settle()
        self._hands.lock()

    def _unlock(self) -> None:
        hands = self._hands
        hands.process = self._town.start()
        hands.fit()
        hands.looks_for(ALL_SHOWN)
        hands.write(self._passphrase)
        hands.press("Return")
        hands.wait("the desk is open", lambda: "Today" in hands.front().windowTitle())

    def _connect(self) -> None:
        hands = self._hands
        hands.go(desks.Place("sync"))
        hands.picture("connect")
        hands.write(self._town.invitation)
        hands.press("Return")
        hands.looks_for("This laptop is connected to")
        hands.looks_for("All that you wrote is received")
        self._town.lets_join()
        self._town.stands_still_after(100)
        hands.click("Send and receive now")
        hands.wait("much is coming", lambda: self._town.stands_still)
        hands.looks_for("Receiving")
        self._in_every_look("sync-receiving")
        self._town.goes_on()
        hands.looks_for("All that you wrote is received")
        hands.wait("what is new stands there", lambda: not hands.sees("Nothing new since you"))
        self._in_every_look("sync-received")

    def _without_a_network(self) -> None:
        hands = self._hands
        self._town.goes_down()
        shared, twice = self._town.notes_of()
        self._write(shared, _NOTE)
        self._write(twice, _CALLED)
        hands.go(desks.Place("sync"))
        hands.click("Send and receive now")
        hands.looks_for("No network: fine.")
        self._in_every_look("sync-no-network")

    def _write(self, note: str, words: str) -> None:
        self._hands.go(desks.Place("note", note, "text"))
        self._hands.press("Ctrl+A")
        self._hands.write(words)
        self._hands.looks_for("Saved ")

    def _with_two_versions(self) -> None:
        hands = self._hands
        self._town.writes_beside("Met Agnieszka at school. She has the keys for the flat since Friday.")
        self._town.comes_up()
        self._town.stands_still_after(0)
        hands.click("Send and receive now")
        hands.wait("it is on its way", lambda: self._town.stands_still)
        hands.picture("sync-going")
        self._town.goes_on()
        hands.looks_for("1 answer has two versions")
        self._in_every_look("sync-needs")
        hands.bring_up("New from colleagues")
        hands.picture("sync-news")
        hands.go(desks.Place("note", self._town.notes_of()[0]))
        hands.looks_for("Two versions are kept")
        hands.picture("note-two-versions")

    def _settle(self) -> None:
        hands = self._hands
        hands.go(desks.Place("versions"))
        hands.click("Put together")
        hands.picture("versions-connected")
        hands.click("Keep this")
        hands.looks_for("Put together")
        hands.picture("versions-settled")
        hands.go(desks.Place("settings"))
        hands.bring_up("Your authority’s centre")
        hands.picture("settings-centre")
