"""What a newer ehdesk wrote stops nothing here: it is kept, said in plain words, and shown once updated."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import errors
from ehdesk.forms import loader, newer
from ehdesk.models import acts, form, held
from ehdesk.models import replay as replays
from ehdesk.sync import protocol
from ehdesk.ui import standing
from tests import building
from tests.ui.pages.conftest import AtWork


def on_it(widget: QtWidgets.QWidget) -> str:
    return " ".join(each.text() for each in widget.findChildren(QtWidgets.QLabel) if each.isVisible())


def arrives(at_work: AtWork, form_id: str, version: int, *edits: protocol.Edit) -> str:
    """A colleague with a newer ehdesk begins a form of this family."""

    @acts.act("test.arrived", local=True)
    def apply(work: acts.Work) -> str:
        record, family = work.clock.new_id(), at_work.home.family
        change = protocol.Change(
            record, "action_plan", f"family:{family}/file", edits, new=True, family=family, form=form_id,
            form_version=version,
        )  # fmt: skip
        said = protocol.Act(work.clock.new_id(), "form.started", "sarah", work.at, "sarah's", (change,))
        replays.apply(work, said, protocol.encode_act(said))
        return record

    return str(at_work.kept.do(apply))


def test_a_form_in_a_newer_version_comes_in_opens_and_says_so(at_work: AtWork) -> None:
    version = loader.load("action_plan").version + 1
    edits = (
        protocol.Edit("contingency", value="Ring Agnieszka."),
        protocol.Edit("asked_from_next_year", value="Something new"),
    )
    record = arrives(at_work, "action_plan", version, *edits)
    page = at_work.go("form", record)
    assert f"{standing.NEWER} Nothing is lost." in on_it(page)
    assert page._view.answers()["contingency"] == "Ring Agnieszka."
    page = at_work.go("family", at_work.home.family, path="forms")
    assert at_work.kept.ask(form.forms_of_family, at_work.home.family)[0].record_id == record
    at_work.kept.do(form.answer, record, "contingency", "Ring the school.")
    assert fields_of(at_work, record)["asked_from_next_year"] == "Something new", "it stays as it was"
    assert form_version(at_work, record) == version


def test_a_form_that_this_version_has_never_heard_of_stops_no_list(at_work: AtWork) -> None:
    record = arrives(at_work, "form_of_2030", 1, protocol.Edit("mood", value="good"))
    (line,) = at_work.kept.ask(form.forms_of_family, at_work.home.family)
    assert (line.record_id, line.title) == (record, loader.NEWER_FORM)
    assert standing.NEWER in on_it(at_work.go("form", record))
    assert "good" not in on_it(at_work.window)


@pytest.mark.parametrize("form_id", ["action_plan", "form_of_2030"])
def test_what_is_not_all_known_here_is_not_finished_here(at_work: AtWork, form_id: str) -> None:
    record = arrives(at_work, form_id, loader.load("action_plan").version + 1)
    page = at_work.go("form", record)
    offered = [b.text() for b in page.findChildren(QtWidgets.QPushButton) if b.isVisible()]
    assert not [one for one in offered if one.startswith("Finish") or one == "Check"], offered
    assert ("Print" in offered) is (form_id == "action_plan"), "an empty page says nothing"
    assert "Update to see it and to finish it." in on_it(page)


def test_a_form_that_there_is_not_cannot_be_begun(at_work: AtWork) -> None:
    with pytest.raises(errors.FormUnknown):
        at_work.kept.do(form.start, "form_of_2030", family_id=at_work.home.family)


def test_a_choice_that_this_version_does_not_know_says_so_and_stays(at_work: AtWork) -> None:
    note = building.a_note(at_work.kept, at_work.home.family, text="Seen.")
    building.arrive(at_work.kept, note, protocol.Edit("place", value="by_hologram"))
    page = at_work.go("note", note)
    assert newer.SAID in on_it(page)
    at_work.kept.do(form.answer, note, "text", "Seen, and heard.")
    assert at_work.answers(note)["place"] == "by_hologram"
    building.arrive(at_work.kept, note, protocol.Edit("$status", value="finished"))
    at_work.kept.time.pass_by(days=2)
    assert newer.SAID in on_it(at_work.go("note", note))
    assert "by_hologram" not in on_it(at_work.window)


def test_what_a_manager_is_to_say_and_a_worker_noted_says_whose_words_they_are(at_work: AtWork) -> None:
    record = at_work.kept.do(form.start, "oversight", family_id=at_work.home.family)
    building.arrive(at_work.kept, record, protocol.Edit("$noted", value=True))
    told = on_it(at_work.go("form", record))
    assert "Written down by Carol Ndlovu on their own laptop, before it was connected." in told
    assert "No manager has said it themselves" in told


def fields_of(at_work: AtWork, record: str) -> dict[str, Any]:
    @acts.act("test.read", local=True)
    def read(work: acts.Work) -> held.Held:
        return work.record(record)

    found: held.Held = at_work.kept.do(read)
    return dict(found.fields)


def form_version(at_work: AtWork, record: str) -> int:
    import sqlalchemy as sa

    from ehdesk.models import base

    wanted = sa.select(base.record.c.form_version).where(base.record.c.id == record)
    return int(at_work.kept.ask(lambda read: read.connection.execute(wanted).scalar()))
