"""Words upon a colleague's note of which neither a restored laptop nor a restored centre knows: they reach
the centre, and until then they can be read."""

from datetime import timedelta

import msgspec
import pytest

from ehdesk.models import filing, form, sent
from ehdesk.sync import protocol
from tests.proofs.simulation import doing, play
from tests.proofs.simulation.world import Desk, World
from tests.sync.test_restored_after_withdrawal import at_centre, hands_over, held

WORDS = "Zofia showed me a drawing"
AT = {"at": "2026-09-07T10:15"}


def writes_on_ruths_note_and_goes_back(made: World) -> tuple[str, str]:
    """Sam writes on it; then the centre and his laptop go back to before it was begun. His journal has his
    words, and Ruth has the note. Gives the note and the act."""
    _maya, sam, ruth = made.desks
    copy, backup = made.centre.opened.copy(), sam.disk.copy()
    note: str = ruth.do(doing.make, made.families[1])
    made.notes.append(note)
    ruth.sync()
    sam.sync()
    before = sam.acts()
    sam.do(doing.edit, note, "title", WORDS)
    (act,) = sam.acts() - before
    sam.sync()
    made.go_back(copy)
    backup.written = list(sam.disk.written)
    sam.disk = backup
    sam.open_again(was_restored=True)
    return note, act


def told(desk: Desk) -> list[tuple[str, list[object]]]:
    """What is on the list of what could not be put in its place, and with which words."""
    shown: sent.Overview = desk.ask(sent.overview)
    return [(each.reason, [said.value for said in each.said]) for each in shown.aside]


def test_they_reach_the_centre_though_the_family_is_handed_over_meanwhile() -> None:
    def story(made: World) -> None:
        maya, sam, _ruth = made.desks
        _note, act = writes_on_ruths_note_and_goes_back(made)
        sam.sync()
        hands_over(made, sam, 1, maya)
        sam.sync()
        play.get_quiet(made)
        verdict, content = at_centre(made)[act]
        assert verdict == "taken"
        assert WORDS.encode() in content

    assert play.played(0, story).broken == ()


def test_until_then_they_can_be_read_on_the_laptop_and_nobody_takes_them_off_its_list() -> None:
    def story(made: World) -> None:
        _maya, sam, ruth = made.desks
        note, act = writes_on_ruths_note_and_goes_back(made)
        assert told(sam) == [("RecordMissing", [WORDS])]
        sam.sync()
        assert told(sam) == [("RecordMissing", [WORDS])]
        sam.do(sent.put_away, [act])
        assert told(sam) == [("RecordMissing", [WORDS])]
        assert note not in sam.records()
        ruth.sync()
        sam.sync()
        assert told(sam) == []
        assert sam.records()[note][2]["title"] == WORDS

    assert play.played(0, story).broken == ()


def test_what_the_centre_refuses_stays_on_the_list_with_the_centre_s_reason() -> None:
    def story(made: World) -> None:
        _maya, sam, ruth = made.desks
        writes_on_ruths_note_and_goes_back(made)
        sam.sync()
        ruth.is_on = False
        made.time.pass_by(days=31)
        sam.sync()
        assert told(sam) == [("record_missing", [WORDS])]

    assert play.played(0, story).broken == ()


def test_they_are_off_the_laptop_once_the_centre_has_them_and_the_family_is_anothers() -> None:
    def story(made: World) -> None:
        maya, sam, ruth = made.desks
        copy = made.centre.opened.copy()
        _note, act = writes_on_ruths_note_and_goes_back(made)
        sam.sync()
        hands_over(made, sam, 1, maya)
        for desk in (sam, ruth, sam):
            desk.sync()
        assert told(sam) == []
        assert WORDS not in held(sam)
        made.go_back(copy)
        play.get_quiet(made)
        assert at_centre(made)[act][0] == "taken", (
            "and a centre that is put back once more hears of them again"
        )

    assert play.played(0, story).broken == ()


def test_words_on_a_note_that_a_restored_centre_lost_stay_readable_until_its_author_brings_it_again() -> None:
    """Nothing happens to Sam's laptop here; the centre alone goes back, and has his words no more either."""

    def story(made: World) -> None:
        _maya, sam, ruth = made.desks
        copy = made.centre.opened.copy()
        note: str = ruth.do(doing.make, made.families[1])
        for desk in (ruth, sam):
            desk.sync()
        sam.do(doing.edit, note, "title", WORDS)
        sam.sync()
        sam.do(doing.edit, note, "note", "Not sent yet")
        made.go_back(copy)
        for _ in range(2):
            sam.sync()
            assert note not in sam.records()
            assert told(sam) == [("RecordMissing", [WORDS, "Not sent yet"])]
            made.time.pass_by(hours=25)
        (card,) = sam.ask(sent.overview).aside
        assert card.since is not None
        assert made.time.moment - card.since == timedelta(hours=50)
        ruth.sync()
        sam.sync()
        assert told(sam) == []
        _kind, _scope, fields = sam.records()[note]
        assert (fields["title"], fields["note"]) == (WORDS, "Not sent yet")

    assert play.played(0, story).broken == ()


def test_what_waits_for_another_note_too_stays_on_the_list_until_both_are_there() -> None:
    def story(made: World) -> None:
        maya, sam, ruth = made.desks
        copy = made.centre.opened.copy()
        notes = [desk.do(doing.make, made.families[0]) for desk in (ruth, maya)]
        for desk in (ruth, maya, sam):
            desk.sync()
        sam.do(doing.edit_all, notes, "title", WORDS)
        sam.sync()
        made.go_back(copy)
        for desk in (sam, ruth, sam):
            desk.sync()
        assert told(sam) == [("RecordMissing", [WORDS])]
        for desk in (maya, sam):
            desk.sync()
        assert told(sam) == []
        assert [sam.records()[note][2]["title"] for note in notes] == [WORDS, WORDS]

    assert play.played(0, story).broken == ()


def test_words_on_a_note_that_is_moved_out_of_sight_while_they_wait_can_be_read_too() -> None:
    """Maya's words wait for those of Sam that they were written upon, and Ruth moves the note meanwhile."""

    def story(made: World) -> None:
        maya, sam, ruth = made.desks
        note: str = ruth.do(form.start, "note", family_id=made.families[0], answers=AT)
        for desk in (ruth, maya, sam):
            desk.sync()
        copy = made.centre.opened.copy()
        for desk, words in ((sam, "A drawing"), (maya, WORDS)):
            desk.do(doing.edit, note, "title", words)
            for one in (desk, maya):
                one.sync()
        made.go_back(copy)
        maya.sync()
        assert (told(maya), maya.records()[note][2]["title"]) == ([], WORDS)
        ruth.sync()
        ruth.do(filing.move, note, made.families[1], "The wrong family")
        ruth.sync()
        maya.sync()
        assert note not in maya.records()
        assert told(maya) == [("RecordMissing", [WORDS])]
        for desk in (sam, maya):
            desk.sync()
        assert told(maya) == [("not_allowed", [WORDS])], "and she is told what to do"

    assert play.played(0, story).broken == ()


def test_words_on_a_note_that_comes_again_together_with_their_answer_stand_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They were said while a note of Sam's own was begun, on which nobody else has a word: so the answer
    could be taken for one that changes nothing, where the centre does not say his act to him too (43703)."""

    def story(made: World) -> None:
        maya, sam, _ruth = made.desks
        copy = made.centre.opened.copy()
        note: str = maya.do(doing.make, made.families[0])
        for desk in (maya, sam):
            desk.sync()
        before = sam.acts()
        mine: str = sam.do(doing.edit_and_make, note, made.families[0], WORDS)
        acts = sam.acts() - before
        made.go_back(copy)
        goes_through = sam.door.exchange

        def tells_what_others_said(body: bytes) -> protocol.Answer:
            answer = goes_through(body)
            others = tuple(one for one in answer.arrivals if one.act.id not in acts)
            return msgspec.structs.replace(answer, arrivals=others)

        monkeypatch.setattr(sam.door, "exchange", tells_what_others_said)
        for desk in (sam, maya, sam):
            desk.sync()
        assert told(sam) == []
        assert [sam.records()[each][2]["title"] for each in (note, mine)] == [WORDS, WORDS]

    assert play.played(0, story).broken == ()
