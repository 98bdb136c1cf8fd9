"""The demonstration walks the real windows without a screen, and leaves pictures and papers."""

import os
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6 import QtGui

from ehdesk.forms import loader
from ehdesk.ui import walk
from tests.cli.conftest import Run

_LOOKS_FOR_GARBAGE = """
import gc, sys, threading

def note(phase, info):
    if phase == "start" and "PySide6.QtWidgets" in sys.modules:
        if threading.current_thread() is not threading.main_thread():
            with open({file!r}, "a") as told:
                told.write(threading.current_thread().name + "\\n")

gc.callbacks.append(note)
"""
"""Python runs this first: it tells which threads look for garbage once Qt is there."""


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one walk left, and where it worked meanwhile."""
    root = tmp_path_factory.mktemp("walk")
    (root / "tmp").mkdir()
    (root / "sitecustomize.py").write_text(_LOOKS_FOR_GARBAGE.format(file=str(root / "elsewhere")))
    alone = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    ran = subprocess.run(
        [sys.executable, "-m", "ehdesk", "demo", "--offscreen", str(root / "out")],
        env={
            **alone, "TMPDIR": str(root / "tmp"), "HOME": str(root),
            "PYTHONPATH": f"{root}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", "PYTHONFAULTHANDLER": "1",
        },
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return root


def test_no_thread_but_the_windows_ends_what_qt_made(walked: Path) -> None:
    """A centre in this process looked for garbage between two desks, and the walk crashed (November 2026)."""
    assert not (walked / "elsewhere").exists()


def test_every_step_of_the_visit_left_its_picture(walked: Path) -> None:
    names = {path.stem for path in (walked / "out").glob("*.png")}

    asked = "first-run passphrase recovery-code numbers first-day today next-steps caseload family note form"
    assert {*asked.split(), "mistake", "print", "unlock", "wrong-passphrase", "returned"} <= names
    for page in ("unlock", "today", "family", "note", "form"):
        assert {f"{page}-dark", f"{page}-contrast", f"{page}-large"} <= names


def test_no_picture_is_blank_and_the_schemes_differ(walked: Path) -> None:
    def corner(name: str) -> int:
        picture = QtGui.QImage(str(walked / "out" / f"{name}.png"))
        colours = {
            picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)
        }
        assert len(colours) > 8, name
        return int(picture.pixel(2, picture.height() // 2))

    assert len({corner("family"), corner("family-dark"), corner("family-contrast")}) == 3
    for path in (walked / "out").glob("*.png"):
        corner(path.stem)


def test_the_papers_are_readable_and_the_familys_copy_is_in_polish(walked: Path) -> None:
    texts = {}
    for path in (walked / "out").glob("*.pdf"):
        document = pdfium.PdfDocument(path)
        texts[path.stem] = "\n".join(page.get_textpage().get_text_range() for page in document)
        document.close()

    empty = {f"{form.id}-empty" for form in loader.load_all().values() if form.blank_print}
    assert empty < set(texts)
    assert len(texts) == 5 + len(empty)
    assert all("TRAINING" in text for text in texts.values())
    assert "Na początku bałam się" in texts["feedback_parent-practitioner-en"]


def test_nothing_of_the_vault_is_left_behind(walked: Path) -> None:
    left = [path for path in (walked / "tmp").rglob("*") if path.suffix in (".db", ".header", ".ehj", ".ehb")]

    assert left == []


def test_the_folder_has_a_page_that_shows_every_picture(walked: Path) -> None:
    page = (walked / "out" / "README.md").read_text("utf-8")

    assert all(f"({path.name})" in page for path in (walked / "out").glob("*.png"))
    assert walk.page_of(["today-dark"]).count("![today-dark](today-dark.png)") == 1


def test_without_a_screen_the_desk_is_not_opened_but_the_walk_is_named(
    command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    ran = command("demo")

    assert ran.status == 1
    assert "ehdesk demo --offscreen DIR" in ran.err
