"""The unlock window stands before anything heavy is loaded."""

import subprocess
import sys

from tests.house import tracked

# What the unlock window's process may not load before the passphrase is accepted. It warms in a thread.
HEAVY = (
    "sqlalchemy",
    "alembic",
    "cryptography",
    "reportlab",
    "uharfbuzz",
    "httpx",
    "jsonschema",
    "sqlcipher3",
)
FIRST = ("app", "files", "errors", "clock", "settings", "words")
FIRST_SCREENS = ("background", "first_run", "theme", "unlock", "widgets")


def test_the_first_window_loads_nothing_heavy() -> None:
    modules = [f"ehdesk.{name}" for name in FIRST] + [f"ehdesk.ui.{name}" for name in FIRST_SCREENS]
    code = f"import sys, {', '.join(modules)}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tracked.ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.stdout.strip(), ran.stderr) == ("", "")
