"""The least that could be called a centre: what a batch of the same bytes costs with no rule about it.

`POST /put` reads the records of a body and writes them in one transaction, `GET /after` gives a page of them.
Plain SQLite with synchronous=FULL, or PostgreSQL by COPY and one upsert; no encryption, history or rights.
"""

import os
import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec
import zstandard
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

DATABASE = "EHDESK_PLAIN_DATABASE"


class Record(msgspec.Struct, array_like=True):
    """One record as it travels."""

    n: int
    id: str
    body: msgspec.Raw


_decoder, _encoder = msgspec.json.Decoder(list[Record]), msgspec.json.Encoder()
_PUT = (
    "INSERT INTO record VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET n = excluded.n, body = excluded.body"
)
_MOVE = (
    "INSERT INTO record (n, id, body) SELECT n, id, body FROM came"
    " ON CONFLICT (id) DO UPDATE SET n = excluded.n, body = excluded.body"
)


class OnSqlite:
    """Plain SQLite in WAL."""

    def __init__(self, path: str) -> None:
        self._database = begun(path)

    def put(self, records: Sequence[Record]) -> None:
        upsert(self._database, records)

    def after(self, n: int, limit: int) -> list[Any]:
        wanted = "SELECT n, id, body FROM record WHERE n > ? ORDER BY n LIMIT ?"
        return self._database.execute(wanted, (n, limit)).fetchall()


class OnServer:
    """PostgreSQL: COPY BINARY into a table of this session, and one upsert from there."""

    def __init__(self, address: str) -> None:
        import psycopg

        self._database = psycopg.connect(address)
        with self._database.transaction():
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS record (id text PRIMARY KEY, n bigint, body bytea)"
            )
            self._database.execute("CREATE TEMP TABLE came (n bigint, id text, body bytea)")

    def put(self, records: Sequence[Record]) -> None:
        with self._database.transaction(), self._database.cursor() as cursor:
            cursor.execute("TRUNCATE came")
            with cursor.copy("COPY came FROM STDIN (FORMAT BINARY)") as copying:
                copying.set_types(["int8", "text", "bytea"])
                for one in records:
                    copying.write_row((one.n, one.id, bytes(one.body)))
            cursor.execute(_MOVE)

    def after(self, n: int, limit: int) -> list[Any]:
        wanted = "SELECT n, id, body FROM record WHERE n > %s ORDER BY n LIMIT %s"
        return self._database.execute(wanted, (n, limit)).fetchall()


def begun(path: str) -> sqlite3.Connection:
    """A plain database of records."""
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    database.execute("CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, n INTEGER, body BLOB)")
    database.execute("CREATE UNIQUE INDEX IF NOT EXISTS record_n ON record (n)")
    return database


def upsert(database: sqlite3.Connection, records: Sequence[Record]) -> None:
    """Write records in one transaction."""
    database.execute("BEGIN IMMEDIATE")
    said = [(one.id, one.n, bytes(one.body)) for one in records]
    database.executemany(_PUT, said)
    database.execute("COMMIT")


def records(body: bytes) -> list[Record]:
    """What a body says."""
    return _decoder.decode(body)


def body(said: Sequence[Record]) -> bytes:
    """Records as they travel, not packed yet."""
    return _encoder.encode(said)


def app() -> Starlette:
    """The application of the process."""
    where = os.environ[DATABASE]
    kept: OnSqlite | OnServer = OnServer(where) if "://" in where else OnSqlite(where)

    async def put(request: Request) -> Response:
        plain = zstandard.ZstdDecompressor().decompressobj().decompress(await request.body())
        kept.put(records(plain))
        return Response(b"{}", media_type="application/json")

    async def after(request: Request) -> Response:
        asked = request.query_params
        rows = kept.after(int(asked["n"]), int(asked["limit"]))
        plain = body([Record(n, one, msgspec.Raw(said)) for n, one, said in rows])
        packed = zstandard.ZstdCompressor(level=1).compress(plain)
        return Response(packed, media_type="application/json", headers={"content-encoding": "zstd"})

    async def nothing(request: Request) -> Response:
        await request.body()
        return Response(b"{}", media_type="application/json")

    return Starlette(
        routes=[
            Route("/put", put, methods=["POST"]),
            Route("/nothing", nothing, methods=["POST"]),
            Route("/after", after),
        ]
    )
