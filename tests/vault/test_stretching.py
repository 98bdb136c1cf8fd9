"""How slow guessing is made, and what happens when there is no memory for it."""

import pytest

from ehdesk import errors
from ehdesk.vault import keyslots, opening
from ehdesk.vault.keyslots import Stretching
from tests.vault.made import Vault


def test_the_standard_is_above_the_floor() -> None:
    assert Stretching.standard() == Stretching(131_072, 3, 2)
    assert Stretching.floor() == Stretching(65_536, 3, 2)


def test_stretching_is_argon2id_as_others_compute_it() -> None:
    """The figure is from the tests of the reference implementation, which argon2-cffi carries."""
    stretched = Stretching(65_536, 2, 1).stretch("password", b"somesalt")
    assert stretched.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


@pytest.mark.parametrize(
    ("seconds_per_pass", "chosen"),
    [
        (0.2, Stretching(131_072, 3, 2)),  # 0.6 s: as it is
        (1 / 3, Stretching(131_072, 3, 2)),  # a second to the dot: as it is
        (0.1, Stretching(131_072, 5, 2)),  # 0.3 s: two passes more
        (0.5, Stretching(65_536, 3, 2)),  # 1.5 s: half the memory
        (3.0, Stretching(65_536, 3, 2)),  # very slow: never below the floor
    ],
)
def test_calibrating_aims_at_half_a_second_to_a_second(
    monkeypatch: pytest.MonkeyPatch, seconds_per_pass: float, chosen: Stretching
) -> None:
    def seconds(self: Stretching) -> float:
        return seconds_per_pass * self.passes * self.memory_kib / 131_072

    monkeypatch.setattr(Stretching, "seconds", seconds)
    assert Stretching.calibrated() == chosen


def test_calibrating_with_little_memory_takes_more_passes_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    def seconds(self: Stretching) -> float:
        if self.memory_kib > 65_536:
            raise errors.NotEnoughMemory
        return 0.09 * self.passes

    monkeypatch.setattr(Stretching, "seconds", seconds)
    assert Stretching.calibrated() == Stretching(65_536, 6, 2)


def test_calibrating_on_this_computer_gives_a_figure_above_the_floor() -> None:
    assert Stretching.calibrated(at_least=0.01).memory_kib >= keyslots.FLOOR_KIB


def test_too_little_memory_is_never_called_a_wrong_passphrase(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    import argon2.low_level
    from argon2.exceptions import HashingError

    def no_memory(*_: object, **__: object) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(argon2.low_level, "hash_secret_raw", no_memory)
    with pytest.raises(errors.NotEnoughMemory) as refused:
        vault.open()
    assert "Close some programs" in refused.value.words()[2]


def test_each_slot_remembers_its_own_stretching(vault: Vault) -> None:
    harder = Stretching(64, 2, 2)
    opening.change_passphrase(vault.folder, vault.keys, "newer", device=vault.device, stretching=harder)
    assert vault.open("newer").data_key == vault.keys.data_key
