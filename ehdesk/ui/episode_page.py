"""One episode: its children, level of need, who leads, and the team, each now and through time."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.forms import small_forms
from ehdesk.models import acts, episode, lead, level, taking_back, team, trail, whole_episode
from ehdesk.ui import answer_input, asking, episode_lines, scrolling, stay_put, turns, widgets
from ehdesk.ui import desk as desks

_DONE = {
    "child.joined": "The child was taken out of the episode again.",
    "child.left": "The child is in the episode again.",
    "level.set": "The level is as it was.",
    "lead.handed_over": "The lead is as it was.",
    "lead.accepted": "The date of acceptance is taken back.",
    "lead.changed": "The lead is as it was.",
    "team.joined": "The team is as it was.",
    "team.changed": "The team is as it was.",
    "team.left": "The team is as it was.",
}


class EpisodePage(desks.Page):
    """Shows an episode and changes it by small questions. Ctrl+Z takes the last change back whole."""

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Episode")
        self._desk = desk
        self._episode_id = str(place.record_id)
        self._scroll = place.scroll
        self._whole: whole_episode.WholeEpisode | None = None
        self._seen: int | None = None
        outer = widgets.stack(self, gap=0)
        self._column = widgets.Column(characters=92, gap=32)
        self._area = widgets.scrolled(self._column)
        outer.addWidget(self._area)
        self._build()
        undo = QtGui.QShortcut(QtGui.QKeySequence("Ctrl+Z"), self)
        undo.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.take_back)
        desk.do(trail.viewed, self._episode_id, quietly=True)
        self._read()

    def _build(self) -> None:
        top = widgets.stack(gap=4)
        self.name = widgets.heading("", 1)
        self.about = widgets.quiet("")
        top.addWidget(self.name)
        top.addWidget(self.about)
        self._column.body.addLayout(top)
        self.children_part = episode_lines.Part(
            "Children", "No child has joined yet.", "Add a child", self.add_child
        )
        self.level_part = episode_lines.Part(
            "Level of need", "No level has been given yet.", "Change the level", self.change_level
        )
        self.lead_part = episode_lines.Part(
            "Lead professional", "Nobody leads yet.", "Hand over the lead", self.hand_over
        )
        self.team_part = episode_lines.Part(
            "Team and agencies", "Nobody has been added to the team yet.", "Add to the team", self.add_member
        )
        for part in (self.children_part, self.level_part, self.lead_part, self.team_part):
            self._column.body.addWidget(part)
        self._more = QtWidgets.QWidget()
        ways = widgets.line(self._more, gap=12)
        ways.addWidget(widgets.link("Open the family’s file", self._open_family, sign="family"))
        ways.addWidget(widgets.link("The plan", self._open_plan, sign="form"))
        ways.addWidget(widgets.link("Find an agency", self._open_directory, sign="search"))
        ways.addStretch(1)
        self._column.body.addWidget(self._more)
        self._column.body.addStretch(1)

    # Reading

    def _read(self, then: desks.Then | None = None) -> None:
        self._desk.ask(
            acts.marked,
            whole_episode.whole_episode,
            self._episode_id,
            then=then or self._show,
            failed=self._on_failed,
            owner=self,
        )

    def read_again(self) -> None:
        """Others' work has come in."""
        self._read(stay_put.showing(self, self._show))

    def _show(self, told: tuple[whole_episode.WholeEpisode, int]) -> None:
        is_first = self._whole is None
        whole, self._seen = told
        self._whole = whole
        words = self._desk.words
        self.setProperty("family_id", whole.episode.family_id)
        self.name.setText(f"Early Help for {whole.family_name}")
        opened = f"since {words.date(whole.episode.opened_on)}"
        closed = f"closed {words.date(whole.episode.closed_on)}" if whole.episode.closed_on else "open"
        self.about.setText(f"{whole.reference} · {opened} · {closed}")
        self.set_title(f"Episode · {whole.family_name}")
        lines = episode_lines.Lines(self._desk, whole)
        self.children_part.set_lines(lines.children(self.child_leaves))
        self.level_part.set_lines(lines.levels())
        self.lead_part.set_lines(lines.leads(self.accept, self.correct_lead))
        self.lead_part.action.setText("Hand over the lead" if whole.leads else "Choose who leads")
        self.team_part.set_lines(lines.team(self.change_member, self.member_leaves))
        parts = (self.children_part, self.level_part, self.lead_part, self.team_part)
        turns.take_turns(self, *(turn for part in parts for turn in part.turns()), self._more)
        if is_first:
            QtCore.QTimer.singleShot(0, self, self._scroll_back)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, errors.RecordMissing) and self._whole is not None:
            self._desk.say(desks.Notice("This episode is not on this laptop any more", stays=True))
            self._desk.go(desks.Place("today"))
            return
        if isinstance(error, errors.RecordMissing):
            self.name.setText("This episode is not on this laptop")
        self._desk.refused.emit(error)

    # What can be done

    def add_child(self) -> None:
        """Let a child of the family join."""
        if self._whole is None:
            return
        outside = [(str(card.id), card.full_name) for card in self._whole.children_outside]
        if not outside:
            self._desk.say("Every child of the family is in this episode. A new child is added in the file.")
            return
        form = small_forms.child_joins(outside)

        def verb(said: dict[str, Any]) -> Any:
            more = {"joined_on": said["joined_on"], "is_subject": said.get("subject") is not False}
            return episode.add_child, (self._episode_id, said["child"]), more

        self._ask(form, "Add the child", verb, "The child has joined the episode.", {"subject": True})

    def child_leaves(self, row_id: str) -> None:
        """Let a child leave."""
        child = next(one for one in self._found().children if one.row_id == row_id)

        def verb(said: dict[str, Any]) -> Any:
            more = {"on": said["on"], "reason": said.get("reason", "")}
            return episode.child_left, (self._episode_id, row_id), more

        form = small_forms.child_leaves(child.name)
        self._ask(form, "Save", verb, f"{child.name} has left the episode.", row_id=row_id)

    def change_level(self) -> None:
        """Give another level of the authority's scheme, with a reason."""
        scheme = self._desk.settings.scheme
        levels = [(one.code, f"{one.order}. {one.name}", one.description) for one in scheme.levels]
        form = small_forms.level(levels, scheme.name)

        def verb(said: dict[str, Any]) -> Any:
            given = (self._episode_id, scheme, said["level"], said["reason"])
            return level.set_level, given, {"from_on": said["from_on"]}

        self._ask(form, "Change the level", verb, "The level is changed.")

    def hand_over(self) -> None:
        """Let somebody else lead."""
        form = small_forms.lead(is_first=not self._found().leads)
        names = self._found().practitioners

        def verb(said: dict[str, Any]) -> Any:
            who = said.pop("who")
            to: dict[str, Any] = {key: said[key] for key in ("agency", "role", "manager") if key in said}
            if isinstance(who, str):
                to |= {"name": names.get(who, ""), "practitioner": who}
            else:
                to["name"] = who["name"]
            more = {"from_on": said["from_on"], "reason": said.get("reason", "")}
            more["accepted_on"] = said["from_on"] if said.get("accepted") else None
            return lead.hand_over_lead, (self._episode_id, to), more

        self._ask(form, "Save who leads", verb, "It is written down who leads.")

    def accept(self, row_id: str) -> None:
        """Write down when the lead took it on."""
        line = next(one for one in self._found().leads if one.row_id == row_id)

        def verb(said: dict[str, Any]) -> Any:
            return lead.accept_lead, (self._episode_id, row_id), {"on": said["on"]}

        told = f"{line.name} has taken the lead on."
        self._ask(small_forms.accepted(line.name), "Save", verb, told, row_id=row_id)

    def correct_lead(self, row_id: str) -> None:
        """Put right who somebody is who leads."""
        form = small_forms.corrected_lead()
        line = next(one for one in self._found().leads if one.row_id == row_id)
        keys = [question.key for question in form.questions()]
        known = {key: getattr(line, key) or None for key in keys}

        def verb(said: dict[str, Any]) -> Any:
            return lead.change_lead, (self._episode_id, row_id, {key: said.get(key) for key in keys}), {}

        self._ask(form, "Save", verb, "The change is saved.", known, row_id)

    def add_member(self) -> None:
        """Add somebody or an agency to the team."""

        names = self._found().practitioners

        def verb(said: dict[str, Any]) -> Any:
            who = said.pop("practitioner", None)
            if isinstance(who, str):
                said = {**said, "practitioner": who, "worker": said.get("worker") or names.get(who, "")}
            elif who:
                said = {**said, "worker": said.get("worker") or who["name"]}
            return team.join_team, (self._episode_id, said), {}

        form = small_forms.member(is_new=True, has_accounts=self._found().has_accounts)
        self._ask(form, "Add to the team", verb, "The team has one more.")

    def change_member(self, row_id: str) -> None:
        """Change what is known of a member."""
        form = small_forms.member(is_new=False)
        keys = [question.key for question in form.questions()]
        line = next(one for one in self._found().team if one.row_id == row_id)
        names = {"from": "from_on"}
        known = {key: getattr(line, names.get(key, key)) or None for key in keys}

        def verb(said: dict[str, Any]) -> Any:
            return team.change_team, (self._episode_id, row_id, {key: said.get(key) for key in keys}), {}

        self._ask(form, "Save", verb, "The change is saved.", known, row_id)

    def member_leaves(self, row_id: str) -> None:
        """Let a member leave the team."""
        line = next(one for one in self._found().team if one.row_id == row_id)

        def verb(said: dict[str, Any]) -> Any:
            more = {"on": said["on"], "reason": said.get("reason", "")}
            return team.leave_team, (self._episode_id, row_id), more

        named = line.worker or line.agency
        self._ask(small_forms.leaves(named), "Save", verb, f"{named} has left the team.", row_id=row_id)

    def take_back(self) -> None:
        """Take the last change to this episode back, whole."""
        self._desk.do(
            taking_back.take_back,
            self._episode_id,
            then=self._on_taken_back,
            failed=self._on_not_taken_back,
            owner=self,
        )

    def _on_taken_back(self, back: taking_back.TakenBack) -> None:
        self._desk.say(_DONE.get(back.verb, "The last change is taken back."))
        self._read()

    def _on_not_taken_back(self, error: Exception) -> None:
        if isinstance(error, errors.NothingToUndo):
            self._desk.say("There is nothing of yours to take back here.")
        else:
            self._desk.refused.emit(error)

    def _ask(
        self,
        form: Any,
        words: str,
        verb: Callable[[dict[str, Any]], Any],
        told: str,
        answers: dict[str, Any] | None = None,
        row_id: str = "",
    ) -> None:
        begun = {**small_forms.begun(form, self._desk.clock.today().isoformat()), **(answers or {})}
        asking.ask(
            self,
            self._desk,
            form,
            self._around(),
            words=words,
            about=f"{self._episode_id}/{row_id}",
            verb=verb,
            done=partial(self._on_done, told),
            answers=begun,
            seen=self._seen if answers else None,  # else nothing that stands is changed
        )

    def _on_done(self, told: str, _result: object) -> None:
        self._desk.say(desks.Notice(told, action="Undo", then=self.take_back))
        self._read()

    def _around(self) -> answer_input.Surroundings:
        whole, settings = self._found(), self._desk.settings
        known = dict.fromkeys([*(one.name for one in settings.agencies), *whole.agencies])
        return answer_input.Surroundings(
            colleagues=tuple(
                answer_input.PersonChoice(key, name, "you" if key == self._desk.me.id else "")
                for key, name in whole.practitioners.items()
                if name
            ),
            today=self._desk.clock.today(),
            words=self._desk.words,
            suggestions={"agency": tuple(known), "role": settings.roles},
        )

    def _found(self) -> whole_episode.WholeEpisode:
        if self._whole is None:
            raise errors.RecordMissing
        return self._whole

    # Where the worker is

    def _open_family(self) -> None:
        if self._whole is not None:
            self._desk.go(desks.Place("family", self._whole.episode.family_id))

    def _open_plan(self) -> None:
        self._desk.go(desks.Place("plan", self._episode_id))

    def _open_directory(self) -> None:
        self._desk.go(desks.Place("directory"))

    def _scroll_back(self) -> None:
        scrolling.return_to(self._area, self._scroll)

    def place(self) -> desks.Place:
        """This episode, as far down as it was scrolled."""
        return desks.Place("episode", self._episode_id, scroll=self._area.verticalScrollBar().value())

    def take_focus(self) -> None:
        """The first thing that can be done."""
        self.children_part.action.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QtCore.QSize:
        """As small as the window may be: the page scrolls."""
        return QtCore.QSize(0, 0)
