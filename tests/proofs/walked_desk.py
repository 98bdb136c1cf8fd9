"""The real desk on a real screen, taken to each page and dialog in turn, for somebody who reads from outside.

    python -m tests.proofs.walked_desk FOLDER [STOP …]

At each stop a line of JSON says where it is and what Tab came to; a line on standard input lets it go on.
"""

import json
import select
import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from ehdesk import files
from ehdesk.commands import demo
from ehdesk.ui import tour, walk, walker

_MOST_TABS = 60


def main(folder: Path, names: list[str]) -> None:
    """Walk the stops of these names, or all."""
    application = walker.application()
    lives = demo.Lives(application, {name: files.DataFolder(folder / name) for name in ("own", "practice")})
    hands = walker.Walker(application, folder)
    walk.Visit(hands, lives.start).practise()
    hands.prepare(tour.fill_the_day)
    stops = tuple(stop for stop in tour.STOPS if stop.name in names or not names)
    tour.look(hands, lambda stop: _wait_at(hands, stop), stops)
    lives.end()


def _wait_at(hands: walker.Walker, stop: tour.Stop) -> None:
    is_menu = QApplication.activePopupWidget() is not None
    told = {"stop": stop.name, "page": _page(hands), "tabs": [] if is_menu else _tabs(hands)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    hands.wait("it was read", lambda: bool(select.select([sys.stdin], [], [], 0)[0]))
    sys.stdin.readline()


def _page(hands: walker.Walker) -> str:
    """Which page of the table stands in the window."""
    window: Any = hands.process.frame if hands.process is not None else None
    place = window.page().place()
    return str(place.page) if place is not None else ""


def _tabs(hands: walker.Walker) -> list[str]:
    """The names of what Tab comes to from here, until it comes round or has gone far enough."""
    if not hands.front().isActiveWindow():
        hands.front().activateWindow()
        hands.wait("the window has the keyboard", lambda: hands.front().isActiveWindow())
    seen: list[QWidget] = []
    while len(seen) < _MOST_TABS:
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        hands.press("Tab")
    return [_name(one) for one in seen]


def _name(widget: QWidget) -> str:
    said = QAccessible.queryAccessibleInterface(widget)
    return said.text(QAccessible.Text.Name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
