"""A story is about laptops to which anything may happen between its sentences."""

import random

from tests.proofs.simulation import happening, in_a_row, play, world


def test_nobody_types_on_a_laptop_that_was_lost_since_its_page_was_opened() -> None:
    def lost_in_between(made: world.World) -> None:
        before = [one.acts() for one in made.desks]
        story = in_a_row.a_note_that_is_typed_for_long(made, random.Random(1))
        next(story)
        (desk,) = (one for one, had in zip(made.desks, before, strict=True) if one.acts() != had)
        happening.lose(made, desk)
        said = desk.acts()
        for _sentence in story:
            pass
        assert desk.acts() == said

    assert play.played(1, lost_in_between).broken == ()
