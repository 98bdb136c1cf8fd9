"""The demonstration: a practice vault with the desk on it, or a whole visit walked without a screen."""

import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ehdesk import clock, errors, files
from ehdesk.commands import begin, bundles, console, opening, printing, reference
from ehdesk.forms import loader
from ehdesk.rules import withholding
from ehdesk.vault import device, keyslots

if TYPE_CHECKING:
    from ehdesk.ui import walk as visits
    from ehdesk.ui import walker

STORY = datetime(2026, 10, 1, 9, 40, tzinfo=UTC)
"""When a walk begins: a Thursday, when the shipped families' stories have been told."""

PASSPHRASE = "heron ladder tuesday marmalade"  # noqa: S105 - of a vault with invented families
FAMILY = "HB-2026-0412"
READER = "Agnieszka Kowalczyk"
_PAPERS = (
    printing.Page("self_assessment", stage="assessment_done"),
    printing.Page("feedback_parent", stage="taf"),
    printing.Page(
        "feedback_parent",
        stage="taf",
        reader="family",
        who=READER,
        wish=withholding.Wish(released=frozenset({withholding.WHOLE})),
        because="She filled it in herself",
        language="pl",
    ),
    printing.Page("note"),
    printing.Page("note", reader="family", who=READER),
)


def demo(data: Path | None, offscreen: Path | None, *, team: bool = False) -> None:
    """Open a practice vault in a window, or walk a visit and leave pictures and PDFs in a folder. With `team`
    there are three vaults, and a centre while a window is open."""
    if offscreen is not None:
        walk(offscreen)
        return
    if _has_no_screen():
        raise errors.NoScreen
    gc.disable()  # a centre's threads run between two lives of the desk too: see `ui.background`
    if team:
        from ehdesk.commands import demo_team  # late: the centre's server loads only for a team

        demo_team.open_team(data)
        return
    folder = files.DataFolder(data or Path(tempfile.mkdtemp(prefix="ehdesk-demo-")) / "vault")
    if not folder.exists():
        _make(folder)
    console.tell(f"The practice vault is in {folder.root}. Its passphrase: {PASSPHRASE}")
    console.tell("A team of three with a centre between them: ehdesk demo --team")
    from ehdesk import app  # late: Qt loads only when a window opens

    app.main(["--data", str(folder.root), "--no-keyring"])


def _make(folder: files.DataFolder) -> None:
    chosen = opening.Chosen(folder.root, keyring=False)
    wanted = begin.Wanted("Carol Ndlovu", "Alder Bank Primary", "", "", sample=True)
    begin.make(chosen, wanted, lambda: PASSPHRASE, lambda _code: None)


def _has_no_screen() -> bool:
    if sys.platform != "linux":
        return False
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not any(os.environ.get(name) for name in named)


# Without a screen


def walk(folder: Path) -> None:
    """Walk a visit in the real windows. Raises: errors.WalkStopped, FileUnwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise errors.FileUnwritable(file=str(folder), reason=error.strerror) from error
    with tempfile.TemporaryDirectory(prefix="ehdesk-walk-") as apart:
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_laptop_screen(Path(apart))}"
        lives = _walk(Path(apart), folder)
        printed = _print(lives.folders["practice"], folder)
    taken = sum(1 for _ in folder.glob("*.png"))
    console.say(f"{taken} pictures and {len(printed)} PDFs are in {folder}")


def _laptop_screen(apart: Path) -> Path:
    """A screen as large as a small laptop's, for Qt to draw on in memory."""
    screen = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    path = apart / "screen.json"
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return path


def _walk(apart: Path, folder: Path) -> "Lives":
    from ehdesk.ui import walk as visits  # late: Qt loads only when a window opens
    from ehdesk.ui import walker

    gc.disable()  # a centre's threads run between two lives of the desk too: see `ui.background`
    application = walker.application()
    lives = Lives(application, {name: files.DataFolder(apart / name) for name in ("own", "practice")})
    hands = walker.Walker(application, folder)
    visit = visits.Visit(hands, lives.start)
    visit.walk()
    lives.end()
    _walk_connected(apart, application, visit)
    (folder / "README.md").write_text(visits.page_of(path.stem for path in hands.taken), encoding="utf-8")
    return lives


def _walk_connected(apart: Path, application: "walker.Application", visit: "visits.Visit") -> None:
    """A laptop that belongs to a centre. Its time is today’s, as the centre’s is."""
    from ehdesk.commands import demo_centre  # late: the centre's server loads only here

    lives = Lives(application, {}, now=clock.system)

    def begins(town: demo_centre.Town) -> Lives:
        lives.folders["nia"] = town.folder
        lives.way = lambda: town.line
        lives.sealed = lambda: town.sealed
        lives.is_held = lambda: town.sealed.is_held
        return lives.start("nia")

    with demo_centre.town(apart, begins) as town:
        visit.walk_connected(town)
        lives.end()


class Lives:
    """One process of the desk after another, all in this one: where a real one would end, the next begins."""

    def __init__(
        self,
        application: "walker.Application",
        folders: dict[str, files.DataFolder],
        now: Callable[[], clock.Clock] | None = None,
    ) -> None:
        self.folders = folders
        self.way: Callable[[], Any] | None = None
        self.sealed: Callable[[], Any] | None = None
        self.is_held: Callable[[], bool] = lambda: False
        self._application = application
        self._named = ""
        self._life: Any = None
        self._has_left = False
        story = _story_clock()
        self._clock = now or (lambda: story)

    def start(self, name: str) -> "Lives":
        """End the process before, if there was one, and begin the next on the folder of this name."""
        from ehdesk import app  # late, as above

        self.end()
        machine = app.Machine(
            leave=self._leave,
            start_again=self._note_next,
            clock=self._clock,
            device=device.NoKeyring,
            stretching=keyslots.Stretching.standard,
            way=self.way or app.over_the_network,
            handing_in=self.sealed or app.handing_in,
        )
        self._has_left, self._named = False, name
        options = app.Options(self.folders[name], keyring=False)
        self._life = app.Life(self._application, options, machine)
        self._life.begin()
        return self

    @property
    def frame(self) -> "walker.Window | None":
        """The window that stands now."""
        return (self._life.window or self._life.front) if self._life is not None else None

    @property
    def desk(self) -> "walker.Desk":
        """The desk of the open window."""
        desk: walker.Desk = self._life.working().desk
        return desk

    @property
    def is_idle(self) -> bool:
        """Whether the vault has answered everything, or stands still for a picture."""
        return self._life is None or self._life.lane.is_idle or self.is_held()

    @property
    def has_left(self) -> bool:
        """Whether the real process would be gone by now."""
        return self._has_left

    def end(self) -> None:
        """Let the process be gone, with its windows."""
        life, self._life = self._life, None
        if life is None:
            return
        life.take_down()
        sys.excepthook = sys.__excepthook__

    def _leave(self, _status: int) -> None:
        self._has_left = True

    def _note_next(self, options: Any) -> bool:
        """The next process opens the folder that this one ended with: the practice vault's."""
        self.folders[self._named] = options.folder
        return True


def _story_clock() -> clock.Clock:
    """The machine's clock, set to the day of the story."""
    system, begun = clock.system(), datetime.now(UTC)
    return replace(system, now=lambda: STORY + (datetime.now(UTC) - begun))


def _print(data: files.DataFolder, folder: Path) -> list[Path]:
    """The family's papers from the vault that was walked, and an empty form of each kind."""
    printed = []
    with tempfile.TemporaryDirectory() as apart:
        secret = Path(apart) / "passphrase"
        secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
        with opening.opened(opening.Chosen(data.root, secret, keyring=False)) as desk:
            place = printing.place_of(data)
            family_id = reference.family_id(desk.store, FAMILY)
            for page in _PAPERS:
                record_id = desk.store.ask(printing.newest, page, family_id)
                pdf = desk.store.ask(printing.typeset, record_id, page, place)
                printed.append(_keep(folder / f"{page.form}-{page.reader}-{page.language}.pdf", pdf))
    for form_id in (form.id for form in loader.load_all().values() if form.blank_print):
        path = folder / f"{form_id}-empty.pdf"
        path.unlink(missing_ok=True)
        printing.blank(printing.Page(form_id), path, folder=data)
        printed.append(path)
    return printed


def _keep(path: Path, pdf: bytes) -> Path:
    bundles.write(path, pdf)
    return path
