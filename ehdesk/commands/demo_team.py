"""The demonstration with a team: three practice vaults and a centre on this machine, amid their work.

Carol and Sarah work with families, Sarah as a school nurse; Helen manages them. All of it lies in one folder.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ehdesk import clock, errors, files, settings
from ehdesk.centre import admin, people, serving, store
from ehdesk.commands import begin, console, opening, reference
from ehdesk.models import chronology, colleagues, enrolled, form, team
from ehdesk.models import store as vaults
from ehdesk.rules import rights
from ehdesk.sync import engine, http
from ehdesk.vault import keyslots

PASSPHRASE = "heron ladder tuesday marmalade"  # noqa: S105 - of vaults with invented families
CAROL, SARAH, HELEN = "Carol Ndlovu", "Sarah Doyle", "Helen Marsh"
SHARED = "HB-2026-0412"

AUTHORITY = "harlow"
_EVENT = {
    "date": {"from": "2026-09-28"},
    "category": "health",
    "event": "Seen by the school nurse: the asthma plan was renewed.",
    "source": "School nurse",
    "source_kind": "seen",
}
_WAIT_SECONDS, _LOCK_SECONDS = 0.5, 20.0


@dataclass(frozen=True)
class Member:
    """One of the team: whose vault it is, and which of the invented families are in it."""

    name: str
    agency: str
    role: rights.Role
    families: tuple[str, ...] = ()


MEMBERS = (
    Member(HELEN, "Harlow Beck Early Help", "line_manager"),
    Member(CAROL, "Alder Bank Primary", "practitioner", (SHARED, "HB-2026-0455")),
    Member(SARAH, "Harlow Beck NHS School Nursing", "practitioner", ("HB-2026-0097",)),
)


@dataclass(frozen=True)
class Team:
    """A team that was made. The vaults are named by who works in them."""

    root: Path
    port: int

    @property
    def database(self) -> Path:
        """Where the centre keeps its records."""
        return self.root / "centre" / "centre.db"

    def vault(self, name: str) -> files.DataFolder:
        """Somebody's data folder."""
        return files.DataFolder(self.root / name.split()[0].lower())


def open_team(data: Path | None) -> None:
    """Make a team, or take up one that was made, and serve its centre while a window of the team is open.

    Raises: errors.PortTaken, VaultExists for a folder with something else in it.
    """
    root = data or Path(tempfile.mkdtemp(prefix="ehdesk-team-")) / "team"
    made = found(root) or make(root)
    with serving.beside(str(made.database), made.port):
        console.tell(f"The team is in {made.root}. The passphrase of each vault: {PASSPHRASE}")
        for one in MEMBERS:
            console.tell(f"  {one.name}: ehdesk --data {made.vault(one.name).root} --no-keyring")
        console.tell("The centre stops when the last window is closed.")
        _open_and_wait(made)


def found(root: Path) -> Team | None:
    """The team that was made in this folder, or None."""
    noted = root / "port"
    return Team(root, int(noted.read_text(encoding="ascii"))) if noted.exists() else None


def make(root: Path, *, stretching: keyslots.Stretching | None = None) -> Team:
    """Make the three vaults and the centre, and let some work happen. `stretching` is for tests.

    Raises: errors.VaultExists, CentreRefusal.
    """
    files.make_folder(root / "centre")
    secret = root / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    plan = Team(root, 0)
    for one in MEMBERS:
        _make_vault(plan, one, stretching)
    codes = _keep_staff(plan)
    with serving.beside(str(plan.database)) as url, ExitStack() as open_vaults:
        desks = {one.name: open_vaults.enter_context(desk_of(plan, secret, one.name, url)) for one in MEMBERS}
        for name, desk in desks.items():
            desk.enrol(codes[name])
        _work(desks[CAROL], desks[SARAH], desks[HELEN])
    made = Team(root, int(url.rpartition(":")[2]))
    (root / "port").write_text(str(made.port), encoding="ascii")
    return made


# Making it


def _make_vault(plan: Team, one: Member, stretching: keyslots.Stretching | None) -> None:
    chosen = opening.Chosen(plan.vault(one.name).root, keyring=False)
    wanted = begin.Wanted(
        one.name, one.agency, "", "", sample=True, references=one.families, empty=not one.families
    )
    begin.make(chosen, wanted, lambda: PASSPHRASE, lambda _code: None, stretching=stretching)


def _keep_staff(plan: Team) -> dict[str, str]:
    """The authority, its staff and a code for each."""
    opened, now = store.open_store(str(plan.database)), clock.system().now()
    try:
        admin.add_authority(opened, AUTHORITY, settings.practice().name)
        with opened.transaction(AUTHORITY) as ledger:
            helen, *others = MEMBERS
            above = admin.add_staff(ledger, admin.Newcomer(helen.name, helen.role, helen.agency), now)
            ids = {helen.name: above}
            for one in others:
                newcomer = admin.Newcomer(one.name, one.role, one.agency, above)
                ids[one.name] = admin.add_staff(ledger, newcomer, now)
            return {name: people.add_code(ledger, staff, now) for name, staff in ids.items()}
    finally:
        opened.close()


@dataclass(frozen=True)
class Desk:
    """An opened vault and its way to the centre."""

    kept: vaults.Store
    url: str

    def enrol(self, code: str) -> None:
        """Be let in with a code, and hear what is there. Raises: errors.CentreRefusal."""
        with http.Centre(self.url) as centre:
            engine.enrol(self.kept, centre, self.url, code)
        self.sync()

    def sync(self) -> None:
        """Send and hear. Raises: errors.CentreRefusal."""
        link = self.kept.ask(enrolled.link)
        if link is None:
            raise errors.NotEnrolled
        with http.at(link) as centre:
            engine.sync(self.kept, centre)

    def write(self, record: str, text: str) -> None:
        """Say something in a note, as a page would save it."""
        self.kept.do(form.answer, record, "text", text, sitting=text[:20])


@contextmanager
def desk_of(plan: Team, secret: Path, name: str, url: str) -> Iterator[Desk]:
    """The open vault of one of the team."""
    chosen = opening.Chosen(plan.vault(name).root, secret, keyring=False)
    with opening.opened(chosen) as opened:
        yield Desk(opened.store, url)


# What happens before the window opens


def _work(carol: Desk, sarah: Desk, helen: Desk) -> None:
    """Sarah joins Carol's team; both write in one box; Helen voids a note that Carol goes on with; Sarah's
    work comes in; and something of Carol's waits to be sent."""
    family_id = reference.family_id(carol.kept, SHARED)
    stay = reference.episode_id(carol.kept, family_id)
    let_join(carol, stay, SARAH, "School nurse")
    begun: dict[str, Any] = {"family_id": family_id, "episode_id": stay}
    shared, twice = (
        carol.kept.do(form.start, "note", answers={"text": text}, **begun).result
        for text in ("Home visit. Zofia was quiet.", "Rang the school.")
    )
    for each in (carol, sarah, helen):
        each.sync()
    sarah.write(shared, "Home visit. Zofia was quiet and said that her stomach hurts in the mornings.")
    helen.kept.do(form.void, twice, "This call is in the note of Tuesday already.")
    for each in (sarah, helen):
        each.sync()
    carol.write(shared, "Home visit. Zofia was quiet until we looked at her drawings together.")
    carol.write(twice, "Rang the school. They will keep her place in the breakfast club.")
    carol.sync()
    for text in ("Weighed and measured: no worries.", "Agnieszka asked about the asthma plan."):
        sarah.kept.do(form.start, "note", answers={"text": text}, **begun)
    children = sarah.kept.ask(reference.children, family_id)
    sarah.kept.do(chronology.add, family_id, {**_EVENT, "people": list(children)[:1]})
    for each in (sarah, carol, helen):
        each.sync()
    carol.kept.do(form.start, "note", answers={"text": "Rang Agnieszka on the way home."}, **begun)


def let_join(carol: Desk, stay: str, who: str, role: str) -> None:
    """Carol lets somebody of the staff into her team. Raises: errors.StaffUnknown."""
    account = carol.kept.ask(colleagues.called, who)
    if account is None:
        raise errors.StaffUnknown(said=who, found=0)
    said = {"worker": who, "practitioner": account.id, "agency": account.agency, "role": role}
    carol.kept.do(team.join_team, stay, said)


# The window


def _open_and_wait(made: Team) -> None:
    """Open Carol's desk, and stay until no window of the team stands. A lock ends one process before the
    next one's window is there."""
    before = [] if getattr(sys, "frozen", False) else ["-m", "ehdesk"]
    words = ["--data", str(made.vault(CAROL).root), "--no-keyring"]
    first = subprocess.Popen([sys.executable, *before, *words])  # noqa: S603 - this very program
    seen = time.monotonic()
    while first.poll() is None or time.monotonic() - seen < _LOCK_SECONDS:
        was_killed = (first.returncode or 0) < 0  # then its window's mark says nothing any more
        marks = [made.vault(one.name).window for one in MEMBERS if not (was_killed and one.name == CAROL)]
        if first.poll() is None or any(mark.exists() for mark in marks):
            seen = time.monotonic()
        time.sleep(_WAIT_SECONDS)
