"""The real desk, started as a worker starts it. Prints when its unlock window was painted, then ends."""

import sys

from tests.benchmarks import probe_bare


def main() -> int:
    from ehdesk import app

    begin = app.Life.begin

    def begin_and_watch(life: app.Life) -> None:
        begin(life)
        life.painted = probe_bare.Painted(probe_bare.done)  # type: ignore[attr-defined]
        life.front.installEventFilter(life.painted)  # type: ignore[union-attr, attr-defined]

    app.Life.begin = begin_and_watch  # type: ignore[method-assign]
    from ehdesk import __main__

    return __main__.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
