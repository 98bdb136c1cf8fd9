"""Records that wait to be indexed are found all the same, and the index catches up by small steps."""

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ehdesk.models import acts, base, form, indexing, person, search, soundness, store
from tests import building
from tests.models.test_search import SAME


def let_all_wait(desk: building.Desk) -> None:
    """As if everything had just come in by the hundred."""

    @acts.act("act.arrived", local=True)
    def wait(work: acts.Work) -> None:
        search.rebuild(work.connection, work.form)
        work.connection.execute(sa.delete(search.TABLE))
        work.connection.execute(sa.insert(base.meta).values(key=search.INDEXED_TO, value="0"))

    desk.do(wait)


def found(desk: building.Desk, words: str) -> list[str]:
    return [hit.record_id for hit in desk.ask(search.find, words, limit=1_000)]


def index_all(desk: building.Desk, most: int = 2) -> int:
    steps = 1
    while desk.do(indexing.go_on, most):
        steps += 1
    return steps


@pytest.mark.parametrize(("written", "asked"), SAME)
def test_a_word_that_waits_is_found_however_it_is_typed(
    desk: building.Desk, written: str, asked: str
) -> None:
    note = building.a_note(desk, None, text=f"We met\n{written}\ttoday, “{written}”.")
    building.a_note(desk, None, text="Somebody else altogether.")
    let_all_wait(desk)
    assert found(desk, asked) == [note]


WORDS = st.sampled_from(
    [*(word for pair in SAME for word in pair), "bed", "bedroom", "Bed-time", "5", "2026", '"', "\\n", "é"]
)


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> building.Desk:
    return building.new_desk(tmp_path_factory.mktemp("indexing"))


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=4),
    asked=st.lists(WORDS, min_size=1, max_size=3),
    joint=st.sampled_from([" ", "\n", ", ", "-"]),
    cut=st.integers(0, 3),
)
def test_what_waits_is_found_by_the_same_words_as_what_is_indexed(
    some: building.Desk, texts: list[list[str]], asked: list[str], joint: str, cut: int
) -> None:
    notes = [building.a_note(some, None, text=joint.join(words) or "-") for words in texts]
    words = " ".join(asked)
    words = words[: len(words) - cut] or words
    indexed = set(found(some, words)) & set(notes)
    let_all_wait(some)
    assert set(found(some, words)) & set(notes) == indexed
    some.do(indexing.go_on, 2)
    assert set(found(some, words)) & set(notes) == indexed
    index_all(some, 1_000)
    assert set(found(some, words)) & set(notes) == indexed


def test_at_each_step_everything_is_found_once(desk: building.Desk) -> None:
    notes = {building.a_note(desk, None, text=f"Agnieszka, visit {n}.") for n in range(7)}
    let_all_wait(desk)
    steps = 0
    while desk.ask(indexing.waits):
        assert set(found(desk, "agnieszka")) == notes
        assert len(found(desk, "agnieszka")) == len(notes)
        assert {hit.record_id for hit in desk.ask(search.find, "agnieszka visit 3")} < notes
        grouped = desk.ask(search.find_in_groups, "agnieszka", lambda *_: "all", each=100)
        assert sorted(hit.record_id for hit in grouped["all"]) == sorted(notes)
        assert desk.ask(soundness.search).wrong == 0
        desk.do(indexing.go_on, 3)
        steps += 1
    assert steps > 2
    assert set(found(desk, "agnieszka")) == notes
    assert desk.ask(soundness.search).wrong == 0


def test_what_waits_outlives_a_lock(desk: building.Desk) -> None:
    notes = {building.a_note(desk, None, text=f"Agnieszka, visit {n}.") for n in range(4)}
    let_all_wait(desk)
    desk.do(indexing.go_on, 2)
    desk.reopen()
    assert desk.ask(indexing.waits)
    assert set(found(desk, "agnieszka")) == notes
    index_all(desk)
    assert not desk.ask(indexing.waits)
    assert set(found(desk, "agnieszka")) == notes


def test_a_record_that_is_changed_while_it_waits_is_found_by_its_new_words_only(
    desk: building.Desk,
) -> None:
    note = building.a_note(desk, None, text="Agnieszka opened the door.")
    let_all_wait(desk)
    desk.do(form.answer, note, "text", "Zofia opened the door.")
    later = building.a_note(desk, None, text="Zofia again.")
    for _ in range(2):
        assert found(desk, "agnieszka") == []
        assert sorted(found(desk, "zofia")) == sorted([note, later])
        index_all(desk)


def test_what_is_restricted_waits_for_nothing(desk: building.Desk, household: building.Household) -> None:
    restricted = {"contact_warning": "Canary one"}
    gareth = desk.do(person.add_person, household.family, {"given_names": "Gareth"}, restricted)
    let_all_wait(desk)
    for _ in range(2):
        assert found(desk, "canary") == []
        assert found(desk, "gareth") == [str(gareth)]
        index_all(desk)
    assert desk.ask(soundness.search).wrong == 0


def test_the_index_that_is_built_again_lets_nothing_wait(desk: building.Desk, note: str) -> None:
    let_all_wait(desk)
    store.rebuild_search(desk.store)
    assert not desk.ask(indexing.waits)
    assert desk.do(indexing.go_on) is False
    assert desk.ask(soundness.search).wrong == 0
