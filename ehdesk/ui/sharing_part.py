"""What a family agreed to, in its file: by purpose, agency and person, until when; and taking it back."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition, loader, sharing_questions
from ehdesk.models import acts, agreement, beginning, person, practitioner
from ehdesk.rules import sharing
from ehdesk.ui import answer_input, asking, episode_lines, flow, form_opening, plan_words, turns, widgets
from ehdesk.ui import desk as desks

_CHOICES: dict[str, tuple[str, str]] = {
    "yes": ("Yes", "tick"),
    "ask_first": ("Ask first", "info"),
    "no": ("No", "remove"),
    "withdrawn": ("Taken back", "undo"),
}
_SERVICE: dict[str, tuple[str, str, widgets.Tone]] = {
    "none": ("The family has not been asked yet", "waiting", "quiet"),
    "yes": ("The family agrees to Early Help", "tick", "received"),
    "no": ("The family did not agree to an assessment", "remove", "quiet"),
    "declined": ("The family declined Early Help", "remove", "quiet"),
    "withdrawn": ("The family has taken its agreement back", "undo", "quiet"),
}


@dataclass(frozen=True)
class Shown:
    """What stands, each agreement as it was given, what was shared without one, and who can be picked."""

    standing: sharing.Agreements
    agreements: tuple[agreement.Agreed, ...]
    decisions: tuple[dict[str, Any], ...]
    names: dict[str, str]
    around: answer_input.Surroundings


def read(reading: acts.Reading, family_id: str, words: form_opening.Words) -> Shown:
    """All that the part shows."""
    _name, around = form_opening.open_new(reading, family_id, words)
    return Shown(
        standing=agreement.standing(reading, family_id),
        agreements=agreement.agreements(reading, family_id),
        decisions=agreement.decisions(reading, family_id),
        names={**practitioner.names(reading), **person.names(reading, family_id)},
        around=around,
    )


class SharingPart(QtWidgets.QWidget):
    """The agreement as it stands today. Taking back acts at once; the lawful basis is told apart."""

    def __init__(self, desk: desks.Desk, family_id: str) -> None:
        super().__init__()
        self._desk, self._family_id = desk, family_id
        self._shown: Shown | None = None
        column = widgets.stack(self, gap=24)
        self._stands = QtWidgets.QWidget()
        self._standing = widgets.line(self._stands, gap=0)
        self.service = widgets.Status("", "waiting")
        self.since = widgets.quiet("")
        top = widgets.stack(gap=4)
        top.addWidget(widgets.heading("What the family agreed to", 2))
        top.addWidget(self._stands)
        top.addWidget(self.since)
        ways = flow.FlowLayout(12, 8)
        self.renew = widgets.button("Ask the family", self._ask_family, sign="form")
        self.take_back_button = widgets.button("Take back", self.take_back, sign="undo")
        self.without = widgets.link("Record sharing without agreement", self.share_without, sign="shield")
        for button in (self.renew, self.take_back_button, self.without):
            ways.addWidget(button)
        top.addLayout(ways)
        column.addLayout(top)
        self.agencies = episode_lines.Part("Agencies", "No agency has been agreed upon yet.", level=3)
        self.purposes = episode_lines.Part("What for", "Nothing has been asked yet.", level=3)
        self.back = episode_lines.Part("Taken back", level=3)
        self.apart = widgets.link("", self.show_apart, sign="show")
        self.decisions = episode_lines.Part("Kept apart", level=3)
        self.decisions.hide()
        self.basis = episode_lines.Part("Why the authority may keep this record", level=3)
        for part in (self.agencies, self.purposes, self.back):
            column.addWidget(part)
        column.addWidget(self.apart, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        for part in (self.decisions, self.basis):
            column.addWidget(part)

    def begin(self) -> None:
        """Read what stands."""
        self._desk.ask(read, self._family_id, self._desk.words, then=self._show, owner=self)

    def take_focus(self) -> None:
        """The first thing that can be done."""
        self.renew.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _show(self, shown: Shown) -> None:
        self._shown, standing = shown, shown.standing
        widgets.clear(self._standing)
        self.service = widgets.Status(*_SERVICE[standing.service])
        self._standing.addWidget(self.service)
        self._standing.addStretch(1)
        self.since.setText(self._since(standing))
        self.since.setVisible(bool(self.since.text()))
        given = standing.record_id is not None
        self.renew.setText("Open the agreement" if given else "Ask the family")
        self.take_back_button.setVisible(standing.service == "yes")
        self.agencies.set_lines([self._agency(one) for one in standing.agencies if one.choice != "never"])
        self.purposes.set_lines(self._purposes(shown))
        back = [self._back(row) for one in shown.agreements for row in one.taken_back]
        self.back.set_lines(back)
        self.back.setVisible(bool(back))
        self._hide_apart(shown)
        self.basis.set_lines([self._basis(standing)])
        buttons = (self.renew, self.take_back_button, self.without)
        turns.take_turns(self, *buttons, self.agencies, self.purposes, self.back, self.apart)

    def _hide_apart(self, shown: Shown) -> None:
        """Of what is kept apart only the number is on the page, until the worker asks for it."""
        never = [one for one in shown.standing.agencies if one.choice == "never"]
        count = len(never) + len(shown.decisions)
        self.apart.setText(f"Show what is kept apart ({count})")
        self.apart.setVisible(bool(count))
        self.decisions.set_lines(())
        self.decisions.hide()

    def show_apart(self) -> None:
        """Who must never be told, and what was shared without agreement."""
        if self._shown is None:
            return
        never = [one.name for one in self._shown.standing.agencies if one.choice == "never"]
        lines = [episode_lines.Line(name, ("Must never be told",), sign="hide") for name in never]
        lines += [self._decision(row) for row in self._shown.decisions]
        self.decisions.set_lines(lines)
        self.decisions.show()
        self.apart.hide()

    def _since(self, standing: sharing.Agreements) -> str:
        said = plan_words.day(self._desk, standing.since)
        who = f"{standing.by}, {said}" if standing.by and said else standing.by or said
        if not standing.renew_by or standing.service != "yes":
            return who
        due = self._desk.words.due(standing.renew_by, self._desk.clock.today())
        is_past = standing.renew_by < self._desk.clock.today().isoformat()
        by = plan_words.day(self._desk, standing.renew_by)
        again = f"Was to be asked again {due}" if is_past else f"Ask again by {by}"
        return " · ".join(part for part in (who, again) if part)

    def _agency(self, one: sharing.Agency) -> episode_lines.Line:
        words, sign = _CHOICES[one.choice]
        since = f"Since {plan_words.day(self._desk, one.since)}" if one.since else ""
        told = tuple(part for part in (one.limits, since) if part)
        ways: tuple[episode_lines.Way, ...] = ()
        if one.choice in ("yes", "ask_first") and self._shown and self._shown.standing.service == "yes":
            ways = (episode_lines.Way("Take back…", one.name, partial(self.take_back, one.name)),)
        return episode_lines.Line(one.name, told, ways, sign=sign, mark=words)

    def _purposes(self, shown: Shown) -> list[episode_lines.Line]:
        asked, lines = sharing_questions.purposes(), []
        back = {row.get("which") for one in shown.agreements for row in one.taken_back}
        for one in shown.agreements:
            if not one.is_finished:
                continue
            until = f"Ask again by {plan_words.day(self._desk, one.renew_by)}" if one.renew_by else ""
            who = ", ".join(part for part in (one.by, plan_words.day(self._desk, one.on)) if part)
            for key, label in asked.items():
                said = dict(one.purposes).get(key)
                if said is None:
                    continue
                words, sign = ("Yes", "tick") if said else ("No", "remove")
                if said and (label in back or shown.standing.service == "withdrawn"):
                    words, sign = "Taken back", "undo"
                told = " · ".join(part for part in (who, until if words == "Yes" else "") if part)
                lines.append(episode_lines.Line(label, (told,), sign=sign, mark=words))
        return lines

    def _back(self, row: dict[str, Any]) -> episode_lines.Line:
        what = str(row.get("which") or "Everything: Early Help stops")
        told = (row.get("by"), plan_words.day(self._desk, row.get("date")), row.get("actions"))
        return episode_lines.Line(what, tuple(str(part) for part in told if part))

    def _decision(self, row: dict[str, Any]) -> episode_lines.Line:
        asked = loader.load("agreement").question("shared_without_agreement").columns
        ground = next(one for one in asked if one.key == "ground").label_of(row.get("ground"))
        when = plan_words.day(self._desk, str(row.get("when") or "")[:10])
        who = row.get("authorised_by")
        named = who.get("name") if isinstance(who, dict) else self._names().get(str(who or ""), who)
        told = (
            " · ".join(str(part) for part in (row.get("to_whom"), when, ground) if part),
            row.get("reasoning"),
            f"Advised by {row['adviser']}" if row.get("adviser") else "",
            f"Authorised by {named}" if named else "",
        )
        return episode_lines.Line(
            str(row.get("what") or "A decision"), tuple(str(part) for part in told if part)
        )

    def _basis(self, standing: sharing.Agreements) -> episode_lines.Line:
        told = (
            "This is the authority’s ground in law. It does not come from the family’s agreement, and taking "
            "that back does not end it."
        )
        words = _basis_words(standing.lawful_basis) or "Stands with the episode, once one is opened"
        return episode_lines.Line(words, (told,))

    # What can be done

    def _ask_family(self) -> None:
        """The agreement that stands, or a new one with all that is known."""
        record_id = self._shown.standing.record_id if self._shown is not None else None
        if record_id is not None:
            self._open(record_id)
            return
        verb = beginning.go_on_or_begin
        self._desk.do(verb, "agreement", family_id=self._family_id, then=self._open, owner=self)

    def take_back(self, agency: str = "") -> asking.Asking | None:
        """One small window: what is taken back, and who said so. It acts at once."""
        if self._shown is None:
            return None
        standing, asked = self._shown.standing, sharing_questions.purposes()
        agencies = [one.name for one in standing.agencies if one.choice in ("yes", "ask_first")]
        agreed = {key for one in self._shown.agreements for key, said in one.purposes if said}
        form = sharing_questions.taking_back(agencies, [asked[key] for key in asked if key in agreed])
        known = {"scope": "agency", "agency": agency} if agency else {}

        def verb(said: dict[str, Any]) -> Any:
            return agreement.withdraw, (self._family_id, _withdrawal(said)), {}

        told = "It is taken back, from this moment on."
        return self._small(form, "Take back", verb, told, known)

    def share_without(self) -> asking.Asking | None:
        """A small form: what was shared, on which ground, why, and who advised and authorised it."""
        form = sharing_questions.sharing_without()

        def verb(said: dict[str, Any]) -> Any:
            return agreement.share_without, (self._family_id, said), {}

        return self._small(form, "Save the decision", verb, "The decision and its reasons are kept.", {})

    def _small(
        self, form: definition.Form, words: str, verb: Any, told: str, known: dict[str, Any]
    ) -> asking.Asking | None:
        if self._shown is None:
            return None
        begun = {**form_opening.prefilled(form, self._desk.clock.now()), **known}

        def done(_result: object) -> None:
            self._desk.say(told)
            self.begin()

        around = self._shown.around
        about = f"{self._family_id}/{known.get('agency', '')}"
        return asking.ask(
            self, self._desk, form, around, words=words, about=about, verb=verb, done=done, answers=begun
        )

    def _open(self, record_id: str) -> None:
        self._desk.go(desks.Place("form", record_id))

    def _names(self) -> dict[str, str]:
        return self._shown.names if self._shown is not None else {}


def _withdrawal(said: dict[str, Any]) -> agreement.Withdrawal:
    scope = said["scope"]
    return agreement.Withdrawal(
        on=said["date"],
        by=said["by"],
        scope=scope,
        which=said.get(scope),
        effects_explained=bool(said.get("effects_explained")),
        actions=said.get("actions"),
        manager_told=bool(said.get("manager_told")),
    )


def _basis_words(code: str) -> str:
    asked = loader.load("agreement").question("lawful_basis")
    return asked.label_of(code)
