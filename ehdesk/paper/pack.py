"""Several forms in one PDF: a cover that names nobody, bookmarks, pages numbered through, one structure.

The forms are put in one after another, then drawn one after another: each step is short, so that a long run
can be told of and stopped between them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ehdesk.paper import grid, languages, lists, page, sheet, tags, text
from ehdesk.settings import Contacts
from ehdesk.words import Words

EMERGENCY = "999"
TITLE = "Early Help papers"
"""What stands in the file's properties: no form and nobody's name."""


@dataclass(frozen=True)
class Cover:
    """What the first page says. It names no one: it may lie on a seat."""

    reference: str
    on: date
    contacts: Contacts
    authority_name: str = ""
    practice: bool = False
    logo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class _Part:
    title: str
    pages: list[list[tuple[page.Strip, float]]]
    furniture: page.Furniture
    language: str


class Binder:
    """A pack that is being put together. `words` are those of its cover."""

    def __init__(self, words: Words, cover: Cover | None) -> None:
        self._words, self._cover = words, cover
        self._language = languages.tag(words.language)
        self.set = text.Typesetter()
        self.document = tags.Document(words.text(TITLE), self._language)
        self._first = tags.Element("Sect", self.document.root, language=self._language) if cover else None
        self._titles: list[str] = []
        self._parts: list[_Part] = []

    def new_sheet(self, title: str, language: str) -> sheet.Sheet:
        """An empty sheet for the next form, which is called so in the contents."""
        self._titles.append(title)
        on = sheet.Sheet(self.document, self.set, language)
        on.parent = tags.Element("Sect", self.document.root, language=language)
        return on

    def take(self, on: sheet.Sheet, furniture: page.Furniture) -> None:
        """Put in a sheet that is composed."""
        pages = page.paginate(on.strips, furniture.lower)
        self._parts.append(_Part(self._titles[-1], pages, furniture, on.language))

    @property
    def counts(self) -> tuple[int, ...]:
        """How many pages each form has that was put in."""
        return tuple(len(part.pages) for part in self._parts)

    def drawing(self) -> Iterator[int]:
        """Draw form after form; gives how many pages are drawn."""
        parts = [*self._front(), *self._parts]
        total, before = sum(len(part.pages) for part in parts), 0
        for part in parts:
            self._draw(part, before, total)
            before += len(part.pages)
            part.pages.clear()
            yield before

    def finish(self) -> bytes:
        """The PDF. Nothing can be put in after it."""
        return self.document.finish()

    def pdf(self) -> bytes:
        """Draw all that is not drawn, and finish."""
        for _drawn in self.drawing():
            pass
        return self.finish()

    def _draw(self, part: _Part, before: int, total: int) -> None:
        self.document.bookmark(part.title)
        page.draw(
            self.document, part.pages, part.furniture, self.set, part.language, before=before, total=total
        )

    # The cover

    def _front(self) -> Iterator[_Part]:
        if self._cover is None or self._first is None:
            return
        on, pages = self._cover_sheet(1), 1
        while (needed := len(page.paginate(on.strips))) != pages:
            pages = needed
            on = self._cover_sheet(pages)
        furniture = page.Furniture(
            title=self._words.text("Contents"),
            authority=self._words.text("{authority} Early Help")
            .format(authority=self._cover.authority_name)
            .strip(),
            reference=self._cover.reference,
            watermark=training(self._words) if self._cover.practice else "",
            page_of=self._words.text("Page {n} of {m}"),
            logo=self._cover.logo,
        )
        yield _Part(self._words.text("Contents"), page.paginate(on.strips), furniture, self._language)

    def _cover_sheet(self, pages: int) -> sheet.Sheet:
        assert self._cover is not None and self._first is not None  # noqa: S101, PT018 - `_front` has looked
        say = self._words.text
        self._first.children.clear()
        on = sheet.Sheet(self.document, self.set, self._language)
        on.parent = self._first
        on.heading(say("Papers for a visit"), 1)
        facts = ((say("Reference"), self._cover.reference), (say("Date"), self._words.date(self._cover.on)))
        grid.tell(on, [grid.Told(label, said) for label, said in facts if said], gap=12)
        on.heading(say("Contents"), 2)
        rows = [
            [lists.Said(title, target=target), lists.Said(str(first), target=target)]
            for title, first, target in self._contents(pages)
        ]
        if not lists.tell(on, [say("Form"), say("Page")], rows, gap=8):
            for title, first in rows:
                on.paragraph(f"{title.words}, {first.words}", gap=6)
        on.heading(say("Who to call"), 2)
        contacts = self._cover.contacts
        for told in _calls(self._words, contacts):
            on.paragraph(told, gap=6, numbers=(contacts.daytime, contacts.out_of_hours, EMERGENCY))
        return on

    def _contents(self, pages: int) -> Iterator[tuple[str, int, str]]:
        """The title of each form, its first page, and its bookmark: the cover has the first of those."""
        first = pages + 1
        for number, part in enumerate(self._parts, 2):
            yield part.title, first, f"#{tags.BOOKMARK}{number}"
            first += len(part.pages)


def _calls(words: Words, contacts: Contacts) -> Iterator[str]:
    to_write_in = "____________"
    yield words.text("Early Help, in office hours: {number}").format(number=contacts.daytime or to_write_in)
    yield words.text("At any other time: {number}").format(number=contacts.out_of_hours or to_write_in)
    yield words.text("If somebody is in danger now, call 999.")
    yield words.text("If you have found these papers, please call us. Please do not read on.")


def training(words: Words) -> str:
    """What stands across practice paper: in its language and in English, for the worker."""
    said = words.text("TRAINING")
    return said if said == "TRAINING" else f"{said} · TRAINING"
