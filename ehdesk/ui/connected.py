"""The walk at a laptop that belongs to a centre: connecting, no network, two versions, all received; each
kind of trouble, what the centre does not take, and sending from the lock screen."""

from collections.abc import Callable
from typing import Protocol

from ehdesk import errors
from ehdesk.models import sample
from ehdesk.sync import protocol
from ehdesk.ui import desk as desks
from ehdesk.ui import hand_in, walker

ALL_SHOWN = "If somebody needs help now"
"""The last thing that comes on the lock screen."""
_NOTE = "Met Agnieszka at the gate. The keys for the flat come on Friday."
_CALLED = "Rang the school: Zofia has her place in the breakfast club."
_TROUBLE: tuple[tuple[str, errors.CentreRefusal], ...] = (
    ("sync-other-page", errors.NotTheCentre()),
    ("sync-wrong-date", errors.CertificateUnknown()),
    ("sync-proxy", errors.ProxyAsks()),
    ("sync-too-old", errors.TooOldForCentre()),
    ("sync-busy", errors.CentreBusy(seconds=5)),
)
_REFUSED = "Zofia showed me the drawing of her new room, and where her bed is going to stand."
_ASIDE_FROM = (
    "It belongs to something else",
    "It had been finished by then",
    "The centre could not read it",
)
"""What stands near the top of each further picture of what was set aside."""
_IN_EVERY_LOOK = ("sync-other-page", "sync-code-anothers")
_CODES: tuple[tuple[str, str, errors.CentreRefusal], ...] = (
    ("mistyped", "sync-code-mistyped", errors.CodeRefused()),
    ("used", "sync-code-used", errors.CodeRefused()),
    ("old", "sync-code-old", errors.CodeRefused()),
    ("anothers", "sync-code-anothers", errors.CodeForAnother()),
)
"""Codes that do not let this laptop in, and what is said then."""


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

    def more_notes(self) -> list[str]:
        """The ids of others that both can write in."""

    def meets(self, trouble: errors.CentreRefusal | None) -> None:
        """The next go meets this; None: nothing any more."""

    def is_put_back(self) -> None:
        """The centre was put back from a copy that knows nothing of this laptop."""

    def shuts_out(self) -> None:
        """The worker's laptop was revoked."""

    def code(self, kind: str) -> str:
        """A code for the worker: "good", "mistyped", "used", "old", or "anothers"."""

    def hands_in(self, trouble: errors.CentreRefusal | None) -> None:
        """The lock screen may send from now on; it stands still on its way, and meets this then."""


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
        self._with_trouble()
        self._with_two_versions()
        self._settle()
        self._set_aside()
        self._hands.lock()
        self._hand_in(None, "lock-send", "lock-sending", "lock-sent")
        self._hand_in(errors.DeviceRevoked(), "", "", "lock-send-refused")
        self._hand_in(errors.CentreAway(), "", "", "lock-send-no-network")
        self._shut_out()
        self._need_a_new_code()

    def _unlock(self, page: str = "Today") -> None:
        hands = self._hands
        hands.process = self._town.start()
        hands.fit()
        hands.looks_for(ALL_SHOWN)
        hands.write(self._passphrase)
        hands.press("Return")
        hands.wait("the desk is open", lambda: page in hands.front().windowTitle())

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
        self._hands.wait("it is counted", lambda: self._hands.is_enabled("Sending and receiving: 1 on"))
        self._hands.picture("note-waits")
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
        hands.wait("it is counted", lambda: hands.is_enabled("Sending and receiving: 1 needs you"))
        hands.picture("versions-settled")
        hands.go(desks.Place("settings"))
        hands.bring_up("Your authority’s centre")
        hands.picture("settings-centre")

    # What can go wrong

    def _with_trouble(self) -> None:
        hands = self._hands
        self._town.comes_up()
        for name, trouble in _TROUBLE:
            self._town.meets(trouble)
            hands.click("Send and receive now")
            hands.looks_for(trouble.words()[0])
            take = self._in_every_look if name in _IN_EVERY_LOOK else hands.picture
            take(name)
        self._town.meets(None)

    def _set_aside(self) -> None:
        """One note for each reason of the centre's, so that all of them are seen once."""
        hands = self._hands

        def fill(desk: desks.Desk) -> None:
            for note, reason in zip(self._town.more_notes(), protocol.ASIDE, strict=False):
                said = protocol.Edit("text", value=_REFUSED)
                desk.do(sample.let_centre_refuse, note, reason, said, quietly=True)
            desk.carrying.count()

        hands.prepare(fill)
        hands.go(desks.Place("today"))
        hands.go(desks.Place("sync"))
        for number, title in enumerate(("Needs you", *_ASIDE_FROM), 1):
            hands.bring_up(title)
            hands.picture(f"sync-aside-{number}")

    def _hand_in(self, trouble: errors.CentreRefusal | None, before: str, going: str, after: str) -> None:
        """From the lock screen, without opening anything."""
        hands = self._hands
        self._town.hands_in(trouble)
        hands.process = self._town.start()
        hands.fit()
        hands.looks_for(ALL_SHOWN)
        if before:
            self._in_every_look(before)
        hands.click(hand_in.OFFER)
        hands.looks_for("Sending: 40 %")
        if going:
            hands.picture(going)
        self._town.goes_on()
        hands.wait("it has ended", lambda: hands.is_enabled(hand_in.OFFER))
        self._in_every_look(after) if before else hands.picture(after)

    def _shut_out(self) -> None:
        """A laptop that was revoked asks for a code: with four that do not let it in, and with its own."""
        hands = self._hands
        self._town.shuts_out()
        self._unlock("Sending and receiving")
        hands.click("Send and receive now")
        hands.looks_for(errors.DeviceRevoked().words()[0])
        hands.wait("it asks for a code", lambda: hands.is_enabled("Connect this laptop"))
        self._in_every_look("sync-revoked")
        for kind, name, refusal in _CODES:
            self._enter(self._town.code(kind))
            hands.looks_for(refusal.words()[0])
            take = self._in_every_look if name in _IN_EVERY_LOOK else hands.picture
            take(name)
        self._enter(self._town.code("good"))
        hands.looks_for("All is sent, but not all of it was taken")
        hands.lock()

    def _enter(self, code: str) -> None:
        """In the field that has the cursor, in place of what stands there."""
        self._hands.press("Ctrl+A")
        self._hands.write(code)
        self._hands.press("Return")

    def _need_a_new_code(self) -> None:
        """Last: after it the laptop waits for a code."""
        hands = self._hands
        self._town.is_put_back()
        self._unlock("Sending and receiving")
        hands.click("Send and receive now")
        hands.looks_for(errors.NotKnownThere().words()[0])
        hands.wait("it asks for a code", lambda: hands.is_enabled("Connect this laptop"))
        self._in_every_look("sync-new-code")
        hands.lock()
