"""One document: its pages, what is said of it, and the ways on: save a copy, put right, take away."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk import errors, files
from ehdesk.models import acts, copies, document, trail
from ehdesk.ui import (
    answer_input,
    answer_text,
    apart,
    asked,
    choosing,
    document_adding,
    document_pages,
    document_words,
    messages,
    widgets,
)
from ehdesk.ui import copies_words as said
from ehdesk.ui import desk as desks

_WIDTH = 760
_PAGE = 640
_TEXTS = ("title", "kind", "dated", "note")
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt"}


class DocumentDialog(messages.Dialog):
    """Shows a document without writing it anywhere. `changed` says that its line in the list is old."""

    changed = QtCore.Signal()

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        record_id: str,
        around: answer_input.Surroundings,
        names: dict[str, str],
    ) -> None:
        super().__init__(parent, "Document", width=_WIDTH)
        self._desk, self._record_id, self._around, self._names = desk, record_id, around, names
        self._line: document.DocumentLine | None = None
        self._seen: int | None = None
        self.about = widgets.quiet("")
        self.trouble = widgets.quiet("Opening…")
        self.pages = document_pages.PageView()
        for part in (self.about, self.trouble, self.pages):
            self.body.addWidget(part)
        self.save_button = widgets.button("Save a copy…", self._save, sign="copy")
        self.change_button = widgets.button("Change what is said", self._change, sign="edit")
        self.away_button = widgets.link("Take it away…", self._take_away)
        close = widgets.primary("Close", self.accept)
        for button in (close, self.save_button, self.change_button, self.away_button):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        for button in (self.save_button, self.change_button, self.away_button):
            button.setEnabled(False)
        desk.do(trail.viewed, record_id, quietly=True)
        self._opening = apart.Stop()
        self.finished.connect(self._opening.ask)
        self.destroyed.connect(self._opening.ask)
        self._open(self._show)
        close.setFocus()
        self.open()

    def _open(self, then: Callable[[document_pages.Pages], None]) -> None:
        """Take it from the vault, then let it be opened beside: a save does not wait for that."""

        def opening(told: tuple[document_pages.Kept, int]) -> None:
            kept, self._seen = told
            job = partial(document_pages.opened, kept, self._opening)
            self._desk.work_beside(job, then=then, failed=self._on_unopened, owner=self)

        self._desk.ask(acts.marked, document_pages.kept, self._record_id, then=opening, owner=self)

    def _on_unopened(self, error: Exception) -> None:
        """Closed before it was open: nobody waits for it."""
        if not isinstance(error, errors.AddingStopped):
            self._desk.refused.emit(error)

    def _show(self, read: document_pages.Pages) -> None:
        self._line = line = read.line
        self.call(line.title)
        self.title.setLayoutDirection(answer_text.direction(line.title))
        self.about.setText(self._told(line))
        left = read.count - len(read.pictures)
        pages = "1 more page" if left == 1 else f"{left} more pages"
        more = f"{pages}. Save a copy to read them all." if left else ""
        self.trouble.setText(read.trouble or more)
        self.trouble.setVisible(bool(self.trouble.text()))
        self.pages.set_pictures(read.pictures, line.title, width=_PAGE)
        for button in (self.save_button, self.change_button, self.away_button):
            button.setEnabled(True)
        QtCore.QTimer.singleShot(0, self, self._grow)  # once the pictures have their places

    def _told(self, line: document.DocumentLine) -> str:
        words = self._desk.words
        about = ", ".join(self._names[one] for one in line.about if one in self._names)
        added = f"Added {words.when(line.added_at, self._desk.clock.today())} by {line.author_name}"
        told = [document_words.KINDS.get(line.kind, ""), words.partial_date(line.dated) if line.dated else ""]
        told += [f"about {about}" if about else "", document_words.size(line.size), added]
        told += ["kept apart: no copy for the family has it"] if line.is_apart else []
        first = " · ".join(part for part in told if part)
        return f"{first}\n{line.note}" if line.note else first

    # A copy leaves the vault

    def _save(self) -> None:
        if self._line is not None:
            CopyQuestion(self, self._line, partial(self._choose_file, self._line))

    def _choose_file(self, line: document.DocumentLine, copy: copies.Copy) -> None:
        name = "document" + _ENDINGS.get(line.media_type, "")
        path = choosing.save_file(self, "Save a copy", name)
        if path is not None:
            self.save_to(path, copy)

    def save_to(self, path: Path, copy: copies.Copy) -> None:
        """Write the copy, then note to whom it went."""
        self._desk.ask(
            _write,
            self._record_id,
            path,
            then=partial(self._on_written, path, copy),
            failed=self._on_unwritten,
            owner=self,
        )

    def _on_written(self, path: Path, copy: copies.Copy, _done: object) -> None:
        family_id = self._line.family_id if self._line is not None else None
        self._desk.do(copies.given, family_id, copy, then=lambda _id: self.changed.emit(), owner=self)
        self._say(
            f"Saved as {path.name}. It is not encrypted there: delete it when it is not needed any more."
        )

    def _on_unwritten(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self._say("It could not be saved there. Choose another folder.")
        else:
            self._desk.refused.emit(error)

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        widgets.announce(self.trouble, words)

    # What is said of it

    def _change(self) -> None:
        if self._line is None:
            return
        dialog = messages.Dialog(self, "Change what is said of it")
        form = asked.Asked(document_adding.QUESTIONS, self._around)
        before: dict[str, Any] = {
            key: getattr(self._line, key) or None for key in ("title", "kind", "dated", "note")
        }
        before["about"] = list(self._line.about) or None
        for key, value in before.items():
            form.set_answer(key, value)
        dialog.body.addWidget(form)
        dialog.buttons.addWidget(
            widgets.primary("Keep the changes", lambda: self._keep(dialog, form, before))
        )
        dialog.buttons.addWidget(widgets.link("Leave it as it was", dialog.reject))
        dialog.buttons.addStretch(1)
        form.focus_first()
        dialog.open()

    def _keep(self, dialog: messages.Dialog, form: asked.Asked, before: dict[str, Any]) -> None:
        answers = form.answers()
        if not str(answers.get("title", "")).strip():
            form.show_messages({"title": document_adding.QUESTIONS[0].if_missing})
            return
        for key, value in before.items():
            if answers.get(key) != value:
                said = self._record_id, key, answers.get(key)
                self._desk.do(document.change, *said, seen=self._seen)
        dialog.accept()
        self._open(self._on_changed)

    def _on_changed(self, read: document_pages.Pages) -> None:
        self._show(read)
        self.changed.emit()

    def _take_away(self) -> None:
        ask_why(
            self,
            "Take this document off the file?",
            "It leaves the lists. The history keeps it, and who took it away and why.",
            "Why do you take it away?",
            safe="Keep it",
            other="Take it away",
            then=self._on_why,
        )

    def _on_why(self, why: str) -> None:
        self._desk.do(document.take_away, self._record_id, why, then=self._on_away, owner=self)

    def _on_away(self, _done: object) -> None:
        self.changed.emit()
        self.accept()


class CopyQuestion(messages.Dialog):
    """Asked before anything leaves the vault: who will read it, and why."""

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        line: document.DocumentLine,
        then: Callable[[copies.Copy], None],
    ) -> None:
        super().__init__(parent, "Save a copy")
        self._line, self._then = line, then
        if line.is_apart:
            self.body.addWidget(widgets.notice(said.APART, kind="needs"))
        self.asked = asked.Asked(said.QUESTIONS, answer_input.Surroundings())
        self.body.addWidget(self.asked)
        self.body.addWidget(widgets.quiet("The copy is not encrypted. The file notes who it was for."))
        self.buttons.addWidget(widgets.primary("Choose where to save it", self.go_on))
        self.buttons.addWidget(widgets.link("Do not save a copy", self.reject))
        self.buttons.addStretch(1)
        self.asked.focus_first()
        self.open()

    def go_on(self) -> None:
        """Go on to the folder, once it is known who reads it."""
        answers = self.asked.answers()
        faults = said.faults(answers)
        if self._line.is_apart and answers.get("reader") == "family":
            faults = {"reader": "This one is kept apart from the family. Choose somebody else"}
        self.asked.show_messages(faults)
        if faults:
            return
        self.accept()
        self._then(
            said.copy_of(answers, self._line.title, self._line.record_id, is_apart=self._line.is_apart)
        )


def ask_why(
    parent: QtWidgets.QWidget,
    title: str,
    sentence: str,
    question: str,
    *,
    safe: str,
    other: str,
    then: Callable[[str], None],
) -> messages.Dialog:
    """Ask for a reason before something that is kept in the history; `safe` is what Esc means."""
    dialog = messages.Dialog(parent, title)
    dialog.body.addWidget(widgets.words(sentence))
    why = answer_text.Writing(2)
    dialog.body.addWidget(widgets.caption(question, why))
    dialog.body.addWidget(why)
    missing = widgets.words("Write one sentence that says why", "warm")
    missing.hide()
    dialog.body.addWidget(missing)
    keep = widgets.primary(safe, dialog.reject)
    keep.setDefault(True)

    def go_on() -> None:
        reason = why.text().strip()
        missing.setVisible(not reason)
        if reason:
            dialog.accept()
            then(reason)

    dialog.buttons.addWidget(keep)
    dialog.buttons.addWidget(widgets.button(other, go_on))
    dialog.buttons.addStretch(1)
    why.setFocus()
    dialog.open()
    return dialog


def _write(read: acts.Reading, record_id: str, path: Path) -> None:
    files.write_durably(path, document.content(read, record_id))
