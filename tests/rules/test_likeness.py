"""Who is like whom: the same child with one slip is found, and brothers, sisters and twins never."""

import pytest

from ehdesk.rules import likeness
from ehdesk.rules.likeness import Somebody

ZOFIA = Somebody(("zofia",), ("kowalczyk", "hughes"), born="2017-03-14", nhs="9990001235")


@pytest.mark.parametrize(
    "other",
    [
        Somebody(("zofia",), ("kowalczyk",)),
        Somebody(("zofia",), ("kowalczyk",), born="2017-03-14"),
        Somebody(("sofia",), ("kowalczyk",), born="2017-03-14"),
        Somebody(("zofia",), ("kovalchik",), born="2017-03-14"),
        Somebody(("zofia",), ("hughes",), born="2017"),
        Somebody(("zosia",), ("kowalczyk",), born="2017-03-14"),
        Somebody(("zofia",), ("kowalczyk",), born="2016", estimated=True),
        Somebody(("zofia",), ("kowalczyk",), born="2017-08-14"),
        Somebody(("hughes",), ("zofia",), born="2017-03-14"),
        Somebody(("anna",), ("brown",), born="1999-01-01", nhs="9990001235"),
    ],
)
def test_the_same_child_with_one_slip_is_found(other: Somebody) -> None:
    found = likeness.compare(ZOFIA, other)
    assert found.is_enough
    assert found.reasons
    assert likeness.asked_keys(other) & likeness.keys(ZOFIA)


@pytest.mark.parametrize(
    "other",
    [
        Somebody(("lukasz",), ("kowalczyk", "hughes"), born="2019-11-09"),  # her brother
        Somebody(("hanna",), ("kowalczyk", "hughes"), born="2017-03-14"),  # a twin
        Somebody(("zofia",), ("kowalczyk",), born="1984-06-02"),  # a grandmother of the same name
        Somebody(("zofia",)),
        Somebody((), ("kowalczyk",)),
        Somebody(("zofia",), ("brown",), born="2009-12-01"),
        Somebody(("zofia",), ("kowalczyk",), nhs="9990002347"),  # another number
    ],
)
def test_somebody_else_is_never_warned_about(other: Somebody) -> None:
    assert not likeness.compare(ZOFIA, other, same_family=len(other.family) == 2).is_enough


def test_day_and_month_the_other_way_round_are_found_and_said() -> None:
    one = Somebody(("yusuf",), ("qureshi",), born="2012-05-02")
    other = Somebody(("yousef",), ("qureshi",), born="2012-02-05")
    found = likeness.compare(one, other)
    assert found.is_enough
    assert "swapped_born" in found.reasons
    assert likeness.asked_keys(other) & likeness.keys(one)


def test_a_name_in_its_own_script_is_found_in_any_order() -> None:
    one = Somebody(("noor",), ("almasri",), own_script="نور المصري")
    other = Somebody(own_script="المصري نور")
    assert likeness.compare(one, other).reasons == ("same_name",)
    assert likeness.asked_keys(other) & likeness.keys(one)


def test_a_born_child_may_be_the_baby_who_was_due() -> None:
    unborn = Somebody(due="2026-12-02", family=("kowalczyk",))
    born = Somebody(("maja",), ("kowalczyk",), born="2026-11-28")
    assert likeness.compare(born, unborn, same_family=True).is_enough
    assert not likeness.compare(born, Somebody(due="2027-05-02"), same_family=True).is_enough


def test_likeness_is_the_same_from_both_sides() -> None:
    other = Somebody(("sofia",), ("kovalchik",), born="2017-03")
    assert likeness.compare(ZOFIA, other) == likeness.compare(other, ZOFIA)
