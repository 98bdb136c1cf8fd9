"""What one answer was before: who said so, when, and what it was."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6 import QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.models import form, versions
from ehdesk.ui import answer_text, form_opening, messages, theme, widgets
from ehdesk.ui import desk as desks

_WIDTH = 640
_ROOM = 280
_ROW, _CELL = 1, 2
_VERBS = {
    "form.started": "Written when the form was begun",
    "answer.carried": "Still right: taken over from an earlier form",
    "answer.undone": "Taken back",
    "answer.redone": "Brought back",
    "row.added": "Row added",
    "row.removed": "Row taken away",
    "row.moved": "Row moved",
    "version.settled": "Two versions were settled",
    "version.reopened": "Two versions were opened again",
}


def show(
    parent: QtWidgets.QWidget,
    desk: desks.Desk,
    opened: form_opening.Opened,
    path: str,
    history: Callable[..., Any] = form.history,
) -> messages.Dialog:
    """Open the history of one question (or cell) of this record, and fill it once `history` is read."""
    dialog = messages.Dialog(parent, "History of this answer", width=_WIDTH)
    asked = _question(opened.sheet.form, path)
    dialog.body.addWidget(widgets.quiet(desk.words(asked.label)))
    holder = QtWidgets.QWidget()
    holder.setMinimumHeight(theme.scaled(_ROOM))
    whole = widgets.stack(holder, gap=0)
    entries = widgets.stack(gap=0)
    beside = widgets.stack(gap=0)
    whole.addLayout(entries)
    whole.addLayout(beside)
    whole.addStretch(1)
    dialog.body.addWidget(holder, 1)
    close = widgets.primary("Close", dialog.accept)
    close.setDefault(True)
    dialog.buttons.addWidget(close)
    dialog.buttons.addStretch(1)
    close.setFocus()
    desk.ask(
        history,
        opened.sheet.record_id,
        path,
        then=partial(_fill, entries, desk, opened, path),
        owner=dialog,
    )
    desk.ask(
        versions.beside,
        opened.sheet.record_id,
        path,
        then=partial(_fill_beside, beside, desk, opened),
        owner=dialog,
    )
    dialog.open()
    return dialog


def _fill_beside(
    entries: QtWidgets.QVBoxLayout,
    desk: desks.Desk,
    opened: form_opening.Opened,
    told: tuple[versions.Beside, ...],
) -> None:
    """The versions that were kept beside what stood, and who settled them."""
    if not told:
        return
    entries.addSpacing(16)
    entries.addWidget(widgets.heading("Kept beside it", 3))
    for place, one in enumerate(told):
        if place:
            entries.addWidget(widgets.hairline())
        version, when = one.version, ""
        if version.at is not None:
            when = desk.words.when(version.at, desk.clock.today())
        words = _in_words(desk, opened, one.path, version.value)
        nothing = "The row is taken away" if one.path.count("/") == _ROW else "Empty"
        settled = "Waits to be settled"
        if one.settled_at is not None:
            settled = f"Settled {desk.words.when(one.settled_at, desk.clock.today())} by {one.settled_by}"
        entries.addWidget(_lines(f"{when} · {version.who}", words or nothing, [settled], is_empty=not words))


def _lines(head: str, value: str, below: list[str], *, is_empty: bool) -> QtWidgets.QWidget:
    entry = QtWidgets.QWidget()
    column = widgets.stack(entry, gap=4)
    column.setContentsMargins(0, 12, 0, 12)
    column.addWidget(widgets.words(head, "label"))
    shown = widgets.words(value, "quiet" if is_empty else "answer", selectable=True)
    shown.setLayoutDirection(answer_text.direction(value))
    shown.setAccessibleName(f"{head}: {value}")
    column.addWidget(shown)
    for words in below:
        column.addWidget(widgets.quiet(words))
    return entry


def _fill(
    entries: QtWidgets.QVBoxLayout,
    desk: desks.Desk,
    opened: form_opening.Opened,
    path: str,
    voices: tuple[form.FieldVoice, ...],
) -> None:
    told = [voice for voice in voices if not voice.path.endswith("/rank")]
    if not told:
        entries.addWidget(widgets.quiet("Nothing has been written here yet."))
    for place, voice in enumerate(told):
        if place:
            entries.addWidget(widgets.hairline())
        is_now = place == 0 and voice.path == path
        entries.addWidget(_entry(desk, opened, voice, path, is_now=is_now))
    entries.addStretch(1)


def _entry(
    desk: desks.Desk, opened: form_opening.Opened, voice: form.FieldVoice, path: str, *, is_now: bool
) -> QtWidgets.QWidget:
    entry = QtWidgets.QWidget()
    column = widgets.stack(entry, gap=4)
    column.setContentsMargins(0, 12, 0, 12)
    when = desk.words.when(voice.at, desk.clock.today())
    now = "Now · " if is_now else ""
    column.addWidget(widgets.words(f"{now}{when} · {voice.who}", "label"))
    if voice.path != path and voice.path.count("/") == _CELL:
        column.addWidget(widgets.quiet(desk.words(_question(opened.sheet.form, voice.path).label)))
    told = _told(desk, opened, voice)
    nothing = "The row is taken away" if voice.path.count("/") == _ROW else "Empty"
    value = widgets.words(told or nothing, "answer" if told else "quiet", selectable=True)
    value.setLayoutDirection(answer_text.direction(told))
    value.setAccessibleName(f"{when}, {voice.who}: {told or nothing}")
    column.addWidget(value)
    for words in (_VERBS.get(voice.verb, ""), f"Why: {voice.why}" if voice.why else ""):
        if words:
            column.addWidget(widgets.quiet(words))
    return entry


def _told(desk: desks.Desk, opened: form_opening.Opened, voice: form.FieldVoice) -> str:
    return _in_words(desk, opened, voice.path, voice.value)


def _in_words(desk: desks.Desk, opened: form_opening.Opened, path: str, value: Any) -> str:
    asked = _question(opened.sheet.form, path)
    if asked.kind == "table" and isinstance(value, dict):
        value = {"row": value} if path.count("/") == 1 else value
    if value is None:
        return ""
    return form_answers.summary(asked, value, desk.words, opened.names)


def _question(asked: definition.Form, path: str) -> definition.Question:
    """The question of a path; of a row or its place, the table it stands in."""
    try:
        return form_answers.question_at(asked, path)
    except KeyError:
        return asked.question(path.partition("/")[0])
