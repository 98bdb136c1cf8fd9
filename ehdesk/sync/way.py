"""The way between a vault and its centre over the network, as the window is lent it."""

from collections.abc import Callable

from ehdesk import errors
from ehdesk.models import enrolled
from ehdesk.sync import engine, http


def enrol(desk: engine.Desk, address: str, code: str) -> enrolled.Link:
    """Let this desk in with a code. Raises: CentreRefusal."""
    with http.Centre(address) as centre:
        return engine.enrol(desk, centre, address, code)


def sync(desk: engine.Desk, go_on: Callable[[], bool]) -> engine.Told:
    """Send what waits, and hear what is new. Raises: CentreRefusal; what was settled stays."""
    link = desk.ask(enrolled.link)
    if link is None:
        raise errors.NotEnrolled
    with http.at(link) as centre:
        return engine.sync(desk, centre, go_on=go_on)
