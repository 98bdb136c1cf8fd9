"""Work done with no signal reaches the authority, and colleagues’ work comes back, all by itself."""

import threading

import pytest

from ehdesk.centre import admin
from ehdesk.models import episode, form, team
from ehdesk.ui import carrying
from tests import at_a_centre, building
from tests.centre import building as centres
from tests.stories.town import Seat, Town


def test_what_was_written_alone_reaches_a_colleague_and_their_words_come_back(town: Town, maya: Seat) -> None:
    home = maya.write(building.a_family)
    stay = maya.write(lambda desk: desk.do(episode.open_episode, home.family, {"opened_on": "2026-09-07"}))
    note = maya.write(lambda desk: building.a_note(desk, home.family, text="Zofia showed me a drawing."))
    maya.connects(town.centre.code(maya.name))
    maya.worker.looks_for("All that you wrote is received")

    sam = building.new_desk(town.root / "sam", name="Sam", life=5)
    try:
        at_a_centre.let_in(sam, maya.street.address, town.centre.code("Sam"))
        he = {"practitioner": str(sam.store.me), "agency": "Bridge Street", "role": "Youth worker"}
        maya.write(lambda desk: desk.do(team.join_team, stay, he))
        maya.sends()
        at_a_centre.sync(sam)
        assert sam.ask(form.sheet, note).answers["text"] == "Zofia showed me a drawing."
        sam.do(form.answer, note, "place", "home", sitting="sam")
        at_a_centre.sync(sam)
    finally:
        sam.close()

    maya.sends()
    maya.says("1 new from colleagues")
    maya.worker.looks_for("1 change by Sam, Harlow council")


def test_a_day_without_a_network_and_a_stop_at_the_station_lose_nothing(town: Town, maya: Seat) -> None:
    maya.connects(town.centre.code(maya.name))
    maya.street.lets = "nothing"
    home = maya.write(building.a_family)
    maya.sends()
    maya.says("No network: fine – everything is on this laptop")
    maya.street.lets = "portal"
    maya.sends()
    maya.says("this network wants you to sign in first")
    maya.street.lets = "through"
    maya.passes_minutes()
    maya.carries.look()
    maya.is_quiet()
    maya.says("Received")
    assert town.centre.fields(home.family)["name"] == "Kowalczyk-Hughes"


def test_a_lock_while_the_answer_is_on_its_way_loses_nothing_and_sends_nothing_twice(
    town: Town, maya: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "BEFORE_LOCK_MS", 100)
    maya.connects(town.centre.code(maya.name))
    before = town.acts()
    home = maya.write(building.a_family)
    maya.street.opens.clear()
    maya.street.asked.clear()
    maya.worker.press("Ctrl+Shift+S")
    maya.worker.wait("the centre has it", maya.street.asked.is_set)
    threading.Timer(1.0, maya.street.opens.set).start()  # the answer comes when the vault is closed
    maya.worker.locks()
    maya.worker.unlocks()
    maya.is_quiet()
    maya.says("Received")
    assert town.acts() == before + 4, "a family and three people, once"
    assert town.centre.fields(home.family)["name"] == "Kowalczyk-Hughes"


def test_a_locked_laptop_says_nothing_of_the_centre(town: Town, maya: Seat) -> None:
    maya.write(building.a_family)
    maya.connects(town.centre.code(maya.name))
    maya.worker.locks()
    maya.worker.opens_the_lid()
    said = " ".join(maya.worker.screen())
    for word in ("Harlow Beck", "Received", "centre", "Sending", "Kowalczyk"):
        assert word not in said


def test_a_laptop_that_is_taken_away_is_told_so_calmly_and_keeps_what_it_has(town: Town, maya: Seat) -> None:
    maya.connects(town.centre.code(maya.name))
    device = maya.device()
    with town.centre.opened.transaction(centres.AUTHORITY) as ledger:
        admin.revoke(ledger, device, town.centre.now)
    home = maya.write(building.a_family)
    maya.sends()
    maya.says("Needs you: this laptop may not send to the centre any more")
    maya.worker.looks_for("This laptop may not send to the centre any more")
    messages = maya.street.messages
    maya.passes_minutes()
    maya.carries.look()
    maya.is_quiet()
    assert maya.street.messages == messages, "it is not tried again by itself"
    assert maya.write(lambda desk: desk.ask(form.forms_of_family, home.family)) == ()
