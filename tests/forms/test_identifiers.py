"""NHS numbers, pupil numbers and postcodes."""

import pytest

from ehdesk.forms import identifiers


@pytest.mark.parametrize("number", ["9990001235", "999 000 2347", "999-000-3459", "999 000 4560"])
def test_an_nhs_number_is_shown_in_three_groups(number: str) -> None:
    found = identifiers.nhs_number(number)
    assert found.is_valid
    assert found.shown[3] == found.shown[7] == " "


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("999 000 123", "has 10 digits"),
        ("999 000 123X", "has 10 digits"),
        ("٩٩٩٠٠٠١٢٣٥", "has 10 digits"),
        ("999 000 1236", "last digit does not fit"),
        ("999 000 0000", "last digit does not fit"),
        ("999 000 9990", "last digit does not fit"),
        ("1111111111", "never one digit repeated"),
    ],
)
def test_an_nhs_number_that_looks_wrong_is_said_to(number: str, said: str) -> None:
    assert said in identifiers.nhs_number(number).problem


def test_every_nhs_number_has_at_most_one_check_digit_that_fits() -> None:
    for stem in range(999_000_000, 999_000_200):
        fitting = [digit for digit in range(10) if identifiers.nhs_number(f"{stem}{digit}").is_valid]
        assert len(fitting) <= 1


@pytest.mark.parametrize("number", ["B801200005001", "z000999921001", "W 0009 9992 4002", "L000999916004"])
def test_a_pupil_number_is_valid_with_its_letter(number: str) -> None:
    assert identifiers.upn(number).is_valid


def test_twelve_digits_have_exactly_one_letter_that_fits() -> None:
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    fitting = [letter for letter in letters if identifiers.upn(f"{letter}801200005001").is_valid]
    assert fitting == ["B"]


def test_a_temporary_pupil_number_ends_with_a_letter_that_counts() -> None:
    valid = [
        letter for letter in "ABCDEFGHJKLMNPQRTUVWXYZ" if identifiers.upn(f"{letter}80120000500A").is_valid
    ]
    assert len(valid) == 1
    assert identifiers.is_temporary_upn(f"{valid[0]}80120000500A")
    assert not identifiers.is_temporary_upn("B801200005001")


@pytest.mark.parametrize("number", ["B80120000500", "S801200005001", "I801200005001", "A801200005001"])
def test_a_pupil_number_that_looks_wrong_is_said_to(number: str) -> None:
    assert not identifiers.upn(number).is_valid


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("sw1a1aa", "SW1A 1AA"), ("m1 1ae", "M1 1AE"), ("HB1-4QP", "HB1 4QP"), ("zz993vz", "ZZ99 3VZ")],
)
def test_a_postcode_is_set_in_capitals_with_one_space(typed: str, shown: str) -> None:
    assert identifiers.postcode(typed) == identifiers.Identifier(shown)


@pytest.mark.parametrize("typed", ["SW1", "12345", "SW1A 1CC", ""])
def test_an_odd_postcode_is_kept_and_said_to_look_wrong(typed: str) -> None:
    assert not identifiers.postcode(typed).is_valid
