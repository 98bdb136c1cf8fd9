"""Families come in whole, never over what is here, and go out with only what the reader may have."""

import hashlib
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import loader
from ehdesk.models import (
    acts,
    base,
    bundle,
    bundle_file,
    bundle_out,
    bundle_shape,
    document,
    episode,
    family,
    form,
    generate,
    person,
    practitioner,
    sample,
    search,
    sheet,
    soundness,
    trail,
)
from tests import building

TODAY = date(2026, 7, 7)


def shipped() -> bundle_shape.Bundle:
    return sample.shipped(TODAY)


def out(desk: building.Desk, **kw: Any) -> bytes:
    return desk.ask(bundle_out.take_out, **kw)


def counts(desk: building.Desk) -> dict[str, int]:
    def query(read: acts.Reading) -> dict[str, int]:
        tables = (base.record, base.act, base.revision, base.trail)
        counting = (sa.select(sa.func.count()).select_from(table) for table in tables)
        return {
            table.name: read.connection.execute(c).scalar_one()
            for table, c in zip(tables, counting, strict=True)
        }

    return desk.ask(query)


def replaced(said: bundle_shape.Bundle, **first_family: Any) -> bundle_shape.Bundle:
    changed = msgspec.structs.replace(said.families[0], **first_family)
    return msgspec.structs.replace(said, families=(changed, *said.families[1:]))


def test_the_three_invented_families_come_in_with_everything_they_say(desk: building.Desk) -> None:
    said = shipped()

    report = desk.do(bundle.bring_in, said)

    assert report.new["family"] == 3
    assert report.new["person"] == sum(len(one.people) for one in said.families)
    assert report.new["form"] == sum(len(one.forms) for one in said.families)
    assert desk.ask(family.caseload).total == 3
    for one in said.families:
        for each in one.forms:
            if each.status == "draft" and loader.load(each.form).audience != "file":
                continue  # only its author may read it: see test_whose_drafts.py
            told = desk.ask(sheet.sheet, each.id)
            assert told.answers == sheet.together(each.answers, each.restricted)
            assert (told.status, told.author) == (each.status, each.author.practitioner)
            assert told.begun_at == each.at
            assert told.finished_at == each.finished_at


def test_the_words_of_every_language_are_found(desk: building.Desk) -> None:
    desk.do(bundle.bring_in, shipped())

    for words in ("Lukasz spi", "المصري", "رضیہ", "taranu", "ffwrdd"):
        assert desk.ask(search.find, words), words


def test_a_second_import_writes_nothing_at_all(desk: building.Desk) -> None:
    desk.do(bundle.bring_in, shipped())
    before = counts(desk)

    report = desk.do(bundle.bring_in, shipped())

    assert report.changed_nothing
    assert report.differences == []
    assert counts(desk) == before


def test_one_family_is_one_act_and_the_trail_says_who_brought_it_in(desk: building.Desk) -> None:
    desk.do(bundle.bring_in, shipped())

    lines = [line for line in desk.ask(trail.lines) if line.verb == "family.imported"]

    assert len(lines) == 6, "the practitioners, each family, and in two of them what is a colleague’s alone"
    assert {line.by for line in lines} == {desk.store.me}


def test_what_differs_is_left_as_it_is_and_named(desk: building.Desk) -> None:
    said = shipped()
    desk.do(bundle.bring_in, said)
    one = said.families[0]
    someone = msgspec.structs.replace(one.people[0], answers={**one.people[0].answers, "religion": "Other"})
    newcomer = bundle_shape.PersonSaid("0197f000-9999-7000-8000-000000000001", {"given_names": "Ola"})

    report = desk.do(bundle.bring_in, replaced(said, people=(someone, *one.people[1:], newcomer)))

    assert report.differences == [bundle.Difference(someone.id, "person", ("religion",))]
    assert report.new == {"person": 1}
    kept = {card.id: card for card in desk.ask(person.people, one.id)}
    assert kept[base.PersonId(someone.id)].answers.get("religion") == one.people[0].answers.get("religion")
    assert kept[base.PersonId(newcomer.id)].known_as == "Ola"


def test_a_restricted_difference_is_noticed_without_telling_it(desk: building.Desk) -> None:
    said = shipped()
    desk.do(bundle.bring_in, said)
    one = said.families[0]
    n = next(n for n, who in enumerate(one.people) if "contact_warning" in who.restricted)
    other = msgspec.structs.replace(one.people[n], restricted={"contact_warning": "Something else"})

    report = desk.do(bundle.bring_in, replaced(said, people=(*one.people[:n], other, *one.people[n + 1 :])))

    assert len(report.differences) == 1
    assert "contact_warning" in report.differences[0].keys


def test_an_id_that_is_something_else_here_is_a_difference(desk: building.Desk) -> None:
    said = shipped()
    desk.do(bundle.bring_in, said)
    taken = bundle_shape.PersonSaid(said.families[0].episodes[0].id, {"given_names": "Ola"})

    report = desk.do(bundle.bring_in, replaced(said, people=(taken,)))

    assert report.differences == [bundle.Difference(taken.id, "person", ("kind",))]


def test_a_record_that_was_filed_elsewhere_meanwhile_is_a_difference(desk: building.Desk) -> None:
    said = shipped()
    desk.do(bundle.bring_in, said)
    moved = next(one.id for one in said.families[0].forms if one.form == "note")
    desk.do(form.file_under, moved, said.families[1].id)

    report = desk.do(bundle.bring_in, said)

    assert bundle.Difference(moved, "note", ("family",)) in report.differences


def test_a_reference_of_another_family_stops_all_of_it(desk: building.Desk) -> None:
    said = shipped()
    desk.do(family.open_family, name="Other", reference=said.families[2].reference)
    before = counts(desk)

    with pytest.raises(errors.ReferenceTaken):
        desk.do(bundle.bring_in, said)

    assert counts(desk) == before


def a_days_work(desk: building.Desk) -> None:
    """Everything that can happen to a record in a day."""
    home = building.a_family(desk)
    opened = desk.do(episode.open_episode, home.family, {"level": 3})
    desk.do(person.change_person, home.mother, "contact_warning", "Never by post")
    desk.do(person.change_person, home.mother, "addresses/home", {"rank": "a", "type": "home", "town": "X"})
    desk.do(person.change_person, home.mother, "address_confidential_from", [{"name": "Gareth"}])
    note = building.a_note(desk, home.family, text="Met at the gate. Łukasz: „dobrze”.", kind="visit")
    desk.do(form.add_row, note, "children", {"child": home.zofia, "seen": "seen_alone"})
    gone = desk.do(form.add_row, note, "children", {"child": home.lukasz, "seen": "not_seen"})
    desk.do(form.remove_row, note, "children", gone)
    desk.do(form.finish, note)
    half = desk.do(form.start, "self_assessment", family_id=home.family, episode_id=opened, variant="closure")
    desk.do(form.answer, half, "discussed_on", "next Tues")
    desk.do(form.answer, half, "help_wanted", ["other", "mentor"])
    desk.do(form.undo, half)
    desk.do(form.redo, half)
    done = building.complete_checklist(desk, home.family)
    desk.do(form.finish, done)
    desk.do(form.amend, done, "One was judged too soon")
    desk.do(form.answer, done, "own_grade", "3")
    desk.do(form.finish, done)
    again = building.complete_checklist(desk, home.family)
    desk.do(form.finish, again)
    desk.do(form.amend, again, "Still thinking")
    desk.do(form.void, building.a_note(desk, home.family, text="Wrong family"), "Written twice")
    building.a_note(desk, None, text="Who was that?")


@pytest.mark.parametrize("work", ["a day's work", "the invented families", "generated families"])
def test_what_is_taken_out_says_the_same_in_an_empty_vault(
    work: str, desk: building.Desk, tmp_path: Path
) -> None:
    if work == "a day's work":
        a_days_work(desk)
    elif work == "the invented families":
        sample.fill(desk.store)
    else:
        sample.fill_with_generated(desk.store, 6, seed=9)
    elsewhere = building.new_desk(tmp_path / "elsewhere", name="Tom Achebe", life=7)

    checked = bundle.read_bundle(out(desk), today=date(2026, 9, 30))
    elsewhere.do(bundle.bring_in, checked.bundle)

    assert elsewhere.ask(bundle_out.logical) == desk.ask(bundle_out.logical)
    again = desk.do(bundle.bring_in, checked.bundle)
    assert again.changed_nothing
    assert again.differences == []
    elsewhere.close()


def test_the_logical_hash_sees_one_changed_word(desk: building.Desk) -> None:
    home = building.a_family(desk)
    before = desk.ask(bundle_out.logical)

    desk.do(person.change_person, home.zofia, "religion", "None")

    assert desk.ask(bundle_out.logical) != before


def test_what_only_the_journal_holds_comes_back_with_its_authors_and_times(
    desk: building.Desk, tmp_path: Path
) -> None:
    yesterday = desk.photograph(tmp_path / "yesterday")
    desk.do(bundle.bring_in, shipped())
    shutil.rmtree(yesterday.journal)
    shutil.copytree(desk.folder.journal, yesterday.journal)

    back = desk.open_at(yesterday, life=3)

    assert back.store.recovered > 0
    assert back.ask(bundle_out.logical) == desk.ask(bundle_out.logical)


CANARIES = {
    "warning": "canary-warning",
    "street": "canary-street",
    "draft": "canary-draft",
    "own": "canary-own",
}


def hide_canaries(desk: building.Desk) -> base.FamilyId:
    home = building.a_family(desk)
    address = {"home": {"rank": "a", "type": "home", "line_1": CANARIES["street"]}}
    hidden = {
        "contact_warning": CANARIES["warning"],
        "address_confidential_from": [{"name": "Gareth"}],
        "protected_addresses": address,
    }
    desk.do(person.add_person, home.family, {"given_names": "Ewa"}, hidden)
    building.a_note(desk, home.family, text=CANARIES["draft"])
    done = building.complete_checklist(desk, home.family)
    desk.do(form.answer, done, "proud_of", CANARIES["own"])
    desk.do(form.finish, done)
    kept = building.a_note(desk, home.family, text="This may be read.")
    desk.do(form.finish, kept)
    return home.family


@pytest.mark.parametrize("reader", ["family", "agency"])
def test_others_get_nothing_restricted_nothing_unfinished_and_no_sign_of_it(
    reader: str, desk: building.Desk
) -> None:
    hide_canaries(desk)

    text = out(desk, reader=reader).decode()

    assert not [canary for canary in CANARIES.values() if canary in text]
    assert "restricted" not in text
    assert "confidential" not in text
    assert "This may be read." in text


def test_the_practitioners_own_copy_holds_all_of_it(desk: building.Desk) -> None:
    hide_canaries(desk)

    text = out(desk).decode()

    assert [canary for canary in CANARIES.values() if canary not in text] == []


def test_a_family_gets_no_names_behind_the_scenes(desk: building.Desk) -> None:
    home = building.a_family(desk)
    paper = {"entered_from_paper": True, "typist": desk.store.me, "paper_date": "2026-07-01"}
    desk.do(form.finish, building.a_note(desk, home.family, text="On paper first.", **paper))

    answers = json.loads(out(desk, reader="family"))["families"][0]["forms"][0]["answers"]

    assert set(answers) == {"text", "at"}


def test_one_family_is_taken_out_without_its_neighbours(desk: building.Desk) -> None:
    desk.do(bundle.bring_in, shipped())
    wanted = shipped().families[1]

    said = json.loads(out(desk, families=[wanted.id]))

    assert [one["id"] for one in said["families"]] == [wanted.id]
    assert "Kowalczyk" not in json.dumps(said["families"], ensure_ascii=False)
    named = {one["id"] for one in said["practitioners"]}
    me = desk.ask(practitioner.me).id  # who brought the people in wrote them down here
    assert named == {me, *(one.author.practitioner for one in wanted.forms)}


def test_taking_a_copy_out_leaves_a_line_in_the_trail(desk: building.Desk) -> None:
    home = building.a_family(desk)

    desk.do(bundle_out.export, reader="family", families=[home.family])

    line = desk.ask(trail.lines)[0]
    assert (line.verb, line.record_id, line.by) == ("bundle.exported", home.family, desk.store.me)
    assert desk.ask(trail.first_break) is None


def test_a_note_of_an_earlier_day_comes_in_locked_and_a_draft_goes_on(desk: building.Desk) -> None:
    sample.fill(desk.store)
    desk.time.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)
    forms = [one for each in shipped().families for one in each.forms]
    finished = next(one for one in forms if one.form == "note" and one.status == "finished")
    draft = next(one for one in forms if one.form == "self_assessment" and one.status == "draft")

    with pytest.raises(errors.RecordLocked):
        desk.do(form.answer, finished.id, "text", "Rewritten")
    desk.do(form.answer, draft.id, "proud_of", "It went well.")

    assert desk.ask(sheet.sheet, draft.id).answers["proud_of"] == "It went well."


def test_a_vault_full_of_imports_is_sound(desk: building.Desk) -> None:
    desk.do(bundle.bring_in, shipped())
    a_days_work(desk)
    desk.reopen()

    for part in (soundness.database, soundness.history, soundness.trail, soundness.search):
        assert desk.ask(part).wrong == 0, part.__name__


def test_the_check_finds_what_was_altered_behind_the_records_back(desk: building.Desk) -> None:
    home = building.a_family(desk)
    desk.do(form.finish, building.a_note(desk, home.family, text="As it was."))

    with desk.store.writing() as connection:
        altered = sa.func.replace(base.record.c.fields, "As it was.", "As it never was.")
        connection.execute(sa.update(base.record).values(fields=altered))
        connection.execute(sa.delete(search.TABLE).where(search.TABLE.c.rowid == 2))
        connection.execute(sa.update(base.trail).where(base.trail.c.n == 3).values(verb="note.read"))

    assert desk.ask(soundness.history).wrong == 1
    assert desk.ask(soundness.search).wrong >= 1
    assert desk.ask(soundness.trail).wrong == 1


def test_generated_families_are_plausible_in_every_language_and_pass_their_own_checks() -> None:
    said = generate.bundle(120, seed=5, until=TODAY)

    checked = bundle_file.read(bundle_file.write(said), today=TODAY)

    languages = {who.answers["first_language"] for one in said.families for who in one.people}
    assert checked.warnings == ()
    assert len(languages) > 12
    assert {one.form for each in said.families for one in each.forms} == {
        "note", "self_assessment", "feedback_parent",
    }  # fmt: skip


def test_the_same_seed_and_day_give_the_same_families_and_another_seed_others() -> None:
    def made(seed: int) -> bytes:
        return bundle_file.write(generate.bundle(5, seed=seed, until=TODAY))

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_filling_a_practice_vault_twice_changes_nothing(desk: building.Desk) -> None:
    sample.fill(desk.store)

    assert sample.fill(desk.store).changed_nothing
    assert sample.fill_with_generated(desk.store, 2, seed=1).new["family"] == 2


def with_a_drawing(desk: building.Desk, tmp_path: Path) -> tuple[bundle_shape.Bundle, bytes]:
    """A bundle with one family and one drawing in it, taken out of another vault."""
    other = building.new_desk(tmp_path / "other", life=7)
    home = building.a_family(other)
    new = document.New("Drawing", "drawing", "2026-07", (home.zofia,), media_type="image/png")
    other.do(document.add, home.family, b"a slide and a sun", new)
    other.do(document.add, home.family, b"an order", document.New("Court order", is_apart=True))
    content = out(other)
    other.close()
    return bundle.read_bundle(content, today=TODAY).bundle, content


def test_documents_come_in_with_their_bytes_and_all_that_was_said_of_them(
    desk: building.Desk, tmp_path: Path
) -> None:
    said, content = with_a_drawing(desk, tmp_path)
    bytes_of = {hashlib.sha256(one).hexdigest(): one for one in (b"a slide and a sun", b"an order")}
    assert set(bundle_out.documents_of(content)) == set(bytes_of)
    report = desk.do(bundle.bring_in, said, bytes_of.get)
    assert report.new["document"] == 2
    apart, drawing = desk.ask(document.documents, said.families[0].id)
    assert (drawing.title, drawing.kind, drawing.dated) == ("Drawing", "drawing", "2026-07")
    assert (apart.is_apart, drawing.is_apart) == (True, False)
    assert desk.ask(document.content, drawing.record_id) == b"a slide and a sun"
    assert desk.ask(soundness.documents).wrong == 0
    assert desk.do(bundle.bring_in, said, bytes_of.get).changed_nothing


def test_a_document_whose_file_is_missing_or_another_is_left_out_and_counted(
    desk: building.Desk, tmp_path: Path
) -> None:
    said, _content = with_a_drawing(desk, tmp_path)
    report = desk.do(bundle.bring_in, said, lambda _sha256: b"something else")
    assert (report.without_bytes, report.new.get("document")) == (2, None)
    assert desk.ask(document.documents, said.families[0].id) == ()


def test_nobody_else_gets_a_document_in_a_bundle(desk: building.Desk) -> None:
    home = building.a_family(desk)
    desk.do(document.add, home.family, b"a drawing", document.New("Drawing"))
    for reader in ("agency", "family"):
        assert b"Drawing" not in out(desk, reader=reader)
