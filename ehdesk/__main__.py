"""Start ehdesk: the desk when no command is named, else the command."""

import sys

from ehdesk.vault import process

_DESK_OPTIONS = {"--data": 1, "--no-keyring": 0}


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for, and give the exit status."""
    process.protect_process()
    given = sys.argv[1:] if arguments is None else arguments
    if is_for_the_desk(given):
        from ehdesk import app  # late: a command does not wait for Qt

        return app.main(given)
    from ehdesk import cli  # late: the unlock window does not wait for the commands

    return cli.main(given)


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
