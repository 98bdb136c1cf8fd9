"""The real centre against its own description: whatever fits it, or nearly, gets an answer it tells of."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from ehdesk.centre import routes
from ehdesk.clock import Clock
from tests.centre import building
from tests.centre.building import Centre

PAGE = building.ROOT / "docs" / "sync-openapi.json"
WAYS = [
    (method.upper(), path)
    for path, ways in json.loads(PAGE.read_text(encoding="utf-8"))["paths"].items()
    for method in ways
]
ASKED = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "response_headers_conformance"),
)


def described(centre: Centre) -> Any:
    """The description, with the centre itself behind it."""
    found: Any = schemathesis.openapi.from_dict(json.loads(PAGE.read_text(encoding="utf-8")))
    found.app = routes.app(centre.opened, Clock(now=lambda: centre.now, new_id=building.new_id))
    return found


def kept(centre: Centre) -> list[str]:
    with centre.opened.transaction(building.AUTHORITY) as ledger:
        return [repr(row) for table in building.tables_of_work() for row in ledger.rows(table)]


@pytest.mark.parametrize("is_known", [False, True], ids=["stranger", "desk"])
@pytest.mark.parametrize(("method", "path"), WAYS, ids=" ".join)
def test_what_the_centre_answers_is_what_its_description_says(
    centre: Centre, method: str, path: str, is_known: bool
) -> None:
    load_all_checks()
    checks = CHECKS.get_by_names(list(ASKED))
    desk = centre.desk("Maya")
    building.worked_family(desk)
    before = kept(centre)
    headers = {"Authorization": f"Bearer {desk.token}"} if is_known else {}

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(case=described(centre)[path][method].as_strategy())
    def holds(case: Any) -> None:
        answer = case.call(headers=headers)
        refused = answer.status_code == 503 and path == "/ready"
        assert not refused
        case.validate_response(answer, checks=checks)

    holds()
    assert kept(centre) == before
