#!/usr/bin/env python3
"""Draw docs/architecture.svg from the import contracts and the docstrings, so that it cannot lie.

.venv/bin/python installer/draw_stairs.py
"""

import ast
import re
import sys
import textwrap
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "architecture.svg"

WIDTH, MARGIN, GAP, LINE = 1000, 20, 14, 17
INK, QUIET, EDGE, DOOR = "#1d2733", "#4a5866", "#33658a", "#7a3b00"
FILLS = ("#e6f0f7", "#f3f7ee", "#fdf4e3", "#f6eef6")


@dataclass(frozen=True)
class Room:
    """One module or package on a step: its name, what it is for, and the libraries only it may use."""

    name: str
    purpose: str
    doors: tuple[str, ...]


def draw(root: Path = ROOT) -> str:
    """The whole picture as SVG."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    steps = steps_of(root, contracts["contracts"])
    parts, top = [], 58
    for number, step in enumerate(steps):
        height = max(height_of(room, width_of(step)) for room in step)
        for place, room in enumerate(step):
            left = MARGIN + place * (width_of(step) + GAP)
            parts.append(box(room, left, top, height, width_of(step), FILLS[number % len(FILLS)]))
        top += height + GAP
    title = "The stairs of ehdesk: a part may import what stands below it, never beside it or above"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" '
        f'font-family="Noto Sans, Segoe UI, Helvetica, Arial, sans-serif" font-size="13">\n'
        f"<title>{title}</title>\n"
        f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>\n'
        f'<text x="{MARGIN}" y="36" font-size="17" font-weight="600" fill="{INK}">{title}</text>\n'
    )
    return head + "\n".join(parts) + "\n</svg>\n"


def steps_of(root: Path, contracts: list[dict[str, Any]]) -> list[list[Room]]:
    """The stairs from the top: on each step the parts that exist today."""
    (stairs,) = (contract for contract in contracts if contract["id"] == "stairs")
    steps = []
    for layer in stairs["layers"]:
        names = [name.strip(" ()") for name in re.split(r"[|:]", layer)]
        rooms = [Room(n, purpose(root, n), doors(n, contracts)) for n in names if source(root, n).exists()]
        steps += [rooms] if rooms else []
    return steps


def source(root: Path, name: str) -> Path:
    """The file that holds a part's docstring."""
    package = root / "ehdesk" / name / "__init__.py"
    return package if package.exists() else root / "ehdesk" / f"{name}.py"


def purpose(root: Path, name: str) -> str:
    """The first line of what a part says of itself."""
    said = ast.get_docstring(ast.parse(source(root, name).read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split())


def doors(name: str, contracts: list[dict[str, Any]]) -> tuple[str, ...]:
    """The libraries that only this part may import, and in which module where it is one."""
    found = []
    for contract in contracts:
        inside = [place for place in contract.get("allowed_importers", []) if place.split(".")[1] == name]
        for place in inside:
            module = place.removeprefix("ehdesk.")
            found.append(f"only in {module}: {', '.join(contract['protected_modules'])}")
    return tuple(found)


def width_of(step: list[Room]) -> int:
    """How wide each room on a step is."""
    return (WIDTH - 2 * MARGIN - GAP * (len(step) - 1)) // len(step)


def wrapped(text: str, width: int) -> list[str]:
    """Lines that fit a room: about seven units a letter."""
    return textwrap.wrap(text, (width - 24) // 7)


def height_of(room: Room, width: int) -> int:
    """How tall a room must be for its words."""
    lines = len(wrapped(room.purpose, width)) + sum(len(wrapped(door, width)) for door in room.doors)
    return 36 + LINE * lines


def box(room: Room, left: int, top: int, height: int, width: int, fill: str) -> str:
    """One room: name, purpose, doors."""
    x, bold = left + 12, 'font-weight="600" font-size="15"'
    frame = f'x="{left}" y="{top}" width="{width}" height="{height}" rx="6"'
    parts = [
        f'<rect {frame} fill="{fill}" stroke="{EDGE}"/>',
        f'<text x="{x}" y="{top + 22}" {bold} fill="{INK}">{room.name}</text>',
    ]
    lines = [(line, QUIET) for line in wrapped(room.purpose, width)]
    lines += [(line, DOOR) for door in room.doors for line in wrapped(door, width)]
    for number, (line, colour) in enumerate(lines):
        height_at = top + 41 + LINE * number
        parts.append(f'<text x="{x}" y="{height_at}" fill="{colour}">{escape(line)}</text>')
    return "\n".join(parts)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")
