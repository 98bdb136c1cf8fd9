"""How often somebody may come, and that those who belong here are not held up by others' mistakes."""

from collections.abc import Iterator

import httpx
import pytest

from ehdesk.centre import pacing
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import Centre, Desk


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def web(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setattr(pacing, "MISTAKES", pacing.Allowance(3, 0.0))
    monkeypatch.setattr(pacing, "EXCHANGES", pacing.Allowance(4, 0.0))
    with building.served(centre.opened, lambda: centre.now) as client:
        yield client


def exchanges(web: httpx.Client, token: str, body: bytes = b"{}") -> httpx.Response:
    return web.post("/sync/v1/exchange", content=body, headers={"Authorization": f"Bearer {token}"})


def signs(web: httpx.Client, desk: Desk, body: bytes = b"{}") -> httpx.Response:
    return web.post("/sync/v1/exchange", content=body, headers=desk.signed(body))


def codes(answers: list[httpx.Response]) -> list[str]:
    return [answer.json()["code"] for answer in answers]


def test_a_budget_is_spent_and_comes_back_with_time() -> None:
    clock = Seconds()
    budget = pacing.Budget(pacing.Allowance(2, 0.5), clock)
    budget.spend("a")
    budget.spend("a")
    with pytest.raises(Refused, match="too_many"):
        budget.spend("a")
    budget.spend("b")
    clock.now = 2.0
    budget.check("a")
    budget.spend("a")
    with pytest.raises(Refused, match="too_many"):
        budget.check("a")


def test_so_many_are_remembered_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MOST_KNOWN", 3)
    pace = pacing.Pace()
    for one in "abcde":
        pace.was_wrong(one)
        pace.was_good(one, one)
    assert (list(pace.mistakes.left), list(pace.good)) == (["c", "d", "e"], ["c", "d", "e"])


def test_who_guesses_tokens_is_asked_to_come_later_and_a_desk_at_the_same_address_is_not(
    centre: Centre, web: httpx.Client
) -> None:
    maya = centre.desk("Maya")
    assert signs(web, maya, protocol.encode(maya.message())).status_code == 200
    answers = [exchanges(web, f"harlow.guess{n}") for n in range(5)]
    assert codes(answers) == ["token"] * 3 + ["too_many"] * 2
    assert (answers[-1].status_code, int(answers[-1].headers["retry-after"]) > 0) == (429, True)
    assert signs(web, maya).json()["code"] == "unreadable"


def test_who_guesses_codes_is_asked_to_come_later(centre: Centre, web: httpx.Client) -> None:
    def asks(code: str) -> httpx.Response:
        said = protocol.Enrol(code, building.KEY, "life", "worker")
        return web.post("/sync/v1/enrol", content=protocol.encode(said))

    answers = [asks(f"harlow.AAAA-AAAA-AAAA-AAA{n}") for n in range(4)]
    assert codes(answers) == ["code"] * 3 + ["too_many"]
    assert asks(centre.code("Maya")).json()["code"] == "too_many"


def test_a_desk_that_never_rests_is_slowed_down_and_nobody_else(centre: Centre, web: httpx.Client) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    answers = [signs(web, maya) for _ in range(5)]
    assert codes(answers) == ["unreadable"] * 4 + ["too_many"]
    assert signs(web, sam).json()["code"] == "unreadable"


def test_where_a_message_comes_from_is_what_the_proxy_on_this_machine_says(
    centre: Centre, web: httpx.Client
) -> None:
    """The nginx of docs/centre.md names the desk's address; what a desk says there itself, nginx replaces."""
    for n in range(8):
        said = {"Authorization": f"Bearer harlow.x{n}", "X-Forwarded-For": f"192.0.2.{n}"}
        assert web.post("/sync/v1/exchange", content=b"{}", headers=said).json()["code"] == "token"


def test_an_allowance_lets_a_first_fill_through() -> None:
    most = protocol.Limits().arrivals * pacing.EXCHANGES.at_once
    assert most >= 300_000
