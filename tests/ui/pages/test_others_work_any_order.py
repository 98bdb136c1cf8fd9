"""Whatever is typed and whatever comes in meanwhile: no letter is lost, and all that both wrote is kept."""

import os
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.models import form, history, soundness
from tests import building
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_others_work import focused_text, seconds, set_, upon

SEEDS = int(os.environ.get("EHDESK_SEEDS", "4"))
_STEPS = 30


@dataclass
class Stay:
    """A worker in one field after the other, and what they left in each."""

    at_work: AtWork
    page: Any
    note: str
    here: str = ""
    stands: str = ""
    is_typed: bool = False
    left: list[tuple[str, str]] = field(default_factory=list)

    def go(self, path: str) -> None:
        if self.is_typed:
            self.left.append((self.here, self.stands))
        self.page._view.go_to(path, 1 << 30)
        self.at_work.settle()
        self.here, self.is_typed = path, False
        self.page._view.go_to(path, 1 << 30)  # what came in may have been shown on the way
        self.stands = focused_text()

    def type(self, words: str) -> None:
        self.at_work.type(words)
        self.stands, self.is_typed = self.stands + words, True


def text_fields(page: Any) -> list[str]:
    """The questions of a note that are answered by typing."""
    page._view.show_rest()
    asked = page._edit.opened.sheet.form.questions()
    kinds = {question.key: question.kind for question in asked}
    shown = [key for key, _field in page._view.made() if kinds[key] in ("text", "long_text")]
    return [key for key in shown if not page._view.field(key).isHidden()]


def comes_in(at_work: AtWork, page: Any, note: str, path: str, words: str) -> None:
    building.arrive(at_work.kept, note, set_(path, words, upon(at_work, note, path)))
    page.came_in(frozenset({note}))


def kept_of(at_work: AtWork, note: str, path: str) -> set[Any]:
    """Everything that is kept of a field: what stands, what stood, and the versions beside it."""
    told = at_work.kept.ask(history.history, note, path)
    return {at_work.answers(note).get(path), *(one.value for one in told), *seconds(at_work, note)}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_letter_is_lost_and_all_versions_are_kept(at_work: AtWork, seed: int) -> None:
    chance = random.Random(seed)
    note = building.a_note(at_work.kept, at_work.home.family, text="Begun")
    page = at_work.go("note", note, path="text", cursor=5)
    fields = text_fields(page)
    assert "text" in fields
    stay, theirs = Stay(at_work, page, note), []
    stay.go("text")
    for step in range(_STEPS):
        kind = chance.choice(("type", "type", "theirs", "go", "save"))
        if kind == "type":
            stay.type(f" {step}")
        elif kind == "theirs":
            theirs.append((chance.choice(fields), f"Theirs {step}"))
            comes_in(at_work, page, note, *theirs[-1])
            if chance.random() < 0.5:
                at_work.settle()
        elif kind == "go":
            stay.go(chance.choice(fields))
        else:
            page.flush()
            at_work.settle()
        assert focused_text() == stay.stands, "what is in hand stays, letter by letter"
    stay.go("text")
    page.flush()
    at_work.settle()
    for path, words in [*stay.left, *theirs]:
        kept = [str(value) for value in kept_of(at_work, note, path) if value]
        assert any(value.startswith(words) for value in kept), (path, words, "or what it was gone on to")
    assert at_work.kept.ask(soundness.history).wrong == 0
    assert QtWidgets.QApplication.focusWidget() is not None
    assert at_work.kept.ask(form.sheet, note).status == "draft"
