"""The look: contrast in every scheme, sizes that grow with the text, icons of one hand."""

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from ehdesk import files
from ehdesk.forms import definition
from ehdesk.ui import answer_input, answer_text, icons, theme, widgets

SCHEMES = {"light": theme.LIGHT, "dark": theme.DARK, "contrast": theme.CONTRAST}
SHEET = "".join((files.resources() / "styles" / name).read_text("utf-8") for name in theme.SHEETS)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", theme.TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read_in_every_scheme(scheme: str, pair: tuple[str, str]) -> None:
    colours = SCHEMES[scheme]
    assert theme.contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= 4.6


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", theme.EDGE_PAIRS, ids="-on-".join)
def test_edges_and_focus_can_be_seen_in_every_scheme(scheme: str, pair: tuple[str, str]) -> None:
    colours = SCHEMES[scheme]
    assert theme.contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= 3


def test_the_style_sheet_uses_no_pair_that_is_not_measured() -> None:
    measured, found = {*theme.TEXT_PAIRS, *theme.EDGE_PAIRS}, []
    for body in re.findall(r"\{([^{}]*color[^{}]*)\}", re.sub(r"\$\{(\w+)\}", r"@\1", SHEET)):
        ground = re.search(r"(?<![\w-])background: @(\w+)", body)
        ink = re.search(r"(?<![\w-])color: @(\w+)", body)
        if ground and ink:
            found.append((ink[1], ground[1]))
    assert len(found) > 10
    assert set(found) <= measured


def test_the_measure_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_a_system_in_high_contrast_gives_its_own_colours() -> None:
    palette = QPalette()
    role = QPalette.ColorRole
    for name in (role.Window, role.Base, role.HighlightedText):
        palette.setColor(name, QColor("#000000"))
    for name in (role.WindowText, role.Highlight):
        palette.setColor(name, QColor("#00ff00"))
    found = theme.from_system(palette)
    assert found.ink == "#00ff00"
    assert found.surface == "#000000"


def test_a_system_palette_that_cannot_be_read_gives_ours() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#888888"))
    assert theme.from_system(palette) == theme.CONTRAST


def test_following_the_system_takes_light_or_dark_from_it(qapp: QApplication) -> None:
    assert theme.colours("system", qapp) in SCHEMES.values()
    assert theme.colours("dark", qapp) is theme.DARK


@pytest.mark.parametrize("text", [100, 200])
def test_targets_are_24_pixels_and_grow_with_the_text(qapp: QApplication, qtbot: QtBot, text: int) -> None:
    theme.apply(qapp, theme.Look("light", text))
    for made in (
        QLineEdit(), QComboBox(), QPushButton("Go"), QCheckBox("Tick"), QRadioButton("Choose"),
        widgets.primary("Finish"), widgets.link("Not now"), widgets.icon_button("Close", sign="close"),
    ):  # fmt: skip
        qtbot.addWidget(made)
        made.show()
        assert made.sizeHint().height() >= 32 * text / 100, type(made).__name__
        assert made.sizeHint().width() >= 24 * text / 100, type(made).__name__


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_what_is_offered_under_a_line_stands_on_a_ground_of_its_own(
    qapp: QApplication, qtbot: QtBot, scheme: theme.Scheme
) -> None:
    theme.apply(qapp, theme.Look(scheme))
    asked = definition.Question(key="role", kind="text", label="Role")
    made = answer_text.LineInput(asked, answer_input.Surroundings(suggestions={"role": ("Nurse",)}))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.focus_first()
    QTest.keyClicks(made.controls()[0], "nur")
    offered = made.findChildren(QCompleter)[0].popup()
    assert offered is not None
    qtbot.waitUntil(offered.isVisible)
    seen = QImage(offered.size(), QImage.Format.Format_ARGB32)
    seen.fill("magenta")
    offered.render(seen)
    assert seen.pixelColor(seen.width() - 4, 2) == QColor(SCHEMES[scheme].raised)
    offered.hide()


def test_a_change_of_scheme_tints_the_icons_that_stand_there(qapp: QApplication, qtbot: QtBot) -> None:
    button = widgets.button("Print", sign="print")
    qtbot.addWidget(button)
    before = button.icon().pixmap(20).toImage()
    theme.apply(qapp, theme.Look("contrast"))
    assert button.icon().pixmap(20).toImage() != before


def test_our_fonts_are_the_ones_in_use(qapp: QApplication) -> None:
    theme.load_all_fonts()
    families = QFontDatabase.families()
    assert qapp.font().family() == "Noto Sans"
    assert {"Noto Sans", "Noto Naskh Arabic", "Noto Nastaliq Urdu"} <= set(families)


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_is_drawn_on_our_grid_with_our_pen(name: str, qapp: QApplication) -> None:
    drawing = (files.resources() / "icons" / f"{name}.svg").read_text("utf-8")
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own file
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.75"
    picture = icons.pixmap(name, QColor("#ff0000"), 20).toImage()
    assert any(
        picture.pixelColor(x, y).red() > 200 and picture.pixelColor(x, y).alpha() > 100
        for x in range(20)
        for y in range(20)
    )


def test_every_icon_that_is_named_is_shipped() -> None:
    named: set[str] = set()
    for path in (files.resources().parent / "ehdesk" / "ui").glob("*.py"):
        named |= set(re.findall(r'sign="([\w-]+)"', path.read_text("utf-8")))
    assert named <= set(icons.names())
