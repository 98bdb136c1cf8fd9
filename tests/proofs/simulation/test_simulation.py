"""Whatever goes wrong on the way, once it is quiet everything holds: see `docs/proofs.md`."""

import os

import pytest

from tests.proofs.simulation import kept_seeds, play

SEEDS = int(os.environ.get("EHDESK_SEEDS", "2000"))
"""See `docs/proofs.md` for how long they take."""

_PORTION = 25


@pytest.mark.parametrize("first", range(0, SEEDS, _PORTION))
def test_once_it_is_quiet_everything_holds(first: int) -> None:
    for seed in range(first, first + _PORTION):
        assert play.play(seed).broken == ()


@pytest.mark.parametrize("seed", range(0, SEEDS, play.TWICE))
def test_a_seed_is_the_same_to_the_last_byte_when_it_is_played_again(seed: int) -> None:
    assert play.play(seed, every_row=True) == play.play(seed, every_row=True)


@pytest.mark.parametrize("seed", [*kept_seeds.KEPT, *kept_seeds.KEPT_WITH_A_STORY])
def test_a_seed_that_found_something_holds(seed: int) -> None:
    assert play.play(seed).broken == ()
