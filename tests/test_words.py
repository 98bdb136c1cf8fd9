"""Dates, times and counts as people say them, and our words in a document's language."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages import Catalog, pofile

from ehdesk import words

TODAY = date(2026, 7, 6)
ENGLISH = words.of("en")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-07-10", "in 4 days (Friday 10 July)"),
        ("2026-07-07", "tomorrow (Tuesday 7 July)"),
        ("2026-07-06", "today (Monday 6 July)"),
        ("2026-07-05", "yesterday (Sunday 5 July)"),
        ("2026-07-03", "3 days ago (Friday 3 July)"),
        (date(2027, 1, 4), "in 182 days (Monday 4 January 2027)"),
    ],
)
def test_a_due_day_is_told_by_how_far_and_which(day: date | str, said: str) -> None:
    assert ENGLISH.due(day, TODAY) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 7, 6, 9, 42, tzinfo=UTC), "10:42"),
        (datetime(2026, 7, 1, 15, 52, tzinfo=UTC), "Wed 16:52"),
        (datetime(2026, 6, 29, 15, 52, tzinfo=UTC), "29 June, 16:52"),
        (datetime(2025, 12, 29, 15, 52, tzinfo=UTC), "29 December 2025, 15:52"),
        (datetime(2026, 7, 5, 23, 30, tzinfo=UTC), "00:30"),
    ],
)
def test_a_moment_is_told_as_shortly_as_it_is_clear_in_london_time(moment: datetime, said: str) -> None:
    assert ENGLISH.when(moment, TODAY) == said


def test_dates_are_told_in_british_english() -> None:
    assert ENGLISH.date("2026-07-03") == "3 July 2026"
    assert ENGLISH.short_day("2026-07-07") == "Tue 7 July"
    assert ENGLISH.moment("2026-07-03T10:40") == "3 July 2026, 10:40"
    assert [ENGLISH.partial_date(each) for each in ("2026", "2026-07", "2026-07-03")] == [
        "2026",
        "July 2026",
        "3 July 2026",
    ]


def test_a_month_without_a_day_is_said_as_a_month() -> None:
    polish = words.of("pl")
    assert (polish.partial_date("2026-07"), polish.partial_date("2026-07-03")) == (
        "lipiec 2026",
        "3 lipca 2026",
    )
    assert words.of("ro").partial_date("2026-07") == "iulie 2026"


def test_a_count_takes_the_form_that_its_number_asks_for() -> None:
    assert ENGLISH.count("{n} note", "{n} notes", 1) == "1 note"
    assert ENGLISH.count("{n} note", "{n} notes", 0) == "0 notes"


def test_the_empty_text_stays_empty(tmp_path: Path) -> None:
    _catalogue(tmp_path, "pl")
    assert words.of("pl", tmp_path)("") == ""


def test_a_language_without_a_catalogue_speaks_english_and_says_so() -> None:
    spoken = words.of("tlh")
    assert spoken("July") == "July"
    assert not spoken.is_translated
    assert ENGLISH.is_translated


def test_a_built_catalogue_speaks_its_language(tmp_path: Path) -> None:
    _catalogue(tmp_path, "pl")
    polish = words.of("pl", tmp_path)
    assert polish.date("2026-07-03") == "3 lipca 2026"
    assert polish("Finish") == "Finish"
    assert [polish.count("{n} day ago", "{n} days ago", n) for n in (1, 3, 5)] == [
        "1 dzień temu",
        "3 dni temu",
        "5 dni temu",
    ]
    assert polish.is_translated


def test_a_catalogue_is_a_draft_until_it_names_who_checked_it(tmp_path: Path) -> None:
    _catalogue(tmp_path / "draft", "pl")
    _catalogue(tmp_path / "checked", "pl", checked_by="M. Wiśniewska")
    assert words.of("pl", tmp_path / "draft").is_draft
    assert not words.of("pl", tmp_path / "checked").is_draft
    assert not ENGLISH.is_draft


def _catalogue(folder: Path, language: str, checked_by: str = "") -> None:
    """A Polish catalogue with two texts, built."""
    catalogue = Catalog(locale=language)
    catalogue.add("July", "lipca")
    catalogue.add(("{n} day ago", "{n} days ago"), ("{n} dzień temu", "{n} dni temu", "{n} dni temu"))
    if checked_by:
        catalogue.add(words.CHECKED_BY, checked_by)
    source = folder / language / "LC_MESSAGES" / "ehdesk.po"
    source.parent.mkdir(parents=True)
    with source.open("wb") as written:
        pofile.write_po(written, catalogue)
    assert words.compile_catalogues(folder) == (source.with_suffix(".mo"),)
