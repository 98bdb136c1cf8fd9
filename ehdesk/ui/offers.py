"""What a form page does with answers that are known already: shows them, and takes them over with a yes."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6 import QtCore

from ehdesk import clock, errors
from ehdesk.forms import answers as form_answers
from ehdesk.models import form
from ehdesk.ui import desk as desks
from ehdesk.ui import editing, form_opening, form_view, offer_box


class Offers(QtCore.QObject):
    """The offers of one form page. `go_to` brings the worker to a question."""

    def __init__(
        self, page: desks.Page, desk: desks.Desk, edit: editing.Editing, go_to: Callable[[str], None]
    ) -> None:
        super().__init__(page)
        self._desk, self._edit, self._go_to = desk, edit, go_to
        self._view: form_view.FormView | None = None
        self._values: Mapping[str, Any] = {}
        edit.add_key(self.accept_here, "Ctrl+Return", "Ctrl+Enter")

    def show(self, view: form_view.FormView, opened: form_opening.Opened) -> None:
        """Put what is offered beside the questions of this view."""
        if self._view is not view:
            view.accepted.connect(self.accept)
            self._view = view
            count = len(opened.offers)
            if count:
                told = "1 answer is" if count == 1 else f"{count} answers are"
                self._edit.strip.tell(f"{told} known from earlier forms. Ctrl+Enter goes there.")
        self._values = {key: offer.value for key, offer in opened.offers.items()}
        view.set_offers({key: self._offered(opened, offer) for key, offer in opened.offers.items()})

    def _offered(self, opened: form_opening.Opened, offer: form.Offer) -> offer_box.Offered:
        words = self._desk.words
        asked = opened.sheet.form.question(offer.key)
        told = form_answers.summary(asked, offer.value, words, opened.names)
        day = words.date(clock.local(offer.at).date())
        by = f", {offer.who}" if offer.who else ""
        return offer_box.Offered(offer.key, told, f"From {words(offer.source)}, {day}{by}")

    def accept_here(self) -> None:
        """Say yes to what is offered here, and go on to the next offer; from elsewhere, go to the first."""
        if self._view is None:
            return
        waiting = self._view.waiting_offers()
        here = (self._view.here()[0] or self._view.last_here()).partition("/")[0]
        if here in waiting:
            self.accept(here)
        elif waiting:
            self._go_to(waiting[0])
        else:
            self._edit.strip.tell("Nothing from an earlier form waits for your yes.")

    def accept(self, key: str) -> None:
        """Take one answer over. It is shown at once, and taken away again where the record refuses it."""
        view = self._view
        if view is None or key not in self._values:
            return
        waiting = view.waiting_offers()
        view.set_answer(key, self._values[key])
        self._edit.session.accept(key, partial(self._on_refused, view, key))
        after = [each for each in waiting if each != key]
        left = len(after)
        told = f"{left} more {'waits' if left == 1 else 'wait'}" if left else "Nothing more waits"
        self._edit.strip.tell(f"Taken over. {told} for your yes.")
        following = next((each for each in after if waiting.index(each) > waiting.index(key)), None)
        self._go_to(following or (after[0] if after else key))

    def _on_refused(self, view: form_view.FormView, key: str, error: Exception) -> None:
        view.set_answer(key, None)
        if isinstance(error, errors.NothingOffered):
            self._edit.session.read()
        else:
            self._desk.refused.emit(error)
