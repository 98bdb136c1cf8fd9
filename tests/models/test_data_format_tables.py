"""docs/data-format.md names every table and column of the record, and nothing that is not there."""

import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from ehdesk.models import acts, base
from tests import building

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "data-format.md").read_text(encoding="utf-8")


def documented() -> dict[str, list[str]]:
    part = DOCUMENT.split("### The tables")[1].split("`record.fields` is")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", part, re.MULTILINE)
    return {table: re.findall(r"`(\w+)`", columns) for table, columns in rows}


def test_the_document_names_every_table_and_column() -> None:
    ours = {table.name: [column.name for column in table.c] for table in base.metadata.sorted_tables}
    assert documented() == {**ours, "search": ["body"]}


def test_a_new_vault_has_every_table_whatever_else_was_loaded() -> None:
    """A table that only some command knows would be missing in a vault that another one makes."""
    ask = "from ehdesk.models import base, store; print(*sorted(base.metadata.tables))"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    assert told.split() == sorted(set(documented()) - {"search"})


def test_the_document_names_every_mark_of_a_record(desk: building.Desk) -> None:
    marks = set(re.findall(r"`(\$\w+)[`<]", DOCUMENT))
    code = "".join(path.read_text(encoding="utf-8") for path in Path(acts.__file__).parent.glob("*.py"))
    used = set(re.findall(r'"(\$[a-z_]+)"', code))
    assert used - marks == set()


def test_every_value_of_meta_is_named(desk: building.Desk) -> None:
    keys = desk.ask(lambda read: list(read.connection.execute(sa.select(base.meta.c.key)).scalars()))
    line = next(line for line in DOCUMENT.splitlines() if line.startswith("| `meta` |"))
    assert [key for key in keys if f"`{key}`" not in line] == []
