"""Keep Qt for Python from reading the source of every module that is imported after it.

It looks there for the word "PySide6", to know where its optional snake_case names might be switched
on. Nobody here switches them, and the reading cost a third of a second of the desk's start (measured
in November 2026 with PySide6 6.11.3: about half a millisecond a module, and there are hundreds).
"""

import sys
from types import ModuleType

import PySide6  # noqa: F401 - it brings the module below

_READER = "shibokensupport.feature"


def leave_unread() -> bool:
    """Answer "does not use it" for every module from here on. False where this Qt has no such reader."""
    feature = sys.modules.get(_READER)
    if not hasattr(feature, "_mod_uses_pyside"):
        return False
    feature._mod_uses_pyside = _never  # type: ignore[union-attr]
    return True


def _never(_module: ModuleType) -> bool:
    return False
