"""The process that serves the centre: uvicorn, one or several beside each other, stopped without haste."""

import gc
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from ehdesk import clock, errors, log
from ehdesk.centre import routes, signing, store

DATABASE = "EHDESK_CENTRE_DATABASE"
"""The variable of the environment in which the address of the database may stand, with its password."""

FILES = "EHDESK_CENTRE_FILES"
"""The variable in which the folder for files may stand, where they do not lie in the database."""

_STOP_SECONDS = 30
_START_SECONDS = 30.0


@dataclass(frozen=True)
class Wanted:
    """How to serve: where the database is, on which door, by how many processes."""

    database: str
    host: str = "127.0.0.1"
    port: int = 8440
    workers: int = 1
    files_in: str | None = None


def serve(wanted: Wanted) -> None:
    """Serve until told to stop; then what is under way is finished first.

    Raises: what `store.open_store` raises.
    """
    store.open_store(
        wanted.database, wanted.files_in
    ).close()  # what is wrong with it is told here, in our words
    os.environ[DATABASE] = wanted.database  # for the processes beside this one: never on a command line
    os.environ[FILES] = wanted.files_in or ""
    uvicorn.run(
        f"{__name__}:from_environment",
        factory=True,
        host=wanted.host,
        port=wanted.port,
        workers=wanted.workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
        limit_concurrency=None,
        h11_max_incomplete_event_size=64 << 10,
    )


def from_environment() -> Starlette:
    """The application of one process. Raises: what `store.open_store` raises."""
    log.start(logging.INFO)
    _stop_with_first_process()
    signing.get_ready()
    app = routes.app(store.open_store(os.environ[DATABASE], os.environ.get(FILES)), clock.system())
    gc.collect()
    gc.freeze()  # all that was loaded stays: to search it for garbage takes longer than many an answer
    return app


def _stop_with_first_process() -> None:
    """Where several processes serve, the first one starts and stops them. Should it be killed, nobody would
    stop the others: they would hold the door, and go on with an older ehdesk beside the next one."""
    first = multiprocessing.parent_process()
    if first is None:
        return

    def wait() -> None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="waits for the first process").start()


@contextmanager
def beside(database: str, port: int = 0) -> Iterator[str]:
    """The centre in this very process, on this machine only, for as long as the block runs; its address.

    Without a port it takes a free one. For trying things out.
    Raises: errors.PortTaken, and what `store.open_store` raises.
    """
    app = routes.app(store.open_store(database), clock.system())
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, access_log=False, log_level="critical", server_header=False)
    )
    running = threading.Thread(target=_run, args=(server,), daemon=True)
    running.start()
    until = time.monotonic() + _START_SECONDS
    while not server.started and running.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    if not server.started:
        raise errors.PortTaken(port=port)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(_STOP_SECONDS)


def _run(server: uvicorn.Server) -> None:
    with suppress(SystemExit):  # it could not listen: who waits for it says so
        server.run()
