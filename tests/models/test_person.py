"""What not everybody may read about a person stands in the sibling and nowhere else."""

from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, history, person, stored
from tests import building

HOME = {"a": {"rank": "A", "type": "home", "line_1": "4 Canary Street", "postcode": "ZZ99 3VZ"}}


def add(desk: building.Desk, family_id: str, restricted: dict[str, Any] | None = None, **answers: Any) -> str:
    return desk.do(person.add_person, family_id, {"given_names": "Gareth", **answers}, restricted)


def kept_in_the_file(desk: building.Desk, family_id: str) -> str:
    """Everything that is stored in the family's own scope: records, revisions, lists."""

    def told(read: acts.Reading) -> str:
        in_file = base.record.c.scope == base.family_scope(family_id)
        records = sa.select(base.record.c.fields).where(in_file)
        revisions = sa.select(base.revision.c.was).join(base.record).where(in_file)
        rows = [*read.connection.execute(records), *read.connection.execute(revisions)]
        return " ".join(map(str, rows))

    return desk.ask(told)


def test_a_contact_warning_is_kept_apart(desk: building.Desk, household: building.Household) -> None:
    gareth = add(desk, household.family, contact_warning="Canary: ring only in school hours")
    (card,) = [card for card in desk.ask(person.people, household.family) if card.id == gareth]
    assert card.has_restricted
    assert "contact_warning" not in card.answers
    assert desk.ask(person.restricted, gareth)["contact_warning"] == "Canary: ring only in school hours"
    assert "Canary" not in kept_in_the_file(desk, household.family)


def test_a_confidential_address_is_kept_apart_whole(
    desk: building.Desk, household: building.Household
) -> None:
    gareth = add(
        desk,
        household.family,
        {"address_confidential_from": [household.mother]},
        addresses=HOME,
        phones={"p": {"rank": "A", "number": "01632 960001 Canary"}},
        email="canary@example.org",
    )
    hidden = desk.ask(person.restricted, gareth)
    assert set(hidden) == {
        "address_confidential_from",
        "protected_addresses",
        "protected_phones",
        "protected_email",
    }
    assert "anary" not in kept_in_the_file(desk, household.family)


def test_an_address_that_becomes_a_secret_takes_its_history_along(
    desk: building.Desk, household: building.Household
) -> None:
    gareth = add(desk, household.family, addresses=HOME)
    desk.do(person.change_person, gareth, "addresses/a/line_1", "5 Canary Street")
    desk.do(person.change_person, gareth, "address_confidential_from", [household.mother])
    assert "Canary" not in kept_in_the_file(desk, household.family)
    assert desk.ask(person.restricted, gareth)["protected_addresses"]["a"]["line_1"] == "5 Canary Street"
    desk.do(person.change_person, gareth, "addresses/a/line_1", "6 Canary Street")
    assert "Canary" not in kept_in_the_file(desk, household.family)
    assert desk.ask(person.restricted, gareth)["protected_addresses"]["a"]["line_1"] == "6 Canary Street"
    told = desk.ask(history.history, gareth, "protected_addresses/a/line_1")
    assert [voice.value for voice in told] == [f"{number} Canary Street" for number in (6, 5, 5, 4)]
    assert "Canary" not in str(desk.ask(history.history, gareth, "addresses"))


def test_a_new_address_of_somebody_protected_is_protected_too(
    desk: building.Desk, household: building.Household
) -> None:
    gareth = add(desk, household.family, {"address_confidential_from": [household.mother]})
    desk.do(person.change_person, gareth, "addresses/a", HOME["a"])
    assert "Canary" not in kept_in_the_file(desk, household.family)


def test_a_named_protected_address_leaves_the_open_one_where_it_is(
    desk: building.Desk, household: building.Household
) -> None:
    restricted = {"address_confidential_from": [{"name": "Him"}], "protected_addresses": HOME}
    open_one = {"b": {"rank": "A", "type": "school", "line_1": "Alder Bank Primary"}}
    gareth = add(desk, household.family, restricted, addresses=open_one)
    (card,) = [card for card in desk.ask(person.people, household.family) if card.id == gareth]
    assert card.answers["addresses"] == open_one
    assert "Canary" not in kept_in_the_file(desk, household.family)


def test_a_field_that_no_person_has_is_refused(desk: building.Desk, household: building.Household) -> None:
    with pytest.raises(errors.FieldUnknown):
        add(desk, household.family, title="Mr")
    with pytest.raises(errors.FieldUnknown):
        desk.do(person.change_person, household.zofia, "title", "Miss")
    with pytest.raises(errors.RecordMissing):
        add(desk, "nobody")


def test_an_export_for_another_audience_holds_nothing_restricted(
    desk: building.Desk, household: building.Household
) -> None:
    add(desk, household.family, {"contact_warning": "Canary"}, email="open@example.org")
    building.a_checklist(desk, household.family, proud_of="My own draft")
    everything = desk.ask(
        stored.of_family,
        household.family,
        audiences=frozenset({"file", "restricted", "quality", "practitioner"}),
    )
    outside = desk.ask(stored.of_family, household.family, audiences=frozenset({"file"}))
    assert "Canary" in str(everything)
    assert "My own draft" in str(everything)
    assert "Canary" not in str(outside)
    assert "My own draft" not in str(outside)
    assert "open@example.org" in str(outside)
    assert list(desk.ask(lambda read: list(stored.families(read)))) == [household.family]
