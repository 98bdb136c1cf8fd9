"""How the centre's tables are led forward, from each version to the next."""

import secrets
from collections.abc import Callable, Mapping

import sqlalchemy as sa

from ehdesk.centre import tables

Step = Callable[[sa.Connection], None]


def _with_files(connection: sa.Connection) -> None:
    """Version 2: the tables of files, and which records name one already."""
    for table in (tables.file, tables.file_piece, tables.file_named):
        table.create(connection)
    columns = (tables.record.c.authority_id, tables.record.c.id, tables.record.c.fields)
    wanted = sa.select(*columns).where(tables.record.c.kind.in_(tables.KINDS_WITH_A_FILE))
    for row in connection.execute(wanted).all():
        named = tables.named_file(row.id, row.fields)
        if named:
            connection.execute(sa.insert(tables.file_named), {"authority_id": row.authority_id, **named})


def _with_staff_and_keys(connection: sa.Connection) -> None:
    """Version 3: how often the staff has changed, since when its keys stand, until when a desk was alone."""
    _add_columns(
        connection,
        ("authority", "staff_n", "BIGINT NOT NULL DEFAULT 0"),
        ("authority", "keys_since", "VARCHAR"),
        ("device", "alone_until", "VARCHAR"),
    )


def _add_columns(connection: sa.Connection, *told: tuple[str, str, str]) -> None:
    """Each of these columns (table, name, kind) where it is not there yet."""
    for table, name, kind in told:
        here = {column["name"] for column in sa.inspect(connection).get_columns(table)}
        if name not in here:
            connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {name} {kind}"))


def _add_epochs(connection: sa.Connection) -> None:
    """Version 5: every epoch has a line, and a device says when it has told all."""
    tables.epoch.create(connection)
    kept = tables.authority
    first = sa.select(kept.c.authority_id, kept.c.epoch, sa.literal(0), sa.literal(0), sa.literal(""))
    names = ["authority_id", "id", "place", "kept", "begun_at"]
    connection.execute(sa.insert(tables.epoch).from_select(names, first))
    _add_columns(connection, ("device", "told_all_in", "VARCHAR NOT NULL DEFAULT ''"))


def _add_made(connection: sa.Connection) -> None:
    """Version 6: a record may stand as the act says that made it."""
    _add_columns(connection, ("record", "made", "BIGINT NOT NULL DEFAULT 0"))


def _with_a_seal_key(connection: sa.Connection) -> None:
    """Version 7: each authority has a key to which desks seal what they may not hold any more."""
    kept = tables.authority
    kind = kept.c.seal_key.type.compile(connection.dialect)
    _add_columns(connection, ("authority", "seal_key", kind))
    for row in connection.execute(sa.select(kept.c.authority_id)).all():
        made = sa.update(kept).where(kept.c.authority_id == row.authority_id, kept.c.seal_key.is_(None))
        connection.execute(made.values(seal_key=secrets.token_bytes(32)))


def _keep_acts_as_they_are(connection: sa.Connection) -> None:
    """Version 9: PostgreSQL leaves acts as they are packed, and in their rows."""
    if connection.dialect.name == "postgresql":
        for text in tables.KEEP_ACTS_AS_THEY_ARE:
            connection.execute(sa.text(text))


STEPS: Mapping[int, Step] = {
    2: _with_files,
    3: _with_staff_and_keys,
    4: lambda connection: tables.sealed.create(connection),
    5: _add_epochs,
    6: _add_made,
    7: _with_a_seal_key,
    8: lambda connection: tables.digest.create(connection, checkfirst=True),
    9: _keep_acts_as_they_are,
}
"""By version: what leads there from the version before. Forward only."""
