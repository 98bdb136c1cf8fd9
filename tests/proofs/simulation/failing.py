"""Transactions in which something goes wrong when that was planned."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

BEFORE, AFTER = "before the commit", "after the commit"
Lent = TypeVar("Lent")


class Whole(Generic[Lent]):
    """A transaction in which something may go wrong before its commit, or after it."""

    __slots__ = ("_fails", "_whole")

    def __init__(self, whole: AbstractContextManager[Lent], fails: Callable[[str], None]) -> None:
        self._whole, self._fails = whole, fails

    def __enter__(self) -> Lent:
        return self._whole.__enter__()

    def __exit__(self, kind: Any, error: Any, where: Any) -> bool | None:
        if kind is not None:
            return self._whole.__exit__(kind, error, where)
        try:
            self._fails(BEFORE)
        except BaseException as failure:
            self._whole.__exit__(type(failure), failure, failure.__traceback__)
            raise
        self._whole.__exit__(None, None, None)
        self._fails(AFTER)
        return None
