"""A real centre that is served on loopback, and desks that belong to it: let in with a code, and in step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ehdesk.centre import store
from ehdesk.models import enrolled
from ehdesk.sync import engine, http, protocol
from tests import building
from tests.centre import building as centres


def let_in(desk: building.Desk, url: str, code: str) -> enrolled.Link:
    """Let a desk in with a code. Raises: CentreRefusal."""
    with http.Centre(url) as way:
        return engine.enrol(desk.store, way, url, code)


def link(desk: building.Desk) -> enrolled.Link:
    """How a desk knows its centre."""
    found = desk.ask(enrolled.link)
    assert found is not None
    return found


def sync(desk: building.Desk, at: enrolled.Link | None = None) -> engine.Told:
    """Send and hear, at the centre that the desk knows or at another one. Raises: CentreRefusal."""
    with http.at(at or link(desk)) as way:
        return engine.sync(desk.store, way)


@contextmanager
def an_older_version(desk: building.Desk) -> Iterator[http.Centre]:
    """The way to the centre of a desk that is too old for it."""
    with http.at(link(desk)) as way:
        way._client.headers[protocol.VERSION] = str(protocol.OLDEST - 1)
        yield way


@dataclass
class Office:
    """A centre that is served on loopback, and the desks that were let in."""

    centre: centres.Centre
    url: str
    root: Path
    desks: list[building.Desk]

    def desk(self, name: str, role_of: str = "Maya") -> building.Desk:
        """A fresh vault of somebody, enrolled."""
        made = building.new_desk(self.root / name, name=name, life=len(self.desks) + 1)
        self.desks.append(made)
        let_in(made, self.url, self.centre.code(role_of))
        return made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = store.open_store(str(tmp_path / "centre.db"))
    centre = centres.a_centre(opened)
    with centres.served(opened, lambda: centre.now) as web:
        made = Office(centre, str(web.base_url), tmp_path, [])
        yield made
        for desk in made.desks:
            desk.close()
