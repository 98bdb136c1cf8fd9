"""A paper of one form as the print dialog shows it: typeset under a number of its own, noted in the book."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from PySide6 import QtGui

from ehdesk import settings, words
from ehdesk.forms import definition
from ehdesk.models import acts, copies, paper_run, readership, tray
from ehdesk.ui import desk as desks
from ehdesk.ui import form_opening, reader_choice

Size = Literal["standard", "large", "easy"]


@dataclass(frozen=True)
class Drawn:
    """What was typeset: its number, for each page the keys of the questions answered there, and the stage."""

    number: int
    pages: tuple[tuple[str, ...], ...]
    variant: str | None = None


@dataclass(frozen=True)
class Wanted:
    """Which paper: empty or filled, for whom, in which language."""

    filled: bool
    asked: reader_choice.Asked
    language: str
    size: Size = "standard"
    tint: bool = False
    beside: str = ""

    @property
    def size_said(self) -> str:
        """The size as the list of copies has it; "" for the standard one."""
        return {"large": "large print", "easy": "easy read"}.get(self.size, "")

    @property
    def second(self) -> words.Words | None:
        """The words that stand beside, where a second language was asked for."""
        return words.of(self.beside) if self.beside else None


@dataclass(frozen=True)
class Paper:
    """The paper, a picture of each of its pages, and under which number the book will hold it.

    `unprintable` says which letters cannot be printed; "" where all can.
    """

    pdf: bytes
    pictures: tuple[QtGui.QImage, ...]
    run: Drawn
    unprintable: str = ""


def make(
    read: acts.Reading,
    authority: settings.Authority | None,
    opened: form_opening.Opened,
    answers: dict[str, Any],
    wanted: Wanted,
) -> Paper:
    """Typeset a paper and draw its pages, under a number that no paper has. Runs off the window's thread."""
    from ehdesk.paper import codes, text, unprintable  # late: typesetting loads when it is first wanted
    from ehdesk.paper import form as paper_form

    setter = text.Typesetter()
    number = paper_run.new_number(read)
    sheet = opened.sheet
    how: dict[str, Any] = {
        "words": words.of(wanted.language),
        "authority_name": authority.name if authority is not None else "",
        "logo": settings.logo(authority),
        "contacts": authority.contacts if authority is not None else settings.Contacts(),
        "practice": bool(authority is not None and authority.sample),
        "run": codes.Marks(number),
        "size": wanted.size,
        "tint": wanted.tint,
        "beside": wanted.second,
        "typesetter": setter,
    }
    if not wanted.filled:
        variant = _variant(sheet.form, answers)
        empty = paper_form.blank(sheet.form, variant=variant, **how)
        run = Drawn(number, empty.pages, variant)
        return Paper(empty.pdf, pictures(empty.pdf, 96), run, unprintable.said(setter.unknown))
    reader, today = wanted.asked.reader, read.clock.today()
    which = paper_form.Copy(copies.number(read, sheet.record_id), reader.name, today)
    pdf = paper_form.filled(
        sheet.form,
        answers,
        about=_about(opened),
        reader=reader,
        facts=readership.facts(read, sheet.family_id),
        wish=wanted.asked.wish,
        copy=which if reader.name else None,
        **how,
    )
    drawn = pictures(pdf, 96)
    return Paper(pdf, drawn, Drawn(number, ((),) * len(drawn)), unprintable.said(setter.unknown))


def _about(opened: form_opening.Opened) -> Any:
    """Whose form it is, who wrote it and when."""
    from ehdesk.paper import form as paper_form  # late: see `make`

    sheet = opened.sheet
    return paper_form.About(
        reference=opened.reference,
        author=sheet.author_name,
        at=sheet.finished_at or sheet.saved_at,
        status=sheet.status,
        family_label=opened.family_name,
        people=opened.names,
    )


def piece(opened: form_opening.Opened, answers: dict[str, Any], wanted: Wanted) -> tray.Piece | None:
    """What the tray keeps to make it later; None where it is made for once: given out on purpose, or its
    reader is an agency or a court. Words that were looked at are asked about again when it is made."""
    sheet, asked = opened.sheet, wanted.asked
    if asked.wish.released or asked.reader.kind in ("agency", "court"):
        return None
    title = sheet.form.short_title or sheet.form.title
    return tray.Piece(
        "filled" if wanted.filled else "blank",
        title if wanted.filled else f"{title}, to fill in",
        sheet.form.id,
        record_id=sheet.record_id if wanted.filled else "",
        variant="" if wanted.filled else _variant(sheet.form, answers) or "",
        person=asked.reader.person,
        to=asked.reader.name,
        language=wanted.language,
        size=wanted.size,
        tint=wanted.tint,
        beside=wanted.beside,
    )


def _variant(asked: definition.Form, answers: dict[str, Any]) -> str | None:
    chosen = answers.get(asked.variant_question)
    return str(chosen) if chosen in asked.variants else None


def pictures(pdf: bytes, dots_per_inch: float, *, only: int | None = None) -> tuple[QtGui.QImage, ...]:
    """A picture of each page, or of one, counted from 1."""
    wanted = [only - 1] if only is not None else range(count(pdf))
    return tuple(one_picture(pdf, index, dots_per_inch) for index in wanted)


def count(pdf: bytes) -> int:
    """How many pages there are."""
    from ehdesk.paper import preview  # late: the page pictures need PDFium

    return preview.page_count(pdf)


def one_picture(pdf: bytes, index: int, dots_per_inch: float) -> QtGui.QImage:
    """A picture of one page, counted from 0."""
    from ehdesk.paper import preview  # late: see above

    page = preview.picture(pdf, index, dots_per_inch=dots_per_inch)
    kind = QtGui.QImage.Format.Format_RGBA8888
    return QtGui.QImage(page.rgba, page.width, page.height, 4 * page.width, kind).copy()


def note(desk: desks.Desk, opened: form_opening.Opened, drawn: Drawn, wanted: Wanted) -> None:
    """Write a paper into the book. An empty one is to come back, and belongs to the draft it is made from."""
    sheet, filled = opened.sheet, wanted.filled
    limits = getattr(desk.settings, "limits", None) or settings.Limits()
    back = desk.clock.today() + timedelta(days=limits.paper_back_days)
    what = paper_run.Printed(
        form=sheet.form.id,
        form_version=sheet.form.version,
        pages=drawn.pages,
        variant=drawn.variant,
        language=wanted.language,
        size=wanted.size,
        reader=wanted.asked.kind,
        of_record=sheet.record_id if filled or sheet.status == "draft" else None,
        expected_on=None if filled else back,
        filled=filled,
        beside=wanted.beside,
        tint=wanted.tint,
    )
    desk.do(paper_run.printed, drawn.number, what, family_id=sheet.family_id, quietly=True)
