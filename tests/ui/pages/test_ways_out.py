"""Every way in which something leaves ehdesk for a reader, looked through for what that reader must not know.

Each way has a leak planted in it as well: a way that nobody looks at proves nothing. Of papers alone,
`tests/proofs/wrong_reader.py` looks at tens of thousands.
"""

import ast
import io
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6 import QtCore, QtGui, QtPrintSupport, QtWidgets

from ehdesk import files
from ehdesk.models import bundle_out, bundle_reader, episode, form, tray, visit, visit_calendar
from ehdesk.paper import answered, sealed
from ehdesk.paper import form as paper
from ehdesk.ui import form_opening, pack_giving, print_dialog, print_paper, printer
from tests import building
from tests.paper import readback
from tests.proofs import canaries
from tests.proofs.split_vault import SECRETS, Split
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_reader_choice import pick

pytestmark = pytest.mark.usefixtures("no_strays")

STREET = SECRETS["street"]
FATHER = "Gareth Hughes"
NOTE = {"kind": "talk", "place": "other"}


@dataclass
class Leaving:
    """A worker who gives the father whatever can be given, and what left by each way."""

    work: AtWork
    split: Split
    folder: Path
    log: pytest.LogCaptureFixture
    names: list[str] = field(default_factory=list)
    out: dict[str, bytes] = field(default_factory=dict)

    def note(self, way: str, content: bytes) -> None:
        self.out[way] = self.out.get(way, b"") + b"\n" + content
        self.out["clipboard"] = self.out.get("clipboard", b"") + b"\n" + _clipboard()

    def everything(self) -> dict[str, bytes]:
        """By every way, one after the other."""
        for go in (self.paper, self.later, self.bundle, self.calendar, self.job):
            go()
        self.rest()
        return self.out

    def rest(self) -> None:
        """What was logged meanwhile, and what the files are called."""
        self.note("log", self.log.text.encode())
        self.note("file name", "\n".join((*self.names, *(one.name for one in self._files()))).encode())

    def _files(self) -> Iterator[Path]:
        return self.folder.rglob("*")

    def paper(self) -> None:
        """His copy of Part B: on paper, as a file, and locked to be sent."""
        dialog = self._dialog(self.split.part_b)
        dialog._save()
        self._wait(lambda: "Saved as" in dialog.count.text())
        self.work.settle()
        (saved,) = [one for one in self._files() if one.suffix == ".pdf"]
        self.note("saved page", _whole(saved.read_bytes()))
        self._wait(dialog.send_button.isEnabled)
        sending = dialog.send()
        assert sending is not None
        self.work.settle()
        sending._choose()
        self._wait(lambda: bool(sending.password.text()))
        (locked,) = [one for one in self._files() if one.suffix == ".pdf" and one != saved]
        self.note("locked copy", locked.read_bytes())
        file = io.BytesIO()
        with pikepdf.open(locked, password=sending.password.text()) as opened:
            opened.save(file)
        self.note("locked copy", _whole(file.getvalue()))
        said = f"{sending.said.text()} {sending.password.text()} {sending.after.text()}"
        self.note("what is said with a locked copy", said.encode())
        sending.reject()
        dialog.reject()
        self.work.settle()

    def later(self) -> None:
        """A form without anything found in it waits in the tray, and is made with another paper beside it."""
        answers = {"good_looks_like": "Zofia sees both of them.", "adults": self.split.adults}
        record = self.work.kept.do(form.start, "eha_part_b", family_id=self.split.family, answers=answers)
        dialog = self._dialog(record)
        dialog._print_later()
        self.work.settle()
        dialog.reject()
        (waits,) = self.work.kept.ask(tray.waiting)
        said = [waits.title, *(json.dumps(asdict(piece), ensure_ascii=False) for piece in waits.pieces)]
        self.note("tray", "\n".join(said).encode())
        self.work.kept.do(episode.open_episode, self.split.family, {"opened_on": "2026-06-08"})
        why_us = tray.Piece("why", "Why we are involved", person=self.split.father, to=FATHER)
        giving = pack_giving.Giving(self.work.window, self.work.desk)
        giving.make([pack_giving.Batch(self.split.family, FATHER, (*waits.pieces, why_us))], lambda: None)
        self._wait(lambda: not giving.is_busy)
        ((_batch, packed),) = giving.ready
        assert [made.piece.kind for made in packed.made] == ["filled", "why"]
        self.note("pack", _whole(packed.pdf))
        self.work.settle()

    def bundle(self) -> None:
        """His records, as he asked for them."""
        kept = self.work.kept
        hers = building.a_note(kept, self.split.family, text=f"They are safe: {SECRETS['view']}.", **NOTE)
        kept.do(form.answer, hers, "who_was_there", [self.split.mother])
        kept.do(form.finish, hers)
        note = building.a_note(kept, self.split.family, text="Gareth came to the office.", **NOTE)
        kept.do(form.answer, note, "who_was_there", [self.split.father])
        kept.do(form.finish, note)
        to = bundle_out.Recipient(who=FATHER)
        content = kept.ask(bundle_out.take_out, reader="family", families=[self.split.family], recipient=to)
        assert b"Gareth came to the office." in content
        self.note("bundle", content)

    def calendar(self) -> None:
        """A visit, in the worker's calendar on a telephone that he may look at."""
        said = {"at": "2026-07-08T10:00", "minutes": "60"}
        self.work.kept.do(visit.plan, family_id=self.split.family, answers=said)
        lines = self.work.kept.ask(visit.visits_of_family, self.split.family)
        made = self.work.kept.store.clock.now()
        self.note("calendar", visit_calendar.calendar(lines, shows="initials", made_at=made))

    def job(self) -> None:
        """What the queue of a printer shows that others use too."""
        named: list[str] = []
        printer.choose(self.work.window, lambda chosen: named.append(chosen.docName()))
        (asked,) = self.work.window.findChildren(QtPrintSupport.QPrintDialog)
        asked.done(QtWidgets.QDialog.DialogCode.Accepted)
        assert len(named) == 1
        self.note("print queue", named[0].encode())

    def _dialog(self, record: str) -> print_dialog.PrintDialog:
        """His copy in the print dialog; what was found in it is left out."""
        opened = self.work.kept.ask(form_opening.open_form, record, self.work.desk.words)
        dialog = print_dialog.show(self.work.window, self.work.desk, opened, None)
        self.work.settle()
        pick(dialog.reader, FATHER)
        for radios in dialog.reader.findings.radios():
            radios.buttons[0].click()
        self._wait(dialog.save_button.isEnabled)
        return dialog

    def _wait(self, until: Callable[[], bool]) -> None:
        self.work.qtbot.waitUntil(until, timeout=30_000)


def _whole(pdf: bytes) -> bytes:
    """A file with all its words, as they are marked and as they are drawn."""
    return readback.everything(pdf) + readback.glyphs_said(pdf).encode()


def _clipboard() -> bytes:
    """Everything that another program could paste."""
    held: QtCore.QMimeData | None = QtGui.QGuiApplication.clipboard().mimeData()
    if held is None:
        return b""
    return b"\n".join(bytes(held.data(kind).data()) for kind in held.formats())


@pytest.fixture
def leaving(
    at_work: AtWork, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Leaving]:
    """The father's own paper, with every door to the outside noted."""
    folder = tmp_path / "outside"
    folder.mkdir()
    made = Leaving(at_work, Split(at_work.kept), folder, caplog)

    def ask(_parent: Any, _title: str, name: str, kinds: str) -> tuple[str, str]:
        made.names.append(name)
        return str(folder / name), kinds

    monkeypatch.setattr(QtWidgets.QFileDialog, "getSaveFileName", ask)
    with caplog.at_level(logging.DEBUG):
        yield made
    QtGui.QGuiApplication.clipboard().clear()


def found(out: dict[str, bytes]) -> dict[str, set[str]]:
    """Which of the secrets left by which way."""
    hits = {way: canaries.found_in(content, SECRETS.values()) for way, content in out.items()}
    return {way: words for way, words in hits.items() if words}


def test_nothing_that_the_father_must_not_know_leaves_by_any_way(leaving: Leaving) -> None:
    out = leaving.everything()
    assert set(out) == {way for way, _go, _place, _name, _leak in LEAKS}, "each way has its planted leak"
    assert found(out) == {}
    assert b"I would like to see her more." in out["saved page"]
    assert b"I would like to see her more." in out["pack"]


def _adding(was: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """What it gives, with the street at its end."""
    made = was(*args, **more)
    return made + f" {STREET}".encode() if isinstance(made, bytes) else f"{STREET} {made}"


def _logging(was: Callable[..., Any], *args: Any, **more: Any) -> Any:
    logging.getLogger("ehdesk").debug("made for %s", STREET)
    return was(*args, **more)


def _copying(was: Callable[..., Any], *args: Any, **more: Any) -> Any:
    QtGui.QGuiApplication.clipboard().setText(STREET)
    return was(*args, **more)


def _retitled(was: Callable[..., tray.Piece], *args: Any, **more: Any) -> tray.Piece:
    made = was(*args, **more)
    return replace(made, title=f"{made.title}: {STREET}")


def _renamed(was: Callable[..., Any], chosen: Any, *_args: Any) -> Any:
    return was(chosen, STREET)


def _kept_whole(_was: Callable[..., Any], said: Any, *_args: Any) -> Any:
    return said


LEAKS: tuple[tuple[str, str, Any, str, Callable[..., Any]], ...] = (
    ("saved page", "paper", paper, "_copy_line", _adding),
    ("locked copy", "paper", sealed, "sealed", _adding),
    ("what is said with a locked copy", "paper", sealed, "password", _adding),
    ("file name", "paper", sealed, "neutral_name", _adding),
    ("clipboard", "paper", print_dialog.PrintDialog, "_on_saved", _copying),
    ("log", "paper", print_paper, "make", _logging),
    ("tray", "later", print_paper, "piece", _retitled),
    ("pack", "later", answered.Teller, "_label", _adding),
    ("bundle", "bundle", bundle_reader, "form", _kept_whole),
    ("calendar", "calendar", visit_calendar, "title", _adding),
    ("print queue", "job", QtPrintSupport.QPrinter, "setDocName", _renamed),
)
"""Each way out, what goes that way, and a leak that is planted in it."""


@pytest.mark.parametrize(("way", "go", "place", "name", "leak"), LEAKS, ids=[each[0] for each in LEAKS])
def test_a_leak_that_is_planted_in_a_way_out_is_caught(
    way: str,
    go: str,
    place: Any,
    name: str,
    leak: Callable[..., Any],
    leaving: Leaving,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    was = getattr(place, name)
    monkeypatch.setattr(place, name, lambda *args, **more: leak(was, *args, **more))
    getattr(leaving, go)()
    leaving.rest()
    assert way in found(leaving.out)


def test_the_centre_is_the_only_way_out_over_a_network_and_no_other_is_there_yet() -> None:
    """Whoever writes tables, mails or a server: show here first what goes that way.

    What goes to the centre is whole, by design: who may hold it there is `rules.rights`.
    """
    others = {"csv", "email", "smtplib", "http", "httpx", "requests", "socket", "openpyxl", "xlsxwriter"}
    imported = {
        (path.name, name.split(".")[0])
        for path in (Path(files.__file__).parent).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in _imported(node)
    }
    assert {(file, name) for file, name in imported if name in others} == {("http.py", "httpx")}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
