"""Every cell of the table of rights, against a list that was written out from the documents by hand."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, get_args

import pytest

from ehdesk.rules import rights

ROLES, TIES = get_args(rights.Role), get_args(rights.Tie)

READ_AND_WRITE = """
# Design 6: the file is held by lead, team, their managers and the coordinator. Register: PR fills, LM judges.
read file                    lead  team  manager_of  none
  practitioner               yes   yes   no          no
  line_manager               yes   yes   yes         no
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
write file                   lead  team  manager_of  none
  practitioner               yes   yes   no          no
  line_manager               yes   yes   yes         no
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
# Decision 16, domain 9 (need to know): whoever leads and answers for it, not a team of several agencies.
read restricted              lead  team  manager_of  none
  practitioner               yes   no    no          no
  line_manager               yes   no    yes         no
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
write restricted             lead  team  manager_of  none
  practitioner               yes   no    no          no
  line_manager               yes   no    yes         no
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
# 1.9, 1.10, 1.12: feedback and self-assessments go to the worker, the line manager and the coordinator.
read quality                 lead  team  manager_of  none
  practitioner               yes   no    no          no
  line_manager               yes   no    yes         no
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
write quality                lead  team  manager_of  none
  practitioner               yes   no    no          no
  line_manager               yes   no    yes         no
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
# Design 6: drafts of checklists and feedback, and the personal part of supervision, are one person's alone.
read own                     lead  team  manager_of  none
  practitioner               yes   yes   yes         yes
  line_manager               yes   yes   yes         yes
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
write own                    lead  team  manager_of  none
  practitioner               yes   yes   yes         yes
  line_manager               yes   yes   yes         yes
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
# The authority's directory of agencies is everybody's, and grows when somebody names a new one.
read authority               lead  team  manager_of  none
  practitioner               yes   yes   yes         yes
  line_manager               yes   yes   yes         yes
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
write authority              lead  team  manager_of  none
  practitioner               yes   yes   yes         yes
  line_manager               yes   yes   yes         yes
  coordinator                yes   yes   yes         yes
  administrator              no    no    no          no
# Somebody else's own is nobody's.
read nobody                  lead  team  manager_of  none
  practitioner               no    no    no          no
  line_manager               no    no    no          no
  coordinator                no    no    no          no
  administrator              no    no    no          no
write nobody                 lead  team  manager_of  none
  practitioner               no    no    no          no
  line_manager               no    no    no          no
  coordinator                no    no    no          no
  administrator              no    no    no          no
"""

BEYOND_WRITING = """
# Register: signed off by LM; 1.25: not by who has a part in the work.
form.signed_off part_b file        lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    yes         no
  coordinator                      no    no    yes         yes
  administrator                    no    no    no          no
form.sign_off_confirmed plan file  lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    yes         no
  coordinator                      no    no    yes         yes
  administrator                    no    no    no          no
form.sent_back closure file        lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    yes         no
  coordinator                      no    no    yes         yes
  administrator                    no    no    no          no
form.sent_back part_b.restricted restricted  lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    yes         no
  coordinator                      no    no    yes         yes
  administrator                    no    no    no          no
# Domain 0: a sign-off may come on paper or beside the worker; then the worker notes it, and it says so.
form.sign_off_noted part_b file    lead  team  manager_of  none
  practitioner                     yes   yes   no          no
  line_manager                     yes   yes   yes         no
  coordinator                      yes   yes   no          no
  administrator                    no    no    no          no
# Register: F09 is filled by LM. 0.1 to 0.5.
form.started oversight file        lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    yes         no
  coordinator                      no    no    no          no
  administrator                    no    no    no          no
answer.given oversight file        lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    yes         no
  coordinator                      no    no    no          no
  administrator                    no    no    no          no
family.imported oversight file     lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    yes         no
  coordinator                      no    no    no          no
  administrator                    no    no    no          no
# Who opens a family leads it until somebody else does.
family.opened family file          lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    no          no
  coordinator                      yes   no    no          no
  administrator                    no    no    no          no
# 2.29: who leads is accountable. Design 6: lead and team decide who holds the file.
lead.handed_over episode file      lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
team.joined episode file           lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
level.set episode file             lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
episode.closed episode file        lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
# The same by another road: a form that is finished, or a step that is taken back.
form.finished episode file         lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
act.taken_back episode file        lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
# Design 4: a record filed under the wrong family moves; design 6: joining happens inside one family.
record.moved note file             lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
form.filed moved_away file         lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
person.joined person file          lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
person.parted person file          lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
# Design 6: a link is made by the coordinator or somebody granted both.
person.linked person_link authority  lead  team  manager_of  none
  practitioner                     yes   yes   no          no
  line_manager                     yes   yes   yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
person.unlinked person_link authority  lead  team  manager_of  none
  practitioner                     yes   yes   no          no
  line_manager                     yes   yes   yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
# A new agency is learned when a team is put together.
team.joined agency authority       lead  team  manager_of  none
  practitioner                     yes   yes   yes         yes
  line_manager                     yes   yes   yes         yes
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
# Nothing else lies in the authority's scope.
form.started note authority        lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    no          no
  coordinator                      no    no    no          no
  administrator                    no    no    no          no
# Register: F19, F03 are filled by PR. 1.14: the coordinator advises; 1.10: feedback comes back to them.
form.started note file             lead  team  manager_of  none
  practitioner                     yes   yes   no          no
  line_manager                     yes   yes   yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
form.started part_b file           lead  team  manager_of  none
  practitioner                     yes   yes   no          no
  line_manager                     yes   yes   yes         no
  coordinator                      yes   yes   no          no
  administrator                    no    no    no          no
form.finished feedback quality     lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
form.finished self_assessment quality  lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   no          no
  administrator                    no    no    no          no
person.kept_from person.restricted restricted  lead  team  manager_of  none
  practitioner                     yes   no    no          no
  line_manager                     yes   no    yes         no
  coordinator                      yes   yes   no          no
  administrator                    no    no    no          no
answer.given self_assessment own   lead  team  manager_of  none
  practitioner                     yes   yes   yes         yes
  line_manager                     yes   yes   yes         yes
  coordinator                      yes   yes   yes         yes
  administrator                    no    no    no          no
answer.given self_assessment nobody  lead  team  manager_of  none
  practitioner                     no    no    no          no
  line_manager                     no    no    no          no
  coordinator                      no    no    no          no
  administrator                    no    no    no          no
"""

Cells = dict[tuple[str, ...], bool]


def cells(text: str) -> Cells:
    """(what is asked …, role, tie) → yes or no, as the text says."""
    found: Cells = {}
    asked: list[str] = []
    for line in filter(None, text.splitlines()):
        if line.startswith("  "):
            role, *answers = line.split()
            for tie, said in zip(TIES, answers, strict=True):
                key = (*asked, role, tie)
                assert key not in found, f"said twice: {key}"
                found[key] = {"yes": True, "no": False}[said]
        elif not line.startswith("#"):
            asked = line.split()
            assert tuple(asked[-4:]) == TIES
            asked = asked[:-4]
    return found


def faults(
    expected: Mapping[tuple[str, ...], bool], every: set[tuple[str, ...]], ask: Callable[..., bool]
) -> list[str]:
    """Where the rights differ from what the documents say, cell by cell."""

    def told() -> Iterator[str]:
        for cell in sorted(every | set(expected)):
            if cell not in expected or cell not in every:
                yield f"missing: {cell}"
            elif ask(*cell) is not expected[cell]:
                yield f"{'under' if expected[cell] else 'over'}-granted: {cell}"

    return list(told())


def asked_may(deed: Any, audience: Any, role: Any, tie: Any) -> bool:
    return rights.may(role, tie, audience, deed)


def asked_may_do(verb: str, kind: str, audience: Any, role: Any, tie: Any) -> bool:
    return rights.may_do(role, tie, audience, verb, kind)


EVERY: set[tuple[str, ...]] = set(product(get_args(rights.Deed), get_args(rights.Audience), ROLES, TIES))
WRITTEN = cells(READ_AND_WRITE)


def test_every_cell_of_reading_and_writing_is_as_the_documents_say() -> None:
    assert len(EVERY) == 192
    assert faults(WRITTEN, EVERY, asked_may) == []


def test_every_cell_of_what_takes_more_than_writing_is_as_the_documents_say() -> None:
    expected = cells(BEYOND_WRITING)
    asked = {cell[:-2] for cell in expected}
    every = {(*what, *who) for what, who in product(asked, product(ROLES, TIES))}
    assert faults(expected, every, asked_may_do) == []


def test_every_taking_is_among_the_cells() -> None:
    named = {rights.taking(verb, kind) for verb, kind, *_ in cells(BEYOND_WRITING)}
    assert named == set(get_args(rights.Taking))


@pytest.mark.parametrize("cell", sorted(EVERY), ids="-".join)
def test_a_cell_that_is_turned_over_is_found(cell: tuple[str, ...]) -> None:
    def ask(*asked: str) -> bool:
        return asked_may(*asked) is not (asked == cell)

    (fault,) = faults(WRITTEN, EVERY, ask)
    assert fault == f"{'under' if WRITTEN[cell] else 'over'}-granted: {cell}"


def test_a_cell_that_the_documents_do_not_speak_of_is_found() -> None:
    cell = ("write", "restricted", "practitioner", "team")
    fewer = {key: said for key, said in WRITTEN.items() if key != cell}
    assert faults(fewer, EVERY, asked_may) == [f"missing: {cell}"]
    assert faults(WRITTEN, EVERY - {cell}, asked_may) == [f"missing: {cell}"]


# What nobody has heard of


@pytest.mark.parametrize(
    "asked",
    [
        ("auditor", "lead", "file", "write"),
        ("", "", "", ""),
        ("practitioner", "friend", "file", "read"),
        ("practitioner", "lead", "everything", "read"),
        ("practitioner", "lead", "file", "destroy"),
        ("practitioner", "lead", "leading", "write"),
    ],
)
def test_a_role_tie_audience_or_deed_that_is_not_in_the_table_is_refused(asked: tuple[Any, ...]) -> None:
    assert not rights.may(*asked)


@pytest.mark.parametrize("audience", get_args(rights.Audience))
def test_a_verb_that_nobody_has_written_down_is_refused_everywhere(audience: Any) -> None:
    for role, tie in product(ROLES, TIES):
        assert not rights.may_do(role, tie, audience, "family.destroyed", "family")
        assert not rights.may_do(role, tie, audience, "", "note")


def test_no_verb_writes_where_the_table_lets_nobody_write() -> None:
    for role, tie, audience in product(ROLES, TIES, get_args(rights.Audience)):
        if not rights.may(role, tie, audience, "write"):
            kinds = ("note", "episode", "oversight", "agency", "person_link", "part_b")
            done = [v for v in rights.VERBS for k in kinds if rights.may_do(role, tie, audience, v, k)]
            assert done == []


def test_a_link_lies_in_the_authoritys_scope_and_nowhere_else() -> None:
    assert not rights.may_do("practitioner", "lead", "file", "person.linked", "person_link")


# No verb, kind or scope is a pretext for another one


@pytest.mark.parametrize("kind", ["family", "episode", "episode.restricted", "moved_away", "person_link"])
def test_what_decides_over_a_family_never_lies_in_ones_own_scope(kind: str) -> None:
    for role, verb in product(ROLES, rights.VERBS):
        assert not rights.may_do(role, "none", "own", verb, kind)


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("level.set", "part_b"),
        ("team.joined", "note"),
        ("lead.changed", "oversight"),
        ("child.left", "person"),
        ("episode.changed", "part_b"),
        ("person.joined", "episode"),
    ],
)
def test_a_verb_of_the_episode_is_no_pretext_to_write_elsewhere(verb: str, kind: str) -> None:
    for role, tie in product(ROLES, TIES):
        assert not rights.may_do(role, tie, "file", verb, kind)


def test_no_verb_but_moving_it_lets_anybody_else_write_in_oversight() -> None:
    others = [
        verb for verb in rights.VERBS if rights.may_do("practitioner", "lead", "file", verb, "oversight")
    ]
    assert others == ["record.moved"]


@pytest.mark.parametrize(
    ("verb", "path", "value", "expected"),
    [
        ("form.signed_off", "$sign_off", {"name": "Ruth", "how": "desk"}, True),
        ("form.sign_off_confirmed", "$sign_off", {"how": "laptop", "confirmed_by": "Ruth"}, True),
        ("form.sent_back", "$status", "draft", True),
        ("form.signed_off", "level_reason", "Better than they wrote", False),
        ("form.sent_back", "needs/row 1/statement", None, False),
        ("form.sign_off_noted", "$sign_off", {"name": "Ruth", "how": "laptop"}, True),
        ("form.sign_off_noted", "$sign_off", {"name": "Ruth", "how": "paper"}, True),
        ("form.sign_off_noted", "$sign_off", {"name": "Ruth", "how": "desk"}, False),
        ("answer.given", "$sign_off", {"how": "laptop", "confirmed_by": "Ruth"}, False),
        ("answer.given", "$sign_off/how", "desk", False),
        ("answer.given", "$sign_off/confirmed_by", "Ruth", False),
        ("form.amended", "$sign_off", None, True),
        ("answer.given", "text", {"how": "desk"}, True),
    ],
)
def test_who_judges_sets_marks_only_and_nobody_else_gives_their_word(
    verb: str, path: str, value: object, expected: bool
) -> None:
    assert rights.may_set(verb, path, value) is expected


@pytest.mark.parametrize(
    ("scope", "family", "expected"),
    [
        ("family:f1/file", "f1", True),
        ("family:f1/file", "f2", False),
        ("family:f1/restricted", None, False),
        ("practitioner:carol", None, True),
        ("practitioner:carol", "f1", True),
        ("authority", None, True),
        ("authority", "f1", False),
    ],
)
def test_a_record_lies_in_no_other_familys_scope(scope: str, family: str | None, expected: bool) -> None:
    assert rights.is_placed(scope, family) is expected


# Scopes


@pytest.mark.parametrize(
    ("scope", "audience", "family"),
    [
        ("family:f1/file", "file", "f1"),
        ("family:f1/restricted", "restricted", "f1"),
        ("family:f1/quality", "quality", "f1"),
        ("practitioner:carol", "own", ""),
        ("practitioner:sarah", "nobody", ""),
        ("practitioner:", "nobody", ""),
        ("authority", "authority", ""),
        ("authority:file", "nobody", ""),
        ("family:f1/own", "nobody", "f1"),
        ("family:f1/authority", "nobody", "f1"),
        ("family:f1", "nobody", ""),
        ("family:/file", "nobody", ""),
        ("carol", "nobody", ""),
        ("", "nobody", ""),
    ],
)
def test_a_scope_says_for_whom_it_is(scope: str, audience: str, family: str) -> None:
    assert rights.audience_of(scope, "carol") == audience
    assert rights.family_of(scope) == family


def test_who_has_no_id_owns_nothing() -> None:
    assert rights.audience_of("practitioner:", "") == "nobody"


@pytest.mark.parametrize("kind", ["oversight", "oversight.restricted", "note", "part_b", "oversights"])
def test_only_what_a_manager_says_may_stand_as_noted(kind: str) -> None:
    assert rights.is_noted(kind) is (kind in ("oversight", "oversight.restricted"))
