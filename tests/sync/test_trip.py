"""One go beside a worker who types: what came in is told once all of an answer is there."""

from collections.abc import Callable
from typing import Any

import pytest

from ehdesk import errors
from ehdesk.models import arrivals, enrolled
from ehdesk.sync import engine, trip
from tests import building
from tests.sync.conftest import Team
from tests.sync.test_many_at_once import many_notes


def going(desk: building.Desk, told: list[arrivals.TakenIn]) -> trip.Trip:
    made = trip.Trip(desk.store, typing_wanted=lambda: made.typing_is_in(), heard=told.append)
    return made


def test_a_page_that_is_open_hears_of_an_answer_once_its_last_bite_is_in(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BITE", 4)
    carol, tom = team.joins("Carol"), team.joins("Tom")
    notes = many_notes(carol, 12)
    carol.sync()
    told: list[arrivals.TakenIn] = []
    engine.sync(going(tom.desk, told), tom.door)
    heard = [set().union(*one.records.values()) for one in told if one.records]
    assert len(heard) == 1, "not bite by bite"
    assert set(notes) <= heard[0]


def test_where_it_is_cut_off_what_is_in_is_told(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BITE", 4)
    carol, tom = team.joins("Carol"), team.joins("Tom")
    many_notes(carol, 12)
    carol.sync()
    told: list[arrivals.TakenIn] = []
    do, bites = tom.desk.store.do, iter(range(2))

    def full(verb: Callable[..., Any], *given: Any, **kw: Any) -> Any:
        if verb is enrolled.take_bite and next(bites, None) is None:
            raise errors.DiskFull
        return do(verb, *given, **kw)

    monkeypatch.setattr(tom.desk.store, "do", full)
    with pytest.raises(errors.DiskFull):
        engine.sync(going(tom.desk, told), tom.door)
    assert sum(len(set().union(*one.records.values())) for one in told if one.records) >= 4
