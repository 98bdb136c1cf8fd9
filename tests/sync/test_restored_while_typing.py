"""A desk that was put back from its own backup, in which an act still grew that the centre has whole."""

from ehdesk.models import enrolled, form, replay, soundness
from tests import building
from tests.at_a_centre import Office, office, sync
from tests.sync.test_files_after_restore import copy_of, put_back

__all__ = ["office"]


def typing_while_a_copy_sends(office: Office, begun: str) -> tuple[building.Desk, str]:
    """A note is being typed, and a copy of the folder has sent how it began: the desk, and the note."""
    maya = office.desk("Maya Okonjo")
    home = building.a_family(maya)
    note = building.a_note(maya, home.family)
    sync(maya)
    building.type_into(maya, note, begun)
    other = maya.open_copy(office.root / "copy", life=9)
    sync(other)
    return maya, note


def test_what_was_typed_after_the_backup_comes_again_to_a_centre_that_is_put_back_too(office: Office) -> None:
    maya = office.desk("Maya Okonjo")
    home = building.a_family(maya)
    note = building.a_note(maya, home.family)
    sync(maya)
    copy = copy_of(office)
    building.type_into(maya, note, "Zofia showed me")
    backup = maya.photograph(office.root / "backup")
    building.type_into(maya, note, "Zofia showed me a drawing.")
    sync(maya)
    maya.close()
    back = maya.open_at(backup, life=9)
    office.desks.append(back)
    backup.restored.touch()
    back = back.reopen()
    office.desks[-1] = back
    sync(back)
    assert back.ask(form.sheet, note).answers["text"] == "Zofia showed me a drawing."
    put_back(office, copy)
    sync(back)
    assert office.centre.fields(note)["text"] == "Zofia showed me a drawing."
    assert back.ask(form.sheet, note).answers["text"] == "Zofia showed me a drawing."
    assert back.ask(soundness.history).wrong == 0


def test_what_is_typed_on_after_a_copy_of_the_folder_has_sent_its_beginning_is_kept(office: Office) -> None:
    maya, note = typing_while_a_copy_sends(office, "Zofia showed me")
    building.type_into(maya, note, "Zofia showed me a drawing.")
    sync(maya)
    assert maya.ask(form.sheet, note).answers["text"] == "Zofia showed me a drawing."
    assert office.centre.fields(note)["text"] == "Zofia showed me a drawing."


def test_what_a_lost_laptop_s_journal_says_beyond_its_backup_s_is_sent_too(office: Office) -> None:
    lost = office.desk("Maya Okonjo")
    home = building.a_family(lost)
    note = building.a_note(lost, home.family)
    sync(lost)
    building.type_into(lost, note, "Zofia showed me")
    back = lost.open_copy(office.root / "backup", life=9)
    building.type_into(lost, note, "Zofia showed me a drawing.")
    entries = lost.store.journal.read().entries
    sync(back)
    for _ in range(2):  # twice brings it back once
        back.do(replay.bring_back, entries)
    sync(back)
    assert office.centre.fields(note)["text"] == "Zofia showed me a drawing."
    assert back.ask(form.sheet, note).answers["text"] == "Zofia showed me a drawing."
    assert back.ask(enrolled.standing) == enrolled.Standing(waits=0, aside=0, seconds=0)
    back.reopen()
    assert back.store.recovered == 0
    assert back.ask(soundness.history).wrong == 0


def test_it_is_kept_too_where_the_file_is_fetched_anew_and_a_colleague_wrote(
    office: Office,
) -> None:
    maya, ruth = office.desk("Maya Okonjo"), office.desk("Ruth Hale", "Ruth")
    home = building.a_family(maya)
    record = maya.do(form.start, "eha_part_a", family_id=home.family, answers={})
    for desk in (maya, ruth):
        sync(desk)
    copy = copy_of(office)
    ruth.do(form.answer, record, "training", ["other"], sitting="his")
    sync(ruth)
    sync(maya)
    maya.do(form.answer, record, "training", ["other", "induction"], sitting="hers")
    other = maya.open_copy(office.root / "copy", life=9)
    sync(other)
    maya.do(form.answer, record, "training", ["induction", "workshop_1_eha"], sitting="hers")
    put_back(office, copy)
    for desk in (ruth, other, maya, ruth, maya, ruth):
        sync(desk)
    both = maya.ask(form.sheet, record).answers["training"]
    assert sorted(both) == ["induction", "workshop_1_eha"]
    assert ruth.ask(form.sheet, record).answers["training"] == both
    assert office.centre.fields(record)["training"] == both
    assert maya.ask(soundness.history).wrong == ruth.ask(soundness.history).wrong == 0


def test_what_only_was_typed_and_taken_out_again_makes_no_act_more(office: Office) -> None:
    maya, note = typing_while_a_copy_sends(office, "Zofia")
    for text in ("Zofia showed me", "Zofia"):
        building.type_into(maya, note, text)
    assert sync(maya).taken == 0
    assert maya.ask(enrolled.standing) == enrolled.Standing(waits=0, aside=0, seconds=0)
    assert maya.ask(form.sheet, note).answers["text"] == "Zofia"


def test_who_types_on_after_that_makes_no_second_version_of_it(office: Office) -> None:
    maya, note = typing_while_a_copy_sends(office, "Zofia showed me")
    for text in ("Zofia showed me a drawing.", "Zofia showed me a drawing. We talked."):
        building.type_into(maya, note, text)
        sync(maya)
    assert office.centre.fields(note)["text"] == "Zofia showed me a drawing. We talked."
    assert maya.ask(enrolled.standing) == enrolled.Standing(waits=0, aside=0, seconds=0)
    assert maya.ask(soundness.history).wrong == 0
