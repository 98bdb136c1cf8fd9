"""The catalogue of what can go wrong: each entry can be told from every other, and says what to do."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator

from ehdesk import errors


def every(kind: type[errors.Refusal] = errors.Refusal) -> Iterator[type[errors.Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


def test_no_two_refusals_have_the_same_number() -> None:
    numbers = Counter(one.number for one in every() if "number" in vars(one))
    assert [number for number, times in numbers.items() if times > 1] == []


def test_a_number_says_which_part_of_the_catalogue_it_is_from() -> None:
    parts = {part: {one.number // 100 for one in every(part)} for part in errors.Refusal.__subclasses__()}
    assert all(len(hundreds) == 1 for hundreds in parts.values()), parts
    assert len(set.union(*parts.values())) == len(parts)


def test_the_catalogue_gives_every_refusal_of_its_rooms_by_name() -> None:
    rooms = [
        importlib.import_module(room.name) for room in pkgutil.iter_modules(errors.__path__, "ehdesk.errors.")
    ]
    held = {
        name: one
        for room in rooms
        for name, one in vars(room).items()
        if isinstance(one, type) and issubclass(one, errors.Refusal)
    }
    assert held["Refusal"] is errors.Refusal
    assert {name: one for name, one in held.items() if getattr(errors, name, None) is not one} == {}


def test_words_that_send_to_a_page_name_it_everywhere_but_there() -> None:
    sending = [one() for one in every() if one.page]
    assert [one for one in every() if "{there}" in one.todo] == [type(one) for one in sending]
    assert {type(one) for one in sending} >= {errors.DeviceRevoked, errors.LifeEnded, errors.NotKnownThere}
    for one in sending:
        named = f"under “{one.page}”"
        assert named in one.words()[2]
        assert one.words(on="Settings") == one.words()
        assert one.words(on=one.page)[2] == one.words()[2].replace(named, "below")


def test_nothing_is_shouted_and_every_refusal_says_what_to_do() -> None:
    for one in every():
        assert "!" not in one.title + one.safe + one.todo, one
        assert all((one.title, one.safe, one.todo)), one
