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


@pytest.mark.parametrize(
    "number", ["01632 960100", "+44 1632 960 100", "(01632) 960-100", "999", "01632 960100 ext 4"]
)
def test_a_phone_number_may_be_written_as_people_do(number: str) -> None:
    assert identifiers.phone(number).is_valid


@pytest.mark.parametrize("number", ["", "12", "ask at school", "1" * 16, "++44 1632 960100"])
def test_what_cannot_be_rung_is_said_to(number: str) -> None:
    assert "Enter a phone number" in identifiers.phone(number).problem


@pytest.mark.parametrize(
    "address", ["carol@alderbank.example", "o'neil+eh@mail.alder-bank.example", "żółw@łódź.example"]
)
def test_an_email_address_is_judged_lightly(address: str) -> None:
    assert identifiers.email(f" {address} ") == identifiers.Identifier(address)


@pytest.mark.parametrize(
    "address", ["carol", "carol@", "@alderbank.example", "carol@alderbank", "a b@c.example", "a@b..c"]
)
def test_what_is_no_email_address_is_said_to(address: str) -> None:
    assert not identifiers.email(address).is_valid


def test_only_the_range_999_is_for_tests() -> None:
    assert identifiers.is_test_nhs_number("999 000 1235")
    assert not identifiers.is_test_nhs_number("943 476 5919")
    assert not identifiers.is_test_nhs_number("999 000 1236")


def test_a_pupil_number_of_no_authority_is_only_doubted() -> None:
    assert "No local authority has the number 000" in identifiers.doubt("upn", "Z000999921001")
    assert identifiers.fault("upn", "Z000999921001") == ""
    assert identifiers.doubt("upn", "B801200005001") == ""
