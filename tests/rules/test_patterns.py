"""What a chronology may be telling."""

from ehdesk.forms import loader
from ehdesk.rules import patterns


def events(*said: tuple[str, str]) -> list[patterns.Event]:
    return [patterns.Event(f"e{n}", on, category) for n, (on, category) in enumerate(said)]


def test_the_same_category_twice_in_ninety_days_is_asked_about() -> None:
    (found,) = patterns.found_in(events(("2026-08-11", "missing"), ("2026-09-04", "missing")))
    assert (found.kind, found.category, found.events) == ("repeated", "missing", ("e0", "e1"))
    assert (found.first, found.last) == ("2026-08-11", "2026-09-04")


def test_twice_in_ninety_one_days_is_not() -> None:
    within = events(("2026-01-01", "police_crime"), ("2026-04-01", "police_crime"))
    beyond = events(("2026-01-01", "police_crime"), ("2026-04-02", "police_crime"))
    assert len(patterns.found_in(within)) == 1
    assert patterns.found_in(beyond) == ()


def test_meetings_and_good_news_are_no_pattern() -> None:
    said = [(f"2026-07-{day:02}", code) for day in (1, 8, 15) for code in ("plan_meeting", "achievement")]
    assert patterns.found_in(events(*said)) == ()


def test_missed_appointments_and_moves_have_questions_of_their_own() -> None:
    missed = events(("2026-01-08", "missed_appointment"), ("2026-02-03", "missed_appointment"))
    moves = events(
        ("2024-11", "move_homeless"), ("2025-06", "move_homeless"), ("2026-06-26", "move_homeless")
    )
    assert [one.kind for one in patterns.found_in(missed)] == ["missed_appointments"]
    assert [one.kind for one in patterns.found_in(moves)] == ["moves"]
    assert patterns.found_in(moves[:2]) == ()


def test_a_year_alone_joins_no_pattern() -> None:
    assert patterns.found_in(events(("2026", "missing"), ("2026-01-05", "missing"))) == ()


def test_every_pattern_has_its_question_and_every_category_is_one_of_the_form() -> None:
    codes = {option.code for option in loader.load("chronology").question("category").options}
    assert codes >= patterns._NOT_REPEATED | patterns._OWN_RULE
    assert all(words.endswith("?") for words in patterns.QUESTIONS.values())
