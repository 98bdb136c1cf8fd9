"""What is done with a whole form: signing off, sending back, its story, two versions side by side."""

from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk.models import comparing, form
from ehdesk.ui import (
    compare_dialog,
    editing,
    form_opening,
    messages,
    reason_dialog,
    sign_off_dialog,
    standing,
    widgets,
)
from ehdesk.ui import desk as desks

_WIDTH = 640


class FormActs(QtCore.QObject):
    """The acts of one form's page. `opened` must be read before any of them."""

    def __init__(self, page: desks.Page, desk: desks.Desk, edit: editing.Editing) -> None:
        super().__init__(page)
        self._page, self._desk, self._edit = page, desk, edit

    def buttons(self, opened: form_opening.Opened) -> list[QtWidgets.QWidget]:
        """What may be done with this form as it stands, beside printing and amending."""
        told, signable = opened.sheet, form.may_be_signed_off(opened.sheet.form)
        shown: list[QtWidgets.QWidget] = []
        is_author = told.author == self._desk.me.id
        if told.is_locked and signable and told.status != "void":
            if told.sign_off is None:
                shown.append(widgets.button("Sign off", partial(self.sign_off, opened), sign="tick"))
                shown.append(widgets.button("Send back", self.send_back, sign="back"))
            elif not told.sign_off.is_confirmed and not is_author:
                shown.append(widgets.button("Confirm sign-off", self.confirm, sign="tick"))
        if signable and told.sign_off is None and told.status != "void":
            words = "Change the line to the manager" if told.to_manager else "Add a line to the manager"
            shown.append(widgets.link(words, partial(self.comment, opened), sign="note"))
        shown.append(widgets.link("What happened", self.show_story, sign="history"))
        if told.version > 1:
            shown.append(widgets.link("Two versions", self.compare, sign="copy"))
        return shown

    # Signing

    def sign_off(self, opened: form_opening.Opened) -> sign_off_dialog.SignOffDialog:
        """Ask how it is signed off."""
        told, change = opened.sheet, self._edit.session.change
        named = told.form.short_title or told.form.title
        is_author = told.author == self._desk.me.id
        return sign_off_dialog.SignOffDialog(self._page, named, change, is_author=is_author)

    def send_back(self) -> messages.Dialog:
        """Ask why it is sent back."""
        asked = reason_dialog.Asked(
            f"Send “{self._page.title}” back?",
            "It opens as a draft, with your reason above it. What was finished stays readable.",
            "What should be changed?",
            "Enter what should be changed",
            "Leave it finished",
            "Send back",
        )
        return reason_dialog.ask_words(self._page, asked, partial(self._edit.session.change, form.send_back))

    def confirm(self) -> None:
        """Confirm what was typed on the worker's laptop."""
        self._edit.session.change(form.confirm_sign_off)

    def comment(self, opened: form_opening.Opened) -> messages.Dialog:
        """Ask for a line to the manager."""
        asked = reason_dialog.Asked(
            "A line to your manager",
            "It goes with the form to whoever signs it off. It is never printed for a family.",
            "What should they know?",
            "",
            "Leave it as it is",
            "Keep this line",
            opened.sheet.to_manager,
        )
        change = self._edit.session.change
        return reason_dialog.ask_words(self._page, asked, partial(change, form.comment_to_manager))

    # Looking back

    def show_story(self) -> None:
        """Show what happened to this form, the newest first."""
        if self._edit.opened is not None:
            record_id = self._edit.opened.sheet.record_id
            self._desk.ask(form.happened, record_id, then=self._tell, owner=self._page)

    def _tell(self, happened: tuple[form.Happened, ...]) -> None:
        dialog = messages.Dialog(self._page, "What happened to this form", width=_WIDTH)
        if not happened:
            dialog.body.addWidget(
                widgets.quiet("It was brought in as it stands, and nothing has been done to it here.")
            )
        for place, (words, why) in enumerate(standing.story(self._desk, happened)):
            if place:
                dialog.body.addWidget(widgets.hairline())
            dialog.body.addWidget(widgets.words(words, "label"))
            if why:
                dialog.body.addWidget(widgets.words(why))
        close = widgets.primary("Close", dialog.accept)
        close.setDefault(True)
        dialog.buttons.addWidget(close)
        dialog.buttons.addStretch(1)
        close.setFocus()
        dialog.open()

    def compare(self) -> None:
        """Show two versions side by side."""
        opened = self._edit.opened
        if opened is None:
            return
        self._edit.session.flush()
        self._desk.ask(
            comparing.all_versions,
            opened.sheet.record_id,
            then=partial(self._show_versions, opened),
            owner=self._page,
        )

    def _show_versions(self, opened: form_opening.Opened, versions: tuple[comparing.Version, ...]) -> None:
        compare_dialog.CompareDialog(self._page, self._desk, opened, versions)
