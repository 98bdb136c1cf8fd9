"""What nobody foresaw: noted by kind and place under a number, never with what was typed."""

import os

from ehdesk import files, log

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LARGEST_LOG = 1_000_000


def note(error: BaseException, folder: files.DataFolder) -> str:
    """Write the kind and the place of an error into the log; gives the number that the screen shows."""
    reference = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(6))
    reference = f"{reference[:3]}-{reference[3:]}"
    if folder.log.exists() and folder.log.stat().st_size > LARGEST_LOG:
        os.replace(folder.log, folder.log.with_suffix(".old"))
    folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.log.touch(mode=0o600)
    notes = log.start(file=folder.log)
    notes.error("%s %s", reference, log.where(error), exc_info=(type(error), error, error.__traceback__))
    log.stop()
    return reference
