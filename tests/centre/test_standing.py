"""Who may hold and write what at the centre: deny by default, at the moment the act comes in."""

from datetime import timedelta

import msgspec
import pytest

from ehdesk import errors
from ehdesk.centre import admin, tables
from ehdesk.sync import protocol
from tests.centre.building import AUTHORITY, Centre, Desk, change, new, scope, worked_family

RESTRICTED = scope("fam", "restricted")


def joins_team(desk: Desk, who: str, row: str = "r1", family: str = "fam") -> protocol.Act:
    edit = protocol.Edit(f"agencies/{row}", value={"rank": "V", "practitioner": who, "agency": "School"})
    return desk.act("team.joined", change(f"{family}-episode", family, edit, kind="episode"))


def hands_over(desk: Desk, who: str) -> protocol.Act:
    return desk.act(
        "lead.handed_over",
        change(
            "fam-episode",
            "fam",
            protocol.Edit("leads/l1/to", value="2026-09-07"),
            protocol.Edit("leads/l2", value={"rank": "W", "practitioner": who}),
            kind="episode",
        ),
    )


def a_note(desk: Desk, record: str, where: str = scope("fam")) -> protocol.Act:
    return desk.act("form.started", new(record, "note", "fam", {"text": record}, scope=where))


def reasons(answer: protocol.Answer) -> list[str]:
    return [ack.reason for ack in answer.acks]


def records_of(came: list[protocol.Arrival]) -> set[str]:
    return {change.record for one in came for change in one.act.changes}


def test_lead_manager_and_coordinator_hold_a_family_and_another_team_does_not(centre: Centre) -> None:
    maya, ruth, ola, carol = (centre.desk(name) for name in ("Maya", "Ruth", "Ola", "Carol"))
    worked_family(maya)
    for desk in (maya, ruth, ola, carol):
        desk.pull()
    assert {scope("fam"), RESTRICTED, scope("fam", "quality")} <= set(maya.scopes)
    assert {scope("fam"), RESTRICTED} <= set(ruth.scopes)
    assert scope("fam") in carol.scopes
    assert ola.scopes == tuple(sorted(("authority", *(f"practitioner:{one}" for one in own(centre, "Ola")))))
    assert ola.came == []


def own(centre: Centre, name: str) -> set[str]:
    with centre.opened.transaction(AUTHORITY) as ledger:
        rows = ledger.rows(tables.alias, tables.alias.c.staff == centre.staff[name])
    return {row.practitioner for row in rows}


def test_nobody_lets_themselves_in(centre: Centre) -> None:
    maya, ola = centre.desk("Maya"), centre.desk("Ola")
    note, first = worked_family(maya)
    tries = [
        a_note(ola, "n1"),
        ola.writes(note, "fam", "text", "Hers", first),
        joins_team(ola, ola.me),
        hands_over(ola, ola.me),
        ola.act("record.moved", change(note, "fam", scope=f"practitioner:{ola.me}")),
        ola.act("episode.opened", new("e2", "episode", "fam", {"opened_on": "2026-09-08"})),
        ola.act("form.started", new("x", "note", "fam", {}, scope=f"practitioner:{maya.me}")),
        ola.act("form.started", new("x", "note", "fam", {}, scope="everything")),
    ]
    assert set(reasons(ola.swap(*tries))) == {"not_allowed"}
    fake = {"opened_on": "2026-09-08", "leads": {"l": {"rank": "V", "practitioner": ola.me}}}
    hidden = new("e3", "episode", "fam", fake, scope=f"practitioner:{ola.me}")
    assert reasons(ola.swap(ola.act("form.started", hidden))) == ["not_allowed"]
    assert reasons(ola.swap(a_note(ola, "n2"))) == ["not_allowed"], "an episode elsewhere makes no tie"
    assert ola.pull() == []
    assert centre.fields(note)["text"] == "Visited."


def test_nobody_speaks_for_another_or_in_anothers_life(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    worked_family(maya)
    maya.swap(joins_team(maya, sam.me))
    as_maya = msgspec.structs.replace(a_note(sam, "n1"), by=maya.me)
    in_her_life = msgspec.structs.replace(a_note(sam, "n2"), incarnation=maya.incarnation)
    assert reasons(sam.swap(as_maya, in_her_life, a_note(sam, "n3"))) == ["not_allowed", "not_allowed", ""]


def test_a_family_that_an_act_opens_is_its_authors_until_somebody_leads(centre: Centre) -> None:
    maya = centre.desk("Maya")
    answer = maya.swap(maya.opens_family("fam"), a_note(maya, "n1"), maya.opens_episode("fam", "fam-episode"))
    assert reasons(answer) == ["", "", ""]


def test_the_team_holds_the_file_and_not_what_is_kept_apart(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    note, _ = worked_family(maya)
    both = maya.act(
        "form.started",
        new("n8", "note", "fam", {"text": "Seen."}),
        new("n8r", "note.restricted", "fam", {"fear": "Of him."}, scope=RESTRICTED, beside="n8"),
    )
    maya.swap(joins_team(maya, sam.me), both)
    came = sam.pull()
    assert {note, "n8"} <= records_of(came)
    assert "n8r" not in records_of(came), "the one act comes without the change that is kept apart"
    assert RESTRICTED not in sam.scopes
    assert reasons(sam.swap(a_note(sam, "s1"), a_note(sam, "s2", RESTRICTED))) == ["", "not_allowed"]


def test_a_new_member_gets_the_family_from_its_beginning_before_what_is_new(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    worked_family(maya)
    sam.swap(sam.opens_family("other"))
    sam.pull()
    before = sam.cursor
    maya.swap(joins_team(maya, sam.me), a_note(maya, "n5"))
    came = sam.pull()
    assert [(one.number, one.backfill) for one in came[:3]] == [(1, True), (2, True), (3, True)]
    assert [(one.number, one.backfill) for one in came[3:]] == [(5, False), (6, False)]
    assert before < sam.cursor
    assert set(sam.has) == set(sam.scopes)


def test_filling_in_goes_on_where_a_page_ended(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    sam.swap(sam.opens_family("other"))
    worked_family(maya)
    for part in range(2):
        maya.swap(*[a_note(maya, f"p{part}-{n}") for n in range(400)])
    sam.pull()
    maya.swap(joins_team(maya, sam.me))
    message = sam.message()
    first = sam.send(message)
    assert (len(first.arrivals), first.more, first.cursor) == (500, True, sam.cursor)
    assert scope("fam") not in first.has, "a page is not the whole"
    sam.keep(message, first)
    sam.pull()
    numbers = [one.number for one in sam.came]
    assert numbers == sorted(set(numbers)), "each once, in order, and the newest last"
    assert len(numbers) == 804
    assert set(sam.has) == set(sam.scopes)


def test_who_hands_over_loses_the_family_and_who_takes_it_gets_it(centre: Centre) -> None:
    maya, ola = centre.desk("Maya"), centre.desk("Ola")
    note, first = worked_family(maya)
    ola.pull()
    maya.swap(hands_over(maya, ola.me))
    maya.pull()
    assert scope("fam") not in maya.scopes
    assert note in records_of(ola.pull())
    assert reasons(ola.swap(ola.writes(note, "fam", "text", "Taken on", first))) == [""]
    assert reasons(maya.swap(maya.writes(note, "fam", "text", "Too late", first))) == ["not_allowed"]
    assert maya.pull() == [], "what happens there now is not told"
    with centre.opened.transaction(AUTHORITY) as ledger:
        here = (tables.grant.c.staff == centre.staff["Maya"], tables.grant.c.scope == scope("fam"))
        (grant,) = ledger.rows(tables.grant, *here)
    assert (grant.from_number, grant.to_number) == (3, 4), "who could hold it, and until when, stays known"


def test_what_was_written_before_the_desk_could_know_of_it_is_still_taken_in(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    worked_family(maya)
    maya.swap(joins_team(maya, sam.me))
    sam.pull()
    ending = protocol.Edit("agencies/r1/to", value="2026-09-07")
    maya.swap(maya.act("team.left", change("fam-episode", "fam", ending, kind="episode")))
    unsent, late = a_note(sam, "n-unsent"), a_note(sam, "n-late")
    assert reasons(sam.swap(unsent)) == [""], "its cursor lies before the withdrawal"
    assert scope("fam") not in sam.scopes
    assert reasons(sam.swap(late)) == ["not_allowed"]
    centre.later(days=31)
    again = sam.message(a_note(sam, "n-much-later"), cursor=0, has=())
    assert reasons(sam.send(again)) == ["not_allowed"], (
        "a desk that says it heard nothing is not believed for ever"
    )


def test_a_last_day_that_was_said_beforehand_ends_it_without_an_act(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    worked_family(maya)
    maya.swap(joins_team(maya, sam.me))
    until = protocol.Edit("agencies/r1/to", value=(centre.now + timedelta(days=5)).date().isoformat())
    maya.swap(maya.act("team.left", change("fam-episode", "fam", until, kind="episode")))
    sam.pull()
    assert scope("fam") in sam.scopes
    centre.later(days=5)
    sam.swap()
    assert scope("fam") not in sam.scopes


def test_a_manager_reads_what_those_below_them_lead_and_stops_when_they_go(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    ruth.pull()
    assert scope("fam") in ruth.scopes
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.change_staff(ledger, centre.staff["Maya"], {"manager": None}, centre.now)
    ruth.swap()
    assert scope("fam") not in ruth.scopes


def test_a_managers_manager_is_a_manager_too_and_a_circle_is_refused(centre: Centre) -> None:
    centre.joins("Head", "line_manager")
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.change_staff(ledger, centre.staff["Ruth"], {"manager": centre.staff["Head"]}, centre.now)
        with pytest.raises(errors.ManagerInCircle):
            admin.change_staff(ledger, centre.staff["Head"], {"manager": centre.staff["Maya"]}, centre.now)
    maya, head = centre.desk("Maya"), centre.desk("Head")
    worked_family(maya)
    head.pull()
    assert scope("fam") in head.scopes


def test_nobody_signs_off_their_own_work(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    made = maya.act("form.started", new("f1", "assessment", "fam", {"$status": "finished"}))
    sign = protocol.Edit("$sign_off", value={"name": "R"})
    mine = maya.act("form.signed_off", change("f1", "fam", sign, kind="assessment"))
    assert reasons(maya.swap(made, mine)) == ["", "not_allowed"]
    hers = ruth.act("form.signed_off", change("f1", "fam", sign, kind="assessment"))
    ruth.pull()
    assert reasons(ruth.swap(hers)) == [""]


WORDS = [
    protocol.Edit("$sign_off", value={"name": "Ruth", "how": "desk"}),
    protocol.Edit("$sign_off", value={"name": "Ruth", "how": "laptop", "confirmed_by": "Ruth"}),
    protocol.Edit("$sign_off/how", value="desk"),
]


@pytest.mark.parametrize("word", WORDS, ids=["desk", "confirmed", "part"])
def test_nobody_else_gives_the_managers_word(centre: Centre, word: protocol.Edit) -> None:
    """A desk of ours does not do it; one that somebody else made might."""
    maya = centre.desk("Maya")
    worked_family(maya)
    maya.swap(maya.act("form.started", new("f1", "assessment", "fam", {"$status": "finished"})))
    signed = maya.act("answer.given", change("f1", "fam", word, kind="assessment"))
    brought = maya.act(
        "form.started", new("f2", "assessment", "fam", {"$status": "finished", word.path: word.value})
    )
    assert reasons(maya.swap(signed, brought)) == ["not_allowed", "not_allowed"]


def test_who_judges_a_form_changes_none_of_its_answers(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    maya.swap(
        maya.act("form.started", new("f1", "assessment", "fam", {"$status": "finished", "said": "Hers"}))
    )
    ruth.pull()
    mark = protocol.Edit("$sign_off", value={"name": "Ruth", "how": "desk"})
    better = protocol.Edit("said", value="Better than she wrote")
    assert reasons(
        ruth.swap(ruth.act("form.signed_off", change("f1", "fam", mark, better, kind="assessment")))
    ) == ["not_allowed"]
    assert centre.fields("f1")["said"] == "Hers"


def test_a_record_says_of_no_other_family_that_it_is_theirs(centre: Centre) -> None:
    """Else it would stand in the other file on the desks of those who hold both."""
    maya = centre.desk("Maya")
    note, first = worked_family(maya)
    worked_family(maya, "far")
    tries = [
        maya.act("form.started", new("n1", "note", "far", {"text": "Whose?"}, scope=scope("fam"))),
        maya.act("form.started", new("n2", "note", None, {"text": "Whose?"}, scope=scope("fam"))),
        maya.act("agency.added", new("a1", "agency", "fam", {"name": "School"}, scope="authority")),
        maya.writes(note, "far", "text", "Whose?", first, scope=scope("fam")),
    ]
    assert reasons(maya.swap(*tries)) == ["not_allowed"] * 4


def test_a_draft_that_is_for_its_author_reaches_the_family_whole_when_it_is_finished(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    mine, quality = f"practitioner:{maya.me}", scope("fam", "quality")
    made = new(
        "c1", "checklist", "fam", {"$status": "draft", "q1": "yes", "rows/a": {"rank": "V"}}, scope=mine
    )
    draft = maya.act("form.started", made)
    maya.swap(draft)
    assert "c1" not in records_of(ruth.pull())
    done = change(
        "c1", "fam", protocol.Edit("$status", draft.id, "finished"), scope=quality, kind="checklist"
    )
    maya.swap(maya.act("form.finished", done))
    (arrival,) = ruth.pull()
    (told,) = arrival.act.changes
    assert (told.new, told.scope, arrival.gone) == (True, quality, ())
    values = {edit.path: edit.value for edit in told.edits}
    assert values == {"$status": "finished", "q1": "yes", "rows/a": {"rank": "V"}}


def test_a_record_filed_elsewhere_leaves_those_who_may_not_hold_it_there(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    note, _ = worked_family(maya)
    maya.swap(joins_team(maya, sam.me))
    worked_family(maya, "right")
    sam.pull()
    maya.swap(maya.act("form.filed", change(note, "right", scope=scope("right"))))
    (arrival,) = sam.pull()
    assert (arrival.act.changes, arrival.gone) == ((), (note,))
    stale = sam.writes(note, "fam", "text", "Still here?")
    assert reasons(sam.swap(stale)) == ["not_allowed"], "and nothing moves it back"
    own_stale = maya.writes(note, "fam", "text", "A stale place")
    assert reasons(maya.swap(own_stale)) == [""]
    with centre.opened.transaction(AUTHORITY) as ledger:
        (row,) = ledger.rows(tables.record, tables.record.c.id == note)
    assert (row.scope, row.family) == (scope("right"), "right")


def test_who_holds_both_files_hears_of_a_record_that_was_begun_in_one_and_moved_at_once(
    centre: Centre,
) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    worked_family(maya)
    worked_family(maya, "right")
    for family in ("fam", "right"):
        maya.swap(joins_team(maya, sam.me, family=family))
    sam.pull()
    begun = maya.act("form.started", new("moves", "note", "fam", {"text": "Visited."}))
    maya.swap(begun, maya.act("form.filed", change("moves", "right", scope=scope("right"))))
    came = [one for arrival in sam.pull() for one in arrival.act.changes]
    assert [(one.record, one.new, one.scope) for one in came] == [
        ("moves", True, scope("fam")),
        ("moves", False, scope("right")),
    ]


def test_who_joins_a_file_later_never_hears_what_was_filed_there_by_mistake(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    note, first = worked_family(maya)
    worked_family(maya, "right")
    maya.swap(maya.writes(note, "fam", "text", "Of the other family", first))
    maya.swap(maya.act("form.filed", change(note, "right", scope=scope("right"))))
    sam.swap(sam.opens_family("other"))
    sam.pull()
    maya.swap(joins_team(maya, sam.me))
    came = sam.pull()
    assert "fam-episode" in records_of(came)
    assert note not in records_of(came)
    assert b"Of the other family" not in protocol.encode(protocol.Answer("", 0, arrivals=tuple(came)))


def test_who_holds_what_was_moved_keeps_it_when_the_file_it_left_is_filled_in_later(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    note, _ = worked_family(maya)
    worked_family(maya, "right")
    maya.swap(joins_team(maya, sam.me, family="right"))
    sam.pull()
    maya.swap(maya.act("form.filed", change(note, "right", scope=scope("right"))))
    assert note in records_of(sam.pull())
    maya.swap(joins_team(maya, sam.me))
    came = sam.pull()
    assert "fam-episode" in records_of(came)
    assert not [one.gone for one in came if note in one.gone], "it lies in a file that Sam has"


def test_a_card_of_a_colleague_is_kept_and_never_overwrites_what_they_say_of_themselves(
    centre: Centre,
) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    card = {"name": "Mrs Bell", "agency": "School"}
    known = new("bell", "practitioner", None, card, scope="practitioner:bell")
    wrong = new(sam.me, "practitioner", None, {"name": "Samuel"}, scope=f"practitioner:{sam.me}")
    own_card = new(sam.me, "practitioner", None, {"name": "Sam"}, scope=f"practitioner:{sam.me}")
    sam.swap(sam.act("practitioner.introduced", own_card))
    answer = maya.swap(maya.act("practitioner.added", known), maya.act("practitioner.added", wrong))
    assert reasons(answer) == ["", ""]
    assert centre.fields("bell") == card
    assert centre.fields(sam.me) == {"name": "Sam"}


def test_a_link_of_two_families_takes_a_tie_to_both(centre: Centre) -> None:
    maya, ola = centre.desk("Maya"), centre.desk("Ola")
    worked_family(maya)
    worked_family(ola, "far")
    maya.swap(maya.act("person.added", new("p1", "person", "fam", {"given_names": "Jo"})))
    ola.swap(ola.act("person.added", new("p2", "person", "far", {"given_names": "Jo"})))
    fields = {"one": "p1", "other": "p2", "verdict": "same"}
    link = new("l1", "person_link", None, fields, scope="authority")
    assert reasons(maya.swap(maya.act("person.linked", link))) == ["not_allowed"]
    carol = centre.desk("Carol")
    assert reasons(carol.swap(carol.act("person.linked", link))) == [""]


def test_who_has_left_and_an_administrator_hold_nothing(centre: Centre) -> None:
    centre.joins("Adam", "administrator")
    adam = centre.desk("Adam")
    worked_family(centre.desk("Maya"))
    adam.swap()
    assert (adam.scopes, adam.came) == ((), [])
    assert reasons(adam.swap(adam.opens_family("mine"))) == ["not_allowed"]


def test_a_lead_whom_the_authority_does_not_know_keeps_out_nobody_who_brought_the_family(
    centre: Centre,
) -> None:
    maya = centre.desk("Maya")
    opened = new("fam", "family", "fam", {"name": "Okafor", "$author": "somebody-of-before"})
    episode = maya.opens_episode("fam", "fam-episode", leads="a-lead-from-elsewhere")
    act = maya.act("family.imported", opened, *episode.changes)
    assert reasons(maya.swap(act, a_note(maya, "n1"))) == ["", ""]
    assert scope("fam") in maya.scopes


def test_whoever_was_named_before_they_enrolled_holds_the_family_once_they_do(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    maya.swap(joins_team(maya, centre.staff["Sam"]))
    sam = centre.desk("Sam")
    sam.pull()
    assert scope("fam") in sam.scopes


def test_who_names_a_record_of_another_family_learns_nothing_of_it(centre: Centre) -> None:
    maya, ola = centre.desk("Maya"), centre.desk("Ola")
    worked_family(maya, "fam")
    worked_family(ola, "other")
    done = {"kind": "finished form", "$status": "finished"}
    maya.swap(maya.act("form.started", new("done", "checklist", "fam", done)))
    there = {"kind": "checklist.restricted", "scope": scope("other", "restricted")}
    for n, (named, verdict) in enumerate((("done", "taken"), ("never-was", "taken"))):
        made = new(f"mine{n}", "x", "other", {"fear": "Of him."}, beside=named)
        told = ola.swap(ola.act("answer.given", msgspec.structs.replace(made, **there)))
        assert (told.acks[0].verdict, told.acks[0].reason) == (verdict, ""), named
