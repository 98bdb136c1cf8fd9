"""What a worker wrote alone, before they enrolled, reaches the centre, and is no manager's word."""

from datetime import timedelta

import msgspec
import pytest

from ehdesk.centre import admin, enrolling, people, tables
from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import AUTHORITY, Centre, Desk, change, new, scope

SIGNED = {"name": "Ruth Hale", "how": "desk", "at": "2026-09-01T10:00:00+00:00"}


@pytest.fixture
def maya(centre: Centre) -> Desk:
    """A desk whose clock is two minutes behind, and which wrote for a week before it enrolled."""
    asks = protocol.Enrol(
        centre.code("Maya"), building.KEY, "life-m", "maya-1", at=centre.now - timedelta(minutes=2)
    )
    told = enrolling.enrol(centre.opened, asks, centre.now)
    device = people.device_at_door(centre.opened, told.token)
    return Desk(centre, device, told.token, told.practitioner, told.epoch, "life-m")


def before(act: protocol.Act) -> protocol.Act:
    return msgspec.structs.replace(act, at=act.at - timedelta(days=7))


def reasons(answer: protocol.Answer) -> list[str]:
    return [ack.reason for ack in answer.acks]


def oversight(desk: Desk, record: str = "f09", family: str = "fam") -> protocol.Act:
    fields = {"date": "2026-09-01", "manager": "Ruth Hale", "$status": "finished"}
    return desk.act("form.started", new(record, "oversight", family, fields))


def bundle(
    desk: Desk, family: str = "fam", lead: str | None = None, author: str = "elsewhere"
) -> protocol.Act:
    """A family that was brought in from a file, with what another authority's manager had said of it."""
    episode = desk.opens_episode(family, f"{family}-episode", leads=lead or "a-lead-from-elsewhere")
    opened = new(family, "family", family, {"name": "Okafor", "$author": author})
    signed = new("f03", "part_b", family, {"$status": "finished", "$author": author, "$sign_off": SIGNED})
    return desk.act(
        "family.imported", opened, *episode.changes, signed, *oversight(desk, family=family).changes
    )


def test_a_family_from_a_file_reaches_the_centre_and_its_managers_words_are_noted(
    centre: Centre, maya: Desk
) -> None:
    brought = before(bundle(maya))
    late = before(
        maya.act(
            "answer.given",
            change("f09", "fam", protocol.Edit("$to_manager", value="Read it."), kind="oversight"),
        )
    )
    answer = maya.swap(brought, late)
    assert reasons(answer) == ["", ""]
    assert centre.fields("f09") == {
        "date": "2026-09-01", "manager": "Ruth Hale", "$status": "finished", "$noted": True,
        "$to_manager": "Read it.",
    }  # fmt: skip
    assert centre.fields("f03")["$sign_off"] == {**SIGNED, "how": "laptop"}
    told = {(one.record, one.path): one.value for one in answer.acks[0].settled}
    assert told == {("f09", "$noted"): True, ("f03", "$sign_off"): {**SIGNED, "how": "laptop"}}
    ruth = centre.desk("Ruth")
    (first, _) = ruth.pull()
    assert {one.path for one in first.settled} == {"$noted", "$sign_off"}


def test_a_judgement_written_alone_is_a_note_of_it(centre: Centre, maya: Desk) -> None:
    form = new("f03", "part_b", "fam", {"$status": "finished", "$author": "somebody"})
    signs = change(
        "f03", "fam", protocol.Edit("$sign_off", value={**SIGNED, "confirmed_by": "R"}), kind="part_b"
    )
    acts = (maya.opens_family("fam"), maya.act("form.started", form), maya.act("form.signed_off", signs))
    assert reasons(maya.swap(*map(before, acts))) == ["", "", ""]
    assert centre.fields("f03")["$sign_off"] == {**SIGNED, "how": "laptop"}


def test_after_enrolling_nobody_notes_oversight_or_a_managers_own_word(centre: Centre, maya: Desk) -> None:
    maya.swap(before(maya.opens_family("fam")))
    form = new("f03", "part_b", "fam", {"$status": "finished", "$sign_off": SIGNED})
    assert reasons(maya.swap(oversight(maya), maya.act("form.started", form))) == ["not_allowed"] * 2
    brought = bundle(maya, "other")
    assert reasons(maya.swap(brought)) == ["not_allowed"]


def test_what_was_written_alone_lets_nobody_into_anothers_family(centre: Centre, maya: Desk) -> None:
    ola = centre.desk("Ola")
    note, first = building.worked_family(ola)
    tries = [
        bundle(maya),
        oversight(maya),
        maya.writes(note, "fam", "text", "Hers", first),
        maya.act(
            "team.joined",
            change(
                "fam-episode",
                "fam",
                protocol.Edit("agencies/r", value={"rank": "V", "practitioner": maya.me}),
                kind="episode",
            ),
        ),
        maya.act("form.started", new("x", "note", "fam", {}, scope=f"practitioner:{ola.me}")),
        maya.act("form.started", new("y", "note", "mine", {}, scope=scope("fam"))),
    ]
    assert set(reasons(maya.swap(*map(before, tries)))) == {"not_allowed"}
    assert centre.fields(note)["text"] == "Visited."
    assert scope("fam") not in maya.scopes


def test_a_colleagues_family_goes_to_the_colleague_with_all_that_was_written_alone(
    centre: Centre, maya: Desk
) -> None:
    sam = centre.desk("Sam")
    note = maya.act("form.started", new("n1", "note", "fam", {"text": "Covered for Sam."}))
    assert reasons(maya.swap(before(bundle(maya, lead=sam.me, author=sam.me)), before(note))) == ["", ""]
    assert scope("fam") not in maya.scopes, "it was never theirs"
    sam.pull()
    assert scope("fam") in sam.scopes
    assert reasons(maya.swap(maya.act("form.started", new("n2", "note", "fam", {"text": "Now."})))) == [
        "not_allowed"
    ]


def test_a_month_after_enrolling_nothing_is_from_before(centre: Centre, maya: Desk) -> None:
    maya.swap(before(maya.opens_family("fam")))
    late = before(oversight(maya))
    centre.later(days=31)
    assert reasons(maya.swap(late)) == ["not_allowed"]


@pytest.mark.parametrize(("said", "until"), [(400, 1), (-400, -400)])
def test_a_clock_far_ahead_is_believed_for_a_day(centre: Centre, said: int, until: int) -> None:
    asks = protocol.Enrol(
        centre.code("Sam"), building.KEY, "life-s", "sam-1", at=centre.now + timedelta(days=said)
    )
    enrolling.enrol(centre.opened, asks, centre.now)
    with centre.opened.transaction(AUTHORITY) as ledger:
        (row,) = ledger.rows(tables.device)
    assert row.alone_until == tables.stamp(centre.now + timedelta(days=until))


def test_a_verb_that_this_centre_has_never_heard_of_is_kept_and_says_so(centre: Centre, maya: Desk) -> None:
    maya.swap(maya.opens_family("fam"))
    later = maya.act("form.sung", new("n1", "note", "fam", {"text": "La."}))
    on_it = maya.writes("n1", "fam", "text", "More", later.id)
    assert reasons(maya.swap(later, on_it)) == ["newer", "waits_for_another"]


def test_grace_covers_writing_and_nothing_more(centre: Centre, maya: Desk) -> None:
    ola = centre.desk("Ola")
    note, first = building.worked_family(maya)
    late = maya.act(
        "level.set", change("fam-episode", "fam", protocol.Edit("level", value="3"), kind="episode")
    )
    hands_over = maya.act(
        "lead.handed_over",
        change(
            "fam-episode", "fam",
            protocol.Edit("leads/l1/to", value="2026-09-07"),
            protocol.Edit("leads/l2", value={"rank": "W", "practitioner": ola.me}), kind="episode",
        ),
    )  # fmt: skip
    maya.swap(hands_over)
    message = maya.message(late, maya.writes(note, "fam", "text", "Before I heard", first), cursor=0)
    assert reasons(maya.send(message)) == ["not_allowed", ""]


def test_everybody_of_the_staff_is_told_once_and_again_when_it_changes(centre: Centre, maya: Desk) -> None:
    first = maya.swap()
    assert first.staff is not None
    told = {one.name: one for one in first.staff}
    assert told["Maya"].id == maya.me
    assert (told["Ruth"].role, told["Ruth"].agency, told["Ruth"].left) == (
        "line_manager",
        "Harlow council",
        False,
    )
    again = maya.send(maya.message(staff=first.staff_mark))
    assert (again.staff, again.staff_mark) == (None, first.staff_mark)
    centre.joins("Nadia", "practitioner")
    changed = maya.send(maya.message(staff=first.staff_mark))
    assert changed.staff is not None
    assert "Nadia" in {one.name for one in changed.staff}


def test_a_manager_is_told_at_once_whom_they_manage(centre: Centre, maya: Desk) -> None:
    asks = protocol.Enrol(centre.code("Ruth"), building.KEY, "life-r", "ruth-1")
    told = enrolling.enrol(centre.opened, asks, centre.now)
    assert maya.me in told.manages
    assert (told.role, "ruth-1" in told.manages) == ("line_manager", False)


def test_who_may_hold_no_records_is_told_nobody(centre: Centre) -> None:
    centre.joins("Adam", "administrator")
    assert centre.desk("Adam").swap().staff == ()


def test_a_place_of_another_family_is_refused_here_too(centre: Centre, maya: Desk) -> None:
    maya.swap(maya.opens_family("fam"), maya.opens_family("far"))
    odd = new("n1", "note", "far", {"text": "?"}, scope=scope("fam"))
    assert reasons(maya.swap(maya.act("form.started", odd))) == ["not_allowed"]


def test_the_staff_of_one_authority_is_told_to_no_other(centre: Centre, maya: Desk) -> None:
    admin.add_authority(centre.opened, "poole", "Poole")
    with centre.opened.transaction("poole") as ledger:
        admin.add_staff(ledger, admin.Newcomer("Far Away", "practitioner"), centre.now)
    told = maya.swap().staff
    assert told is not None
    assert "Far Away" not in {one.name for one in told}
