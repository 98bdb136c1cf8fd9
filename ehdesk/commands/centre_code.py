"""An enrolment code as squares for a camera: in the terminal, or on a sheet to hand over."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from ehdesk import clock, errors, files
from ehdesk.paper import codes

_QUIET = 4
_LIGHT, _DARK, _TOP, _BOTTOM = "█", " ", "▀", "▄"
_SIDE, _SQUARES_FROM, _SQUARES = 595, 190, 260


@dataclass(frozen=True)
class Sheet:
    """How a code is shown beside its letters: with the centre's address, as squares, on a sheet (SVG)."""

    address: str = ""
    squares: bool = False
    file: Path | None = None


def said(sheet: Sheet, code: str) -> str:
    """What the squares say: the centre's address and the code, as the command takes them."""
    return f"{sheet.address} {code}".strip()


def in_blocks(sheet: Sheet, code: str) -> str:
    """The squares as text, two rows to a line, light on the dark of a terminal."""
    rows = _framed(codes.picture_of(said(sheet, code)))
    lines = []
    for top, bottom in zip(rows[::2], [*rows[1::2], [True] * len(rows[0])], strict=False):
        pairs = zip(top, bottom, strict=True)
        lines.append("".join(_block(dark_above=above, dark_below=below) for above, below in pairs))
    return "\n".join(lines)


def write(sheet: Sheet, code: str, until: datetime) -> None:
    """The sheet: a file for this account alone. Raises: errors.FileUnwritable."""
    if sheet.file is None:
        return
    try:
        files.write_durably(sheet.file, _drawn(sheet, code, until).encode())
    except OSError as error:
        raise errors.FileUnwritable(file=sheet.file.name, reason=error.strerror) from error


def _framed(rows: tuple[tuple[bool, ...], ...]) -> list[list[bool]]:
    """With the light edge that a camera needs."""
    side = [False] * _QUIET
    edge = [[False] * (len(rows) + 2 * _QUIET) for _ in range(_QUIET)]
    return [*edge, *([*side, *row, *side] for row in rows), *edge]


def _block(*, dark_above: bool, dark_below: bool) -> str:
    if dark_above:
        return _DARK if dark_below else _BOTTOM
    return _TOP if dark_below else _LIGHT


def _drawn(sheet: Sheet, code: str, until: datetime) -> str:
    rows = _framed(codes.picture_of(said(sheet, code)))
    one = _SQUARES / len(rows)
    squares = "".join(
        f'<rect x="{_SQUARES_FROM + x * one:.2f}" y="{_SQUARES_FROM + y * one:.2f}" '
        f'width="{one:.2f}" height="{one:.2f}"/>'
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    ends = clock.local(until)
    lines = (
        (60, 24, "Connect your laptop to your authority"),
        (100, 13, "Open ehdesk on your own laptop, choose to connect it, and enter:"),
        (
            130,
            13,
            f"Address: {sheet.address}" if sheet.address else "Address: ask whoever gave you this sheet",
        ),
        (160, 20, f"Code: {code}"),
        (480, 13, f"It works once, until {ends:%d/%m/%Y %H:%M}. Give it to nobody else."),
        (505, 13, "Destroy this sheet when your laptop is connected."),
    )
    words = "".join(
        f'<text x="40" y="{y}" font-size="{size}" font-family="sans-serif">{escape(line)}</text>'
        for y, size, line in lines
    )
    view = f'viewBox="0 0 {_SIDE} 842" width="210mm" height="297mm"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}><title>Enrolment</title>{words}{squares}</svg>\n'
