"""What a file may say shortly is written out: blocks, shared options, restricted sections, levels of need."""

from pathlib import Path

import pytest

from ehdesk import errors, settings, words
from ehdesk.forms import answers, definition, links, loader, texts

HEAD = 'id = "visit"\nversion = 1\nregister = "F99"\ntitle = "Visit"\nrecord = "visit"\n'
BLOCK = """
[[blocks.area.questions]]
key = "need"
kind = "yes_no"
label = "Is help needed?"

[[blocks.area.questions]]
key = "worries"
kind = "long_text"
label = "Worries"
show_when = { question = "need", one_of = [true] }
"""
AREAS = """
[[sections]]
id = "housing"
title = "Housing"
block = "area"
prefix = "housing"

[[sections]]
id = "money"
title = "Money"
block = "area"
prefix = "money"

[[sections.questions]]
key = "income"
kind = "text"
label = "Income"
"""
ONE = '[[sections]]\nid = "one"\ntitle = "One"\n'


def read(folder: Path, body: str, common: str = "") -> definition.Form:
    (folder / "visit.toml").write_text(HEAD + body, encoding="utf-8")
    if common:
        (folder / "common.toml").write_text(common, encoding="utf-8")
    return loader.read_form(folder / "visit.toml")


def faults(folder: Path, body: str) -> list[str]:
    with pytest.raises(errors.FormFaulty) as refused:
        read(folder, body)
    return [str(fault) for fault in refused.value.details["faults"]]  # type: ignore[attr-defined]


def test_a_block_gives_each_section_questions_with_keys_of_their_own(tmp_path: Path) -> None:
    form = read(tmp_path, BLOCK + AREAS)
    keys = [question.key for question in form.questions()]
    assert keys == ["housing_need", "housing_worries", "income", "money_need", "money_worries"]
    assert [(section.block, section.prefix) for section in form.sections] == [
        ("area", "housing"),
        ("area", "money"),
    ]


def test_conditions_of_a_block_look_into_its_own_section(tmp_path: Path) -> None:
    form = read(tmp_path, BLOCK + AREAS)
    shown = answers.visible(form, {"housing_need": True, "money_need": False})
    assert "housing_worries" in shown
    assert "money_worries" not in shown


def test_a_mistake_in_a_block_is_told_once_and_by_the_blocks_name(tmp_path: Path) -> None:
    told = faults(tmp_path, BLOCK.replace('"yes_no"', '"single_choice"') + AREAS)
    (found,) = [fault for fault in told if "needs options" in fault]
    assert found.startswith("block “area”, question “need”: a single_choice needs options.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('block = "area"', 'block = "aera"'), "there is no block called “aera”"),
        (('prefix = "housing"\n', ""), "its block has no prefix"),
        (('block = "area"\nprefix = "housing"', 'prefix = "housing"'), "it has a prefix and no block"),
        (('prefix = "money"', 'prefix = "housing"'), "this key is used twice"),
        (('block = "area"', "block = []"), "there is no block called"),
        (('prefix = "housing"', "prefix = 3"), "its block has no prefix"),
    ],
)
def test_a_block_that_cannot_be_used_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    told = faults(tmp_path, BLOCK + AREAS.replace(*change, 1))
    assert any(said in fault for fault in told), told


def test_a_block_that_nobody_uses_is_named(tmp_path: Path) -> None:
    unused = BLOCK.replace("area", "spare")
    assert any(
        "block “spare”: no section uses it" in fault for fault in faults(tmp_path, BLOCK + unused + AREAS)
    )


def test_options_come_from_the_form_first_and_then_from_what_is_common(tmp_path: Path) -> None:
    common = """
    [option_sets]
    marks = [{ code = "common", label = "Common" }]
    other = [{ code = "far", label = "Far" }]
    """
    body = """
    [option_sets]
    marks = [{ code = "own", label = "Own" }]
    [[sections]]
    id = "one"
    title = "One"
    questions = [
        { key = "a", kind = "single_choice", label = "A", options_from = "marks" },
        { key = "b", kind = "single_choice", label = "B", options_from = "other" },
    ]
    """
    form = read(tmp_path, body, common)
    assert [option.code for key in ("a", "b") for option in form.question(key).options] == ["own", "far"]


def test_the_common_sets_hold_the_codes_of_the_returns() -> None:
    part_a = loader.load("eha_part_a")
    assert [option.code for option in part_a.question("referral_source").options][:3] == ["1A", "1B", "1C"]


def test_a_set_that_is_almost_there_is_offered(tmp_path: Path) -> None:
    body = (
        ONE
        + '[[sections.questions]]\nkey = "a"\nkind = "single_choice"\nlabel = "A"\n'
        + 'options_from = "etnicity"\n'
    )
    assert any("Did you mean “ethnicity”?" in fault for fault in faults(tmp_path, body))


def test_a_restricted_section_keeps_every_question_apart(tmp_path: Path) -> None:
    form = read(tmp_path, BLOCK + AREAS.replace('prefix = "money"', 'prefix = "money"\nrestricted = true'))
    assert {question.key for question in form.questions() if question.restricted} == {
        "income",
        "money_need",
        "money_worries",
    }


def test_what_is_kept_apart_is_not_asked_on_empty_paper_nor_what_waits_for_it() -> None:
    paper = {each.key for _section, some in answers.for_blank(loader.load("eha_part_b")) for each in some}
    assert "housing_worries" in paper
    assert not {key for key in paper if key.startswith("domestic_abuse")}
    columns = {
        column.key
        for _section, some in answers.for_blank(loader.load("eha_part_a"))
        for each in some
        if each.key == "network"
        for column in each.columns
    }
    assert "person" in columns
    assert "influence" not in columns


def test_a_sections_prompts_go_to_translators_too(tmp_path: Path) -> None:
    form = read(
        tmp_path, BLOCK + AREAS.replace('block = "area"', 'block = "area"\nprompts = ["Ask alone"]', 1)
    )
    assert ("Ask alone", "visit/housing") in texts.of(form)


# Levels of need


LEVELS = {"levels": definition.levels(settings.authority().scheme.levels)}


def test_levels_of_need_are_the_authoritys() -> None:
    form = definition.with_options(loader.load("eha_part_b"), LEVELS)
    codes = [option.code for option in form.question("level").options]
    assert codes == [level.code for level in settings.authority().scheme.levels]
    fault = next(each for each in answers.check(form, {"level": "tier_2"}) if each.path == "level")
    assert "Choose one of the answers" in fault.message


def test_a_level_is_kept_as_a_code_where_the_authority_is_not_at_hand() -> None:
    question = loader.load("eha_part_b").question("level")
    assert answers.normalise(question, "tier_2") == "tier_2"
    with pytest.raises(errors.AnswerUnreadable):
        answers.normalise(question, "Tier two")


def test_a_level_of_an_older_scheme_is_still_read() -> None:
    form = definition.with_options(loader.load("eha_part_b"), LEVELS)
    assert answers.summary(form.question("level"), "tier_2", words.of("en")) == "tier_2"
    assert answers.summary(form.question("level"), "universal_plus", words.of("en")) == "Universal Plus"


def test_a_form_without_them_stays_the_very_same() -> None:
    note = loader.load("note")
    assert definition.with_options(note, LEVELS) is note


# Rows that are pointed at


ENTRY = definition.Question("aim", "entry", "Aim", rows_of="plan.aims", row_label="aim")
ENTRIES = definition.Question("aims", "entries", "Aims", rows_of="plan.aims", row_label="aim")


def test_an_entry_is_a_rows_id_and_entries_are_several_once_each() -> None:
    assert answers.normalise(ENTRY, " r1 ") == "r1"
    assert answers.normalise(ENTRIES, ["r2", "r1", "r2"]) == ["r2", "r1"]
    assert answers.normalise(ENTRIES, []) is None
    for wrong in ({"id": "r1"}, [3]):
        with pytest.raises(errors.AnswerUnreadable):
            answers.normalise(ENTRIES, wrong)


def test_a_row_is_read_by_its_words_as_they_were_shown() -> None:
    names = {"r1": "Sleep every night"}
    assert answers.summary(ENTRIES, ["r1", "r9"], words.of("en"), names) == (
        "Sleep every night, A row that is not here"
    )


def test_a_number_is_read_as_people_write_it() -> None:
    question = definition.Question("nhs", "text", "NHS number", format="nhs_number")
    assert answers.summary(question, "9990001235", words.of("en")) == "999 000 1235"
    assert answers.summary(question, "999", words.of("en")) == "999"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('carry = "note.nothing"', "note has no “nothing”"),
        ('carry = "nothing.text"', "there is no form “nothing”"),
        ('carry = "note.kind"', "“note.kind” is a single_choice, not a text"),
    ],
)
def test_a_name_that_leads_to_another_form_must_find_something_there(
    tmp_path: Path, line: str, said: str
) -> None:
    form = read(tmp_path, ONE + f'[[sections.questions]]\nkey = "a"\nkind = "text"\nlabel = "A"\n{line}\n')
    (fault,) = links.across({**loader.load_all(), "visit": form})
    assert said in str(fault)
