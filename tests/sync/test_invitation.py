"""An address and a code are found however they were pasted."""

import pytest

from ehdesk.sync import invitation

ADDRESS, CODE = "https://centre.invalid", "harlow.7KQ4-M2XD-03FA-9ZZT"


@pytest.mark.parametrize(
    "pasted",
    [
        f"{ADDRESS} {CODE}",
        f"  {ADDRESS}/\n{CODE}\n",
        f"{ADDRESS}#{CODE}",
        f"{ADDRESS}, {CODE}.",
        f"centre.invalid {CODE}",
        f"Address: {ADDRESS} Code: {CODE}",
        f"{ADDRESS} harlow.7KQ4 M2XD 03FA 9ZZT",
    ],
)
def test_both_are_found(pasted: str) -> None:
    assert invitation.read(pasted) == (ADDRESS, CODE)


def test_a_machine_of_ones_own_is_left_as_it_is() -> None:
    assert invitation.read(f"http://127.0.0.1:8440 {CODE}") == ("http://127.0.0.1:8440", CODE)


def test_what_is_missing_is_empty() -> None:
    assert invitation.read(CODE) == ("", CODE)
    assert invitation.read(ADDRESS) == (ADDRESS, "")
    assert invitation.read("good morning") == ("", "")
    assert invitation.read("") == ("", "")
