"""A batch of acts in the hand: each is known, taken whole or set aside whole, and never fails the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from ehdesk.centre import draft as drafts
from ehdesk.centre import epochs, kept_acts, past, people, plain, reading, records, standing, store, tables
from ehdesk.centre.draft import SetAside
from ehdesk.rules import rights, settling
from ehdesk.sync import protocol

_WEAKEST: tuple[rights.Tie, ...] = ("none", "team", "manager_of", "lead")


@dataclass(frozen=True)
class Sender:
    """Who hands the batch in: the id of the device, whose it is, and how far it had heard when it wrote. What
    they wrote before `alone_until` (by their own clock), they wrote in a vault that was theirs alone. By
    `waits` what an act hangs on may still be sent again by somebody, so that it is not set aside for that."""

    device: str
    person: standing.Person
    cursor: int
    alone_until: datetime | None = None
    waits: epochs.Waiting | None = None

    @property
    def ids(self) -> frozenset[str]:
        """Every practitioner id under which they write."""
        return self.person.ids


@dataclass
class Batch:
    """The records around a batch as they stand after each of its acts, and what is to be written."""

    ledger: store.Ledger
    sender: Sender
    now: datetime
    n: int
    held: dict[str, records.Held] = field(default_factory=dict)
    values: dict[tuple[str, str, str], settling.Left] = field(default_factory=dict)
    lives: dict[str, str] = field(default_factory=dict)
    known_lives: frozenset[str] = frozenset()
    aside: set[str] = field(default_factory=set)
    grace: frozenset[str] = frozenset()
    to_come: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    fates: dict[str, kept_acts.Fate] = field(default_factory=dict)
    written: kept_acts.Written = field(init=False)
    spoken_of: set[str] = field(default_factory=set)
    stored: frozenset[str] = frozenset()
    changed: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    _ties: dict[str, rights.Tie] = field(default_factory=dict)
    _roster: people.Roster | None = None
    _known: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.written = kept_acts.Written(
            self.sender.device, tables.stamp(self.now), packs=self.ledger.is_server
        )
        self.plainly = plain.Plainly(self.spoken_of, self.sender.alone_until, self._may_make)

    def roster(self) -> people.Roster:
        """Everybody of the staff: asked for when it is needed, once."""
        self._roster = self._roster or people.roster(self.ledger)
        return self._roster

    # Rights

    def may(self, verb: str, scope: str, kind: str) -> bool:
        """Whether the sender may do this to a record of this kind in this scope, as things stand."""
        family = rights.family_of(scope)
        tie = self.ties(family) if family else "none"
        is_late = scope in self.grace and rights.taking(verb, kind) == "writing"
        return is_late or self._may(verb, scope, kind, tie)

    def may_alone(self, draft: drafts.Draft, scope: str, kind: str) -> bool:
        """The same of work from before they belonged to the authority, with a family that they brought in."""
        family, staff = rights.family_of(scope), self.sender.person.staff
        held = self.held.get(family)
        is_own = held is None or held.author in self.sender.ids
        if not (draft.was_alone and is_own and staff.is_here):
            return False
        audience = standing.audience_of(scope, self.sender.ids)
        return rights.may_note(staff.role, "lead", audience, draft.act.verb, kind)

    def may_after(self, draft: drafts.Draft, scope: str, kind: str, kept: Mapping[str, records.Held]) -> bool:
        """The same where only the act itself makes the tie: a family that it opens, a link of two people."""
        family = rights.family_of(scope)
        if not family:
            return self._may(draft.act.verb, scope, kind, self._tie_of_link(kept))
        if self.may_alone(draft, scope, kind):
            return True
        file = standing.file_scope(family)
        episodes = [one for one in kept.values() if one.kind == "episode" and one.scope == file]
        tie = self._tie_to(standing.family(kept[family], episodes, self.knows))
        return self._may(draft.act.verb, scope, kind, tie)

    def _may(self, verb: str, scope: str, kind: str, tie: rights.Tie) -> bool:
        staff, audience = self.sender.person.staff, standing.audience_of(scope, self.sender.ids)
        return staff.is_here and rights.may_do(staff.role, tie, audience, verb, kind)

    def ties(self, family: str) -> rights.Tie:
        """The sender's tie to a family, as the batch has it so far."""
        if family not in self._ties:
            around = self.around(family)
            self._ties[family] = "none" if around is None else self._tie_to(around)
        return self._ties[family]

    def around(self, family: str) -> standing.Family | None:
        """What the ties to a family come from; None for a family that is not here."""
        if not self._is_here(family):
            return None
        found, file = self.held[family], standing.file_scope(family)
        every = [one for one in self.held.values() if one.kind == "episode" and one.scope == file]
        return standing.family(found, every, self.knows)

    def knows(self, practitioners: Iterable[str]) -> frozenset[str]:
        """Which of some practitioner ids stand for somebody of the staff; asked for once each."""
        asked = frozenset(practitioners)
        fresh = {one for one in asked - self._known.keys() if reading.is_id(one)}
        found = people.known_ids(self.ledger, fresh)
        self._known |= {one: one in found for one in fresh}
        return frozenset(one for one in asked if self._known.get(one))

    def _is_here(self, family: str) -> bool:
        found = self.held.get(family)
        is_family = found is not None and found.kind == "family"
        return is_family and self.held[family].scope == standing.file_scope(family)

    def _tie_to(self, around: standing.Family) -> rights.Tie:
        person = self.sender.person
        if person.staff.role == "line_manager":
            person = replace(person, manages=self.roster().managed(person.staff))
        return standing.tie_of(person, around, standing.day_of(self.now))

    def _tie_of_link(self, kept: Mapping[str, records.Held]) -> rights.Tie:
        """Two records of one human are for who is tied to both families; the weaker tie counts."""
        links = [one for one in kept.values() if one.kind == "person_link"]
        ends = [self.held.get(str(one.fields.get(end))) for one in links for end in ("one", "other")]
        found = {self.ties(one.family) if one and one.family else "none" for one in ends}
        return next((tie for tie in _WEAKEST if tie in found), "none")

    # One act

    def take(self, one: reading.Incoming) -> kept_acts.Fate:
        """What becomes of an act: what had become of it, where it is known."""
        known = self.fates.get(one.id)
        if known is not None and known.sha256 == one.sha256:
            return known
        if known is not None:  # another act under an id that is taken
            one = reading.beside(one)
            if one.id in self.fates:
                return self.fates[one.id]
        try:
            fate = self._plainly(one) or self._apply(one)
        except SetAside as reason:
            if self.sender.waits and self.sender.waits.may_bring(reason.reason) and not one.aside:
                return kept_acts.Fate(one.id, one.sha256, "later")
            fate = kept_acts.Fate(one.id, one.sha256, "aside", reason=reason.reason)
            self._remember_made(one)
        self.fates[one.id] = fate
        self.written.add_act(one, fate)
        return fate

    def _plainly(self, one: reading.Incoming) -> kept_acts.Fate | None:
        """The fate of an act of which nothing has to be settled; None where it goes the long way."""
        if one.act is None or one.aside or not self.plainly.takes(one.act):
            return None
        self.n += 1
        self.written.add_made(one.act, self.n)
        return kept_acts.Fate(one.id, one.sha256, "taken", number=self.n)

    def _may_make(self, act: protocol.Act, change: protocol.Change) -> bool:
        """Whether the sender may make such a record, as any act of theirs may, and as things stand."""
        if act.verb not in rights.VERBS or not self._is_own_voice(act):
            return False
        family = rights.family_of(change.scope)
        is_place = rights.is_placed(change.scope, change.family) and (not family or self._is_here(family))
        return is_place and self.may(act.verb, change.scope, change.kind)

    def _apply(self, one: reading.Incoming) -> kept_acts.Fate:
        if one.act is None or one.aside:
            raise SetAside(one.aside or "unreadable")
        if one.act.verb not in rights.VERBS:
            raise SetAside("newer")
        if not self._is_own_voice(one.act):
            raise SetAside("not_allowed")
        if self.to_come and self.to_come & drafts.upon(one.act) - self.fates.keys():
            raise SetAside("waits_for_another")
        draft = drafts.Draft(one.act, self.n + 1, was_alone=self._was_alone(one.act))
        made = self._families_made(one.act)
        knowing = drafts.reopened(one.act)
        for change in one.act.changes:
            self._apply_change(draft, change, made, knowing)
        try:
            kept = {record_id: each.kept() for record_id, each in draft.hands.items()}
            packed = draft.packed()
        except (OverflowError, TypeError, ValueError, RecursionError) as error:
            raise SetAside("unreadable") from error
        if not all(self.may_after(draft, scope, kind, kept) for scope, kind in draft.places):
            raise SetAside("not_allowed")
        self._stand(draft, kept, packed)
        settled = tuple(draft.settled)
        return kept_acts.Fate(one.id, one.sha256, "taken", number=draft.number, settled=settled)

    def _apply_change(
        self, draft: drafts.Draft, change: protocol.Change, made: frozenset[str], knowing: frozenset[str]
    ) -> None:
        held = self.held.get(change.record)
        if self._is_card(change):
            is_mine = held is None or held.author in self.sender.ids
            if is_mine and change.record not in self.cards:
                draft.apply(
                    draft.begin(change, held),
                    change,
                    self._before,
                    self._past_of(change.record),
                )
            return  # what somebody of the staff says of themselves is not for others to change
        if held is None and change.record not in draft.hands and not change.new:
            raise SetAside("waits_for_another" if change.record in self.aside else "record_missing")
        self._check_said(draft, change)
        one = draft.begin(change, held)
        for scope in {one.held.scope, self._aim(one.held, change, draft.act.verb)}:
            self._check_place(draft, scope, one.held.kind, made)
        main = draft.hands.get(one.held.beside or change.record)
        beside = _of_one_place(self.held.get(one.held.beside or ""), one.held)
        status_of = main.standing if main else beside.standing() if beside else None
        is_knowing = bool(knowing & {change.record, one.held.beside or ""})
        drafts.check_open(status_of, one.held.kind, change, is_knowing)
        draft.apply(one, change, self._before, self._past_of(change.record))
        if rights.judges(draft.act.verb) and not draft.was_alone and self.sender.ids & one.authors():
            raise SetAside("not_allowed")

    def _past_of(self, record: str) -> settling.Past:
        held = self.held.get(record)
        return past.of(self.ledger, self.written, record, held.made if held else 0)

    def _aim(self, held: records.Held, change: protocol.Change, verb: str) -> str:
        place = drafts.new_place(held, change, verb)
        return held.scope if place is None else place.scope

    def _check_place(self, draft: drafts.Draft, scope: str, kind: str, made: frozenset[str]) -> None:
        """Whether there is such a place, and they may write there. Raises: SetAside."""
        family = rights.family_of(scope)
        if family in made or (kind == "person_link" and not family):
            draft.places.add((scope, kind))
            return
        if family and not self._is_here(family):
            raise SetAside("waits_for_another" if family in self.aside else "record_missing")
        if not (self.may(draft.act.verb, scope, kind) or self.may_alone(draft, scope, kind)):
            raise SetAside("not_allowed")

    def _was_alone(self, act: protocol.Act) -> bool:
        until = self.sender.alone_until
        return until is not None and act.at < until

    def _check_said(self, draft: drafts.Draft, change: protocol.Change) -> None:
        """Whether a change lies where it says it does, and sets what its verb may set. Raises: SetAside."""
        values = ((edit.path, None if edit.value is msgspec.UNSET else edit.value) for edit in change.edits)
        is_meant = draft.was_alone or all(rights.may_set(draft.act.verb, *each) for each in values)
        if not is_meant or not rights.is_placed(change.scope, change.family):
            raise SetAside("not_allowed")

    def _is_own_voice(self, act: protocol.Act) -> bool:
        """Nobody speaks for another, nor in another's life."""
        mine = self.sender.person.staff.id
        return act.by in self.sender.ids and self.lives.setdefault(act.incarnation, mine) == mine

    def _families_made(self, act: protocol.Act) -> frozenset[str]:
        return frozenset(
            change.record
            for change in act.changes
            if change.new
            and change.kind == "family"
            and change.scope == standing.file_scope(change.record)
            and change.record not in self.held
        )

    def _is_card(self, change: protocol.Change) -> bool:
        """What a desk knows of somebody else who writes or is named: a card in that person's own scope."""
        is_theirs = change.scope == f"practitioner:{change.record}" and change.record not in self.sender.ids
        return is_theirs and change.kind == "practitioner"

    def _before(self, record: str, path: str, act_id: str, life: str) -> Any:
        left = self.values.get((record, path, act_id))
        if left is None and path.count("/") == 2:
            row, _, cell = path.rpartition("/")
            whole = self.values.get((record, row, act_id))
            left = whole.cell(cell) if whole is not None else None
        return None if left is None else left.seen_from(life)

    def _stand(
        self,
        draft: drafts.Draft,
        kept: Mapping[str, records.Held],
        packed: Mapping[tuple[str, str], tuple[bytes, bytes]],
    ) -> None:
        """The act is taken: the next one finds the records as it left them."""
        self.n = draft.number
        self.held |= kept
        self.changed |= kept.keys()
        for (record, path), left in draft.values.items():
            self.values[(record, path, draft.act.id)] = left
        self.written.add_taken(draft, kept, packed)
        for one in kept.values():
            scopes = (one.scope, draft.hands[one.id].came_from or one.scope)
            for family in filter(None, map(rights.family_of, scopes)):
                if one.kind in ("family", "episode"):
                    self.families.add(family)
                    self._ties.pop(family, None)
                    self.plainly.forget()

    def _remember_made(self, one: reading.Incoming) -> None:
        made = [change.record for change in one.act.changes if change.new] if one.act else []
        fresh = [record for record in dict.fromkeys(made) if record not in self.held]
        self.aside.update(fresh)
        self.written.waiting += [{"record": record, "act": one.id} for record in fresh]


def _of_one_place(beside: records.Held | None, held: records.Held) -> records.Held | None:
    """The record beside which another stands. One of another family is passed over as if it were not there:
    whether it is finished, or there at all, is nothing for who may only name it."""
    if beside is None or (beside.family or beside.scope) != (held.family or held.scope):
        return None
    return beside
