"""What the desk notes about itself: ids and acts, never names, dates of birth or answers.

Nothing is written to a file unless one is asked for. An exception is noted by its kind and place
only: its text and its variables may hold what a worker typed.
"""

import logging
import sys
import traceback
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_OURS = "ehdesk"


def start(level: int = logging.WARNING, file: Path | None = None) -> logging.Logger:
    """Send our log to the terminal where there is one, or to `file`, and give it back.

    Starting again replaces what was there before.
    """
    stop()
    log = logging.getLogger(_OURS)
    log.addHandler(_handler(file))
    log.setLevel(level)
    log.propagate = False
    return log


def stop() -> None:
    """Close what `start` opened. Nothing is written any more, not even by logging's last resort."""
    log = logging.getLogger(_OURS)
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    log.addHandler(logging.NullHandler())
    log.setLevel(logging.NOTSET)
    log.propagate = True


def get(name: str) -> logging.Logger:
    """The log of one module: `log.get(__name__)`."""
    return logging.getLogger(name if name.startswith(_OURS) else f"{_OURS}.{name}")


def where(error: BaseException) -> str:
    """The kind of an error and the lines it came through: "VaultFull at opening.py:41 < app.py:9"."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__


class QuietFormatter(logging.Formatter):
    """Formats an exception without its text and its variables, and with the errors it came from."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        """Kinds and places only."""
        error = ei[1] if isinstance(ei, tuple) else None
        told = []
        while isinstance(error, BaseException):
            told.append(where(error))
            error = error.__cause__ or error.__context__
        return " from ".join(told)


def _handler(file: Path | None) -> logging.Handler:
    if file is not None:
        handler: logging.Handler = logging.FileHandler(file, encoding="utf-8")
    elif sys.stderr is not None:
        handler = logging.StreamHandler(sys.stderr)
    else:  # a window started without a terminal on Windows has none
        handler = logging.NullHandler()
    handler.setFormatter(QuietFormatter())
    return handler
