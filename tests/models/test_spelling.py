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


def test_own_words_leave_with_the_workers_own_vault_and_with_nothing_else(desk: building.Desk) -> None:
    home = building.a_family(desk)
    desk.do(spelling.add_word, "Xylophonist")
    assert b"xylophonist" in desk.ask(bundle_out.take_out)
    assert b"xylophonist" not in desk.ask(bundle_out.take_out, families=(home.family,))
    for reader in ("family", "agency"):
        assert b"xylophonist" not in desk.ask(bundle_out.take_out, reader=reader)


def test_every_name_in_the_vault_is_known(desk: building.Desk) -> None:
    building.a_family(desk)
    said = " ".join(desk.ask(spelling.names))
    for name in ("Kowalczyk-Hughes", "Agnieszka", "Łukasz", "Carol Ndlovu", "Alder Bank Primary"):
        assert name in said
