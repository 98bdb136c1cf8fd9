"""A desk is let in, even where the first answer was lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ehdesk import errors
from ehdesk.centre import store as centre_store
from ehdesk.models import bundle, bundle_out, enrolled, sent
from ehdesk.sync import engine, protocol
from tests import building
from tests.centre import building as centres
from tests.sync import test_any_order_for_real as real


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[centres.Centre]:
    opened = centre_store.open_store(str(tmp_path / "centre.db"))
    yield centres.a_centre(opened)
    opened.close()


class Losing(real.Door):
    """Loses the first answer of all."""

    lost = False

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        given = super().enrol(asked)
        if not self.lost:
            self.lost = True
            raise errors.CentreAway
        return given


def test_a_desk_whose_code_grew_too_old_before_its_answer_came_is_let_in_with_another(
    centre: centres.Centre, tmp_path: Path
) -> None:
    desk = building.new_desk(tmp_path / "vault", name="Maya")
    door = Losing(centre)
    with pytest.raises(errors.CentreAway):
        engine.enrol(desk.store, door, "https://centre.invalid", centre.code("Maya"))
    centre.later(hours=30)
    engine.enrol(desk.store, door, "https://centre.invalid", centre.code("Maya"))
    assert engine.sync(desk.store, door).taken == 1
    desk.close()


def test_a_code_whose_answer_was_lost_still_lets_the_same_desk_in(
    centre: centres.Centre, tmp_path: Path
) -> None:
    desk = building.new_desk(tmp_path / "vault", name="Maya")
    door, code = Losing(centre), centre.code("Maya")
    with pytest.raises(errors.CentreAway):
        engine.enrol(desk.store, door, "https://centre.invalid", code)
    desk.reopen()
    engine.enrol(desk.store, door, "https://centre.invalid", code)
    assert engine.sync(desk.store, door).taken == 1
    assert desk.ask(enrolled.standing).waits == 0
    desk.close()


@dataclass
class Brought:
    """Maya's vault, into which a family came from a bundle, with a draft that is its author's alone."""

    maya: building.Desk
    family: str
    draft: str

    def lets_in(self, centre: centres.Centre) -> engine.Told:
        """Connect it, and send."""
        door = real.Door(centre)
        engine.enrol(self.maya.store, door, "https://centre.invalid", centre.code("Maya"))
        return engine.sync(self.maya.store, door)


@contextmanager
def brought_from(author: str, tmp_path: Path) -> Iterator[Brought]:
    earlier = building.new_desk(tmp_path / "earlier", name=author, life=1)
    home = building.a_family(earlier)
    draft = building.a_checklist(earlier, home.family, proud_of="Tangerine")
    desk = building.new_desk(tmp_path / "vault", name="Maya")
    said = bundle.read_bundle(earlier.ask(bundle_out.take_out), today=desk.time.clock().today()).bundle
    desk.do(bundle.bring_in, said, earlier.store.cabinet.read)
    yield Brought(desk, home.family, draft)
    earlier.close()
    desk.close()


def test_families_of_an_earlier_vault_come_in_with_the_drafts_that_are_their_workers_alone(
    centre: centres.Centre, tmp_path: Path
) -> None:
    """The worker is another id in the new vault, and the centre takes nothing for somebody else alone."""
    with brought_from("Maya", tmp_path) as brought:
        assert not brought.lets_in(centre).aside
        assert centre.fields(brought.family)["name"] == "Kowalczyk-Hughes"
        assert centre.fields(brought.draft)["$status"] == "draft"


def test_a_colleagues_own_draft_keeps_no_family_of_a_bundle_from_the_centre_and_stays_theirs(
    centre: centres.Centre, tmp_path: Path
) -> None:
    with brought_from("Carol", tmp_path) as brought:
        told = brought.lets_in(centre)
        assert [reason for _act, reason in told.aside] == ["not_allowed"]
        assert centre.fields(brought.family)["name"] == "Kowalczyk-Hughes"
        (listed,) = brought.maya.ask(sent.overview).aside
        assert listed.record.line.record_id == brought.draft
        assert listed.said == (), "its words are nobody else's to read"
