"""Room on the disk: ballast to give back when it is full, a warning before, and words for its errors.

The ballast is a file that only takes up room. When the disk is full it is deleted, so that the work
in hand can still be saved.
"""

import errno
import os
import shutil

from ehdesk import errors, files

BALLAST = 50 * 1024 * 1024
WARN_BELOW = 500 * 1024 * 1024
_PIECE = 1024 * 1024


def keep_ballast(folder: files.DataFolder, size: int = BALLAST) -> bool:
    """Make sure that the ballast is there. False when there is no room for it now.

    Takes a moment: call it where nobody waits. Written with random bytes, because a file of zeros
    takes up no room on some disks.
    """
    if has_ballast(folder, size):
        return True
    if shutil.disk_usage(folder.root).free < 2 * size:
        return False
    try:
        _write(folder, size)
    except OSError as error:
        folder.ballast.unlink(missing_ok=True)
        if is_full(error):
            return False
        raise refusal(error) from error
    return True


def has_ballast(folder: files.DataFolder, size: int = BALLAST) -> bool:
    """Whether the whole ballast is there."""
    return folder.ballast.exists() and folder.ballast.stat().st_size >= size


def release_ballast(folder: files.DataFolder) -> bool:
    """Give its room back. True when there was something to give: what failed may be tried again."""
    if not folder.ballast.exists():
        return False
    folder.ballast.unlink()
    return True


def is_low(folder: files.DataFolder) -> bool:
    """Whether the worker should be warned: less than 500 MB are left."""
    return shutil.disk_usage(folder.root).free < WARN_BELOW


def is_full(error: OSError) -> bool:
    """Whether an error says that the disk, or this worker's share of it, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def refusal(error: OSError) -> errors.Refusal:
    """Our words for an error of the disk."""
    return errors.DiskFull() if is_full(error) else errors.FolderUnusable()


def _write(folder: files.DataFolder, size: int) -> None:
    piece = os.urandom(min(size, _PIECE))
    descriptor = os.open(folder.ballast, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        for start in range(0, size, len(piece)):
            files.write_all(descriptor, piece[: size - start])
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
