"""Two versions: where two people wrote in one place, both texts side by side, for a person to settle."""

from functools import partial
from itertools import groupby

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.models import acts, choosing, twice
from ehdesk.ui import desk as desks
from ehdesk.ui import (
    document_opening,
    reason_dialog,
    twice_card,
    versions_card,
    versions_words,
    widgets,
)

_LEFT = QtCore.Qt.AlignmentFlag.AlignLeft
_TOP = QtCore.Qt.AlignmentFlag.AlignTop
_LAID_OUT_MS = 50
_INTRO = (
    "Where two people wrote in the same place, both versions are kept. Choose what is to stand. "
    "The other stays in the history. Nothing is lost if you leave this for later."
)
_EMPTY = "Nothing to settle. No answer has two versions."
_ASK_WHY = reason_dialog.Asked(
    "Amend the finished form?",
    "The finished version stays as it is and can always be read. Yours becomes the next.",
    "Why are you amending it?",
    "Enter a reason to amend it",
    "Leave it for later",
    "Amend",
)


class VersionsPage(desks.Page):
    """Records one beneath the other; in each, a card for every field with two versions."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Two versions")
        self._desk, self._record_id = desk, place.record_id
        self.cards: list[versions_card.VersionsCard] = []
        self.people: list[twice_card.TwiceCard] = []
        self._waits_for_focus = False
        column = widgets.Column(characters=84, gap=16)
        self._area = widgets.scrolled(column)
        widgets.stack(self, gap=0).addWidget(self._area)
        column.body.addWidget(widgets.heading("Two versions", 1))
        self.intro = widgets.words(_INTRO)
        self.intro.hide()
        column.body.addWidget(self.intro)
        body = QtWidgets.QWidget()
        self._body = widgets.stack(body, gap=12)
        column.body.addWidget(body)
        self.empty_button = widgets.button("Go to Today", lambda: desk.go(desks.Place("today")))
        self.empty = widgets.empty_state(_EMPTY, self.empty_button, "tick")
        self.empty.hide()
        column.body.addWidget(self.empty)
        self.others_button = widgets.link("Everything with two versions", self._show_all)
        self.others_button.hide()
        column.body.addWidget(self.others_button, 0, _LEFT)
        column.body.addStretch(1)
        desk.came_in.connect(self._on_came_in)
        self.begin()

    # Reading

    def begin(self) -> None:
        """Read what waits."""
        self._desk.ask(_read, self._record_id, then=self._show, owner=self)

    def _show(self, read: tuple[tuple[versions_words.Shown, ...], tuple[twice.Twice, ...]]) -> None:
        told, people = read
        widgets.clear(self._body)
        self.cards, self.people = [], [twice_card.TwiceCard(self._desk, one) for one in people]
        for _record, some in groupby(_by_record(told), key=lambda one: one.two.record_id):
            self._add_record(list(some))
        if people:
            self._body.addSpacing(20 if told else 8)
            self._body.addWidget(widgets.heading("The same person twice?", 2))
        for card in self.people:
            self._body.addWidget(card)
        self.intro.setVisible(bool(told))
        self.empty.setVisible(not told and not people)
        self.others_button.setVisible(self._record_id is not None)
        if self._waits_for_focus:
            self.take_focus()

    def _add_record(self, some: list[versions_words.Shown]) -> None:
        self._body.addSpacing(20 if self.cards else 8)
        across = widgets.line(gap=16)
        titled = versions_words.title(self._desk, some[0])
        across.addWidget(widgets.heading(titled, 2), 1)
        opens = widgets.link("Open it", partial(self._open, some[0]))
        opens.setAccessibleName(f"Open it: {titled}")
        across.addWidget(opens, 0, _TOP)
        self._body.addLayout(across)
        if some[0].kept is not None:
            self._body.addWidget(widgets.quiet(versions_words.about_document(self._desk, some[0].kept)))
        cards = [versions_card.VersionsCard(self._desk, one) for one in some]
        if len(cards) > 1:
            self._body.addWidget(self._many(titled, cards))
        for card in cards:
            card.chosen.connect(partial(self._on_chosen, card))
            card.undo_wanted.connect(self._undo)
            card.unfolded.connect(self._show_foot)
            self._body.addWidget(card)
        self.cards += cards

    def _many(self, titled: str, cards: list[versions_card.VersionsCard]) -> QtWidgets.QWidget:
        """Several at once: what stands now, in all of them, where nothing has to be shown first."""
        number = "both" if len(cards) == 2 else f"all {len(cards)}"
        all_of_them = widgets.link(f"Keep what stands now in {number}", partial(self._keep_all, cards))
        all_of_them.setAccessibleName(f"{all_of_them.text()}: {titled}")
        return all_of_them

    def _on_came_in(self, _records: object) -> None:
        """Others' work has come in: what is in hand, and what can be taken back, stays where it is."""
        self._read_unless_in_hand()

    def _read_unless_in_hand(self) -> None:
        if not any(card.is_in_hand or not card.waits for card in self.cards):
            self.begin()

    def _open(self, shown: versions_words.Shown) -> None:
        """A document opens in front of this page, where both versions of what is said of it stand."""
        if shown.kept is not None:
            document_opening.show(self, self._desk, shown.kept, self._read_unless_in_hand)
        else:
            self._desk.go(versions_words.place(shown))

    def _show_foot(self, foot: QtWidgets.QWidget) -> None:
        """Bring the buttons beneath the text into sight, once the card is laid out."""
        QtCore.QTimer.singleShot(_LAID_OUT_MS, foot, lambda: self._area.ensureWidgetVisible(foot, 0, 24))

    # Settling

    def _on_chosen(self, card: versions_card.VersionsCard, choice: choosing.Choice, words: str) -> None:
        if card.shown.two.needs_reason and not choice.keeps:
            reason_dialog.ask_words(self, _ASK_WHY, partial(self._settle, [card], [choice], words))
        else:
            self._settle([card], [choice], words, None)

    def _keep_all(self, cards: list[versions_card.VersionsCard]) -> None:
        waits = [card for card in cards if card.waits]
        choices = [choosing.of(card.shown.two) for card in waits]
        if choices:
            self._settle(waits, choices, "Kept what stood", None)

    def _settle(
        self,
        cards: list[versions_card.VersionsCard],
        choices: list[choosing.Choice],
        words: str,
        why: str | None,
    ) -> None:
        self._desk.do(
            choosing.settle,
            choices,
            why,
            then=partial(self._on_settled, cards, words, may_undo=why is None),
            failed=self._on_refused,
            owner=self,
        )

    def _on_settled(
        self,
        cards: list[versions_card.VersionsCard],
        words: str,
        settled: choosing.Settled,
        *,
        may_undo: bool,
    ) -> None:
        for card in cards:
            card.show_settled(words, settled.act_id, may_undo=may_undo)
        after = self.cards[self.cards.index(cards[-1]) + 1 :]
        following = next((each for each in (*after, *self.cards) if each.waits), cards[-1])
        following.take_focus()
        self._area.ensureWidgetVisible(following)

    def _on_refused(self, error: Exception) -> None:
        self._desk.refused.emit(error)
        if isinstance(error, errors.AlreadySettled | errors.ChangedWhileLooking):
            self.begin()

    def _undo(self, act_id: str) -> None:
        self._desk.do(
            choosing.reopen,
            act_id,
            then=partial(self._on_undone, act_id),
            failed=self._on_refused,
            owner=self,
        )

    def _on_undone(self, act_id: str, _count: int) -> None:
        back = [card for card in self.cards if card.act_id == act_id]
        for card in back:
            card.show_waiting()
        back[0].take_focus()

    # As a page

    def flush(self) -> None:
        """Hand in what is being put together."""
        for card in self.cards:
            card.keep_typed()

    def _show_all(self) -> None:
        self._record_id = None
        self._waits_for_focus = True
        self.begin()

    def place(self) -> desks.Place:
        """All of them, or one record's."""
        return desks.Place("versions", self._record_id)

    def take_focus(self) -> None:
        """The first field that waits; where there is none, the way on. Once it is known."""
        waits = next((card for card in self.cards if card.waits), None)
        self._waits_for_focus = waits is None and self.empty.isHidden() and not self.people
        if waits is not None:
            waits.take_focus()
        elif self.people:
            self.people[0].button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        elif not self.empty.isHidden():
            self.empty_button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


def _read(
    reading: acts.Reading, record_id: str | None
) -> tuple[tuple[versions_words.Shown, ...], tuple[twice.Twice, ...]]:
    """What waits, in all records or in one; and, in all, who may be in one file twice."""
    people = twice.taken_in_twice(reading) if record_id is None else ()
    return versions_words.read(reading, record_id), people


def _by_record(told: tuple[versions_words.Shown, ...]) -> list[versions_words.Shown]:
    """Record by record, in the order of the newest; in each as they come."""
    order: dict[str, list[versions_words.Shown]] = {}
    for one in told:
        order.setdefault(one.two.record_id, []).append(one)
    return [one for some in order.values() for one in some]
