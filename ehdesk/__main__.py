"""Start ehdesk: the desk when no command is named, else the command."""

import gc
import sys

_OPEN_APART = "--open-apart"
_DESK_OPTIONS = {"--data": 1, "--no-keyring": 0}


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for, and give the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == [_OPEN_APART]:
        from ehdesk.ui import apart_child  # late: for the process that opens what others made, and no other

        return apart_child.main()
    if is_for_the_desk(given):
        prepare_for_qt()
        from ehdesk import app  # late: a command does not wait for Qt

        return app.main(given)
    from ehdesk import cli  # late: the unlock window does not wait for the commands
    from ehdesk.vault import process

    process.protect_process()  # the desk does this itself, once its first window stands
    return cli.main(given)


def prepare_for_qt() -> None:
    """What has to be said before Qt and the desk are imported."""
    gc.disable()  # nothing is garbage yet; once a lane runs, `ui.background` looks for it
    from ehdesk.ui import sources  # late: it brings Qt

    sources.leave_unread()


def is_for_the_desk(arguments: list[str]) -> bool:
    """Whether only options of the desk are there: no command, and no question about commands."""
    left = list(arguments)
    while left:
        option, equals, _value = left.pop(0).partition("=")
        if option not in _DESK_OPTIONS:
            return False
        if not equals:
            if len(left) < _DESK_OPTIONS[option]:
                return False
            del left[: _DESK_OPTIONS[option]]
    return True


if __name__ == "__main__":
    sys.exit(main())
