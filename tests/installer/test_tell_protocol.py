"""What travels is told from the messages and the centre's own routes, and the page is true today."""

import json
import re
from typing import Any

import pytest

from ehdesk.sync import protocol
from installer import tell_protocol


def told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tell_protocol.PAGE.read_text(encoding="utf-8"))
    return found


def test_the_description_in_the_documents_is_todays() -> None:
    written = tell_protocol.PAGE.read_text(encoding="utf-8")
    assert written == tell_protocol.page(), "write it again: .venv/bin/python installer/tell_protocol.py"


def test_it_holds_no_address_but_the_centres_own() -> None:
    text = tell_protocol.PAGE.read_text(encoding="utf-8")
    assert "://" not in text
    assert told()["servers"] == [{"url": "/"}]


def test_every_schema_that_is_named_is_there() -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', tell_protocol.PAGE.read_text(encoding="utf-8")))
    assert named <= told()["components"]["schemas"].keys()
    assert {"Exchange", "Answer", "Act", "Trouble"} <= named


def test_a_way_that_is_not_told_stops_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {where: way for where, way in tell_protocol.WAYS.items() if way.name != "enrol"}
    monkeypatch.setattr(tell_protocol, "WAYS", fewer)
    with pytest.raises(ValueError, match="/sync/v1/enrol"):
        tell_protocol.page()


def test_a_trouble_that_nobody_has_stops_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {**tell_protocol.WAYS, ("GET", "/health"): tell_protocol.Way("health", None, troubles=("tired",))}
    monkeypatch.setattr(tell_protocol, "WAYS", ways)
    with pytest.raises(ValueError, match="tired"):
        tell_protocol.page()


def test_the_page_changes_with_the_messages() -> None:
    fields = told()["components"]["schemas"]["Exchange"]["properties"]
    assert tuple(fields) == protocol.Exchange.__struct_fields__
