"""How the desk looks: colours, type and spacing as named tokens, for three schemes and any text size.

Everything that paints takes its colours from the palette set here, so a change of scheme reaches
every widget by itself. Colours without a palette role of their own use the two spare roles below.
"""

from string import Template
from typing import Literal, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ehdesk import files

Scheme = Literal["system", "light", "dark", "contrast"]

SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark", "contrast")
TEXT_SIZES = (100, 115, 130, 150, 175, 200)
BODY_POINTS = 12.0
"""The size of body text at 100 %. Answers are 14, headings 18 and 24."""

WARM = QPalette.ColorRole.BrightText
"""The palette role that carries the colour of "needs you"."""
RECEIVED = QPalette.ColorRole.LinkVisited
"""The palette role that carries the colour of "received"."""

SHEETS = ("first.qss", "desk.qss")
FIRST_SHEETS = SHEETS[:1]
"""All that the first window shows. The rest is added once it stands: a long sheet is slow to match."""

_FAMILY = "Noto Sans"
_FIRST_FONTS = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")


class Colours(NamedTuple):
    """One scheme. Each name says what the colour is for, never which colour it is."""

    surface: str
    raised: str
    ink: str
    quiet: str
    accent: str
    accent_ink: str
    accent_strong: str
    wash: str
    warm: str
    warm_wash: str
    received: str
    received_wash: str
    edge: str
    hairline: str
    focus: str
    faded: str
    is_dark: bool


LIGHT = Colours(
    surface="#f7f5f0",
    raised="#fffefb",
    ink="#1d2729",
    quiet="#535e5f",
    accent="#0b5a63",
    accent_ink="#ffffff",
    accent_strong="#08454c",
    wash="#e1eceb",
    warm="#8a4506",
    warm_wash="#fbeedc",
    received="#1c6538",
    received_wash="#e3f1e6",
    edge="#78827f",
    hairline="#dedad0",
    focus="#0b7180",
    faded="#6e7876",
    is_dark=False,
)
DARK = Colours(
    surface="#15191b",
    raised="#1e2426",
    ink="#ebe9e3",
    quiet="#abb4b2",
    accent="#74c7cc",
    accent_ink="#08191b",
    accent_strong="#93d8dc",
    wash="#23393c",
    warm="#f1b36e",
    warm_wash="#3a2c1a",
    received="#8ad39b",
    received_wash="#1d3424",
    edge="#838d8b",
    hairline="#343c3f",
    focus="#9fe3e7",
    faded="#8b9593",
    is_dark=True,
)
CONTRAST = Colours(
    surface="#000000",
    raised="#000000",
    ink="#ffffff",
    quiet="#ffffff",
    accent="#ffe14d",
    accent_ink="#000000",
    accent_strong="#fff2a8",
    wash="#26263f",
    warm="#ffb870",
    warm_wash="#000000",
    received="#86ff9f",
    received_wash="#000000",
    edge="#ffffff",
    hairline="#ffffff",
    focus="#4de3ff",
    faded="#c9c9c9",
    is_dark=True,
)

TEXT_PAIRS = (
    ("ink", "surface"),
    ("ink", "raised"),
    ("ink", "wash"),
    ("ink", "warm_wash"),
    ("ink", "received_wash"),
    ("quiet", "surface"),
    ("quiet", "raised"),
    ("quiet", "wash"),
    ("quiet", "warm_wash"),
    ("quiet", "received_wash"),
    ("accent", "surface"),
    ("accent", "raised"),
    ("accent", "wash"),
    ("accent", "warm_wash"),
    ("accent_ink", "accent"),
    ("accent_ink", "accent_strong"),
    ("accent_strong", "wash"),
    ("warm", "surface"),
    ("warm", "raised"),
    ("warm", "warm_wash"),
    ("received", "surface"),
    ("received", "raised"),
    ("received", "received_wash"),
)
"""Every pair of a text colour and what it stands on that the desk uses: at least 4.6 to 1."""

EDGE_PAIRS = (
    ("edge", "surface"),
    ("edge", "raised"),
    ("edge", "wash"),
    ("focus", "surface"),
    ("focus", "raised"),
    ("focus", "wash"),
    ("accent", "surface"),
    ("accent", "raised"),
    ("warm", "warm_wash"),
    ("received", "received_wash"),
    ("faded", "surface"),
    ("faded", "raised"),
)
"""Edges of controls, focus and signs against what is beside them: at least 3 to 1.

A hairline parts two rows that space parts already; no control depends on it.
"""


class Look(NamedTuple):
    """What a worker chose: a scheme and the size of text in per cent."""

    scheme: Scheme = "system"
    text: int = 100


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    first, second = _luminance(QColor(one)), _luminance(QColor(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def colours(scheme: Scheme, app: QApplication) -> Colours:
    """The colours of a scheme; "system" asks the machine for light, dark or its own high contrast."""
    if scheme != "system":
        return {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}[scheme]
    hints = app.styleHints()  # held: PySide drops the hints under a chained call
    from PySide6.QtCore import Qt  # late: see `plain`

    accessibility = hints.accessibility()
    if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return from_system(app.style().standardPalette())
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def first_colours(scheme: Scheme, app: QApplication) -> Colours:
    """The colours of the first paint. "system" is read off the system's palette, which is there already;
    `colours` asks more closely a moment later, and is slower to load.
    """
    if scheme != "system":
        return colours(scheme, app)
    return DARK if app.palette().window().color().lightness() < 128 else LIGHT


def from_system(palette: QPalette) -> Colours:
    """High contrast in the system's own colours; where those are not high in contrast, in ours."""
    role = QPalette.ColorRole
    own = CONTRAST._replace(
        surface=palette.color(role.Window).name(),
        raised=palette.color(role.Base).name(),
        ink=palette.color(role.WindowText).name(),
        quiet=palette.color(role.WindowText).name(),
        accent=palette.color(role.Highlight).name(),
        accent_ink=palette.color(role.HighlightedText).name(),
        accent_strong=palette.color(role.Highlight).name(),
        wash=palette.color(role.Base).name(),
        edge=palette.color(role.WindowText).name(),
        hairline=palette.color(role.WindowText).name(),
        focus=palette.color(role.Highlight).name(),
        is_dark=palette.color(role.Window).lightness() < 128,
    )
    return own if is_readable(own) else CONTRAST


def is_readable(these: Colours) -> bool:
    """Whether every pair that the desk uses reaches its ratio."""
    texts = all(contrast(getattr(these, a), getattr(these, b)) >= 4.6 for a, b in TEXT_PAIRS)
    return texts and all(contrast(getattr(these, a), getattr(these, b)) >= 3 for a, b in EDGE_PAIRS)


def apply(app: QApplication, look: Look, these: Colours | None = None) -> None:
    """Dress the whole application: font, palette and style sheets."""
    these = these or colours(look.scheme, app)
    _apply(app, look, these, SHEETS)


def apply_first(app: QApplication, look: Look, these: Colours) -> None:
    """Dress the first window with what it shows; `apply_rest` follows once it stands."""
    _apply(app, look, these, FIRST_SHEETS)


def apply_rest(app: QApplication, look: Look, these: Colours) -> None:
    """Add what the first window did not wait for."""
    _put_sheets(app, look, these, SHEETS)


def _apply(app: QApplication, look: Look, these: Colours, sheets: tuple[str, ...]) -> None:
    was = app.property("look_text")
    # Known before anything is told: widgets measure with it when the font and the sheet reach them.
    app.setProperty("look_text", look.text)
    app.setProperty("look_dark", these.is_dark)
    app.setFont(_font(look.text))
    app.setPalette(palette(these))
    _put_sheets(app, look, these, sheets)
    if was is not None:
        _dress(app)


def _put_sheets(app: QApplication, look: Look, these: Colours, sheets: tuple[str, ...]) -> None:
    if sheets != FIRST_SHEETS:
        from PySide6.QtCore import QDir  # late: only these sheets name pictures

        QDir.setSearchPaths("styles", [str(files.resources() / "styles")])
    app.setStyleSheet(sheet(these, look.text, sheets))


def _dress(app: QApplication) -> None:
    """Tell the widgets that measure or tint for themselves. Qt's own way, an event for each widget
    and each change, made the first window 10 ms slower.
    """
    for widget in app.allWidgets():
        dress = getattr(widget, "dress", None)
        if dress is not None:
            dress()


def load_first_fonts() -> None:
    """The two faces that the first window needs. The rest come with `load_all_fonts`."""
    for name in _FIRST_FONTS:
        _load(name)


def _load(name: str) -> None:
    """Once for each face: Qt would take it in again each time."""
    app = QApplication.instance()
    loaded = tuple((app.property("fonts") if app else None) or ())
    if app is not None and name not in loaded:
        QFontDatabase.addApplicationFont(str(files.resources() / "fonts" / name))
        app.setProperty("fonts", (*loaded, name))


def load_all_fonts() -> None:
    """Every face shipped, for names and words in any script. Call once the first window shows."""
    for path in sorted((files.resources() / "fonts").glob("*.ttf")):
        _load(path.name)


def _font(text: int) -> QFont:
    font = QFont(_FAMILY)
    font.setPointSizeF(BODY_POINTS * text / 100)
    return font


def palette(these: Colours) -> QPalette:
    """The palette that every widget and icon takes its colours from."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, value in (
        (role.Window, these.surface),
        (role.WindowText, these.ink),
        (role.Base, these.raised),
        (role.AlternateBase, these.wash),
        (role.Text, these.ink),
        (role.Button, these.raised),
        (role.ButtonText, these.ink),
        (role.PlaceholderText, these.quiet),
        (role.Highlight, these.accent),
        (role.HighlightedText, these.accent_ink),
        (role.Accent, these.accent),
        (role.Link, these.accent),
        (role.ToolTipBase, these.raised),
        (role.ToolTipText, these.ink),
        (role.Mid, these.edge),
        (role.Midlight, these.hairline),
        (role.Light, these.raised),
        (role.Dark, these.edge),
        (role.Shadow, these.focus),
        (WARM, these.warm),
        (RECEIVED, these.received),
    ):
        made.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(these.faded))
    return made


def sheet(these: Colours, text: int, sheets: tuple[str, ...] = SHEETS) -> str:
    """The style sheets in these colours, every length scaled with the text."""
    folder = files.resources() / "styles"
    template = Template("".join((folder / name).read_text(encoding="utf-8") for name in sheets))
    names: dict[str, object] = these._asdict()
    names |= {f"px{n}": f"{round(n * text / 100)}px" for n in _LENGTHS}
    names |= {f"pt{n}": f"{n * text / 100:.2f}pt" for n in (11, 12, 14, 15, 18, 24, 30)}
    names |= {"mark": "light" if QColor(these.accent_ink).lightness() > 128 else "dark"}
    names |= {"pen": "light" if these.is_dark else "dark"}
    return template.substitute(names)


_LENGTHS = (2, 4, 5, 6, 8, 10, 12, 14, 16, 20, 22, 24, 28, 32, 36, 40, 44, 48)


def scaled(pixels: int) -> int:
    """A length drawn for 100 % text, at the size of text that the worker chose."""
    app = QApplication.instance()
    chosen = app.property("look_text") if app is not None else None
    return round(pixels * int(chosen or 100) / 100)
