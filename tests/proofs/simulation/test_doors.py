"""The simulation's own way to its databases changes nothing of what the product does."""

import pytest

from tests.proofs.simulation import doors, play


@pytest.mark.parametrize("seed", range(3, 60, 12))
def test_a_seed_goes_the_same_way_on_encrypted_files(seed: int) -> None:
    assert play.play(seed, in_files=True) == play.play(seed)


@pytest.mark.parametrize("seed", range(0, 40, 10))
def test_a_seed_goes_the_same_way_over_sqlalchemys_own_connections(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight = play.play(seed)
    monkeypatch.setattr(doors, "is_straight", [False])
    assert play.play(seed) == straight
