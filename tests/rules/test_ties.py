"""How somebody is tied to a family, read from its episodes."""

from typing import Any

import pytest

from ehdesk.rules import rights, ties

TODAY = "2026-07-07"


def episode(
    leads: list[dict[str, Any]] | None = None, team: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    tables = {"leads": leads or [], "agencies": team or []}
    return {name: {f"row {n}": row for n, row in enumerate(rows)} for name, rows in tables.items()}


def who(practitioner: str, *, to: str | None = None) -> dict[str, Any]:
    return {"practitioner": practitioner, "from": "2026-06-01", **({"to": to} if to else {})}


def tie(
    *episodes: dict[str, Any],
    role: rights.Role = "practitioner",
    manages: tuple[str, ...] = (),
    opened_by: str = "",
) -> str:
    return ties.tie_of("carol", role, manages, opened_by, episodes, TODAY)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], "none"),
        ([episode([who("carol")])], "lead"),
        ([episode([who("sarah")], [who("carol")])], "team"),
        ([episode([who("sarah")], [who("tom")])], "none"),
        ([episode([who("carol", to=TODAY), who("sarah")])], "none"),
        ([episode([who("carol", to="2026-07-08"), who("sarah")])], "lead"),
        ([episode([who("sarah")], [who("carol", to="2026-07-06")])], "none"),
        ([episode([who("carol")], [who("carol")])], "lead"),
        ([episode([who("sarah")]), episode([who("carol")])], "lead"),
        ([episode([{"name": "carol"}])], "none"),
        ([episode([who("sarah")], [{"worker": "carol", "agency": "School"}])], "none"),
        ([{"leads": {"row": None}, "agencies": None}], "none"),
        ([{"leads": ["carol"], "agencies": "carol"}], "none"),
        ([{"leads": {"row": {"practitioner": ["carol"]}}, "agencies": {"row": "carol"}}], "none"),
    ],
)
def test_the_tie_is_the_closest_of_all_episodes_on_the_day(
    given: list[dict[str, Any]], expected: str
) -> None:
    assert tie(*given) == expected


def test_who_opened_a_family_leads_until_an_episode_names_a_lead_by_id() -> None:
    assert tie(opened_by="carol") == "lead"
    assert tie(episode(), opened_by="carol") == "lead"
    assert tie(episode([{"name": "Sarah, of no known account"}], [who("tom")]), opened_by="carol") == "lead"
    assert tie(episode([who("sarah")]), opened_by="carol") == "none"
    assert tie(episode([who("sarah", to="2026-07-01")]), opened_by="carol") == "none", "it never comes back"


@pytest.mark.parametrize("named", [episode([who("sarah")]), episode([who("tom")], [who("sarah")])])
def test_a_line_manager_is_tied_to_the_families_of_those_they_manage(named: dict[str, Any]) -> None:
    assert tie(named, role="line_manager", manages=("sarah",)) == "manager_of"
    assert tie(named, role="line_manager", manages=("somebody else",)) == "none"
    assert tie(named, role="line_manager") == "none"


@pytest.mark.parametrize("role", ["practitioner", "coordinator", "administrator"])
def test_managing_counts_for_no_other_role(role: rights.Role) -> None:
    assert tie(episode([who("sarah")]), role=role, manages=("sarah",)) == "none"


def test_a_manager_of_somebody_who_has_left_is_no_manager_of_this_family() -> None:
    given = episode([who("tom")], [who("sarah", to="2026-07-01")])
    assert tie(given, role="line_manager", manages=("sarah",)) == "none"


def test_a_manager_of_who_opened_the_family_is_tied_to_it() -> None:
    assert tie(role="line_manager", manages=("sarah",), opened_by="sarah") == "manager_of"


def test_leading_comes_before_managing_and_managing_before_the_team() -> None:
    given = episode([who("carol")], [who("sarah")])
    assert tie(given, role="line_manager", manages=("sarah",)) == "lead"
    given = episode([who("sarah")], [who("carol")])
    assert tie(given, role="line_manager", manages=("sarah",)) == "manager_of"


def test_of_an_episode_only_who_is_of_the_staff_passes_a_tie_on() -> None:
    given = episode([who("sarah"), who("a stranger"), {"name": "No id"}], [who("tom"), who("another")])
    (left,) = ties.among({"sarah", "tom"}, [given])
    assert left == {"leads": {"row 0": who("sarah")}, "agencies": {"row 0": who("tom")}}
    assert list(ties.among((), [given])) == [{"leads": {}, "agencies": {}}]
