"""What an exchange promises: once, in order, nothing lost, one bad act holds up no other."""

import msgspec
import pytest

from ehdesk.centre import history, records, signing, tables
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol
from tests.centre.building import AUTHORITY, Centre, change, new, scope, worked_family


def reasons(ack: protocol.Ack) -> list[str]:
    """Why values of an act did not become the current ones."""
    return [one.reason for one in ack.settled if one.reason]


def test_what_one_desk_wrote_reaches_another_in_the_order_of_all(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    came = ruth.pull()
    assert [one.act.verb for one in came] == ["family.opened", "episode.opened", "form.started"]
    assert [one.number for one in came] == [1, 2, 3]
    assert maya.pull() == [], "a desk is not told what it did itself"


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_happens_twice(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    ruth.pull()
    message = maya.message(maya.act("form.started", new("n2", "note", "fam", {"text": "Once."})))
    first, second = maya.send(message), maya.send(message)
    assert first.acks == second.acks
    maya.keep(message, second)
    assert [one.act.verb for one in ruth.pull()] == ["form.started"]


def test_an_act_that_comes_again_later_gets_the_same_answer(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    written = maya.act("form.started", new("n2", "note", "fam", {"text": "Once."}))
    one = maya.swap(written).acks
    assert maya.swap(written).acks == one
    assert maya.swap(written, written).acks == one * 2


def test_a_repeat_may_carry_more_behind_the_same_acts(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    one = maya.act("form.started", new("n2", "note", "fam", {"text": "One."}))
    two = maya.act("form.started", new("n3", "note", "fam", {"text": "Two."}))
    maya.send(maya.message(one))
    answer = maya.swap(one, two)
    assert [ack.verdict for ack in answer.acks] == ["taken", "taken"]


def test_a_copy_of_a_desk_that_went_its_own_way_is_found_out(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    copied = maya.message(maya.act("form.started", new("n9", "note", "fam", {"text": "Copy."})))
    maya.swap(maya.act("form.started", new("n2", "note", "fam", {"text": "Own."})))
    with pytest.raises(Refused, match="second_life"):
        maya.send(copied)
    assert maya.swap().acks == ()


@pytest.mark.parametrize("changed", [{"number": 9}, {"previous": "0" * 64}, {"incarnation": "another"}])
def test_an_exchange_that_does_not_follow_its_last_is_a_second_life(
    centre: Centre, changed: dict[str, object]
) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    with pytest.raises(Refused, match="second_life"):
        maya.send(maya.message(**changed))


def test_a_new_life_asks_before_it_tells(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    reborn = {"incarnation": "reborn", "number": 1, "previous": ""}
    act = maya.act("form.started", new("n2", "note", "fam", {"text": "Too soon."}), incarnation="reborn")
    with pytest.raises(Refused, match="second_life"):
        maya.send(maya.message(act, **reborn))
    message = maya.message(**reborn)
    answer = maya.keep(message, maya.send(message))
    old_life, maya.incarnation = maya.incarnation, "reborn"
    assert answer.acks == ()
    assert maya.swap(act).acks[0].verdict == "taken"
    for number in (1, 5):
        with pytest.raises(Refused, match="life_ended"):
            maya.send(maya.message(incarnation=old_life, number=number, previous=""))


def test_what_another_life_of_the_same_worker_did_comes_back_to_the_new_one(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    message = maya.message(incarnation="reborn", number=1, previous="", cursor=0, has=())
    assert [one.number for one in maya.send(message).arrivals] == [1, 2, 3]


def test_another_epoch_is_told_before_anything_is_taken(centre: Centre) -> None:
    maya = centre.desk("Maya")
    with pytest.raises(Refused, match="epoch"):
        maya.send(maya.message(maya.opens_family("fam"), epoch="before the restore"))
    with pytest.raises(Refused, match="epoch"):
        maya.send(maya.message(cursor=1))
    assert maya.swap().cursor == 0


def test_one_bad_act_holds_up_no_other(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    good = maya.act("form.started", new("n2", "note", "fam", {"text": "Good."}))
    naught = maya.act("form.started", new("n\0", "note", "fam", {"text": "A name with a zero."}))
    lost = maya.writes("nowhere", "fam", "text", "Lost")
    torn = maya.act("answer.given", change("n2", "fam", protocol.Edit("text/row/cell/more", value=1)))
    answer = maya.swap(b'{"id": "x1"}', naught, lost, torn, b"[1]", good)
    told = [(ack.act, ack.verdict, ack.reason, ack.number) for ack in answer.acks]
    assert told[0] == ("x1", "aside", "unreadable", 0)
    assert [one[2] for one in told] == [
        "unreadable",
        "unreadable",
        "record_missing",
        "unreadable",
        "unreadable",
        "",
    ]
    assert told[-1] == (good.id, "taken", "", 4)
    with centre.opened.transaction(AUTHORITY) as ledger:
        kept = ledger.rows(tables.act, tables.act.c.verdict == "aside")
    assert b'{"id": "x1"}' in {row.content for row in kept}, "what is set aside is kept as it came"


def test_what_hangs_on_an_act_that_was_set_aside_waits_for_it(centre: Centre) -> None:
    maya, ola = centre.desk("Maya"), centre.desk("Ola")
    worked_family(maya)
    made = ola.act("form.started", new("n5", "note", "fam", {"text": "Not hers."}))
    more = ola.writes("n5", "fam", "text", "More", made.id)
    assert [ack.reason for ack in ola.swap(made, more).acks] == ["not_allowed", "waits_for_another"]
    again = ola.writes("n5", "fam", "text", "And more", more.id)
    assert [ack.reason for ack in ola.swap(again).acks] == ["waits_for_another"]


def test_an_act_is_set_aside_whole(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, _ = worked_family(maya)
    both = maya.act(
        "answer.given",
        change(note, "fam", protocol.Edit("text", value="Half of it.")),
        change("nowhere", "fam", protocol.Edit("text", value="The other half.")),
    )
    assert maya.swap(both).acks[0].reason == "record_missing"
    assert centre.fields(note)["text"] == "Visited."


def test_a_row_that_is_gone_sets_its_cell_aside(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, _ = worked_family(maya)
    plain = maya.act("answer.given", change(note, "fam", protocol.Edit("text/r/cell", value="?")))
    assert maya.swap(plain).acks[0].reason == "row_gone"


def test_words_in_a_row_that_somebody_took_away_bring_it_back(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    note, _ = worked_family(maya)
    ruth.pull()
    row = {"rank": "V", "said": "Before", "seen": "yes"}
    made = maya.act("row.added", change(note, "fam", protocol.Edit("rows/r", value=row)))
    more = maya.act(
        "answer.given", change(note, "fam", protocol.Edit("rows/r/seen", base=made.id, value="no"))
    )
    maya.swap(made, more)
    gone = maya.act("row.removed", change(note, "fam", protocol.Edit("rows/r", base=more.id, gone=True)))
    maya.swap(gone)
    late = ruth.act(
        "answer.given", change(note, "fam", protocol.Edit("rows/r/said", base=made.id, value="Ruth's"))
    )
    (ack,) = ruth.swap(late).acks
    assert centre.fields(note)["rows"] == {"r": {"rank": "V", "said": "Ruth's", "seen": "no"}}
    (told,) = ack.settled
    assert (told.path, told.second, told.reason) == ("rows/r", None, "edited and removed")
    knowing = maya.act(
        "answer.given", change(note, "fam", protocol.Edit("rows/x/said", base=made.id, value="?"))
    )
    assert maya.swap(knowing).acks[0].reason == "row_gone", "a row that never was"


def test_who_took_a_row_away_cannot_write_in_it(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, _ = worked_family(maya)
    made = maya.act("row.added", change(note, "fam", protocol.Edit("rows/r", value={"rank": "V"})))
    gone = maya.act("row.removed", change(note, "fam", protocol.Edit("rows/r", base=made.id, gone=True)))
    late = maya.act("answer.given", change(note, "fam", protocol.Edit("rows/r/said", made.id, "Late")))
    maya.swap(made, gone, late)
    assert [maya.acks[one.id].reason for one in (made, gone, late)] == ["", "", "row_gone"]


def test_a_finished_form_takes_no_answer_but_marks_and_amendments(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    made = maya.act("form.started", new("f1", "assessment", "fam", {"$status": "draft", "need": "One."}))
    done = maya.act(
        "form.finished", change("f1", "fam", protocol.Edit("$status", made.id, "finished"), kind="assessment")
    )
    late = maya.writes("f1", "fam", "need", "Late.", made.id, kind="assessment")
    sign = maya.act(
        "form.commented",
        change("f1", "fam", protocol.Edit("$comment", value="Well said."), kind="assessment"),
    )
    amend = maya.act(
        "form.amended", change("f1", "fam", protocol.Edit("$status", done.id, "draft"), kind="assessment")
    )
    then = maya.writes("f1", "fam", "need", "Amended.", made.id, kind="assessment")
    answer = maya.swap(made, done, late, sign, amend, then)
    assert [ack.reason for ack in answer.acks] == ["", "", "record_locked", "", "", ""]
    assert centre.fields("f1")["need"] == "Amended."


@pytest.mark.parametrize("family", ["fam", None])
def test_what_is_kept_apart_beside_a_finished_form_is_finished_too(
    centre: Centre, family: str | None
) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    own = f"practitioner:{maya.me}"
    here, apart = (scope("fam"), scope("fam", "restricted")) if family else (own, own)
    said, kind = {"$status": "draft", "need": "One."}, "assessment.restricted"
    made = maya.act("form.started", new("f1", "assessment", family, said, scope=here))
    fears = maya.act("answer.given", new("f2", kind, family, {"fear": "Him."}, scope=apart, beside="f1"))
    finished = protocol.Change(
        "f1", "assessment", here, (protocol.Edit("$status", made.id, "finished"),), family=family
    )
    late = protocol.Change("f2", kind, apart, (protocol.Edit("fear", fears.id, "Her."),), family=family)
    acts = (made, fears, maya.act("form.finished", finished), maya.act("answer.given", late))
    assert [ack.reason for ack in maya.swap(*acts).acks] == ["", "", "", "record_locked"]


def test_a_void_form_takes_nothing_but_being_voided_again_and_being_filed(centre: Centre) -> None:
    """Two people may void it at a time, and a void one goes with its file."""
    maya = centre.desk("Maya")
    for family in ("fam", "other"):
        worked_family(maya, family)
    made = maya.act("form.started", new("f1", "assessment", "fam", {"$status": "draft", "need": "One."}))
    void = protocol.Edit("$status", made.id, "void")
    acts = (
        made,
        maya.act("form.voided", change("f1", "fam", void, kind="assessment")),
        maya.act("form.voided", change("f1", "fam", void, kind="assessment")),
        maya.writes("f1", "fam", "need", "Late.", made.id, kind="assessment"),
        maya.act("form.filed", change("f1", "other", kind="assessment")),
    )
    assert [ack.reason for ack in maya.swap(*acts).acks] == ["", "", "", "record_locked", ""]
    assert centre.fields("f1") == {"$status": "void", "need": "One."}


def test_two_who_wrote_in_the_same_box_both_keep_their_words(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    note, first = worked_family(maya)
    ruth.pull()
    mine = maya.writes(note, "fam", "text", "Maya's words", first)
    hers = ruth.writes(note, "fam", "text", "Ruth's words", first)
    other = ruth.writes(note, "fam", "place", "School")
    maya.swap(mine)
    answer = ruth.swap(hers, other)
    assert [(one.record, one.path, one.second) for one in answer.acks[0].settled] == [
        (note, "text", "Ruth's words")
    ]
    assert answer.acks[1].settled == ()
    assert centre.fields(note) == {"text": "Maya's words", "$status": "draft", "place": "School"}
    with centre.opened.transaction(AUTHORITY) as ledger:
        (second,) = ledger.rows(tables.second_version)
    assert (second.value, second.reason) == (b'"Ruth\'s words"', "same field")
    (told, _) = maya.pull()
    assert told.settled == (protocol.Settled(note, "text", "Maya's words", "Ruth's words", "same field"),)


def test_cells_of_one_row_and_marks_of_one_list_merge(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    note, _ = worked_family(maya)
    row = maya.act(
        "row.added", change(note, "fam", protocol.Edit("steps/r1", value={"rank": "V", "what": "Call"}))
    )
    marks = maya.act("answer.given", change(note, "fam", protocol.Edit("who", add=("mum",))))
    maya.swap(row, marks)
    ruth.pull()
    whole = {"rank": "V", "what": "Call", "when": "Monday"}
    maya.swap(
        maya.act("answer.given", change(note, "fam", protocol.Edit("steps/r1", row.id, whole))),
        maya.act("answer.given", change(note, "fam", protocol.Edit("who", marks.id, add=("dad",)))),
    )
    answer = ruth.swap(
        ruth.act(
            "answer.given",
            change(
                note,
                "fam",
                protocol.Edit("steps/r1", row.id, {**row.changes[0].edits[0].value, "what": "Visit"}),
            ),
        ),
        ruth.act(
            "answer.given",
            change(note, "fam", protocol.Edit("who", marks.id, add=("gran",), remove=("mum",))),
        ),
    )
    assert [reasons(ack) for ack in answer.acks] == [[], []]
    assert centre.fields(note)["steps"] == {"r1": {"rank": "V", "what": "Visit", "when": "Monday"}}
    assert centre.fields(note)["who"] == ["dad", "gran"]


def test_a_workers_own_words_never_stand_against_their_later_ones(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, first = worked_family(maya)
    one = maya.writes(note, "fam", "text", "One", first)
    two = maya.writes(note, "fam", "text", "Two", one.id)
    answer = maya.swap(one, two)
    assert [reasons(ack) for ack in answer.acks] == [[], []]
    assert centre.fields(note)["text"] == "Two"


def test_every_value_that_ever_stood_stays_in_the_history(centre: Centre) -> None:
    maya = centre.desk("Maya")
    note, first = worked_family(maya)
    two = maya.writes(note, "fam", "text", "Two", first)
    maya.swap(two, maya.writes(note, "fam", "text", None, two.id))
    with centre.opened.transaction(AUTHORITY) as ledger:
        (held,) = records.of(ledger, [note]).values()
        lines = history.of(ledger, {note: held.made})
    assert [line.stood for line in lines if line.path == "text"] == ["Visited.", "Two", None]


def test_an_id_that_is_taken_loses_neither_act(centre: Centre) -> None:
    maya = centre.desk("Maya")
    worked_family(maya)
    one = maya.act("form.started", new("n2", "note", "fam", {"text": "One."}))
    other = msgspec.structs.replace(one, changes=(new("n3", "note", "fam", {"text": "Other."}),))
    answer = maya.swap(one, other)
    assert [(ack.act, ack.verdict) for ack in answer.acks] == [(one.id, "taken"), (one.id, "aside")]
    assert maya.swap(other, one).acks == answer.acks[::-1]


def test_one_signature_proves_that_these_very_bytes_came_in(centre: Centre) -> None:
    maya = centre.desk("Maya")
    message = maya.message(maya.opens_family("fam"), maya.opens_family("other"), b'{"id": "odd"}')
    answer = maya.send(message)
    with centre.opened.transaction(AUTHORITY) as ledger:
        key = signing.public_of(ledger.rows(tables.authority)[0].sign_key)
    receipts = protocol.receipts(message.acts, answer.acks)
    assert [(one.verdict, one.number) for one in receipts] == [("taken", 1), ("taken", 2), ("aside", 0)]
    digest, listed = signing.digest(protocol.encode(message)), protocol.encode(receipts)
    said = protocol.receipts_text(maya.device.id, message, digest, listed)
    assert signing.is_signed(key, answer.signature, said)
    assert maya.send(message).signature == answer.signature, "the same answer has the same signature"
    for other in (
        protocol.receipts_text("another device", message, digest, listed),
        protocol.receipts_text(maya.device.id, message, "another message", listed),
        protocol.receipts_text(maya.device.id, message, digest, protocol.encode(receipts[:2])),
        protocol.receipts_text(maya.device.id, maya.message(number=2), digest, listed),
    ):
        assert not signing.is_signed(key, answer.signature, other)


def test_a_batch_that_is_too_long_is_sent_back_to_be_split(centre: Centre) -> None:
    maya = centre.desk("Maya")
    many = [maya.opens_family(f"f{n}") for n in range(protocol.Limits().acts + 1)]
    with pytest.raises(Refused, match="too_large"):
        maya.send(maya.message(*many))
    assert all(ack.verdict == "taken" for ack in maya.swap(*many[:-1]).acks)


def test_a_long_absence_comes_in_pages(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    for start in range(3):
        maya.swap(
            *[
                maya.act("form.started", new(f"p{start}-{n}", "note", "fam", {"text": "Page"}))
                for n in range(400)
            ]
        )
    first = ruth.swap()
    assert (len(first.arrivals), first.more, first.cursor) == (500, True, 500)
    assert len(ruth.pull()) == 703
    assert [one.number for one in ruth.came] == list(range(1, 1204))


def test_a_page_of_very_large_acts_ends_early_and_the_rest_comes_behind_it(centre: Centre) -> None:
    """Acts that pack to nothing on their way: five hundred of them would fill the memory of both ends."""
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    for n in range(8):
        maya.swap(maya.act("form.started", new(f"large{n}", "note", "fam", {"text": "x" * (3 << 20)})))
    first = ruth.swap()
    assert ([one.number for one in first.arrivals], first.more) == ([1, 2, 3, 4, 5, 6], True)
    ruth.pull()
    assert [one.number for one in ruth.came] == list(range(1, 12))


def test_speakers_are_named_to_those_who_hear_them(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    worked_family(maya)
    assert ruth.swap().people == {maya.me: ("Maya", "Harlow council")}
    assert scope("fam") in ruth.scopes
