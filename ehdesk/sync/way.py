"""The way between a vault and its centre over the network, as the window is lent it."""

import time
from collections.abc import Callable
from contextlib import suppress

from ehdesk import errors, files
from ehdesk.models import enrolled, indexing
from ehdesk.sync import engine, handing_in, http

_PAUSE = 0.005
"""Between two steps of the index, in seconds: whoever waits for the vault has it first."""


def enrol(desk: engine.Desk, address: str, code: str) -> enrolled.Link:
    """Let this desk in with a code. Raises: CentreRefusal."""
    with http.Centre(address) as centre:
        return engine.enrol(desk, centre, address, code)


def sync(desk: engine.Desk, go_on: Callable[[], bool]) -> engine.Told:
    """Send what waits, hear what is new, and index it. Raises: CentreRefusal; what was settled stays."""
    link = desk.ask(enrolled.link)
    if link is None:
        raise errors.NotEnrolled
    index(desk, go_on)  # what the last go left, also while no centre answers
    with http.at(link) as centre:
        told = engine.sync(desk, centre, go_on=go_on)
    index(desk, go_on)
    return told


def index(desk: engine.Desk, go_on: Callable[[], bool] = lambda: True) -> None:
    """Index what waits for it, step by step."""
    while desk.ask(indexing.waits) and go_on():
        desk.do(indexing.go_on)
        time.sleep(_PAUSE)


def forget_handed_in(desk: engine.Desk, folder: files.DataFolder) -> None:
    """All has come in the ordinary way: the centre may forget what was handed in sealed."""
    link = desk.ask(enrolled.link)
    if link is not None:
        with suppress(errors.CentreRefusal), http.at(link) as centre:  # it is asked again after the next go
            handing_in.settle(folder, link, centre)
