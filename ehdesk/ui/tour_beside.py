"""The end of the tour: two versions of a signature and of a person, and what a newer ehdesk wrote."""

from math import sin
from typing import Any

from ehdesk.models import facts, form, sample
from ehdesk.sync import protocol
from ehdesk.ui import desk as desks
from ehdesk.ui import tour, walker

_AGREEMENT = tour.record(224, tour.OTHER)
_NOTE = tour.record(112)
_MOTHER, _CHILD = tour.record(1), tour.record(3)
_PAPER = {"method": "paper", "held_at": "Alder Bank, blue folder in the office"}


def _written(high: float, wide: float) -> dict[str, Any]:
    """A signature as a hand draws one: a long wave that grows calmer, and a stroke beneath it."""
    wave = [
        [120.0 + wide * step, 150.0 - high * sin(step / 2.1) * (1 - step / 60) + step / 2]
        for step in range(48)
    ]
    return {"method": "drawn", "strokes": [wave, [[150.0, 235.0], [260.0 + wide * 30, 215.0]]]}


def _sign_beside(hands: walker.Walker) -> None:
    """The worker had it signed on the screen, Sarah on paper."""

    def fill(desk: desks.Desk) -> None:
        desk.do(form.answer, _AGREEMENT, "signature", _written(70, 13), quietly=True)
        hers = protocol.Edit("signature", value=_PAPER)
        desk.do(sample.let_colleague_write, _AGREEMENT, hers, quietly=True)

    hands.prepare(fill)
    hands.go(desks.Place("versions", _AGREEMENT))


def _know_her_beside(hands: walker.Walker) -> None:
    """Both were told a date of birth, and what she is to a child."""

    def fill(desk: desks.Desk) -> None:
        for path, mine, inside, hers in (
            ("dob", "1989-03-04", "dob", "1989-04-03"),
            (f"tie.{_CHILD}.is", "Mother", f"relationships/{_CHILD}/is", "Foster mother"),
        ):
            desk.do(facts.change, _MOTHER, path, mine, quietly=True)
            edit = protocol.Edit(inside, value=hers)
            desk.do(sample.let_colleague_write, _MOTHER, edit, quietly=True)

    hands.prepare(fill)
    hands.go(desks.Place("versions", _MOTHER))


def _newer_form(hands: walker.Walker) -> None:
    """A form that only a newer ehdesk knows."""
    come: list[str] = []

    def fill(desk: desks.Desk) -> None:
        asked = tour.FAMILY, "school_plan", 1, "Something new"
        desk.do(sample.let_newer_form_come, *asked, then=come.append, quietly=True)

    hands.prepare(fill)
    hands.wait("it has come", lambda: bool(come))
    hands.go(desks.Place("form", come[0]))


def _newer_answer(hands: walker.Walker) -> None:
    """A choice in a note that this version does not know."""
    newer = protocol.Edit("place", value="by_hologram")
    hands.prepare(lambda desk: desk.do(sample.let_colleague_write, _NOTE, newer, quietly=True))
    hands.go(desks.Place("note", _NOTE))


STOPS = (
    tour.Stop("versions-signature", _sign_beside, tour.EVERY),
    tour.Stop("versions-person", _know_her_beside, tour.EVERY),
    tour.Stop("newer-form", _newer_form),
    tour.Stop("newer-answer", _newer_answer),
    tour.Stop("settings-notices", lambda hands: hands.go(desks.Place("settings")), tour.PLAIN, "Notices"),
)
