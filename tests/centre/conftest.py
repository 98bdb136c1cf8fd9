"""A centre of each kind: an encrypted file, and a real PostgreSQL that the tests start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ehdesk.centre import store
from tests.centre import building


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Server]:
    made = building.start_server()
    yield made
    made.stop()


@pytest.fixture(params=["file", "server"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return str(tmp_path / "centre" / "centre.db")
    server: building.Server = request.getfixturevalue("server")
    return server.fresh()


@pytest.fixture
def opened(database: str) -> Iterator[store.Store]:
    made = store.open_store(database)
    yield made
    made.close()


@pytest.fixture
def centre(opened: store.Store) -> building.Centre:
    return building.a_centre(opened)
