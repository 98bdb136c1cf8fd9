"""Who may do what to which record: one table, the same on the desk and at the centre. Pure.

What is not written here is not allowed, and that goes for a role, a tie, an audience or a verb that nobody
has heard of. Two questions: `may` somebody read or write where a record lies, and `may_do` for a verb, which
can need more than that. Who stands where with a family is in `ties`.

Sources. Design, section 6: the file is held by the lead, the team, their managers and the coordinator; a
link between families is made by the coordinator or by somebody granted both; drafts of checklists and
feedback are their author's alone. Decision 16 and Caldicott's "need to know" (domain, section 9): answers
kept apart reach whoever leads and answers for the work, not all of a team of several agencies. Domain,
register of forms: F09 is written by a line manager; F01, F03 and F07 are signed off by one; F08 and F12 to
F14 are for the worker and the line manager. Obligations 0.1 to 0.5 (oversight on the child's file), 1.9 and
1.10 (feedback goes to the line manager and the coordinator), 1.12 (self-assessments), 1.14 (the coordinator
advises), 1.25 (nobody judges their own work), 2.29 (who leads is accountable).
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

Role = Literal["practitioner", "line_manager", "coordinator", "administrator"]
Tie = Literal["lead", "team", "manager_of", "none"]
Audience = Literal["file", "restricted", "quality", "own", "authority", "nobody"]
"""Who the record is for. `own` is mine alone; `nobody` is somebody else's own, or a scope that is none."""
Deed = Literal["read", "write"]
Taking: TypeAlias = Literal["opening", "leading", "judging", "overseeing", "linking", "writing"]
"""What a verb takes beyond a place where one may write; `writing` takes no more."""

_TABLE = """
                            file  restricted  quality  own  authority    opening  leading  judging  overseeing  linking  writing
practitioner   lead         rw    rw          rw       rw   rw           yes      yes      -        -           yes      yes
practitioner   team         rw    -           -        rw   rw           -        -        -        -           yes      yes
practitioner   manager_of   -     -           -        rw   rw           -        -        -        -           -        -
practitioner   none         -     -           -        rw   rw           -        -        -        -           -        -
line_manager   lead         rw    rw          rw       rw   rw           yes      yes      -        -           yes      yes
line_manager   team         rw    -           -        rw   rw           -        -        -        -           yes      yes
line_manager   manager_of   rw    rw          rw       rw   rw           -        yes      yes      yes         yes      yes
line_manager   none         -     -           -        rw   rw           -        -        -        -           -        -
coordinator    lead         rw    rw          rw       rw   rw           yes      yes      -        -           yes      yes
coordinator    team         rw    rw          rw       rw   rw           -        yes      -        -           yes      yes
coordinator    manager_of   rw    rw          rw       rw   rw           -        yes      yes      -           yes      some
coordinator    none         rw    rw          rw       rw   rw           -        yes      yes      -           yes      some
administrator  lead         -     -           -        -    -            -        -        -        -           -        -
administrator  team         -     -           -        -    -            -        -        -        -           -        -
administrator  manager_of   -     -           -        -    -            -        -        -        -           -        -
administrator  none         -     -           -        -    -            -        -        -        -           -        -
"""  # noqa: E501 - a table is read across
"""A role and its tie to the family; where it may read and write (audiences); what else it may (takings)."""

_SOME = frozenset({"note", "feedback", "copy", "paper_run"})
"""What a coordinator without a part in the work writes in a file: advice given, feedback that came back, and
which copies and papers went out."""

_LETTERS: Mapping[str, str] = {"read": "r", "write": "w"}


def _cells() -> dict[tuple[str, str, str], str]:
    columns, *rows = (line.split() for line in _TABLE.strip().splitlines())
    return {
        (role, tie, column): "" if said == "-" else said
        for role, tie, *cells in rows
        for column, said in zip(columns, cells, strict=True)
    }


_CELLS = _cells()

_TAKES: Mapping[Taking, str] = {
    "opening": "family.opened family.imported",
    "leading": (
        "lead.handed_over lead.accepted lead.changed team.joined team.changed team.left level.set "
        "episode.opened episode.changed episode.closed child.joined child.left "
        "record.moved person.joined person.parted"
    ),
    "judging": "form.signed_off form.sign_off_confirmed form.sent_back",
    "linking": "person.linked person.told_apart person.unlinked",
    "writing": (
        "form.started form.finished form.amended form.voided form.filed form.commented form.left_untouched "
        "form.taken_up form.sign_off_noted form.send_back_noted answer.given answer.carried answer.undone "
        "answer.redone answer.checked_together answer.unchecked_together row.added row.removed row.moved "
        "act.taken_back agreement.withdrawn agreement.shared_without chronology.added chronology.accepted "
        "chronology.declined plan.action_done plan.action_reopened plan.action_cancelled "
        "plan.outcome_judged plan.extended family.changed person.added person.changed person.kept_from "
        "household.joined household.left document.added document.changed document.taken_away "
        "visit.planned visit.changed visit.filed visit.called_off copy.given pack.given paper.printed "
        "paper.marked paper.opened paper.entered paper.filed paper.question_marked paper.kept tray.filled "
        "tray.emptied agency.added agency.changed word.added word.removed practitioner.introduced "
        "practitioner.added practitioner.changed version.settled version.reopened"
    ),
}
VERBS: Mapping[str, Taking] = {verb: taking for taking, verbs in _TAKES.items() for verb in verbs.split()}
"""Every verb that writes, and what it takes. A verb that is missing here is refused everywhere."""

_KINDS: Mapping[str, Taking] = {"episode": "leading", "moved_away": "leading"}
"""Records that take more than writing, whatever the verb: the episode, which says who leads and who may
hold the file, and the line that is left where a record was moved. Oversight (F09) is a case of its own."""

_ONLY_ON: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("lead", "team", "level", "child"), frozenset({"episode"})),
    **dict.fromkeys(("person.joined", "person.parted"), frozenset({"person"})),
    **dict.fromkeys(("episode.opened", "episode.changed", "episode.closed"), frozenset({"episode"})),
}
"""The kinds that a verb (or all that begin with a noun) may touch, so that none is a pretext for others."""

NOTED: Mapping[str, str] = {
    "form.signed_off": "form.sign_off_noted",
    "form.sign_off_confirmed": "form.sign_off_noted",
    "form.sent_back": "form.send_back_noted",
}
"""What a judgement is, where it was written down by somebody whose judgement it cannot be."""

NOTED_MARK = "$noted"
"""Set by the centre on oversight that somebody wrote down alone: it stands, and no manager has said it."""

_NEVER_OWN = frozenset({"family", "episode", "moved_away", "person_link"})
"""What never lies in somebody's own scope: an episode there would let its author into a family."""


def may(role: Role, tie: Tie, audience: Audience, deed: Deed) -> bool:
    """Whether somebody of this role, with this tie to the family, may read or write for this audience.

    `own` and `authority` belong to no family: the tie is "none" there. Source: see the module.
    """
    return _LETTERS.get(deed, " ") in _CELLS.get((role, tie, audience), "")


def may_do(role: Role, tie: Tie, audience: Audience, verb: str, kind: str) -> bool:
    """Whether they may do this to a record of this kind. It never allows what `may` does not let them write.

    Signing off, confirming and sending back are for who manages the work or coordinates it, and has no part
    in it (obligation 1.25). Beside it is asked that nobody judges their own form (`judges`), what an act sets
    (`may_set`), and that a record lies where it belongs (`is_placed`). Oversight (F09)
    is a line manager's. Who leads, who is in the team, levels of need, moving a record and joining two
    people are for the lead, the line manager and the coordinator. In the authority's scope stand the
    agencies, which everybody adds to, and links, which need a tie to both families or the coordinator: ask
    with the weaker tie.
    """
    takes, what = VERBS.get(verb), kind.removesuffix(".restricted")
    if takes is None or not may(role, tie, audience, "write"):
        return False
    if audience == "own":
        return what not in _NEVER_OWN
    if audience == "authority":
        return what == "agency" or (what == "person_link" and has(role, tie, "linking"))
    if takes == "linking" or what not in _ONLY_ON.get(verb, _ONLY_ON.get(verb.split(".")[0], {what})):
        return False
    wanted = taking(verb, kind)
    if wanted == "writing" and _CELLS.get((role, tie, "writing")) == "some":
        return what in _SOME
    return has(role, tie, wanted)


def may_note(role: Role, tie: Tie, audience: Audience, verb: str, kind: str) -> bool:
    """The same for what somebody did alone in a vault of their own, before they belonged to an authority.

    What a manager would say is a note of theirs then (`noted_value`): whoever leads may write it down.
    """
    if is_noted(kind):
        takes = VERBS.get(verb) in ("opening", "writing", "judging") and may(role, tie, audience, "write")
        return takes and tie == "lead"
    return may_do(role, tie, audience, NOTED.get(verb, verb), kind)


def is_noted(kind: str) -> bool:
    """Whether a record of this kind is marked as noted (`NOTED_MARK`), where no manager wrote it."""
    return kind.removesuffix(".restricted") == "oversight"


def noted_value(path: str, value: Any) -> Any:
    """What stands of a value that was noted and not said by a manager: nobody's own word yet.

    A sign-off is one that was typed in on the worker's laptop, and waits to be confirmed (domain, section 0).
    """
    if path != "$sign_off" or not isinstance(value, Mapping) or may_set("", path, value):
        return value
    kept = {key: said for key, said in value.items() if key != "confirmed_by"}
    return kept | ({"how": "laptop"} if kept.get("how") == "desk" else {})


def has(role: Role, tie: Tie, wanted: Taking) -> bool:
    """Whether the table says yes to this taking: of some records only, where it says "some" to writing."""
    return _CELLS.get((role, tie, wanted), "") in ("yes", "some")


def taking(verb: str, kind: str) -> Taking:
    """What this verb takes with a record of this kind in a family's file. Raises: KeyError."""
    takes, what = VERBS[verb], kind.removesuffix(".restricted")
    if what == "oversight":
        return "leading" if verb == "record.moved" else "overseeing"
    return _KINDS.get(what, takes) if takes == "writing" else takes


def may_set(verb: str, path: str, value: Any) -> bool:
    """Whether an act of this verb may set a field of any record to this value. It asks nobody's role.

    Who judges a form sets its marks and none of its answers, and nothing else makes a sign-off that counts as
    the manager's own word (domain, section 0: what is typed on the worker's laptop is not confirmed).
    """
    if judges(verb):
        return path.startswith("$")
    if not path.startswith("$sign_off"):
        return True
    is_word = isinstance(value, Mapping) and (value.get("how") == "desk" or bool(value.get("confirmed_by")))
    mark, _, part = path.partition("/")
    return mark != "$sign_off" or not (is_word or part)


def judges(verb: str) -> bool:
    """Whether the verb judges somebody's work, which is never one's own. Source: obligation 1.25."""
    return VERBS.get(verb) == "judging"


def audience_of(scope: str, me: str) -> Audience:
    """Who a scope is for, as `me` sees it. Somebody else's own, and what is no scope, is for nobody."""
    if scope == "authority":
        return "authority"
    holder, _, rest = scope.partition(":")
    if holder == "practitioner" and rest and rest == me:
        return "own"
    family, _, audience = rest.rpartition("/")
    if holder == "family" and family and audience in ("file", "restricted", "quality"):
        return audience  # type: ignore[return-value]
    return "nobody"


def is_placed(scope: str, family: str | None) -> bool:
    """Whether a record of this family may lie in this scope: in its own family's, in nobody else's."""
    held_by = family_of(scope)
    return held_by == (family or "") if held_by else scope != "authority" or family is None


FILING = frozenset(
    {"form.filed", "visit.filed", "record.moved", "paper.entered", "paper.filed", "act.taken_back"}
)
"""The verbs that put a record into another family. Any other may only bring one out of a worker's own
drafts: a desk that has not heard of a move still names the old place, and moves nothing back by that."""


def is_own(scope: str) -> bool:
    """Whether it is somebody's own, as their drafts are."""
    return scope.startswith("practitioner:")


def moves(scope: str, to: str, verb: str) -> bool:
    """Whether a change that names the scope `to` moves a record there from `scope`."""
    return scope != to and (is_own(scope) or verb in FILING)


def family_of(scope: str) -> str:
    """The id of the family whose scope it is; "" for any other."""
    holder, _, rest = scope.partition(":")
    return rest.rpartition("/")[0] if holder == "family" else ""
