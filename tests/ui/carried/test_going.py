"""How far a go to the centre is: records and files are counted while they come, and the foot says so."""

from typing import Any

from ehdesk import app as apps
from ehdesk.models import arrivals, enclosed, form
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
