"""Our words in other languages, and dates, times and counts as people say them.

English is the source. A catalogue is `resources/locale/<language>/LC_MESSAGES/ehdesk.mo`, built from
the `.po` beside it; a text without a translation stays English. The language is a document's, not the
window's: a form may be Polish while the window is English.
"""

import datetime
import functools
import gettext
from pathlib import Path

from ehdesk import clock, files

DOMAIN = "ehdesk"
CHECKED_BY = "Who has checked this translation"
"""A text whose translation is the checker's name; without it the catalogue is a draft."""
CAUTION = "Draft – use with an interpreter"
"""What stands on everything that is printed from a draft."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH_ALONE = "a month alone"
"""The context (`msgctxt`) of a month's name without a day, in a language that says it otherwise then."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOW_DATES_ARE_SAID = (
    *("{day} {month} {year}", "{month} {year}", "{date}, {time}", "{weekday} {day} {month}"),
    *("{how_far} ({day})", "yesterday", "today", "tomorrow"),
)
COUNTS = (("in {n} day", "in {n} days"), ("{n} day ago", "{n} days ago"))


@functools.cache
def of(language: str, folder: Path | None = None) -> "Words":
    """The words of a language ("pl", "cy", "en"); English where there is no catalogue."""
    root = locale_folder() if folder is None else folder
    found = gettext.translation(DOMAIN, root, languages=[language.replace("-", "_")], fallback=True)
    return Words(language, found)


def locale_folder() -> Path:
    """Where our catalogues are."""
    return files.resources() / "locale"


class Words:
    """One language's words. `words("Finish")` is short for `words.text("Finish")`."""

    def __init__(
        self, language: str, catalogue: gettext.NullTranslations, form_id: str | None = None
    ) -> None:
        self.language = language
        self._catalogue = catalogue
        self._form_id = form_id

    def of_form(self, form_id: str) -> "Words":
        """The same words, as this form says them: its own translation of a text goes before the general one.

        English says "you" to everybody; other languages say it otherwise to a child. Such a translation
        has the form's id as its context (`msgctxt`).
        """
        return Words(self.language, self._catalogue, form_id)

    @property
    def is_draft(self) -> bool:
        """Whether nobody is named in the catalogue who has checked it."""
        return bool(self._catalogue.info()) and self.text(CHECKED_BY) == CHECKED_BY

    @property
    def is_translated(self) -> bool:
        """Whether there is a catalogue; English needs none."""
        return bool(self._catalogue.info()) or self.language.split("-")[0] == "en"

    def text(self, source: str) -> str:
        """A text of ours in this language."""
        if not source:  # gettext would answer with the catalogue's header
            return ""
        general = self._catalogue.gettext(source)
        if self._form_id is None:
            return general
        own = self._catalogue.pgettext(self._form_id, source)
        return general if own == source else own

    __call__ = text

    def count(self, singular: str, plural: str, number: int) -> str:
        """A text with a number in it, in the form that the number asks for: "{n} note", "{n} notes"."""
        return self._catalogue.ngettext(singular, plural, number).format(n=number)

    # Dates and times. `day` is a date or "2026-07-03"; a `moment` is an aware UTC datetime.

    def date(self, day: datetime.date | str) -> str:
        """ "3 July 2026"."""
        day = _day(day)
        return self.text("{day} {month} {year}").format(
            day=day.day, month=self.text(MONTHS[day.month - 1]), year=day.year
        )

    def partial_date(self, value: str) -> str:
        """ "3 July 2026", "July 2026" or "2026" for an answer of a date or a part of one."""
        if len(value) == 10:
            return self.date(value)
        year, _, month = value.partition("-")
        if not month:
            return year
        return self.text("{month} {year}").format(month=self._alone(MONTHS[int(month) - 1]), year=year)

    def _alone(self, month: str) -> str:
        """A month without a day: Polish says "lipiec 2026", and "3 lipca 2026"."""
        own = self._catalogue.pgettext(MONTH_ALONE, month)
        return self.text(month) if own == month else own

    def moment(self, value: str) -> str:
        """ "3 July 2026, 10:40" for an answer of a date and time in London."""
        return self.text("{date}, {time}").format(date=self.date(value[:10]), time=value[11:16])

    def short_day(self, day: datetime.date | str) -> str:
        """ "Tue 7 July"."""
        day = _day(day)
        weekday = self.text(SHORT_WEEKDAYS[day.weekday()])
        return self.text("{weekday} {day} {month}").format(
            weekday=weekday, day=day.day, month=self.text(MONTHS[day.month - 1])
        )

    def long_day(self, day: datetime.date | str, today: datetime.date) -> str:
        """ "Friday 10 July", with the year where it is another."""
        day = _day(day)
        named = self.text("{weekday} {day} {month}").format(
            weekday=self.text(WEEKDAYS[day.weekday()]),
            day=day.day,
            month=self.text(MONTHS[day.month - 1]),
        )
        return named if day.year == today.year else f"{named} {day.year}"

    def time(self, moment: datetime.datetime) -> str:
        """ "10:42" as a clock in London shows it."""
        return clock.local(moment).strftime("%H:%M")

    def when(self, moment: datetime.datetime, today: datetime.date) -> str:
        """Short for the last days: "10:42" today, "Mon 16:52" this week, else "3 July, 10:42"."""
        there = clock.local(moment).date()
        if there == today:
            return self.time(moment)
        if datetime.timedelta() < today - there < datetime.timedelta(days=7):
            return f"{self.text(SHORT_WEEKDAYS[there.weekday()])} {self.time(moment)}"
        named = f"{there.day} {self.text(MONTHS[there.month - 1])}"
        if there.year != today.year:
            named += f" {there.year}"
        return self.text("{date}, {time}").format(date=named, time=self.time(moment))

    def due(self, day: datetime.date | str, today: datetime.date) -> str:
        """How far away a day is, and which: "in 4 days (Friday 10 July)"."""
        return self.text("{how_far} ({day})").format(
            how_far=self.how_far(day, today), day=self.long_day(day, today)
        )

    def how_far(self, day: datetime.date | str, today: datetime.date) -> str:
        """ "today", "tomorrow", "in 4 days", "yesterday", "3 days ago"."""
        days = (_day(day) - today).days
        if days in (-1, 0, 1):
            return self.text({-1: "yesterday", 0: "today", 1: "tomorrow"}[days])
        if days > 0:
            return self.count("in {n} day", "in {n} days", days)
        return self.count("{n} day ago", "{n} days ago", -days)


def compile_catalogues(folder: Path | None = None) -> tuple[Path, ...]:
    """Build every `.mo` from the `.po` beside it, when ehdesk is put together. Gives what was built."""
    from babel.messages import mofile, pofile  # late: only building needs it

    built = []
    for source in sorted((locale_folder() if folder is None else folder).glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as opened:
            catalogue = pofile.read_po(opened, locale=source.parent.parent.name, abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as written:
            mofile.write_mo(written, catalogue)
        built.append(target)
    return tuple(built)


def _day(day: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day
