"""What Today needs at the very least: the libraries, the key, and its queries asked by hand.

Argument: a JSON file with the database, its key and the statements. Prints the nanoseconds that it took.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks import probe_bare

LIBRARIES = (
    "cryptography.hazmat.primitives.ciphers.aead",
    "argon2.low_level",
    "sqlcipher3.dbapi2",
    "sqlalchemy",
    "msgspec",
)


def ask() -> None:
    asked = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    begun = time.monotonic_ns()
    for name in LIBRARIES:
        importlib.import_module(name)
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(asked["database"])
    connection.execute(f"PRAGMA key = \"x'{asked['key']}'\"")
    rows = sum(len(connection.execute(sql, values).fetchall()) for sql, values in asked["statements"])
    sys.stdout.write(json.dumps({"took": time.monotonic_ns() - begun, "rows": rows}) + "\n")
    sys.stdout.flush()
    os._exit(0)


def main() -> int:
    app = QApplication([])
    window = QWidget()
    window.resize(680, 720)
    painted = probe_bare.Painted(lambda: QTimer.singleShot(0, ask))
    window.installEventFilter(painted)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
