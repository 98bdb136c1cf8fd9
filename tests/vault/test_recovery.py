"""The recovery code: written, read aloud, mistyped."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehdesk import aloud, errors
from ehdesk.vault import recovery


@given(st.binary(min_size=20, max_size=20))
def test_what_is_written_can_be_read(secret: bytes) -> None:
    code = recovery.written(secret)
    assert recovery.read(code) == secret
    assert [len(group) for group in code.split("-")] == [4] * 8 + [1]


@given(st.binary(min_size=20, max_size=20))
def test_case_spaces_and_letters_that_look_alike_do_not_matter(secret: bytes) -> None:
    code = recovery.written(secret)
    typed = code.replace("-", "  ").replace("0", "o").replace("1", "l").lower()
    assert recovery.read(f"  {typed}\n") == secret
    assert recovery.read(code.replace("-", "–").replace("1", "I").replace("0", "O")) == secret


def test_any_single_wrong_character_is_noticed() -> None:
    code = recovery.written(bytes(range(20))).replace("-", "")
    for at, right in enumerate(code):
        for wrong in aloud.ALPHABET.replace(right, ""):
            with pytest.raises(errors.RecoveryCodeUnreadable):
                recovery.read(code[:at] + wrong + code[at + 1 :])


def test_nearly_every_swap_of_neighbours_is_noticed() -> None:
    chance = random.Random(7)
    tried = missed = 0
    for _ in range(300):
        code = recovery.written(chance.randbytes(20)).replace("-", "")
        for at in range(len(code) - 1):
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            if swapped != code:
                tried += 1
                missed += _is_read(swapped)
    assert missed / tried < 0.01


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 33, "é" * 33, "0" * 32, "0" * 34])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(errors.RecoveryCodeUnreadable):
        recovery.read(text)


def _is_read(code: str) -> bool:
    try:
        recovery.read(code)
    except errors.RecoveryCodeUnreadable:
        return False
    return True
