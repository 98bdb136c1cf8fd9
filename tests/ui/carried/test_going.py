"""How far a go to the centre is: records and files are counted while they come, and the foot says so."""

from typing import Any

import msgspec

from ehdesk import app as apps
from ehdesk.models import arrivals, enclosed, enrolled, form
from ehdesk.ui import going
from tests.ui.carried.conftest import Office


def test_records_are_counted_bite_by_bite_and_files_one_by_one() -> None:
    told: list[going.Far] = []
    waits = [enclosed.Waiting(name, 10, is_here=True) for name in ("one", "two")]
    gone = going.Going(
        AStore({enclosed.waiting: waits}), typing_wanted=lambda: gone.typing_is_in(),
        heard=lambda _taken: None, far=told.append,
    )  # fmt: skip
    gone.do(bite, {"Sam": {"a", "b"}, "Tom": {"b"}})
    gone.do(bite, {"Sam": {"c"}})
    gone.ask(enclosed.waiting, "epoch")
    for one in waits:
        gone.do(enclosed.note_filed, one.sha256, "epoch")
    assert [one.records for one in told] == [2, 3, 3, 3, 3]
    assert [(one.files, one.of_files) for one in told[2:]] == [(0, 2), (1, 2), (2, 2)]


def test_a_go_begins_to_count_anew(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    office.go(life)
    office.sam.sync()
    for number in range(3):
        office.sam.desk.do(form.start, "note", family_id=home.family, answers={"text": f"Note {number}"})
    office.sam.sync()
    told: list[int] = []
    office.carries(life).changed.connect(lambda state: told.append(state.far.records))
    office.go(life)
    assert max(told) == 3
    told.clear()
    office.go(life)
    assert max(told) == 0


class AStore:
    def __init__(self, found: dict[Any, Any]) -> None:
        self._found = found

    def do(self, verb: Any, *args: Any, **_kw: Any) -> Any:
        return Done(arrivals.TakenIn(records=args[0]) if verb is bite else None)

    def ask(self, query: Any, *_args: Any, **_kw: Any) -> Any:
        return self._found[query]

    def take_standing(self, role: str, manages: Any = ()) -> None:
        """Nobody asks."""


class Done:
    def __init__(self, result: Any) -> None:
        self.result = result


class _Told:
    verb = "act.arrived"


def bite(_work: Any, _records: Any) -> None:
    """Stands for a verb that takes a bite in."""


bite.told = _Told()  # type: ignore[attr-defined]


def test_an_open_page_hears_what_was_set_aside_settled_otherwise_or_went_off_the_laptop(
    office: Office, life: apps.Life
) -> None:
    home = office.a_family(life)
    note = office.a_note(life, home, text="As it was")
    office.go(life)
    came: list[frozenset[str]] = []
    life.working().desk.came_in.connect(came.append)

    office.centre.refuses = lambda _act: "not_allowed"
    office.do(life, form.answer, note, "text", "Not taken")
    office.go(life)
    assert came[-1] == {note}, "set aside"
    office.centre.refuses = lambda _act: ""

    office.sam_writes(note, "Theirs")
    office.do(life, form.answer, note, "text", "Mine")
    came.clear()
    office.go(life)
    assert {note} <= frozenset().union(*came), "settled otherwise"

    came.clear()
    office.centre.may_hold = lambda _who, scope: not scope.startswith(("family:", "practitioner:"))
    office.go(life)
    assert {note, home.family, home.mother} <= frozenset().union(*came), "withdrawn"


def test_a_page_hears_of_records_that_were_fetched_anew(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    note = office.a_note(life, home, text="As it was")
    office.go(life)
    scopes = (f"family:{home.family}/file",)
    link = office.ask(life, enrolled.link)
    office.do(life, enrolled.remember, msgspec.structs.replace(link, anew=scopes))
    came: list[frozenset[str]] = []
    life.working().desk.came_in.connect(came.append)
    office.go(life)
    assert {note, home.family} <= frozenset().union(*came)
