"""The real desk, started as a worker starts it. Prints when its unlock window was painted, then ends."""

import sys
from typing import TYPE_CHECKING

from ehdesk import __main__ as ehdesk_main

if TYPE_CHECKING:
    from collections.abc import Callable

    from ehdesk import app


def start(watch: "Callable[[app.Life], object]", arguments: list[str]) -> int:
    """Start ehdesk with this command line; `watch` is called once its first window stands."""
    ehdesk_main.prepare_for_qt()  # as it does itself, before anything of Qt is imported
    from ehdesk import app

    begin = app.Life.begin
    kept: list[object] = []

    def begin_and_watch(life: app.Life) -> None:
        begin(life)
        kept.append(watch(life))

    app.Life.begin = begin_and_watch  # type: ignore[assignment, method-assign]
    return ehdesk_main.main(arguments)


def until_painted(life: "app.Life") -> object:
    """Print and end when the first window was painted."""
    from tests.benchmarks import probe_bare  # late, as above

    painted = probe_bare.Painted(probe_bare.done)
    assert life.front is not None
    life.front.installEventFilter(painted)
    return painted


if __name__ == "__main__":
    sys.exit(start(until_painted, sys.argv[1:]))
