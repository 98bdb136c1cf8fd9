"""For the walk without a screen: a team with its centre in this process, and a newcomer's laptop."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from ehdesk import clock, errors, files
from ehdesk.centre import admin, people, serving, store
from ehdesk.commands import begin, demo_team, opening, reference
from ehdesk.models import choosing, enrolled, form, versions
from ehdesk.sync import way
from ehdesk.vault import keyslots

NAME, AGENCY, ROLE = "Nia Roberts", "Harlow Beck Housing", "Housing officer"
PASSPHRASE = demo_team.PASSPHRASE
_DAYTIME, _OUT_OF_HOURS = "01632 960 111", "01632 960 222"
_CALLS = 150
"""So many notes make a pull that is large enough to be counted while it comes."""
_PATIENCE = 60.0
_BRINGS = frozenset({"act.arrived", "answer.settled"})


@dataclass
class Line:
    """The worker's way to the centre: it can be down, and stand still where a picture is to be taken."""

    is_down: bool = False
    trouble: errors.CentreRefusal | None = None
    still_after: int | None = None
    came: int = 0
    stands: threading.Event = field(default_factory=threading.Event)
    goes: threading.Event = field(default_factory=threading.Event)

    def enrol(self, desk: Any, address: str, code: str) -> Any:
        """Let this desk in with a code. Raises: errors.CentreRefusal."""
        return way.enrol(desk, address, code)

    def sync(self, desk: Any, go_on: Callable[[], bool]) -> Any:
        """Send what waits, and hear what is new. Raises: errors.CentreRefusal."""
        if self.is_down:
            raise errors.CentreAway
        if isinstance(self.trouble, errors.NotKnownThere):
            desk.do(enrolled.end_life, "unknown")  # as the engine does
        if self.trouble is not None:
            raise self.trouble
        self.came = 0
        self.stand(0)
        return way.sync(_Watched(desk, self), go_on)

    def forget_handed_in(self, desk: Any, folder: files.DataFolder) -> None:
        """All has come in: what was handed in while it was locked is needed no more."""
        way.forget_handed_in(desk, folder)

    def stand(self, came: int) -> None:
        """So many records more have come: stand still, if that is where."""
        self.came += came
        if self.still_after is None or self.came < self.still_after:
            return
        self.still_after = None
        self.stands.set()
        self.goes.wait(_PATIENCE)


@dataclass
class Sealed:
    """What sends from the lock screen: it stands still on its way, and meets `trouble` then."""

    line: Line
    trouble: errors.CentreRefusal | None = None
    is_held: bool = False

    def allow(self, folder: files.DataFolder, _link: Any, _device: Any) -> None:
        """Let the lock screen send."""
        folder.hand_in.write_bytes(b"")

    def forbid(self, folder: files.DataFolder) -> None:
        """Let it send no more."""
        folder.hand_in.unlink(missing_ok=True)

    def hand_in(
        self,
        _folder: files.DataFolder,
        _device: Any,
        *,
        go_on: Callable[[], bool],
        far: Callable[..., object],
    ) -> int:
        """Hand in what waits; how many bytes went. Raises: errors.CentreRefusal."""
        far(40_000, 100_000)
        self.is_held = True
        self.line.goes.wait(_PATIENCE)
        self.is_held = False
        if self.trouble is not None:
            raise self.trouble
        return 100_000 if go_on() else 0


@dataclass
class _Watched:
    """The vault as `engine` sees it, with what comes in counted."""

    desk: Any
    line: Line

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        done = self.desk.do(verb, *args, **kw)
        told = getattr(verb, "told", None)
        if told is not None and told.verb in _BRINGS:
            self.line.stand(sum(len(some) for some in done.result.records.values()))
        return done

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self.desk.ask(query, *args, **kw)

    def take_standing(self, role: str, manages: Any = ()) -> None:
        self.desk.take_standing(role, manages)


@dataclass
class Town:
    """What `ui.connected` walks: see its protocol."""

    invitation: str
    carol: demo_team.Desk
    begins: Callable[["Town"], Any]
    folder: files.DataFolder
    keeper: "Keeper"
    line: Line = field(default_factory=Line)
    sealed: Sealed = field(init=False)
    _notes: tuple[str, str] = ("", "")
    _calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sealed = Sealed(self.line)

    def start(self) -> Any:
        """Begin a process on the worker's vault."""
        return self.begins(self)

    def goes_down(self) -> None:
        """There is no network from now on."""
        self.line.is_down = True

    def comes_up(self) -> None:
        """There is one again."""
        self.line.is_down = False

    def stands_still_after(self, records: int) -> None:
        """The next go stands still once so many records have come."""
        self.line.stands.clear()
        self.line.goes.clear()
        self.line.still_after = records

    @property
    def stands_still(self) -> bool:
        """Whether it does."""
        return self.line.stands.is_set()

    def goes_on(self) -> None:
        """It goes on."""
        self.line.goes.set()

    def lets_join(self) -> None:
        """Carol settles what waits for her, lets the worker into her team, and writes notes."""
        self.carol.sync()
        waits = self.carol.kept.ask(versions.waiting)
        self.carol.kept.do(choosing.settle, [choosing.of(one) for one in waits])
        family_id = reference.family_id(self.carol.kept, demo_team.SHARED)
        stay = reference.episode_id(self.carol.kept, family_id)
        demo_team.let_join(self.carol, stay, NAME, ROLE)
        begun: dict[str, Any] = {"family_id": family_id, "episode_id": stay}
        one, two = (
            self.carol.kept.do(form.start, "note", answers={"text": text}, **begun).result
            for text in ("Met Agnieszka.", "Rang the school.")
        )
        self._notes = one, two
        for day in range(_CALLS):
            said = {"text": f"Call {day + 1}: no answer."}
            self._calls.append(self.carol.kept.do(form.start, "note", answers=said, **begun).result)
        self.carol.sync()

    def writes_beside(self, text: str) -> None:
        """Carol writes into one of them, thrice, and makes the other one void."""
        one, two = self._notes
        self.carol.write(one, text)
        for path, said in (("place", "school"), ("kind", "visit")):
            self.carol.kept.do(form.answer, one, path, said, sitting=path)
        self.carol.kept.do(form.void, two, "This call is in the note of Tuesday already.")
        self.carol.sync()

    def notes_of(self) -> tuple[str, str]:
        """The ids of the two notes."""
        return self._notes

    def more_notes(self) -> list[str]:
        """The ids of those that tell of calls."""
        return self._calls

    def meets(self, trouble: errors.CentreRefusal | None) -> None:
        """The next go meets this."""
        self.line.trouble = trouble

    def is_put_back(self) -> None:
        """The centre knows nothing of this laptop."""
        self.line.trouble = errors.NotKnownThere()

    def shuts_out(self) -> None:
        """The worker's laptop was revoked."""
        self.line.trouble = None
        self.keeper.shuts_out()

    def code(self, kind: str) -> str:
        """A code for the worker, or one that does not let them in."""
        good, used = self.keeper.code(), self.invitation.split()[1]
        told = {
            "used": used,
            "old": self.keeper.code(hours_ago=25),
            "anothers": self.keeper.code(demo_team.CAROL),
        }
        return told.get(kind, good[:-1] + ("X" if good[-1] != "X" else "Y") if kind == "mistyped" else good)

    def hands_in(self, trouble: errors.CentreRefusal | None) -> None:
        """The lock screen may send from now on."""
        self.line.goes.clear()
        self.sealed.trouble = trouble
        self.sealed.allow(self.folder, None, None)


@contextmanager
def town(apart: Path, begins: Callable[[Town], Any]) -> Iterator[Town]:
    """A team with its centre, and a vault of a newcomer that belongs to none yet, for as long as the block
    runs. `begins` starts a process on its folder, with the ways to the centre that it is lent."""
    cheap = keyslots.Stretching.cheap()  # vaults of invented people, which are gone in a minute
    made = demo_team.make(apart / "team", stretching=cheap)
    folder = files.DataFolder(apart / "nia")
    wanted = begin.Wanted(NAME, AGENCY, _DAYTIME, _OUT_OF_HOURS)
    chosen = opening.Chosen(folder.root, keyring=False)
    begin.make(chosen, wanted, lambda: PASSPHRASE, lambda _code: None, stretching=cheap)
    with serving.beside(str(made.database), made.port) as url, ExitStack() as open_vaults:
        keeper = Keeper(made.database)
        keeper.takes_on()
        carol = open_vaults.enter_context(
            demo_team.desk_of(made, made.root / "passphrase", demo_team.CAROL, url)
        )
        yield Town(f"{url} {keeper.code()}", carol, begins, folder, keeper)


@dataclass
class Keeper:
    """Who keeps the centre: takes the worker on the staff, gives codes, and shuts laptops out."""

    database: Path
    worker: str = ""

    def takes_on(self) -> None:
        """The worker is of the staff from now on."""
        with self._ledger() as ledger:
            newcomer = admin.Newcomer(NAME, "practitioner", AGENCY)
            self.worker = admin.add_staff(ledger, newcomer, clock.system().now())

    def code(self, whose: str = NAME, *, hours_ago: int = 0) -> str:
        """A code that was made so long ago."""
        with self._ledger() as ledger:
            made = clock.system().now() - timedelta(hours=hours_ago)
            return people.add_code(ledger, admin.staff_called(ledger, whose).id, made)

    def shuts_out(self) -> None:
        """Every laptop of the worker is revoked."""
        with self._ledger() as ledger:
            for line in admin.devices(ledger):
                if line.staff == self.worker:
                    admin.revoke(ledger, line.id, clock.system().now())

    @contextmanager
    def _ledger(self) -> Iterator[store.Ledger]:
        opened = store.open_store(str(self.database))
        try:
            with opened.transaction(demo_team.AUTHORITY) as ledger:
                yield ledger
        finally:
            opened.close()
