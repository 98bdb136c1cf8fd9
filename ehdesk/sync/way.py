"""The way between a vault and its centre over the network, as the window is lent it."""

from collections.abc import Callable
from contextlib import suppress

from ehdesk import errors, files
from ehdesk.models import enrolled
from ehdesk.sync import engine, handing_in, http


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


def forget_handed_in(desk: engine.Desk, folder: files.DataFolder) -> None:
    """All has come in the ordinary way: the centre may forget what was handed in sealed."""
    link = desk.ask(enrolled.link)
    if link is not None:
        with suppress(errors.CentreRefusal), http.at(link) as centre:  # it is asked again after the next go
            handing_in.settle(folder, link, centre)
