"""What a family is shown of a form: its answers, and nothing that is not for their eyes."""

from ehdesk.forms import definition, loader, together

SECRET = definition.Question(key="warning", kind="text", label="Warning", restricted=True)
INSIDE = definition.Question(key="prompt", kind="text", label="Ask alone", show_on_family_paper=False)
MANAGERS = definition.Question(key="view", kind="text", label="Manager’s view", filled_by="manager")
OPEN = definition.Question(key="wish", kind="text", label="What you want")
UNSAID = definition.Question(key="other", kind="text", label="Anything else")
TABLE = definition.Question(
    key="steps", kind="table", label="Steps", row_name="step", columns=(OPEN, SECRET), show_when=None
)
FORM = definition.Form(
    id="plan",
    version=1,
    register="",
    title="Your plan",
    record="plan",
    sections=(
        definition.Section("a", "What you want", (OPEN, SECRET, INSIDE, MANAGERS, UNSAID)),
        definition.Section("b", "Only inside", (INSIDE,)),
        definition.Section("c", "Steps", (TABLE,)),
    ),
)
ANSWERS = {
    "wish": "Sleep",
    "warning": "Ring only in school hours",
    "prompt": "Asked alone",
    "view": "Drifting",
    "steps": {"r": {"rank": "a", "wish": "Wall", "warning": "Landlord"}},
}


def test_only_answered_questions_for_families_are_shown_and_no_empty_section() -> None:
    shown = together.sections(FORM, ANSWERS)
    assert [(section.id, [q.key for q in asked]) for section, asked in shown] == [
        ("a", ["wish"]),
        ("c", ["steps"]),
    ]


def test_a_cell_that_a_family_may_not_see_is_taken_out_of_its_row() -> None:
    assert together.seen_by_families(TABLE, ANSWERS["steps"]) == {"r": {"rank": "a", "wish": "Wall"}}


def test_a_question_asked_alone_is_asked_whatever_the_others_say_and_without_its_secret_column() -> None:
    alone = together.alone(FORM, "steps")
    (question,) = alone.questions()
    assert [column.key for column in question.columns] == ["wish"]
    note = together.alone(loader.load("note"), "text")
    assert [question.key for question in note.questions()] == ["text"]


def test_a_practitioners_checklist_is_not_one_to_look_at_together() -> None:
    assert together.may_be_shown(loader.load("note"))
    assert not together.may_be_shown(loader.load("self_assessment"))
    assert not together.may_be_shown(loader.load("feedback_parent"))
