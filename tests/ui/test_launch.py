"""The first window loads Qt and little else."""

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "sqlalchemy", "alembic", "cryptography", "argon2", "sqlcipher3", "reportlab", "uharfbuzz", "httpx",
    "jsonschema", "msgspec", "keyring", "zxcvbn", "typer", "pypdfium2",
    "ehdesk.models.store", "ehdesk.vault.opening", "ehdesk.ui.main_window", "ehdesk.ui.working",
    "ehdesk.cli", "ehdesk.ui.first_run", "ehdesk.ui.typed_ahead",
}  # fmt: skip

LOOK = """
import json, os, sys
from ehdesk import app
life = app.Life
class Looked(life):
    def begin(self):
        super().begin()
        print(json.dumps(sorted(sys.modules)), flush=True)
        os._exit(0)
app.Life = Looked
from ehdesk import __main__
__main__.main(["--data", sys.argv[1], "--no-keyring"])
"""


def test_nothing_heavy_is_loaded_when_the_unlock_window_shows(tmp_path: Path) -> None:
    (tmp_path / "vault.header").write_bytes(b"any")
    loaded = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        check=True,
        timeout=60,
    )
    names = set(json.loads(loaded.stdout))
    assert {name for name in names if name in HEAVY or name.split(".")[0] in HEAVY} == set()
    assert "PySide6.QtWidgets" in names
