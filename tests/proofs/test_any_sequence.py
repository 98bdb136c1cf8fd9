"""Whatever is done to a record, in any order: its history is whole, and what is kept apart stays apart.

Acts of chance on the three invented families. HYPOTHESIS_PROFILE=wide tries many more of them.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehdesk import errors
from ehdesk.commands import printing
from ehdesk.forms import definition
from ehdesk.forms import together as shown_together
from ehdesk.models import (
    acts,
    base,
    bundle_out,
    filing,
    form,
    history,
    joining,
    linking,
    person,
    search,
    sheet,
    soundness,
)
from ehdesk.sync import protocol
from tests import building, casework
from tests.paper import readback

IS_WIDE = os.environ.get("HYPOTHESIS_PROFILE") == "wide"
CHANCE = settings(
    max_examples=400 if IS_WIDE else 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FORMS = ("note", "self_assessment", "eha_part_b", "eha_part_a", "step_record")
SECRET = "zqx"
REFUSED = (errors.RecordRefusal, errors.FormRefusal, errors.NothingOffered)

Told = dict[tuple[str, str], set[str]]
STEPS = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 999)), min_size=5, max_size=40 if IS_WIDE else 20
)


class Anybody:
    """Does one act after another, by number; a refusal changes nothing and is part of the day."""

    def __init__(self, desk: building.Desk) -> None:
        self.desk = desk
        self.secrets: set[str] = set()
        self.count = 0
        self.touched: set[str] = set()
        self.done: set[str] = set()
        self.arrived: list[tuple[str, str, str]] = []
        self.records = [
            record
            for family_id in (casework.KOWALCZYK, casework.IONESCU)
            for form_id in FORMS
            for record in desk.ask(records_of, family_id, form_id)
        ]
        self.records.append(building.complete_checklist(desk, casework.KOWALCZYK))
        twin = {"given_names": "Zofia", "role": "child"}
        self.twin = desk.do(person.add_person, casework.KOWALCZYK, twin)
        desk.do(linking.link, casework.person_of(casework.KOWALCZYK, 3), self.twin)
        self.acts: tuple[Callable[[int], object], ...] = (
            *(self.answer, self.answer, self.secret, self.undo, self.redo, self.carry, self.finish),
            *(self.sign_off, self.send_back, self.amend, self.void, self.move, self.join, self.part),
            self.merge,
        )

    def does(self, steps: list[tuple[int, int]]) -> Iterator[None]:
        """Each act in turn; the caller looks after every one."""
        for act, choice in steps:
            try:
                self.acts[act](choice)
                self.done.add(self.acts[act].__name__)
            except REFUSED:
                pass  # it said no: the caller looks whether everything is as it was
            yield

    def record(self, choice: int) -> str:
        self.touched.add(self.records[choice % len(self.records)])
        return self.records[choice % len(self.records)]

    def words(self) -> str:
        self.count += 1
        return f"words {self.count}"

    def answer(self, choice: int) -> None:
        self.say(choice, restricted=False, words=self.words())

    def secret(self, choice: int) -> None:
        """Into a form that keeps something apart; or a warning at a person."""
        said = f"{SECRET}{self.count}secret"
        self.count += 1
        if choice % 2:
            mother = casework.person_of(casework.KOWALCZYK, 1)
            self.desk.do(person.change_person, mother, "contact_warning", said)
        else:
            self.say(choice // 2, restricted=True, words=said)
        self.secrets.add(said)

    def say(self, choice: int, *, restricted: bool, words: str) -> None:
        record = self.record(choice)
        told = self.desk.ask(sheet.sheet, record)
        asked = [one.key for one in told.form.questions() if is_text(one) and one.restricted is restricted]
        if not asked:
            raise errors.NothingOffered
        self.desk.do(form.answer, record, asked[choice % len(asked)], words)

    def merge(self, choice: int) -> None:
        """Somebody else's desk answered too, knowing what stands here or not."""
        record, said = self.record(choice // 2), self.words()
        asked = [one.key for one in self.desk.ask(sheet.sheet, record).form.questions() if is_open_text(one)]
        key = asked[choice % len(asked)]
        upon = self.desk.ask(last_act_on, record, key) if choice % 2 else None
        building.arrive(self.desk, record, protocol.Edit(path=key, value=said, base=upon))
        self.arrived.append((record, key, said))

    def undo(self, choice: int) -> None:
        self.desk.do(form.undo, self.record(choice))

    def redo(self, choice: int) -> None:
        self.desk.do(form.redo, self.record(choice))

    def carry(self, choice: int) -> None:
        record = self.record(choice)
        for key in sorted(self.desk.ask(form.carried, record))[:1]:
            self.desk.do(form.accept, record, key)

    def finish(self, choice: int) -> None:
        self.desk.do(form.finish, self.record(choice))

    def sign_off(self, choice: int) -> None:
        self.desk.do(form.sign_off_on_laptop, self.record(choice), "Helen Birch")

    def send_back(self, choice: int) -> None:
        self.desk.do(form.send_back, self.record(choice), self.words(), name="Helen Birch")

    def amend(self, choice: int) -> None:
        self.desk.do(form.amend, self.record(choice), self.words())

    def void(self, choice: int) -> None:
        self.desk.do(form.void, self.record(choice), self.words())

    def move(self, choice: int) -> None:
        to = (casework.AL_MASRI, casework.KOWALCZYK)[choice % 2]
        self.desk.do(filing.move, self.record(choice // 2), to, self.words())

    def join(self, choice: int) -> None:
        one, other = self.people(choice)
        self.desk.do(joining.join, one, other)

    def part(self, choice: int) -> None:
        self.desk.do(joining.part, self.people(choice)[1])

    def people(self, choice: int) -> tuple[str, str]:
        pair = (casework.person_of(casework.KOWALCZYK, 3), self.twin)
        return pair if choice % 2 else (pair[1], pair[0])


def is_text(question: definition.Question) -> bool:
    return question.kind in ("text", "long_text")


def is_open_text(question: definition.Question) -> bool:
    return is_text(question) and not question.restricted


def last_act_on(read: acts.Reading, record_id: str, path: str) -> str | None:
    """The act that said what stands at a path."""
    wanted = (
        sa.select(base.act.c.id)
        .select_from(base.revision.join(base.act).join(base.record))
        .where(base.record.c.id == record_id, base.revision.c.path == path)
        .order_by(base.revision.c.n.desc())
    )
    return read.connection.execute(wanted.limit(1)).scalar()


def records_of(read: acts.Reading, family_id: str, form_id: str) -> list[str]:
    """The newest draft and the newest finished form of a kind."""
    lines = [one for one in sheet.forms_of_family(read, family_id) if one.form_id == form_id]
    found = {one.status == "draft": str(one.record_id) for one in reversed(lines)}
    return sorted(found.values())


def current(read: acts.Reading, record_id: str) -> dict[str, Any]:
    """Every answer that stands in a record, by path; of a table, cell by cell."""
    found: dict[str, Any] = {}
    for key, value in sheet.sheet(read, record_id).answers.items():
        if isinstance(value, dict) and all(isinstance(row, dict) for row in value.values()):
            cells = {f"{key}/{row}/{at}": cell for row, rest in value.items() for at, cell in rest.items()}
            found |= cells
        elif value is not None:
            found[key] = value
    return found


def remember(told: Told, desk: building.Desk, record_id: str) -> None:
    for path, value in desk.ask(current, record_id).items():
        told.setdefault((record_id, path), set()).add(repr(value))


@pytest.fixture(scope="module")
def autumn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Desk]:
    """The three families at the end of their story: what every example begins with."""
    desk = casework.desk_of_autumn(tmp_path_factory.mktemp("autumn") / "vault")
    yield desk
    desk.close()


@pytest.fixture
def a_copy(autumn: building.Desk, tmp_path: Path) -> Callable[[], building.Desk]:
    """Makes a vault of its own for each example."""
    made = iter(range(1_000_000))
    return lambda: casework.copy_of(autumn, tmp_path / str(next(made)))


@CHANCE
@given(steps=STEPS)
def test_every_value_that_was_ever_current_is_in_the_history(
    a_copy: Callable[[], building.Desk], steps: list[tuple[int, int]]
) -> None:
    desk, told = a_copy(), Told()
    worker = Anybody(desk)
    for record in worker.records:
        remember(told, desk, record)
    began = set(told)
    for _act, (_which, choice) in zip(worker.does(steps), steps, strict=True):
        for record in {worker.record(choice), worker.record(choice // 2)}:
            remember(told, desk, record)

    changed = {place: values for place, values in told.items() if len(values) > 1 or place not in began}
    for (record, path), values in changed.items():
        voices = desk.ask(history.history, record, path, limit=1000)
        assert values <= {repr(voice.value) for voice in voices}, f"{path} of {record}"
    for record, path, said in worker.arrived:
        kept = [voice.value for voice in desk.ask(history.history, record, path, limit=1000)]
        kept += [one.value for one in desk.ask(history.second_versions, record) if one.path == path]
        assert said in kept, "what another desk said stands, or beside what stands"
    desk.close()


@CHANCE
@given(steps=STEPS)
def test_the_state_rebuilt_from_the_history_is_the_state(
    a_copy: Callable[[], building.Desk], steps: list[tuple[int, int]]
) -> None:
    desk = a_copy()
    worker = Anybody(desk)
    for _act in worker.does(steps):
        pass

    for record in worker.touched:
        for path, value in desk.ask(current, record).items():
            voices = desk.ask(history.history, record, path, limit=20)
            newest = next(voice.value for voice in voices if voice.value is not None)
            assert newest == value, path
    for check in (soundness.history, soundness.trail, soundness.search):
        assert desk.ask(check).wrong == 0
    desk.close()


@CHANCE
@given(steps=STEPS)
def test_what_is_kept_apart_is_found_shown_printed_and_taken_out_for_nobody_else(
    a_copy: Callable[[], building.Desk], steps: list[tuple[int, int]]
) -> None:
    desk = a_copy()
    worker = Anybody(desk)
    for _act in worker.does([*steps, (2, 0), (2, 1), *((2, choice * 2) for choice in range(12))]):
        pass
    assert len(worker.secrets) > 1, "something was kept apart"

    assert desk.ask(search.find, SECRET) == ()
    assert all(desk.ask(search.find, secret) == () for secret in worker.secrets)
    assert desk.ask(search.find_in_groups, SECRET, lambda kind, _form: kind) == {}
    to = bundle_out.Recipient(checked=True)
    assert SECRET.encode() not in desk.ask(bundle_out.take_out, reader="family", recipient=to)
    assert SECRET.encode() in desk.ask(bundle_out.take_out), "the worker's own has it"
    place = printing.place_of(desk.folder)
    for record in worker.records:
        told = desk.ask(sheet.sheet, record, audience="file")
        together = shown_together.sections(told.form, told.answers)
        seen = [told.answers[one.key] for _section, asked in together for one in asked]
        assert SECRET not in repr(seen)
        if told.form.family_copy:
            page = printing.Page(told.form.id, reader="family", checked=True)
            with contextlib.suppress(errors.NotTheirs):  # one parent's alone: then there is no page at all
                pdf = desk.ask(printing.typeset, record, page, place)
                assert SECRET.encode() not in readback.everything(pdf)
    desk.close()


def test_anybody_does_something_of_everything(a_copy: Callable[[], building.Desk]) -> None:
    """Else these proofs would prove little."""
    worker = Anybody(a_copy())
    for _act in worker.does([(act, choice) for choice in range(24) for act in range(15)]):
        pass

    assert worker.done == {act.__name__ for act in worker.acts}
    worker.desk.close()
