"""Files of documents in a folder, by command: moved while somebody kills the command, and checked."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ehdesk import cli
from ehdesk.centre import signing, store, tables
from tests.centre import building

ROOT = Path(__file__).resolve().parents[2]
MANY = 12


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A centre with some documents in its database."""
    address = str(tmp_path / "centre" / "centre.db")
    with closing(store.open_store(address)) as opened:
        building.a_centre(opened)
        with opened.transaction(building.AUTHORITY) as ledger:
            for n in range(MANY):
                content = bytes([n]) * 900_000
                name = signing.digest(content)
                row = {"sha256": name, "owner": "", "start": 0, "size": len(content), "content": content}
                ledger.add(tables.file_piece, [row])
                came = tables.stamp(datetime(2026, 9, 7, 9, 0, tzinfo=UTC))
                ledger.add(tables.file, [{"sha256": name, "size": len(content), "came_at": came}])
    return address


def lying(folder: Path) -> int:
    return sum(one.is_file() and one.suffix != ".part" for one in folder.rglob("*"))


def in_database(database: str) -> int:
    with closing(store.open_store(database)) as opened, opened.transaction(building.AUTHORITY) as ledger:
        return len(ledger.rows(tables.file_piece, columns=(tables.file_piece.c.start,)))


def test_a_move_that_is_killed_goes_on_where_it_was(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "files"
    where = ["--database", database, "--files", str(folder)]
    move = ["centre", "admin", "files", "--to-folder", *where]
    running = subprocess.Popen([sys.executable, "-m", "ehdesk", *move], cwd=ROOT)
    until = time.monotonic() + 120
    while lying(folder) < 2 and time.monotonic() < until and running.poll() is None:
        time.sleep(0.001)
    os.kill(running.pid, signal.SIGKILL)
    running.wait(30)
    assert lying(folder) >= 2
    assert lying(folder) + in_database(database) >= MANY, "each is in one place at least"
    assert cli.main(["centre", "admin", "check", *where]) == 0
    assert cli.main(move) == 0
    assert (lying(folder), in_database(database)) == (MANY, 0)
    assert cli.main(["centre", "admin", "check", *where]) == 0
    capsys.readouterr()
    assert cli.main(["centre", "admin", "check", "--database", database]) == 1, "nobody said where they are"
    assert "(620)" in capsys.readouterr().err
    assert cli.main(["centre", "admin", "files", "--to-database", *where]) == 0
    assert (lying(folder), in_database(database)) == (0, MANY)


def test_the_folder_has_to_be_named_and_a_copy_says_that_it_is_apart(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["centre", "admin", "files", "--to-folder", "--database", database]) == 1
    assert "(814)" in capsys.readouterr().err
    assert cli.main(["centre", "admin", "files", "--database", database]) == 2
    copy = [str(tmp_path / "copy.db"), "--database", database, "--files", str(tmp_path / "files")]
    assert cli.main(["centre", "admin", "backup", *copy]) == 0
    told = capsys.readouterr()
    assert "The files of documents are not in it" in told.out + told.err
