"""A worker's own words stay in the vault, outlast a lock, and can be forgotten; names are known."""

from ehdesk.models import bundle_out, spelling
from tests import building


def test_own_words_outlast_a_lock_and_can_be_forgotten(desk: building.Desk) -> None:
    assert desk.ask(spelling.own_words) == ()
    desk.do(spelling.add_word, "Quietspace")
    desk.do(spelling.add_word, "safe-ish")
    desk.reopen()
    assert desk.ask(spelling.own_words) == ("quietspace", "safe-ish")
    desk.do(spelling.remove_word, "quietspace")
    assert desk.ask(spelling.own_words) == ("safe-ish",)


def test_own_words_leave_with_no_bundle(desk: building.Desk) -> None:
    building.a_family(desk)
    desk.do(spelling.add_word, "Xylophonist")
    assert b"xylophonist" not in desk.ask(bundle_out.take_out)


def test_every_name_in_the_vault_is_known(desk: building.Desk) -> None:
    building.a_family(desk)
    said = " ".join(desk.ask(spelling.names))
    for name in ("Kowalczyk-Hughes", "Agnieszka", "Łukasz", "Carol Ndlovu", "Alder Bank Primary"):
        assert name in said
