"""Adding a document or photo: looked at, described, and kept in the vault; it can be stopped half-way."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.forms import definition
from ehdesk.models import document
from ehdesk.ui import (
    answer_input,
    apart,
    asked,
    document_pages,
    document_words,
    file_intake,
    messages,
    widgets,
)
from ehdesk.ui import desk as desks

Job = Callable[[apart.Stop], file_intake.TakenIn]
"""Reads a file and makes it ready, until it is told to stop; runs off the window's thread."""

_WIDTH = 560
_PICTURE = 260
_SHOW_PROGRESS_MS = 1000
_LOOK_MS = 100
_SHOWN = "A photo's place, time and camera are not kept: only the picture is."

QUESTIONS = (
    definition.Question(
        key="title", kind="text", label="What to call it", required=True, if_missing="Enter what to call it"
    ),
    definition.Question(
        key="kind",
        kind="single_choice",
        label="What it is",
        options=tuple(definition.Option(code, words) for code, words in document_words.KINDS.items()),
    ),
    definition.Question(
        key="dated",
        kind="partial_date",
        label="Date on it",
        hint="As much of it as there is. Leave it empty if there is none",
    ),
    definition.Question(key="about", kind="people", label="Who it is about"),
    definition.Question(key="note", kind="text", label="Note"),
)
"""What is asked of every document; also when it is put right later."""
APART = definition.Question(
    key="apart",
    kind="tick",
    label="Keep it apart",
    hint="It says something that not everybody in the family may know, for example where somebody lives",
)


class Progress(QtCore.QObject):
    """How far the lane has come, told on the window's thread; `stop` is heard at the next piece.

    The dialog may be gone before the lane is through: nothing of Qt is touched there.
    """

    moved = QtCore.Signal(int)

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._stopped = threading.Event()
        self._percent = self._told = 0
        self._looking = QtCore.QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()

    def _look(self) -> None:
        if self._percent != self._told:
            self._told = self._percent
            self.moved.emit(self._told)

    def go_on(self, done: int, of: int) -> bool:
        """For the lane: report, and whether to go on."""
        self._percent = round(100 * done / max(of, 1))
        return not self._stopped.is_set()

    def stop(self) -> None:
        """Do not go on."""
        self._stopped.set()


class AddingDialog(messages.Dialog):
    """Shows what came in and asks what it is. `added` carries the id of the new document."""

    added = QtCore.Signal(str)

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        family_id: str,
        around: answer_input.Surroundings,
    ) -> None:
        super().__init__(parent, "Add a document or photo", width=_WIDTH)
        self._desk, self._family_id = desk, family_id
        self._taken: file_intake.TakenIn | None = None
        self._reading = apart.Stop()
        self.destroyed.connect(self._reading.ask)
        self._progress = Progress(self)
        self._progress.moved.connect(self._on_moved)
        self.told = widgets.quiet("Reading the file…")
        self._picture = QtWidgets.QLabel()
        self._picture.setProperty("look", "paper")
        self._picture.hide()
        self.asked = asked.Asked((*QUESTIONS, APART), around)
        self.asked.hide()
        self.bar = QtWidgets.QProgressBar()
        self.bar.hide()
        for part in (self.told, self._picture, self.asked, self.bar):
            self.body.addWidget(part)
        self.body.setAlignment(self._picture, QtCore.Qt.AlignmentFlag.AlignHCenter)
        self.add_button = widgets.primary("Add", self.add)
        self.add_button.setEnabled(False)
        self.stop_button = widgets.button("Stop", self._stop)
        self.stop_button.hide()
        self.buttons.addWidget(self.add_button)
        self.buttons.addWidget(self.stop_button)
        self.buttons.addWidget(widgets.link("Do not add it", self.reject))
        self.buttons.addStretch(1)
        self._late = QtCore.QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SHOW_PROGRESS_MS)
        self._late.timeout.connect(self._show_progress)
        self.finished.connect(lambda _result: self._stop())
        self.open()

    def take(self, read: Job) -> None:
        """Read a file beside the vault's lane and show it; a slow one can be stopped."""
        self.bar.setRange(0, 0)  # nobody knows how long it takes
        self.bar.setAccessibleName("The file is being read")
        self._late.start()
        job = partial(read, self._reading)
        self._desk.work_beside(job, then=self._on_taken, failed=self._on_unread, owner=self)

    def _is_read(self) -> None:
        """What comes next is counted in pieces."""
        self._hide_progress()
        self.bar.setRange(0, 100)
        self.bar.setValue(0)
        self.bar.setAccessibleName("How much of the file is kept")

    def _on_taken(self, taken: file_intake.TakenIn) -> None:
        self._is_read()
        self._taken = taken
        told = f"{document_words.file_type(taken.media_type)}, {document_words.size(len(taken.content))}."
        told = told[:1].upper() + told[1:]
        if taken.is_redrawn:
            told += f" {_SHOWN}"
        elif taken.is_locked:
            told += " It has a password, so it cannot be shown here."
        elif taken.shown == "nothing":
            told += " It is kept as it is and cannot be shown here."
        self.told.setText(told)
        if taken.picture is not None:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(document_pages.fitted(taken.picture, _PICTURE, ratio))
            self._picture.setAccessibleName("The picture as it will be kept")
            self._picture.show()
        self.asked.set_answer("title", taken.title)
        self.asked.set_answer("kind", "photo" if taken.shown == "picture" else None)
        self.asked.show()
        self.add_button.setEnabled(True)
        self.asked.focus_first()
        title = self.asked.fields["title"].input.controls()[0]
        if isinstance(title, QtWidgets.QLineEdit):
            title.selectAll()  # the file's own name is a first guess: the first letter replaces it
        self._grow()

    def _on_unread(self, error: Exception) -> None:
        self._is_read()
        if isinstance(error, errors.AddingStopped):
            self.reject()
        elif isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            self.told.setText(f"{title}. {todo}")
            widgets.relook(self.told, "warm")
            widgets.announce(self.told, self.told.text())
        else:
            self._desk.refused.emit(error)
            self.reject()

    def add(self) -> None:
        """Keep it in the vault, with what was said of it."""
        answers = self.asked.answers()
        missing = "" if str(answers.get("title", "")).strip() else str(QUESTIONS[0].if_missing)
        self.asked.show_messages({"title": missing} if missing else {})
        if missing or self._taken is None:
            return
        self.add_button.setEnabled(False)
        self._late.start()
        self._desk.do(
            document.add,
            self._family_id,
            self._taken.content,
            self._new(answers),
            go_on=self._progress.go_on,
            then=self._on_added,
            failed=self._on_refused,
            owner=self,
        )

    def _new(self, answers: dict[str, Any]) -> document.New:
        media_type = self._taken.media_type if self._taken is not None else ""
        new = document.New(str(answers["title"]), media_type=media_type)
        known = {key: answers[key] for key in ("kind", "dated", "note") if key in answers}
        people = tuple(one for one in answers.get("about", ()) if isinstance(one, str))
        return replace(new, **known, about=people, is_apart=bool(answers.get("apart")))

    def _show_progress(self) -> None:
        self.bar.show()
        self.stop_button.show()
        self._grow()

    def _on_moved(self, per_cent: int) -> None:
        self.bar.setValue(per_cent)

    def _stop(self) -> None:
        self._reading.ask()
        self._progress.stop()

    def _hide_progress(self) -> None:
        self._late.stop()
        for part in (self.bar, self.stop_button):
            part.hide()

    def _on_added(self, record_id: str) -> None:
        self._late.stop()
        self.added.emit(record_id)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self._hide_progress()
        self.add_button.setEnabled(True)
        if isinstance(error, errors.AddingStopped):
            self.reject()
        elif isinstance(error, errors.Refusal):
            title, safe, todo = error.words()
            self.told.setText(f"{title}. {safe} {todo}")
            widgets.relook(self.told, "warm")
        else:
            self._desk.refused.emit(error)


def reading(path: Path) -> Job:
    """A job for the lane: read a file and make it ready."""
    return partial(_read, path)


def _read(path: Path, stop: apart.Stop) -> file_intake.TakenIn:
    return file_intake.take_in(path.name, file_intake.read(path), stop)
