"""Each planted fault is caught by a story of its own, every time; without the fault the story holds."""

from collections.abc import Callable

import pytest

from tests.proofs.simulation import planted, play, schedules

STORIES: dict[Callable[[planted.Patch], None], schedules.Schedule] = {
    planted.no_act_is_known: schedules.an_act_comes_twice,
    planted.cursor_before_arrivals: schedules.power_goes_while_others_come_in,
    planted.last_writer_wins: schedules.two_write_in_one_field,
    planted.what_left_is_not_told: schedules.a_note_is_moved,
    planted.withdrawn_stays: schedules.sam_leaves_the_team,
    planted.revoked_are_welcome: schedules.sam_is_revoked,
    planted.restored_without_a_word: schedules.the_centre_goes_back,
    planted.numbers_outside_the_commit: schedules.many_acts,
    planted.answered_before_the_commit: schedules.the_centre_dies_before_its_commit,
    planted.voices_of_whole_records: schedules.two_write_in_two_fields,
    planted.arrivals_cover_what_waits: schedules.a_restored_desk_hears_first,
    planted.newest_acts_first: schedules.one_field_twice,
    planted.restored_revocations_are_gone: schedules.a_revocation_after_the_copy,
    planted.set_aside_leaves_a_phantom: schedules.an_act_that_cannot_be_taken,
    planted.scopes_of_everybody: schedules.anothers_family,
    planted.own_words_are_anothers: schedules.one_field_twice,
    planted.one_bad_act_stops_all: schedules.an_act_that_cannot_be_taken,
    planted.counted_ids: schedules.a_desk_goes_back_without_its_journal,
    planted.a_split_act: schedules.an_act_that_cannot_be_taken,
    planted.two_lives_at_once: schedules.two_copies,
    planted.nothing_sent_again: schedules.the_centre_goes_back,
    planted.half_a_refetch: schedules.the_centre_goes_back,
    planted.growing_acts_are_closed: schedules.a_note_is_typed,
}


def test_every_fault_has_a_story() -> None:
    play.beginning()
    assert set(STORIES) == set(planted.FAULTS)


@pytest.mark.parametrize("fault", STORIES, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_caught(fault: Callable[[planted.Patch], None]) -> None:
    play.beginning()  # before the fault is there
    assert planted.caught(fault, lambda: schedules.broken_by(STORIES[fault]))


@pytest.mark.parametrize(
    "story", [*dict.fromkeys(STORIES.values()), *schedules.MORE], ids=lambda story: story.__name__
)
def test_without_a_fault_the_story_holds(story: schedules.Schedule) -> None:
    assert schedules.broken_by(story) == ()
