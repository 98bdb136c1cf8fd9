"""Whatever a worker did, an older database and the journal give the same record, once and twice."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehdesk import errors, files
from ehdesk.models import acts, family, form, history, person, replay, soundness
from tests import building

WORDS = "damp wall coughing Łukasz نور رضیہ Ștefania gate".split()


class Worker:
    """Does anything, in any order; what is refused is part of the day."""

    def __init__(self, desk: building.Desk, seed: int) -> None:
        self.desk = desk
        self.chance = random.Random(seed)
        self.families = [building.a_family(desk)]
        self.forms: list[str] = [building.a_note(desk, self.families[0].family)]

    def work(self, acts_to_do: int) -> None:
        todo: list[Callable[[], Any]] = [
            *(
                self.type_on,
                self.type_on,
                self.type_on,
                self.new_note,
                self.checklist,
                self.add_row,
                self.cell,
            ),
            *(
                self.drop_row,
                self.undo,
                self.redo,
                self.finish,
                self.amend,
                self.file,
                self.people,
                self.family,
            ),
            *(self.secret, self.leave, self.time),
        ]
        for _ in range(acts_to_do):
            try:
                self.chance.choice(todo)()
            except (errors.RecordRefusal, errors.FormRefusal):
                continue  # a refusal changes nothing, and that is what is compared

    def some_form(self) -> str:
        return self.chance.choice(self.forms)

    def some_household(self) -> building.Household:
        return self.chance.choice(self.families)

    def words(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=4))

    def type_on(self) -> None:
        path = self.chance.choice(["text", "text", "proud_of", "do_differently"])
        sitting = self.chance.choice([None, "one", "two"])
        self.desk.do(
            form.answer, self.some_form(), path, self.chance.choice([self.words(), None]), sitting=sitting
        )

    def new_note(self) -> None:
        household = self.chance.choice([None, self.some_household().family])
        self.forms.append(building.a_note(self.desk, household, text=self.words()))

    def checklist(self) -> None:
        self.forms.append(building.complete_checklist(self.desk, self.some_household().family))

    def rows(self) -> tuple[str, list[str]]:
        record = self.some_form()
        return record, list(self.desk.ask(form.sheet, record).answers.get("children", {}))

    def add_row(self) -> None:
        record, rows = self.rows()
        after = self.chance.choice([None, *rows])
        seen = self.chance.choice(["seen", "seen_alone", "not_seen"])
        self.desk.do(
            form.add_row,
            record,
            "children",
            {"child": self.some_household().zofia, "seen": seen},
            after=after,
        )

    def cell(self) -> None:
        record, rows = self.rows()
        if rows:
            path = f"children/{self.chance.choice(rows)}/seen"
            self.desk.do(form.answer, record, path, self.chance.choice(["seen", None]), sitting="one")

    def drop_row(self) -> None:
        record, rows = self.rows()
        if rows:
            self.desk.do(form.remove_row, record, "children", self.chance.choice(rows))

    def undo(self) -> None:
        self.desk.do(form.undo, self.some_form())

    def redo(self) -> None:
        self.desk.do(form.redo, self.some_form())

    def finish(self) -> None:
        self.desk.do(form.finish, self.some_form())

    def amend(self) -> None:
        locked = [record for record in self.forms if self.desk.ask(form.sheet, record).is_locked]
        if locked:
            self.desk.do(form.amend, self.chance.choice(locked), self.words())

    def file(self) -> None:
        self.desk.do(form.file_under, self.some_form(), self.some_household().family)

    def people(self) -> None:
        household = self.some_household()
        who = self.chance.choice([household.mother, household.zofia])
        key = self.chance.choice(["known_as", "religion", "contact_warning", "other_languages", "email"])
        value: Any = self.chance.sample(["pl", "ar", "ur"], k=2) if key == "other_languages" else self.words()
        self.desk.do(person.change_person, who, key, value, sitting=self.chance.choice([None, "one"]))

    def family(self) -> None:
        if len(self.families) < 4:
            self.families.append(building.a_family(self.desk, self.chance.choice(["Okafor", "Țăranu"])))
        self.desk.do(family.change_family, self.some_household().family, "say_it", self.words())

    def secret(self) -> None:
        household = self.some_household()
        home = {"rank": "A", "type": "home", "line_1": self.words()}
        self.desk.do(person.change_person, household.mother, "addresses/a", home)
        if self.chance.random() < 0.3:
            secret = [household.zofia] if self.chance.random() < 0.7 else None
            self.desk.do(person.change_person, household.mother, "address_confidential_from", secret)

    def leave(self) -> None:
        self.desk.store.close_sitting(self.chance.choice(["one", "two"]))

    def time(self) -> None:
        self.desk.time.pass_by(minutes=self.chance.choice([1, 7, 11, 60 * 20]))


def with_todays_journal(desk: building.Desk, folder: files.DataFolder) -> files.DataFolder:
    for segment in desk.folder.journal.iterdir():
        (folder.journal / segment.name).write_bytes(segment.read_bytes())
    return folder


@pytest.mark.parametrize("seed", range(8))
def test_an_older_database_and_todays_journal_give_today(seed: int, tmp_path: Path) -> None:
    desk = building.new_desk(tmp_path / "vault")
    worker = Worker(desk, seed)
    photographs = []
    for number in range(3):
        photographs.append(desk.photograph(tmp_path / f"photograph {number}"))
        worker.work(60)
    desk.store.close_sitting()
    today = building.logical(desk)
    texts = {record: desk.ask(form.history, record, "text") for record in worker.forms}
    for life, photograph in enumerate(photographs, start=1):
        other = desk.open_at(with_todays_journal(desk, photograph), life=life)
        assert other.store.recovered > 0
        assert building.logical(other) == today
        assert {record: without_numbers(other, record) for record in texts} == {
            record: without_numbers(desk, record) for record in texts
        }
        assert other.ask(soundness.history).wrong == 0
        assert other.ask(soundness.search).wrong == 0
        assert other.ask(soundness.trail).wrong == 0
        applied_again(desk, other)
        assert building.logical(other) == today
    desk.close()


def without_numbers(desk: building.Desk, record_id: str) -> list[tuple[Any, ...]]:
    told = desk.ask(history.history, record_id, "text")
    return [(voice.value, voice.by, voice.at, voice.verb, voice.why) for voice in told]


def applied_again(desk: building.Desk, other: building.Desk) -> None:
    with other.store.writing() as connection:
        entries = desk.store.journal.read().entries
        assert replay.put_back(connection, other.store.bench, entries).put_back == 0
    assert other.reopen().store.recovered == 0


def test_the_worker_of_this_proof_does_something_of_everything(tmp_path: Path) -> None:
    """Else it would prove little."""
    desk = building.new_desk(tmp_path / "vault")
    for seed in range(3):
        Worker(desk, seed).work(150)

    def verbs(read: acts.Reading) -> set[str]:
        rows = read.connection.exec_driver_sql("SELECT DISTINCT verb FROM act")
        return {str(row[0]) for row in rows}

    assert desk.ask(verbs) >= {
        *(
            "family.opened",
            "family.changed",
            "person.added",
            "person.changed",
            "form.started",
            "answer.given",
        ),
        *("row.added", "row.removed", "answer.undone", "answer.redone", "form.finished", "form.amended"),
        "form.filed",
    }
    desk.close()
